"""Whom the rules are asked about: the lines of a run, everybody on post in a month, one who is to be put on a post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, PayLine, PayRun, Person, Post, PostType, Subsidy
from cjdesk.domain.month import Month
from cjdesk.domain.rules import Stage
from cjdesk.services.posts import schemes
from cjdesk.services.rules.book import book
from cjdesk.services.rules.world import EVER, NOT_YET, Subject, World


class RunLine(NamedTuple):
    """What rules and problems want of a line; inputs and steps stay unread, they are most of it."""

    id: str
    number: int
    person_id: str
    assignment_id: str
    id_no: str
    name: str
    post_type: str
    fund: str
    month: Month
    start: date
    end: date | None
    paid_days: int
    standard_fen: int
    base_fen: int
    commission_fen: int
    topup_fen: int
    allowance_fen: int
    commission_carried_fen: int
    carried_forward_fen: int
    back_pay_fen: int
    clawback_fen: int
    required_tenths: int | None
    attended_tenths: int | None
    flags: list[str]


_COLUMNS = tuple(getattr(PayLine, name) for name in RunLine._fields)


def lines_of(session: Session, run_id: str) -> list[RunLine]:
    """The lines of a run in printed order."""
    statement = select(*_COLUMNS).where(PayLine.run_id == run_id).order_by(PayLine.number)
    return [RunLine(*row) for row in session.execute(statement)]


def of_run(session: Session, run: PayRun, stage: Stage, lines: Sequence[RunLine] | None = None) -> World:
    """The lines of a run as they were computed; ``lines`` when they were read already."""
    elsewhere = _paid_to_organisations(session, run.id)
    subjects = [
        Subject(
            one.person_id, one.assignment_id, one.id_no, one.name, one.post_type, one.fund, one.start, one.end,
            max(one.start, one.month.first), min(one.end or one.month.last, one.month.last), one.month, one.id,
            one.number, one.paid_days > 0,
            one.base_fen + one.commission_fen + one.topup_fen + one.allowance_fen, one.id not in elsewhere,
        )
        for one in (lines_of(session, run.id) if lines is None else lines)
    ]  # fmt: skip
    return World(
        session, stage, subjects, people=select(PayLine.person_id).where(PayLine.run_id == run.id),
        book=book(session), post_type=run.post_type, month=run.month,
    )  # fmt: skip


def of_month(session: Session, month: Month, stage: Stage) -> World:
    """Everybody on post in a month."""
    on_post = (
        Assignment.start <= month.last,
        or_(Assignment.end.is_(None), Assignment.end >= month.first),
        Assignment.state.not_in(NOT_YET),
        Assignment.post_type.not_in(schemes(session)),
    )
    statement = (
        select(
            Assignment.id, Assignment.post_type, Assignment.start, Assignment.end, Person.id, Person.id_no, Person.name,
            Post.fund,
        )
        .join(Person, Person.id == Assignment.person_id)
        .join(Post, Post.id == Assignment.post_id)
        .where(*on_post)
        .order_by(Person.village, Person.village_group, Person.id_no)
    )  # fmt: skip
    funds = _funds(session)
    subjects = [
        Subject(
            person, assignment, id_no, name, kind, fund or funds.get(kind, ""), start, end, max(start, month.first),
            min(end or month.last, month.last), month,
        )
        for assignment, kind, start, end, person, id_no, name, fund in session.execute(statement)
    ]  # fmt: skip
    people = select(Assignment.person_id).where(*on_post)
    return World(session, stage, subjects, people=people, book=book(session), month=month)


def to_be(
    session: Session,
    person: Person,
    *,
    stage: Stage,
    post_type: str,
    fund: str | None,
    start: date,
    end: date | None = None,
    assignment_id: str = "",
) -> World:
    """One who is to be put on a post from a day on; ``assignment_id`` when it stands already (拟聘)."""
    one = Subject(
        person.id, assignment_id, person.id_no, person.name, post_type, fund or _funds(session).get(post_type, ""),
        start, end, start, end or EVER, Month.of(start),
    )  # fmt: skip
    return World(session, stage, [one], people=[person.id], book=book(session), post_type=post_type)


def _paid_to_organisations(session: Session, run_id: str) -> frozenset[str]:
    """The lines whose money goes to an organisation's account (an award to a cooperative)."""
    statement = (
        select(PayLine.id)
        .join(Subsidy, (Subsidy.assignment_id == PayLine.assignment_id) & (Subsidy.month == PayLine.month))
        .where(PayLine.run_id == run_id, Subsidy.payee_name.is_not(None))
    )
    return frozenset(session.scalars(statement))


def _funds(session: Session) -> dict[str, str]:
    return {code: fund or "" for code, fund in session.execute(select(PostType.code, PostType.fund))}
