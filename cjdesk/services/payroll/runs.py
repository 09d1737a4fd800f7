"""The steps of a run after it is computed: lock, approve, unlock, void (domain.md 4.4)."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import Clerk, PayLine, PayRun
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import (
    OwnCheck,
    OwnRun,
    OwnUnlock,
    ReasonMissing,
    RunHasProblems,
    RunIsPaid,
    RunIsStale,
    RunNotSettled,
)
from cjdesk.domain.rules import ERROR
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import RUN_STEPS, RunState, step
from cjdesk.services import publicity, rules
from cjdesk.services.pause import in_one_go
from cjdesk.services.payroll.compute import inputs_hash
from cjdesk.services.payroll.handed_over import require_off_lists
from cjdesk.services.payroll.problems import problems
from cjdesk.services.payroll.sheets import run_row, sheet
from cjdesk.services.payroll.who import name_of

PAID = frozenset({RunState.PAID, RunState.PARTLY_FAILED, RunState.ARCHIVED})


@in_one_go
def lock(session: Session, run_id: str, *, by: str, sign_off: str | None = None, each: bool = False) -> Sheet:
    """Check and lock (审核): from now on the lines stand and the month's source data are read-only.

    Who computed it may not check it (D-09), unless the county allows a single clerk, or nobody else works here yet;
    the sheet then says so. Warnings that have no reason yet get ``sign_off``; ``each`` refuses them instead
    (``rules.sign_off`` says more). Errors: OWN_CHECK, RUN_HAS_PROBLEMS while an error stands in its list,
    RUN_HAS_WARNINGS, RUN_IS_STALE when its inputs changed after computing.
    """
    run = run_row(session, run_id)
    state = step(RUN_STEPS, RunState(run.state), RunState.LOCKED)
    if _made_by(session, run, by) and not (run.head["single_clerk"] or works_alone(session)):
        raise OwnCheck(clerk=name_of(session, by), number=run.number)
    found = problems(session, run_id)
    errors = [problem for problem in found if problem.severity == ERROR]
    if errors:
        raise RunHasProblems(number=run.number, count=len(errors), first=errors[0].message)
    if inputs_hash(session, run) != run.inputs_hash:
        raise RunIsStale(number=run.number)
    rules.sign_off(session, run, found, by=by, reason=sign_off, each=each)
    run.state = state
    run.locked_at = utc_now()
    run.checked_by = name_of(session, by)
    run.checked_login = by
    session.flush()
    return sheet(session, run_id)


def approve(session: Session, run_id: str, *, by: str) -> Sheet:
    """Approve a locked run (审批); who computed or checked it may not, unless the county allows a single clerk (D-09).

    Errors: OWN_RUN.
    """
    run = run_row(session, run_id)
    state = step(RUN_STEPS, RunState(run.state), RunState.APPROVED)
    clerk = name_of(session, by)
    own = _made_by(session, run, by) or _is(session, by, run.checked_login, run.checked_by)
    if own and not run.head["single_clerk"]:
        raise OwnRun(clerk=clerk, number=run.number)
    publicity.require_closed(session, run)
    run.state = state
    run.approved_at = utc_now()
    run.approved_by = clerk
    run.approved_login = by
    session.flush()
    return sheet(session, run_id)


def unlock(session: Session, run_id: str, *, by: str, reason: str) -> Sheet:
    """Open a locked run again before it is reported; the next print carries the next revision (第2版).

    A reviewer does it, not who computed the run (OWN_UNLOCK), unless the two are one.
    """
    run = _changeable(session, run_id)
    if _made_by(session, run, by) and not _is(session, by, run.checked_login, run.checked_by):
        raise OwnUnlock(clerk=name_of(session, by), number=run.number, checker=run.checked_by or "—")
    run.state = step(RUN_STEPS, RunState(run.state), RunState.COMPUTED)
    run.reason = _reason(reason, name_of(session, by))
    run.revision += 1
    publicity.supersede(session, run, reason=run.reason)
    run.locked_at = run.approved_at = None
    run.checked_by = run.approved_by = run.checked_login = run.approved_login = None
    session.flush()
    return sheet(session, run_id)


def void(session: Session, run_id: str, *, by: str, reason: str) -> Sheet:
    """Void a run of which nothing was paid; it stays visible under its number, its lines no longer count (PR-11)."""
    run = _changeable(session, run_id)
    run.state = step(RUN_STEPS, RunState(run.state), RunState.VOID)
    run.reason = _reason(reason, name_of(session, by))
    publicity.supersede(session, run, reason=run.reason)
    session.flush()
    ids = session.scalars(select(PayLine.id).where(PayLine.run_id == run_id))
    audit.update_rows(session, PayLine, [{"id": line_id, "regular_key": None} for line_id in ids])
    return sheet(session, run_id)


def archive(session: Session, run_id: str, *, by: str) -> Sheet:
    """Close a paid month for good (归档). Errors: RUN_NOT_SETTLED while a payment failed or is still on its way."""
    run = run_row(session, run_id)
    if run.state == RunState.PARTLY_FAILED:
        raise RunNotSettled(number=run.number)
    run.state = step(RUN_STEPS, RunState(run.state), RunState.ARCHIVED)
    run.reason = f"归档（{name_of(session, by)}）"
    session.flush()
    return sheet(session, run_id)


def works_alone(session: Session) -> bool:
    """Whether only one person is registered at this office, so that nobody else could check."""
    return (session.scalar(select(func.count()).select_from(Clerk).where(Clerk.active)) or 0) <= 1


def advance(session: Session, run_id: str, state: RunState) -> None:
    """Take the step that something outside brought about: reported, accepted, returned, listed, paid."""
    run = run_row(session, run_id)
    run.state = step(RUN_STEPS, RunState(run.state), state)
    session.flush()


def _made_by(session: Session, run: PayRun, by: str) -> bool:
    return _is(session, by, run.made_login, run.made_by)


def _is(session: Session, by: str, login: str | None, name: str | None) -> bool:
    """Whether ``by`` is the person of this login and name; names decide only where a login is not known."""
    known = set(session.scalars(select(Clerk.login)))
    if by in known and login in known:
        return by == login
    return name is not None and name_of(session, by) == name


def _changeable(session: Session, run_id: str) -> PayRun:
    run = run_row(session, run_id)
    if run.state in PAID:
        raise RunIsPaid(month=run.month)
    require_off_lists(session, run)
    return run


def _reason(reason: str, by: str) -> str:
    words = reason.strip()
    if not words:
        raise ReasonMissing(field="reason")
    return f"{words}（{by}）"[:200]
