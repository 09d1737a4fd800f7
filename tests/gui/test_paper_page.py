"""The preview: leafing, zooming, saving, what is shown when a form cannot be laid out."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.sheet import Line
from cjdesk.gui import paper_page
from cjdesk.gui.paper_page import FIT_PAGE, FIT_WIDTH, Form, PaperPage
from cjdesk.printing import payroll_poster, payroll_sheet, printer
from cjdesk.printing.list_form import ListForm
from cjdesk.printing.pages import Pages
from tests.printing.sample_sheets import STAMP, sheet


def forms() -> tuple[Form, ...]:
    run = sheet("GS", locked_at=None)
    return (
        Form("发放花名册", "花名册", lambda: payroll_sheet.layout(run, payroll_sheet.SheetOptions(STAMP)), "117 人"),
        Form("公示表", "公示表", lambda: payroll_poster.layout(run, payroll_poster.PosterOptions(STAMP))),
    )


@pytest.fixture
def page(qtbot: QtBot) -> PaperPage:
    made = PaperPage("打印预览", "发放花名册 · 管水员 2020年11月", forms(), draft=True)
    qtbot.addWidget(made)
    made.resize(1246, 640)
    made.show()
    qtbot.waitUntil(lambda: made.view.pages is not None)
    return made


def test_leafs_by_keys_and_buttons(page: PaperPage, qtbot: QtBot) -> None:
    view = page.view
    assert (view.index, page._where.text()) == (0, "第 1/8 页")
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.index == 1
    page.next_button.click()
    assert page._where.text() == "第 3/8 页"
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.index == 7
    assert not page.next_button.isEnabled()
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.index == 7
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.index == 0


def test_whole_page_fits_and_zoom_scrolls(page: PaperPage, qtbot: QtBot) -> None:
    view = page.view
    assert view.zoom == FIT_PAGE
    assert view.paper_size().height() <= view.viewport().height()
    assert view.verticalScrollBar().maximum() == 0
    view.set_zoom(FIT_WIDTH)
    assert view.verticalScrollBar().maximum() > 0
    view.set_zoom(2.0)
    assert view.paper_size().width() == round(297 * 2 * 96 / 25.4)
    view.zoom_by(100)
    assert view.zoom == 4.0
    assert view.image().width() == view.paper_size().width()


def test_another_form_is_shown(page: PaperPage, qtbot: QtBot) -> None:
    page.choose(1)
    qtbot.waitUntil(lambda: page.view.pages is not None and page.view.pages.form == "F2")
    assert page.view.index == 0


def test_saves_the_shown_form(page: PaperPage, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.saved, timeout=10_000):
        page.save_to(tmp_path / "花名册")
    assert (tmp_path / "花名册.pdf").read_bytes().startswith(b"%PDF")
    assert "花名册.pdf" in page.message_bar.text


def test_folder_that_refuses_is_said_in_the_bar(page: PaperPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.save_to(tmp_path / "missing" / "f1.pdf")
    qtbot.waitUntil(lambda: page.message_bar.code == "PDF_NOT_WRITTEN")


def test_without_a_printer_says_so(page: PaperPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "printers", tuple)
    page.print_out()
    assert page.message_bar.code == "NO_PRINTER"


def test_esc_closes(page: PaperPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_empty_form_is_said_in_the_bar(qtbot: QtBot) -> None:
    def refuse() -> None:
        raise NothingToPrint(form="公示表", month="2020-11")

    made = PaperPage("打印预览", "", (Form("公示表", "公示表", refuse),))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.message_bar.code == "NOTHING_TO_PRINT")
    made.save()
    made.print_out()
    assert made.view.pages is None


def test_preview_opens_over_the_window(qtbot: QtBot, page: PaperPage) -> None:
    dialog = paper_page.preview(page, "管水员", forms())
    qtbot.waitUntil(lambda: dialog.page.view.pages is not None)
    assert dialog.size() == page.window().size()
    with qtbot.waitSignal(dialog.finished):
        dialog.page.closed.emit()


def test_copies_are_counted_and_the_next_one_has_another_number(qtbot: QtBot, tmp_path: Path) -> None:
    counted: list[tuple[int, str]] = []

    def make() -> Pages[ListForm[Line]]:
        stamp = dataclasses.replace(STAMP, copy=len(counted) + 1)
        return payroll_sheet.layout(sheet("HH"), payroll_sheet.SheetOptions(stamp))

    form = Form("发放花名册", "花名册", make, done=lambda _pages, number, purpose: counted.append((number, purpose)))
    page = PaperPage("打印预览", "", (form,))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.view.pages is not None)
    page.view.go(3)
    with qtbot.waitSignal(page.saved, timeout=10_000):
        page.save_to(tmp_path / "f1.pdf")
    assert counted == [(8, "pdf")]
    qtbot.waitUntil(lambda: page.view.pages is not None and page.view.pages.content.frame.stamp.copy == 2)
    assert page.view.index == 3
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "printer.pdf"))
    with qtbot.waitSignal(page.printed, timeout=10_000):
        page.print_on(device)
    assert counted[1:] == [(8, "printer")]
    assert (tmp_path / "printer.pdf").read_bytes().startswith(b"%PDF")
