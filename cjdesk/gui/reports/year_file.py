"""A year out of the desk: preview and print, or a workbook, after a question because of the full numbers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from cjdesk.domain import money
from cjdesk.gui import tasks
from cjdesk.gui.copies import Copies
from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.gui.page import Page
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.i18n import N_, tr
from cjdesk.printing import tax_sheet, year_sheet
from cjdesk.services import exports
from cjdesk.services.year import Year

NAMES = {"year": N_("annual summary"), "tax": N_("annual tax list")}


def open_preview(page: Page, year: Year, first: str) -> PaperDialog:
    """Both forms of a year, the one that is on the page first."""
    desk, key = page.desk, str(year.year)

    summed, taxed = (Copies(desk, form, [key]) for form in (year_sheet.FORM, tax_sheet.FORM))
    forms = {
        "year": Form(
            tr("Annual summary"),
            f"{key}_年度发放汇总表",
            lambda: year_sheet.layout(year, summed.stamp()),
            done=summed.count,
        ),
        "tax": Form(
            tr("Annual tax list"),
            f"{key}_个人所得税扣缴清单",
            lambda: tax_sheet.layout(year, taxed.stamp()),
            done=taxed.count,
        ),
    }
    ordered = [forms[first], *(form for kind, form in forms.items() if kind != first)]
    return preview(page, tr("{year}: {n} people", year=year.year, n=year.people), ordered)


def ask_export(page: Page, year: Year, kind: str) -> ConfirmDialog:
    """Ask before full numbers leave the desk."""
    name = tr(NAMES[kind])
    amount = tr("{amount} yuan", amount=money.show(year.total.net_fen))
    dialog = ConfirmDialog(
        page,
        title=tr("Export"),
        question=tr("Export {name}?", name=f"{year.year} {name}"),
        verb=tr("&Export"),
        facts=[Fact(name, tr("{n} people", n=year.people), amount, bold=True)],
        notes=[Note("warning", tr("The file holds full ID numbers. Keep it where others cannot read it."))],
    )
    confirm(dialog, lambda: _choose(page, year, kind))
    return dialog


def write(page: Page, year: Year, kind: str, path: Path) -> None:
    """Write the workbook on the pool."""

    def work(progress: tasks.Progress) -> int:
        progress.check()
        return exports.YEARLY[kind](year, path)

    tasks.run(
        page,
        work,
        then=lambda rows: page.message_bar.say("ok", tr("{rows} rows written to {path}.", rows=rows, path=path.name)),
        title=tr("Writing {name}", name=path.name),
    )


def _choose(page: Page, year: Year, kind: str) -> None:
    dialog = QFileDialog(page.window(), tr("Export to Excel"), str(Path.home()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(tr("Workbooks (*.xlsx)"))
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(f"{page.desk.office.township_name}{year.year}{tr(NAMES[kind])}.xlsx")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: write(page, year, kind, Path(chosen)))
    dialog.open()
