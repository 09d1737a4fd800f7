"""Taking a batch in: the one door for files from a stick and for uploads.

Everything is checked before anything is written, in the order of the batch format; then one transaction holds all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.county import answering, chain, stations
from cjdesk.county.chain import HELD, REFUSED
from cjdesk.county.house import County
from cjdesk.county.keys import CountyKeys
from cjdesk.county.landing import land
from cjdesk.db.models import Person, Station, TakenBatch, TakenFile
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain.errors import (
    BatchIsNewer,
    BatchIsPractice,
    BatchIsReal,
    BatchSignatureWrong,
    StationIsRevoked,
    StationIsUnknown,
    UserError,
)
from cjdesk.i18n import N_, error_text
from cjdesk.services.batches.answers import STATES
from cjdesk.sync import carrier, seal
from cjdesk.sync.manifest import UP, Manifest, name_of
from cjdesk.sync.records.answers import ReasonRow
from cjdesk.sync.records.fields import Row
from cjdesk.sync.records.people import PersonRow

INTAKE = N_("Take in a batch")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: ``state`` is TAKEN, HELD (``missing`` names the gap) or REPEATED.

    ``released`` are held batches whose turn came by it; ``refused`` those that did not fit then, with the error's
    code; ``shared_ids`` counts its people whose ID number another township has too.
    """

    name: str
    township: str
    station: str
    kind: str
    seq: int
    version: int
    state: str
    rows: int
    total_fen: int
    missing: tuple[int, ...] = ()
    released: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    shared_ids: int = 0
    receipt_name: str | None = None
    receipt: bytes | None = field(default=None, repr=False)


def intake(county: County, content: bytes, *, name: str = "") -> Outcome:
    """Take in the bytes of a batch; a UserError says why not, and then nothing at all was written."""
    letter = seal.unwrap(content, county.own.keys, name=name)
    return county.database.do(INTAKE, _take, county.own, letter, content, demo=county.demo)


def intake_file(county: County, path: Path) -> Outcome:
    """Take in a file from a stick or folder."""
    return intake(county, carrier.take(path, limit=seal.LIMITS.sealed), name=path.name)


def _take(session: Session, own: CountyKeys, letter: seal.Letter, content: bytes, *, demo: bool) -> Outcome:
    manifest = letter.manifest
    station = _sender(session, manifest)
    seal.verify(letter, sender=stations.public_keys(station), reader=own.party)
    _refuse_strangers(manifest, demo=demo)
    known = session.scalars(
        select(TakenBatch).where(TakenBatch.station_id == station.id, TakenBatch.sha256 == letter.sha256)
    ).first()
    if known is not None and known.state != REFUSED:  # what did not fit then may fit now
        return _repeated(session, known, manifest)
    missing = chain.missing_before(session, station, letter.manifest)
    rows = _records(letter)
    batch = _record(session, station, letter, content)
    if missing:
        return _outcome(manifest, batch, missing=missing)
    land(session, rows, township=manifest.township)
    batch.state = "DELIVERED"
    receipt = answering.answer(session, own, batch, state="DELIVERED")
    released, refused = _release(session, own, station)
    return _outcome(
        manifest,
        batch,
        released=released,
        refused=refused,
        shared_ids=_shared(session, rows.get("person", ())),
        receipt=receipt,
    )


def _sender(session: Session, manifest: Manifest) -> Station:
    """The station that the manifest names; on PostgreSQL its batches queue here."""
    query = select(Station).where(Station.township == manifest.township, Station.station == manifest.station)
    station = session.scalars(query.with_for_update()).first()
    if station is None:
        raise StationIsUnknown(station=manifest.station, township=manifest.township)
    if station.revoked:
        raise StationIsRevoked(station=manifest.station)
    return station


def _refuse_strangers(manifest: Manifest, *, demo: bool) -> None:
    if manifest.kind not in UP:
        raise BatchIsNewer(found=manifest.kind, known=", ".join(UP))
    if (manifest.sender.office, manifest.sender.station) != (manifest.township, manifest.station):
        raise BatchSignatureWrong
    if manifest.demo != demo:
        raise BatchIsPractice if manifest.demo else BatchIsReal


def _record(session: Session, station: Station, letter: seal.Letter, content: bytes) -> TakenBatch:
    manifest = letter.manifest
    batch = session.scalars(
        select(TakenBatch).where(
            TakenBatch.station_id == station.id,
            TakenBatch.seq == manifest.seq,
            TakenBatch.batch_version == manifest.version,
            TakenBatch.state == REFUSED,
        )
    ).first()
    if batch is None:
        batch = TakenBatch(id=new_id(), station_id=station.id, township=station.township)
        batch.seq, batch.batch_version = manifest.seq, manifest.version
        session.add(batch)
        kept = TakenFile(batch_id=batch.id)
    else:
        kept = session.scalars(select(TakenFile).where(TakenFile.batch_id == batch.id)).one()
    batch.name, batch.kind, batch.period = name_of(manifest), manifest.kind, manifest.period
    batch.sha256, batch.state, batch.received_at, batch.note = letter.sha256, HELD, utc_now(), None
    batch.rows = sum(part.rows for part in manifest.parts)
    batch.total_fen = next((value for name, value in manifest.totals.items() if name.endswith("_fen")), 0)
    batch.manifest = msgspec.to_builtins(manifest)
    session.flush()
    kept.content = content
    session.add(kept)
    session.flush()
    return batch


def _release(
    session: Session, own: CountyKeys, station: Station
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Take in the held batches whose turn has come, one after the other; one that does not fit goes back, named."""
    released: list[str] = []
    refused: list[tuple[str, str]] = []
    while (batch := chain.next_held(session, station)) is not None:
        content = session.scalars(select(TakenFile.content).where(TakenFile.batch_id == batch.id)).one()
        try:
            with session.begin_nested():
                letter = seal.unwrap(content, own.keys, name=batch.name)
                chain.check_turn(session, station, letter.manifest)
                land(session, _records(letter), township=station.township)
        except UserError as error:
            batch.state, batch.note = REFUSED, error.code
            session.flush()
            reason = ReasonRow(code=error.code, text=error_text(error))
            answering.answer(session, own, batch, state="RETURNED", reasons=[reason])
            refused.append((batch.name, error.code))
            continue
        batch.state = "DELIVERED"
        session.flush()
        answering.answer(session, own, batch, state="DELIVERED")
        released.append(batch.name)
    return tuple(released), tuple(refused)


def _repeated(session: Session, batch: TakenBatch, manifest: Manifest) -> Outcome:
    state = "REPEATED"
    if batch.state == HELD:
        taken = select(TakenBatch.seq).where(
            TakenBatch.station_id == batch.station_id, TakenBatch.state.in_([*STATES, HELD])
        )
        here = set(session.scalars(taken))
        missing = tuple(number for number in range(1, batch.seq) if number not in here)
        return _outcome(manifest, batch, missing=missing, state=HELD)
    return _outcome(manifest, batch, receipt=answering.receipt(session, batch), state=state)


def _records(letter: seal.Letter) -> dict[str, list[Row]]:
    """The rows that pass schema and totals."""
    return {part: [row for row in rows if isinstance(row, Row)] for part, rows in seal.rows(letter).items()}


def _shared(session: Session, people: Sequence[Row]) -> int:
    """How many of these people are in another township too; they are listed, not refused."""
    if not people:
        return 0
    township = people[0].township
    mine = select(Person.id_no).where(Person.township == township)
    ids = {row.id_no for row in people if isinstance(row, PersonRow)}
    others = session.scalars(select(Person.id_no).where(Person.township != township, Person.id_no.in_(mine)))
    return len(ids.intersection(others))


def _outcome(
    manifest: Manifest,
    batch: TakenBatch,
    *,
    missing: tuple[int, ...] = (),
    released: tuple[str, ...] = (),
    refused: tuple[tuple[str, str], ...] = (),
    shared_ids: int = 0,
    receipt: answering.AnswerFile | None = None,
    state: str | None = None,
) -> Outcome:
    return Outcome(
        name=batch.name,
        township=manifest.township,
        station=manifest.station,
        kind=manifest.kind,
        seq=manifest.seq,
        version=manifest.version,
        state=state or (HELD if missing else "TAKEN"),
        rows=batch.rows,
        total_fen=batch.total_fen,
        missing=missing,
        released=released,
        refused=refused,
        shared_ids=shared_ids,
        receipt_name=None if receipt is None else receipt.name,
        receipt=None if receipt is None else receipt.content,
    )
