"""Answers to the townships: the receipt that a batch came, and what the county decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.county.keys import CountyKeys
from cjdesk.county.stations import public_keys
from cjdesk.db.models import Answer, Office, Station, TakenBatch
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import BatchUnknown, VerdictReasonMissing
from cjdesk.domain.states import BATCH_STEPS, BatchState, step
from cjdesk.i18n import N_
from cjdesk.services.batches.answers import STATES
from cjdesk.sync import seal
from cjdesk.sync.manifest import FORMAT, SUITE, Manifest, Party, name_of
from cjdesk.sync.records.answers import AnswerRow, ReasonRow

REVIEW = N_("Decide about a batch")

_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """An answer as it goes down; the same bytes whenever it is asked for."""

    name: str
    township: str
    station: str
    batch: str
    kind: str
    state: str
    content: bytes


def answer(
    session: Session, own: CountyKeys, batch: TakenBatch, *, state: str, reasons: Sequence[ReasonRow] = ()
) -> AnswerFile:
    """Sign an answer about a batch, seal it for its station, and keep it."""
    station = session.scalars(select(Station).where(Station.id == batch.station_id)).one()
    last = session.scalars(
        select(Answer).where(Answer.station_id == station.id).order_by(Answer.seq.desc()).limit(1)
    ).first()
    keys = public_keys(station)
    now = utc_now()
    kind = "RET" if STATES[state] in {BatchState.RETURNED, BatchState.PARTLY_RETURNED} else "ACK"
    row = AnswerRow(
        name=batch.name,
        sha256=batch.sha256,
        seq=batch.seq,
        version=batch.batch_version,
        state=state,
        rows=batch.rows,
        total_fen=batch.total_fen,
        received_at=batch.received_at.strftime(_TIME),
        decided_at=None if batch.decided_at is None else batch.decided_at.strftime(_TIME),
        note=batch.note,
    )
    head = Manifest(
        format=FORMAT,
        suite=SUITE,
        kind=kind,
        township=station.township,
        station=station.station,
        period=batch.period,
        seq=1 if last is None else last.seq + 1,
        version=1,
        previous=None if last is None else last.sha256,
        reference="",
        creator=own.name,
        approver=None,
        created=now.strftime(_TIME),
        demo=session.scalars(select(Office.demo)).one(),
        sender=own.party,
        recipient=Party(station.township, station.station, keys.fingerprint),
        parts=(),
        totals={},
    )
    rows = {"answer": [row]} | ({"reason": list(reasons)} if kind == "RET" else {})
    sealed = seal.seal(head, rows, keys=own.keys, readers=(keys.recipient, own.card.keys.recipient))
    kept = Answer(
        station_id=station.id,
        batch_id=batch.id,
        seq=head.seq,
        kind=kind,
        state=state,
        name=name_of(sealed.manifest),
        sha256=sealed.sha256,
        made_at=now,
        content=sealed.content,
    )
    session.add(kept)
    session.flush()
    return _file(kept, station, batch)


def review(
    session: Session, own: CountyKeys, name: str, *, state: str, reasons: Sequence[ReasonRow] = (), note: str = ""
) -> AnswerFile:
    """Decide about the newest batch of this name: REVIEWED, PASSED, RETURNED or PARTLY_RETURNED."""
    batch = session.scalars(
        select(TakenBatch)
        .where(TakenBatch.name == name, TakenBatch.state.in_(STATES))
        .order_by(TakenBatch.received_at.desc())
        .limit(1)
    ).first()
    if batch is None:
        raise BatchUnknown(name=name)
    if STATES[state] in {BatchState.RETURNED, BatchState.PARTLY_RETURNED} and not (reasons or note):
        raise VerdictReasonMissing(field="reason")
    step(BATCH_STEPS, STATES[batch.state], STATES[state])
    batch.state, batch.decided_at, batch.note = state, utc_now(), note or None
    return answer(session, own, batch, state=state, reasons=reasons)


def receipt(session: Session, batch: TakenBatch) -> AnswerFile | None:
    """The first answer that was given about a batch: the receipt."""
    found = session.execute(
        select(Answer, Station)
        .join(Station, Station.id == Answer.station_id)
        .where(Answer.batch_id == batch.id)
        .order_by(Answer.seq)
        .limit(1)
    ).first()
    return None if found is None else _file(found[0], found[1], batch)


def answers(session: Session, *, township: str | None = None, station: str | None = None) -> tuple[AnswerFile, ...]:
    """All answers, or those for one township or desk, in the order in which they were given."""
    query = (
        select(Answer, Station, TakenBatch)
        .join(Station, Station.id == Answer.station_id)
        .join(TakenBatch, TakenBatch.id == Answer.batch_id)
        .order_by(Station.township, Station.station, Answer.seq)
    )
    if township is not None:
        query = query.where(Station.township == township)
    if station is not None:
        query = query.where(Station.station == station)
    return tuple(_file(*row) for row in session.execute(query))


def waiting_for_review(session: Session) -> int:
    """How many batches came and were not decided."""
    undecided = ("DELIVERED", "REVIEWED")
    return session.scalar(select(func.count()).where(TakenBatch.state.in_(undecided))) or 0


def _file(row: Answer, station: Station, batch: TakenBatch) -> AnswerFile:
    return AnswerFile(row.name, station.township, station.station, batch.name, row.kind, row.state, row.content)
