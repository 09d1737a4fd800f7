"""Receipts of a month turned into commission: which count, for which warden, and what is left out and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import PostType
from cjdesk.domain.month import Month
from cjdesk.domain.pay.commission import (
    AFTER_ASSIGNMENT,
    BEFORE_ASSIGNMENT,
    Basis,
    Received,
    scheme_dues,
    why_left_out,
)
from cjdesk.domain.pay.inputs import ReceiptLeftOut, SchemeDue
from cjdesk.services.payroll import fee_books
from cjdesk.services.payroll.fee_books import Books, Rate, Receipt, Share

NO_WARDEN = "NO_WARDEN"
"""The reason of a receipt whose scheme had nobody on post that day."""


class OnPost(Protocol):
    """What is needed of somebody on post."""

    @property
    def assignment_id(self) -> str:
        """The assignment."""
        ...

    @property
    def person_id(self) -> str:
        """The person."""
        ...

    @property
    def start(self) -> date:
        """The first day."""
        ...

    @property
    def end(self) -> date | None:
        """The last day."""
        ...


@dataclass(frozen=True, slots=True)
class Unshared:
    """Commission of a scheme that falls to the share of somebody who was not on post; nobody is paid it."""

    scheme: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Collected:
    """Commission and left-out receipts by assignment; ``nobody`` holds those of schemes without a warden on post.

    ``counted`` receipts of ``counted_fen`` in all belong to somebody's time on post: with what is left out they are
    all the receipts of the month.
    """

    dues: Mapping[str, tuple[SchemeDue, ...]] = field(default_factory=dict)
    left_out: Mapping[str, tuple[ReceiptLeftOut, ...]] = field(default_factory=dict)
    nobody: tuple[ReceiptLeftOut, ...] = ()
    counted: int = 0
    counted_fen: int = 0
    unshared: tuple[Unshared, ...] = ()


NOTHING = Collected()


def commissioned(session: Session) -> frozenset[str]:
    """Post types that earn commission: a road warden who becomes a water warden earns it from that day on."""
    return frozenset(session.scalars(select(PostType.code).where(PostType.commission)))


def collect(session: Session, month: Month, holders: Sequence[OnPost], *, around: bool = False) -> Collected:
    """The commission of a month for these water wardens.

    A receipt counts when its day lies in the month and in the time on post of the warden who received it, else of one
    who shares the scheme that day: the successor's, when somebody has left. ``around`` also looks at the months before
    and after, to name their receipts as left out.
    """
    books = fee_books.books(session, month)
    if not books.shares:
        return NOTHING
    desk = _Desk(books, month, holders)
    first = month.plus(-1).first if around else month.first
    last = month.plus(1).last if around else month.last
    for receipt in fee_books.receipts(session, first, last):
        desk.take(receipt)
    for scheme, read_on, fen in fee_books.billed(session, month):
        desk.take_bill(scheme, read_on, fen)
    desk.take_households()
    return desk.collected()


class _Key(NamedTuple):
    """What money of a scheme has in common to be one part of its commission."""

    rate: Rate
    shares_bp: tuple[int, ...]
    wardens: tuple[str, ...]


class _Desk:
    """Sorts the money of a month to the wardens."""

    def __init__(self, books: Books, month: Month, holders: Sequence[OnPost]) -> None:
        self._books = books
        self._month = month
        self._posts: dict[str, list[OnPost]] = defaultdict(list)
        for holder in sorted(holders, key=lambda one: one.start):
            self._posts[holder.person_id].append(holder)
        self._shared: dict[tuple[str, date], Sequence[Share]] = {}
        self._money: dict[str, dict[_Key, int]] = defaultdict(lambda: defaultdict(int))
        self._days: dict[str, dict[_Key, int]] = defaultdict(lambda: defaultdict(int))
        self._left_out: dict[str, list[ReceiptLeftOut]] = defaultdict(list)
        self._nobody: list[ReceiptLeftOut] = []
        self._counted = self._counted_fen = 0

    def take(self, receipt: Receipt) -> None:
        """One receipt: to its scheme's commission, or aside with the reason."""
        scheme, person, day, _, fen = receipt
        named = self._posts.get(person, []) if person else []
        sharers = self._sharers(scheme, day)
        if day in self._month and not sharers:
            self._nobody.append(self._aside(receipt, NO_WARDEN))
            return
        if day in self._month and (self._serving(person, day) or self._somebody(scheme, day)):
            self._counted += 1
            self._counted_fen += fen
            self._add(scheme, day, Basis.RECEIVED, fen)
            return
        known = named or [post for share in sharers for post in self._posts.get(share.person_id, ())]
        if known and (named or not person):
            reason = why_left_out(day, self._month, known[0].start, known[0].end) or BEFORE_ASSIGNMENT
            self._left_out[known[0].assignment_id].append(self._aside(receipt, reason))
        elif known:
            self._nobody.append(self._aside(receipt, AFTER_ASSIGNMENT))
        elif day in self._month:
            self._nobody.append(self._aside(receipt, NO_WARDEN))

    def take_bill(self, scheme: str, read_on: date | None, fen: int) -> None:
        """One bill of the month: on the day of the reading, else the last day that somebody served."""
        day = read_on if read_on is not None and read_on in self._month else self._last_served(scheme)
        if self._somebody(scheme, day):
            self._add(scheme, day, Basis.BILLED, fen)

    def take_households(self) -> None:
        """The days of a commission that is fixed by household."""
        for scheme, rates in self._books.rates.items():
            if not any(rate.basis == Basis.HOUSEHOLDS for rate in rates):
                continue
            for number in range(self._month.days):
                day = self._month.first + timedelta(days=number)
                if self._books.rate(scheme, day).basis == Basis.HOUSEHOLDS and self._somebody(scheme, day):
                    self._days[scheme][self._key(scheme, day)] += 1

    def collected(self) -> Collected:
        """Everything sorted, each scheme rounded once."""
        dues: dict[str, list[SchemeDue]] = defaultdict(list)
        unshared: list[Unshared] = []
        for scheme in sorted({*self._money, *self._days}, key=lambda one: (self._books.names[one], one)):
            name = self._books.names[scheme]
            for assignment, due in scheme_dues(name, self._parts(scheme)).items():
                if assignment:
                    dues[assignment].append(due)
                elif due.amount_fen:
                    unshared.append(Unshared(name, due.amount_fen))
        return Collected(
            {assignment: tuple(rows) for assignment, rows in dues.items()},
            {assignment: tuple(rows) for assignment, rows in self._left_out.items()},
            tuple(self._nobody),
            self._counted,
            self._counted_fen,
            tuple(unshared),
        )

    def _parts(self, scheme: str) -> list[Received]:
        money = [
            Received(fen, key.rate.rate_bp, key.shares_bp, key.wardens, Basis(key.rate.basis))
            for key, fen in self._money[scheme].items()
            if key.wardens
        ]
        days = [
            Received(
                0, 0, key.shares_bp, key.wardens, Basis.HOUSEHOLDS, self._books.households.get(scheme, 0),
                key.rate.per_household_fen, count, self._month.days,
            )
            for key, count in self._days[scheme].items()
        ]  # fmt: skip
        return [*money, *days]

    def _add(self, scheme: str, day: date, basis: Basis, fen: int) -> None:
        if self._books.rate(scheme, day).basis == basis:
            self._money[scheme][self._key(scheme, day)] += fen

    def _key(self, scheme: str, day: date) -> _Key:
        """Rates that differ in their dates only are one; whoever is not on post keeps the place with an empty name."""
        sharers = self._sharers(scheme, day)
        rate = self._books.rate(scheme, day)._replace(valid_from=date.min, valid_to=None)
        return _Key(
            rate,
            tuple(share.share_bp for share in sharers),
            tuple(self._serving(share.person_id, day) or "" for share in sharers),
        )

    def _sharers(self, scheme: str, day: date) -> Sequence[Share]:
        """Who shares a scheme on a day; asked for many receipts of one day."""
        found = self._shared.get((scheme, day))
        if found is None:
            found = self._shared[scheme, day] = self._books.sharers(scheme, day, self._serving)
        return found

    def _serving(self, person: str | None, day: date) -> str | None:
        """The assignment in which somebody serves on a day."""
        for post in self._posts.get(person or "", ()):
            if post.start <= day and (post.end is None or post.end >= day):
                return post.assignment_id
        return None

    def _somebody(self, scheme: str, day: date) -> bool:
        """Whether one of those who share the scheme that day is on post."""
        sharers = self._sharers(scheme, day)
        return any(self._serving(share.person_id, day) is not None for share in sharers)

    def _last_served(self, scheme: str) -> date:
        days = (self._month.last - timedelta(days=number) for number in range(self._month.days))
        return next((day for day in days if self._somebody(scheme, day)), self._month.last)

    def _aside(self, receipt: Receipt, reason: str) -> ReceiptLeftOut:
        name = self._books.names[receipt.scheme_id]
        return ReceiptLeftOut(name, receipt.received, receipt.number or "", receipt.amount_fen, reason)
