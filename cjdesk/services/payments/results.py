"""What the bank says afterwards: paid or returned; a returned payment is paid again, the pay itself never changes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import BankList, PayLine, Payment
from cjdesk.domain.errors import ListUnknown
from cjdesk.domain.states import PAYMENT_STEPS, RUN_STEPS, PaymentState, RunState, may, step
from cjdesk.services.payments.lists import listed
from cjdesk.services.payments.values import FAILURES, PaymentList
from cjdesk.services.payroll.runs import advance
from cjdesk.services.payroll.sheets import run_row


def register(session: Session, list_id: str, failed: Mapping[str, str]) -> PaymentList:
    """Book the bank's result of a list: the lines in ``failed`` came back for that reason, all others are paid.

    The runs become 已发放 or 部分失败. To pay a returned line again, change the account and make a list.
    """
    if session.get(BankList, list_id) is None:
        raise ListUnknown
    payments = list(session.scalars(select(Payment).where(Payment.list_id == list_id)))
    unknown = failed.keys() - {payment.line_id for payment in payments}
    if unknown or not set(failed.values()) <= set(FAILURES):
        raise ValueError(f"not of this list, or no failure: {sorted(unknown)} {sorted(failed.values())}")
    rows = []
    for payment in payments:
        wanted = PaymentState.FAILED if payment.line_id in failed else PaymentState.PAID
        if payment.state != wanted:
            state = step(PAYMENT_STEPS, PaymentState(payment.state), wanted)
            rows.append({"id": payment.id, "state": state.value, "failure": failed.get(payment.line_id)})
    audit.update_rows(session, Payment, rows)
    result = listed(session, list_id)
    for run_id in result.run_ids:
        _settle(session, run_id)
    return result


def _settle(session: Session, run_id: str) -> None:
    """A run is paid when each line with an amount has a paid payment, else partly failed."""
    paid = select(Payment.line_id).where(Payment.state == PaymentState.PAID)
    waiting = select(PayLine.id).where(PayLine.run_id == run_id, PayLine.net_fen > 0, PayLine.id.not_in(paid))
    state = RunState.PARTLY_FAILED if session.scalars(waiting).first() else RunState.PAID
    now = RunState(run_row(session, run_id).state)
    if now != state and may(RUN_STEPS, now, state):
        advance(session, run_id, state)
