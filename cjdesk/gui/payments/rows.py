"""The rows of page 银行: payments of a list, returned payments, people who owe money; one set of columns for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cjdesk.domain import masks
from cjdesk.domain.states import PaymentState
from cjdesk.gui.row_model import Column, View
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr
from cjdesk.services import payments
from cjdesk.services.payments import FAILURES, PaymentList, Returned, Row
from cjdesk.services.payroll.receivables import Receivable
from cjdesk.services.search_text import name_readings

LISTS, RESULT, BACK, OWED = "list", "result", "back", "owed"
"""The tabs."""

COLUMNS = (
    Column("number", N_("No."), 52, "number", order=""),
    Column("holder", N_("Account holder"), 96, order=""),
    Column("account", N_("Account"), 176, "account", order=""),
    Column("bank", N_("Bank branch"), 160, order=""),
    Column("amount_fen", N_("Amount"), 104, "money", bold=True, order=""),
    Column("post", N_("Post"), 84, compact=False, pane=False, order=""),
    Column("run", N_("Pay run"), 150, compact=False, order=""),
    Column("outcome", N_("Payment outcome"), 96, "chip", order=""),
    Column("reason", N_("Why it failed"), 120, order=""),
    Column("again", N_("Paid again by"), 120, order=""),
    Column("month", N_("Month"), 84, pane=False, order=""),
    Column("list_number", N_("List"), 116, order=""),
    Column("days", N_("Age in days"), 56, "count", order=""),
    Column("stands", N_("Stands"), 136, "chip", order=""),
    Column("village", N_("Village, group"), 132, order=""),
    Column("opened_fen", N_("Owed in all"), 104, "money", order=""),
    Column("since", N_("First month"), 84, order=""),
    Column("origin", N_("From"), 176, order=""),
)
_PAYMENT = frozenset({"number", "holder", "account", "amount_fen", "post"})
SHOWN: Mapping[str, frozenset[str]] = {
    LISTS: _PAYMENT | {"bank", "run", "outcome"},
    RESULT: _PAYMENT | {"bank", "run", "outcome", "reason", "again"},
    BACK: _PAYMENT | {"month", "list_number", "reason", "days", "stands"},
    OWED: frozenset({"number", "holder", "village", "amount_fen", "opened_fen", "since", "origin"}),
}
"""Which columns each tab has."""

DIGITS = {str(place % 10): reason for place, reason in enumerate((*FAILURES[:9], "其他"), start=1)}
"""The key of each reason: 1 账号错误 … 9 未激活, 0 其他."""

STANDS: Mapping[str, tuple[str, str, str]] = {
    payments.READY: ("done", N_("can be paid again"), "ok"),
    payments.TO_DO: ("error", N_("account to be fixed"), "error"),
    payments.ON_LIST: ("waiting", N_("on a list again"), "info"),
    payments.BLOCKED: ("error", N_("no usable account"), "error"),
}
OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    PaymentState.PENDING: ("waiting", N_("at the bank"), "info"),
    PaymentState.PAID: ("done", N_("payment went through"), "ok"),
    PaymentState.FAILED: ("returned", N_("came back"), "error"),
    PaymentState.REISSUED: ("returned", N_("paid again"), "neutral"),
    PaymentState.VOID: ("skipped", N_("withdrawn"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class PayLine:
    """One row of the table; what a tab does not have is None."""

    id: str
    number: int
    holder: str
    amount_fen: int
    account: str | None = None
    bank: str | None = None
    post: str | None = None
    run: str | None = None
    outcome: Chip | None = None
    reason: str | None = None
    again: str | None = None
    month: str | None = None
    list_number: str | None = None
    days: int | None = None
    stands: Chip | None = None
    village: str | None = None
    opened_fen: int | None = None
    since: str | None = None
    origin: str | None = None
    tail: str = ""
    name: str = ""
    failed: bool = False
    row: Row | None = None
    returned: Returned | None = None
    owed: Receivable | None = None


def list_rows(made: PaymentList, ticks: Mapping[int, str], *, ticking: bool) -> tuple[PayLine, ...]:
    """The payments of a list; while results are ticked, what waits for the bank shows what would be booked."""
    return tuple(_list_row(made, row, ticks.get(row.number), ticking=ticking) for row in made.rows)


def _list_row(made: PaymentList, row: Row, tick: str | None, *, ticking: bool) -> PayLine:
    state = row.state
    if ticking and tick is not None:
        state = PaymentState.FAILED.value
    elif ticking and state == PaymentState.PENDING:
        state = PaymentState.PAID.value
    shape, word, tone = OUTCOMES[state]
    if made.number is None:
        shape, word, tone = "todo", N_("not listed yet"), "neutral"
    elif state == PaymentState.PENDING and made.state == "已制":
        shape, word, tone = "todo", N_("list made"), "neutral"
    reason = tick or row.failure or None
    key = next((digit for digit, known in DIGITS.items() if known == reason), "")
    return PayLine(
        id=str(row.number),
        number=row.number,
        holder=row.holder,
        amount_fen=row.amount_fen,
        account=masks.bank_draft(row.account),
        bank=row.bank or None,
        post=row.post_type_name,
        run=row.origin or "、".join(made.run_numbers),
        outcome=Chip(shape, tr(word), tone, quiet=state in {PaymentState.PAID, PaymentState.PENDING}),
        reason=f"{key} {reason}".strip() if reason else "",
        again=row.again or (tr("to be fixed") if state == PaymentState.FAILED else ""),
        tail=row.account[-6:],
        name=row.name,
        failed=state in {PaymentState.FAILED, PaymentState.REISSUED},
        row=row,
    )


def back_rows(found: Sequence[Returned]) -> tuple[PayLine, ...]:
    """Returned payments that no later one has paid."""
    rows = []
    for number, one in enumerate(found, start=1):
        shape, word, tone = STANDS[one.stands]
        words = tr("on {list}", list=one.again) if one.again else tr(word)
        rows.append(
            PayLine(
                id=one.payment_id,
                number=number,
                holder=one.name,
                amount_fen=one.amount_fen,
                account=masks.bank_draft(one.old_account),
                post=one.post_type_name,
                month=str(one.month),
                list_number=one.list_number,
                reason=one.failure,
                days=one.days,
                stands=Chip(shape, words, tone),
                tail=one.old_account[-6:],
                name=one.name,
                failed=one.stands in {payments.TO_DO, payments.BLOCKED},
                returned=one,
            )
        )
    return tuple(rows)


def owed_rows(found: Sequence[Receivable]) -> tuple[PayLine, ...]:
    """People who owe the office money."""
    rows = []
    for number, one in enumerate(found, start=1):
        first = one.entries[0] if one.entries else None
        rows.append(
            PayLine(
                id=one.person_id,
                number=number,
                holder=one.name,
                amount_fen=one.balance_fen,
                village=f"{one.village} {one.group}".strip(),
                opened_fen=one.opened_fen,
                since=f"{first.day:%Y-%m}" if first is not None else None,
                origin=first.reference if first is not None else None,
                name=one.name,
                owed=one,
            )
        )
    return tuple(rows)


def chosen(rows: Sequence[PayLine], view: View) -> list[PayLine]:
    """The rows that fit text (name, pinyin, end of the account), bank and segment."""
    words, bank = view.text.strip().lower(), view.filters.get("bank", "")
    found = [row for row in rows if not bank or row.bank == bank]
    if view.segment == "failed":
        found = [row for row in found if row.failed]
    if words:
        found = [row for row in found if words in row.tail or _named(row, words)]
    return found


def _named(row: PayLine, words: str) -> bool:
    return words in row.holder or any(words in reading for reading in name_readings(row.holder))
