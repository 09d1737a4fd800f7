"""What people object to a notice, and what came of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Objection, Person
from cjdesk.domain.errors import (
    NotOnNotice,
    ObjectionDate,
    ObjectionDecided,
    ObjectionText,
    PublicityEnded,
    ReasonMissing,
    ValueNotInList,
)
from cjdesk.domain.publicity import Outcome
from cjdesk.domain.states import PublicityState
from cjdesk.services.publicity.questions import notice_row, objection_row, subjects
from cjdesk.services.who import name_of


def register(
    session: Session,
    notice_id: str,
    *,
    content: str,
    raised: date,
    today: date,
    assignment_id: str | None = None,
    raised_by: str = "",
) -> str:
    """Write down an objection against one person on the notice, or against all of it (no assignment); gives its id.

    A closed notice still takes one: it is late, but it is heard before the money goes. Errors: PUBLICITY_ENDED for a
    withdrawn or superseded notice, OBJECTION_DATE, OBJECTION_TEXT, NOT_ON_NOTICE.
    """
    row = notice_row(session, notice_id)
    if row.state in {PublicityState.WITHDRAWN, PublicityState.SUPERSEDED}:
        raise PublicityEnded(notice=row.number, state=row.state)
    if not row.start <= raised <= today:
        raise ObjectionDate(
            field="raised", day=raised.isoformat(), start=row.start.isoformat(), today=today.isoformat()
        )
    if not content.strip():
        raise ObjectionText(field="content")
    if assignment_id is not None and assignment_id not in {one.assignment_id for one in subjects(session, notice_id)}:
        raise NotOnNotice(field="assignment_id", name=_name(session, assignment_id), notice=row.number)
    objection = Objection(
        township=row.township,
        publicity_id=row.id,
        assignment_id=assignment_id,
        raised=raised,
        raised_by=raised_by.strip()[:80] or None,
        content=content.strip()[:400],
    )
    session.add(objection)
    session.flush()
    return objection.id


def decide(session: Session, objection_id: str, *, outcome: str, note: str, by: str, today: date) -> Objection:
    """Say what came of an objection: 成立, 不成立 (both with what was found out) or 撤回.

    Errors: OBJECTION_DECIDED, VALUE_NOT_IN_LIST, REASON_MISSING.
    """
    row = objection_row(session, objection_id)
    if row.outcome is not None:
        day = row.decided.isoformat() if row.decided else ""
        raise ObjectionDecided(outcome=row.outcome, day=day, by=row.decided_by or "")
    if outcome not in set(Outcome):
        raise ValueNotInList(field="outcome", value=outcome, choices="、".join(Outcome))
    if outcome != Outcome.WITHDRAWN and not note.strip():
        raise ReasonMissing(field="note")
    row.outcome = Outcome(outcome).value
    row.outcome_note = note.strip()[:400] or None
    row.decided = today
    row.decided_by = name_of(session, by)
    session.flush()
    return row


def _name(session: Session, assignment_id: str) -> str:
    statement = select(Person.name).join(Assignment, Assignment.person_id == Person.id)
    return session.scalars(statement.where(Assignment.id == assignment_id)).first() or assignment_id
