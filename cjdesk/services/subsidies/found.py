"""Schemes and enrolments that must be there, or words that they are not."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Person, PostType
from cjdesk.domain import codes
from cjdesk.domain.errors import NotOnList, SubsidyUnknown
from cjdesk.domain.month import Month


def scheme_of(session: Session, code: str) -> PostType:
    """The subsidy with this code, switched on; SUBSIDY_UNKNOWN otherwise."""
    known = {
        row.code: row
        for row in session.scalars(
            select(PostType).where(PostType.active, PostType.pay != codes.POST).order_by(PostType.ordinal)
        )
    }
    if code not in known:
        choices = "、".join(f"{row.code} {row.name}" for row in known.values()) or "—"
        raise SubsidyUnknown(scheme=code, choices=choices, field="post_type")
    return known[code]


def enrolled_on(session: Session, person_id: str, post_type: str, first: date, last: date | None) -> Assignment | None:
    """A person's enrolment in a scheme that has a common day with these."""
    statement = (
        select(Assignment)
        .where(
            Assignment.person_id == person_id,
            Assignment.post_type == post_type,
            Assignment.end.is_(None) | (Assignment.end >= first),
        )
        .order_by(Assignment.start)
    )
    return next((row for row in session.scalars(statement) if last is None or row.start <= last), None)


def enrolment(session: Session, person: Person, scheme: PostType, month: Month) -> Assignment:
    """The enrolment that pays a month; NOT_ON_LIST without one."""
    row = enrolled_on(session, person.id, scheme.code, month.first, month.last)
    if row is None:
        raise NotOnList(name=person.name, scheme=scheme.name, month=month, field="month")
    return row
