"""Who is on the list of a subsidy, from which day to which."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Post, PostType
from cjdesk.domain.errors import DateOrder, NotOnList, OnListAlready
from cjdesk.domain.month import Month
from cjdesk.domain.states import ASSIGNMENT_STEPS, AssignmentState, step
from cjdesk.services.months import require_dates_open
from cjdesk.services.people.found import assignment_of, person_of
from cjdesk.services.posts import next_number
from cjdesk.services.subsidies.found import enrolled_on, scheme_of


def enrol(
    session: Session,
    person_id: str,
    *,
    post_type: str,
    start: date,
    end: date | None = None,
    name: str = "",
    employer: str | None = None,
    fund: str | None = None,
) -> str:
    """Put a person on the list of a subsidy; the id of the enrolment. It goes beside a post (no R-02).

    ``name`` is what is paid for on paper (a workshop, a round of awards), the scheme's own name without it.
    Errors: SUBSIDY_UNKNOWN, DATE_ORDER, ON_LIST_ALREADY, MONTH_IS_LOCKED.
    """
    person, scheme = person_of(session, person_id), scheme_of(session, post_type)
    if end is not None and end < start:
        raise DateOrder(field="end", start=start.isoformat(), end=end.isoformat())
    other = enrolled_on(session, person.id, post_type, start, end)
    if other is not None:
        raise OnListAlready(name=person.name, scheme=scheme.name, start=other.start.isoformat(), field="start")
    require_dates_open(session, post_type, None, (start, end))
    post = _post(session, scheme, person.township, name=name.strip() or scheme.name, employer=employer, fund=fund)
    row = Assignment(
        township=person.township,
        person_id=person.id,
        post_id=post.id,
        post_type=post_type,
        start=start,
        end=end,
        state=AssignmentState.ON_POST.value,
    )
    session.add(row)
    session.flush()
    return row.id


def enrolment_on(session: Session, person_id: str, post_type: str, day: date) -> str:
    """The enrolment of a person in a scheme on a day; NOT_ON_LIST without one."""
    person, scheme = person_of(session, person_id), scheme_of(session, post_type)
    row = enrolled_on(session, person.id, post_type, day, day)
    if row is None:
        raise NotOnList(name=person.name, scheme=scheme.name, month=Month.of(day), field="end")
    return row.id


def leave(session: Session, assignment_id: str, *, end: date, note: str | None = None) -> None:
    """Take a person off the list; ``end`` is the last day on it. DATE_ORDER, MONTH_IS_LOCKED."""
    row, _ = assignment_of(session, assignment_id)
    if end < row.start:
        raise DateOrder(field="end", start=row.start.isoformat(), end=end.isoformat())
    require_dates_open(session, row.post_type, (row.start, row.end), (row.start, end))
    row.end = end
    row.exit_note = note
    if row.state != AssignmentState.LEFT.value:
        row.state = step(ASSIGNMENT_STEPS, AssignmentState(row.state), AssignmentState.LEFT).value
    session.flush()


def _post(
    session: Session, scheme: PostType, township: str, *, name: str, employer: str | None, fund: str | None
) -> Post:
    """All who are paid for the same stand under one number, as the forms group them."""
    known = session.scalars(
        select(Post).where(
            Post.township == township,
            Post.post_type == scheme.code,
            Post.name == name,
            Post.employer.is_not_distinct_from(employer),
        )
    ).first()
    if known is not None:
        return known
    post = Post(
        township=township,
        number=next_number(session, township, scheme.code),
        post_type=scheme.code,
        name=name,
        employer=employer,
        fund=fund or scheme.fund,
    )
    session.add(post)
    session.flush()
    return post
