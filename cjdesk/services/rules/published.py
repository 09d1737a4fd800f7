"""Whether people who are to take a post have hung out as long as they must, and what was said against them (R-16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Objection, Publicity, PublicitySubject
from cjdesk.domain.publicity import Outcome
from cjdesk.domain.states import PublicityState


@dataclass(frozen=True, slots=True)
class Published:
    """The newest poster of an assignment: whether it was closed, and whether an objection is open or was upheld."""

    finished: bool
    objected: bool


def states(session: Session, assignments: Sequence[str]) -> dict[str, Published]:
    """By assignment; who never stood on a poster is missing."""
    statement = (
        select(PublicitySubject.assignment_id, Publicity.id, Publicity.state)
        .join(Publicity, Publicity.id == PublicitySubject.publicity_id)
        .where(PublicitySubject.assignment_id.in_(assignments))
        .order_by(Publicity.opened_at, Publicity.number)
    )
    newest = {
        assignment: (poster, state == PublicityState.CLOSED) for assignment, poster, state in session.execute(statement)
    }
    standing = select(Objection.publicity_id, Objection.assignment_id).where(
        Objection.publicity_id.in_({poster for poster, _ in newest.values()}),
        or_(Objection.outcome.is_(None), Objection.outcome == Outcome.UPHELD.value),
    )
    against = {(poster, assignment) for poster, assignment in session.execute(standing)}
    return {
        assignment: Published(finished, (poster, assignment) in against or (poster, None) in against)
        for assignment, (poster, finished) in newest.items()
    }
