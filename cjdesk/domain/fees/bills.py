"""What a household owes for its water: four kinds of price, free quota, reduction, rounded once to the fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cjdesk.domain.errors import PriceIncomplete
from cjdesk.domain.money import divide
from cjdesk.domain.month import Month

FULL = 10_000
"""Basis points of the whole."""

PERIODS = {"月": 1, "季": 3, "半年": 6, "年": 12}
"""How often a scheme collects, in months."""

_FEN_OF_A_LITRE = 10_000
"""Litres × milliyuan per m³ ÷ 10,000 is fen."""


class PriceKind(StrEnum):
    """How a scheme charges (domain.md 4.5); the values are stored and shown as they are."""

    METERED = "计量"
    FLAT = "包月"
    MINIMUM = "保底计量"
    TWO_PART = "两部制"

    @property
    def metered(self) -> bool:
        """Whether a meter is read."""
        return self is not PriceKind.FLAT


@dataclass(frozen=True, slots=True)
class Price:
    """A scheme's price; fee, minimum and free quota are those of one month."""

    kind: PriceKind
    milliyuan_per_m3: int = 0
    monthly_fen: int = 0
    minimum_litres: int = 0
    free_litres: int = 0

    def __post_init__(self) -> None:
        """PRICE_INCOMPLETE where the kind of price lacks what it is made of, or something is negative."""
        figures = (self.milliyuan_per_m3, self.monthly_fen, self.minimum_litres, self.free_litres)
        lacking = (
            (self.kind.metered and not self.milliyuan_per_m3)
            or (self.kind in {PriceKind.FLAT, PriceKind.TWO_PART} and not self.monthly_fen)
            or (self.kind is PriceKind.MINIMUM and not self.minimum_litres)
        )
        if lacking or min(figures) < 0:
            raise PriceIncomplete(kind=self.kind.value, field="price")


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill: the litres that were charged and what is owed, in fen."""

    billed_litres: int
    bill_fen: int


def bill(price: Price, used_litres: int, *, months: int = 1, reduction_bp: int = 0) -> Bill:
    """The bill of so many months: fee + charged litres × price, less the reduction, rounded half up once (W22).

    The free quota comes off what was used before the minimum is compared, each times the months.
    """
    charged = 0
    if price.kind.metered:
        charged = max(used_litres - price.free_litres * months, 0)
    if price.kind is PriceKind.MINIMUM:
        charged = max(charged, price.minimum_litres * months)
    fee = price.monthly_fen * months if price.kind in {PriceKind.FLAT, PriceKind.TWO_PART} else 0
    exact = (fee * _FEN_OF_A_LITRE + charged * price.milliyuan_per_m3) * (FULL - reduction_bp)
    return Bill(charged, divide(exact, _FEN_OF_A_LITRE * FULL))


def months_billed(period: str, month: Month, since: date, last_billed: Month | None) -> int:
    """The months that a bill of ``month`` covers: since the last bill or since the household takes water.

    Never more than the period of the scheme; 0 for a household that takes water only later.
    """
    first = Month.of(since)
    if last_billed is not None:
        first = max(first, last_billed.plus(1))
    count = (month.year - first.year) * 12 + month.month - first.month + 1
    return max(0, min(count, PERIODS.get(period, 1)))
