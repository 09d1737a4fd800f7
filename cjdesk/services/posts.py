"""Posts: what is looked after, for whom, from which fund; found again or made when a person comes."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Office, Post, PostType
from cjdesk.domain import codes
from cjdesk.domain.states import AssignmentState


def schemes(session: Session) -> frozenset[str]:
    """The post types that are subsidies and no posts (domain.md 4.8): a person may have one beside a post."""
    return frozenset(session.scalars(select(PostType.code).where(PostType.pay != codes.POST)))


def post_for(
    session: Session,
    *,
    post_type: str,
    name: str,
    village: str | None,
    employer: str | None,
    fund: str | None,
) -> Post:
    """The vacant post of this type and name, or a new one with the next number."""
    taken = select(Assignment.post_id).where(
        or_(Assignment.end.is_(None), Assignment.state != AssignmentState.LEFT.value)
    )
    vacant = session.scalars(
        select(Post).where(
            Post.post_type == post_type, Post.name == name, Post.village == village, Post.id.not_in(taken)
        )
    ).first()
    if vacant is not None:
        return vacant
    township = session.scalars(select(Office.township)).one()
    post = Post(
        township=township,
        number=next_number(session, township, post_type),
        post_type=post_type,
        name=name,
        village=village,
        employer=employer,
        fund=fund,
    )
    session.add(post)
    session.flush()
    return post


def next_number(session: Session, township: str, post_type: str) -> str:
    """HL-101-007: the post type, the last three digits of the township, a running number."""
    prefix = f"{post_type}-{township[-3:]}-"
    last = session.scalar(
        select(Post.number)
        .where(Post.number.like(f"{prefix}%"))
        .order_by(func.length(Post.number).desc(), Post.number.desc())
        .limit(1)
    )
    return f"{prefix}{1 + int(last.removeprefix(prefix)) if last else 1:03d}"
