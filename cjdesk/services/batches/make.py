"""Making a batch: its rows gathered, signed and sealed, and the file kept with its place in the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Batch, BatchFile, Clerk, Office, PayRun, ReferenceLoad
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain.errors import BatchIsEmpty
from cjdesk.domain.month import Month
from cjdesk.domain.states import BatchState
from cjdesk.services import rules
from cjdesk.services.batches import keys
from cjdesk.services.batches.gather import WHOLE, Gathered, Ids, gather
from cjdesk.services.batches.place import Place, place
from cjdesk.services.batches.runs import RETURNED, reportable, reportable_runs
from cjdesk.sync import seal
from cjdesk.sync.manifest import FORMAT, SUITE, Manifest, name_of


@dataclass(frozen=True, slots=True)
class Made:
    """A batch that was just made; people and amounts as its manifest says."""

    id: str
    name: str
    kind: str
    period: str
    seq: int
    version: int
    sha256: str
    people: int
    rows: int
    total_fen: int
    totals: dict[str, int]
    bytes: int


def make(session: Session, kind: str, *, month: Month, by: str, run_id: str | None = None) -> Made:
    """Seal a batch of a kind (ROSTER, PAY with its run, FEE, COOP) for a month.

    ``by`` is the clerk's login. RUN_NOT_REPORTABLE while a rule stops the report (R-13, R-17, R-18, R-23).
    A batch that never left or came back is made again as its next version.
    """
    county = keys.county(session)
    office = session.scalars(select(Office)).one()
    run = reportable(session, run_id) if run_id is not None else None
    if (kind == "PAY") != (run is not None):
        raise ValueError("a pay batch, and only that, is made from a run")
    if run is not None:
        rules.require_reportable(session, run)
    period = f"{month.year:04d}{month.month:02d}" if run is None else f"{run.month.year:04d}{run.month.month:02d}"
    where = place(session, kind, period, run)
    rows = gather(session, kind, township=office.township, run=run, also=_held_before(session, where.earlier))
    if not any(rows[part] for part in WHOLE[kind] or rows):
        raise BatchIsEmpty
    sealed = seal.seal(
        _head(session, office, kind, period=period, where=where, by=by, run=run),
        rows,
        keys=keys.own(session),
        readers=(county.keys.recipient, keys.own(session).public.recipient),
    )
    return _keep(session, sealed, rows, where=where, by=by, run=run)


def make_all(session: Session, *, month: Month, by: str) -> tuple[Made, ...]:
    """Everything that a month has to report: people, receipts and cooperatives as they are, and each locked run.

    What is as it was in the last batch of its kind is left out; so is a run that is not ready, or that went up and
    did not come back.
    """
    keys.county(session)
    made = []
    for kind in ("ROSTER", "FEE", "COOP"):
        if _has_news(session, kind):
            made.append(make(session, kind, month=month, by=by))
    for run in reportable_runs(session, month):
        made.append(make(session, "PAY", month=month, by=by, run_id=run))
    return tuple(made)


def _has_news(session: Session, kind: str) -> bool:
    """Whether there are rows of a kind, and they differ from what its last batch said."""
    township = session.scalars(select(Office.township)).one()
    rows = gather(session, kind, township=township, run=None, also={})
    last = session.scalars(
        select(Batch).where(Batch.kind == kind).order_by(Batch.seq.desc(), Batch.batch_version.desc()).limit(1)
    ).first()
    standing = last is not None and last.state not in RETURNED and last.content_hash == seal.digest(rows)
    return any(rows[part] for part in WHOLE[kind]) and not standing


def _held_before(session: Session, earlier: Sequence[Batch]) -> Ids:
    """The record ids of the last version, read from this desk's own copy; each version holds those before it."""
    if not earlier:
        return {}
    content = session.scalars(select(BatchFile.content).where(BatchFile.batch_id == earlier[-1].id)).one()
    letter = seal.unwrap(content, keys.own(session), name=earlier[-1].name)
    return {
        part: frozenset(str(getattr(row, "id")) for row in rows)  # noqa: B009 - every record has one
        for part, rows in seal.rows(letter).items()
        if part not in {"pay_run", "pay_line"}  # a run's lines are replaced by the new version's
    }


def _head(
    session: Session, office: Office, kind: str, *, period: str, where: Place, by: str, run: PayRun | None
) -> Manifest:
    reference = session.scalars(
        select(ReferenceLoad.reference_version).order_by(ReferenceLoad.ordinal.desc()).limit(1)
    ).first()
    return Manifest(
        format=FORMAT,
        suite=SUITE,
        kind=kind,
        township=office.township,
        station=office.station,
        period=period,
        seq=where.seq,
        version=where.version,
        previous=where.previous,
        supersedes=tuple(batch.sha256 for batch in where.earlier),
        reference=run.rules_version if run is not None else reference or "",
        creator=_named(session, by) or by,
        approver=_named(session, run.approved_by) if run is not None else None,
        created=utc_now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        demo=office.demo,
        sender=keys.party(keys.card(session)),
        recipient=keys.party(keys.county(session)),
        parts=(),
        totals={},
    )


def _named(session: Session, login: str | None) -> str | None:
    """The name of a clerk; what is no login is taken for a name."""
    return session.scalar(select(Clerk.name).where(Clerk.login == login)) or login


def _keep(session: Session, sealed: seal.Sealed, rows: Gathered, *, where: Place, by: str, run: PayRun | None) -> Made:
    manifest = sealed.manifest
    batch = Batch(
        id=new_id(),
        name=name_of(manifest),
        kind=manifest.kind,
        period=manifest.period,
        seq=where.seq,
        batch_version=where.version,
        sha256=sealed.sha256,
        previous=where.previous,
        content_hash=seal.digest_of(manifest),
        run_id=run.id if run else None,
        run_revision=run.revision if run else None,
        post_type=run.post_type if run else None,
        people=manifest.totals.get("people", manifest.totals.get("members", len(rows["person"]))),
        rows=sum(part.rows for part in manifest.parts),
        total_fen=next((value for name, value in manifest.totals.items() if name.endswith("_fen")), 0),
        state=BatchState.WAITING,
        made_at=utc_now(),
        made_by=by,
    )
    session.add(batch)
    session.flush()
    session.add(BatchFile(batch_id=batch.id, content=sealed.content))
    return Made(
        id=batch.id,
        name=batch.name,
        kind=batch.kind,
        period=batch.period,
        seq=batch.seq,
        version=batch.batch_version,
        sha256=batch.sha256,
        people=batch.people,
        rows=batch.rows,
        total_fen=batch.total_fen,
        totals=dict(manifest.totals),
        bytes=len(sealed.content),
    )
