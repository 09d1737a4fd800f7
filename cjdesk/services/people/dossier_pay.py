"""The money of a dossier: every line of closed runs with what became of it, and every payment that came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Attendance, BankList, PayLine, Payment, PayRun
from cjdesk.domain.month import Month
from cjdesk.domain.states import CLOSED_RUNS, PaymentState
from cjdesk.services import standards
from cjdesk.services.people.dossier_values import PaidMonth, ReturnedPayment
from cjdesk.services.year.values import COMPONENTS, Pay

NOTHING_DUE, UNLISTED = "不发放", "未制清单"
"""What is said of a line of zero, and of one that is on no list yet."""

Wanted = Callable[[Month], bool]


def months(session: Session, person_id: str, wanted: Wanted) -> tuple[PaidMonth, ...]:
    """The person's lines of closed runs in the wanted months, oldest first."""
    rows = session.execute(
        select(PayLine, PayRun.number, Attendance.grade)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .outerjoin(
            Attendance, (Attendance.assignment_id == PayLine.assignment_id) & (Attendance.month == PayLine.month)
        )
        .where(PayLine.person_id == person_id, PayRun.state.in_(CLOSED_RUNS))
        .order_by(PayLine.month, PayRun.number, PayLine.number)
    ).all()
    chosen = [row for row in rows if wanted(row[0].month)]
    names = standards.post_type_names(session)
    payments = _payments(session, [line.id for line, _, _ in chosen])
    found = []
    for line, run, grade in chosen:
        state, day = _what_became(line.net_fen, payments[line.id])
        found.append(
            PaidMonth(
                month=line.month,
                post_type_name=names.get(line.post_type, line.post_type),
                required_tenths=line.required_tenths,
                attended_tenths=line.attended_tenths,
                paid_days=line.paid_days,
                grade=grade or "",
                pay=_pay(line, payments[line.id]),
                run=run,
                state=state,
                day=day,
            )
        )
    return tuple(found)


def run_ids(session: Session, person_id: str, wanted: Wanted) -> Sequence[str]:
    """The closed runs that paid the person in the wanted months."""
    rows = session.execute(
        select(PayRun.id, PayLine.month)
        .join(PayLine, PayLine.run_id == PayRun.id)
        .where(PayLine.person_id == person_id, PayRun.state.in_(CLOSED_RUNS))
        .distinct()
    )
    return sorted({run_id for run_id, month in rows if wanted(month)})


def returned(session: Session, person_id: str, wanted: Wanted) -> tuple[ReturnedPayment, ...]:
    """The payments that the bank sent back, by day."""
    back = (PaymentState.FAILED.value, PaymentState.REISSUED.value)
    rows = session.execute(
        select(Payment, PayLine.month, BankList.number)
        .join(PayLine, PayLine.id == Payment.line_id)
        .join(BankList, BankList.id == Payment.list_id)
        .where(PayLine.person_id == person_id, Payment.state.in_(back))
        .order_by(Payment.result_at, BankList.number)
    )
    return tuple(
        ReturnedPayment(month, number, row.account, row.amount_fen, row.failure or "", _local(row.result_at), row.state)
        for row, month, number in rows
        if wanted(month)
    )


def _payments(session: Session, lines: Sequence[str]) -> dict[str, list[Payment]]:
    """The payments of each line that are not void, the first one first."""
    found: dict[str, list[Payment]] = defaultdict(list)
    statement = (
        select(Payment).where(Payment.line_id.in_(lines), Payment.state != PaymentState.VOID.value).order_by(Payment.id)
    )
    for row in session.scalars(statement):
        found[row.line_id or ""].append(row)
    return found


def _what_became(net_fen: int, payments: Iterable[Payment]) -> tuple[str, date | None]:
    """The state of the payment that counts: a live one before those that came back."""
    rows = list(payments)
    live = [row for row in rows if row.state in {PaymentState.PAID.value, PaymentState.PENDING.value}]
    if live:
        return live[-1].state, _local(live[-1].result_at)
    if rows:
        return f"{rows[-1].state} {rows[-1].failure or ''}".strip(), _local(rows[-1].result_at)
    return (UNLISTED if net_fen else NOTHING_DUE), None


def _pay(line: PayLine, payments: Sequence[Payment]) -> Pay:
    """The line's components, and its net by what became of it."""
    amounts = {name: getattr(line, name) for name in COMPONENTS}
    paid = sum(row.amount_fen for row in payments if row.state == PaymentState.PAID.value)
    pending = sum(row.amount_fen for row in payments if row.state == PaymentState.PENDING.value)
    rest = line.net_fen - paid - pending
    back = any(row.state == PaymentState.FAILED.value for row in payments) and not (paid or pending)
    return Pay(
        **amounts,
        paid_fen=paid,
        pending_fen=pending,
        failed_fen=rest if back else 0,
        unlisted_fen=0 if back else rest,
    )


def _local(at: datetime | None) -> date | None:
    return at.astimezone().date() if at else None
