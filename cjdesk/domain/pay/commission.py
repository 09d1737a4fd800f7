"""Commission of water wardens: which receipts count, each scheme rounded once, shares, three bases."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cjdesk.domain.fees.bills import Price, PriceKind, bill
from cjdesk.domain.money import basis_points
from cjdesk.domain.month import Month
from cjdesk.domain.pay.amounts import exact, percent, share_out, squeeze
from cjdesk.domain.pay.inputs import SchemeDue, SchemePart

OUTSIDE_MONTH = "OUTSIDE_MONTH"
BEFORE_ASSIGNMENT = "BEFORE_ASSIGNMENT"
AFTER_ASSIGNMENT = "AFTER_ASSIGNMENT"

FULL = 10_000


class Basis(StrEnum):
    """What a commission is counted from (PR-07); the values are stored and shown as they are."""

    RECEIVED = "实收"
    BILLED = "应收"
    HOUSEHOLDS = "按户"


@dataclass(frozen=True, slots=True)
class Received:
    """Money of one scheme at one rate, shared by the same wardens: a scheme has several when either changes.

    With the basis 应收 the money is what was billed. With 按户 ``households`` × ``per_household_fen`` are earned for
    ``days`` of the ``days_in_month``, and the rate plays no part.
    """

    receipts_fen: int
    rate_bp: int
    shares_bp: tuple[int, ...]
    wardens: tuple[str, ...]
    basis: str = Basis.RECEIVED
    households: int = 0
    per_household_fen: int = 0
    days: int = 0
    days_in_month: int = 0

    @property
    def earned(self) -> tuple[int, int]:
        """The commission before rounding, as a ratio of whole numbers in fen."""
        if self.basis == Basis.HOUSEHOLDS:
            return self.households * self.per_household_fen * self.days, max(self.days_in_month, 1)
        return self.receipts_fen * self.rate_bp, FULL


def why_left_out(received: date, month: Month, start: date, end: date | None) -> str | None:
    """None for a receipt that counts; else the reason: not of this month, or not of this time on post."""
    if received not in month:
        return OUTSIDE_MONTH
    if received < start:
        return BEFORE_ASSIGNMENT
    if end is not None and received > end:
        return AFTER_ASSIGNMENT
    return None


def scheme_dues(scheme: str, parts: Sequence[Received]) -> dict[str, SchemeDue]:
    """What each warden earns from a scheme in a month.

    Σ money × rate is rounded once for the scheme; when rate, basis or wardens change inside the month the parts are
    rounded and the last takes the remainder; inside a part the last sharer does. Negative when refunds outweigh.
    """
    whole = math.lcm(*(part.earned[1] for part in parts)) if parts else 1
    numerators = [part.earned[0] * (whole // part.earned[1]) for part in parts]
    amounts = squeeze(numerators, whole)
    received = sum(part.receipts_fen for part in parts)
    before = exact(sum(numerators), whole)
    rate = "、".join(dict.fromkeys(percent(part.rate_bp) for part in parts if part.basis != Basis.HOUSEHOLDS))
    basis = "、".join(dict.fromkeys(str(part.basis) for part in parts))
    dues: dict[str, SchemeDue] = {}
    for part, amount in zip(parts, amounts, strict=True):
        last = len(part.wardens) - 1
        for index, (warden, fen) in enumerate(zip(part.wardens, share_out(amount, part.shares_bp), strict=True)):
            sooner = dues[warden].amount_fen if warden in dues else 0
            dues[warden] = SchemeDue(
                scheme=scheme,
                receipts_fen=received,
                rate=rate,
                exact=before,
                scheme_fen=sum(amounts),
                share_bp=part.shares_bp[index],
                takes_rest=index == last and last > 0,
                amount_fen=sooner + fen,
                parts=_seen_by(warden, parts),
                basis=basis,
            )
    return dues


def _seen_by(warden: str, parts: Sequence[Received]) -> tuple[SchemePart, ...]:
    return tuple(
        SchemePart(
            part.receipts_fen,
            part.rate_bp,
            part.shares_bp,
            part.wardens.index(warden) if warden in part.wardens else None,
            str(part.basis),
            part.households,
            part.per_household_fen,
            part.days,
            part.days_in_month,
        )
        for part in parts
    )


def reversal(receipts_fen: int, rate_bp: int) -> int:
    """The commission taken back: minus what was booked, since halves round away from zero on both sides (W32)."""
    return basis_points(-receipts_fen, rate_bp)


def meter_bill(litres: int, milliyuan_per_m3: int) -> int:
    """The bill of a meter in fen, rounded before anything else: litres × price per m³ (domain.md 4.5)."""
    return bill(Price(PriceKind.METERED, milliyuan_per_m3), litres).bill_fen
