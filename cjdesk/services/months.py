"""Which months are closed: from the lock on, attendance, receipts and dates of that month are read-only (4.4).

A fact that becomes known later is entered through ``late``, with its reason: the locked lines stand, the fact is noted
as late, and the difference is paid or taken back by a later run (``payroll.corrections``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import LateChange, Office, PayRun
from cjdesk.domain.errors import MonthIsLocked, ReasonMissing
from cjdesk.domain.month import Month
from cjdesk.domain.states import CLOSED_RUNS

Span = tuple[date, date | None]
"""First and last day on post, the last one open when None."""

Pair = tuple[Month, str]
"""A month and a post type."""

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Late:
    """Why a fact of a closed month may still be entered, and by whom (login)."""

    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The closed months of a data file, read once for many rows of an import."""

    runs: dict[Pair, tuple[str, str]]

    def is_closed(self, month: Month, post_type: str | None = None) -> bool:
        """Whether the month is closed for a post type, or for any."""
        return next(self.touched(month, post_type), None) is not None

    def touched(self, month: Month, post_type: str | None = None) -> Iterator[Pair]:
        """The closed pairs that a fact of this month belongs to."""
        for closed, kind in sorted(self.runs):
            if closed == month and (post_type is None or kind == post_type):
                yield closed, kind

    def touched_by_dates(self, post_type: str, old: Span | None, new: Span | None) -> Iterator[Pair]:
        """The closed pairs that lose or gain a day when dates on post go from ``old`` to ``new``."""
        spans = list(_changed(old, new))
        for closed, kind in sorted(self.runs):
            if kind == post_type and any(
                closed.last >= first and (last is None or closed.first <= last) for first, last in spans
            ):
                yield closed, kind

    def refusal(self, pair: Pair) -> MonthIsLocked:
        """The words that say who locked it."""
        name, by = self.runs[pair]
        return MonthIsLocked(month=pair[0], post_type=name, by=by, field="late")

    def require_open(self, month: Month, *, post_type: str | None = None) -> None:
        """MONTH_IS_LOCKED if the month is closed for the post type, or, without one, for any."""
        for pair in self.touched(month, post_type):
            raise self.refusal(pair)

    def require_dates_open(self, post_type: str, old: Span | None, new: Span | None) -> None:
        """MONTH_IS_LOCKED if a change of dates on post adds or takes a day of a closed month."""
        for pair in self.touched_by_dates(post_type, old, new):
            raise self.refusal(pair)


def closed(session: Session) -> Closed:
    """Every closed month with the name of its post type and who locked it."""
    runs: dict[Pair, tuple[str, str]] = {}
    for run in session.scalars(select(PayRun).where(PayRun.state.in_(CLOSED_RUNS))):
        words = (run.head.get("post_type_name", run.post_type), run.checked_by or run.made_by)
        month = run.first_month or run.month
        while month <= run.month:
            runs[month, run.post_type] = words
            month = month.plus(1)
    return Closed(runs)


def late(
    session: Session,
    why: Late,
    change: Callable[Concatenate[Session, P], R],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """Make a change that may touch closed months; each month it touches is noted as changed late, with the reason.

    The locked lines stay as they are. Errors: REASON_MISSING, and whatever the change itself refuses.
    """
    words = why.reason.strip()
    if not words:
        raise ReasonMissing(field="reason")
    session.info[_LATE] = Late(words[:200], why.by)
    return change(session, *args, **kwargs)


def lateness(session: Session) -> Late | None:
    """The reason that this transaction may touch closed months for; None in an ordinary one."""
    found: Late | None = session.info.get(_LATE)
    return found


def require_open(
    session: Session,
    month: Month,
    *,
    post_type: str | None = None,
    what: str = "attendance",
    assignment_id: str | None = None,
) -> None:
    """MONTH_IS_LOCKED if the month is closed for the post type, or, without one, for any; a late change is noted."""
    known = closed(session)
    _judge(session, known, known.touched(month, post_type), what, assignment_id)


def require_dates_open(
    session: Session, post_type: str, old: Span | None, new: Span | None, *, assignment_id: str | None = None
) -> None:
    """MONTH_IS_LOCKED if changing dates from ``old`` to ``new`` touches a closed month; None is no dates at all."""
    known = closed(session)
    _judge(session, known, known.touched_by_dates(post_type, old, new), "assignment", assignment_id)


def note_late(session: Session, pairs: Iterable[Pair], late: Late, *, what: str, assignment_id: str | None) -> None:
    """Remember that these closed months have to be looked at again."""
    township = session.scalars(select(Office.township)).one()
    for month, kind in pairs:
        session.add(
            LateChange(
                township=township,
                assignment_id=assignment_id,
                month=month,
                post_type=kind,
                what=what,
                reason=late.reason,
                entered_by=late.by,
            )
        )


def _judge(session: Session, known: Closed, pairs: Iterable[Pair], what: str, assignment_id: str | None) -> None:
    touched = list(pairs)
    if not touched:
        return
    allowed = lateness(session)
    if allowed is None:
        raise known.refusal(touched[0])
    note_late(session, touched, allowed, what=what, assignment_id=assignment_id)


_LATE = "late"


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
