"""This month beside the last: who gets more or less, and the computed reason (变化原因), never typed."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Adjustment, PayLine, PayRun
from cjdesk.domain import codes
from cjdesk.domain.month import Month
from cjdesk.domain.pay.amounts import days
from cjdesk.domain.places import group_order
from cjdesk.domain.states import RunState
from cjdesk.i18n import N_, tr
from cjdesk.services.pause import in_one_go
from cjdesk.services.payroll.inputs import village_codes, village_rank
from cjdesk.services.payroll.receivables import BACK_PAY as BACK
from cjdesk.services.payroll.receivables import CLAWBACK as TAKEN_BACK
from cjdesk.services.payroll.sheets import run_row
from cjdesk.services.payroll.spans import months_of

JOINED = N_("new on post")
LEFT = N_("left the post")
STANDARD = N_("standard changed")
SUSPENDED = N_("suspended")
DAYS = N_("{days} days paid, {before} last month")
UNITS = N_("number of units changed")
MONTHS = N_("{months} months in one run, {before} before")
ABSENT = N_("absent {days} days")
ATTENDANCE = N_("attended {days} days, {before} last month")
RULES = N_("rules changed")
COMMISSION = N_("water fees")
TOPUP = N_("floor top-up")
ALLOWANCE = N_("allowance")
BACK_PAY = N_("back pay")
BACK_PAY_OF = N_("back pay for {months}")
TAKEN = N_("taken off")
CLAWBACK = N_("claw-back")
CLAWBACK_OF = N_("claw-back for {months}")
TAX = N_("tax")
CARRIED = N_("deductions beyond the pay are carried on")
ROUNDING = N_("rounding")


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a difference: its amount in fen and the message id that explains it."""

    amount_fen: int
    text: str
    facts: dict[str, str | int]

    @property
    def words(self) -> str:
        """The reason in the present language."""
        return tr(self.text, **self.facts)


@dataclass(frozen=True, slots=True)
class Change:
    """One person of this or the last month; ``line_id`` is None for who is no longer on the sheet."""

    line_id: str | None
    number: int | None
    person_id: str
    name: str
    village: str
    group: str
    before_fen: int | None
    now_fen: int | None
    reasons: tuple[Reason, ...]

    @property
    def difference_fen(self) -> int:
        """Now minus before."""
        return (self.now_fen or 0) - (self.before_fen or 0)

    @property
    def words(self) -> str:
        """All reasons, as the column 变化原因 shows them."""
        return "、".join(reason.words for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside the run of the month before; ``before_month`` is None when there is none to compare with."""

    before_month: Month | None
    before_number: str | None
    before_fen: int
    now_fen: int
    changes: tuple[Change, ...]

    @property
    def difference_fen(self) -> int:
        """The sum of all differences."""
        return self.now_fen - self.before_fen

    @property
    def changed(self) -> int:
        """How many people get another sum than last month."""
        return sum(change.difference_fen != 0 for change in self.changes)


@in_one_go
def compare(session: Session, run_id: str) -> Comparison:
    """Each line of a run with what its person got last month; the reasons of a change sum to it.

    Who was on the last sheet and is not on this one stands where the line would be, so that the differences add up.
    """
    run = run_row(session, run_id)
    now = _together(_rows(session, run_id))
    earlier = _run_before(session, run)
    before = _together(_rows(session, earlier.id)) if earlier else []
    runs = _runs(run, earlier)
    by_assignment = {row["assignment_id"]: row for row in before}
    by_person = {row["person_id"]: row for row in before}
    booked = _booked(session, run_id)
    changes: list[Change] = []
    seen: set[str] = set()
    for row in now:
        past = by_assignment.get(row["assignment_id"])
        if past is None:
            other = by_person.get(row["person_id"])
            past = other if other is not None and other["id"] not in seen else None
        if past is not None:
            seen.add(past["id"])
        changes.append(_change(row, past, booked, runs) if earlier else _alone(row))
    gone = [_gone(row) for row in before if row["id"] not in seen]
    changes = _in_place(changes, gone, village_codes(session, run.township))
    return Comparison(
        before_month=earlier.month if earlier else None,
        before_number=earlier.number if earlier else None,
        before_fen=sum(row["net_fen"] for row in before),
        now_fen=sum(row["net_fen"] for row in now),
        changes=tuple(changes),
    )


def _in_place(lines: list[Change], gone: list[Change], codes: Mapping[str, str]) -> list[Change]:
    """Leavers among the lines: before the first line of a later village or group."""

    def place(one: Change) -> tuple[str, tuple[int, str]]:
        return village_rank(codes, one.village), group_order(one.group)

    merged: list[Change] = []
    waiting = deque(sorted(gone, key=place))
    for one in lines:
        while waiting and place(waiting[0]) < place(one):
            merged.append(waiting.popleft())
        merged.append(one)
    return [*merged, *waiting]


_COLUMNS = (
    PayLine.id, PayLine.number, PayLine.month, PayLine.person_id, PayLine.assignment_id, PayLine.name, PayLine.village,
    PayLine.village_group, PayLine.start, PayLine.end, PayLine.days_in_month, PayLine.paid_days,
    PayLine.required_tenths, PayLine.attended_tenths, PayLine.standard_fen, PayLine.base_fen, PayLine.commission_fen,
    PayLine.topup_fen, PayLine.allowance_fen, PayLine.back_pay_fen, PayLine.deduction_fen, PayLine.clawback_fen,
    PayLine.tax_fen, PayLine.shortfall_fen, PayLine.net_fen,
)  # fmt: skip

_ADDED = (
    "days_in_month", "paid_days", "on_post", "required_tenths", "attended_tenths", "base_fen", "commission_fen",
    "topup_fen", "allowance_fen", "back_pay_fen", "deduction_fen", "clawback_fen", "tax_fen", "net_fen",
    "shortfall_fen",
)  # fmt: skip

Row = dict[str, Any]
Booked = Mapping[tuple[str, str], Sequence[Month]]


def _rows(session: Session, run_id: str) -> list[Row]:
    statement = select(*_COLUMNS).where(PayLine.run_id == run_id).order_by(PayLine.number)
    keys = [column.key for column in _COLUMNS]
    return [dict(zip(keys, row, strict=True)) for row in session.execute(statement)]


def _together(rows: list[Row]) -> list[Row]:
    """One row for each assignment, under its first line: a run of several months adds them up."""
    found: dict[str, Row] = {}
    for row in rows:
        row["on_post"] = _days_on_post(row["month"], row)
        first = found.setdefault(row["assignment_id"], row)
        first["last_id"] = row["id"]
        first["lines"] = first.get("lines", 0) + 1
        if first is not row:
            for name in _ADDED:
                first[name] = (first[name] or 0) + (row[name] or 0)
            first["standard_fen"], first["end"] = row["standard_fen"], row["end"]
    return list(found.values())


def _run_before(session: Session, run: PayRun) -> PayRun | None:
    """The run that ends with the month before this one begins."""
    statement = select(PayRun).where(
        PayRun.month == (run.first_month or run.month).plus(-1),
        PayRun.post_type == run.post_type,
        PayRun.kind == run.kind,
        PayRun.state != RunState.VOID,
    )
    return session.scalars(statement).first()


@dataclass(frozen=True, slots=True)
class _Runs:
    """The two runs themselves, as far as they explain a base: how many months each pays, and by which rules."""

    months: int
    before: int
    same_rules: bool
    by_quantity: bool


def _runs(run: PayRun, earlier: PayRun | None) -> _Runs:
    return _Runs(
        months=len(months_of(run)),
        before=len(months_of(earlier)) if earlier else 0,
        same_rules=earlier is None or earlier.head["proration"] == run.head["proration"],
        by_quantity=run.head.get("pay") == codes.QUANTITY,
    )


def _change(row: Row, past: Row | None, booked: Booked, runs: _Runs) -> Change:
    if past is None:
        past = dict.fromkeys(row, 0)
        joined = row["net_fen"] - row["back_pay_fen"] + row["clawback_fen"]
        reasons = [Reason(joined, JOINED, {})] if joined else []
        if row["back_pay_fen"]:
            reasons.append(Reason(row["back_pay_fen"], *_named(booked, row, BACK)))
        if row["clawback_fen"]:
            reasons.append(Reason(-row["clawback_fen"], *_named(booked, row, TAKEN_BACK)))
        return _made(row, None, row["net_fen"], tuple(reasons))
    reasons = []
    base = row["base_fen"] - past["base_fen"]
    if base:
        reasons.append(Reason(base, *_of_runs(runs) or _of_base(row, past)))
    for name, text, sign in (
        ("commission_fen", COMMISSION, 1),
        ("topup_fen", TOPUP, 1),
        ("allowance_fen", ALLOWANCE, 1),
        ("deduction_fen", TAKEN, -1),
        ("tax_fen", TAX, -1),
        ("shortfall_fen", CARRIED, 1),
    ):
        part = sign * (row[name] - past[name])
        if part:
            reasons.append(Reason(part, text, {}))
    for name, kind, sign in (("back_pay_fen", BACK, 1), ("clawback_fen", TAKEN_BACK, -1)):
        part = sign * (row[name] - past[name])
        if part:
            reasons.append(Reason(part, *_named(booked, row, kind)))
    rest = row["net_fen"] - past["net_fen"] - sum(reason.amount_fen for reason in reasons)
    if rest:
        reasons.append(Reason(rest, ROUNDING, {}))
    return _made(row, past["net_fen"], row["net_fen"], tuple(reasons))


def _named(booked: Booked, row: Row, kind: str) -> tuple[str, dict[str, str | int]]:
    """补发 and 扣回 name the months that they correct, where a correction is behind them."""
    plain, named = (BACK_PAY, BACK_PAY_OF) if kind == BACK else (CLAWBACK, CLAWBACK_OF)
    months = booked.get((row["last_id"], kind))
    return (named, {"months": "、".join(str(month) for month in months)}) if months else (plain, {})


def _booked(session: Session, run_id: str) -> Booked:
    """By line and kind: the months that a run corrects."""
    statement = (
        select(Adjustment.line_id, Adjustment.kind, Adjustment.month)
        .where(Adjustment.run_id == run_id, Adjustment.line_id.is_not(None))
        .order_by(Adjustment.month)
    )
    found: dict[tuple[str, str], list[Month]] = defaultdict(list)
    for line_id, kind, month in session.execute(statement):
        found[line_id or "", kind].append(month)
    return found


def _of_runs(runs: _Runs) -> tuple[str, dict[str, str | int]] | None:
    """Why every base is another one: other months, other rules; by quantity nothing but the number can differ."""
    if runs.months != runs.before:
        return MONTHS, {"months": runs.months, "before": runs.before}
    if not runs.same_rules:
        return RULES, {}
    return (UNITS, {}) if runs.by_quantity else None


def _of_base(row: Row, past: Row) -> tuple[str, dict[str, str | int]]:
    """Why the base is another one: the most telling of what differs."""
    if row["end"] is not None and row["end"] < row["month"].first:
        return LEFT, {}
    if row["standard_fen"] != past["standard_fen"]:
        return STANDARD, {}
    whole_now, whole_past = row["paid_days"] == row["days_in_month"], past["paid_days"] == past["days_in_month"]
    if not (whole_now and whole_past) or row["lines"] != past["lines"]:
        if row["paid_days"] < row["on_post"]:
            return SUSPENDED, {}
        return DAYS, {"days": row["paid_days"], "before": past["paid_days"]}
    missing = (row["required_tenths"] or 0) - (row["attended_tenths"] or 0)
    if missing > 0:
        return ABSENT, {"days": days(missing)}
    return ATTENDANCE, {"days": days(row["attended_tenths"] or 0), "before": days(past["attended_tenths"] or 0)}


def _days_on_post(month: Month, row: Row) -> int:
    """The days of the month between first and last day on post, both counted; fewer are paid when suspended."""
    first = max(row["start"], month.first)
    last = min(row["end"] or month.last, month.last)
    return int((last - first).days + 1)


def _alone(row: Row) -> Change:
    return _made(row, None, row["net_fen"], ())


def _gone(row: Row) -> Change:
    reasons = (Reason(-row["net_fen"], LEFT, {}),) if row["net_fen"] else ()
    return Change(
        None, None, row["person_id"], row["name"], row["village"], row["village_group"], row["net_fen"], None, reasons
    )


def _made(row: Row, before: int | None, now: int, reasons: tuple[Reason, ...]) -> Change:
    return Change(
        row["id"], row["number"], row["person_id"], row["name"], row["village"], row["village_group"], before, now,
        reasons,
    )  # fmt: skip
