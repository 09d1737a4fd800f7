"""Scans asked for: those of a paper or month, one picture, how many pages are here, whether all are as they came."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Scan
from cjdesk.domain.errors import ScanDamaged, ScanUnknown
from cjdesk.domain.month import Month
from cjdesk.services import prints
from cjdesk.services.scans.papers import FIRST_FORM, belongs, paper
from cjdesk.services.scans.values import Kind, Paper, Progress, ScanValue


@dataclass(frozen=True, slots=True)
class OfPaper:
    """A paper, its standing scans in the order of pages, and how much of it is here."""

    paper: Paper
    scans: tuple[ScanValue, ...]
    progress: Progress


def of_paper(session: Session, number: str, *, with_withdrawn: bool = False) -> OfPaper:
    """The scans of the paper with this number. SCAN_NUMBER_UNKNOWN."""
    found = paper(session, number)
    scans = _scans(session, belongs(found), with_withdrawn=with_withdrawn)
    return OfPaper(found, scans, _progress(session, found, scans))


def of_month(session: Session, month: Month, *, with_withdrawn: bool = False) -> tuple[ScanValue, ...]:
    """Every scan of a month's papers, by number and page."""
    return _scans(session, Scan.month == month, with_withdrawn=with_withdrawn)


def progress(session: Session, number: str) -> Progress:
    """How many pages of a paper are here, out of how many."""
    found = paper(session, number)
    return _progress(session, found, _scans(session, belongs(found)))


def picture(session: Session, scan_id: str) -> tuple[ScanValue, bytes]:
    """One kept picture. SCAN_UNKNOWN; SCAN_DAMAGED when it is not what was kept."""
    row = session.get(Scan, scan_id)
    if row is None:
        raise ScanUnknown
    content = row.content
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise ScanDamaged(number=row.number, page=row.page if row.page is not None else "—")
    return _value(row), content


def damaged(session: Session) -> Iterator[ScanValue]:
    """Every kept picture that is not what was kept; reads them all, one after the other."""
    for scan_id in list(session.scalars(select(Scan.id).order_by(Scan.number, Scan.page))):
        row = session.get_one(Scan, scan_id)
        if len(row.content) != row.size or hashlib.sha256(row.content).hexdigest() != row.sha256:
            yield _value(row)
        session.expunge(row)


def _scans(session: Session, which: ColumnElement[bool], *, with_withdrawn: bool = False) -> tuple[ScanValue, ...]:
    statement = select(Scan).where(which)
    if not with_withdrawn:
        statement = statement.where(Scan.withdrawn.is_(None))
    order = (Scan.number, Scan.page.asc().nulls_last(), Scan.added_at, Scan.id)
    return tuple(_value(row) for row in session.scalars(statement.order_by(*order)))


def _progress(session: Session, found: Paper, scans: tuple[ScanValue, ...]) -> Progress:
    """Distinct pages of the revision that stands; a picture without a number is one.

    How many there are the codes say, else the last print.
    """
    form = FIRST_FORM[found.kind]
    signed = [one for one in scans if found.revision is None or one.revision in {found.revision, None}]
    standing = [one for one in signed if one.withdrawn is None and one.form in {form, None}]
    numbered = {one.page for one in standing if one.page is not None}
    here = len(numbered) + sum(one.page is None for one in standing)
    said = [one.pages for one in standing if one.pages is not None]
    printed = found.number if found.kind is Kind.LEDGER else found.record_id
    return Progress(here, said[-1] if said else prints.pages_printed(session, form, printed))


def _value(row: Scan) -> ScanValue:
    found = row.warnings.split(",") if row.warnings else []
    return ScanValue(
        id=row.id,
        number=row.number,
        month=row.month,
        form=row.form,
        revision=row.revision,
        page=row.page,
        pages=row.pages,
        file_name=row.file_name,
        width=row.width,
        height=row.height,
        size=row.size,
        original_size=row.original_size,
        warnings=tuple(found),
        remark=row.remark or "",
        added_at=row.added_at,
        added_by=row.added_by,
        withdrawn=row.withdrawn,
    )
