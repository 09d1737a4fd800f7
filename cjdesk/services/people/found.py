"""A row that must be there, or the words that it is gone."""

from __future__ import annotations

import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Office, Person
from cjdesk.db.types import utc_now
from cjdesk.domain import id_number
from cjdesk.domain.errors import PersonNotRegistered, PersonUnknown


def person_of(session: Session, person_id: str) -> Person:
    """The person; PERSON_UNKNOWN when somebody removed it meanwhile."""
    person = session.get(Person, person_id)
    if person is None:
        raise PersonUnknown
    return person


def assignment_of(session: Session, assignment_id: str) -> tuple[Assignment, Person]:
    """An assignment and whose it is; PERSON_UNKNOWN when it is gone."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise PersonUnknown
    return assignment, person_of(session, assignment.person_id)


def person_with(session: Session, id_no: str) -> Person:
    """The person with an ID number, as it is typed; ID_* for a wrong one, PERSON_NOT_REGISTERED for an unknown one."""
    value = id_number.check(id_no, today=utc_now().date()).value
    person = session.scalars(select(Person).where(Person.id_no == value)).first()
    if person is None:
        raise PersonNotRegistered(field="id_no", name=value)
    return person


def own_township(session: Session) -> str:
    """The township that owns new rows of this file."""
    return session.scalars(select(Office.township)).one()


def by_id_no(session: Session, id_no: str) -> str:
    """The person of an ID number as it is typed. Errors: PERSON_UNKNOWN."""
    wanted = unicodedata.normalize("NFKC", id_no).replace(" ", "").upper()
    found = session.scalar(select(Person.id).where(Person.id_no == wanted))
    if found is None:
        raise PersonUnknown(field="person")
    return found
