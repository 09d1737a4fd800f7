"""The paper of a bank list: the list itself (F5, or F13 for payments made again) and its control sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cjdesk.gui.copies import PRINT, Copies
from cjdesk.gui.desk import Desk
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.i18n import tr
from cjdesk.printing import bank_control, bank_sheet
from cjdesk.services import payments
from cjdesk.services.payments import PaymentList


def open_preview(owner: QWidget, desk: Desk, made: PaymentList) -> PaperDialog:
    """Show the list; one that is not made yet is a draft and has no control sheet."""
    record = made.list_id or made.run_ids[0]

    listed = Copies(desk, bank_sheet.form_of(made), [record])
    again = made.kind == payments.REISSUE
    name = f"{made.number or made.run_numbers[0]}_{'、'.join(made.post_type_names)}"
    forms = [
        Form(
            tr("List of payments made again") if again else tr("Bank list"),
            f"{name}_{'二次发放清单' if again else '银行清单'}",
            lambda: bank_sheet.layout(made, bank_sheet.BankOptions(listed.stamp())),
            done=listed.count,
        )
    ]
    if made.list_id is not None:
        list_id = made.list_id
        checked = Copies(desk, bank_control.FORM, [record])
        forms.append(
            Form(
                tr("Control sheet"),
                f"{name}_核对单",
                lambda: bank_control.layout(desk.database.do(PRINT, payments.kept, list_id), checked.stamp()),
                done=checked.count,
            )
        )
    subject = f"{made.number or tr('not listed yet')} · {'、'.join(made.post_type_names)}"
    return preview(owner, subject, forms, draft=made.number is None)
