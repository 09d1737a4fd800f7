"""Whether the days of a month may still be changed: not once its run is locked (domain.md 4.4)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import PayRun
from cjdesk.domain.errors import MonthIsLocked
from cjdesk.domain.month import Month
from cjdesk.domain.states import CLOSED_RUNS


def require_open(session: Session, month: Month, *, post_type: str) -> None:
    """Stop with MONTH_IS_LOCKED when a run of this month and post type, or of a later month, is locked."""
    closed = session.scalars(
        select(PayRun)
        .where(PayRun.post_type == post_type, PayRun.month >= month)
        .where(PayRun.state.in_([state.value for state in CLOSED_RUNS]))
        .order_by(PayRun.month)
    ).first()
    if closed is not None:
        raise MonthIsLocked(month=closed.month, post_type=post_type, by=closed.checked_by or closed.made_by)
