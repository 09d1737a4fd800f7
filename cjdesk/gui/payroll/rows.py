"""The lines of a sheet as the list shows them; the whole sheet is one frozen value, so the list narrows that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cjdesk.domain.pay.amounts import days
from cjdesk.domain.rules import KINDS
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.gui.row_model import Column, Order, View
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr
from cjdesk.services.payroll import RunProblem
from cjdesk.services.payroll.differences import Change, Comparison
from cjdesk.services.search_text import search_words

MONTH_KEYS = tuple(f"month_{number}" for number in range(1, 13))
"""The columns of a run of several months; their titles are its months."""

COLUMNS = (
    Column("number", N_("No."), 48, "number", muted=True),
    Column("name", N_("Name"), 84),
    Column("place", N_("Village, group"), 108),
    Column("attendance", N_("Attendance"), 72, "number", order=""),
    Column("paid_days", N_("Paid days"), 76, "number", compact=False),
    Column("standard_fen", N_("Standard"), 84, "money", compact=False),
    Column("base_fen", N_("Base pay"), 88, "money"),
    *(Column(key, N_("Month"), 84, "money") for key in MONTH_KEYS),
    Column("commission_fen", N_("Commission"), 88, "money"),
    Column("topup_fen", N_("Floor top-up"), 88, "money"),
    Column("allowance_fen", N_("Allowance"), 80, "money"),
    Column("back_pay_fen", N_("Back pay"), 80, "money"),
    Column("taken_fen", N_("Taken off"), 84, "money"),
    Column("net_fen", N_("Net pay"), 96, "money", bold=True),
    Column("before_fen", N_("Last month"), 92, "money", compact=False),
    Column("difference_fen", N_("Difference"), 88, "money"),
    Column("reason", N_("Reason of change"), 116, order=""),
    Column("remark", N_("Remark"), 120, pane=False, compact=False, order=""),
    Column("problem", N_("Problem"), 104, "chip", order=""),
)

HIDE_WHEN_ZERO = ("commission_fen", "topup_fen", "allowance_fen", "back_pay_fen", "taken_fen")
"""Columns that hide themselves when they are zero for everyone."""

ONE_MONTH = ("attendance", "paid_days", "standard_fen", "base_fen", "commission_fen", "topup_fen")
"""Columns that say nothing of several months together."""

COMPARED = ("before_fen", "difference_fen", "reason")
"""Columns that stand only beside an earlier month."""

SEVERITY = {"error": ("error", "error"), "warning": ("warning", "warn"), "note": ("info", "info")}

SHORT = {
    "NO_STANDARD": N_("No standard"),
    "STANDARD_DIFFERS": N_("Standard differs"),
    "BELOW_FLOOR": N_("Below the floor"),
    "ZERO_LINE": N_("Zero amount"),
    "COMMISSION_NEGATIVE_CARRIED": N_("Refunds carried"),
    "CARRIED_FORWARD": N_("Still owed"),
    "CORRECTED": N_("Corrected"),
    "NO_REQUIRED_DAYS": N_("No required days"),
    "ATTENDANCE_MISSING": N_("No attendance"),
    "ATTENDANCE_TOO_MUCH": N_("Too many days"),
    "ATTENDANCE_EXTRA": N_("More than required"),
    "RECEIPTS_LEFT_OUT": N_("Receipts left out"),
    "NO_RECEIPTS": N_("No receipts"),
    "RECEIPTS_NOBODY": N_("Receipts of nobody"),
    "ATTENDANCE_NONE": N_("No attendance"),
    "RULES_CHANGED": N_("Other reference"),
    "CLOCK_BACK": N_("Clock set back"),
    **{code: kind.short for code, (_, kind) in KINDS.items()},
}
"""What stands in the column 问题; the whole sentence stands in the pane."""


@dataclass(frozen=True, slots=True)
class PayRow:
    """One line with its problems, worst first; who left since last month has a grey row without a line."""

    line: Line | None
    problems: tuple[RunProblem, ...]
    words: str
    id: str
    person_id: str
    village: str
    number: int | None
    name: str
    place: str
    before_fen: int | None
    difference_fen: int | None
    reason: str
    attendance: str | None = None
    paid_days: int | None = None
    standard_fen: int | None = None
    base_fen: int | None = None
    commission_fen: int | None = None
    topup_fen: int | None = None
    allowance_fen: int | None = None
    back_pay_fen: int | None = None
    taken_fen: int | None = None
    net_fen: int | None = None
    month_1: int | None = None
    month_2: int | None = None
    month_3: int | None = None
    month_4: int | None = None
    month_5: int | None = None
    month_6: int | None = None
    month_7: int | None = None
    month_8: int | None = None
    month_9: int | None = None
    month_10: int | None = None
    month_11: int | None = None
    month_12: int | None = None
    remark: str = ""
    problem: Chip | None = None

    @property
    def serious(self) -> bool:
        """Whether somebody still has to do something about it: not for notes, nor for warnings with a reason."""
        return any(one.open for one in self.problems)


def rows(sheet: Sheet, problems: Iterable[RunProblem], comparison: Comparison | None) -> tuple[PayRow, ...]:
    """All lines in printed order, with the leavers of last month where they stood.

    A run of several months has a row for each assignment, with what each month pays.
    """
    by_row = sheet.by_assignment
    row_of = {line.id: first for first, some in by_row.items() for line in some}
    by_line: Mapping[str, list[RunProblem]] = defaultdict(list)
    for problem in problems:
        if problem.line_id is not None:
            by_line[row_of.get(problem.line_id, problem.line_id)].append(problem)
    lines = {line.id: line for line in sheet.rows}
    several = len(sheet.months) > 1

    def made(line: Line, change: Change | None) -> PayRow:
        row = _row(line, tuple(by_line[line.id]), change)
        if not several:
            return row
        paid = {part.month: part.net_fen for part in by_row[line.id]}
        amounts: dict[str, Any] = dict(zip(MONTH_KEYS, map(paid.get, sheet.months), strict=False))
        return replace(row, **amounts)

    if comparison is None or comparison.before_month is None:
        return tuple(made(line, None) for line in sheet.rows)
    return tuple(
        made(lines[change.line_id], change) if change.line_id else _left(change) for change in comparison.changes
    )


def month_columns(sheet: Sheet | None) -> tuple[Column, ...]:
    """The declared columns, those of the months under their names."""
    several = sheet.months if sheet is not None and len(sheet.months) > 1 else ()
    titles = {key: tr("M{n}", n=month.month) for key, month in zip(MONTH_KEYS, several, strict=False)}
    return tuple(replace(one, title=titles[one.key]) if one.key in titles else one for one in COLUMNS)


def hidden_months(sheet: Sheet | None) -> frozenset[str]:
    """The columns that a run of so many months does not need."""
    count = len(sheet.months) if sheet is not None else 1
    return frozenset(MONTH_KEYS) if count == 1 else frozenset((*MONTH_KEYS[count:], *ONE_MONTH))


def chosen(all_rows: Sequence[PayRow], view: View) -> list[PayRow]:
    """The rows that a view wants, in its order."""
    found = [row for row in all_rows if _wanted(row, view)]
    for order in reversed(view.order):
        found.sort(key=lambda row: _sortable(row, order), reverse=order.descending)
    return found


def _wanted(row: PayRow, view: View) -> bool:
    by_segment = {
        "changed": bool(row.difference_fen),
        "problems": row.serious,
        "zero": row.line is not None and not row.net_fen,
    }
    if not by_segment.get(view.segment, True):
        return False
    if view.filters.get("village", row.village) != row.village:
        return False
    return view.text.casefold() in row.words


def _sortable(row: PayRow, order: Order) -> tuple[bool, object]:
    value = row.words if order.by == "name" else getattr(row, order.by)
    return value is None, value if value is not None else 0


def _row(line: Line, problems: tuple[RunProblem, ...], change: Change | None) -> PayRow:
    return PayRow(
        line=line,
        problems=problems,
        words=search_words(line.name, line.id_no, line.bank_no, line.village, line.group),
        id=line.id,
        person_id=line.person_id,
        village=line.village,
        number=line.number,
        name=line.name,
        place=f"{line.village} {line.group}".strip(),
        before_fen=change.before_fen if change else None,
        difference_fen=change.difference_fen if change else None,
        reason=change.words if change else "",
        attendance=_attendance(line),
        paid_days=line.paid_days,
        standard_fen=line.standard_fen,
        base_fen=line.base_fen,
        commission_fen=line.commission_fen,
        topup_fen=line.topup_fen,
        allowance_fen=line.allowance_fen,
        back_pay_fen=line.back_pay_fen,
        taken_fen=line.deduction_fen + line.clawback_fen + line.tax_fen,
        net_fen=line.net_fen,
        remark=line.remark,
        problem=_chip(problems),
    )


def _left(change: Change) -> PayRow:
    return PayRow(
        line=None,
        problems=(),
        words=search_words(change.name, "", None, change.village, change.group),
        id=f"left {change.person_id}",
        person_id=change.person_id,
        village=change.village,
        number=None,
        name=change.name,
        place=f"{change.village} {change.group}".strip(),
        before_fen=change.before_fen,
        difference_fen=change.difference_fen,
        reason=change.words,
    )


def _attendance(line: Line) -> str | None:
    if line.required_tenths is None or line.attended_tenths is None:
        return None
    return f"{days(line.attended_tenths)}/{days(line.required_tenths)}"


def _chip(problems: tuple[RunProblem, ...]) -> Chip | None:
    if not problems:
        return None
    worst = next((one for one in problems if one.open), problems[0])
    shape, tone = SEVERITY[worst.severity]
    word = tr(SHORT.get(worst.code, worst.code))
    if worst.given is not None:
        return Chip("done", word, "ok", quiet=True)
    return Chip(shape, word, tone, quiet=worst.severity == "note")
