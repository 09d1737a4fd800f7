"""The month's report out of the desk: preview and print, a workbook, and the act of reporting it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from cjdesk.domain import money
from cjdesk.gui import tasks
from cjdesk.gui.copies import Copies
from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.gui.header import month_words
from cjdesk.gui.page import Page
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.i18n import N_, tr
from cjdesk.printing import list_pages, monthly_report
from cjdesk.services import monthly
from cjdesk.services.monthly import Comparison, MonthlyReport

SUBMIT = N_("Report a month")


def open_preview(page: Page, report: MonthlyReport, compared: Comparison | None) -> PaperDialog:
    """The report as it is now; beside it as it was reported, where the two differ."""
    copies = Copies(page.desk, monthly_report.FORM, [report.number])
    forms = [_form(tr("Month’s report"), report, copies)]
    if compared is not None and report.reported_on is None:
        forms.append(_form(tr("As reported"), compared.reported, copies))
    return preview(page, month_words(report.month), forms)


def ask_submit(page: Page, report: MonthlyReport, then: Callable[[], None]) -> ConfirmDialog:
    """Ask before the figures are kept as what was reported."""
    total = report.total
    dialog = ConfirmDialog(
        page,
        title=tr("Mark as reported"),
        question=tr("Keep these figures of {month} as reported?", month=month_words(report.month)),
        verb=tr("&Mark as reported"),
        facts=[
            Fact(tr("On post"), tr("{n} people", n=total.on_post)),
            Fact(
                tr("Paid"), tr("{n} lines", n=total.paid_lines), tr("{amount} yuan", amount=money.show(total.paid_fen))
            ),
            Fact(tr("Paper"), f"{report.number} · {tr('revision {n}', n=report.revision)}", bold=True),
        ],
        notes=[
            Note("info", tr("They stay as they are. What changes later is shown beside them, with its reasons.")),
            *(
                [Note("warning", tr("Not locked yet, so not in it: {names}", names="、".join(report.open_runs)))]
                if report.open_runs
                else []
            ),
        ],
    )
    confirm(dialog, lambda: submit(page, report, then))
    return dialog


def submit(page: Page, report: MonthlyReport, then: Callable[[], None]) -> None:
    """Keep the figures, off this thread."""
    database = page.desk.database

    def done(kept: MonthlyReport) -> None:
        words = tr("Reported: {number}, revision {revision}.", number=kept.number, revision=kept.revision)
        page.message_bar.say("ok", words)
        then()

    tasks.run(
        page,
        lambda _progress: database.do(SUBMIT, monthly.submit, report.month, today=date.today()),
        then=done,
        progress=False,
    )


def ask_export(page: Page, report: MonthlyReport) -> None:
    """Ask where the workbook goes; it holds figures and no names, so nothing else is asked."""
    dialog = QFileDialog(page.window(), tr("Export to Excel"), str(Path.home()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(tr("Workbooks (*.xlsx)"))
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(f"{_file_name(report)}.xlsx")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: write(page, report, Path(chosen)))
    dialog.open()


def write(page: Page, report: MonthlyReport, path: Path) -> None:
    """Write the workbook that prints like the form, and count the copy, on the pool."""
    copies = Copies(page.desk, monthly_report.FORM, [report.number])

    def work(_progress: tasks.Progress) -> Path:
        pages = monthly_report.layout(report, copies.stamp())
        list_pages.write_twin(pages, path)
        copies.count(pages, pages.count, "xlsx")
        return path

    tasks.run(
        page,
        work,
        then=lambda made: page.message_bar.say("ok", tr("Saved: {path}", path=made)),
        title=tr("Writing {name}", name=path.name),
    )


def _form(title: str, report: MonthlyReport, copies: Copies) -> Form:
    return Form(title, _file_name(report), lambda: monthly_report.layout(report, copies.stamp()), done=copies.count)


def _file_name(report: MonthlyReport) -> str:
    return f"{report.township_name}{report.month.year}年{report.month.month}月_月报统计表_第{report.revision}版"
