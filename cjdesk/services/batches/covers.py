"""What the cover of a pay batch says: its file, the papers that go along, what was checked, the batch before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Batch, PostType
from cjdesk.domain.errors import BatchHasNoCover, BatchRunChanged, BatchUnknown
from cjdesk.domain.month import Month
from cjdesk.domain.rules import ERROR, WARNING
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import BatchState
from cjdesk.services import payroll, prints, publicity

PAY = "PAY"
SHEET_FORM, ATTENDANCE_FORM, LEDGER_FORM = "F1", "F3", "F11"
"""Forms whose printed pages the cover counts; the ledger goes along where there are water fees."""

WHOLE_VILLAGE = 2
"""So many hyphens are in the number of an attendance sheet for all posts of a village."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that goes along: how many of what; ``count`` 0 for one that is not out yet."""

    words: str
    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Cover:
    """A pay batch with the sheet that it carries.

    ``explained`` says that every warning has its reason; ``before`` is the batch before this one in words, empty for
    the first; ``gaps`` are numbers that are missing in the desk's chain.
    """

    batch_id: str
    file_name: str
    sha256: str
    seq: int
    withdrawn: bool
    sheet: Sheet
    papers: tuple[Paper, ...]
    errors: int
    warnings: int
    explained: bool
    before: str
    gaps: tuple[int, ...]


def cover(session: Session, batch_id: str) -> Cover:
    """The cover of a batch.

    Errors: BATCH_UNKNOWN, BATCH_NO_COVER for a batch without pay, BATCH_RUN_CHANGED when the run was unlocked since.
    """
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise BatchUnknown(name=batch_id)
    if batch.kind != PAY or batch.run_id is None:
        raise BatchHasNoCover(name=batch.name, field="batch")
    sheet = payroll.sheet(session, batch.run_id)
    if batch.run_revision is not None and sheet.revision != batch.run_revision:
        raise BatchRunChanged(name=batch.name, number=sheet.number, field="batch")
    problems = payroll.problems(session, batch.run_id)
    warnings = [one for one in problems if one.severity == WARNING]
    return Cover(
        batch_id=batch.id,
        file_name=batch.name,
        sha256=batch.sha256,
        seq=batch.seq,
        withdrawn=batch.state == BatchState.WITHDRAWN,
        sheet=sheet,
        papers=_papers(session, sheet),
        errors=sum(one.severity == ERROR for one in problems),
        warnings=len(warnings),
        explained=bool(warnings) and not any(one.open for one in warnings),
        before=_before(session, batch),
        gaps=_gaps(session, batch.seq),
    )


def covered(session: Session, *, name: str = "", month: Month | None = None) -> tuple[str, ...]:
    """The pay batches that get a cover: the one of a name, or the newest of each run of a month, in their order.

    BATCH_UNKNOWN for a name that is none here, with or without the file's ending.
    """
    if name:
        wanted = select(Batch.id).where(Batch.name.in_((name, f"{name}.cjp")))
        found = session.scalars(wanted).first()
        if found is None:
            raise BatchUnknown(name=name)
        return (found,)
    rows = session.scalars(
        select(Batch)
        .where(Batch.kind == PAY, Batch.state != BatchState.WITHDRAWN)
        .order_by(Batch.seq, Batch.batch_version)
    )
    newest = {row.run_id: row.id for row in rows if month is None or row.period == f"{month.year:04d}{month.month:02d}"}
    return tuple(newest.values())


def _papers(session: Session, sheet: Sheet) -> tuple[Paper, ...]:
    """Sheets by their printed pages, notices by their number, ledgers of the month where there are water fees."""
    month = f"{sheet.month.year:04d}{sheet.month.month:02d}"
    notices = publicity.of_run(session, sheet.run_id, today=date.today())
    papers = [
        Paper("花名册", prints.out(session, SHEET_FORM, sheet.run_id).get(sheet.run_id, 0), "页"),
        Paper("公示照片及结果", sum(not one.withdrawn for one in notices), "份"),
    ]
    if sheet.attended:
        papers.append(Paper("考勤表", _attendance_pages(session, month, sheet.post_type), "页"))
    if sheet.post_type == "GS" or sheet.total("commission_fen"):
        papers.append(Paper("水费台账", len(prints.out(session, LEDGER_FORM, f"FEE-{month}-")), "份"))
    return tuple(papers)


def _attendance_pages(session: Session, month: str, post_type: str) -> int:
    """Pages of the village sheets KQ-202011-001-HL of the post type, else of those for all, KQ-202011-001."""
    out = prints.out(session, ATTENDANCE_FORM, f"KQ-{month}-")
    own = [pages for number, pages in out.items() if number.endswith(f"-{post_type}")]
    return sum(own or [pages for number, pages in out.items() if number.count("-") == WHOLE_VILLAGE])


def _before(session: Session, batch: Batch) -> str:
    """PAY_202011_0002（护河员，已导出）."""
    row = session.scalars(
        select(Batch).where(Batch.seq < batch.seq).order_by(Batch.seq.desc(), Batch.batch_version.desc()).limit(1)
    ).first()
    if row is None:
        return ""
    post = session.scalar(select(PostType.name).where(PostType.code == row.post_type)) if row.post_type else None
    called = f"{row.kind}_{row.period}_{row.seq:04d}"
    return f"{called}（{'，'.join(filter(None, (post, row.state)))}）"


def _gaps(session: Session, seq: int) -> tuple[int, ...]:
    there: Sequence[int] = session.scalars(select(Batch.seq).where(Batch.seq < seq)).all()
    return tuple(sorted(set(range(1, seq)) - set(there)))
