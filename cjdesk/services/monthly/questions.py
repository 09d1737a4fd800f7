"""The month asked for: every figure counted anew from the registers and the closed runs; nothing of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Division, Membership, Person, Post, PostType, Quota
from cjdesk.domain.month import Month
from cjdesk.services import office
from cjdesk.services.monthly import cooperatives, households, pay, posts
from cjdesk.services.monthly.counted import Counted, Key, key_of
from cjdesk.services.monthly.values import MonthlyReport, OtherPay, Place
from cjdesk.services.pause import in_one_go
from cjdesk.services.payroll.inputs import village_codes, village_rank

_LAST = (Place.VILLAGE, Place.UNKNOWN, Place.TOWNSHIP, Place.COUNTY)


@in_one_go
def current(session: Session, month: Month, *, today: date) -> MonthlyReport:
    """The month as the registers have it now, as of its last day, or of ``today`` while it still runs.

    Of a month that has not begun, or that lies before anybody was on post or a member, nothing is known: its report
    has no rows.
    """
    as_of = min(month.last, max(today, month.first))
    begun = today >= month.first and _kept(session, as_of)
    counted, others = gathered(session, month, as_of) if begun else (Counted(), OtherPay())
    mine = office.current(session)
    return MonthlyReport(
        month=month,
        as_of=as_of,
        county_name=mine.county_name,
        township_name=mine.township_name,
        office_name=mine.name,
        demo=mine.demo,
        number=number_of(month),
        revision=1,
        rows=tuple(counted.row(key) for key in _ordered(session, counted, mine.township, as_of)) if begun else (),
        total=counted.total(),
        quotas=quotas(session, mine.township, as_of),
        open_runs=pay.open_runs(session, month),
        other_pay=others,
    )


def _kept(session: Session, day: date) -> bool:
    """Whether the registers go back so far; cooperatives and homes alone do not tell, many have no day there."""
    first = [session.scalar(select(func.min(column))) for column in (Assignment.start, Membership.joined)]
    known = [one for one in first if one is not None]
    return not known or min(known) <= day


def gathered(session: Session, month: Month, as_of: date) -> tuple[Counted, OtherPay]:
    """Everything that is counted, with what it is counted from; ``as_of`` lies in the month."""
    counted = Counted()
    period = posts.Period(month, as_of)
    on_post = posts.count(session, counted, period)
    others = pay.count(session, counted, month)
    working = cooperatives.count(session, counted, period, _villages(session))
    households.count(session, counted, as_of, on_post=on_post, working=working)
    return counted, others


def number_of(month: Month) -> str:
    """STAT-202011."""
    return f"STAT-{month.year}{month.month:02d}"


def _villages(session: Session) -> tuple[str, ...]:
    """Every village that anybody or any post is in."""
    lived = session.scalars(select(Person.village).where(Person.village.is_not(None)).distinct())
    posted = session.scalars(select(Post.village).where(Post.village.is_not(None)).distinct())
    return tuple(dict.fromkeys(one for one in (*lived, *posted) if one))


def _ordered(session: Session, counted: Counted, township: str, day: date) -> list[Key]:
    """The villages of the reference data and those found, by code; then who has none, then the cooperatives above."""
    known = session.scalars(
        select(Division.name)
        .where(Division.parent == township, Division.valid_from <= day)
        .where(or_(Division.valid_to.is_(None), Division.valid_to >= day))
    )
    keys = counted.keys | {key_of(name) for name in known}
    codes = village_codes(session, township)
    return sorted(keys, key=lambda key: (_LAST.index(key[0]), village_rank(codes, key[1]) if key[1] else ""))


def quotas(session: Session, township: str, day: date) -> Mapping[str, int]:
    """What the county allows on the day, by the name of the post type."""
    statement = (
        select(PostType.name, Quota.posts)
        .join(PostType, PostType.code == Quota.post_type)
        .where(Quota.township == township, Quota.valid_from <= day)
        .where(or_(Quota.valid_to.is_(None), Quota.valid_to >= day))
        .order_by(PostType.ordinal, Quota.valid_from)
    )
    return dict(session.execute(statement).all())
