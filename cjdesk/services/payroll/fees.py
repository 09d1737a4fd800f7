"""Receipts of a month turned into commission: which count, for which warden, and what is left out and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import FeeReceipt, PostType, SchemeRate, SchemeShare, WaterScheme
from cjdesk.domain.month import Month
from cjdesk.domain.pay.commission import AFTER_ASSIGNMENT, BEFORE_ASSIGNMENT, Received, scheme_dues, why_left_out
from cjdesk.domain.pay.inputs import ReceiptLeftOut, SchemeDue


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
class Collected:
    """Commission and left-out receipts by assignment; ``nobody`` holds those of schemes without a warden on post."""

    dues: Mapping[str, tuple[SchemeDue, ...]] = field(default_factory=dict)
    left_out: Mapping[str, tuple[ReceiptLeftOut, ...]] = field(default_factory=dict)
    nobody: tuple[ReceiptLeftOut, ...] = ()
    counted: int = 0


NOTHING = Collected()


def commissioned(session: Session) -> frozenset[str]:
    """Post types that earn commission: a road warden who becomes a water warden earns it from that day on."""
    return frozenset(session.scalars(select(PostType.code).where(PostType.commission)))


class _Rate(NamedTuple):
    """A scheme's rate in a time."""

    rate_bp: int
    valid_from: date
    valid_to: date | None


class _Share(NamedTuple):
    """A warden's share in a scheme in a time."""

    person_id: str
    share_bp: int
    ordinal: int
    valid_from: date
    valid_to: date | None


class _Receipt(NamedTuple):
    """Money received."""

    scheme_id: str
    person_id: str | None
    received: date
    number: str | None
    amount_fen: int


@dataclass(frozen=True, slots=True)
class _Books:
    """The schemes with their dated rates and shares."""

    names: Mapping[str, str]
    rates: Mapping[str, Sequence[_Rate]]
    shares: Mapping[str, Sequence[_Share]]

    def rate(self, scheme: str, day: date) -> int:
        """The rate of a day in basis points; 0 when none is agreed."""
        valid = [row for row in self.rates.get(scheme, ()) if _valid(row, day)]
        return valid[-1].rate_bp if valid else 0

    def sharers(self, scheme: str, day: date) -> list[_Share]:
        """The wardens who share a scheme on a day, each once, the one who takes the remainder last."""
        newest: dict[str, _Share] = {}
        for row in self.shares.get(scheme, ()):
            if _valid(row, day) and (row.person_id not in newest or row.valid_from > newest[row.person_id].valid_from):
                newest[row.person_id] = row
        return sorted(newest.values(), key=lambda row: (row.ordinal, row.person_id))


def collect(session: Session, month: Month, holders: Sequence[OnPost], *, around: bool = False) -> Collected:
    """The commission of a month for these water wardens.

    A receipt counts when its day lies in the month and in the time on post of the warden who received it, or, when
    nobody is named, of one who shares the scheme. ``around`` also looks at the months before and after, to name
    their receipts as left out.
    """
    books = _books(session)
    if not books.shares:
        return NOTHING
    on_post: dict[str, list[OnPost]] = defaultdict(list)
    for holder in sorted(holders, key=lambda one: one.start):
        on_post[holder.person_id].append(holder)
    counted: dict[str, list[_Receipt]] = defaultdict(list)
    left_out: dict[str, list[ReceiptLeftOut]] = defaultdict(list)
    nobody: list[ReceiptLeftOut] = []
    number = 0
    for receipt in _receipts(session, month, around=around):
        sharers = books.sharers(receipt.scheme_id, receipt.received)
        wardens = [receipt.person_id] if receipt.person_id else [share.person_id for share in sharers]
        posts = [post for person in wardens for post in on_post.get(person or "", ())]
        if not posts:
            if any(share.person_id in on_post for share in sharers):
                nobody.append(_left_out(books, receipt, AFTER_ASSIGNMENT))
            continue
        reasons = [why_left_out(receipt.received, month, post.start, post.end) for post in posts]
        if None in reasons:
            counted[receipt.scheme_id].append(receipt)
            number += 1
        else:
            left_out[posts[0].assignment_id].append(_left_out(books, receipt, reasons[0] or BEFORE_ASSIGNMENT))
    dues = _dues(books, counted, on_post)
    return Collected(dues, {key: tuple(rows) for key, rows in left_out.items()}, tuple(nobody), number)


def _dues(
    books: _Books, counted: Mapping[str, Sequence[_Receipt]], on_post: Mapping[str, Sequence[OnPost]]
) -> dict[str, tuple[SchemeDue, ...]]:
    dues: dict[str, list[SchemeDue]] = defaultdict(list)
    for scheme in sorted(counted, key=lambda one: (books.names[one], one)):
        parts: dict[tuple[int, tuple[int, ...], tuple[str, ...]], int] = defaultdict(int)
        for receipt in counted[scheme]:
            sharers = books.sharers(scheme, receipt.received)
            key = (
                books.rate(scheme, receipt.received),
                tuple(share.share_bp for share in sharers),
                tuple(share.person_id for share in sharers),
            )
            parts[key] += receipt.amount_fen
        received = [Received(fen, rate, shares, wardens) for (rate, shares, wardens), fen in parts.items() if wardens]
        for person, due in scheme_dues(books.names[scheme], received).items():
            posts = on_post.get(person)
            if posts:
                dues[posts[-1].assignment_id].append(due)
    return {assignment: tuple(rows) for assignment, rows in dues.items()}


def _receipts(session: Session, month: Month, *, around: bool) -> Iterable[_Receipt]:
    first = month.plus(-1).first if around else month.first
    last = month.plus(1).last if around else month.last
    statement = (
        select(
            FeeReceipt.scheme_id, FeeReceipt.person_id, FeeReceipt.received, FeeReceipt.number, FeeReceipt.amount_fen
        )
        .where(FeeReceipt.received >= first, FeeReceipt.received <= last)
        .order_by(FeeReceipt.received, FeeReceipt.number, FeeReceipt.amount_fen)
    )
    return (_Receipt(*row) for row in session.execute(statement))


def _books(session: Session) -> _Books:
    names = dict(session.execute(select(WaterScheme.id, WaterScheme.name)).all())
    rates: dict[str, list[_Rate]] = defaultdict(list)
    rated = select(SchemeRate.scheme_id, SchemeRate.rate_bp, SchemeRate.valid_from, SchemeRate.valid_to)
    for scheme, rate_bp, valid_from, valid_to in session.execute(rated.order_by(SchemeRate.valid_from)):
        rates[scheme].append(_Rate(rate_bp, valid_from, valid_to))
    shares: dict[str, list[_Share]] = defaultdict(list)
    shared = select(
        SchemeShare.scheme_id,
        SchemeShare.person_id,
        SchemeShare.share_bp,
        SchemeShare.ordinal,
        SchemeShare.valid_from,
        SchemeShare.valid_to,
    )
    for row in session.execute(shared.order_by(SchemeShare.valid_from)):
        scheme, person, share_bp, ordinal, valid_from, valid_to = row
        shares[scheme].append(_Share(person, share_bp, ordinal, valid_from, valid_to))
    return _Books(names, rates, shares)


def _left_out(books: _Books, receipt: _Receipt, reason: str) -> ReceiptLeftOut:
    name = books.names[receipt.scheme_id]
    return ReceiptLeftOut(name, receipt.received, receipt.number or "", receipt.amount_fen, reason)


def _valid(row: _Rate | _Share, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)
