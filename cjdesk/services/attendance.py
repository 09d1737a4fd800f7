"""Attendance of one person and month, as it is entered at the desk; workbooks come through ``services.imports``."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Attendance
from cjdesk.domain.errors import AttNotOnPost, DaysFormat, DaysTooMany
from cjdesk.domain.month import Month
from cjdesk.domain.pay.amounts import days
from cjdesk.services.months import require_open
from cjdesk.services.people.found import assignment_of
from cjdesk.services.posts import schemes


def enter(
    session: Session,
    assignment_id: str,
    month: Month,
    *,
    required_tenths: int,
    attended_tenths: int,
    personal_leave_tenths: int = 0,
    sick_leave_tenths: int = 0,
    absent_tenths: int = 0,
    grade: str | None = None,
) -> str:
    """Set a month's attendance of an assignment, in tenths of a day; a second time replaces the first. The row's id.

    Errors: DAYS_FORMAT below zero, DAYS_TOO_MANY beyond the days of the month, ATT_NOT_ON_POST, MONTH_IS_LOCKED.
    """
    assignment, person = assignment_of(session, assignment_id)
    counted = {
        "required_tenths": required_tenths,
        "attended_tenths": attended_tenths,
        "personal_leave_tenths": personal_leave_tenths,
        "sick_leave_tenths": sick_leave_tenths,
        "absent_tenths": absent_tenths,
    }
    for field, tenths in counted.items():
        if tenths < 0:
            raise DaysFormat(value=days(tenths), field=field)
        check(tenths, month, field=field)
    on_post = assignment.start <= month.last and (assignment.end is None or assignment.end >= month.first)
    if not on_post or assignment.post_type in schemes(session):
        raise AttNotOnPost(name=person.name, month=str(month), field="month")
    require_open(session, month, post_type=assignment.post_type, assignment_id=assignment_id)
    mine = select(Attendance).where(Attendance.assignment_id == assignment_id, Attendance.month == month)
    row = session.scalars(mine).first() or Attendance(
        township=assignment.township, assignment_id=assignment_id, month=month
    )
    for field, tenths in counted.items():
        setattr(row, field, tenths)
    row.grade = grade
    session.add(row)
    session.flush()
    return row.id


def check(tenths: int, month: Month, *, field: str) -> None:
    """DAYS_TOO_MANY for more days than the month has."""
    if tenths > month.days * 10:
        raise DaysTooMany(days=days(tenths), month=month, most=month.days, field=field)
