"""A person's present place: the assignment that is open today, else the last one, joined to the person's row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from cjdesk.db.models import Assignment, Person, Post, PostType
from cjdesk.domain import codes
from cjdesk.domain.states import AssignmentState

_SCHEMES = select(PostType.code).where(PostType.pay != codes.POST)
"""Subsidies go beside a post: the post is what a person is known by."""

NO_POST = "未上岗"
"""The state of a person who never stood on a post."""


Column = InstrumentedAttribute[Any] | ColumnElement[Any]
S = TypeVar("S", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Present:
    """What is selected and filtered of the present assignment; every column is NULL for who never had one."""

    assignment_id: Column
    post_type: Column
    post_type_name: Column
    post_name: Column
    start: Column
    state: Column
    open_posts: Column
    joins: tuple[tuple[Any, ColumnElement[bool]], ...]

    @property
    def state_or_none(self) -> ColumnElement[str]:
        """The state, 未上岗 without an assignment."""
        return func.coalesce(self.state, NO_POST)

    def of_people(self, statement: S) -> S:
        """The statement over active persons, each with the present assignment."""
        statement = statement.select_from(Person).where(Person.active)
        for target, on in self.joins:
            statement = statement.outerjoin(target, on)
        return statement


def present(today: date) -> Present:
    """The columns and joins for a day.

    A correlated look-up, not a window over all assignments: a search that finds six people then touches only theirs.
    """
    one, post, kind, other = aliased(Assignment), aliased(Post), aliased(PostType), aliased(Assignment)
    newest = (
        select(other.id)
        .where(other.person_id == Person.id)
        .order_by(
            case((_is_open(other, today), 0), else_=1),
            case((other.post_type.in_(_SCHEMES), 1), else_=0),
            other.start.desc(),
            other.id,
        )
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    opened = (
        select(func.count())
        .select_from(other)
        .where(other.person_id == Person.id, _is_open(other, today), other.post_type.not_in(_SCHEMES))
    )
    left = and_(one.end.is_not(None), one.end < today)
    return Present(
        assignment_id=one.id,
        post_type=one.post_type,
        post_type_name=kind.name,
        post_name=post.name,
        start=one.start,
        state=case((left, AssignmentState.LEFT.value), else_=one.state),
        open_posts=opened.correlate(Person).scalar_subquery(),
        joins=((one, one.id == newest), (post, post.id == one.post_id), (kind, kind.code == one.post_type)),
    )


def _is_open(row: Any, today: date) -> ColumnElement[bool]:
    return and_(row.state != AssignmentState.LEFT.value, or_(row.end.is_(None), row.end >= today))
