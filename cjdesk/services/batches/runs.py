"""Which pay runs may go up now, and what keeps the others."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Batch, PayRun
from cjdesk.domain.errors import BatchIsMade, NoRunToReport, RunIsNotApproved, RunIsNotLocked
from cjdesk.domain.month import Month
from cjdesk.domain.states import CLOSED_RUNS, BatchState, RunState
from cjdesk.services.payroll.sheets import run_row

RETURNED = frozenset({BatchState.RETURNED, BatchState.PARTLY_RETURNED})
"""The batch came back: what it said is to be said again, better."""

_AT_COUNTY = frozenset({BatchState.DELIVERED, BatchState.REVIEWED, BatchState.PASSED})


def reportable_runs(session: Session, month: Month) -> tuple[str, ...]:
    """Runs of a month from which a batch can be made now, by number."""
    found = session.scalars(select(PayRun).where(PayRun.month == month).order_by(PayRun.number))
    return tuple(run.id for run in found if _ready(run) and not still_out(batches_of(session, run.id), run))


def not_ready(session: Session, month: Month) -> tuple[tuple[str, str], ...]:
    """Number and state of the month's runs that still need a lock or an approval before they can go up."""
    found = session.scalars(select(PayRun).where(PayRun.month == month).order_by(PayRun.number))
    return tuple((run.number, run.state) for run in found if run.state != RunState.VOID and not _ready(run))


def runs_to_report(session: Session, month: Month) -> tuple[str, ...]:
    """The same, but never none: words say what keeps the month's runs from being reported."""
    ready = reportable_runs(session, month)
    if ready:
        return ready
    standing = session.scalars(
        select(PayRun).where(PayRun.month == month, PayRun.state != RunState.VOID).order_by(PayRun.number)
    ).all()
    for run in standing:
        reportable(session, run.id)
        raise made_before(batches_of(session, run.id)[-1])
    raise NoRunToReport(month=str(month), field="month")


def made_before(batch: Batch) -> BatchIsMade:
    """The error that a run went up already."""
    return BatchIsMade(name=batch.name, state=batch.state)


def reportable(session: Session, run_id: str) -> PayRun:
    """The run, if it is locked and approved; else words say what is still to do."""
    run = run_row(session, run_id)
    if not _ready(run):
        locked = run.state == RunState.LOCKED
        raise RunIsNotApproved(number=run.number) if locked else RunIsNotLocked(number=run.number, state=run.state)
    return run


def _ready(run: PayRun) -> bool:
    return run.state in CLOSED_RUNS and (run.state != RunState.LOCKED or bool(run.head["single_clerk"]))


def batches_of(session: Session, run_id: str) -> Sequence[Batch]:
    """The batches of a run, version by version."""
    return session.scalars(select(Batch).where(Batch.run_id == run_id).order_by(Batch.batch_version)).all()


def still_out(earlier: Sequence[Batch], run: PayRun) -> bool:
    """Whether the newest batch of a run still stands: not returned, and the run was not unlocked since."""
    if not earlier or earlier[-1].state in RETURNED | {BatchState.WITHDRAWN}:
        return False
    return earlier[-1].state in _AT_COUNTY or earlier[-1].run_revision == run.revision
