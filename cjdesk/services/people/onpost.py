"""Putting a person on post, suspending, bringing back, letting go: with the checks of domain.md 3.2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import (
    Agreement,
    Assignment,
    Person,
    PersonCategory,
    PostType,
    Quota,
    Rule,
    Suspension,
)
from cjdesk.domain import codes
from cjdesk.domain.errors import (
    AgeOver65,
    AgeUnder16,
    CannotWork,
    DateOrder,
    NotOnPost,
    SuspensionsOverlap,
    TwoOpenPosts,
    UnknownPostType,
    ValueNotInList,
)
from cjdesk.domain.names import completed_years
from cjdesk.domain.states import ASSIGNMENT_STEPS, AssignmentState, step
from cjdesk.services.months import require_dates_open
from cjdesk.services.people.found import assignment_of, person_of
from cjdesk.services.people.problems import ON_POST
from cjdesk.services.posts import post_for, schemes


@dataclass(frozen=True, slots=True)
class PutOnPost:
    """The new assignment, and the codes of what the clerk is warned of (AGE_OVER_60, NO_CATEGORY, OVER_QUOTA …)."""

    id: str
    warnings: tuple[str, ...]


def put_on_post(
    session: Session,
    person_id: str,
    *,
    post_type: str,
    post_name: str,
    start: date,
    village: str | None = None,
    employer: str | None = None,
    fund: str | None = None,
    agreement_end: date | None = None,
    state: AssignmentState = AssignmentState.ON_POST,
) -> PutOnPost:
    """Put a person on a post from a day on, which is paid; ``agreement_end`` registers an agreement from that day.

    ``state`` 拟聘 only proposes the person: nothing is paid before the post is taken.

    Errors: UNKNOWN_POST_TYPE, TWO_OPEN_POSTS, AGE_UNDER_16, AGE_OVER_65, CANNOT_WORK, DATE_ORDER, and a locked month.
    """
    person = person_of(session, person_id)
    kinds = {
        row.code: row
        for row in session.scalars(
            select(PostType).where(PostType.active, PostType.pay == codes.POST).order_by(PostType.ordinal)
        )
    }
    if post_type not in kinds:
        choices = "、".join(row.name for row in kinds.values())
        raise UnknownPostType(field="post_type", post_type=post_type, choices=choices)
    require_dates_open(session, post_type, None, (start, None))
    _refuse_unfit(person, start, _ages(session, post_type))
    _refuse_second_post(session, person, start)
    if agreement_end is not None and agreement_end < start:
        raise DateOrder(field="agreement_end", start=start.isoformat(), end=agreement_end.isoformat())
    post = post_for(
        session,
        post_type=post_type,
        name=post_name,
        village=village or person.village,
        employer=employer,
        fund=fund or kinds[post_type].fund,
    )
    assignment = Assignment(
        township=person.township,
        person_id=person.id,
        post_id=post.id,
        post_type=post_type,
        start=start,
        state=state.value,
    )
    session.add(assignment)
    session.flush()
    if agreement_end is not None:
        sign_agreement(session, assignment.id, start=start, end=agreement_end)
    return PutOnPost(assignment.id, tuple(_warnings(session, person, assignment)))


def suspend(
    session: Session,
    assignment_id: str,
    *,
    start: date,
    end: date | None = None,
    paid: bool = False,
    reason: str | None = None,
) -> str:
    """Take a person off post from a day on, both ends included; without ``end`` until ``resume``."""
    assignment, person = assignment_of(session, assignment_id)
    if start < assignment.start or (assignment.end is not None and start > assignment.end):
        raise NotOnPost(field="start", name=person.name, day=start.isoformat())
    if end is not None and end < start:
        raise DateOrder(field="end", start=start.isoformat(), end=end.isoformat())
    if reason is not None and reason not in codes.SUSPENSION_REASONS:
        raise ValueNotInList(field="reason", value=reason, choices="、".join(codes.SUSPENSION_REASONS))
    require_dates_open(session, assignment.post_type, None, (start, end), assignment_id=assignment_id)
    overlap = session.scalars(
        select(Suspension).where(
            Suspension.assignment_id == assignment_id,
            or_(Suspension.end.is_(None), Suspension.end >= start),
            Suspension.start <= end if end is not None else Suspension.start.is_not(None),
        )
    ).first()
    if overlap is not None:
        raise SuspensionsOverlap(field="start", name=person.name, start=overlap.start.isoformat())
    row = Suspension(
        township=assignment.township, assignment_id=assignment_id, start=start, end=end, paid=paid, reason=reason
    )
    session.add(row)
    if end is None:
        assignment.state = step(ASSIGNMENT_STEPS, AssignmentState(assignment.state), AssignmentState.SUSPENDED).value
    session.flush()
    return row.id


def resume(session: Session, assignment_id: str, *, last_day: date) -> None:
    """End the open suspension with its last day off post."""
    assignment, person = assignment_of(session, assignment_id)
    row = session.scalars(
        select(Suspension).where(Suspension.assignment_id == assignment_id, Suspension.end.is_(None))
    ).first()
    if row is None:
        raise NotOnPost(field="end", name=person.name, day=last_day.isoformat())
    if last_day < row.start:
        raise DateOrder(field="end", start=row.start.isoformat(), end=last_day.isoformat())
    require_dates_open(
        session, assignment.post_type, (row.start, None), (row.start, last_day), assignment_id=assignment_id
    )
    row.end = last_day
    assignment.state = step(ASSIGNMENT_STEPS, AssignmentState(assignment.state), AssignmentState.ON_POST).value
    session.flush()


def leave(session: Session, assignment_id: str, *, end: date, reason: str, note: str | None = None) -> None:
    """Let a person go; ``end`` is the last working day, which is paid. The reason 其他 needs a note."""
    assignment, person = assignment_of(session, assignment_id)
    if assignment.state == AssignmentState.LEFT.value:
        raise NotOnPost(field="end", name=person.name, day=end.isoformat())
    if end < assignment.start:
        raise DateOrder(field="end", start=assignment.start.isoformat(), end=end.isoformat())
    if reason not in codes.EXIT_REASONS or (reason == "其他" and not (note or "").strip()):
        others = "、".join(one for one in codes.EXIT_REASONS if one != "其他")
        raise ValueNotInList(field="exit_reason", value=reason, choices=others)
    span, wanted = (assignment.start, assignment.end), (assignment.start, end)
    require_dates_open(session, assignment.post_type, span, wanted, assignment_id=assignment_id)
    for row in session.scalars(
        select(Suspension).where(Suspension.assignment_id == assignment_id, Suspension.end.is_(None))
    ):
        row.end = max(row.start, end)
    assignment.end = end
    assignment.state = step(ASSIGNMENT_STEPS, AssignmentState(assignment.state), AssignmentState.LEFT).value
    assignment.exit_reason = reason
    assignment.exit_note = note
    session.flush()


def sign_agreement(
    session: Session, assignment_id: str, *, start: date, end: date | None, number: str | None = None
) -> str:
    """Register a labour agreement of an assignment."""
    assignment, _ = assignment_of(session, assignment_id)
    if end is not None and end < start:
        raise DateOrder(field="end", start=start.isoformat(), end=end.isoformat())
    row = Agreement(township=assignment.township, assignment_id=assignment_id, number=number, start=start, end=end)
    session.add(row)
    session.flush()
    return row.id


def _ages(session: Session, post_type: str) -> tuple[int, int, int]:
    """The lowest age, the one that warns and the one that stops (R-03, R-04), the post type's own row first."""
    rows = session.scalars(
        select(Rule)
        .where(Rule.code.in_(("R-03", "R-04")), or_(Rule.post_type == post_type, Rule.post_type.is_(None)))
        .order_by(Rule.post_type.is_not(None))
    )
    values = {row.code: row.value for row in rows}
    old = values.get("R-04", {})
    return (
        int(values.get("R-03", {}).get("age", 16)),
        int(old.get("warning_age", 60)),
        int(old.get("error_age", 65)),
    )


def _refuse_unfit(person: Person, start: date, ages: tuple[int, int, int]) -> None:
    age = completed_years(person.birth, start)
    if age < ages[0]:
        raise AgeUnder16(field="start", name=person.name, age=age, day=start.isoformat())
    if age > ages[2]:
        raise AgeOver65(field="start", name=person.name, age=age, day=start.isoformat())
    if person.labour_ability in codes.UNFIT:
        raise CannotWork(field="labour_ability", name=person.name, ability=person.labour_ability)


def _refuse_second_post(session: Session, person: Person, start: date) -> None:
    row = session.execute(
        select(Assignment.start, PostType.name)
        .outerjoin(PostType, PostType.code == Assignment.post_type)
        .where(Assignment.person_id == person.id, Assignment.post_type.not_in(schemes(session)))
        .where(or_(Assignment.end.is_(None), Assignment.end >= start))
    ).first()
    if row is not None:
        raise TwoOpenPosts(field="post_type", name=person.name, post=row[1], start=row[0].isoformat())


def _warnings(session: Session, person: Person, assignment: Assignment) -> list[str]:
    found = []
    start = assignment.start
    if completed_years(person.birth, start) > _ages(session, assignment.post_type)[1]:
        found.append("AGE_OVER_60")
    has_category = session.scalars(
        select(PersonCategory.id)
        .where(PersonCategory.person_id == person.id)
        .where(or_(PersonCategory.valid_from.is_(None), PersonCategory.valid_from <= start))
        .where(or_(PersonCategory.valid_to.is_(None), PersonCategory.valid_to >= start))
    ).first()
    if has_category is None:
        found.append("NO_CATEGORY")
    if (
        person.household_id is not None
        and session.scalars(
            select(Assignment.id)
            .join(Person, Person.id == Assignment.person_id)
            .where(Person.household_id == person.household_id, Person.id != person.id)
            .where(Assignment.post_type.not_in(schemes(session)))
            .where(or_(Assignment.end.is_(None), Assignment.end >= start))
        ).first()
    ):
        found.append("HOUSEHOLD_ON_POST")
    quota = session.scalars(
        select(Quota.posts)
        .where(Quota.post_type == assignment.post_type, Quota.township == person.township, Quota.valid_from <= start)
        .where(or_(Quota.valid_to.is_(None), Quota.valid_to >= start))
    ).first()
    if quota is not None:
        filled = session.scalar(
            select(func.count(func.distinct(Assignment.person_id))).where(
                and_(Assignment.post_type == assignment.post_type, Assignment.state.in_(ON_POST))
            )
        )
        if (filled or 0) > quota:
            found.append("OVER_QUOTA")
    return found
