"""The lines of a run that put locked months right: 补发 and 扣回, each naming the month and the line (4.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import Adjustment, CorrectionHold, Office, PayRun
from cjdesk.domain.errors import NoDifference, ReasonMissing
from cjdesk.domain.month import Month
from cjdesk.domain.pay.inputs import Duty
from cjdesk.services import office, standards
from cjdesk.services.payroll.inputs import Due, holders_of, last_assignments
from cjdesk.services.payroll.receivables import BACK_PAY, CLAWBACK
from cjdesk.services.payroll.recomputed import Difference, differences
from cjdesk.services.payroll.who import name_of

Place = tuple[str, str]
"""Assignment and fund: where a line stands in a run."""

LATER = "暂缓"
NEVER = "不处理"


@dataclass(frozen=True, slots=True)
class Booked:
    """The lines of runs with their corrections; ``unlined`` opens receivables of people who have no line any more."""

    found: dict[str, tuple[Due, ...]]
    unlined: dict[str, tuple[Difference, ...]]
    differences: Mapping[Place, tuple[Difference, ...]]
    """By place of the carrying line: what stands in its duty, with the ids that the duty does not have."""


def book(
    session: Session, month: Month, found: Mapping[str, Sequence[Due]], *, leaving_out: Collection[str] = ()
) -> Booked:
    """Put what is to be corrected into the lines of these runs of ``month``.

    Back pay stands on the line of the same assignment and fund, or on a line of its own. What was paid too much is
    taken where the person's debts are taken; without such a line it only opens a receivable, in its post type's run.
    """
    wanted = [one for one in differences(session, month, leaving_out=leaving_out) if one.hold is None]
    if not wanted:
        return Booked({kind: tuple(lines) for kind, lines in found.items()}, {}, {})
    carriers = {
        (due.holder.assignment_id, due.holder.fund)
        for lines in found.values()
        for due in lines
        if due.duty.month == month
    }
    taking = last_assignments(session, month)
    mine: dict[Place, list[Difference]] = defaultdict(list)
    alone: dict[Place, list[Difference]] = defaultdict(list)
    unlined: dict[str, list[Difference]] = defaultdict(list)
    takers = {assignment: (assignment, fund) for assignment, fund in carriers}
    for one in wanted:
        taker = taking.get(one.person_id)
        if one.amount_fen < 0 and taker is not None:
            if taker in takers:
                mine[takers[taker]].append(one)
        elif one.post_type not in found:
            continue
        elif one.amount_fen < 0:
            unlined[one.post_type].append(one)
        elif (one.assignment_id, one.fund) in carriers:
            mine[one.assignment_id, one.fund].append(one)
        else:
            alone[one.assignment_id, one.fund].append(one)
    lines = {kind: [_with(due, mine, month) for due in some] for kind, some in found.items()}
    for kind, due in _lines_of_their_own(session, month, alone):
        lines[kind].append(due)
    return Booked(
        {kind: tuple(some) for kind, some in lines.items()},
        {kind: tuple(some) for kind, some in unlined.items()},
        {place: tuple(some) for place, some in (*mine.items(), *alone.items())},
    )


def kinds_with_differences(session: Session, month: Month) -> tuple[str, ...]:
    """Post types that somebody is still owed pay of: a run is made for them even with nobody on post."""
    waiting = (one.post_type for one in differences(session, month) if one.hold is None)
    return tuple(dict.fromkeys(waiting))


def forget(session: Session, run_id: str) -> None:
    """Take away what a draft booked, before its lines go; the trail keeps it."""
    old = list(session.scalars(select(Adjustment.id).where(Adjustment.run_id == run_id)))
    if old:
        audit.delete_rows(session, Adjustment, old)


def store(session: Session, run: PayRun, booked: Booked, lines: Mapping[Place, str]) -> None:
    """Keep what a computed run books; ``lines`` gives the ids of the lines of the run's last month."""
    rows = [
        _row(run, one, lines[place]) for place, some in booked.differences.items() if place in lines for one in some
    ]
    rows += [_row(run, one, None) for one in booked.unlined.get(run.post_type, ())]
    if rows:
        audit.insert_rows(session, Adjustment, rows)


def of_run(session: Session, run_id: str) -> tuple[Adjustment, ...]:
    """What a run books, by the month corrected."""
    statement = select(Adjustment).where(Adjustment.run_id == run_id).order_by(Adjustment.month, Adjustment.id)
    return tuple(session.scalars(statement))


def hold(session: Session, assignment_id: str, month: Month, *, kind: str, reason: str, by: str) -> None:
    """Leave a difference out: 暂缓 until it is released, 不处理 for good; another amount comes back by itself.

    Errors: REASON_MISSING, NO_DIFFERENCE.
    """
    words = reason.strip()
    if not words:
        raise ReasonMissing(field="reason")
    found = {(one.assignment_id, one.month): one for one in differences(session, month.plus(1), everything=True)}
    one = found.get((assignment_id, month))
    if one is None or kind not in {LATER, NEVER}:
        raise NoDifference
    values = {"kind": kind, "amount_fen": one.amount_fen, "reason": words[:200], "decided_by": name_of(session, by)}
    row = _hold_row(session, assignment_id, month)
    if row is None:
        township = session.scalars(select(Office.township)).one()
        session.add(CorrectionHold(township=township, assignment_id=assignment_id, month=month, **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    session.flush()


def release(session: Session, assignment_id: str, month: Month) -> None:
    """Book a difference after all. Errors: NO_DIFFERENCE."""
    row = _hold_row(session, assignment_id, month)
    if row is None:
        raise NoDifference
    row.amount_fen = 0
    session.flush()


def _hold_row(session: Session, assignment_id: str, month: Month) -> CorrectionHold | None:
    statement = select(CorrectionHold).where(
        CorrectionHold.assignment_id == assignment_id, CorrectionHold.month == month
    )
    return session.scalars(statement).first()


def _with(due: Due, mine: Mapping[Place, Sequence[Difference]], month: Month) -> Due:
    own = mine.get((due.holder.assignment_id, due.holder.fund), ()) if due.duty.month == month else ()
    if not own:
        return due
    return replace(due, duty=replace(due.duty, corrections=tuple(one.correction for one in own)))


def _lines_of_their_own(
    session: Session, month: Month, alone: Mapping[Place, Sequence[Difference]]
) -> Iterable[tuple[str, Due]]:
    """A line without a day on post for somebody who has left, or whose month was paid from another fund."""
    if not alone:
        return
    here = office.current(session)
    holders = holders_of(session, {assignment for assignment, _ in alone}, employer=here.employer)
    for (assignment, fund), some in sorted(alone.items(), key=lambda item: (item[1][0].village, item[1][0].id_no)):
        holder = replace(holders[assignment], fund=fund)
        duty = Duty(
            month=month,
            start=holder.start,
            end=holder.end,
            standards=(),
            policy=standards.policy_in(session, holder.post_type, month),
            corrections=tuple(one.correction for one in some),
        )
        yield holder.post_type, Due(holder, duty)


def _row(run: PayRun, one: Difference, line_id: str | None) -> dict[str, Any]:
    return {
        "township": run.township,
        "run_id": run.id,
        "line_id": line_id,
        "person_id": one.person_id,
        "assignment_id": one.assignment_id,
        "month": one.month,
        "original_line_id": one.line_id,
        "kind": BACK_PAY if one.amount_fen > 0 else CLAWBACK,
        "amount_fen": abs(one.amount_fen),
        "facts": {
            "run": one.run_number,
            "number": one.line_number,
            "parts": [list(part) for part in one.parts],
            "reason": one.reason,
            "steps": [
                {"component": step.component, "rule": step.rule, "text": step.text, "facts": step.facts}
                for step in one.steps
            ],
        },
    }
