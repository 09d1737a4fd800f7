"""The paper of a bank list: the list itself (F5, or F13 for payments made again) and its control sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from cjdesk.gui.desk import Desk
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.i18n import N_, tr
from cjdesk.printing import bank_control, bank_sheet
from cjdesk.printing.pages import Stamp
from cjdesk.services import payments, prints
from cjdesk.services.payments import PaymentList

PRINT = N_("Print a form")


def open_preview(owner: QWidget, desk: Desk, made: PaymentList) -> PaperDialog:
    """Show the list; one that is not made yet is a draft and has no control sheet."""
    record = made.list_id or made.run_ids[0]

    def stamp(form: str) -> Stamp:
        return Stamp(datetime.now(UTC), desk.clerk.name, desk.database.ask(prints.next_copy, form, [record]))

    def done(form: str) -> Callable[[int, str], None]:
        def count(pages: int, purpose: str) -> None:
            copy = desk.database.ask(prints.next_copy, form, [record])
            desk.database.do(PRINT, prints.record, form, [record], copy=copy, pages=pages, purpose=purpose)

        return count

    form = bank_sheet.form_of(made)
    again = made.kind == payments.REISSUE
    name = f"{made.number or made.run_numbers[0]}_{'、'.join(made.post_type_names)}"
    forms = [
        Form(
            tr("List of payments made again") if again else tr("Bank list"),
            f"{name}_{'二次发放清单' if again else '银行清单'}",
            lambda: bank_sheet.layout(made, bank_sheet.BankOptions(stamp(form))),
            done=done(form),
        )
    ]
    if made.list_id is not None:
        list_id = made.list_id
        forms.append(
            Form(
                tr("Control sheet"),
                f"{name}_核对单",
                lambda: bank_control.layout(desk.database.do(PRINT, payments.kept, list_id), stamp(bank_control.FORM)),
                done=done(bank_control.FORM),
            )
        )
    subject = f"{made.number or tr('not listed yet')} · {'、'.join(made.post_type_names)}"
    return preview(owner, subject, forms, draft=made.number is None)
