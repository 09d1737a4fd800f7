"""What the bank said is booked: payments paid or returned, tasks for the returned ones, lists and runs moved on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import AccountTask, BankList, BankResult, PayLine, Payment
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain.errors import ResultContradicts
from cjdesk.domain.states import LIST_STEPS, PAYMENT_STEPS, RUN_STEPS, ListState, PaymentState, RunState, may, step
from cjdesk.services.payments.lists import list_row
from cjdesk.services.payroll.runs import advance
from cjdesk.services.payroll.sheets import run_row
from cjdesk.services.payroll.who import name_of

BACK = frozenset({PaymentState.FAILED, PaymentState.REISSUED})
"""States of payments that the bank returned."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank says of one payment: None for paid, else one of FAILURES and the bank's own words."""

    payment_id: str
    failure: str | None
    words: str = ""

    @property
    def stored(self) -> str | None:
        """The failure as it is kept: 其他 with the bank's words."""
        if self.failure is None or not self.words or self.words == self.failure:
            return self.failure
        return f"{self.failure}：{self.words}"[:40]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer comes from: the file as it came, or ticks."""

    name: str
    sha256: str
    content: bytes | None


def book(session: Session, list_id: str, answers: Sequence[Answer], source: Source, *, by: str) -> int:
    """Book answers to payments of one list, all or none; says how many payments changed.

    A payment that is returned already stays so: to call it paid now is RESULT_CONTRADICTS.
    """
    found = {row.id: row for row in session.scalars(select(Payment).where(Payment.list_id == list_id))}
    now, changed, returned, paid = utc_now(), [], [], []
    for answer in answers:
        payment = found[answer.payment_id]
        state = PaymentState(payment.state)
        if answer.failure is None:
            if state in BACK:
                raise ResultContradicts(name=payment.holder)
            if state != PaymentState.PAID:
                changed.append(_step(payment, PaymentState.PAID, None, now))
                paid.append(payment)
        elif state not in BACK:
            changed.append(_step(payment, PaymentState.FAILED, answer.stored, now))
            returned.append((payment, answer.failure))
        elif payment.failure != answer.stored:
            changed.append({"id": payment.id, "failure": answer.stored})
            returned.append((payment, answer.failure))
    if not changed and source.content is None:
        return 0  # a file stays even when it says nothing new: it shows that the bank has the list
    audit.update_rows(session, Payment, changed)
    _tell_the_replaced(session, paid, PaymentState.REISSUED)
    _tell_the_replaced(session, [payment for payment, _ in returned], PaymentState.FAILED)
    _open_tasks(session, returned)
    _remember(session, list_id, answers, found, source, by)
    _move_list(session, list_id)
    settle(session, list_id)
    return len(changed)


def taken(session: Session, list_id: str, sha256: str) -> BankResult | None:
    """This very answer, if it was booked before."""
    return session.scalars(select(BankResult).where(BankResult.list_id == list_id, BankResult.sha256 == sha256)).first()


def settle(session: Session, list_id: str) -> None:
    """Move the runs of a list on: 已发放 when every amount is paid, 部分失败 when the bank is done and one is not."""
    runs = select(PayLine.run_id).join(Payment, Payment.line_id == PayLine.id).where(Payment.list_id == list_id)
    for run_id in sorted(set(session.scalars(runs))):
        wanted = _outcome(session, run_id)
        now = RunState(run_row(session, run_id).state)
        if wanted is None or wanted == now:
            continue
        if not may(RUN_STEPS, now, wanted) and may(RUN_STEPS, now, RunState.LISTED):
            advance(session, run_id, RunState.LISTED)  # the county's answer came between list and result
            now = RunState.LISTED
        if may(RUN_STEPS, now, wanted):
            advance(session, run_id, wanted)


def _step(payment: Payment, wanted: PaymentState, failure: str | None, now: object) -> dict[str, object]:
    state = step(PAYMENT_STEPS, PaymentState(payment.state), wanted)
    return {"id": payment.id, "state": state.value, "failure": failure, "result_at": now}


def _tell_the_replaced(session: Session, payments: Iterable[Payment], wanted: PaymentState) -> None:
    """A returned payment is 已补付 while a later one has paid it, and 退回 again if that comes back too."""
    waiting = [payment.replaces_id for payment in payments if payment.replaces_id]
    rows = []
    while waiting:
        before = session.scalars(select(Payment).where(Payment.id.in_(waiting[:500]))).all()
        waiting = waiting[500:]
        for payment in before:
            if may(PAYMENT_STEPS, PaymentState(payment.state), wanted):
                rows.append({"id": payment.id, "state": wanted.value})
            if payment.replaces_id:
                waiting.append(payment.replaces_id)
    audit.update_rows(session, Payment, rows)


def _open_tasks(session: Session, returned: Sequence[tuple[Payment, str]]) -> None:
    """One task for each returned payment; another reason for the same payment changes an open task."""
    ids = [payment.id for payment, _ in returned]
    known = {row.payment_id: row for start in range(0, len(ids), 500) for row in session.scalars(
        select(AccountTask).where(AccountTask.payment_id.in_(ids[start : start + 500])))}  # fmt: skip
    fresh = []
    for payment, failure in returned:
        if payment.id in known:
            if known[payment.id].done_at is None:
                known[payment.id].failure = failure
            continue
        fresh.append(
            {
                "township": payment.township,
                "person_id": payment.person_id,
                "payment_id": payment.id,
                "failure": failure,
                "old_account": payment.account,
            }
        )
    session.flush()
    audit.insert_rows(session, AccountTask, fresh)


def _remember(  # noqa: PLR0917 - one record
    session: Session,
    list_id: str,
    answers: Sequence[Answer],
    found: Mapping[str, Payment],
    source: Source,
    by: str,
) -> None:
    paid = [found[one.payment_id].amount_fen for one in answers if one.failure is None]
    failed = [found[one.payment_id].amount_fen for one in answers if one.failure is not None]
    session.add(
        BankResult(
            id=new_id(),
            list_id=list_id,
            file_name=source.name[:120],
            sha256=source.sha256,
            taken_at=utc_now(),
            taken_by=name_of(session, by),
            paid=len(paid),
            paid_fen=sum(paid),
            failed=len(failed),
            failed_fen=sum(failed),
            content=source.content,
        )
    )
    session.flush()


def _move_list(session: Session, list_id: str) -> None:
    """已登记 once nothing waits for the bank."""
    stored: BankList = list_row(session, list_id)
    waits = session.scalar(select(exists().where(Payment.list_id == list_id, Payment.state == PaymentState.PENDING)))
    if not waits and stored.state == ListState.SENT:
        stored.state = step(LIST_STEPS, ListState(stored.state), ListState.BOOKED).value
        session.flush()


def _outcome(session: Session, run_id: str) -> RunState | None:
    states: dict[str, set[str]] = {}
    statement = (
        select(PayLine.id, Payment.state)
        .outerjoin(Payment, Payment.line_id == PayLine.id)
        .where(PayLine.run_id == run_id, PayLine.net_fen > 0)
    )
    for line_id, state in session.execute(statement):
        states.setdefault(line_id, set()).add(state or "")
    if all(PaymentState.PAID in found for found in states.values()):
        return RunState.PAID
    back = any(found & BACK and PaymentState.PAID not in found for found in states.values())
    waits = any(PaymentState.PENDING in found for found in states.values())
    return RunState.PARTLY_FAILED if back or not waits else None
