"""The short forms of page 银行 in its pane: withdraw a list, put an account right, money that came back in cash."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from cjdesk.domain.errors import BankTwiceDiffers, DateMissing
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.desk import Desk
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Choice
from cjdesk.gui.second_entry import SecondEntry
from cjdesk.i18n import N_, tr
from cjdesk.services import payments
from cjdesk.services.payments import PaymentList, Returned
from cjdesk.services.payroll import receivables
from cjdesk.services.payroll.receivables import Receivable

Values = Mapping[str, object]
FIX = N_("Put an account right")
REPAY = N_("Register a repayment")

WITHDRAW_FIELDS = (
    Field("reason", N_("Reason"), required=True),
    Field("not_at_bank", N_("Is it at the bank?"), "choice", required=True,
          hint=N_("Ask the bank before you answer.")),
)  # fmt: skip
ACCOUNT_FIELDS = (
    Field("bank_no", N_("Account"), "account", required=True),
    Field("again", N_("Once more"), "account", required=True, hint=N_("Read it from the passbook again.")),
    Field("bank", N_("Bank branch")),
    Field("holder", N_("Account holder"), "name"),
    Field("reason", N_("Reason"), hint=N_("Only if somebody else holds the account.")),
    Field("proof", N_("Proof"), required=True, placeholder=N_("passbook, card, paper of the bank")),
)
REPAY_FIELDS = (
    Field("amount", N_("Amount"), "money", required=True),
    Field("received", N_("Day"), "date", required=True),
    Field("receipt_number", N_("Receipt number"), "code", required=True),
    Field("remark", N_("Note")),
)


def withdraw_form(made: PaymentList, ask: Callable[[str, bool], None]) -> ActForm:
    """撤回清单; ``ask(reason, not_at_bank)`` asks once more and does it."""

    def choices() -> tuple[Choice, ...]:
        return (
            Choice("no", tr("No, I made sure"), "no n bu meiyou"),
            Choice("yes", tr("Yes, or I do not know"), "yes y shi"),
        )

    def do(values: Values) -> None:
        ask(str(values.get("reason") or ""), values.get("not_at_bank") == "no")

    fields = tuple(replace(one, choices=choices) if one.key == "not_at_bank" else one for one in WITHDRAW_FIELDS)
    return ActForm(tr("Withdraw {number}", number=made.number or ""), fields, tr("Withdraw..."), do)


def account_form(desk: Desk, one: Returned, told: Callable[[payments.Returned, tuple[str, ...]], None]) -> ActForm:
    """补正账号: twice, with the proof; ``told(returned, warnings)`` after it is done."""

    def do(values: Values) -> None:
        text = partial(_text, values)
        try:
            done = desk.do(
                FIX,
                payments.fix_account,
                one.task_id,
                text("bank_no") or "",
                text("again") or "",
                proof=text("proof") or "",
                by=desk.clerk.login,
                bank=text("bank"),
                holder=text("holder"),
                reason=text("reason"),
            )
        except BankTwiceDiffers as error:
            raise BankTwiceDiffers(field="again", **error.facts) from None
        warnings = []
        if done.luhn_fails:
            warnings.append(tr("the last digit of the card number does not fit: compare it with the card"))
        if done.shared_with:
            warnings.append(tr("the same account has: {names}", names="、".join(done.shared_with)))
        told(one, tuple(warnings))

    second = SecondEntry()
    title = tr("Put the account right: {name}", name=one.name)
    values: dict[str, object] = {"bank": one.bank or None, "holder": one.holder}
    form = ActForm(title, second.fields(ACCOUNT_FIELDS), tr("Put right"), do, values=values)
    second.watch(form.form)
    return form


def repay_form(desk: Desk, one: Receivable, told: Callable[[], None]) -> ActForm:
    """登记交回: cash with its receipt number."""

    def do(values: Values) -> None:
        received, amount = values.get("received"), values.get("amount")
        if not isinstance(received, date):
            raise DateMissing(field="received")
        desk.do(
            REPAY,
            receivables.repay,
            one.person_id,
            amount_fen=amount if isinstance(amount, int) else 0,
            received=received,
            receipt_number=_text(values, "receipt_number") or "",
            by=desk.clerk.login,
            remark=_text(values, "remark") or "",
        )
        told()

    values: dict[str, object] = {"amount": one.balance_fen, "received": date.today()}
    return ActForm(tr("Money back from {name}", name=one.name), REPAY_FIELDS, tr("Register"), do, values=values)


def _text(values: Values, key: str) -> str | None:
    value = values.get(key)
    return str(value) if value not in (None, "") else None
