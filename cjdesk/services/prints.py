"""Paper is counted: which form of which record was printed, and which copy it is (D-11)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import AuditEntry
from cjdesk.domain.errors import PurposeMissing


def next_copy(session: Session, form: str, record_ids: Sequence[str]) -> int:
    """The number of the copy that would be printed now: one more than any of the records had."""
    statement = (
        select(func.count())
        .where(AuditEntry.record == _kind(form), AuditEntry.record_id.in_(record_ids))
        .group_by(AuditEntry.record_id)
    )
    return max(session.scalars(statement), default=0) + 1


def record(session: Session, form: str, record_ids: Sequence[str], *, copy: int, pages: int, purpose: str) -> None:
    """Write into the history that a form went onto paper or into a PDF; ``purpose`` says where to."""
    for record_id in record_ids:
        audit.note(session, _kind(form), record_id, {"form": form, "copy": copy, "pages": pages, "purpose": purpose})


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
    return f"print_{form}"
