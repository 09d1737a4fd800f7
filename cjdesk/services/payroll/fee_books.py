"""The books of the water schemes for a month: dated rates and shares, what was received, what was billed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import FeeReceipt, MeterReading, SchemeRate, SchemeShare, WaterAccount, WaterScheme
from cjdesk.domain.month import Month
from cjdesk.domain.pay.commission import Basis

FULL = 10_000

Serving = Callable[[str, date], str | None]
"""(person, day) → the assignment the person serves in on that day, or None."""


class Rate(NamedTuple):
    """A scheme's commission in a time."""

    rate_bp: int
    basis: str
    per_household_fen: int
    valid_from: date
    valid_to: date | None


class Share(NamedTuple):
    """A warden's share in a scheme in a time."""

    person_id: str
    share_bp: int
    ordinal: int
    valid_from: date
    valid_to: date | None


class Receipt(NamedTuple):
    """Money received."""

    scheme_id: str
    person_id: str | None
    received: date
    number: str | None
    amount_fen: int


class Billed(NamedTuple):
    """What the households of a scheme were billed in a month."""

    scheme_id: str
    read_on: date | None
    bill_fen: int


NO_RATE = Rate(0, Basis.RECEIVED, 0, date.min, None)


@dataclass(frozen=True, slots=True)
class Books:
    """The schemes with their dated rates and shares."""

    names: Mapping[str, str]
    households: Mapping[str, int]
    rates: Mapping[str, Sequence[Rate]]
    shares: Mapping[str, Sequence[Share]]

    def rate(self, scheme: str, day: date) -> Rate:
        """The commission of a day; one of nothing when none is agreed."""
        valid = [row for row in self.rates.get(scheme, ()) if _valid(row, day)]
        return valid[-1] if valid else NO_RATE

    def sharers(self, scheme: str, day: date, serving: Serving) -> list[Share]:
        """The wardens who share a scheme on a day, each once, the one who takes the remainder last.

        Where the shares of a day are more than the whole, those who are not on post that day have been succeeded.
        """
        newest: dict[str, Share] = {}
        for row in self.shares.get(scheme, ()):
            if _valid(row, day) and (row.person_id not in newest or row.valid_from > newest[row.person_id].valid_from):
                newest[row.person_id] = row
        found = sorted(newest.values(), key=lambda row: (row.ordinal, row.person_id))
        if sum(row.share_bp for row in found) > FULL:
            return [row for row in found if serving(row.person_id, day) is not None]
        return found


def books(session: Session, month: Month) -> Books:
    """Read once for a whole month; the households are those that take water on its last day."""
    names = dict(session.execute(select(WaterScheme.id, WaterScheme.name)).all())
    households = {
        scheme: count or 0 for scheme, count in session.execute(select(WaterScheme.id, WaterScheme.households))
    }
    counted = (
        select(WaterAccount.scheme_id, func.count())
        .where(WaterAccount.valid_from <= month.last)
        .where(or_(WaterAccount.valid_to.is_(None), WaterAccount.valid_to >= month.last))
        .group_by(WaterAccount.scheme_id)
    )
    households |= dict(session.execute(counted).all())
    rates: dict[str, list[Rate]] = defaultdict(list)
    rated = select(
        SchemeRate.scheme_id,
        SchemeRate.rate_bp,
        SchemeRate.basis,
        SchemeRate.per_household_fen,
        SchemeRate.valid_from,
        SchemeRate.valid_to,
    )
    for scheme, rate_bp, basis, per_household_fen, since, until in session.execute(
        rated.order_by(SchemeRate.valid_from)
    ):
        rates[scheme].append(Rate(rate_bp, basis, per_household_fen, since, until))
    shares: dict[str, list[Share]] = defaultdict(list)
    shared = select(
        SchemeShare.scheme_id,
        SchemeShare.person_id,
        SchemeShare.share_bp,
        SchemeShare.ordinal,
        SchemeShare.valid_from,
        SchemeShare.valid_to,
    )
    for scheme, person, share_bp, ordinal, since, until in session.execute(shared.order_by(SchemeShare.valid_from)):
        shares[scheme].append(Share(person, share_bp, ordinal, since, until))
    return Books(names, households, rates, shares)


def receipts(session: Session, first: date, last: date) -> Iterator[Receipt]:
    """What was received between two days; void receipts carry no money."""
    statement = (
        select(
            FeeReceipt.scheme_id, FeeReceipt.person_id, FeeReceipt.received, FeeReceipt.number, FeeReceipt.amount_fen
        )
        .where(FeeReceipt.received >= first, FeeReceipt.received <= last, FeeReceipt.voided.is_(None))
        .order_by(FeeReceipt.received, FeeReceipt.number, FeeReceipt.amount_fen)
    )
    return (Receipt(*row) for row in session.execute(statement))


def billed(session: Session, month: Month) -> Iterator[Billed]:
    """What was billed in a month, household by household."""
    statement = (
        select(WaterAccount.scheme_id, MeterReading.read_on, MeterReading.bill_fen)
        .join(WaterAccount, WaterAccount.id == MeterReading.account_id)
        .where(MeterReading.month == month)
        .order_by(MeterReading.read_on, WaterAccount.number)
    )
    return (Billed(*row) for row in session.execute(statement))


def _valid(row: Rate | Share, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)
