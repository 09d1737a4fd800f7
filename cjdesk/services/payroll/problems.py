"""What the clerk should look at before a run is locked: one list for window, command line and lock.

The rules R-01 to R-23 speak through ``services.rules``; here stands what else a month can have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, PayLine, PayRun
from cjdesk.db.types import utc_now
from cjdesk.domain.month import Month
from cjdesk.domain.pay import line
from cjdesk.domain.pay.amounts import days
from cjdesk.domain.rules import ERROR, NOTE, WARNING, Stage
from cjdesk.i18n import N_
from cjdesk.services import reference, rules
from cjdesk.services.pause import in_one_go
from cjdesk.services.payroll import added, fees
from cjdesk.services.payroll.sheets import run_row
from cjdesk.services.payroll.spans import months_of
from cjdesk.services.rules import Finding, RunLine

RunProblem = Finding
"""A problem of a run is a finding like any other."""

NO_RECEIPTS = N_("{month} has no water fee receipts, nobody earns commission. Import or enter them if there were any.")
LEFT_OUT = N_("{name}: {count} receipts, {amount_fen} in all, are not counted: their day is not in the time on post.")
NOBODY = N_("{count} receipts, {amount_fen} in all, belong to schemes whose warden was not on post. Check the warden.")
NO_ATTENDANCE = N_("{month} has no attendance. It is paid by calendar days; import the attendance to compare.")
ATTENDANCE_MISSING = N_("{name} has no attendance for {month}. Enter it, or leave it if the whole month was worked.")
NO_REQUIRED_DAYS = N_("{name} has no required days in {month}, so nothing can be paid by attendance. Enter them.")
TOO_MUCH_ATTENDANCE = N_("{name}: {attended} days attended are more than {required} required. Correct one of the two.")
NO_STANDARD = N_("There is no standard for some days of {name}. Load the county’s reference file and compute again.")
STANDARD_DIFFERS = N_(
    "{name}: the roster says {agreed_fen} a month, the county’s standard is {standard_fen}. Check it."
)
BELOW_FLOOR = N_(
    "{name} has {earned_fen} together this month, less than {floor_fen}. By the rule this is only reported."
)
ZERO_LINE = N_("{name} gets 0.00 this month. The line is printed, but not in the bank list.")
NEGATIVE_CARRIED = N_("{name}: more refunds than receipts, {amount_fen} of commission is carried to next month.")
CARRIED_FORWARD = N_("{name} still owes {amount_fen} after this month; it is taken back from later months.")
ADDED_NOBODY = N_(
    "{name}: {amount_fen} entered for {month} is on no line, there is no day on post or list. Withdraw it, or correct "
    "the dates."
)
CORRECTED = N_(
    "{name}: locked months are put right here, back pay {back_pay_fen}, taken back {clawback_fen}. Page Corrections "
    "tells why."
)
CLOCK_BACK = N_(
    "The date of this computer, {today}, is before the last computation of {last}. Set the date right first."
)
RULES_CHANGED = N_("This run was computed with reference {old}; {new} is in force now. Compute again.")

SEVERITIES = {
    "NO_RECEIPTS": WARNING,
    "RECEIPTS_LEFT_OUT": WARNING,
    "RECEIPTS_NOBODY": WARNING,
    "ADDED_NOBODY": ERROR,
    "ATTENDANCE_NONE": WARNING,
    "ATTENDANCE_MISSING": WARNING,
    "ATTENDANCE_TOO_MUCH": WARNING,
    "ATTENDANCE_EXTRA": NOTE,
    "NO_REQUIRED_DAYS": ERROR,
    "NO_STANDARD": ERROR,
    "STANDARD_DIFFERS": WARNING,
    "BELOW_FLOOR": WARNING,
    "ZERO_LINE": NOTE,
    "COMMISSION_NEGATIVE_CARRIED": WARNING,
    "CARRIED_FORWARD": WARNING,
    "CORRECTED": NOTE,
    "RULES_CHANGED": WARNING,
    "CLOCK_BACK": WARNING,
}
"""What a month can have besides the rules; these stand as they are."""


@in_one_go
def problems(session: Session, run_id: str) -> tuple[RunProblem, ...]:
    """The problems of a run with the reasons given to them: errors first, then by line; what is off is left out."""
    run = run_row(session, run_id)
    lines = rules.lines_of(session, run_id)
    found = [
        *_of_run(session, run, lines),
        *_of_added(session, run, lines),
        *_of_attendance(run, lines),
        *_of_flags(session, lines),
        *_of_standards(session, run, lines),
        *rules.evaluate(rules.of_run(session, run, Stage.RUN, lines)),
    ]
    return rules.answered(session, rules.graver_first(_once(found)))


def _once(found: Sequence[RunProblem]) -> list[RunProblem]:
    """What is said of an assignment in the same words is said once, not for every month of the run."""
    said: dict[tuple[Any, ...], RunProblem] = {}
    for one in found:
        said.setdefault((one.code, one.assignment_id, one.person_id, tuple(sorted(one.facts.items()))), one)
    return list(said.values())


def _problem(code: str, text: str, of: PayRun | RunLine, **facts: str | int) -> RunProblem:
    if isinstance(of, PayRun):
        return RunProblem(code, SEVERITIES[code], text, facts, post_type=of.post_type, month=of.month)
    return RunProblem(
        code, SEVERITIES[code], text, {"name": of.name, **facts}, None, of.id, of.number, of.person_id,
        of.assignment_id, of.name, of.post_type, of.month,
    )  # fmt: skip


def _of_added(session: Session, run: PayRun, lines: Sequence[RunLine]) -> Iterator[RunProblem]:
    """Amounts that were entered for a month in which nobody gets them, since the dates were changed afterwards."""
    there = {(row.assignment_id, row.month) for row in lines}
    for name, assignment, month, fen in added.entered_in(session, run.post_type, months_of(run)):
        if (assignment, month) not in there:
            yield _problem("ADDED_NOBODY", ADDED_NOBODY, run, name=name, amount_fen=fen, month=str(month))


def _of_run(session: Session, run: PayRun, lines: Sequence[RunLine]) -> Iterator[RunProblem]:
    now = reference.version(session) or ""
    if run.rules_version != now:
        yield _problem("RULES_CHANGED", RULES_CHANGED, run, old=run.rules_version or "—", new=now)
    today, last = utc_now(), session.scalar(select(func.max(PayRun.computed_at)))
    if last is not None and last > today:
        yield _problem("CLOCK_BACK", CLOCK_BACK, run, today=today.date().isoformat(), last=last.date().isoformat())
    if run.post_type not in fees.commissioned(session):
        return
    for month in dict.fromkeys(row.month for row in lines):
        yield from _of_receipts(session, run, month, [row for row in lines if row.month == month])


def _of_receipts(session: Session, run: PayRun, month: Month, lines: Sequence[RunLine]) -> Iterator[RunProblem]:
    collected = fees.collect(session, month, lines)
    if not collected.counted:
        yield _problem("NO_RECEIPTS", NO_RECEIPTS, run, month=str(month))
    by_assignment = {row.assignment_id: row for row in lines}
    for assignment, receipts in collected.left_out.items():
        total = sum(receipt.amount_fen for receipt in receipts)
        row = by_assignment[assignment]
        yield _problem("RECEIPTS_LEFT_OUT", LEFT_OUT, row, count=len(receipts), amount_fen=total)
    if collected.nobody:
        total = sum(receipt.amount_fen for receipt in collected.nobody)
        yield _problem("RECEIPTS_NOBODY", NOBODY, run, count=len(collected.nobody), amount_fen=total)


def _of_attendance(run: PayRun, lines: Sequence[RunLine]) -> Iterator[RunProblem]:
    if not run.head.get("attendance", True):
        return
    by_attendance = run.head["proration"] == "P2"
    recorded = any(row.required_tenths is not None for row in lines)
    if not recorded and not by_attendance:
        yield _problem("ATTENDANCE_NONE", NO_ATTENDANCE, run, month=str(run.month))
        return
    for row in lines:
        if row.required_tenths is None and not by_attendance and row.paid_days:
            yield _problem("ATTENDANCE_MISSING", ATTENDANCE_MISSING, row, month=str(row.month))
        if row.required_tenths and (row.attended_tenths or 0) > row.required_tenths:
            facts = {"attended": days(row.attended_tenths or 0), "required": days(row.required_tenths)}
            code = "ATTENDANCE_TOO_MUCH" if by_attendance else "ATTENDANCE_EXTRA"
            yield _problem(code, TOO_MUCH_ATTENDANCE, row, **facts)


def _of_flags(session: Session, lines: Sequence[RunLine]) -> Iterator[RunProblem]:
    floors = _floors(session, [row.id for row in lines if line.BELOW_FLOOR in row.flags])
    for row in lines:
        for flag in row.flags:
            if flag == line.BELOW_FLOOR:
                earned = row.base_fen + row.commission_fen
                yield _problem(flag, BELOW_FLOOR, row, earned_fen=earned, floor_fen=floors[row.id])
            elif flag == line.ZERO_LINE:
                yield _problem(flag, ZERO_LINE, row)
            elif flag == line.COMMISSION_NEGATIVE_CARRIED:
                yield _problem(flag, NEGATIVE_CARRIED, row, amount_fen=row.commission_carried_fen)
            elif flag == line.CARRIED_FORWARD:
                yield _problem(flag, CARRIED_FORWARD, row, amount_fen=row.carried_forward_fen)
            elif flag == line.CORRECTED:
                facts = {"back_pay_fen": row.back_pay_fen, "clawback_fen": row.clawback_fen}
                yield _problem(flag, CORRECTED, row, **facts)
            elif flag == line.NO_REQUIRED_DAYS:
                yield _problem(flag, NO_REQUIRED_DAYS, row, month=str(row.month))
            elif flag == line.NO_STANDARD:
                yield _problem(flag, NO_STANDARD, row)


def _of_standards(session: Session, run: PayRun, lines: Sequence[RunLine]) -> Iterator[RunProblem]:
    """What the roster says of the standard, where it is not what is paid."""
    agreed = select(Assignment.id, Assignment.standard_fen).where(
        Assignment.standard_fen.is_not(None), Assignment.post_type == run.post_type
    )
    told = dict(session.execute(agreed).all())
    for row in lines:
        said = told.get(row.assignment_id)
        if said and row.standard_fen and said != row.standard_fen:
            facts = {"agreed_fen": said, "standard_fen": row.standard_fen}
            yield _problem("STANDARD_DIFFERS", STANDARD_DIFFERS, row, **facts)


def _floors(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """The floor that each of these lines was held against, from its steps."""
    found: dict[str, int] = {}
    for start in range(0, len(ids), _PIECE):
        piece = ids[start : start + _PIECE]
        for line_id, steps in session.execute(select(PayLine.id, PayLine.steps).where(PayLine.id.in_(piece))):
            floors = [int(one["facts"]["floor_fen"]) for one in steps if "earned_fen" in one["facts"]]
            found[line_id] = floors[0] if floors else 0
    return found


_PIECE = 500
