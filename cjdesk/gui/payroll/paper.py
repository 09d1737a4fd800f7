"""The paper of a run: pay sheet in its ways, poster, slips, bank list, in one preview."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cjdesk.domain import money
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.gui.copies import Copies
from cjdesk.gui.desk import Desk
from cjdesk.gui.header import span_words
from cjdesk.gui.paper_form import NUMBERS, YES, Chosen, Form, Laid, Option
from cjdesk.gui.paper_page import PaperDialog, preview
from cjdesk.gui.payroll import acts
from cjdesk.i18n import tr
from cjdesk.printing import bank_sheet, notice_poster, payroll_sheet, payslips, wording
from cjdesk.printing.pages import Pages, Stamp, bound
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.poster_page import PosterOptions
from cjdesk.services import payments, publicity

_COUNTED = 12
"""Up to so many pages the people of each are told apart."""


def open_preview(owner: QWidget, desk: Desk, sheet: Sheet, *, slip_of: Line | None = None) -> PaperDialog:
    """Show what can be printed of this run; each form is laid out when it is chosen.

    ``slip_of`` puts the slip of one person first.
    """
    counted, hung, slipped, listed = (
        Copies(desk, form, [sheet.run_id]) for form in (payroll_sheet.FORM, "F2", payslips.FORM, "F5")
    )
    name = f"{sheet.number}_{sheet.post_type_name}"
    forms = [
        Form(
            tr("Pay sheet"),
            f"{name}_发放花名册",
            Laid(sheet_options(), lambda chosen: payroll_sheet.layout(sheet, _sheet_options(chosen, counted.stamp()))),
            summary=lambda pages: _summary(sheet, pages),
            done=counted.count,
        ),
        Form(
            tr("Notice sheet"),
            f"{name}_公示表",
            Laid(poster_options(), lambda chosen: _poster(desk, sheet, chosen, hung.stamp())),
            summary=lambda pages: _total(sheet, pages.count),
            done=hung.count,
        ),
        Form(
            tr("Slips"),
            f"{name}_工资条",
            lambda: payslips.layout([sheet], payslips.SlipOptions(slipped.stamp())),
            summary=lambda pages: _total(sheet, pages.count),
            done=slipped.count,
        ),
    ]
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


def sheet_options() -> tuple[Option, ...]:
    """How the pay sheet can be paged, and how much of its numbers it prints."""
    rows = tuple((str(count), tr("{n} rows", n=count)) for count in payroll_sheet.ROWS)
    return (
        Option("by_village", tr("Page per village")),
        Option("every_column", tr("Every column")),
        Option("rows", tr("Per page"), "15", rows),
        Option(
            "ids",
            tr("ID card"),
            Numbers.FULL.value,
            ((Numbers.FULL.value, tr("whole")), (Numbers.TAIL.value, tr("middle starred"))),
            NUMBERS,
        ),
        Option(
            "accounts",
            tr("Account"),
            Numbers.FULL.value,
            ((Numbers.FULL.value, tr("whole")), (Numbers.TAIL.value, tr("last 4 only"))),
            NUMBERS,
        ),
    )


def _sheet_options(chosen: Chosen, stamp: Stamp) -> payroll_sheet.SheetOptions:
    return payroll_sheet.SheetOptions(
        stamp,
        every_column=chosen["every_column"] == YES,
        by_village=chosen["by_village"] == YES,
        rows=int(chosen["rows"]),
        ids=Numbers(chosen["ids"]),
        accounts=Numbers(chosen["accounts"]),
    )


def _total(sheet: Sheet, pages: int) -> str:
    """50 人 49,863.64 元，共 4 页: as on the page 工资."""
    return tr(
        "{people} people, {amount} yuan, {pages} pages",
        people=sheet.people,
        amount=money.show(sheet.net_fen),
        pages=pages,
    )


def _summary(sheet: Sheet, pages: Pages[Any]) -> str:
    """The same, with the people of each page where these are few."""
    words = _total(sheet, pages.count)
    if not 1 < pages.count <= _COUNTED:
        return words
    counts = " + ".join(str(len(page.rows)) for page in pages.content.pages)
    return tr("{total}: {counts} people", total=words, counts=counts)


def poster_options() -> tuple[Option, ...]:
    """How the poster can be paged; how much of names and numbers it shows, its notice decides."""
    return Option("poster_by_village", tr("Page per village")), Option("poster_a3", tr("On A3"))


def _poster(desk: Desk, sheet: Sheet, chosen: Chosen, stamp: Stamp) -> Pages[Any]:
    """As its notice says, where one hangs; else the form to be filled in by hand."""
    found = desk.database.ask(publicity.standing, sheet.run_id, today=date.today())
    a3 = chosen["poster_a3"] == YES
    options = notice_poster.options_of(found, stamp, a3=a3) if found is not None else PosterOptions(stamp, a3=a3)
    return notice_poster.of_run(sheet, options, by_village=chosen["poster_by_village"] == YES)


def _bank_pages(desk: Desk, sheet: Sheet, options: bank_sheet.BankOptions) -> Pages[Any]:
    """The lists made of this run with their numbers; before the first, what it would be, as a draft."""
    made = [one for one in desk.database.ask(payments.lists, sheet.month) if sheet.run_id in one.run_ids]
    found = made or [desk.database.ask(payments.bank_list, [sheet.run_id])]
    return bound([bank_sheet.layout(one, options) for one in found])
