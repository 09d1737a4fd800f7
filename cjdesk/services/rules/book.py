"""The county's rules as they are stored, as the book that answers for a post type and fund."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import PostType, Rule
from cjdesk.domain.rules import RULES, Book, Entry

LOCK_RULE = "LOCK"
"""Under this code the county’s ``[[locking]]`` is kept among the rules."""

RECORD, REFUSE = "record", "refuse"
"""What happens to warnings without a reason at a lock that asks for none: an automatic sign-off is recorded, or it is
refused."""


def book(session: Session) -> Book:
    """Read once for a whole run or list."""
    entries = tuple(
        Entry(row.code, row.severity, row.post_type, row.fund, row.value or {})
        for row in session.scalars(select(Rule).where(Rule.code.in_(RULES)))
    )
    return Book(entries, dict(session.execute(select(PostType.code, PostType.work_time)).all()))


def unsigned(session: Session) -> str:
    """What the county wants done with warnings that nobody gave a reason for: record or refuse."""
    value = session.scalar(select(Rule.value).where(Rule.code == LOCK_RULE))
    return str((value or {}).get("unsigned", RECORD))
