"""What the clerk should look at before a run is locked: one list for the window and the command line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Agreement, Assignment, Insurance, PayLine, PayRun, Person, Rule
from cjdesk.db.types import utc_now
from cjdesk.domain import codes
from cjdesk.domain.month import Month
from cjdesk.domain.pay import line
from cjdesk.domain.pay.amounts import days
from cjdesk.i18n import N_, tr
from cjdesk.services import reference
from cjdesk.services.payroll import fees
from cjdesk.services.payroll.accounts import shared_accounts
from cjdesk.services.payroll.added import payees_of
from cjdesk.services.payroll.inputs import accounts
from cjdesk.services.payroll.pause import in_one_go
from cjdesk.services.payroll.sheets import run_row
from cjdesk.services.posts import schemes

ERROR, WARNING, NOTE, OFF = "error", "warning", "note", "off"


@dataclass(frozen=True, slots=True)
class RunProblem:
    """One thing to look at; ``text`` is a message id, ``line_id`` None when it is about the whole run."""

    code: str
    severity: str
    text: str
    facts: dict[str, str | int] = field(default_factory=dict)
    rule: str | None = None
    line_id: str | None = None
    number: int | None = None
    person_id: str | None = None
    assignment_id: str | None = None
    name: str | None = None

    @property
    def message(self) -> str:
        """What is wrong and how to put it right, in the present language."""
        return tr(self.text, **self.facts)


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
BANK_MISSING = N_("{name} has no account. Enter it before the bank list is made.")
BANK_SHARED = N_("{name} has the same account as {other}. Check it; if one receives for the other, register that.")
HOLDER_DIFFERS = N_("The account of {name} is in the name of {holder}. Register why, or correct it.")
TWO_POSTS = N_("{name} is on two posts on the same day. End one of them first.")
NO_AGREEMENT = N_("{name} has no agreement for {month}. It can be computed; register the agreement before reporting.")
NO_INSURANCE = N_("{name} has no valid accident insurance. Register it.")
CLOCK_BACK = N_(
    "The date of this computer, {today}, is before the last computation of {last}. Set the date right first."
)
RULES_CHANGED = N_("This run was computed with reference {old}; {new} is in force now. Compute again.")

RULES = {
    "BANK_MISSING": "R-19",
    "BANK_SHARED": "R-19",
    "HOLDER_DIFFERS": "R-20",
    "TWO_POSTS": "R-02",
    "NO_AGREEMENT": "R-13",
    "NO_INSURANCE": "R-12",
}
"""Problems whose severity the county may set; the others have the one given here."""

SEVERITIES = {
    "NO_RECEIPTS": WARNING,
    "RECEIPTS_LEFT_OUT": WARNING,
    "RECEIPTS_NOBODY": WARNING,
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
    "BANK_MISSING": WARNING,
    "BANK_SHARED": WARNING,
    "HOLDER_DIFFERS": WARNING,
    "TWO_POSTS": ERROR,
    "NO_AGREEMENT": WARNING,
    "NO_INSURANCE": NOTE,
    "RULES_CHANGED": WARNING,
    "CLOCK_BACK": WARNING,
}

_LATER = frozenset({"BANK_MISSING", "BANK_SHARED"})
"""R-19 is an error of the bank file; in the run it stays a warning, whatever the rule says."""


@in_one_go
def problems(session: Session, run_id: str) -> tuple[RunProblem, ...]:
    """The problems of a run: errors first, then by line; a rule the county switched off is left out."""
    run = run_row(session, run_id)
    lines = list(session.scalars(select(PayLine).where(PayLine.run_id == run_id).order_by(PayLine.number)))
    severities = _severities(session, run.post_type)
    found = [
        *_of_run(session, run, lines),
        *_of_attendance(run, lines),
        *_of_flags(lines),
        *_of_accounts(session, run, lines),
        *_of_posts(session, run, lines),
    ]
    kept = [
        RunProblem(
            one.code, severity, one.text, one.facts, RULES.get(one.code), one.line_id, one.number, one.person_id,
            one.assignment_id, one.name,
        )
        for one in found
        if (severity := severities.get(one.code, SEVERITIES[one.code])) != OFF
    ]  # fmt: skip
    order = {ERROR: 0, WARNING: 1, NOTE: 2}
    return tuple(sorted(kept, key=lambda one: (order[one.severity], one.number or 0)))


def _problem(code: str, text: str, row: PayLine | None = None, **facts: str | int) -> RunProblem:
    if row is None:
        return RunProblem(code, "", text, facts)
    facts = {"name": row.name, **facts}
    return RunProblem(code, "", text, facts, None, row.id, row.number, row.person_id, row.assignment_id, row.name)


def _severities(session: Session, post_type: str) -> dict[str, str]:
    """The county's severities for this post type; a narrower rule wins."""
    rows = session.scalars(select(Rule).where(or_(Rule.post_type.is_(None), Rule.post_type == post_type)))
    by_rule: dict[str, str] = {}
    for row in sorted(rows, key=lambda one: one.post_type is not None):
        by_rule[row.code] = row.severity
    set_by_county = {code: by_rule[rule] for code, rule in RULES.items() if rule in by_rule}
    return {code: WARNING if code in _LATER and said == ERROR else said for code, said in set_by_county.items()}


def _of_run(session: Session, run: PayRun, lines: list[PayLine]) -> Iterator[RunProblem]:
    now = reference.version(session) or ""
    if run.rules_version != now:
        yield _problem("RULES_CHANGED", RULES_CHANGED, old=run.rules_version or "—", new=now)
    today, last = utc_now(), session.scalar(select(func.max(PayRun.computed_at)))
    if last is not None and last > today:
        yield _problem("CLOCK_BACK", CLOCK_BACK, today=today.date().isoformat(), last=last.date().isoformat())
    if run.post_type not in fees.commissioned(session):
        return
    for month in dict.fromkeys(row.month for row in lines):
        yield from _of_receipts(session, month, [row for row in lines if row.month == month])


def _of_receipts(session: Session, month: Month, lines: list[PayLine]) -> Iterator[RunProblem]:
    collected = fees.collect(session, month, lines)
    if not collected.counted:
        yield _problem("NO_RECEIPTS", NO_RECEIPTS, month=str(month))
    by_assignment = {row.assignment_id: row for row in lines}
    for assignment, receipts in collected.left_out.items():
        total = sum(receipt.amount_fen for receipt in receipts)
        row = by_assignment[assignment]
        yield _problem("RECEIPTS_LEFT_OUT", LEFT_OUT, row, count=len(receipts), amount_fen=total)
    if collected.nobody:
        total = sum(receipt.amount_fen for receipt in collected.nobody)
        yield _problem("RECEIPTS_NOBODY", NOBODY, count=len(collected.nobody), amount_fen=total)


def _of_attendance(run: PayRun, lines: list[PayLine]) -> Iterator[RunProblem]:
    if not run.head.get("attendance", True):
        return
    by_attendance = run.head["proration"] == "P2"
    recorded = any(row.required_tenths is not None for row in lines)
    if not recorded and not by_attendance:
        yield _problem("ATTENDANCE_NONE", NO_ATTENDANCE, month=str(run.month))
        return
    for row in lines:
        if row.required_tenths is None and not by_attendance and row.paid_days:
            yield _problem("ATTENDANCE_MISSING", ATTENDANCE_MISSING, row, month=str(row.month))
        if row.required_tenths and (row.attended_tenths or 0) > row.required_tenths:
            facts = {"attended": days(row.attended_tenths or 0), "required": days(row.required_tenths)}
            code = "ATTENDANCE_TOO_MUCH" if by_attendance else "ATTENDANCE_EXTRA"
            yield _problem(code, TOO_MUCH_ATTENDANCE, row, **facts)


def _of_flags(lines: list[PayLine]) -> Iterator[RunProblem]:
    for row in lines:
        for flag in row.flags:
            if flag == line.BELOW_FLOOR:
                earned = row.base_fen + row.commission_fen
                yield _problem(flag, BELOW_FLOOR, row, earned_fen=earned, floor_fen=_floor(row))
            elif flag == line.ZERO_LINE:
                yield _problem(flag, ZERO_LINE, row)
            elif flag == line.COMMISSION_NEGATIVE_CARRIED:
                yield _problem(flag, NEGATIVE_CARRIED, row, amount_fen=row.commission_carried_fen)
            elif flag == line.CARRIED_FORWARD:
                yield _problem(flag, CARRIED_FORWARD, row, amount_fen=row.carried_forward_fen)
            elif flag == line.NO_REQUIRED_DAYS:
                yield _problem(flag, NO_REQUIRED_DAYS, row, month=str(row.month))
            elif flag == line.NO_STANDARD:
                yield _problem(flag, NO_STANDARD, row)


def _of_accounts(session: Session, run: PayRun, lines: list[PayLine]) -> Iterator[RunProblem]:
    payees = payees_of(session, [run.id])
    open_accounts = accounts(session)
    shared = shared_accounts(session)
    for row in _once(lines):
        if row.id in payees:
            continue
        account = open_accounts.get(row.person_id)
        if account is None or not account.number:
            yield _problem("BANK_MISSING", BANK_MISSING, row)
            continue
        sharing = shared.get(row.person_id)
        if sharing is not None:
            yield _problem("BANK_SHARED", BANK_SHARED, row, other=sharing.with_names)
        if account.holder != row.name and not account.reason:
            yield _problem("HOLDER_DIFFERS", HOLDER_DIFFERS, row, holder=account.holder)


def _of_posts(session: Session, run: PayRun, lines: list[PayLine]) -> Iterator[RunProblem]:
    if run.head.get("pay", codes.POST) != codes.POST:
        return
    for month in dict.fromkeys(row.month for row in lines):
        yield from _in_month(session, month, [row for row in lines if row.month == month])


def _in_month(session: Session, month: Month, lines: list[PayLine]) -> Iterator[RunProblem]:
    first, last = month.first, month.last
    people = {row.person_id for row in lines}
    agreed = _covering(session, Agreement, first, last)
    insured = _covering(session, Insurance, first, last)
    insured |= set(session.scalars(select(Person.id).where(Person.insured.is_(True))))
    agreed_fen = {key: fen for key, fen in session.execute(select(Assignment.id, Assignment.standard_fen)) if fen}
    overlapping = _on_two_posts(session, people, first, last)
    for row in lines:
        if row.person_id in overlapping:
            yield _problem("TWO_POSTS", TWO_POSTS, row)
        if row.assignment_id not in agreed and row.paid_days:
            yield _problem("NO_AGREEMENT", NO_AGREEMENT, row, month=str(row.month))
        if row.person_id not in insured and row.paid_days:
            yield _problem("NO_INSURANCE", NO_INSURANCE, row)
        told = agreed_fen.get(row.assignment_id)
        if told and row.standard_fen and told != row.standard_fen:
            facts = {"agreed_fen": told, "standard_fen": row.standard_fen}
            yield _problem("STANDARD_DIFFERS", STANDARD_DIFFERS, row, **facts)


def _once(lines: list[PayLine]) -> list[PayLine]:
    """The first line of each assignment: what is wrong with a person is said once, not month by month."""
    return list({row.assignment_id: row for row in reversed(lines)}.values())[::-1]


def _covering(session: Session, model: type[Agreement | Insurance], first: date, last: date) -> set[str]:
    """Assignments (or persons) with an agreement (or insurance) on some day of the month."""
    key = model.assignment_id if issubclass(model, Agreement) else model.person_id
    return set(session.scalars(select(key).where(model.start <= last, or_(model.end.is_(None), model.end >= first))))


def _on_two_posts(session: Session, people: Iterable[str], first: date, last: date) -> set[str]:
    """Persons with two assignments on one day of the month."""
    statement = select(Assignment.person_id, Assignment.start, Assignment.end).where(
        Assignment.start <= last,
        or_(Assignment.end.is_(None), Assignment.end >= first),
        Assignment.post_type.not_in(schemes(session)),
    )
    wanted = set(people)
    spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for person, start, end in session.execute(statement):
        if person in wanted:
            spans[person].append((max(start, first), min(end or last, last)))
    return {
        person
        for person, mine in spans.items()
        if len(mine) > 1 and any(b[0] <= a[1] for a, b in zip(sorted(mine), sorted(mine)[1:], strict=False))
    }


def _floor(row: PayLine) -> int:
    return next((int(one["facts"]["floor_fen"]) for one in row.steps if "earned_fen" in one["facts"]), 0)
