"""The frozen pay sheet: the one value that screen, paper, bank list and batch are views of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cjdesk.domain.month import Month


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the explanation of an amount.

    ``text`` is a message id with ``{places}``, ``facts`` fill it (amounts as integer fen under names that
    end in ``_fen``, dates as ISO text); ``rule`` names the rule, such as PR-03; ``component`` the amount
    explained (base, commission, topup ...).
    """

    component: str
    rule: str
    text: str
    facts: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Line:
    """One person, assignment, month and fund. Amounts are integer fen, days in attendance are tenths."""

    id: str
    number: int
    month: Month
    person_id: str
    assignment_id: str
    id_no: str
    name: str
    sex: str
    village: str
    group: str
    post_type: str
    post_name: str
    employer: str
    fund: str
    bank_name: str | None
    bank_no: str | None
    bank_holder: str | None
    start: date
    end: date | None
    days_in_month: int
    paid_days: int
    required_tenths: int | None
    attended_tenths: int | None
    standard_fen: int
    base_fen: int
    commission_fen: int
    commission_carried_fen: int
    topup_fen: int
    allowance_fen: int
    back_pay_fen: int
    deduction_fen: int
    clawback_fen: int
    tax_fen: int
    net_fen: int
    carried_forward_fen: int
    flags: tuple[str, ...]
    steps: tuple[Step, ...]
    remark: str


AMOUNTS = (
    "base_fen",
    "commission_fen",
    "topup_fen",
    "allowance_fen",
    "back_pay_fen",
    "deduction_fen",
    "clawback_fen",
    "tax_fen",
    "net_fen",
)
"""The amounts that are summed on page and sheet, in the order of PR-09."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A run of one post type with its lines in printed order (village, group, number; an assignment's months together).

    It pays ``first_month`` to ``month``, mostly one and the same.
    """

    run_id: str
    number: str
    first_month: Month
    month: Month
    post_type: str
    post_type_name: str
    kind: str
    state: str
    revision: int
    township: str
    township_name: str
    county_name: str
    employer: str
    funds: tuple[str, ...]
    floor: str
    proration: str
    rules_version: str
    check_code: str
    single_clerk: bool
    demo: bool
    computed_at: datetime
    locked_at: datetime | None
    made_by: str
    checked_by: str | None
    approved_by: str | None
    lines: tuple[Line, ...]

    def total(self, amount: str) -> int:
        """The sum of one of AMOUNTS over all lines, in fen."""
        return sum(getattr(line, amount) for line in self.lines)

    @property
    def net_fen(self) -> int:
        """What the sheet pays in all, in fen."""
        return self.total("net_fen")

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that it pays, in order."""
        count = (self.month.year - self.first_month.year) * 12 + self.month.month - self.first_month.month
        return tuple(self.first_month.plus(index) for index in range(count + 1))

    @property
    def people(self) -> int:
        """Distinct persons; lines can be more, after a transfer inside the month."""
        return len({line.person_id for line in self.lines})
