"""The steps of a run after it is computed: lock, approve, unlock, void (domain.md 4.4)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import PayLine, Payment, PayRun
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import OwnRun, ReasonMissing, RunHasProblems, RunIsPaid, RunIsStale
from cjdesk.domain.rules import ERROR
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import RUN_STEPS, PaymentState, RunState, step
from cjdesk.services import rules
from cjdesk.services.payroll.compute import inputs_hash
from cjdesk.services.payroll.problems import problems
from cjdesk.services.payroll.sheets import run_row, sheet
from cjdesk.services.payroll.who import name_of

PAID = frozenset({RunState.PAID, RunState.PARTLY_FAILED, RunState.ARCHIVED})


def lock(session: Session, run_id: str, *, by: str, sign_off: str | None = None, each: bool = False) -> Sheet:
    """Check and lock (审核): from now on the lines stand and the month's source data are read-only.

    Warnings that have no reason yet get ``sign_off``; ``each`` refuses them instead (``rules.sign_off`` says more).
    Errors: RUN_HAS_PROBLEMS while an error stands in its list, RUN_HAS_WARNINGS, RUN_IS_STALE when its inputs changed
    after computing.
    """
    run = run_row(session, run_id)
    state = step(RUN_STEPS, RunState(run.state), RunState.LOCKED)
    found = problems(session, run_id)
    errors = [problem for problem in found if problem.severity == ERROR]
    if errors:
        raise RunHasProblems(number=run.number, count=len(errors), first=errors[0].message)
    if inputs_hash(session, run.month, run.post_type) != run.inputs_hash:
        raise RunIsStale(number=run.number)
    rules.sign_off(session, run, found, by=by, reason=sign_off, each=each)
    run.state = state
    run.locked_at = utc_now()
    run.checked_by = name_of(session, by)
    session.flush()
    return sheet(session, run_id)


def approve(session: Session, run_id: str, *, by: str) -> Sheet:
    """Approve a locked run (审批); who computed it may not, unless the county allows a single clerk (D-09)."""
    run = run_row(session, run_id)
    state = step(RUN_STEPS, RunState(run.state), RunState.APPROVED)
    clerk = name_of(session, by)
    if clerk == run.made_by and not run.head["single_clerk"]:
        raise OwnRun(clerk=clerk, number=run.number)
    run.state = state
    run.approved_at = utc_now()
    run.approved_by = clerk
    session.flush()
    return sheet(session, run_id)


def unlock(session: Session, run_id: str, *, by: str, reason: str) -> Sheet:
    """Open a locked run again before it is reported; the next print carries the next revision (第2版)."""
    run = _changeable(session, run_id)
    run.state = step(RUN_STEPS, RunState(run.state), RunState.COMPUTED)
    run.reason = _reason(reason, name_of(session, by))
    run.revision += 1
    _void_payments(session, run)
    run.locked_at = run.approved_at = None
    run.checked_by = run.approved_by = None
    session.flush()
    return sheet(session, run_id)


def void(session: Session, run_id: str, *, by: str, reason: str) -> Sheet:
    """Void a run of which nothing was paid; it stays visible under its number, its lines no longer count (PR-11)."""
    run = _changeable(session, run_id)
    run.state = step(RUN_STEPS, RunState(run.state), RunState.VOID)
    run.reason = _reason(reason, name_of(session, by))
    _void_payments(session, run)
    session.flush()
    ids = session.scalars(select(PayLine.id).where(PayLine.run_id == run_id))
    audit.update_rows(session, PayLine, [{"id": line_id, "regular_key": None} for line_id in ids])
    return sheet(session, run_id)


def advance(session: Session, run_id: str, state: RunState) -> None:
    """Take the step that something outside brought about: reported, accepted, returned, listed, paid."""
    run = run_row(session, run_id)
    run.state = step(RUN_STEPS, RunState(run.state), state)
    session.flush()


def _changeable(session: Session, run_id: str) -> PayRun:
    run = run_row(session, run_id)
    if run.state in PAID:
        raise RunIsPaid(month=run.month)
    return run


def _void_payments(session: Session, run: PayRun) -> None:
    """Void what stands on a bank list and is not paid yet; with something paid the run stays closed."""
    statement = select(Payment).join(PayLine, PayLine.id == Payment.line_id).where(PayLine.run_id == run.id)
    payments = list(session.scalars(statement))
    if any(payment.state not in {PaymentState.PENDING, PaymentState.VOID} for payment in payments):
        raise RunIsPaid(month=run.month)
    rows = [{"id": row.id, "state": PaymentState.VOID.value} for row in payments if row.state == PaymentState.PENDING]
    audit.update_rows(session, Payment, rows)


def _reason(reason: str, by: str) -> str:
    words = reason.strip()
    if not words:
        raise ReasonMissing(field="reason")
    return f"{words}（{by}）"[:200]
