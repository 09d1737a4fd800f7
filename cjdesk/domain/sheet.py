"""The frozen pay sheet: the one value that screen, paper, bank list and batch are views of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    steps: Sequence[Step]
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

    It pays ``first_month`` to ``month``, mostly one and the same. ``pay`` is how: post, fixed or quantity (then
    ``unit`` is the counting word); ``attended`` whether the post type has attendance.
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
    pay: str
    attended: bool
    unit: str
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
    def rows(self) -> tuple[Line, ...]:
        """What paper and screen show: for each assignment one row with its months added up, numbered anew.

        For a run of one month these are its lines.
        """
        if self.first_month == self.month:
            return self.lines
        return tuple(_together(number, some) for number, some in enumerate(self.by_assignment.values(), start=1))

    @property
    def by_assignment(self) -> dict[str, tuple[Line, ...]]:
        """The lines of each assignment, months in order, by the id of its first line."""
        found: dict[tuple[str, str], list[Line]] = {}
        for line in self.lines:
            found.setdefault((line.assignment_id, line.fund), []).append(line)
        return {some[0].id: tuple(some) for some in found.values()}

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that it pays, in order."""
        count = (self.month.year - self.first_month.year) * 12 + self.month.month - self.first_month.month
        return tuple(self.first_month.plus(index) for index in range(count + 1))

    @property
    def people(self) -> int:
        """Distinct persons; lines can be more, after a transfer inside the month."""
        return len({line.person_id for line in self.lines})


_ADDED = (
    *AMOUNTS,
    "commission_carried_fen",
    "days_in_month",
    "paid_days",
)


def _together(number: int, lines: Sequence[Line]) -> Line:
    """One row for several months: sums, the standard and the account of the last one, remarks in order."""
    last = lines[-1]
    sums = {name: sum(getattr(line, name) for line in lines) for name in _ADDED}
    attended = [line for line in lines if line.required_tenths is not None]
    return replace(
        last,
        **sums,
        id=lines[0].id,
        number=number,
        month=lines[0].month,
        required_tenths=sum(line.required_tenths or 0 for line in attended) if attended else None,
        attended_tenths=sum(line.attended_tenths or 0 for line in attended) if attended else None,
        flags=tuple(dict.fromkeys(flag for line in lines for flag in line.flags)),
        steps=tuple(step for line in lines for step in line.steps),
        remark="，".join(dict.fromkeys(line.remark for line in lines if line.remark)),
    )
