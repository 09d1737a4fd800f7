"""What stands on a printed bank list for its check code: every row that is paid."""

from __future__ import annotations

from cjdesk.services.check_codes import check_code
from cjdesk.services.payments.values import PaymentList


def list_code(value: PaymentList) -> str:
    """The check code on the list's pages."""
    return check_code(
        [{"holder": row.holder, "account": row.account, "amount_fen": row.amount_fen} for row in value.rows]
    )
