"""How far somebody's pay has reached the account: up to which month, and what of closed months is still open."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import PayLine, Payment, PayRun
from cjdesk.domain.month import Month
from cjdesk.domain.states import CLOSED_RUNS, PaymentState


def of_assignment(session: Session, assignment_id: str) -> tuple[Month | None, int]:
    """The last month up to which every closed month is paid (or was zero), and the pay that has not arrived, in fen."""
    net = {
        line_id: (month, fen)
        for line_id, month, fen in session.execute(
            select(PayLine.id, PayLine.month, PayLine.net_fen)
            .join(PayRun, PayRun.id == PayLine.run_id)
            .where(PayLine.assignment_id == assignment_id, PayRun.state.in_(CLOSED_RUNS))
        )
    }
    paid: dict[str, int] = defaultdict(int)
    for line_id, fen in session.execute(
        select(Payment.line_id, Payment.amount_fen).where(
            Payment.line_id.in_(net), Payment.state == PaymentState.PAID.value
        )
    ):
        paid[line_id or ""] += fen
    open_in: dict[Month, int] = defaultdict(int)
    for line_id, (month, fen) in net.items():
        open_in[month] += fen - paid[line_id]
    until = None
    for month in sorted(open_in):
        if open_in[month]:
            break
        until = month
    return until, sum(open_in.values())
