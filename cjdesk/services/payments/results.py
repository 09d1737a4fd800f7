"""What the bank says afterwards, ticked by hand; a returned payment is paid again, the pay itself never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import BankList, BankResult, Payment
from cjdesk.db.types import canonical
from cjdesk.domain.errors import FailureUnknown, ListNotSent, ListWithdrawn
from cjdesk.domain.states import ListState, PaymentState
from cjdesk.services.payments.booking import Answer, Source, book
from cjdesk.services.payments.lists import list_row, listed
from cjdesk.services.payments.values import FAILURES, OTHER, PaymentList


def register(
    session: Session,
    list_id: str,
    failed: Mapping[str, str],
    *,
    by: str,
    rest_paid: bool = True,
    words: Mapping[str, str] | None = None,
) -> PaymentList:
    """Book the bank's result of a list: the lines in ``failed`` came back for that reason.

    With ``rest_paid`` all others that still wait are paid; without it only the ticked ones change (a payment that
    the bank returns weeks later). ``words`` are the bank's own for 其他. Ticked twice, nothing changes.
    Errors: LIST_NOT_SENT, LIST_WITHDRAWN, FAILURE_UNKNOWN.
    """
    require_sent(list_row(session, list_id))
    for reason in failed.values():
        known_failure(reason)
    payments = {row.line_id or "": row for row in session.scalars(select(Payment).where(Payment.list_id == list_id))}
    unknown = failed.keys() - payments.keys()
    if unknown:
        raise ValueError(f"not of this list: {sorted(unknown)}")
    said = words or {}
    answers = [
        Answer(payment.id, failed.get(line_id), said.get(line_id, ""))
        for line_id, payment in payments.items()
        if line_id in failed or (rest_paid and payment.state == PaymentState.PENDING)
    ]
    before = session.scalar(select(func.count()).where(BankResult.list_id == list_id))
    facts = [before, sorted((answer.payment_id, answer.stored or "") for answer in answers)]
    book(session, list_id, answers, Source("", hashlib.sha256(canonical(facts)).hexdigest(), None), by=by)
    return listed(session, list_id)


def require_sent(stored: BankList) -> None:
    """A result belongs to a list that the bank has. Errors: LIST_NOT_SENT, LIST_WITHDRAWN."""
    if stored.state == ListState.WITHDRAWN:
        raise ListWithdrawn(list=stored.number, reason=stored.withdrawn or "—")
    if stored.state == ListState.MADE:
        raise ListNotSent(list=stored.number)


def known_failure(reason: str) -> str:
    """One of FAILURES, or FAILURE_UNKNOWN."""
    if reason not in FAILURES:
        raise FailureUnknown(field="reason", reason=reason, choices="、".join(FAILURES))
    return reason


def failure_of(words: str, known: Mapping[str, str] | None = None) -> str:
    """The office's reason for the bank's words; what fits none is 其他, the words are kept beside it."""
    for mark, reason in (known or {}).items():
        if mark in words and reason in FAILURES:
            return reason
    for reason, marks in WORDS.items():
        if reason in words or any(mark in words for mark in marks):
            return reason
    return OTHER


WORDS: Mapping[str, tuple[str, ...]] = {
    "户名不符": ("户名", "姓名不", "名称不", "账户名"),
    "已销户": ("销户", "销卡", "注销"),
    "挂失": ("挂失",),
    "冻结或止付": ("冻结", "止付", "查封", "司法"),
    "睡眠户": ("睡眠", "不动户", "久悬", "休眠", "长期不动"),
    "账户限额": ("限额", "超限", "II类", "Ⅱ类", "二类", "III类", "Ⅲ类", "三类"),
    "证件过期": ("过期", "证件失效", "证件到期"),
    "未激活": ("激活", "未启用"),
    "身份不符": ("身份", "证件号", "证件不"),
    "账号错误": ("账号", "帐号", "卡号", "账户不存在", "帐户不存在", "无此账户", "无此户", "查无"),
}
"""What banks write for each reason; the first that fits, so that 账户已销户 is no wrong number."""
