"""Standards and policies by date, as the county decided them."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Policy as PolicyRow
from cjdesk.db.models import PostType
from cjdesk.db.models import Standard as StandardRow
from cjdesk.domain.errors import NoPolicy
from cjdesk.domain.month import Month
from cjdesk.domain.pay.inputs import Policy, Standard


def standards_in(session: Session, post_type: str, township: str, month: Month) -> tuple[Standard, ...]:
    """The standards of a month in order of their first day; a township's own wins over the county's on each day.

    The first one keeps the day it began on, even if that lies years back. A gap is a standard of 0.
    """
    statement = select(StandardRow).where(
        StandardRow.post_type == post_type,
        or_(StandardRow.township.is_(None), StandardRow.township == township),
        StandardRow.valid_from <= month.last,
        or_(StandardRow.valid_to.is_(None), StandardRow.valid_to >= month.first),
    )
    rows = list(session.scalars(statement))
    edges = {month.first} | {row.valid_from for row in rows if row.valid_from > month.first}
    edges |= {row.valid_to + timedelta(days=1) for row in rows if row.valid_to and row.valid_to < month.last}
    found: list[Standard] = []
    for edge in sorted(edges):
        row = _on(rows, edge)
        since = row.valid_from if row and edge == month.first else edge
        standard = Standard(since, row.amount_fen if row else 0)
        if not found or found[-1].amount_fen != standard.amount_fen:
            found.append(standard)
    return tuple(found)


def standard_on(session: Session, post_type: str, township: str, day: date) -> Standard | None:
    """The standard of one day, or None."""
    standards = standards_in(session, post_type, township, Month.of(day))
    valid = [standard for standard in standards if standard.since <= day and standard.amount_fen]
    return valid[-1] if valid else None


def policy_on(session: Session, post_type: str, day: date) -> PolicyRow | None:
    """The policy row valid on a day; of two, the later one."""
    statement = (
        select(PolicyRow)
        .where(
            PolicyRow.post_type == post_type,
            PolicyRow.valid_from <= day,
            or_(PolicyRow.valid_to.is_(None), PolicyRow.valid_to >= day),
        )
        .order_by(PolicyRow.valid_from.desc())
    )
    return session.scalars(statement).first()


def policy_in(session: Session, post_type: str, month: Month) -> Policy:
    """How a post type is paid in a month: the policy valid on its last day, since a mode counts whole months.

    A subsidy that is no post (fixed or by quantity) is not prorated and has no floor, whatever the row says.
    NO_POLICY without one.
    """
    row = policy_on(session, post_type, month.last)
    kind = session.scalars(select(PostType).where(PostType.code == post_type)).first()
    if row is None:
        raise NoPolicy(field="post_type", post_type=kind.name if kind else post_type, month=month)
    post = kind is None or kind.pay == "post"
    return Policy(
        proration=row.proration if post else "P0",
        cutoff_day=row.cutoff_day,
        floor=row.floor if post else "NONE",
        floor_fen=row.floor_fen if post else 0,
        floor_settlement=row.floor_settlement,
        commission_cap_fen=row.commission_cap_fen,
        round_net_to_fen=row.round_net_to_fen,
        recovery_limit_bp=row.recovery_limit_bp,
        assessment_bp=dict(row.assessment_bp),
        tax=row.tax,
    )


def post_type_names(session: Session) -> dict[str, str]:
    """The name of each post type by its code."""
    return dict(session.execute(select(PostType.code, PostType.name)).all())


def single_clerk(session: Session, post_type: str, month: Month) -> bool:
    """Whether the county lets one clerk approve own runs of this post type."""
    row = policy_on(session, post_type, month.last)
    return bool(row and row.single_clerk)


def _on(rows: list[StandardRow], day: date) -> StandardRow | None:
    valid = [row for row in rows if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)]
    return max(valid, key=lambda row: (row.township is not None, row.valid_from), default=None)
