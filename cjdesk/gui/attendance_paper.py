"""The attendance sheets F3 of a month in the preview: blank for the villages, by post type, with the totals entered."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.gui.copies import Copies
from cjdesk.gui.desk import Desk
from cjdesk.gui.header import month_words
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.i18n import N_, tr
from cjdesk.printing import attendance_sheet
from cjdesk.printing.pages import Pages
from cjdesk.services.attendance_sheet import Wanted, attendance_sheets, attending

FORMS = (
    (N_("Blank, a form for each village"), "考勤表_空白", Wanted()),
    (N_("Blank, each post type apart"), "考勤表_空白_分岗位", Wanted(by_post=True)),
    (N_("With the totals entered"), "考勤表_已登记", Wanted(filled=True)),
)


def open_preview(owner: QWidget, desk: Desk, month: Month) -> PaperDialog:
    """Show what can be printed of the month. NOTHING_TO_PRINT when nobody is on post in it."""
    if not desk.ask(attending, month):
        raise NothingToPrint(form=attendance_sheet.NAME, month=str(month))

    def pages(wanted: Wanted) -> Pages[Any]:
        sheets = desk.database.ask(attendance_sheets, month, wanted)
        stamp = Copies(desk, attendance_sheet.FORM, [one.number for one in sheets]).stamp()
        return attendance_sheet.layout(sheets, month, stamp)

    def count(made: Pages[Any], number: int, purpose: str) -> None:
        Copies(desk, attendance_sheet.FORM, [one.number for one in made.imprints]).count(made, number, purpose)

    def form(words: str, name: str, wanted: Wanted) -> Form:
        return Form(tr(words), f"{month}_{name}", lambda: pages(wanted), month_words(month), done=count)

    return preview(owner, f"{tr('Attendance sheets')} · {month_words(month)}", [form(*one) for one in FORMS])
