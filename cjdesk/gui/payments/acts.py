"""What is done on 银行 besides results: withdraw a list, put an account right, pay again, register money back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from cjdesk.domain import money
from cjdesk.gui import tasks
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.gui.payments import export, forms, rows
from cjdesk.i18n import N_, tr
from cjdesk.services import payments
from cjdesk.services.payments import PaymentList, Returned
from cjdesk.services.payroll.receivables import Receivable

if TYPE_CHECKING:
    from cjdesk.gui.payments.page import PaymentsPage

WITHDRAW = N_("Withdraw a bank list")
REISSUE = N_("Pay returned payments again")


class Acts:
    """One form at a time in the page's pane."""

    def __init__(self, page: PaymentsPage) -> None:
        """Works for the page."""
        self._page = page
        self._desk = page.desk
        self.form: ActForm | None = None

    def withdraw(self, made: PaymentList) -> None:
        """撤回清单, asked once more."""
        self._open(made.number or "", forms.withdraw_form(made, partial(self._ask_withdraw, made)))

    def fix_account(self, one: Returned) -> None:
        """补正账号."""
        self._open(one.name, forms.account_form(self._desk, one, self._on_account_fixed))

    def repay(self, one: Receivable) -> None:
        """登记交回."""
        self._open(one.name, forms.repay_form(self._desk, one, self._on_repaid))

    def reissue(self, payment_ids: Sequence[str] | None, template: str) -> None:
        """生成二次清单 of these payments, or of all that can be paid again."""
        by, database = self._desk.clerk.login, self._desk.database

        def work(_: tasks.Progress) -> PaymentList:
            return database.do(REISSUE, payments.reissue, payment_ids, template_code=template, by=by).made

        tasks.run(self._page, work, then=self._on_reissued, title=tr("Making the list"))

    def close_form(self) -> None:
        """Put the form away."""
        if self.form is not None:
            self.form = None
            self._page.pane.clear()
            self._page.arrange()
            self._page.table.setFocus()

    def _open(self, title: str, form: ActForm) -> None:
        self.close_form()
        self.form = form
        form.left.connect(self.close_form)
        self._page.pane.clear()
        self._page.pane.set_title(title)
        self._page.pane.body.addWidget(form)
        self._page.arrange()
        form.focus_first()

    def _ask_withdraw(self, made: PaymentList, reason: str, not_at_bank: bool) -> None:
        dialog = ConfirmDialog(
            self._page,
            title=tr("Withdraw a list"),
            question=tr("Withdraw {number}?", number=made.number or ""),
            verb=tr("&Withdraw it"),
            subject=reason,
            facts=[Fact(tr("Bank list"), tr("{n} payments", n=len(made.rows)), money.show(made.listed_fen), bold=True)],
            notes=[Note("info", tr("Its people can be listed again. The list stays visible as withdrawn."))],
        )
        confirm(dialog, partial(self._page.guarded, self._withdraw, made, reason, not_at_bank))

    def _withdraw(self, made: PaymentList, reason: str, not_at_bank: bool) -> None:
        self._desk.do(
            WITHDRAW,
            payments.withdraw,
            str(made.list_id),
            by=self._desk.clerk.login,
            reason=reason,
            not_at_bank=not_at_bank,
        )
        self.close_form()
        self._desk.changes.tell(export.TABLES)
        self._desk.say(tr("Withdrawn: {number}", number=made.number or ""))

    def _on_account_fixed(self, one: Returned, warnings: tuple[str, ...]) -> None:
        self.close_form()
        self._desk.changes.tell(frozenset({"bank_account", "account_task"}))
        if warnings:
            self._page.message_bar.say("warn", tr("Done, but: {what}.", what=tr("; ").join(warnings)))
        self._desk.say(tr("Account put right: {name}", name=one.name))

    def _on_repaid(self) -> None:
        self.close_form()
        self._desk.changes.tell(frozenset({"repayment"}))
        self._desk.say(tr("Registered."))

    def _on_reissued(self, made: PaymentList) -> None:
        self._desk.changes.stamp()
        self._desk.changes.tell(export.TABLES)
        self._page.wish(str(made.list_id))
        self._page.tabs.choose(rows.LISTS)
        self._desk.say(
            tr(
                "{number}: {n} payments made again, {listed_fen} yuan. Take the bank file out next.",
                number=made.number or "",
                n=len(made.rows),
                listed_fen=made.listed_fen,
            )
        )
