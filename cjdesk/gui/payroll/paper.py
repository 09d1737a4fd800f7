"""The paper of a run: sheet, sheet by village, poster, bank list, in one preview."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import PAYABLE_RUNS
from cjdesk.gui.desk import Desk
from cjdesk.gui.header import month_words
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.i18n import tr
from cjdesk.printing import bank_sheet, payroll_poster, payroll_sheet, wording
from cjdesk.printing.pages import Stamp
from cjdesk.services import payments


def open_preview(owner: QWidget, desk: Desk, sheet: Sheet) -> PaperDialog:
    """Show what can be printed of this run; each form is laid out when it is chosen."""
    stamp = Stamp(datetime.now(UTC), desk.clerk.name)
    name = f"{sheet.number}_{sheet.post_type_name}"
    forms = [
        Form(
            tr("Pay sheet"),
            f"{name}_发放花名册",
            lambda: payroll_sheet.layout(sheet, payroll_sheet.SheetOptions(stamp)),
        ),
        Form(
            tr("Pay sheet by village"),
            f"{name}_发放花名册_分村",
            lambda: payroll_sheet.layout(sheet, payroll_sheet.SheetOptions(stamp, by_village=True)),
        ),
        Form(
            tr("Notice sheet"),
            f"{name}_公示表",
            lambda: payroll_poster.layout(sheet, payroll_poster.PosterOptions(stamp)),
        ),
    ]
    if sheet.state in PAYABLE_RUNS:
        forms.append(
            Form(
                tr("Bank list"),
                f"{name}_银行清单",
                lambda: bank_sheet.layout(
                    desk.database.ask(payments.bank_list, [sheet.run_id]), bank_sheet.BankOptions(stamp)
                ),
            )
        )
    subject = f"{sheet.post_type_name} · {month_words(sheet.month)} · {sheet.number}"
    return preview(owner, subject, forms, draft=wording.is_draft(sheet))
