"""Whether a run may go on: its notice closed and what was objected decided, as far as the county asks for it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Objection, PayRun, Publicity
from cjdesk.domain.errors import ObjectionOpen, ObjectionUpheld, PublicityRequired, PublicityStillOpen
from cjdesk.domain.publicity import Outcome, Required
from cjdesk.domain.states import PublicityState
from cjdesk.services.publicity.notices import who
from cjdesk.services.publicity.questions import HANGS, undecided_against
from cjdesk.services.publicity.settings import settings


def require_closed(session: Session, run: PayRun) -> None:
    """Call before a run is approved; does nothing unless the county says ``required = "before_approval"``.

    Errors: PUBLICITY_REQUIRED, PUBLICITY_STILL_OPEN, OBJECTION_OPEN, OBJECTION_UPHELD.
    """
    if settings(session).required is Required.BEFORE_APPROVAL:
        _require(session, run)


def require_closed_before_payment(session: Session, run: PayRun) -> None:
    """Call before a bank list is made: also a run that no second person approved has been public by then."""
    if settings(session).required is not Required.NEVER:
        _require(session, run)


def blocked_assignments(session: Session, run: PayRun) -> dict[str, str]:
    """R-16: assignment → what is objected and not decided; the key "" is against everybody on the notice."""
    return {one.assignment_id or "": one.content for one in undecided_against(session, run)}


def _require(session: Session, run: PayRun) -> None:
    row = session.scalars(
        select(Publicity)
        .where(Publicity.run_id == run.id, Publicity.revision == run.revision, Publicity.state.in_(HANGS))
        .order_by(Publicity.opened_at.desc(), Publicity.number.desc())
    ).first()
    if row is None:
        raise PublicityRequired(number=run.number)
    if row.state == PublicityState.OPEN:
        raise PublicityStillOpen(number=run.number, notice=row.number, end=row.end.isoformat())
    waiting = undecided_against(session, run)
    if waiting:
        raise ObjectionOpen(count=len(waiting), notice=row.number, who=who(session, waiting[0]))
    upheld = session.scalars(
        select(Objection).where(Objection.publicity_id == row.id, Objection.outcome == Outcome.UPHELD.value)
    ).first()
    if upheld is not None:
        raise ObjectionUpheld(number=run.number, notice=row.number, who=who(session, upheld))
