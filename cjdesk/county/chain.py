"""The chain of a station's batches: whose turn it is, what is missing before, and what cannot belong to it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Station, TakenBatch
from cjdesk.domain.errors import BatchForks, BatchHasPassed, BatchIsOlder
from cjdesk.services.batches.answers import STATES
from cjdesk.sync.manifest import Manifest

HELD, REFUSED = "HELD", "REFUSED"
"""States of a batch that waits for an earlier one, and of one that did not fit when its turn came."""


def missing_before(session: Session, station: Station, manifest: Manifest) -> tuple[int, ...]:
    """Look at the chain: the numbers that are missing before this batch, none if its turn is now.

    Raises:
        BatchForks: other content under its number, or it does not continue what was taken in.
        BatchIsOlder: a newer version of its number was taken in.
        BatchHasPassed: an earlier version has passed.

    """
    rows = session.scalars(select(TakenBatch).where(TakenBatch.station_id == station.id)).all()
    same = [row for row in rows if row.seq == manifest.seq and row.state != REFUSED]
    if any(row.batch_version == manifest.version for row in same):
        raise _fork(manifest)
    taken = [row for row in rows if row.state in STATES]
    for row in (row for row in taken if row.seq == manifest.seq):
        if row.batch_version > manifest.version:
            raise BatchIsOlder(seq=manifest.seq, version=manifest.version, newer=row.batch_version)
        if row.sha256 not in manifest.supersedes:
            raise _fork(manifest)
        if row.state == "PASSED":
            raise BatchHasPassed(seq=manifest.seq, station=manifest.station)
    last = max((row.seq for row in taken), default=0)
    if manifest.seq > last + 1:
        here = {row.seq for row in rows if row.state != REFUSED}
        return tuple(number for number in range(last + 1, manifest.seq) if number not in here) or (last + 1,)
    if not _continues(manifest, taken):
        raise _fork(manifest)
    return ()


def _continues(manifest: Manifest, taken: Sequence[TakenBatch]) -> bool:
    """Whether ``previous`` is a version of the number before that this county has, or that one of those replaced."""
    before = [row for row in taken if row.seq == manifest.seq - 1]
    if manifest.seq == 1:
        return manifest.previous is None
    known = {row.sha256 for row in before} | {sha for row in before for sha in row.manifest.get("supersedes", ())}
    return manifest.previous in known


def _fork(manifest: Manifest) -> BatchForks:
    return BatchForks(seq=manifest.seq, station=manifest.station, before=manifest.seq - 1)


def next_held(session: Session, station: Station) -> TakenBatch | None:
    """The held batch of a station whose turn it is now, if any."""
    here = TakenBatch.station_id == station.id
    last = session.scalar(select(func.max(TakenBatch.seq)).where(here, TakenBatch.state.in_(STATES))) or 0
    held = select(TakenBatch).where(here, TakenBatch.state == HELD, TakenBatch.seq <= last + 1)
    return session.scalars(held.order_by(TakenBatch.seq, TakenBatch.batch_version).limit(1)).first()


def check_turn(session: Session, station: Station, manifest: Manifest) -> None:
    """The rules of the chain again, now that the batches before are known."""
    taken = session.scalars(
        select(TakenBatch).where(TakenBatch.station_id == station.id, TakenBatch.state.in_(STATES))
    ).all()
    same = [row for row in taken if row.seq == manifest.seq]
    if not _continues(manifest, taken) or any(row.sha256 not in manifest.supersedes for row in same):
        raise _fork(manifest)
