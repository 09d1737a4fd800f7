"""A scan is kept beside its record, or withdrawn with a reason; nothing is deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Scan
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import (
    ReasonMissing,
    ScanKnown,
    ScanOfOtherPaper,
    ScanPageWrong,
    ScanUnknown,
    ScanWithdrawnAlready,
)
from cjdesk.domain.paper import PaperCode, read_qr
from cjdesk.services import office
from cjdesk.services.scans.looking import revision_of, warnings
from cjdesk.services.scans.papers import paper, place, tidy_number
from cjdesk.services.scans.values import Paper, Picture, Warned
from cjdesk.services.who import name_of

MOST_PAGES = 9999


@dataclass(frozen=True, slots=True)
class Added:
    """What was kept: the scan's id, its paper and page, and what should be known about it."""

    id: str
    number: str
    page: int | None
    warnings: tuple[Warned, ...]


def add(
    session: Session,
    pictures: Sequence[Picture],
    *,
    by: str,
    number: str = "",
    qr: str = "",
    page: int | None = None,
    remark: str = "",
) -> tuple[Added, ...]:
    """Keep pages of one paper, all or none; ``page`` is that of the first, the others follow.

    ``number`` is what is printed at the foot; ``qr`` is what the code on the first page says, which gives number,
    page and revision and is checked. Without it the paper is taken as that of the
    revision that stands. Errors: SCAN_NUMBER_MISSING, SCAN_NUMBER_UNKNOWN, PAPER_CODE_FOREIGN, CHECK_CODE_WRONG,
    SCAN_OF_OTHER_PAPER, SCAN_PAGE_WRONG, SCAN_KNOWN.
    """
    code = read_qr(qr) if qr.strip() else None
    found = paper(session, code.number if code is not None else number)
    if code is not None and number.strip() and tidy_number(number) != found.number:
        raise ScanOfOtherPaper(field="qr", found=found.number, number=number.strip())
    first = code.page if code is not None and page is None else page
    most = (code.pages if code is not None else None) or MOST_PAGES
    if first is not None and not 1 <= first <= first + len(pictures) - 1 <= most:
        raise ScanPageWrong(field="page", page=first + len(pictures) - 1 if first >= 1 else first, most=most)
    return tuple(
        _one(session, found, picture, code, page=None if first is None else first + step, by=by, remark=remark)
        for step, picture in enumerate(pictures)
    )


def withdraw(session: Session, scan_id: str, *, reason: str, by: str) -> None:
    """Put a wrong scan aside; it stays in the file with the reason. REASON_MISSING, SCAN_WITHDRAWN_ALREADY."""
    row = session.get(Scan, scan_id)
    if row is None:
        raise ScanUnknown
    if row.withdrawn is not None:
        raise ScanWithdrawnAlready(reason=row.withdrawn)
    words = reason.strip()
    if not words:
        raise ReasonMissing(field="reason")
    row.withdrawn = f"{words[:140]}（{name_of(session, by)}）"
    session.flush()


def _one(
    session: Session,
    found: Paper,
    picture: Picture,
    code: PaperCode | None,
    *,
    page: int | None,
    by: str,
    remark: str,
) -> Added:
    _refuse_known(session, picture)
    said = warnings(session, found, picture, page, code)
    row = Scan(
        township=office.current(session).township,
        **place(found),
        month=found.month,
        number=found.number,
        form=code.form if code is not None else None,
        revision=revision_of(found, code),
        page=page,
        pages=code.pages if code is not None else None,
        check_code=code.check_code if code is not None else None,
        file_name=picture.file_name[-200:],
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        original_size=picture.original_size,
        original_sha256=picture.original_sha256,
        size=len(picture.content),
        sha256=hashlib.sha256(picture.content).hexdigest(),
        warnings=",".join(one.code for one in said) or None,
        remark=remark.strip()[:200] or None,
        added_at=utc_now(),
        added_by=name_of(session, by),
        content=picture.content,
    )
    session.add(row)
    session.flush()
    return Added(row.id, found.number, page, said)


def _refuse_known(session: Session, picture: Picture) -> None:
    same = select(Scan).where(Scan.original_sha256 == picture.original_sha256, Scan.withdrawn.is_(None))
    known = session.scalars(same).first()
    if known is not None:
        raise ScanKnown(
            name=picture.file_name,
            number=known.number,
            page=known.page if known.page is not None else "—",
            day=f"{known.added_at.astimezone():%Y-%m-%d}",
            by=known.added_by,
        )
