"""What the county answers: a receipt or a return, believed only when the trusted county signed it for this desk."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Batch
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import AnswerIsUnknown, AnswerSignatureWrong, BatchIsDamaged, BatchSignatureWrong
from cjdesk.domain.states import BATCH_STEPS, RUN_STEPS, BatchState, RunState, may
from cjdesk.i18n import N_
from cjdesk.services.batches import keys
from cjdesk.services.payroll.runs import advance
from cjdesk.services.payroll.sheets import run_row
from cjdesk.sync import seal
from cjdesk.sync.manifest import DOWN
from cjdesk.sync.records.answers import AnswerRow, ReasonRow

STATES = {
    "DELIVERED": BatchState.DELIVERED,
    "REVIEWED": BatchState.REVIEWED,
    "PASSED": BatchState.PASSED,
    "RETURNED": BatchState.RETURNED,
    "PARTLY_RETURNED": BatchState.PARTLY_RETURNED,
}
"""The county's word to the state that the clerk sees."""

_RUNS = {
    BatchState.DELIVERED: RunState.REPORTED,
    BatchState.REVIEWED: RunState.REPORTED,
    BatchState.PASSED: RunState.ACCEPTED,
    BatchState.RETURNED: RunState.RETURNED,
}

RECEIVE = N_("Take in an answer of the county")


@dataclass(frozen=True, slots=True)
class Received:
    """What an answer did; ``changed`` is False for one that said nothing new (a repeated one)."""

    batch: str
    kind: str
    before: str
    state: str
    changed: bool
    reasons: tuple[Reason, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record (or the whole batch) comes back."""

    code: str
    text: str
    part: str | None
    id: str | None


def receive(session: Session, content: bytes, *, name: str = "") -> Received:
    """Take in an answer; a forged, changed or foreign one is refused, a repeated one changes nothing."""
    answer, reasons = _opened(session, content, name)
    batch = session.scalars(select(Batch).where(Batch.sha256 == answer.sha256)).first()
    if batch is None or (batch.seq, batch.batch_version) != (answer.seq, answer.version):
        raise AnswerIsUnknown(name=answer.name)
    before, wanted = BatchState(batch.state), STATES[answer.state]
    changed = _reachable(before, wanted)
    found = tuple(Reason(row.code, row.text, row.part, row.id) for row in reasons)
    if changed:
        batch.state = wanted
        batch.answered_at = utc_now()
        batch.answer = {
            "state": answer.state,
            "received_at": answer.received_at,
            "decided_at": answer.decided_at,
            "note": answer.note,
            "reasons": [msgspec.structs.asdict(row) for row in reasons],
        }
        _tell_run(session, batch, wanted)
    return Received(batch.name, batch.kind, before.value, batch.state, changed, found, answer.note)


def _opened(session: Session, content: bytes, name: str) -> tuple[AnswerRow, list[ReasonRow]]:
    county, mine = keys.county(session), keys.card(session)
    letter = seal.unwrap(content, keys.own(session), name=name)
    if letter.manifest.kind not in DOWN or letter.manifest.sender.office != county.office:
        raise AnswerSignatureWrong
    try:
        seal.verify(letter, sender=county.keys, reader=keys.party(mine))
    except BatchSignatureWrong as error:
        raise AnswerSignatureWrong from error
    rows = seal.rows(letter)
    answers = [row for row in rows.get("answer", ()) if isinstance(row, AnswerRow)]
    if len(answers) != 1 or answers[0].state not in STATES:
        raise BatchIsDamaged
    return answers[0], [row for row in rows.get("reason", ()) if isinstance(row, ReasonRow)]


def _reachable(now: BatchState, wanted: BatchState) -> bool:
    """Whether the answer brings the batch further: a late receipt never takes a verdict back.

    A file that left on a stick although this desk (restored from a backup) does not know it was delivered all the same.
    """
    if may(BATCH_STEPS, now, wanted):
        return True
    through = BatchState.DELIVERED
    return may(BATCH_STEPS, now, through) and may(BATCH_STEPS, through, wanted)


def _tell_run(session: Session, batch: Batch, state: BatchState) -> None:
    """The pay run follows its newest batch as far as its own table allows; a paid run stays paid."""
    if batch.run_id is None or state not in _RUNS:
        return
    for wanted in (RunState.REPORTED, _RUNS[state]):
        run = run_row(session, batch.run_id)
        if run.revision == batch.run_revision and may(RUN_STEPS, RunState(run.state), wanted):
            advance(session, run.id, wanted)
