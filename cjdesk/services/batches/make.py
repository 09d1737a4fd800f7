"""Making a batch: what may go up, its number in the chain, and the sealed file kept with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Batch, BatchFile, Clerk, Office, PayRun, ReferenceLoad
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain.errors import BatchIsEmpty, BatchIsMade, NoRunToReport, RunIsNotApproved, RunIsNotLocked
from cjdesk.domain.month import Month
from cjdesk.domain.states import BATCH_STEPS, CLOSED_RUNS, BatchState, RunState, step
from cjdesk.services.batches import keys
from cjdesk.services.batches.gather import WHOLE, Gathered, Ids, gather
from cjdesk.services.payroll.sheets import run_row
from cjdesk.sync import seal
from cjdesk.sync.manifest import FORMAT, SUITE, Manifest, name_of

_RETURNED = frozenset({BatchState.RETURNED, BatchState.PARTLY_RETURNED})
_AT_COUNTY = frozenset({BatchState.DELIVERED, BatchState.REVIEWED, BatchState.PASSED})


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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a new batch stands in the chain."""

    seq: int
    version: int
    previous: str | None
    earlier: tuple[Batch, ...]


def make(session: Session, kind: str, *, month: Month, by: str, run_id: str | None = None) -> Made:
    """Seal a batch of a kind (ROSTER, PAY with its run, FEE, COOP) for a month.

    ``by`` is the clerk's login. A batch that never left or came back is made again as its next version.
    """
    county = keys.county(session)
    office = session.scalars(select(Office)).one()
    run = _reportable(session, run_id) if run_id is not None else None
    if (kind == "PAY") != (run is not None):
        raise ValueError("a pay batch, and only that, is made from a run")
    period = f"{month.year:04d}{month.month:02d}" if run is None else f"{run.month.year:04d}{run.month.month:02d}"
    place = _place(session, kind, period, run)
    rows = gather(session, kind, township=office.township, run=run, also=_held_before(session, place.earlier))
    if not any(rows[part] for part in WHOLE[kind] or rows):
        raise BatchIsEmpty
    sealed = seal.seal(
        _head(session, office, kind, period=period, place=place, by=by, run=run),
        rows,
        keys=keys.own(session),
        readers=(county.keys.recipient, keys.own(session).public.recipient),
    )
    return _keep(session, sealed, rows, place=place, by=by, run=run)


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
    standing = last is not None and last.state not in _RETURNED and last.content_hash == seal.digest(rows)
    return any(rows[part] for part in WHOLE[kind]) and not standing


def reportable_runs(session: Session, month: Month) -> tuple[str, ...]:
    """Runs of a month from which a batch can be made now, by number."""
    found = session.scalars(select(PayRun).where(PayRun.month == month).order_by(PayRun.number))
    return tuple(run.id for run in found if _ready(run) and not _still_out(_of_run(session, run.id), run))


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
        _reportable(session, run.id)
        raise _made_before(_of_run(session, run.id)[-1])
    raise NoRunToReport(month=str(month), field="month")


def _made_before(batch: Batch) -> BatchIsMade:
    return BatchIsMade(name=batch.name, state=batch.state)


def _reportable(session: Session, run_id: str) -> PayRun:
    run = run_row(session, run_id)
    if not _ready(run):
        locked = run.state == RunState.LOCKED
        raise RunIsNotApproved(number=run.number) if locked else RunIsNotLocked(number=run.number, state=run.state)
    return run


def _ready(run: PayRun) -> bool:
    return run.state in CLOSED_RUNS and (run.state != RunState.LOCKED or bool(run.head["single_clerk"]))


def _of_run(session: Session, run_id: str) -> Sequence[Batch]:
    return session.scalars(select(Batch).where(Batch.run_id == run_id).order_by(Batch.batch_version)).all()


def _still_out(earlier: Sequence[Batch], run: PayRun) -> bool:
    """Whether the newest batch of a run still stands: not returned, and the run was not unlocked since."""
    if not earlier or earlier[-1].state in _RETURNED | {BatchState.WITHDRAWN}:
        return False
    return earlier[-1].state in _AT_COUNTY or earlier[-1].run_revision == run.revision


def _place(session: Session, kind: str, period: str, run: PayRun | None) -> _Place:
    earlier: Sequence[Batch] = ()
    if run is not None:
        earlier = _of_run(session, run.id)
        if _still_out(earlier, run):
            raise _made_before(earlier[-1])
    else:
        newest = session.scalars(
            select(Batch)
            .where(Batch.kind == kind, Batch.period == period)
            .order_by(Batch.seq.desc(), Batch.batch_version.desc())
            .limit(1)
        ).first()
        if newest is not None and newest.state in _RETURNED | {BatchState.WAITING, BatchState.WITHDRAWN}:
            earlier = session.scalars(select(Batch).where(Batch.seq == newest.seq).order_by(Batch.batch_version)).all()
    if earlier and earlier[-1].state in {BatchState.WAITING, BatchState.EXPORTED}:
        earlier[-1].state = step(BATCH_STEPS, BatchState(earlier[-1].state), BatchState.WITHDRAWN)
    last = session.scalar(select(func.max(Batch.seq))) or 0
    seq = earlier[0].seq if earlier else last + 1
    before = session.scalars(
        select(Batch.sha256).where(Batch.seq == seq - 1).order_by(Batch.batch_version.desc()).limit(1)
    ).first()
    return _Place(seq, len(earlier) + 1, before, tuple(earlier))


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
    session: Session, office: Office, kind: str, *, period: str, place: _Place, by: str, run: PayRun | None
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
        seq=place.seq,
        version=place.version,
        previous=place.previous,
        supersedes=tuple(batch.sha256 for batch in place.earlier),
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


def _keep(session: Session, sealed: seal.Sealed, rows: Gathered, *, place: _Place, by: str, run: PayRun | None) -> Made:
    manifest = sealed.manifest
    batch = Batch(
        id=new_id(),
        name=name_of(manifest),
        kind=manifest.kind,
        period=manifest.period,
        seq=place.seq,
        batch_version=place.version,
        sha256=sealed.sha256,
        previous=place.previous,
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
