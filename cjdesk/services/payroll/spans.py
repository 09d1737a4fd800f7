"""Which months a run covers, and which other run stands in the way: every month of a post type is paid once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import PayRun, PostType
from cjdesk.domain.errors import MonthInOtherRun, MonthsOfRun
from cjdesk.domain.month import Month
from cjdesk.domain.states import CLOSED_RUNS, RunState

MOST_MONTHS = 12
"""A run pays a year at most; what lies longer back is a correction."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A run to compute: its post type, its months in order, and the stored run that it replaces, if there is one."""

    post_type: str
    months: tuple[Month, ...]
    run: PayRun | None

    @property
    def closed(self) -> bool:
        """Whether the stored run cannot be computed any more."""
        return self.run is not None and self.run.state in CLOSED_RUNS

    @property
    def first_month(self) -> Month | None:
        """None for a run of one month, as it is stored."""
        return self.months[0] if len(self.months) > 1 else None


def months_between(first: Month | None, last: Month) -> tuple[Month, ...]:
    """The months of a run in order; MONTHS_OF_RUN unless they are one to twelve."""
    found, one = [last], last
    while first is not None and one > first and len(found) <= MOST_MONTHS:
        one = one.plus(-1)
        found.append(one)
    if first is not None and (first > last or len(found) > MOST_MONTHS):
        raise MonthsOfRun(first=first, month=last, most=MOST_MONTHS, field="first_month")
    return tuple(reversed(found))


def months_of(run: PayRun) -> tuple[Month, ...]:
    """The months that a stored run pays, in order."""
    return months_between(run.first_month, run.month)


def plan(session: Session, township: str, post_type: str, *, month: Month, first_month: Month | None) -> Plan:
    """The run that would pay these months; without ``first_month`` a stored run of the month keeps its own first one.

    MONTH_IN_OTHER_RUN when another run that counts pays one of them already.
    """
    mine = _standing(session, township, post_type, months_between(None, month))
    run = next((one for one in mine if one.month == month), None)
    if first_month is None and run is not None:
        first_month = run.first_month
    months = months_between(first_month, month)
    for other in _standing(session, township, post_type, months):
        if other is not run:
            raise MonthInOtherRun(
                number=other.number,
                state=other.state,
                post_type=session.scalar(select(PostType.name).where(PostType.code == post_type)) or post_type,
                months="、".join(str(one) for one in months_of(other) if one in months),
                field="month",
            )
    return Plan(post_type, months, run)


def _standing(session: Session, township: str, post_type: str, months: Sequence[Month]) -> Sequence[PayRun]:
    """The regular runs of a post type that pay one of these months and are not void, by number."""
    statement = (
        select(PayRun)
        .where(
            PayRun.township == township,
            PayRun.post_type == post_type,
            PayRun.kind == "正常",
            PayRun.state != RunState.VOID,
            PayRun.month >= months[0],
            func.coalesce(PayRun.first_month, PayRun.month) <= months[-1],
        )
        .order_by(PayRun.number)
    )
    return session.scalars(statement).all()
