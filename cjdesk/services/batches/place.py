"""Where a new batch stands in this desk's chain: its number, its version, and what it follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Batch, PayRun
from cjdesk.domain.states import BATCH_STEPS, BatchState, step
from cjdesk.services.batches.runs import RETURNED, batches_of, made_before, still_out


@dataclass(frozen=True, slots=True)
class Place:
    """Number, version, the hash of the batch before, and the earlier versions of this one."""

    seq: int
    version: int
    previous: str | None
    earlier: tuple[Batch, ...]


def place(session: Session, kind: str, period: str, run: PayRun | None) -> Place:
    """The place of the next batch: the next number, or the next version of one that came back or never left.

    What it takes the place of, and is not at the county, is withdrawn. BATCH_MADE_BEFORE if the run's batch stands.
    """
    earlier: Sequence[Batch] = ()
    if run is not None:
        earlier = batches_of(session, run.id)
        if still_out(earlier, run):
            raise made_before(earlier[-1])
    else:
        newest = session.scalars(
            select(Batch)
            .where(Batch.kind == kind, Batch.period == period)
            .order_by(Batch.seq.desc(), Batch.batch_version.desc())
            .limit(1)
        ).first()
        if newest is not None and newest.state in RETURNED | {BatchState.WAITING, BatchState.WITHDRAWN}:
            earlier = session.scalars(select(Batch).where(Batch.seq == newest.seq).order_by(Batch.batch_version)).all()
    if earlier and earlier[-1].state in {BatchState.WAITING, BatchState.EXPORTED}:
        earlier[-1].state = step(BATCH_STEPS, BatchState(earlier[-1].state), BatchState.WITHDRAWN)
    last = session.scalar(select(func.max(Batch.seq))) or 0
    seq = earlier[0].seq if earlier else last + 1
    before = session.scalars(
        select(Batch.sha256).where(Batch.seq == seq - 1).order_by(Batch.batch_version.desc()).limit(1)
    ).first()
    return Place(seq, len(earlier) + 1, before, tuple(earlier))
