"""Putting a person on post, suspending, bringing back, letting go: with the checks of domain.md 3.2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Agreement, Assignment, Person, Post, PostType, Suspension
from cjdesk.domain import codes
from cjdesk.domain.errors import (
    AgeOver65,
    AgeUnder16,
    CannotWork,
    DateOrder,
    NotOnPost,
    NotProposed,
    RuleStops,
    SuspensionsOverlap,
    TwoOpenPosts,
    UnknownPostType,
    UserError,
    ValueNotInList,
)
from cjdesk.domain.rules import ERROR
from cjdesk.domain.states import ASSIGNMENT_STEPS, AssignmentState, step
from cjdesk.services.months import require_dates_open
from cjdesk.services.people.found import assignment_of, person_of
from cjdesk.services.posts import post_for, schemes
from cjdesk.services.rules import Finding, before_confirmation, before_post


@dataclass(frozen=True, slots=True)
class PutOnPost:
    """The new assignment, and what the clerk is warned of: the codes (AGE_OVER_60, NO_CATEGORY …), the findings whole.

    The run of the month somebody joins asks for the reasons.
    """

    id: str
    warnings: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


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

    Errors: UNKNOWN_POST_TYPE, TWO_OPEN_POSTS, AGE_UNDER_16, AGE_OVER_65, CANNOT_WORK, RULE_STOPS for the other rules,
    DATE_ORDER, and a locked month.
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
    said = before_post(session, person, post_type=post_type, fund=fund or kinds[post_type].fund, start=start)
    _refuse(said, session, person, start)
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
    return PutOnPost(assignment.id, tuple(dict.fromkeys(one.code for one in said)), said)


def confirm(session: Session, assignment_id: str) -> PutOnPost:
    """Put somebody proposed (拟聘) on the post, once the public notice is over without objection (R-16).

    Errors: NOT_PROPOSED, RULE_STOPS and the others of ``put_on_post``.
    """
    assignment, person = assignment_of(session, assignment_id)
    if assignment.state not in {AssignmentState.PROPOSED.value, AssignmentState.PUBLISHED.value}:
        raise NotProposed(field="state", name=person.name, state=assignment.state)
    require_dates_open(session, assignment.post_type, None, (assignment.start, assignment.end))
    post = session.get_one(Post, assignment.post_id)
    said = before_confirmation(
        session, person, assignment_id=assignment.id, post_type=assignment.post_type, fund=post.fund,
        start=assignment.start,
    )  # fmt: skip
    _refuse(said, session, person, assignment.start)
    assignment.state = step(ASSIGNMENT_STEPS, AssignmentState(assignment.state), AssignmentState.ON_POST).value
    session.flush()
    return PutOnPost(assignment.id, tuple(dict.fromkeys(one.code for one in said)), said)


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


def _refuse(findings: Sequence[Finding], session: Session, person: Person, start: date) -> None:
    """Raise the gravest error that the rules found, in its own words."""
    errors = [one for one in findings if one.severity == ERROR]
    if not errors:
        return
    one = min(errors, key=lambda each: each.code not in _OWN_ERRORS)
    facts = dict(one.facts)
    if one.code == "TWO_POSTS":
        raise TwoOpenPosts(field="post_type", name=person.name, **_other_post(session, person, start))
    known = _OWN_ERRORS.get(one.code)
    if known is not None:
        error, field = known
        raise error(field=field, **facts)
    raise RuleStops(field="post_type", message=one.message, rule=one.rule)


_OWN_ERRORS: Mapping[str, tuple[type[UserError], str]] = {
    "AGE_UNDER_16": (AgeUnder16, "start"),
    "AGE_OVER_65": (AgeOver65, "start"),
    "CANNOT_WORK": (CannotWork, "labour_ability"),
}
"""Errors older than the rules; their codes stay."""


def _other_post(session: Session, person: Person, start: date) -> dict[str, str | None]:
    row = session.execute(
        select(Assignment.start, PostType.name)
        .outerjoin(PostType, PostType.code == Assignment.post_type)
        .where(Assignment.person_id == person.id, Assignment.post_type.not_in(schemes(session)))
        .where(or_(Assignment.end.is_(None), Assignment.end >= start))
    ).first()
    return {"post": row[1], "start": row[0].isoformat()} if row is not None else {"post": None, "start": ""}
