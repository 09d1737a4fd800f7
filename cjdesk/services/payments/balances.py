"""Where a run's money is: every fen of net is paid, on its way, returned, or not listed yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from cjdesk.db.models import AccountTask, BankList, PayLine, Payment, PayRun
from cjdesk.domain.states import ListState, PaymentState, RunState
from cjdesk.services.payments.booking import BACK
from cjdesk.services.payments.lists import LIVE, payment_key
from cjdesk.services.payroll.sheets import run_row


@dataclass(frozen=True, slots=True)
class Part:
    """So many lines and so much money."""

    lines: int = 0
    fen: int = 0

    def plus(self, fen: int) -> Part:
        """With one more line."""
        return Part(self.lines + 1, self.fen + fen)


@dataclass(frozen=True, slots=True)
class Balance:
    """net = paid + pending + failed + unlisted, at all times; ``unlisted`` includes the lines of 0."""

    run_id: str
    number: str
    state: str
    net: Part
    paid: Part
    pending: Part
    failed: Part
    unlisted: Part

    @property
    def agrees(self) -> bool:
        """Whether no line and no fen is lost or counted twice."""
        parts = (self.paid, self.pending, self.failed, self.unlisted)
        return (self.net.lines, self.net.fen) == (sum(one.lines for one in parts), sum(one.fen for one in parts))


def balance(session: Session, run_id: str) -> Balance:
    """Count a run's payments by what became of each line; amounts are those of the payments, not of the lines."""
    run = run_row(session, run_id)
    statement = (
        select(PayLine.id, PayLine.net_fen, Payment.state, Payment.amount_fen)
        .outerjoin(Payment, (Payment.line_id == PayLine.id) & (Payment.state != PaymentState.VOID))
        .where(PayLine.run_id == run_id)
    )
    nets: dict[str, int] = {}
    found: dict[str, list[tuple[str, int]]] = {}
    for line_id, net, state, amount in session.execute(statement):
        nets[line_id] = net
        if state is not None:
            found.setdefault(line_id, []).append((state, amount))
    parts = dict.fromkeys(("paid", "pending", "failed", "unlisted"), Part())
    for line_id, net in nets.items():
        payments = found.get(line_id, [])
        live = [one for one in payments if one[0] in LIVE]
        for state, amount in live:
            name = "paid" if state == PaymentState.PAID else "pending"
            parts[name] = parts[name].plus(amount)
        if not live and payments:
            parts["failed"] = parts["failed"].plus(payments[-1][1])
        elif not payments:
            parts["unlisted"] = parts["unlisted"].plus(net)
    return Balance(run.id, run.number, run.state, Part(len(nets), sum(nets.values())), **parts)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must never be: where, which kind, and what of it."""

    where: str
    kind: str
    facts: dict[str, str | int]


NET, TWICE, WRONG_KEY, GONE, NO_TASK, UNPAID = "net", "twice", "wrong_key", "gone", "no_task", "unpaid"


def faults(session: Session) -> Iterator[Fault]:
    """All that must hold over everything ever sent; nothing is found in a sound file.

    One live payment for each key and each line, keys as their lines say, no live payment of a withdrawn list or a void
    run, a task for each returned payment, a paid successor for each payment called 已补付, and every run in balance.
    """
    yield from _twice(session)
    yield from _keys(session)
    yield from _gone(session)
    yield from _open(session)
    closed = select(PayRun.id).where(PayRun.state != RunState.VOID).order_by(PayRun.number)
    listed = select(PayLine.run_id).join(Payment, Payment.line_id == PayLine.id)
    for run_id in session.scalars(closed.where(PayRun.id.in_(listed))):
        one = balance(session, run_id)
        if not one.agrees:
            yield Fault(
                one.number,
                NET,
                {
                    "net_fen": one.net.fen,
                    "paid_fen": one.paid.fen,
                    "pending_fen": one.pending.fen,
                    "failed_fen": one.failed.fen,
                    "unlisted_fen": one.unlisted.fen,
                },
            )


def _twice(session: Session) -> Iterator[Fault]:
    for column in (Payment.key, Payment.line_id):
        statement = (
            select(func.min(BankList.number), func.max(BankList.number), func.min(PayLine.name), func.count())
            .select_from(Payment)
            .join(BankList, BankList.id == Payment.list_id)
            .join(PayLine, PayLine.id == Payment.line_id)
            .where(Payment.state.in_(LIVE))
            .group_by(column)
            .having(func.count() > 1)
        )
        for first, last, name, count in session.execute(statement):
            yield Fault(first, TWICE, {"name": name, "count": count, "other": last})


def _keys(session: Session) -> Iterator[Fault]:
    statement = (
        select(Payment.key, PayLine, BankList.number)
        .join(PayLine, PayLine.id == Payment.line_id)
        .join(BankList, BankList.id == Payment.list_id)
        .where(Payment.state.in_(LIVE))
    )
    for key, line, number in session.execute(statement):
        if key != payment_key(line):
            yield Fault(number, WRONG_KEY, {"name": line.name, "number": line.number})


def _gone(session: Session) -> Iterator[Fault]:
    statement = (
        select(BankList.number, PayLine.name, PayLine.number)
        .join(Payment, Payment.list_id == BankList.id)
        .join(PayLine, PayLine.id == Payment.line_id)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(
            Payment.state != PaymentState.VOID,
            (BankList.state == ListState.WITHDRAWN) | (PayRun.state == RunState.VOID),
        )
    )
    for number, name, line in session.execute(statement):
        yield Fault(number, GONE, {"name": name, "number": line})


def _open(session: Session) -> Iterator[Fault]:
    """Returned payments have a task; one called 已补付 has a paid one after it."""
    without = (
        select(BankList.number, PayLine.name)
        .join(Payment, Payment.list_id == BankList.id)
        .join(PayLine, PayLine.id == Payment.line_id)
        .outerjoin(AccountTask, AccountTask.payment_id == Payment.id)
        .where(Payment.state.in_(BACK), AccountTask.id.is_(None))
    )
    for number, name in session.execute(without):
        yield Fault(number, NO_TASK, {"name": name})
    later = aliased(Payment)
    unpaid = (
        select(BankList.number, PayLine.name)
        .join(Payment, Payment.list_id == BankList.id)
        .join(PayLine, PayLine.id == Payment.line_id)
        .where(
            Payment.state == PaymentState.REISSUED,
            ~select(later.id).where(later.line_id == Payment.line_id, later.state == PaymentState.PAID).exists(),
        )
    )
    for number, name in session.execute(unpaid):
        yield Fault(number, UNPAID, {"name": name})
