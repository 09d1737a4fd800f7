"""A person's present place: the assignment that is open today, else the last one, as one row for each person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CTE, and_, case, func, or_, select

from cjdesk.db.models import Assignment, Post, PostType
from cjdesk.domain.states import AssignmentState

NO_POST = "未上岗"
"""The state of a person who never stood on a post."""


def present(today: date) -> CTE:
    """person_id, assignment_id, post_type, post_type_name, post_name, start, end, state, open_posts."""
    is_open = and_(
        Assignment.state != AssignmentState.LEFT.value,
        or_(Assignment.end.is_(None), Assignment.end >= today),
    )
    ranked = (
        select(
            Assignment.person_id,
            Assignment.id.label("assignment_id"),
            Assignment.post_id,
            Assignment.post_type,
            Assignment.start,
            Assignment.end,
            case(
                (and_(Assignment.end.is_not(None), Assignment.end < today), AssignmentState.LEFT.value),
                else_=Assignment.state,
            ).label("state"),
            func.row_number()
            .over(
                partition_by=Assignment.person_id,
                order_by=(case((is_open, 0), else_=1), Assignment.start.desc(), Assignment.id),
            )
            .label("rank"),
            func.sum(case((is_open, 1), else_=0)).over(partition_by=Assignment.person_id).label("open_posts"),
        )
    ).subquery()
    return (
        select(
            ranked.c.person_id,
            ranked.c.assignment_id,
            ranked.c.post_type,
            PostType.name.label("post_type_name"),
            Post.name.label("post_name"),
            ranked.c.start,
            ranked.c.end,
            ranked.c.state,
            ranked.c.open_posts,
        )
        .join(Post, Post.id == ranked.c.post_id)
        .outerjoin(PostType, PostType.code == ranked.c.post_type)
        .where(ranked.c.rank == 1)
        .cte("present")
    )
