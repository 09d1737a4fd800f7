"""The paper of a run: sheet, sheet by village, poster, bank list, in one preview."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cjdesk.domain.sheet import Line, Sheet
from cjdesk.gui.copies import Copies
from cjdesk.gui.desk import Desk
from cjdesk.gui.header import span_words
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.gui.payroll import acts
from cjdesk.i18n import tr
from cjdesk.printing import bank_sheet, notice_poster, payroll_poster, payroll_sheet, payslips, wording
from cjdesk.printing.pages import Pages, Stamp, bound
from cjdesk.services import payments, publicity


def open_preview(owner: QWidget, desk: Desk, sheet: Sheet, *, slip_of: Line | None = None) -> PaperDialog:
    """Show what can be printed of this run; each form is laid out when it is chosen.

    ``slip_of`` puts the slip of one person first.
    """

    def copies(form: str) -> Copies:
        return Copies(desk, form, [sheet.run_id])

    counted, hung, slipped, listed = (copies(form) for form in ("F1", "F2", payslips.FORM, "F5"))
    name = f"{sheet.number}_{sheet.post_type_name}"
    forms = [
        Form(
            tr("Pay sheet"),
            f"{name}_发放花名册",
            lambda: payroll_sheet.layout(sheet, payroll_sheet.SheetOptions(counted.stamp())),
            done=counted.count,
        ),
        Form(
            tr("Pay sheet by village"),
            f"{name}_发放花名册_分村",
            lambda: payroll_sheet.layout(sheet, payroll_sheet.SheetOptions(counted.stamp(), by_village=True)),
            done=counted.count,
        ),
        Form(
            tr("Notice sheet"),
            f"{name}_公示表",
            lambda: payroll_poster.layout(sheet, _poster_options(desk, sheet, hung.stamp())),
            done=hung.count,
        ),
    ]
    forms.append(
        Form(
            tr("Slips"),
            f"{name}_工资条",
            lambda: payslips.layout([sheet], payslips.SlipOptions(slipped.stamp())),
            done=slipped.count,
        )
    )
    if acts.payable(sheet):
        forms.append(
            Form(
                tr("Bank list"),
                f"{name}_银行清单",
                lambda: _bank_pages(desk, sheet, bank_sheet.BankOptions(listed.stamp())),
                done=listed.count,
            )
        )
    if slip_of is not None:
        options = partial(payslips.SlipOptions, id_no=slip_of.id_no)
        mine = Copies(desk, payslips.FORM, [slip_of.id])
        forms.insert(
            0,
            Form(
                tr("Slip of {name}", name=slip_of.name),
                f"{name}_工资条_{slip_of.name}",
                lambda: payslips.layout([sheet], options(mine.stamp())),
                done=mine.count,
            ),
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
