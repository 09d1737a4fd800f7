"""What the county sees of its batches: where each stands, which numbers are missing, who is in two townships."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Person, Station, TakenBatch
from cjdesk.services.batches.answers import STATES


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A batch in the list."""

    name: str
    township: str
    station: str
    kind: str
    period: str
    seq: int
    version: int
    rows: int
    total_fen: int
    state: str
    received_at: datetime
    decided_at: datetime | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that a desk used and that did not come, with the batches that wait for them."""

    township: str
    station: str
    missing: tuple[int, ...]
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One of the townships that has a person."""

    township: str
    person_id: str
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class SharedId:
    """An ID number that more than one township has: the county decides, transfer or return."""

    id_no: str
    places: tuple[Place, ...]


def status(session: Session) -> tuple[TakenRow, ...]:
    """All batches, by desk and number."""
    query = select(TakenBatch, Station).join(Station, Station.id == TakenBatch.station_id)
    order = (Station.township, Station.station, TakenBatch.seq, TakenBatch.batch_version)
    return tuple(
        TakenRow(
            name=batch.name,
            township=batch.township,
            station=station.station,
            kind=batch.kind,
            period=batch.period,
            seq=batch.seq,
            version=batch.batch_version,
            rows=batch.rows,
            total_fen=batch.total_fen,
            state=batch.state,
            received_at=batch.received_at,
            decided_at=batch.decided_at,
            note=batch.note,
        )
        for batch, station in session.execute(query.order_by(*order))
    )


def state_of(session: Session, sha256: str) -> str | None:
    """Where the batch with these bytes stands, if it came."""
    return session.scalars(select(TakenBatch.state).where(TakenBatch.sha256 == sha256)).first()


def gaps(session: Session) -> tuple[Gap, ...]:
    """The desks of which a number is missing."""
    found = []
    for (township, station), rows in groupby(status(session), key=lambda row: (row.township, row.station)):
        batches = list(rows)
        here = {row.seq for row in batches if row.state in STATES or row.state == "HELD"}
        held = tuple(row.name for row in batches if row.state == "HELD")
        if held:
            missing = tuple(number for number in range(1, max(here)) if number not in here)
            found.append(Gap(township, station, missing, held))
    return tuple(found)


def shared_ids(session: Session) -> tuple[SharedId, ...]:
    """ID numbers that stand in more than one township, by number."""
    twice = select(Person.id_no).group_by(Person.id_no).having(func.count(Person.township.distinct()) > 1)
    people = session.scalars(
        select(Person).where(Person.id_no.in_(twice)).order_by(Person.id_no, Person.township, Person.id)
    )
    return tuple(
        SharedId(id_no, tuple(Place(row.township, row.id, row.name, row.active) for row in rows))
        for id_no, rows in groupby(people, key=lambda row: row.id_no)
    )
