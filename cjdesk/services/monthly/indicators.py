"""The county's indicators K01 to K30 of one township: those its registers hold, and those that are not kept here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import (
    Assignment,
    Batch,
    FeeReceipt,
    Objection,
    PayLine,
    Payment,
    PersonCategory,
    Post,
    PostType,
    Publicity,
    ResettlementSite,
)
from cjdesk.db.models import Household as Home
from cjdesk.domain import codes
from cjdesk.domain.awards import AwardKind
from cjdesk.domain.categories import Category
from cjdesk.domain.month import Month
from cjdesk.domain.states import BatchState, PaymentState
from cjdesk.i18n import N_
from cjdesk.services import awards, office
from cjdesk.services.monthly.declared import (
    COUNT,
    FEN,
    HOMES,
    LINES,
    NOT_KEPT,
    PEOPLE,
    POSTS,
    REPORTED,
    SHARE,
    Indicator,
)
from cjdesk.services.monthly.questions import gathered, quotas
from cjdesk.services.monthly.values import Figures, share_bp

EMPLOYMENT_FUND = "就业补助资金"


def indicators(session: Session, day: date) -> tuple[Indicator, ...]:
    """Every indicator as of a day and its month up to that day, by code."""
    month = Month.of(day)
    counted, _ = gathered(session, month, day)
    total = counted.total()
    found = [
        *_reported(total),
        _quota(session, day),
        *_full_time(session, frozenset(counted.things("on_post")), day),
        *_assistance(session, day),
        *_payments(session, month, day, total),
        *_fees(session, month, day),
        *_sites(session, day),
        *_notices(session, month, day),
        *_awards(session, day),
        *NOT_KEPT,
    ]
    return tuple(sorted(found, key=lambda one: one.code))


def _awards(session: Session, day: date) -> Iterator[Indicator]:
    """The rounds of the year that are decided: who is awarded, and what it comes to."""
    words = N_("awarded in the decided rounds of the year")
    chosen = awards.chosen_in(session, day.year)
    for kind, name in (
        (AwardKind.COOPERATIVE, N_("Awards: cooperatives")),
        (AwardKind.CAPTAIN, N_("Awards: captains")),
    ):
        yield Indicator("K14", name, COUNT, words, chosen[kind])
    yield Indicator("K14", N_("Awards: amount"), FEN, words, awards.paid_in(session, day.year))


def _reported(total: Figures) -> Iterator[Indicator]:
    for one in REPORTED:
        yield Indicator(one.code, one.name, one.unit, one.definition, getattr(total, one.figure))


def _quota(session: Session, day: date) -> Indicator:
    """None where the county set no quota."""
    allowed = quotas(session, office.current(session).township, day)
    value = sum(allowed.values()) if allowed else None
    return Indicator("K01", N_("Posts: quota"), POSTS, N_("what the county allows on the day, all post types"), value)


def _full_time(session: Session, on_post: frozenset[str], day: date) -> Iterator[Indicator]:
    """K05, by the fund of the post, else that of its type."""
    statement = (
        select(Assignment.person_id, Post.fund, PostType.fund)
        .join(Post, Post.id == Assignment.post_id)
        .join(PostType, PostType.code == Assignment.post_type)
        .where(PostType.work_time == "full", PostType.pay == codes.POST, *_covers(day))
    )
    people = {person for person, fund, other in session.execute(statement) if (fund or other) == EMPLOYMENT_FUND}
    people &= on_post
    whole = Indicator(
        "K05", N_("Full-time posts of the employment fund"), PEOPLE, N_("K02 on full-time posts paid by 就业补助资金"),
        len(people),
    )  # fmt: skip
    yield whole
    yield replace(whole, name=N_("Full-time posts of the employment fund: out of poverty"),
                  value=len(people & _with(session, Category.TUOPIN, day)))  # fmt: skip
    yield replace(whole, name=N_("Full-time posts of the employment fund: relocated"),
                  value=len(people & _with(session, Category.YDBQ, day)))  # fmt: skip


def _assistance(session: Session, day: date) -> Iterator[Indicator]:
    """K06: people enrolled in a scheme that pays a fixed amount a month."""
    statement = select(Assignment.person_id).join(PostType, PostType.code == Assignment.post_type)
    people = set(session.scalars(statement.where(PostType.pay == codes.FIXED, *_covers(day))))
    one = Indicator(
        "K06", N_("Employment assistance subsidy"), PEOPLE, N_("people in a subsidy of a fixed amount on the day"),
        len(people),
    )  # fmt: skip
    yield one
    relocated = len(people & _with(session, Category.YDBQ, day))
    yield replace(one, name=N_("Employment assistance subsidy: relocated"), value=relocated)


def _payments(session: Session, month: Month, day: date, total: Figures) -> Iterator[Indicator]:
    """K08 by the day the bank paid, K10 as a share."""
    paid = [
        (person, fen)
        for person, fen, at in session.execute(
            select(PayLine.person_id, Payment.amount_fen, Payment.result_at)
            .join(PayLine, PayLine.id == Payment.line_id)
            .where(Payment.state == PaymentState.PAID, Payment.result_at.is_not(None))
        )
        if at is not None and month.first <= at.astimezone().date() <= day
    ]
    words = N_("what the bank reported as paid in the month, posts and subsidies")
    yield Indicator("K08", N_("Paid, by the day of payment"), LINES, words, len(paid))
    yield Indicator("K08", N_("Paid, by the day of payment: people"), PEOPLE, words, len({one for one, _ in paid}))
    yield Indicator("K08", N_("Paid, by the day of payment: amount"), FEN, words, sum(fen for _, fen in paid))
    arrived = session.scalar(
        select(func.count(func.distinct(PayLine.id)))
        .join(Payment, Payment.line_id == PayLine.id)
        .where(PayLine.month == month, Payment.state == PaymentState.PAID)
        .where(PayLine.post_type.not_in(select(PostType.code).where(PostType.pay != codes.POST)))
    )
    share = share_bp(int(arrived or 0), total.paid_lines)
    yield Indicator("K10", N_("Paid out"), SHARE, N_("lines the bank reported as paid ÷ lines with money"), share)


def _fees(session: Session, month: Month, day: date) -> Iterator[Indicator]:
    received = session.scalar(
        select(func.coalesce(func.sum(FeeReceipt.amount_fen), 0)).where(
            FeeReceipt.received >= month.first, FeeReceipt.received <= day
        )
    )
    yield Indicator("K09", N_("Water fees received"), FEN, N_("receipts of the month less refunds"), int(received or 0))


def _sites(session: Session, day: date) -> Iterator[Indicator]:
    """K19 by where the site is."""
    rows = session.execute(
        select(ResettlementSite.in_county, func.count())
        .join(Home, Home.site_id == ResettlementSite.id)
        .where(Home.relocated, or_(Home.moved.is_(None), Home.moved <= day))
        .group_by(ResettlementSite.in_county)
    )
    found = dict(rows.all())
    yield Indicator("K19", N_("Relocated households: in the county"), HOMES, N_("by the site"), found.get(True, 0))
    yield Indicator(
        "K19", N_("Relocated households: outside the county"), HOMES, N_("by the site"), found.get(False, 0)
    )


def _notices(session: Session, month: Month, day: date) -> Iterator[Indicator]:
    """K29 and K30."""
    notices = session.scalar(
        select(func.count()).select_from(Publicity).where(Publicity.start >= month.first, Publicity.start <= day)
    )
    objections = session.scalar(
        select(func.count())
        .select_from(Objection)
        .join(Publicity, Publicity.id == Objection.publicity_id)
        .where(Publicity.start >= month.first, Publicity.start <= day)
    )
    returned = session.scalar(
        select(func.count())
        .select_from(Batch)
        .where(Batch.period == f"{month.year}{month.month:02d}")
        .where(Batch.state.in_([BatchState.RETURNED.value, BatchState.PARTLY_RETURNED.value]))
    )
    yield Indicator("K29", N_("Public notices"), COUNT, N_("notices put up in the month"), int(notices or 0))
    yield Indicator("K29", N_("Objections"), COUNT, N_("objections to them"), int(objections or 0))
    words = N_("batches of the month that the county returned; days to correct are not recorded")
    yield Indicator("K30", N_("Returned batches"), COUNT, words, int(returned or 0))


def _covers(day: date) -> tuple[Any, ...]:
    return Assignment.start <= day, or_(Assignment.end.is_(None), Assignment.end >= day)


def _with(session: Session, category: Category, day: date) -> set[str]:
    return set(
        session.scalars(
            select(PersonCategory.person_id)
            .where(PersonCategory.code == category.value)
            .where(or_(PersonCategory.valid_from.is_(None), PersonCategory.valid_from <= day))
            .where(or_(PersonCategory.valid_to.is_(None), PersonCategory.valid_to >= day))
        )
    )
