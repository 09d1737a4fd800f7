"""Who is to take a post: proposed, made public, then on post from a day on, or turned down."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Objection, Person, Publicity, PublicitySubject
from cjdesk.domain.errors import NotProposed, ObjectionOpen, PublicityStillOpen, ReasonMissing
from cjdesk.domain.states import AssignmentState, PublicityState
from cjdesk.services import people
from cjdesk.services.people import PutOnPost
from cjdesk.services.people.found import assignment_of

_NOT_YET = frozenset({AssignmentState.PROPOSED, AssignmentState.PUBLISHED})


def propose(session: Session, person_id: str, *, post_type: str, post_name: str, start: date) -> PutOnPost:
    """Propose a person for a post from a planned day on, with the checks of putting on post; nothing is paid yet."""
    return people.put_on_post(
        session, person_id, post_type=post_type, post_name=post_name, start=start, state=AssignmentState.PROPOSED
    )


def take_post(session: Session, assignment_id: str, *, start: date) -> None:
    """Put a person on post who was public and against whom nothing stands (R-16); ``start`` is the first paid day.

    Errors: NOT_PROPOSED, PUBLICITY_STILL_OPEN, OBJECTION_OPEN, and those of ``people.confirm``.
    """
    assignment, person = assignment_of(session, assignment_id)
    if assignment.state != AssignmentState.PUBLISHED:
        raise NotProposed(name=person.name, state=assignment.state)
    _require_heard(session, assignment, person)
    assignment.start = start
    session.flush()
    people.confirm(session, assignment_id)


def turn_down(session: Session, assignment_id: str, *, reason: str, today: date) -> None:
    """Somebody does not take the post: the proposal stays with its reason, ends today and is never paid.

    Errors: NOT_PROPOSED once on post, REASON_MISSING.
    """
    assignment, person = assignment_of(session, assignment_id)
    if assignment.state not in _NOT_YET or assignment.end is not None:
        raise NotProposed(name=person.name, state=assignment.state)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    assignment.state = AssignmentState.PROPOSED.value
    assignment.end = max(today, assignment.start)
    assignment.exit_reason, assignment.exit_note = "其他", reason.strip()[:100]
    session.flush()


def _require_heard(session: Session, assignment: Assignment, person: Person) -> None:
    row = session.scalars(
        select(Publicity)
        .join(PublicitySubject, PublicitySubject.publicity_id == Publicity.id)
        .where(PublicitySubject.assignment_id == assignment.id)
        .order_by(Publicity.opened_at.desc(), Publicity.number.desc())
    ).first()
    if row is None or row.state != PublicityState.CLOSED:
        raise PublicityStillOpen(
            number=person.name, notice=row.number if row else "—", end=row.end.isoformat() if row else "—"
        )
    waiting = session.scalars(
        select(Objection).where(
            Objection.publicity_id == row.id,
            Objection.outcome.is_(None),
            Objection.assignment_id.is_(None) | (Objection.assignment_id == assignment.id),
        )
    ).all()
    if waiting:
        raise ObjectionOpen(count=len(waiting), notice=row.number, who=person.name)
