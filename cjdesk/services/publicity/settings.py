"""What the county says about publicity: how many days, counted how, before which step; and the days off it knows of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Holiday, Rule
from cjdesk.domain.publicity import CALENDAR, USUAL_DAYS, Period, Required, WorkCalendar, period
from cjdesk.services.reference import PUBLICITY_RULE


@dataclass(frozen=True, slots=True)
class Settings:
    """The ``[[publicity]]`` entry in force."""

    days: int
    counting: str
    required: Required


def settings(session: Session) -> Settings:
    """The entry that was taken in last; without one 7 calendar days, required before nothing."""
    found = session.scalars(
        select(Rule.value).where(Rule.code == PUBLICITY_RULE, Rule.post_type.is_(None), Rule.fund.is_(None))
    ).first()
    value = found or {}
    return Settings(
        int(value.get("days", USUAL_DAYS)),
        str(value.get("counting", CALENDAR)),
        Required(value.get("required", Required.NEVER)),
    )


def work_calendar(session: Session) -> WorkCalendar:
    """Every announced day off or worked."""
    return WorkCalendar({row.day: row.kind for row in session.scalars(select(Holiday))})


def period_from(session: Session, start: date, *, days: int | None = None, counting: str | None = None) -> Period:
    """The days on the wall from a first day, as configured where nothing else is said."""
    usual = settings(session)
    return period(start, usual.days if days is None else days, counting or usual.counting, work_calendar(session))
