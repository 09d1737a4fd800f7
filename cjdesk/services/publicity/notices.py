"""A notice is opened, registered as hanging, closed, withdrawn, or superseded when its run is unlocked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import Assignment, Objection, PayRun, Person, Publicity, PublicitySubject
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain.errors import (
    NothingProposed,
    NotProposed,
    ObjectionOpen,
    PlaceMissing,
    PublicityEnded,
    PublicityNeedsLock,
    PublicityNotOver,
    PublicityOpenAlready,
    ReasonMissing,
    RunUnknown,
)
from cjdesk.domain.month import Month
from cjdesk.domain.publicity import Outcome, PublicityKind
from cjdesk.domain.states import (
    ASSIGNMENT_STEPS,
    CLOSED_RUNS,
    PUBLICITY_STEPS,
    AssignmentState,
    PublicityState,
    step,
)
from cjdesk.services import office
from cjdesk.services.publicity.questions import notice_row, undecided_against
from cjdesk.services.publicity.settings import period_from
from cjdesk.services.who import name_of

EVERYBODY = "全体"


@dataclass(frozen=True, slots=True)
class Poster:
    """What the clerk says of a notice; days and counting as the county has them where they are None.

    ``phones`` is free text (镇人社中心 0855-…), ``reception`` the place where people may object.
    """

    start: date
    place: str
    days: int | None = None
    counting: str | None = None
    phones: str = ""
    reception: str = ""
    show_ids: bool = False
    mask_names: bool = False
    remark: str = ""


def open_for_run(session: Session, run_id: str, poster: Poster, *, by: str) -> str:
    """Make a locked run public and give the notice's id.

    Errors: PUBLICITY_NEEDS_LOCK, PUBLICITY_OPEN_ALREADY, PUBLICITY_DAYS, PLACE_MISSING.
    """
    run = session.get(PayRun, run_id)  # not through the payroll room, which asks this one before it approves
    if run is None:
        raise RunUnknown
    if run.state not in CLOSED_RUNS:
        raise PublicityNeedsLock(number=run.number, state=run.state)
    hanging = session.scalars(
        select(Publicity).where(Publicity.run_id == run_id, Publicity.state == PublicityState.OPEN.value)
    ).first()
    if hanging is not None:
        raise PublicityOpenAlready(number=run.number, notice=hanging.number, end=hanging.end.isoformat())
    head = run.head
    first = run.first_month or run.month
    when = f"{run.month.year}年{run.month.month}月"
    if first != run.month:
        when = f"{first.year}年{first.month}月至{when if first.year != run.month.year else f'{run.month.month}月'}"
    title = f"关于{head['township_name']}{when}公益性岗位（{head['post_type_name']}）补贴发放的公示"
    row = _row(session, poster, kind=PublicityKind.PAY, title=title, month=run.month, by=by)
    row.run_id, row.revision = run.id, run.revision
    session.add(row)
    session.flush()
    return row.id


def open_for_posts(session: Session, assignment_ids: Sequence[str], poster: Poster, *, by: str) -> str:
    """Make people public who are to take a post; they are 公示中 from now on.

    Errors: NOTHING_PROPOSED, NOT_PROPOSED, PUBLICITY_DAYS, PLACE_MISSING.
    """
    if not assignment_ids:
        raise NothingProposed
    rows = session.execute(
        select(Assignment, Person.name)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.id.in_(assignment_ids))
    ).all()
    for assignment, name in rows:
        if assignment.state != AssignmentState.PROPOSED or assignment.end is not None:
            raise NotProposed(name=name, state=assignment.state)
    title = f"关于{office.current(session).township_name}公益性岗位拟聘人员的公示"
    row = _row(session, poster, kind=PublicityKind.POST, title=title, month=Month.of(poster.start), by=by)
    session.add(row)
    session.flush()
    audit.insert_rows(
        session,
        PublicitySubject,
        [
            {"id": new_id(), "township": row.township, "publicity_id": row.id, "assignment_id": assignment.id}
            for assignment, _ in rows
        ],
    )
    for assignment, _ in rows:
        _move(assignment, AssignmentState.PUBLISHED)
    session.flush()
    return row.id


def hang(
    session: Session, notice_id: str, *, start: date, place: str | None = None, photo: str | None = None
) -> Publicity:
    """Register how it really hangs: since when, where, the photo of it; the last day is counted anew.

    ``photo`` is where the picture is kept, a path or a note. Errors: PUBLICITY_ENDED, PUBLICITY_DAYS, PLACE_MISSING.
    """
    row = _open_row(session, notice_id)
    counted = period_from(session, start, days=row.days, counting=row.counting)
    row.start, row.end = counted.start, counted.end
    if place is not None:
        row.place = _place(place)
    if photo is not None:
        row.photo = photo.strip() or None
    session.flush()
    return row


def close(session: Session, notice_id: str, *, by: str, today: date) -> Publicity:
    """End a notice after its last day; people proposed without an upheld objection may take their post now.

    Errors: PUBLICITY_ENDED, PUBLICITY_NOT_OVER, OBJECTION_OPEN.
    """
    row = _open_row(session, notice_id)
    if today <= row.end:
        first = row.end + timedelta(days=1)
        raise PublicityNotOver(notice=row.number, end=row.end.isoformat(), first=first.isoformat())
    require_decided(session, row)
    row.state = step(PUBLICITY_STEPS, PublicityState(row.state), PublicityState.CLOSED).value
    row.closed_at, row.closed_by = utc_now(), name_of(session, by)
    if row.run_id is None:
        against = set(
            session.scalars(
                select(Objection.assignment_id).where(
                    Objection.publicity_id == row.id, Objection.outcome == Outcome.UPHELD.value
                )
            )
        )
        for assignment in _subjects_of(session, row):
            if {assignment.id, None} & against:
                _move(assignment, AssignmentState.PROPOSED)
    session.flush()
    return row


def withdraw(session: Session, notice_id: str, *, reason: str, by: str) -> Publicity:
    """Take a notice down before its end, with the reason; people on it are only proposed again.

    Errors: PUBLICITY_ENDED, REASON_MISSING.
    """
    row = _open_row(session, notice_id)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    row.state = step(PUBLICITY_STEPS, PublicityState(row.state), PublicityState.WITHDRAWN).value
    row.withdrawn = f"{reason.strip()}（{name_of(session, by)}）"[:200]
    row.closed_at, row.closed_by = utc_now(), name_of(session, by)
    if row.run_id is None:
        for assignment in _subjects_of(session, row):
            _move(assignment, AssignmentState.PROPOSED)
    session.flush()
    return row


def supersede(session: Session, run: PayRun, *, reason: str) -> int:
    """Call when a run is unlocked or voided: its notices no longer stand for it. Gives how many there were.

    Objections that are not decided stay open and stop the next revision until somebody decides them.
    """
    rows = session.scalars(
        select(Publicity).where(
            Publicity.run_id == run.id, Publicity.state.in_([PublicityState.OPEN.value, PublicityState.CLOSED.value])
        )
    ).all()
    for row in rows:
        row.state = step(PUBLICITY_STEPS, PublicityState(row.state), PublicityState.SUPERSEDED).value
        row.withdrawn = reason.strip()[:200]
    session.flush()
    return len(rows)


def require_decided(session: Session, row: Publicity) -> None:
    """OBJECTION_OPEN while an objection to the notice, or to an earlier one of its run, is not decided."""
    run = session.get_one(PayRun, row.run_id) if row.run_id else None
    waiting = (
        undecided_against(session, run)
        if run is not None
        else tuple(
            session.scalars(
                select(Objection)
                .where(Objection.publicity_id == row.id, Objection.outcome.is_(None))
                .order_by(Objection.raised, Objection.id)
            )
        )
    )
    if waiting:
        raise ObjectionOpen(count=len(waiting), notice=row.number, who=who(session, waiting[0]))


def who(session: Session, objection: Objection) -> str:
    """Whom an objection is against."""
    if objection.assignment_id is None:
        return EVERYBODY
    statement = select(Person.name).join(Assignment, Assignment.person_id == Person.id)
    return session.scalars(statement.where(Assignment.id == objection.assignment_id)).one()


def _row(session: Session, poster: Poster, *, kind: PublicityKind, title: str, month: Month, by: str) -> Publicity:
    counted = period_from(session, poster.start, days=poster.days, counting=poster.counting)
    return Publicity(
        township=office.current(session).township,
        number=_number(session, month),
        kind=kind.value,
        title=title[:120],
        place=_place(poster.place),
        start=counted.start,
        days=counted.days,
        counting=counted.counting,
        end=counted.end,
        show_ids=poster.show_ids,
        mask_names=poster.mask_names,
        phones=poster.phones.strip()[:200] or None,
        reception=poster.reception.strip()[:120] or None,
        state=PublicityState.OPEN.value,
        opened_at=utc_now(),
        opened_by=name_of(session, by),
        remark=poster.remark.strip()[:200] or None,
    )


def _number(session: Session, month: Month) -> str:
    """The next number of the month: 202603-001; none is used twice."""
    prefix = f"{month.year}{month.month:02d}-"
    made = session.scalar(select(func.count()).where(Publicity.number.startswith(prefix))) or 0
    return f"{prefix}{made + 1:03d}"


def _place(text: str) -> str:
    place = text.strip()
    if not place:
        raise PlaceMissing(field="place")
    return place[:200]


def _open_row(session: Session, notice_id: str) -> Publicity:
    row = notice_row(session, notice_id)
    if row.state != PublicityState.OPEN:
        raise PublicityEnded(notice=row.number, state=row.state)
    return row


def _subjects_of(session: Session, row: Publicity) -> Sequence[Assignment]:
    """Those on a notice who have not taken the post or been turned down meanwhile."""
    return session.scalars(
        select(Assignment)
        .join(PublicitySubject, PublicitySubject.assignment_id == Assignment.id)
        .where(PublicitySubject.publicity_id == row.id, Assignment.state == AssignmentState.PUBLISHED.value)
    ).all()


def _move(assignment: Assignment, state: AssignmentState) -> None:
    assignment.state = step(ASSIGNMENT_STEPS, AssignmentState(assignment.state), state).value
