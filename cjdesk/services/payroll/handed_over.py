"""A run of which a bank list stands is closed: its file may be at the bank, whatever the desk says."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import BankList, PayLine, Payment, PayRun
from cjdesk.domain.errors import RunHasList, RunIsPaid
from cjdesk.domain.states import ListState, PaymentState


def require_off_lists(session: Session, run: PayRun) -> None:
    """Refuse to open or void a run that could still be paid: RUN_IS_PAID once the bank answered, else RUN_HAS_LIST.

    A list that the bank has not got is withdrawn first (``services.payments.withdraw``), which voids its payments.
    """
    mine = select(Payment).join(PayLine, PayLine.id == Payment.line_id).where(PayLine.run_id == run.id)
    payments = list(session.scalars(mine))
    if any(payment.state not in {PaymentState.PENDING, PaymentState.VOID} for payment in payments):
        raise RunIsPaid(month=run.month)
    standing = select(BankList).where(
        BankList.id.in_({payment.list_id for payment in payments}), BankList.state != ListState.WITHDRAWN
    )
    found = session.scalars(standing.order_by(BankList.number)).first()
    if found is not None:
        raise RunHasList(number=run.number, list=found.number, state=found.state)


def leave_lines(session: Session, run: PayRun) -> None:
    """Let go of the lines of an open run before they are computed anew; withdrawn lists keep what they said by itself.

    Errors: those of ``require_off_lists``.
    """
    require_off_lists(session, run)
    ids = select(Payment.id).join(PayLine, PayLine.id == Payment.line_id).where(PayLine.run_id == run.id)
    rows = [{"id": payment_id, "line_id": None} for payment_id in session.scalars(ids)]
    if rows:
        audit.update_rows(session, Payment, rows)
