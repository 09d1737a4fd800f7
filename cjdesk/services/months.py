"""Which months are closed: from the lock on, attendance, receipts and dates of that month are read-only (4.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import PayRun
from cjdesk.domain.errors import MonthIsLocked
from cjdesk.domain.month import Month
from cjdesk.domain.states import CLOSED_RUNS

Span = tuple[date, date | None]
"""First and last day on post, the last one open when None."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The closed months of a data file, read once for many rows of an import."""

    runs: dict[tuple[Month, str], tuple[str, str]]

    def is_closed(self, month: Month, post_type: str | None = None) -> bool:
        """Whether the month is closed for a post type, or for any."""
        if post_type is not None:
            return (month, post_type) in self.runs
        return any(closed == month for closed, _ in self.runs)

    def require_open(self, month: Month, *, post_type: str | None = None) -> None:
        """MONTH_IS_LOCKED if the month is closed for the post type, or, without one, for any."""
        for (closed, kind), (name, by) in self.runs.items():
            if closed == month and (post_type is None or kind == post_type):
                raise MonthIsLocked(month=month, post_type=name, by=by)

    def require_dates_open(self, post_type: str, old: Span | None, new: Span | None) -> None:
        """MONTH_IS_LOCKED if a change of dates on post adds or takes a day of a closed month."""
        for first, last in _changed(old, new):
            for (closed, kind), (name, by) in sorted(self.runs.items()):
                if kind == post_type and closed.last >= first and (last is None or closed.first <= last):
                    raise MonthIsLocked(month=closed, post_type=name, by=by)


def closed(session: Session) -> Closed:
    """Every closed month with the name of its post type and who locked it."""
    statement = select(PayRun).where(PayRun.state.in_(CLOSED_RUNS))
    return Closed(
        {
            (month, run.post_type): (run.head.get("post_type_name", run.post_type), run.checked_by or run.made_by)
            for run in session.scalars(statement)
            for month in _months(run)
        }
    )


def require_open(session: Session, month: Month, *, post_type: str | None = None) -> None:
    """MONTH_IS_LOCKED if the month is closed for the post type, or, without one, for any post type."""
    closed(session).require_open(month, post_type=post_type)


def require_dates_open(session: Session, post_type: str, old: Span | None, new: Span | None) -> None:
    """MONTH_IS_LOCKED if changing dates from ``old`` to ``new`` touches a closed month; None is no dates at all."""
    closed(session).require_dates_open(post_type, old, new)


def _months(run: PayRun) -> Iterable[Month]:
    """Every month that a run pays."""
    month = run.first_month or run.month
    while month <= run.month:
        yield month
        month = month.plus(1)


def _changed(old: Span | None, new: Span | None) -> Iterable[Span]:
    """The days that are in only one of the two spans."""
    if old is None or new is None:
        return [span for span in (old, new) if span is not None]
    changed: list[Span] = []
    if old[0] != new[0]:
        changed.append((min(old[0], new[0]), max(old[0], new[0]) - timedelta(days=1)))
    if old[1] != new[1]:
        ends = [end for end in (old[1], new[1]) if end is not None]
        changed.append((min(ends) + timedelta(days=1), max(ends) if len(ends) == 2 else None))
    return changed
