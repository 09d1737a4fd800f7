"""Notices asked for: one, a month's, all that hang; who is on one; what could be made public next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import (
    Assignment,
    Objection,
    PayLine,
    PayRun,
    Person,
    Post,
    PostType,
    Publicity,
    PublicitySubject,
)
from cjdesk.domain.errors import ObjectionUnknown, PublicityUnknown
from cjdesk.domain.month import Month
from cjdesk.domain.publicity import WORKING, days_left
from cjdesk.domain.states import CLOSED_RUNS, AssignmentState, PublicityState, RunState
from cjdesk.services import standards
from cjdesk.services.publicity.settings import work_calendar
from cjdesk.services.publicity.values import Notice, ObjectionValue, Subject

HANGS = (PublicityState.OPEN.value, PublicityState.CLOSED.value)
"""States of a notice that stands for what it says."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A locked run that has no notice of its present revision."""

    run_id: str
    number: str
    month: Month
    post: str
    people: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Usual:
    """What the last notice said, to be proposed for the next one."""

    place: str = ""
    phones: str = ""
    reception: str = ""
    show_ids: bool = False
    mask_names: bool = False


def notice_row(session: Session, notice_id: str) -> Publicity:
    """The stored notice, or PUBLICITY_UNKNOWN."""
    row = session.get(Publicity, notice_id)
    if row is None:
        raise PublicityUnknown
    return row


def objection_row(session: Session, objection_id: str) -> Objection:
    """The stored objection, or OBJECTION_UNKNOWN."""
    row = session.get(Objection, objection_id)
    if row is None:
        raise ObjectionUnknown
    return row


def notice(session: Session, notice_id: str, *, today: date) -> Notice:
    """One notice. PUBLICITY_UNKNOWN."""
    notice_row(session, notice_id)
    (found,) = _built(session, today, Publicity.id == notice_id)
    return found


def by_number(session: Session, number: str, *, today: date) -> Notice:
    """The notice of this number. PUBLICITY_UNKNOWN."""
    found = _built(session, today, Publicity.number == number)
    if not found:
        raise PublicityUnknown
    return found[0]


def standing(session: Session, run_id: str, *, today: date) -> Notice | None:
    """The notice that stands for a run's present revision: it hangs, or it was closed."""
    run = session.get(PayRun, run_id)
    found = of_run(session, run_id, today=today)
    return next((one for one in found if run and one.revision == run.revision and one.state in HANGS), None)


def notices(session: Session, *, today: date, month: Month | None = None) -> tuple[Notice, ...]:
    """All notices, newest first; of a month those of its runs, those that began in it, and all that still hang."""
    found = _built(session, today)
    if month is None:
        return found
    return tuple(
        one
        for one in found
        if one.month == month or Month.of(one.start) == month or one.state == PublicityState.OPEN or one.undecided
    )


def of_run(session: Session, run_id: str, *, today: date) -> tuple[Notice, ...]:
    """A run's notices, newest first, those of earlier revisions too."""
    return _built(session, today, Publicity.run_id == run_id)


def subjects(session: Session, notice_id: str) -> tuple[Subject, ...]:
    """Who is on a notice, in printed order."""
    row = notice_row(session, notice_id)
    return _paid(session, row.run_id) if row.run_id else _proposed_on(session, row)


def states_of(session: Session, assignment_ids: Sequence[str]) -> Mapping[str, str]:
    """Assignment → state: proposed people stay on their notice when they took the post or were turned down."""
    rows = session.scalars(select(Assignment).where(Assignment.id.in_(assignment_ids)))
    return {row.id: row.state for row in rows}


def candidates(session: Session) -> tuple[Candidate, ...]:
    """Locked runs that have no notice of their present revision, newest month first; paid ones only if asked for."""
    hanging = select(Publicity.run_id, Publicity.revision).where(Publicity.state.in_(HANGS))
    hung = {(run_id, revision) for run_id, revision in session.execute(hanging)}
    before_pay = CLOSED_RUNS - {RunState.PAID, RunState.PARTLY_FAILED, RunState.ARCHIVED}
    statement = (
        select(PayRun, func.count(PayLine.person_id.distinct()), func.coalesce(func.sum(PayLine.net_fen), 0))
        .join(PayLine, PayLine.run_id == PayRun.id)
        .where(PayRun.state.in_(before_pay), PayLine.net_fen != 0)
        .group_by(PayRun.id)
        .order_by(PayRun.month.desc(), PayRun.number)
    )
    return tuple(
        Candidate(run.id, run.number, run.month, run.head["post_type_name"], people, int(fen))
        for run, people, fen in session.execute(statement)
        if (run.id, run.revision) not in hung
    )


def proposed(session: Session) -> tuple[Subject, ...]:
    """People proposed for a post who are on no notice yet."""
    on_one = select(PublicitySubject.assignment_id).join(Publicity, Publicity.id == PublicitySubject.publicity_id)
    return _assigned(
        session,
        Assignment.state == AssignmentState.PROPOSED.value,
        Assignment.end.is_(None),
        Assignment.id.not_in(on_one.where(Publicity.state == PublicityState.OPEN.value)),
    )


def usual(session: Session) -> Usual:
    """What the newest notice said about place, telephone numbers and masking."""
    last = session.scalars(select(Publicity).order_by(Publicity.opened_at.desc(), Publicity.number.desc())).first()
    if last is None:
        return Usual()
    return Usual(last.place, last.phones or "", last.reception or "", last.show_ids, last.mask_names)


def undecided_against(session: Session, run: PayRun) -> tuple[Objection, ...]:
    """Objections to any notice of a run that nobody has decided, those to earlier revisions too."""
    return tuple(
        session.scalars(
            select(Objection)
            .join(Publicity, Publicity.id == Objection.publicity_id)
            .where(Publicity.run_id == run.id, Objection.outcome.is_(None))
            .where(Publicity.state != PublicityState.WITHDRAWN.value)
            .order_by(Objection.raised, Objection.id)
        )
    )


def _built(session: Session, today: date, *conditions: ColumnElement[bool]) -> tuple[Notice, ...]:
    rows = session.execute(
        select(Publicity, PayRun)
        .outerjoin(PayRun, PayRun.id == Publicity.run_id)
        .where(*conditions)
        .order_by(Publicity.start.desc(), Publicity.number.desc())
    ).all()
    objections = _objections(session, [row.id for row, _ in rows])
    counted = _counted(session, [row for row, _ in rows])
    calendar = work_calendar(session)
    return tuple(
        Notice(
            id=row.id,
            number=row.number,
            kind=row.kind,
            run_id=row.run_id,
            run_number=run.number if run else "",
            run_state=run.state if run else "",
            revision=row.revision,
            month=run.month if run else Month.of(row.start),
            post=run.head["post_type_name"] if run else "",
            title=row.title,
            place=row.place,
            start=row.start,
            end=row.end,
            days=row.days,
            counting=row.counting,
            left=days_left(row.end, today, counting=row.counting, calendar=calendar),
            guessed_years=tuple(
                year
                for year in range(row.start.year, row.end.year + 1)
                if row.counting == WORKING and not calendar.announced(year)
            ),
            show_ids=row.show_ids,
            mask_names=row.mask_names,
            phones=row.phones or "",
            reception=row.reception or "",
            state=row.state,
            opened_at=row.opened_at,
            opened_by=row.opened_by,
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            photo=row.photo or "",
            remark=row.remark or "",
            withdrawn=row.withdrawn or "",
            people=counted[row.id][0],
            amount_fen=counted[row.id][1],
            objections=tuple(objections[row.id]),
        )
        for row, run in rows
    )


def _objections(session: Session, notice_ids: Sequence[str]) -> Mapping[str, list[ObjectionValue]]:
    found: dict[str, list[ObjectionValue]] = defaultdict(list)
    printed = (
        select(func.min(PayLine.village))
        .where(PayLine.run_id == Publicity.run_id, PayLine.assignment_id == Objection.assignment_id)
        .scalar_subquery()
    )
    statement = (
        select(Objection, Person.name, func.coalesce(printed, Person.village, ""))
        .join(Publicity, Publicity.id == Objection.publicity_id)
        .outerjoin(Assignment, Assignment.id == Objection.assignment_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .where(Objection.publicity_id.in_(notice_ids))
        .order_by(Objection.raised, Objection.id)
    )
    for row, name, village in session.execute(statement):
        found[row.publicity_id].append(
            ObjectionValue(
                id=row.id,
                assignment_id=row.assignment_id,
                name=name or "",
                raised=row.raised,
                raised_by=row.raised_by,
                content=row.content,
                outcome=row.outcome,
                outcome_note=row.outcome_note,
                decided=row.decided,
                decided_by=row.decided_by,
                village=village,
            )
        )
    return found


def _counted(session: Session, rows: Sequence[Publicity]) -> Mapping[str, tuple[int, int]]:
    """People and money of each notice."""
    runs = {
        run_id: (people, int(fen))
        for run_id, people, fen in session.execute(
            select(PayLine.run_id, func.count(PayLine.person_id.distinct()), func.sum(PayLine.net_fen))
            .where(PayLine.run_id.in_([row.run_id for row in rows if row.run_id]), PayLine.net_fen != 0)
            .group_by(PayLine.run_id)
        )
    }
    proposals = {
        notice_id: int(people)
        for notice_id, people in session.execute(
            select(PublicitySubject.publicity_id, func.count())
            .where(PublicitySubject.publicity_id.in_([row.id for row in rows]))
            .group_by(PublicitySubject.publicity_id)
        )
    }
    return {row.id: runs.get(row.run_id, (0, 0)) if row.run_id else (proposals.get(row.id, 0), 0) for row in rows}


def _paid(session: Session, run_id: str) -> tuple[Subject, ...]:
    """Each assignment once, its months added up."""
    statement = select(PayLine).where(PayLine.run_id == run_id, PayLine.net_fen != 0).order_by(PayLine.number)
    found: dict[str, Subject] = {}
    for line in session.scalars(statement):
        before = found.get(line.assignment_id)
        found[line.assignment_id] = Subject(
            assignment_id=line.assignment_id,
            person_id=line.person_id,
            id_no=line.id_no,
            name=line.name,
            village=line.village,
            group=line.village_group,
            post=line.post_name,
            amount_fen=line.net_fen + (before.amount_fen if before else 0),
            start=line.start,
        )
    return tuple(found.values())


def _proposed_on(session: Session, row: Publicity) -> tuple[Subject, ...]:
    mine = select(PublicitySubject.assignment_id).where(PublicitySubject.publicity_id == row.id)
    return _assigned(session, Assignment.id.in_(mine))


def _assigned(session: Session, *conditions: ColumnElement[bool]) -> tuple[Subject, ...]:
    statement = (
        select(Assignment, Person, PostType.name, Post.village)
        .join(Person, Person.id == Assignment.person_id)
        .join(Post, Post.id == Assignment.post_id)
        .outerjoin(PostType, PostType.code == Assignment.post_type)
        .where(*conditions)
        .order_by(Person.village, Person.village_group, Person.id_no)
    )
    return tuple(
        Subject(
            assignment_id=row.id,
            person_id=person.id,
            id_no=person.id_no,
            name=person.name,
            village=person.village or village or "",
            group=person.village_group or "",
            post=post or row.post_type,
            amount_fen=row.standard_fen or _standard(session, row),
            start=row.start,
        )
        for row, person, post, village in session.execute(statement)
    )


def _standard(session: Session, row: Assignment) -> int:
    found = standards.standard_on(session, row.post_type, row.township, row.start)
    return found.amount_fen if found else 0
