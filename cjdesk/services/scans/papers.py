"""The record whose paper carries a number: a pay run, a bank list, a notice, a scheme's ledger, an award round."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from cjdesk.db.models import AwardRound, BankList, PayRun, Publicity, Scan, WaterScheme
from cjdesk.domain.errors import ScanNumberMissing, ScanNumberUnknown
from cjdesk.domain.month import Month
from cjdesk.services.scans.values import Kind, Paper

_LEDGER = re.compile(r"FEE-(\d{4})(0[1-9]|1[0-2])-(\d{4})")

FIRST_FORM = {Kind.RUN: "F1", Kind.LIST: "F5", Kind.NOTICE: "F2", Kind.LEDGER: "F11", Kind.AWARDS: "F15"}
"""The form that people sign, whose pages are counted where nothing else is said."""


def tidy_number(text: str) -> str:
    """A printed number as typed: wide signs, blanks and small letters put right."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def paper(session: Session, number: str) -> Paper:
    """The record with this printed number. SCAN_NUMBER_MISSING, SCAN_NUMBER_UNKNOWN."""
    wanted = tidy_number(number)
    if not wanted:
        raise ScanNumberMissing(field="number")
    found = (
        _run(session, wanted)
        or _list(session, wanted)
        or _notice(session, wanted)
        or _ledger(session, wanted)
        or _round(session, wanted)
    )
    if found is None:
        raise ScanNumberUnknown(field="number", number=number.strip())
    return found


def belongs(found: Paper) -> ColumnElement[bool]:
    """Which stored scans are of this paper."""
    if found.kind is Kind.LEDGER:
        return (Scan.scheme_id == found.record_id) & (Scan.month == found.month)
    column = {
        Kind.RUN: Scan.run_id,
        Kind.LIST: Scan.list_id,
        Kind.NOTICE: Scan.publicity_id,
        Kind.AWARDS: Scan.round_id,
    }[found.kind]
    return column == found.record_id


def place(found: Paper) -> dict[str, str]:
    """The column of a new scan that points to the record."""
    column = {
        Kind.RUN: "run_id",
        Kind.LIST: "list_id",
        Kind.NOTICE: "publicity_id",
        Kind.LEDGER: "scheme_id",
        Kind.AWARDS: "round_id",
    }[found.kind]
    return {column: found.record_id}


def _run(session: Session, number: str) -> Paper | None:
    row = session.scalars(select(PayRun).where(PayRun.number == number)).first()
    if row is None:
        return None
    return Paper(Kind.RUN, row.id, row.number, row.month, row.revision, _run_title(row))


def _run_title(row: PayRun) -> str:
    first = row.first_month or row.month
    span = f"{first}~{row.month}" if first != row.month else str(row.month)
    return f"{row.head.get('post_type_name', row.post_type)} {span}"


def _list(session: Session, number: str) -> Paper | None:
    row = session.scalars(select(BankList).where(BankList.number == number)).first()
    if row is None:
        return None
    run = session.get_one(PayRun, row.run_id)
    return Paper(Kind.LIST, row.id, row.number, run.month, None, _run_title(run))


def _notice(session: Session, number: str) -> Paper | None:
    row = session.scalars(select(Publicity).where(Publicity.number == number)).first()
    if row is None:
        return None
    return Paper(Kind.NOTICE, row.id, row.number, Month.of(row.start), row.revision, row.title)


def _ledger(session: Session, number: str) -> Paper | None:
    """Ledgers are numbered by the schemes in the order in which they were registered (``fees.ledger``)."""
    parts = _LEDGER.fullmatch(number)
    if parts is None:
        return None
    ids = list(session.scalars(select(WaterScheme.id).order_by(WaterScheme.id)))
    place_of = int(parts[3]) - 1
    if not 0 <= place_of < len(ids):
        return None
    scheme, month = session.get_one(WaterScheme, ids[place_of]), Month(int(parts[1]), int(parts[2]))
    return Paper(Kind.LEDGER, scheme.id, number, month, None, f"{scheme.name} {month}")


def _round(session: Session, number: str) -> Paper | None:
    row = session.scalars(select(AwardRound).where(AwardRound.number == number)).first()
    if row is None:
        return None
    month = Month(row.year, 6 if row.half == 1 else 12)
    return Paper(Kind.AWARDS, row.id, row.number, month, None, row.name)
