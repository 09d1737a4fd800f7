"""Paper is counted: which form of which record was printed, which copy it is, and which code it bears (D-11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import AuditEntry
from cjdesk.domain.errors import PurposeMissing
from cjdesk.domain.paper import Imprint

PDF = "pdf"
"""How the purpose of what went into a PDF begins."""

_KIND = "print_"
_DATA = "pdf_data"


@dataclass(frozen=True, slots=True)
class Print:
    """Paper that went out: its imprint, the record it is of, when, by whom, which copy; ``seq`` orders the history.

    ``pdf`` is True when it went into a PDF, ``data`` when it was noted what that carries.
    """

    imprint: Imprint
    record_id: str
    seq: int
    at: datetime
    clerk: str
    copy: int
    pdf: bool = False
    data: bool = False


def next_copy(session: Session, form: str, record_ids: Sequence[str]) -> int:
    """The number of the copy that would be printed now: one more than any of the records had."""
    statement = (
        select(func.count())
        .where(AuditEntry.record == _kind(form), AuditEntry.record_id.in_(record_ids))
        .group_by(AuditEntry.record_id)
    )
    return max(session.scalars(statement), default=0) + 1


def out(session: Session, form: str, begin: str) -> Mapping[str, int]:
    """The records whose id begins so that are out as a form, each with the pages of its fullest copy."""
    statement = select(AuditEntry.record_id, AuditEntry.new).where(
        AuditEntry.record == _kind(form), AuditEntry.record_id.startswith(begin, autoescape=True)
    )
    found: dict[str, int] = {}
    for record_id, new in session.execute(statement):
        found[record_id] = max(found.get(record_id, 0), int((new or {}).get("pages", 0)))
    return found


def record(
    session: Session,
    form: str,
    record_ids: Sequence[str],
    *,
    copy: int,
    pages: int | Sequence[int],
    purpose: str,
    imprints: Sequence[Imprint] = (),
    data: Sequence[str] = (),
) -> None:
    """Write into the history that a form went onto paper or into a PDF; ``purpose`` says where to.

    ``pages`` are those of the whole, or of each record where every one has pages of its own.
    ``imprints`` are what the pages bear, so that any of them can be looked up later. Where there is one for each
    record, each is noted with its own. Records bound together have their pages in one sum; ``records`` says of how
    many it is. ``data`` are the digests of what a PDF carries, by which it is known again (``wrote``).
    """
    each = len(imprints) == len(record_ids)
    counts = [pages] * len(record_ids) if isinstance(pages, int) else pages
    bound = {"records": len(record_ids)} if isinstance(pages, int) and len(record_ids) > 1 else {}
    for index, (record_id, count) in enumerate(zip(record_ids, counts, strict=True)):
        mine = imprints[index : index + 1] if each else imprints if index == 0 else ()
        facts = {"form": form, "copy": copy, "pages": count, "purpose": purpose, **bound}
        borne = [[one.form, one.number, one.check_code, one.revision] for one in mine]
        more = ({"imprints": borne} if borne else {}) | ({"data": len(data)} if data else {})
        audit.note(session, _kind(form), record_id, facts | more)
    for digest in dict.fromkeys(data):
        if not wrote(session, digest):
            audit.note(session, _DATA, digest, {"form": form})


def wrote(session: Session, digest: str) -> bool:
    """Whether a PDF that carries these data was written from this data file."""
    statement = select(AuditEntry.seq).where(AuditEntry.record_id == digest, AuditEntry.record == _DATA)
    return session.scalars(statement.limit(1)).first() is not None


def pages_printed(session: Session, form: str, record_id: str) -> int | None:
    """How many pages a record's form had when it was last printed by itself; None when it never was."""
    statement = (
        select(AuditEntry.new)
        .where(AuditEntry.record == _kind(form), AuditEntry.record_id == record_id)
        .order_by(AuditEntry.seq.desc())
    )
    for facts in session.scalars(statement):
        pages = (facts or {}).get("pages")
        if isinstance(pages, int) and "records" not in (facts or {}):
            return pages
    return None


def prints_of(session: Session, number: str) -> tuple[Print, ...]:
    """All paper that bears a number, in the order in which it was printed."""
    text = type_coerce(AuditEntry.new, Text)
    statement = (
        select(AuditEntry)
        .where(AuditEntry.record.startswith(_KIND, autoescape=True), text.contains(f'"{number}"', autoescape=True))
        .order_by(AuditEntry.seq)
    )
    found = []
    for entry in session.scalars(statement):
        facts = entry.new or {}
        for form, borne, code, revision in facts.get("imprints", ()):
            if borne == number:
                imprint = Imprint(form, borne, code, revision)
                found.append(
                    Print(
                        imprint,
                        entry.record_id,
                        entry.seq,
                        entry.at,
                        entry.clerk,
                        facts.get("copy", 1),
                        pdf=str(facts.get("purpose", "")).startswith(PDF),
                        data="data" in facts,
                    )
                )
    return tuple(found)


def without_imprint(session: Session, form: str, record_id: str) -> bool:
    """Whether a form of a record was printed before its codes were kept."""
    statement = select(AuditEntry.new).where(AuditEntry.record == _kind(form), AuditEntry.record_id == record_id)
    return any("imprints" not in (facts or {}) for facts in session.scalars(statement))


def where_to(medium: str, purpose: str = "") -> str:
    """The ``purpose`` of ``record``: where it went to, and, for paper with full numbers, what for."""
    return f"{medium}：{purpose}" if purpose else medium


def require_purpose(words: str) -> str:
    """What paper with full numbers is for, tidied; PURPOSE_MISSING without a word."""
    found = " ".join(words.split())[:100]
    if not found:
        raise PurposeMissing(field="purpose")
    return found


def _kind(form: str) -> str:
    return f"{_KIND}{form}"
