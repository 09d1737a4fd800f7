"""Locked months computed again by what is known now, beside their locked lines (domain.md 4.4).

A locked line is never changed: when dates, attendance, receipts or standards of its month become known later, the
difference between what the month has given and what it should give is found here, person by person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Adjustment, CorrectionHold, LateChange, PayLine, PayRun
from cjdesk.domain.month import Month
from cjdesk.domain.pay import line
from cjdesk.domain.pay.inputs import Correction, Duty, EarlierMonth, Pay
from cjdesk.domain.sheet import Step
from cjdesk.domain.states import CLOSED_RUNS, RunState
from cjdesk.services import office
from cjdesk.services.payroll.frozen import thaw
from cjdesk.services.payroll.inputs import Due, Holder, dues, holders_of
from cjdesk.services.payroll.receivables import BACK_PAY

COMPONENTS = ("base", "commission", "topup", "deduction")


@dataclass(frozen=True, slots=True)
class Difference:
    """A person's month that was locked with another amount than today's facts give; positive is owed to the person.

    ``line_id`` is None when nobody was paid for it. ``parts`` are the components that differ, then and now; what was
    booked for the month before stands under "booked". ``steps`` is how the
    amount of today comes about. ``hold`` is 暂缓 or 不处理, with its reason, for this very amount.
    """

    person_id: str
    assignment_id: str
    id_no: str
    name: str
    village: str
    group: str
    post_type: str
    fund: str
    month: Month
    line_id: str | None
    run_number: str
    line_number: int
    parts: tuple[tuple[str, int, int], ...]
    amount_fen: int
    reason: str
    steps: tuple[Step, ...] = ()
    hold: str | None = None
    hold_reason: str = ""

    @property
    def correction(self) -> Correction:
        """The same as an input of pay, without row ids."""
        return Correction(self.month, self.amount_fen, self.run_number, self.line_number, self.parts)


@dataclass(slots=True)
class _Settled:
    """What a month has given an assignment so far."""

    row: Any | None
    booked_fen: int = 0


def differences(
    session: Session, before: Month, *, leaving_out: Collection[str] = (), everything: bool = False
) -> tuple[Difference, ...]:
    """The months before ``before`` that were locked with other amounts than today's facts give, by month and person.

    Looks at the months that something was entered late for, or with ``everything`` at all locked ones. ``leaving_out``
    are runs whose bookings do not count, because they are being computed.
    """
    pairs = _closed_pairs(session, before) if everything else _changed_pairs(session, before)
    holds = {(row.assignment_id, row.month): row for row in session.scalars(select(CorrectionHold))} if pairs else {}
    known: dict[tuple[str, Month], EarlierMonth] = {}
    found: list[Difference] = []
    for month, kind in sorted(pairs):
        found += _of_month(session, month, kind, leaving_out, known)
    return tuple(_held(one, holds.get((one.assignment_id, one.month))) for one in found)


def entitlement(base: int, commission: int, carried: int, topup: int, absence: int) -> int:
    """What a month gives by its own facts: without what later corrections, deductions or debts do to the payment.

    A negative commission that is carried counts here, since the month after takes it.
    """
    return base + commission + carried + topup - absence


def _held(one: Difference, row: CorrectionHold | None) -> Difference:
    if row is None or row.amount_fen != one.amount_fen:
        return one
    return replace(one, hold=row.kind, hold_reason=row.reason)


def _closed_pairs(session: Session, before: Month) -> set[tuple[Month, str]]:
    statement = (
        select(PayLine.month, PayLine.post_type)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayRun.state.in_(CLOSED_RUNS), PayLine.month < before)
        .distinct()
    )
    return {(month, kind) for month, kind in session.execute(statement)}


def _changed_pairs(session: Session, before: Month) -> set[tuple[Month, str]]:
    """The locked months with a late change, and the last month of their quarter, which a floor may be settled in."""
    statement = select(LateChange.month, LateChange.post_type).where(LateChange.month < before).distinct()
    changed = {(month, kind) for month, kind in session.execute(statement)}
    if not changed:
        return set()
    quarters = {(month.plus(-month.month % 3), kind) for month, kind in changed}
    return (changed | quarters) & _closed_pairs(session, before)


_ROW = (
    PayLine.id, PayLine.number, PayLine.person_id, PayLine.assignment_id, PayLine.id_no, PayLine.name, PayLine.village,
    PayLine.village_group, PayLine.fund, PayLine.base_fen, PayLine.commission_fen, PayLine.commission_carried_fen,
    PayLine.topup_fen, PayLine.deduction_fen, PayLine.inputs, PayRun.number.label("run_number"),
)  # fmt: skip


def _of_month(
    session: Session,
    month: Month,
    kind: str,
    leaving_out: Collection[str],
    known: dict[tuple[str, Month], EarlierMonth],
) -> list[Difference]:
    here = office.current(session)
    locked = (
        select(*_ROW)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayLine.month == month, PayLine.post_type == kind, PayRun.state.in_(CLOSED_RUNS))
        .order_by(PayRun.number, PayLine.number)
    )
    settled = {row.assignment_id: _Settled(row) for row in session.execute(locked)}
    for assignment, amount in _booked(session, month, leaving_out):
        if assignment in settled:
            settled[assignment].booked_fen = amount
        else:
            settled[assignment] = _Settled(None, amount)
    reasons = _reasons(session, month, kind)
    now = dues(session, month, (kind,), township=here.township, employer=here.employer)[kind]
    found = []
    for due in now:
        past = settled.pop(due.holder.assignment_id, _Settled(None))
        pay = line.compute(_as_then(due, past.row, known))
        known[due.holder.assignment_id, month] = EarlierMonth(pay.earned_fen, pay.topup_fen, pay.floor_fen)
        one = _difference(due.holder, month, past, _parts_now(pay, due.duty), reasons)
        if one is not None:
            found.append(replace(one, steps=_told(pay)))
    gone = {assignment: past for assignment, past in settled.items() if past.row is not None or past.booked_fen}
    if gone:
        holders = holders_of(session, gone, employer=here.employer)
        for assignment, past in gone.items():
            holder = holders.get(assignment)
            if holder is None or holder.post_type != kind:
                continue
            one = _difference(holder, month, past, dict.fromkeys((*COMPONENTS, "carried"), 0), reasons)
            if one is not None:
                found.append(one)
    return found


def _booked(session: Session, month: Month, leaving_out: Collection[str]) -> Iterable[tuple[str, int]]:
    """What runs that are not void book for a month, by assignment, signed."""
    statement = (
        select(Adjustment.assignment_id, Adjustment.kind, func.sum(Adjustment.amount_fen))
        .join(PayRun, PayRun.id == Adjustment.run_id)
        .where(Adjustment.month == month, PayRun.state != RunState.VOID, PayRun.id.not_in(leaving_out))
        .group_by(Adjustment.assignment_id, Adjustment.kind)
    )
    sums: dict[str, int] = defaultdict(int)
    for assignment, kind, amount in session.execute(statement):
        sums[assignment] += int(amount) if kind == BACK_PAY else -int(amount)
    return sums.items()


def _as_then(due: Due, row: Any | None, known: Mapping[tuple[str, Month], EarlierMonth]) -> Duty:
    """Today's facts of the month, with what reached it from outside as it did when it was locked."""
    duty = due.duty
    if row is None or row.inputs is None:
        return replace(duty, owed_fen=0, allowances=(), back_pay=(), deductions=())
    then = thaw(row.inputs).duty
    assignment = due.holder.assignment_id
    earlier = then.earlier
    if earlier:
        months = [duty.month.plus(step - len(earlier)) for step in range(len(earlier))]
        pairs = zip(months, earlier, strict=True)
        earlier = tuple(known.get((assignment, month), as_paid) for month, as_paid in pairs)
    return replace(
        duty,
        carried_in_fen=then.carried_in_fen,
        allowances=then.allowances,
        back_pay=then.back_pay,
        deductions=then.deductions,
        owed_fen=0,
        earlier=earlier,
    )


def _absence(pay: Pay, duty: Duty) -> int:
    """The part of the deduction that the month's own absence makes (P3)."""
    return pay.deduction_fen - sum(extra.amount_fen for extra in duty.deductions)


def _told(pay: Pay) -> tuple[Step, ...]:
    """What explains the month's own amounts; what later corrections and debts did is told elsewhere."""
    return tuple(step for step in pay.steps if step.component in COMPONENTS)


def _parts_now(pay: Pay, duty: Duty) -> dict[str, int]:
    return {
        "base": pay.base_fen,
        "commission": pay.commission_fen,
        "carried": pay.commission_carried_fen,
        "topup": pay.topup_fen,
        "deduction": _absence(pay, duty),
    }


def _parts_then(row: Any | None) -> dict[str, int]:
    if row is None:
        return dict.fromkeys((*COMPONENTS, "carried"), 0)
    extras = thaw(row.inputs).duty.deductions if row.inputs else ()
    return {
        "base": row.base_fen,
        "commission": row.commission_fen,
        "carried": row.commission_carried_fen,
        "topup": row.topup_fen,
        "deduction": row.deduction_fen - sum(extra.amount_fen for extra in extras),
    }


def _difference(
    holder: Holder, month: Month, past: _Settled, now: Mapping[str, int], reasons: Mapping[str | None, str]
) -> Difference | None:
    then = _parts_then(past.row)
    amount = _given(now) - _given(then) - past.booked_fen
    if not amount:
        return None
    parts = [
        (name, _shown(then, name), _shown(now, name)) for name in COMPONENTS if _shown(then, name) != _shown(now, name)
    ]
    if past.booked_fen:
        parts.append(("booked", past.booked_fen, 0))
    row = past.row
    return Difference(
        person_id=holder.person_id,
        assignment_id=holder.assignment_id,
        id_no=holder.id_no,
        name=holder.name,
        village=holder.village,
        group=holder.group,
        post_type=holder.post_type,
        fund=row.fund if row is not None else holder.fund,
        month=month,
        line_id=row.id if row is not None else None,
        run_number=row.run_number if row is not None else "",
        line_number=row.number if row is not None else 0,
        parts=tuple(parts),
        amount_fen=amount,
        reason=reasons.get(holder.assignment_id) or reasons.get(None, ""),
    )


def _shown(parts: Mapping[str, int], name: str) -> int:
    """The commission is told with the negative part that the next month took."""
    return parts[name] + (parts["carried"] if name == "commission" else 0)


def _given(parts: Mapping[str, int]) -> int:
    return entitlement(parts["base"], parts["commission"], parts["carried"], parts["topup"], parts["deduction"])


def _reasons(session: Session, month: Month, kind: str) -> dict[str | None, str]:
    """Why the month was changed late: by assignment, and under None for all of it; the newest reason stands."""
    statement = (
        select(LateChange.assignment_id, LateChange.reason)
        .where(LateChange.month == month, LateChange.post_type == kind)
        .order_by(LateChange.changed_at, LateChange.id)
    )
    return dict(session.execute(statement).all())
