"""A month's report as frozen values: a row of figures for each village, and totals counted over people, not summed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from cjdesk.domain.month import Month


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one row; counts are of distinct things, money is whole fen, ``_days`` are person-days.

    The categories of ``on_post`` overlap and never add up to it. ``unpaid_lines`` have money and are neither paid nor
    on their way: returned by the bank, or on no list. What each figure means stands in ``indicators`` (K01 to K24).
    """

    posts_hl: int = 0
    posts_hh: int = 0
    posts_gs: int = 0
    posts_other: int = 0
    posts: int = 0
    on_post: int = 0
    poor: int = 0
    monitored: int = 0
    relocated: int = 0
    disabled: int = 0
    women: int = 0
    joined: int = 0
    left: int = 0
    paid_lines: int = 0
    paid_people: int = 0
    paid_fen: int = 0
    commission_fen: int = 0
    unpaid_lines: int = 0
    returned_lines: int = 0
    post_days: int = 0
    insured_days: int = 0
    cooperatives: int = 0
    members: int = 0
    captains: int = 0
    away: int = 0
    departed: int = 0
    households: int = 0
    relocated_people: int = 0
    poor_households: int = 0
    labour_households: int = 0
    labourers: int = 0
    employed_county: int = 0
    employed_province: int = 0
    employed_outside: int = 0
    employed: int = 0
    employed_households: int = 0
    zero_households: int = 0
    exempt_households: int = 0

    @property
    def insured_bp(self) -> int | None:
        """意外险覆盖率 in hundredths of a percent; None where nobody was on post on any day."""
        return share_bp(self.insured_days, self.post_days)

    @property
    def employed_bp(self) -> int | None:
        """就业率 of relocated labourers (K22)."""
        return share_bp(self.employed, self.labourers)

    @property
    def nothing(self) -> bool:
        """Whether every figure is zero."""
        return not any(getattr(self, name) for name in FIGURES)


FIGURES = tuple(one.name for one in fields(Figures))
"""The names of the figures that are counted; the shares are worked out of them."""


class Place(StrEnum):
    """What a row stands for: a village, people whose village nobody filled in, the cooperatives above the villages."""

    VILLAGE = "village"
    UNKNOWN = "unknown"
    TOWNSHIP = "township"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One row; ``village`` is empty except for villages."""

    kind: Place
    village: str
    figures: Figures

    @property
    def key(self) -> str:
        """What tells the rows of a report apart."""
        return self.village or f"~{self.kind.value}"


@dataclass(frozen=True, slots=True)
class OtherPay:
    """What closed runs of subsidies that are no posts paid in the month; it is not in the report's columns."""

    lines: int = 0
    fen: int = 0


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """One township and month as of a day (统计截止). ``revision`` is that of the paper.

    ``total`` is counted over the township anew: somebody in two cooperatives is one member. ``quotas`` are what the
    county allows, by the name of the post type; ``open_runs`` names post types whose pay is not locked and therefore
    not in it. ``reported_on`` is set while the figures are those that were reported.
    """

    month: Month
    as_of: date
    county_name: str
    township_name: str
    office_name: str
    demo: bool
    number: str
    revision: int
    rows: tuple[VillageRow, ...]
    total: Figures
    quotas: Mapping[str, int] = field(default_factory=dict)
    open_runs: tuple[str, ...] = ()
    other_pay: OtherPay = OtherPay()
    reported_on: date | None = None

    @property
    def villages(self) -> tuple[VillageRow, ...]:
        """The rows of the first page: villages, and people without one."""
        return tuple(row for row in self.rows if row.kind in {Place.VILLAGE, Place.UNKNOWN})

    def row(self, key: str) -> VillageRow | None:
        """The row of a village by its ``key``."""
        return next((row for row in self.rows if row.key == key), None)


def share_bp(part: int, whole: int) -> int | None:
    """Hundredths of a percent, half up, in whole numbers; None of nothing."""
    return (part * 20_000 + whole) // (2 * whole) if whole else None
