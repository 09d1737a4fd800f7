"""Stored runs as frozen values: the sheet with its lines, and the list of a month's runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

import msgspec
from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import PayLine, PayRun
from cjdesk.domain import codes
from cjdesk.domain.errors import RunUnknown
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Line, Sheet, Step
from cjdesk.services.pause import in_one_go
from cjdesk.services.payroll.spans import months_between


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run in the list of a month, without its lines."""

    run_id: str
    number: str
    first_month: Month
    month: Month
    post_type: str
    post_type_name: str
    kind: str
    state: str
    revision: int
    check_code: str
    lines: int
    people: int
    net_fen: int
    computed_at: datetime
    locked_at: datetime | None


def run_row(session: Session, run_id: str) -> PayRun:
    """The stored run, or RUN_UNKNOWN."""
    run = session.get(PayRun, run_id)
    if run is None:
        raise RunUnknown
    return run


@in_one_go
def sheet(session: Session, run_id: str) -> Sheet:
    """The whole run with its lines in printed order, as they were computed."""
    return built(run_row(session, run_id), _lines(session, run_id))


def built(run: PayRun, lines: tuple[Line, ...]) -> Sheet:
    """The sheet of a run whose lines are at hand."""
    head = run.head
    return Sheet(
        run_id=run.id,
        number=run.number,
        first_month=run.first_month or run.month,
        month=run.month,
        post_type=run.post_type,
        post_type_name=head["post_type_name"],
        kind=run.kind,
        state=run.state,
        revision=run.revision,
        township=run.township,
        township_name=head["township_name"],
        county_name=head["county_name"],
        employer=head["employer"],
        funds=tuple(head["funds"]),
        floor=head["floor"],
        proration=head["proration"],
        pay=head.get("pay", codes.POST),
        attended=head.get("attendance", True),
        unit=head.get("unit", ""),
        rules_version=run.rules_version,
        check_code=run.check_code,
        single_clerk=head["single_clerk"],
        demo=head["demo"],
        computed_at=run.computed_at,
        locked_at=run.locked_at,
        made_by=run.made_by,
        checked_by=run.checked_by,
        approved_by=run.approved_by,
        lines=lines,
    )


def line_of(row: Mapping[str, Any]) -> Line:
    """A line from the values that are stored for it."""
    return _line([row[column.key] for column in _COLUMNS])


def runs(session: Session, month: Month) -> tuple[RunSummary, ...]:
    """The runs that pay a month, by number, void ones included; one of several months stands under each of them."""
    sums = (
        select(
            PayLine.run_id,
            func.count().label("lines"),
            func.count(PayLine.person_id.distinct()).label("people"),
            func.coalesce(func.sum(PayLine.net_fen), 0).label("net_fen"),
        )
        .group_by(PayLine.run_id)
        .subquery()
    )
    statement = (
        select(PayRun, sums.c.lines, sums.c.people, sums.c.net_fen)
        .outerjoin(sums, sums.c.run_id == PayRun.id)
        .where(PayRun.month >= month, func.coalesce(PayRun.first_month, PayRun.month) <= month)
        .order_by(PayRun.number)
    )
    return tuple(
        RunSummary(
            run_id=run.id,
            number=run.number,
            first_month=run.first_month or run.month,
            month=run.month,
            post_type=run.post_type,
            post_type_name=run.head["post_type_name"],
            kind=run.kind,
            state=run.state,
            revision=run.revision,
            check_code=run.check_code,
            lines=lines or 0,
            people=people or 0,
            net_fen=int(net_fen or 0),
            computed_at=run.computed_at,
            locked_at=run.locked_at,
        )
        for run, lines, people, net_fen in session.execute(statement)
    )


def months(session: Session) -> tuple[Month, ...]:
    """The months that a run pays, newest first."""
    spans = session.execute(select(PayRun.first_month, PayRun.month).distinct())
    found = {month for first, last in spans for month in months_between(first, last)}
    return tuple(sorted(found, reverse=True))


def month_of(session: Session, run_id: str) -> Month | None:
    """The month that a run stands under, the last one that it pays; None for a run that is gone."""
    return session.scalar(select(PayRun.month).where(PayRun.id == run_id))


def of_person(session: Session, person_id: str) -> tuple[tuple[Month, str, Line], ...]:
    """The lines of a person that count, newest month first, with the state of their run."""
    statement = (
        select(*_COLUMNS, PayLine.month, PayRun.state)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayLine.person_id == person_id, PayLine.regular_key.is_not(None))
        .order_by(PayLine.month.desc(), PayLine.start.desc())
    )
    found: Iterable[Any] = session.execute(statement)
    return tuple((row[-2], row[-1], _line(row[:-2])) for row in found)


_COLUMNS = (
    PayLine.id, PayLine.number, PayLine.month, PayLine.person_id, PayLine.assignment_id, PayLine.id_no, PayLine.name,
    PayLine.sex,
    PayLine.village, PayLine.village_group, PayLine.post_type, PayLine.post_name, PayLine.employer, PayLine.fund,
    PayLine.bank_name, PayLine.bank_no, PayLine.bank_holder, PayLine.start, PayLine.end, PayLine.days_in_month,
    PayLine.paid_days, PayLine.required_tenths, PayLine.attended_tenths, PayLine.standard_fen, PayLine.base_fen,
    PayLine.commission_fen, PayLine.commission_carried_fen, PayLine.topup_fen, PayLine.allowance_fen,
    PayLine.back_pay_fen, PayLine.deduction_fen, PayLine.clawback_fen, PayLine.tax_fen, PayLine.net_fen,
    PayLine.carried_forward_fen, PayLine.flags, cast(PayLine.steps, Text).label("steps"), PayLine.remark,
)  # fmt: skip
"""In the order of the fields of Line."""


def _lines(session: Session, run_id: str) -> tuple[Line, ...]:
    statement = select(*_COLUMNS).where(PayLine.run_id == run_id).order_by(PayLine.number)
    return tuple(_line(row) for row in session.execute(statement))


def _line(row: Sequence[Any]) -> Line:
    *before, flags, steps, remark = row
    values = (*before, tuple(flags), StoredSteps(steps), remark)
    return Line(*values)


class StoredSteps(Sequence[Step]):
    """The explanation of a stored line, read when somebody asks: a sheet of thousands opens without them."""

    __slots__ = ("_steps", "_stored")

    def __init__(self, stored: str | Sequence[Mapping[str, Any]]) -> None:
        self._stored = stored
        self._steps: tuple[Step, ...] | None = None

    def _read(self) -> tuple[Step, ...]:
        if self._steps is None:
            stored = self._stored
            if isinstance(stored, str):
                self._steps = _STEPS.decode(stored)
            else:
                self._steps = tuple(Step(one["component"], one["rule"], one["text"], one["facts"]) for one in stored)
        return self._steps

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Step]: ...
    def __getitem__(self, index: int | slice) -> Step | Sequence[Step]:
        return self._read()[index]

    def __len__(self) -> int:
        return len(self._read())

    def __iter__(self) -> Iterator[Step]:
        return iter(self._read())

    def __eq__(self, other: object) -> bool:
        return self._read() == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._read())

    def __repr__(self) -> str:
        return repr(self._read())


_STEPS = msgspec.json.Decoder(tuple[Step, ...])
