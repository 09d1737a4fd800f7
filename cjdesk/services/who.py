"""Who signs: sheets carry the names of clerks, not their logins."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Clerk


def name_of(session: Session, by: str) -> str:
    """The name of the clerk with this login; anything else is a name already."""
    return session.scalar(select(Clerk.name).where(Clerk.login == by)) or by
