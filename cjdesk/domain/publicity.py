"""Publicity (公示) by the calendar: the last day a poster hangs, working days, announced holidays, what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from cjdesk.domain.errors import PublicityDays, ValueNotInList

FEWEST_DAYS, MOST_DAYS, USUAL_DAYS = 3, 10, 7
"""domain.md 3.3."""

CALENDAR, WORKING = "calendar", "working"
COUNTINGS = (CALENDAR, WORKING)

OFF, WORKED = "休", "班"
_SATURDAY = 5


class PublicityKind(StrEnum):
    """What a poster is about: pay of a run, or people who are to take a post."""

    PAY = "发放"
    POST = "拟聘"


class Required(StrEnum):
    """Before which step of a run its poster has to be closed, as the county decides."""

    NEVER = "none"
    BEFORE_APPROVAL = "before_approval"
    BEFORE_PAYMENT = "before_payment"


class Outcome(StrEnum):
    """What came of an objection."""

    UPHELD = "成立"
    REJECTED = "不成立"
    WITHDRAWN = "撤回"


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Weekends and the days that the State Council moved: ``days`` maps a day to 休 or 班."""

    days: Mapping[date, str] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Whether offices are open: an announced day as announced, any other from Monday to Friday."""
        kind = self.days.get(day)
        return day.weekday() < _SATURDAY if kind is None else kind == WORKED

    def announced(self, year: int) -> bool:
        """Whether anything is known of the year's holidays."""
        return any(day.year == year for day in self.days)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day on the wall, both included.

    ``guessed_years`` are those whose holidays nobody has entered: only weekends were taken off there.
    """

    start: date
    end: date
    days: int
    counting: str
    guessed_years: tuple[int, ...] = ()


def period(start: date, days: int, counting: str, calendar: WorkCalendar) -> Period:
    """Count the days; the first day counts when it is one of them. Errors: PUBLICITY_DAYS, VALUE_NOT_IN_LIST."""
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        raise PublicityDays(field="days", days=days, fewest=FEWEST_DAYS, most=MOST_DAYS)
    if counting not in COUNTINGS:
        raise ValueNotInList(field="counting", value=counting, choices="、".join(COUNTINGS))
    if counting == CALENDAR:
        return Period(start, start + timedelta(days=days - 1), days, counting)
    day, left = start, days
    while True:
        left -= calendar.works(day)
        if not left:
            break
        day += timedelta(days=1)
    guessed = tuple(year for year in range(start.year, day.year + 1) if not calendar.announced(year))
    return Period(start, day, days, counting, guessed)


def days_left(end: date, today: date, *, counting: str = CALENDAR, calendar: WorkCalendar | None = None) -> int:
    """The counted days from tomorrow up to and including the last; 0 on the last day, below 0 once it is over."""
    if today > end:
        return (end - today).days
    span = [today + timedelta(days=ahead) for ahead in range(1, (end - today).days + 1)]
    if counting == WORKING and calendar is not None:
        return sum(calendar.works(day) for day in span)
    return len(span)
