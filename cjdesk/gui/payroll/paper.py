"""The paper of a run: sheet, sheet by village, poster, bank list, in one preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from cjdesk.domain.sheet import Sheet
from cjdesk.gui.desk import Desk
from cjdesk.gui.header import span_words
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.gui.payroll import acts
from cjdesk.i18n import N_, tr
from cjdesk.printing import bank_sheet, notice_poster, payroll_poster, payroll_sheet, payslips, wording
from cjdesk.printing.pages import Pages, Stamp, bound
from cjdesk.services import payments, prints, publicity

PRINT = N_("Print a form")


def open_preview(owner: QWidget, desk: Desk, sheet: Sheet) -> PaperDialog:
    """Show what can be printed of this run; each form is laid out when it is chosen."""

    def stamp(form: str) -> Stamp:
        copy = desk.database.ask(prints.next_copy, form, [sheet.run_id])
        return Stamp(datetime.now(UTC), desk.clerk.name, copy)

    def done(form: str) -> Callable[[int, str], None]:
        def count(pages: int, purpose: str) -> None:
            copy = desk.database.ask(prints.next_copy, form, [sheet.run_id])
            desk.database.do(PRINT, prints.record, form, [sheet.run_id], copy=copy, pages=pages, purpose=purpose)

        return count

    name = f"{sheet.number}_{sheet.post_type_name}"
    forms = [
        Form(
            tr("Pay sheet"),
            f"{name}_发放花名册",
            lambda: payroll_sheet.layout(sheet, payroll_sheet.SheetOptions(stamp("F1"))),
            done=done("F1"),
        ),
        Form(
            tr("Pay sheet by village"),
            f"{name}_发放花名册_分村",
            lambda: payroll_sheet.layout(sheet, payroll_sheet.SheetOptions(stamp("F1"), by_village=True)),
            done=done("F1"),
        ),
        Form(
            tr("Notice sheet"),
            f"{name}_公示表",
            lambda: payroll_poster.layout(sheet, _poster_options(desk, sheet, stamp("F2"))),
            done=done("F2"),
        ),
    ]
    forms.append(
        Form(
            tr("Slips"),
            f"{name}_工资条",
            lambda: payslips.layout([sheet], payslips.SlipOptions(stamp(payslips.FORM))),
            done=done(payslips.FORM),
        )
    )
    if acts.payable(sheet):
        forms.append(
            Form(
                tr("Bank list"),
                f"{name}_银行清单",
                lambda: _bank_pages(desk, sheet, bank_sheet.BankOptions(stamp("F5"))),
                done=done("F5"),
            )
        )
    subject = f"{sheet.post_type_name} · {span_words(sheet)} · {sheet.number}"
    return preview(owner, subject, forms, draft=wording.is_draft(sheet))


def _poster_options(desk: Desk, sheet: Sheet, stamp: Stamp) -> payroll_poster.PosterOptions:
    """As its notice says, where one hangs; else the form to be filled in by hand."""
    found = desk.database.ask(publicity.standing, sheet.run_id, today=date.today())
    return notice_poster.options_of(found, stamp) if found is not None else payroll_poster.PosterOptions(stamp)


def _bank_pages(desk: Desk, sheet: Sheet, options: bank_sheet.BankOptions) -> Pages[Any]:
    """The lists made of this run with their numbers; before the first, what it would be, as a draft."""
    made = [one for one in desk.database.ask(payments.lists, sheet.month) if sheet.run_id in one.run_ids]
    found = made or [desk.database.ask(payments.bank_list, [sheet.run_id])]
    return bound([bank_sheet.layout(one, options) for one in found])
