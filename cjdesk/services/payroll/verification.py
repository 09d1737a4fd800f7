"""Computing stored lines again from what they were frozen with, and naming what is not as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import PayLine, PayRun
from cjdesk.domain.pay import line
from cjdesk.domain.states import CLOSED_RUNS
from cjdesk.services.pause import in_one_go
from cjdesk.services.payroll.frozen import Frozen, thaw
from cjdesk.services.payroll.hashes import ENGINE, check_code, run_hash

AMOUNTS = (
    "standard_fen", "base_fen", "commission_fen", "commission_carried_fen", "topup_fen", "allowance_fen",
    "back_pay_fen", "deduction_fen", "clawback_fen", "tax_fen", "rounding_fen", "shortfall_fen", "net_fen", "owed_fen",
    "carried_forward_fen",
)  # fmt: skip
"""The amounts of a stored line that follow from its inputs."""

PRINTED = {
    "id_no": "id_no", "name": "name", "sex": "sex", "village": "village", "group": "village_group",
    "post_type": "post_type", "post_name": "post_name", "employer": "employer", "fund": "fund",
    "bank_name": "bank_name", "bank_no": "bank_no", "bank_holder": "bank_holder", "start": "start", "end": "end",
}  # fmt: skip
"""What a payee's frozen facts are called in the stored line."""

DAYS = ("days_in_month", "paid_days", "required_tenths", "attended_tenths")


@dataclass(frozen=True, slots=True)
class Departure:
    """A value of a stored line that its inputs do not give; amounts are fen."""

    run: str
    line: int | None
    name: str
    field: str
    expected: Any
    found: Any


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many closed runs and lines were looked at; ``unproven`` lines were computed before inputs were kept."""

    runs: int
    lines: int
    unproven: int
    departures: tuple[Departure, ...]


COLUMNS = tuple(
    getattr(PayLine, name)
    for name in ("number", "month", *PRINTED.values(), *DAYS, *AMOUNTS, "flags", "inputs", "remark")
)
"""What a line is proved by."""


def lines_of(session: Session, run_id: str) -> Iterator[dict[str, Any]]:
    """The stored lines of a run in printed order, read in portions."""
    statement = select(*COLUMNS).where(PayLine.run_id == run_id).order_by(PayLine.number)
    for row in session.execute(statement.execution_options(yield_per=1000)).mappings():
        yield {column.key: row[column.key] for column in COLUMNS}


def engine_of(run: PayRun, inputs: Sequence[str]) -> int | None:
    """The version of the calculation that made a run's hash; None when none did: head or inputs were changed."""
    engines = range(ENGINE, 0, -1)
    return next((one for one in engines if run_hash(one, run.head, inputs) == run.inputs_hash), None)


@in_one_go
def recompute(session: Session) -> Recomputed:
    """Every closed run computed again, and its hash and check code."""
    runs = list(session.scalars(select(PayRun).where(PayRun.state.in_(CLOSED_RUNS)).order_by(PayRun.number)))
    lines = unproven = 0
    found: list[Departure] = []
    for run in runs:
        inputs: list[str] = []
        results: list[dict[str, Any]] = []
        for row in lines_of(session, run.id):
            lines += 1
            results.append({key: row[key] for key in ("number", "id_no", "post_type", "net_fen", "flags")})
            if row["inputs"] is None:
                unproven += 1
                continue
            inputs.append(row["inputs"])
            found += [Departure(run.number, row["number"], row["name"], *one) for one in departures(row)]
        if len(inputs) == len(results) and engine_of(run, inputs) is None:
            made = run_hash(ENGINE, run.head, inputs)
            found.append(Departure(run.number, None, "", "inputs_hash", made, run.inputs_hash))
        code = check_code(run.inputs_hash, results)
        if code != run.check_code:
            found.append(Departure(run.number, None, "", "check_code", code, run.check_code))
    return Recomputed(len(runs), lines, unproven, tuple(found))


def departures(row: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """What of a stored line its frozen inputs do not give: field, expected, found."""
    try:
        frozen = thaw(row["inputs"])
        pay = line.compute(frozen.duty)
    except (msgspec.DecodeError, ValueError, KeyError, ZeroDivisionError, OverflowError):
        # Somebody wrote into the file: that is what is looked for.
        yield "inputs", "JSON", row["inputs"][:40]
        return
    for name in AMOUNTS:
        if row[name] != getattr(pay, name):
            yield name, getattr(pay, name), row[name]
    if list(row["flags"]) != list(pay.flags):
        yield "flags", "、".join(pay.flags), "、".join(row["flags"])
    yield from _printed(row, frozen, {"days_in_month": pay.days_in_month, "paid_days": pay.paid_days})


def _printed(row: Mapping[str, Any], frozen: Frozen, days: Mapping[str, int]) -> Iterator[tuple[str, Any, Any]]:
    attendance = frozen.duty.attendance
    expected: dict[str, Any] = {column: getattr(frozen.payee, name) for name, column in PRINTED.items()}
    expected |= days
    expected["required_tenths"] = attendance.required_tenths if attendance else None
    expected["attended_tenths"] = attendance.attended_tenths if attendance else None
    expected["month"] = frozen.duty.month
    for name, value in expected.items():
        if row[name] != value:
            yield name, value, row[name]
