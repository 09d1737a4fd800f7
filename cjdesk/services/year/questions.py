"""The year asked for: from the lines of closed runs and their payments, each time anew; nothing of it is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Adjustment, PayLine, Payment, PayRun, PostType
from cjdesk.domain.month import Month
from cjdesk.domain.places import group_order
from cjdesk.domain.states import CLOSED_RUNS, PaymentState
from cjdesk.services import office
from cjdesk.services.payroll.inputs import village_codes, village_rank
from cjdesk.services.year.values import COMPONENTS, Correction, MonthPay, Pay, Year, YearLine, total


class _Run(NamedTuple):
    number: str
    month: Month
    post_type_name: str


def year(session: Session, wanted: int, *, today: date) -> Year:
    """Every line whose own month (所属月) lies in the year, of runs that are closed and not void.

    A run that pays several months gives each line to the line's month. Back pay and claw-back stand in the month of the
    line they were booked on; ``corrections`` name the month they are for.
    """
    runs = _closed_runs(session)
    rows = [row for row in _rows(session, wanted) if row.run_id in runs]
    payments = _payments(session, wanted)
    corrections = _corrections(session, wanted)
    mine = office.current(session)
    found: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id, row.post_type, row.fund].append(row)
    lines = [_line(group, runs, payments, corrections) for group in found.values()]
    order = _order(session, mine.township)
    lines.sort(key=order.place)
    return Year(
        year=wanted,
        county_name=mine.county_name,
        township_name=mine.township_name,
        employer=mine.employer,
        demo=mine.demo,
        until=max((row.month for row in rows), default=None),
        asked=today,
        lines=tuple(lines),
    )


def years(session: Session) -> tuple[int, ...]:
    """The years with a closed run, newest first."""
    months = session.scalars(
        select(PayLine.month)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayRun.state.in_(CLOSED_RUNS))
        .group_by(PayLine.month)
    )
    return tuple(sorted({month.year for month in months}, reverse=True))


def _closed_runs(session: Session) -> Mapping[str, _Run]:
    columns = (PayRun.id, PayRun.number, PayRun.month, PayRun.head)
    return {
        run_id: _Run(number, month, head["post_type_name"])
        for run_id, number, month, head in session.execute(select(*columns).where(PayRun.state.in_(CLOSED_RUNS)))
    }


def _rows(session: Session, wanted: int) -> Sequence[Any]:
    amounts = [getattr(PayLine, name) for name in COMPONENTS]
    columns = (
        PayLine.id, PayLine.run_id, PayLine.month, PayLine.person_id, PayLine.id_no, PayLine.name, PayLine.village,
        PayLine.village_group, PayLine.post_type, PayLine.fund,
    )  # fmt: skip
    statement = select(*columns, *amounts).where(*_in_year(PayLine.month, wanted))
    return session.execute(statement.order_by(PayLine.month, PayLine.id)).all()


def _in_year(column: Any, wanted: int) -> tuple[Any, Any]:
    return column >= Month(wanted, 1), column <= Month(wanted, 12)


def _payments(session: Session, wanted: int) -> Mapping[str, Mapping[str, int]]:
    """Line → state → amount, over the lines of the year."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    statement = (
        select(Payment.line_id, Payment.state, Payment.amount_fen)
        .join(PayLine, PayLine.id == Payment.line_id)
        .where(*_in_year(PayLine.month, wanted))
    )
    for line_id, state, amount in session.execute(statement):
        found[line_id or ""][state] += amount
    return found


def _corrections(session: Session, wanted: int) -> Mapping[str, list[Correction]]:
    """Line they are booked on → what was corrected."""
    found: dict[str, list[Correction]] = defaultdict(list)
    statement = (
        select(Adjustment.line_id, Adjustment.kind, Adjustment.month, Adjustment.amount_fen)
        .join(PayLine, PayLine.id == Adjustment.line_id)
        .where(*_in_year(PayLine.month, wanted))
        .order_by(Adjustment.month, Adjustment.id)
    )
    for line_id, kind, month, amount in session.execute(statement):
        found[line_id or ""].append(Correction(kind, month, amount))
    return found


def _line(
    rows: Sequence[Any],
    runs: Mapping[str, _Run],
    payments: Mapping[str, Mapping[str, int]],
    corrections: Mapping[str, list[Correction]],
) -> YearLine:
    newest = rows[-1]
    by_month: dict[Month, list[Any]] = defaultdict(list)
    for row in rows:
        by_month[row.month].append(row)
    nothing: Mapping[str, int] = {}
    months = tuple(
        MonthPay(
            month=month,
            pay=total([_pay(row, payments.get(row.id, nothing)) for row in group]),
            paid_in=tuple(sorted({runs[row.run_id].month for row in group})),
            runs=tuple(sorted({runs[row.run_id].number for row in group})),
            run_ids=tuple(dict.fromkeys(row.run_id for row in group)),
            corrections=tuple(one for row in group for one in corrections.get(row.id, ())),
        )
        for month, group in by_month.items()
    )
    return YearLine(
        person_id=newest.person_id,
        id_no=newest.id_no,
        name=newest.name,
        village=newest.village,
        group=newest.village_group,
        post_type=newest.post_type,
        post_type_name=runs[newest.run_id].post_type_name,
        fund=newest.fund,
        months=months,
    )


def _pay(row: Any, states: Mapping[str, int]) -> Pay:
    """A line's components, and its net shared out by the payments it has; what no payment explains is unlisted."""
    paid = states.get(PaymentState.PAID, 0)
    pending = states.get(PaymentState.PENDING, 0)
    open_fen = row.net_fen - paid - pending
    failed = open_fen if PaymentState.FAILED in states and not (paid or pending) else 0
    # The components are the last columns of the row, in the order of the fields: 90,000 lines are read this way.
    return Pay(*[*row[-len(COMPONENTS) :], paid, pending, failed, open_fen - failed])


class _Order(NamedTuple):
    """Where post types and villages stand."""

    kinds: Mapping[str, int]
    villages: Mapping[str, str]

    def place(self, line: YearLine) -> tuple[Any, ...]:
        """Post type, fund, village, group, ID number: the printed order."""
        village = village_rank(self.villages, line.village)
        return self.kinds.get(line.post_type, 99), line.fund, village, group_order(line.group), line.id_no


def _order(session: Session, township: str) -> _Order:
    kinds = {row.code: row.ordinal for row in session.scalars(select(PostType))}
    return _Order(kinds, village_codes(session, township))
