"""Where every batch stands, and handing its file out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Batch, BatchFile, PostType
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import BatchUnknown
from cjdesk.domain.states import BATCH_STEPS, BatchState, may
from cjdesk.i18n import N_
from cjdesk.services.batches.answers import Reason
from cjdesk.sync import carrier

KIND_NAMES = {
    "ROSTER": N_("people batch"),
    "PAY": N_("pay batch"),
    "FEE": N_("water fee batch"),
    "COOP": N_("cooperative batch"),
}
"""Message ids for the kinds."""

OPEN = frozenset({BatchState.WAITING, BatchState.EXPORTED})
"""Not known to be at the county: what the status bar counts as 待上报."""

ENDED = frozenset({BatchState.PASSED, BatchState.WITHDRAWN})
"""Nothing more is to be done about these."""

EXPORT = N_("Export a batch")


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A line of the list of batches."""

    id: str
    name: str
    kind: str
    period: str
    post_type: str | None
    post_type_name: str | None
    seq: int
    version: int
    sha256: str
    people: int
    rows: int
    total_fen: int
    state: str
    made_at: datetime
    made_by: str
    exported_at: datetime | None
    answered_at: datetime | None
    note: str | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that lies whole on a stick or in a folder."""

    batch: str
    path: Path
    people: int
    total_fen: int


def status(
    session: Session,
    *,
    text: str = "",
    kind: str = "",
    state: str = "",
    open_only: bool = False,
    descending: bool = True,
) -> tuple[BatchRow, ...]:
    """The batches, newest first, narrowed by a part of the name, a kind, a state, or to those without a receipt."""
    names = {code: name for code, name in session.execute(select(PostType.code, PostType.name))}  # noqa: C416 - a Result is taken for a mapping by dict()
    wanted = select(Batch)
    if text:
        wanted = wanted.where(Batch.name.icontains(text, autoescape=True))
    if kind:
        wanted = wanted.where(Batch.kind == kind)
    if state:
        wanted = wanted.where(Batch.state == state)
    if open_only:
        wanted = wanted.where(Batch.state.not_in(ENDED))
    order = (Batch.made_at, Batch.seq, Batch.batch_version)
    found = session.scalars(wanted.order_by(*(one.desc() if descending else one.asc() for one in order)))
    return tuple(_row(batch, names) for batch in found)


def waiting(session: Session) -> int:
    """How many batches have no receipt yet."""
    return session.scalar(select(func.count()).where(Batch.state.in_(OPEN))) or 0


def content(session: Session, batch_id: str) -> tuple[str, bytes]:
    """Name and bytes of a batch's file, always the same bytes."""
    name = session.scalar(select(Batch.name).where(Batch.id == batch_id))
    if name is None:
        raise BatchUnknown(name=batch_id)
    return name, session.scalars(select(BatchFile.content).where(BatchFile.batch_id == batch_id)).one()


def export(session: Session, batch_id: str, folder: Path) -> Exported:
    """Put a batch's file into a folder or on a stick; it is 已导出 when it lies there whole and reads back right."""
    name, held = content(session, batch_id)
    path = carrier.put(folder, name, held)
    batch = handed_out(session, batch_id)
    return Exported(name, path, batch.people, batch.total_fen)


def handed_out(session: Session, batch_id: str) -> Batch:
    """Note that a batch's file left this desk; that it arrived, only a receipt says."""
    batch = session.scalars(select(Batch).where(Batch.id == batch_id)).one()
    if may(BATCH_STEPS, BatchState(batch.state), BatchState.EXPORTED):
        batch.state, batch.exported_at = BatchState.EXPORTED, utc_now()
    return batch


def _row(batch: Batch, names: dict[str, str]) -> BatchRow:
    answer = batch.answer or {}
    return BatchRow(
        id=batch.id,
        name=batch.name,
        kind=batch.kind,
        period=batch.period,
        post_type=batch.post_type,
        post_type_name=names.get(batch.post_type) if batch.post_type else None,
        seq=batch.seq,
        version=batch.batch_version,
        sha256=batch.sha256,
        people=batch.people,
        rows=batch.rows,
        total_fen=batch.total_fen,
        state=batch.state,
        made_at=batch.made_at,
        made_by=batch.made_by,
        exported_at=batch.exported_at,
        answered_at=batch.answered_at,
        note=answer.get("note"),
        reasons=tuple(Reason(**reason) for reason in answer.get("reasons", ())),
    )
