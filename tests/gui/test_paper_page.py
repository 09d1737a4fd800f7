"""The preview: choices, saving, printing as chosen, what is shown when a form or a printer is not to be had."""

from __future__ import annotations

import dataclasses
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cjdesk.domain.errors import FileIsBusy, NothingToPrint, PrintFailed
from cjdesk.domain.sheet import Line
from cjdesk.gui import paper_page
from cjdesk.gui.dialogs import ConfirmDialog
from cjdesk.gui.paper_form import NUMBERS, Chosen, Form, Laid, Option
from cjdesk.gui.paper_page import PaperPage
from cjdesk.gui.prefs import Prefs
from cjdesk.printing import payroll_poster, payroll_sheet, payslips, pdf_check, printer
from cjdesk.printing.list_form import ListForm
from cjdesk.printing.measures import Edges
from cjdesk.printing.pages import Pages
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.printer import Ability, Job
from tests.printing.conftest import texts
from tests.printing.sample_sheets import STAMP, sheet

HP, EPSON = "HP 1020", r"\\office\EPSON LQ"


class Office:
    """A printer double: the names that are there, files instead of paper, what each printer can do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names = (HP, EPSON)
        self.able = Ability()
        self.jobs: list[tuple[str, Job]] = []
        self.stops_after = 0

    def device(self) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(self.folder / f"{len(self.jobs)}.pdf"))
        return made

    def pages(self, number: int = -1) -> list[str]:
        """The page numbers on the paper of a job."""
        found = texts(self.folder / f"{range(len(self.jobs))[number]}.pdf")
        return [re.search(r"第(\d+)[页\u2eda]共", text)[1] for text in found]  # type: ignore[index]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Two printers, taken in for the real ones."""
    made = Office(tmp_path)
    really, asked = printer.print_pages, printer.printer

    def printed(pages: Pages[Any], device: QPrinter, job: Job, progress: Any = None) -> None:
        if made.stops_after:
            after, made.stops_after = made.stops_after, 0
            raise PrintFailed(field="printer", printer=HP, page=after, next=after + 1, copy=1)
        really(pages, device, job, progress)
        made.jobs.append((device.outputFileName(), job))

    def named(name: str) -> QPrinter:
        return made.device() if name in made.names else asked(name)

    monkeypatch.setattr(printer, "printers", lambda: made.names)
    monkeypatch.setattr(printer, "printer", named)
    monkeypatch.setattr(printer, "ability", lambda _device, _pages: made.able)
    monkeypatch.setattr(printer, "print_pages", printed)
    return made


def forms() -> tuple[Form, ...]:
    run = sheet("HH", locked_at=None)
    return (
        Form("发放花名册", "花名册", lambda: payroll_sheet.layout(run, payroll_sheet.SheetOptions(STAMP)), "117 人"),
        Form("公示表", "公示表", lambda: payroll_poster.layout(run, payroll_poster.PosterOptions(STAMP))),
        Form("公示表 A3", "公示表", lambda: payroll_poster.layout(run, payroll_poster.PosterOptions(STAMP, a3=True))),
    )


@pytest.fixture
def open_page(qtbot: QtBot, office: Office) -> Callable[..., PaperPage]:
    """Opens a preview and waits until form and printers are there."""

    def make(some: tuple[Form, ...] = (), prefs: Prefs | None = None, **more: Any) -> PaperPage:
        made = PaperPage("打印预览", "管水员", some or forms(), draft=True, prefs=prefs, township="522633101", **more)
        qtbot.addWidget(made)
        made.resize(1246, 640)
        made.show()
        qtbot.waitUntil(lambda: made.view.pages is not None and made.printer_box.names == office.names)
        return made

    return make


@pytest.fixture
def page(open_page: Callable[..., PaperPage]) -> PaperPage:
    return open_page()


def printed(page: PaperPage, qtbot: QtBot) -> None:
    """Ctrl+P, until the paper is out."""
    with qtbot.waitSignal(page.printed, timeout=10_000):
        qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


def press(page: PaperPage, words: str) -> None:
    """Press a button of the message bar."""
    (button,) = [one for one in page.message_bar.findChildren(QPushButton) if one.text() == words]
    button.click()


def settled(qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    QThreadPool.globalInstance().waitForDone(10_000)
    qtbot.wait(10)


def test_another_form_is_shown(page: PaperPage, qtbot: QtBot) -> None:
    page.choose(1)
    assert not page.print_button.isEnabled()
    qtbot.waitUntil(lambda: page.view.pages is not None and page.view.pages.form == "F2")
    assert page.view.index == 0
    assert page.print_button.isEnabled()


# Files


def test_saves_the_shown_form(page: PaperPage, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.saved, timeout=10_000):
        page.save_to(tmp_path / "花名册")
    assert (tmp_path / "花名册.pdf").read_bytes().startswith(b"%PDF")
    assert "花名册.pdf" in page.message_bar.text


def test_the_workbook_that_prints_alike_is_saved_too(page: PaperPage, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.saved, timeout=10_000):
        page.save_to(tmp_path / "花名册.xlsx")
    assert (tmp_path / "花名册.xlsx").read_bytes().startswith(b"PK")


def test_the_file_is_named_as_the_batch_and_its_folder_remembered(
    open_page: Callable[..., PaperPage], qtbot: QtBot, tmp_path: Path, prefs: Prefs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_parent: object, _title: str, where: str, _kinds: str) -> tuple[str, str]:
        asked.append(where)
        return str(folder / Path(where).name), "PDF (*.pdf)"

    folder = tmp_path / "打印"
    folder.mkdir()
    monkeypatch.setattr(paper_page.QFileDialog, "getSaveFileName", ask)
    page = open_page(prefs=prefs)
    for _ in range(2):
        with qtbot.waitSignal(page.saved, timeout=10_000):
            page.save()
    assert Path(asked[0]).name == "CJ_522633101_F1_202011_0002_v1.pdf"
    assert Path(asked[1]) == folder / "CJ_522633101_F1_202011_0002_v1.pdf"


def test_folder_that_refuses_is_said_in_the_bar(page: PaperPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.save_to(tmp_path / "missing" / "f1.pdf")
    qtbot.waitUntil(lambda: page.message_bar.code == "PDF_NOT_WRITTEN")


# Printing


def test_ctrl_p_prints_all_pages_without_another_question(page: PaperPage, office: Office, qtbot: QtBot) -> None:
    printed(page, qtbot)
    assert office.pages() == [str(number) for number in range(1, 9)]
    assert "1" in page.message_bar.text


def test_the_range_and_the_copies_are_printed(page: PaperPage, office: Office, qtbot: QtBot) -> None:
    box = page.printer_box
    box.choose_from(7)
    box.copies.setValue(2)
    printed(page, qtbot)
    assert office.pages() == ["7", "8", "7", "8"]
    page.view.go(3)
    box.which.setCurrentIndex(box.which.findData("current"))
    box.copies.setValue(1)
    printed(page, qtbot)
    assert office.pages() == ["4"]


def test_a_range_typed_backwards_is_the_same_range(page: PaperPage) -> None:
    page.printer_box.choose_from(5)
    page.printer_box.first.setValue(6)
    page.printer_box.last.setValue(3)
    assert (page.printer_box.job(0).first, page.printer_box.job(0).last) == (3, 6)


def test_each_printer_keeps_its_own_offset(
    open_page: Callable[..., PaperPage], office: Office, prefs: Prefs, qtbot: QtBot
) -> None:
    box = open_page(prefs=prefs).printer_box
    box.right.setValue(1.5)
    box.printers.setCurrentIndex(box.printers.findData(EPSON))
    box.printers.activated.emit(1)
    assert box.offset == (0, 0)
    box.down.setValue(-2)
    again = open_page(prefs=prefs)
    assert (again.printer_box.name, again.printer_box.offset) == (EPSON, (0, -2))
    printed(again, qtbot)
    assert (office.jobs[0][1].right_mm, office.jobs[0][1].down_mm) == (0, -2)
    again.printer_box.printers.setCurrentIndex(0)
    again.printer_box.printers.activated.emit(0)
    assert again.printer_box.offset == (1.5, 0)


def test_without_a_printer_says_so_and_f5_looks_again(page: PaperPage, office: Office, qtbot: QtBot) -> None:
    names, office.names = office.names, ()
    qtbot.keyClick(page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: not page.printer_box.names)
    page.print_out()
    assert page.message_bar.code == "NO_PRINTER"
    office.names = names
    qtbot.keyClick(page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.printer_box.names == names)
    printed(page, qtbot)


def test_a_printer_that_is_gone_is_named(
    open_page: Callable[..., PaperPage], office: Office, prefs: Prefs, qtbot: QtBot
) -> None:
    prefs.set("printer", "旧打印机")
    page = open_page(prefs=prefs)
    assert page.printer_box.printers.currentText() == "旧打印机（没找到）"
    page.print_out()
    qtbot.waitUntil(lambda: page.message_bar.code == "PRINTER_GONE")
    assert "旧打印机" in page.message_bar.text
    assert not office.jobs


def test_a3_on_a_printer_for_a4_is_offered_smaller(page: PaperPage, office: Office, qtbot: QtBot) -> None:
    office.able = Ability(frozenset({QPageSize.PageSizeId.A4}))
    page.choose(2)
    qtbot.waitUntil(page.print_button.isEnabled)
    page.print_out()
    qtbot.waitUntil(lambda: page.message_bar.code == "PAPER_NOT_SUPPORTED")
    assert "A3" in page.message_bar.text
    with qtbot.waitSignal(page.printed, timeout=10_000):
        press(page, "缩小印在 A4 上")
    assert office.jobs[0][1].reduced


def test_white_edges_are_said_and_the_drawing_shrinks_inside(page: PaperPage, office: Office, qtbot: QtBot) -> None:
    office.able = Ability(edges=Edges(5, 5, 5, 15))
    qtbot.keyClick(page, Qt.Key.Key_F5)
    qtbot.waitUntil(page.printer_box.note.isVisible)
    assert "下 15.0 mm" in page.printer_box.note.text()
    assert "左" not in page.printer_box.note.text()
    assert page.printer_box.job(0).within == Edges()
    page.printer_box.shrink.setChecked(True)
    printed(page, qtbot)
    assert office.jobs[0][1].within == Edges(0, 0, 0, 15)


def test_after_a_stop_it_goes_on_from_the_page_that_is_missing(page: PaperPage, office: Office, qtbot: QtBot) -> None:
    office.stops_after = 3
    page.print_out()
    qtbot.waitUntil(lambda: page.message_bar.code == "PRINT_FAILED")
    with qtbot.waitSignal(page.printed, timeout=10_000):
        press(page, "从这一页接着打")
    assert office.pages() == ["4", "5", "6", "7", "8"]


def test_after_a_paper_jam_the_range_begins_at_the_page_looked_at(
    page: PaperPage, office: Office, qtbot: QtBot
) -> None:
    printed(page, qtbot)
    page.view.go(5)
    press(page, "卡纸，从某页重打")
    printed(page, qtbot)
    assert office.pages() == ["6", "7", "8"]


def test_a_cancelled_print_says_that_nothing_was_done(
    page: PaperPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancel(pages: Pages[Any], device: QPrinter, job: Job, progress: Any = None) -> None:
        progress.cancel()
        progress(1, 8)

    monkeypatch.setattr(printer, "print_pages", cancel)
    page.print_out()
    qtbot.waitUntil(lambda: "取消" in page.message_bar.text)
    assert page.print_button.isEnabled()


def test_the_test_page_names_printer_and_offset_and_prints(page: PaperPage, office: Office, qtbot: QtBot) -> None:
    page.printer_box.test_button.click()
    qtbot.waitUntil(lambda: page.view.pages is not None and page.view.pages.form == "TEST")
    page.printer_box.right.setValue(2.5)
    qtbot.waitUntil(lambda: page.view.pages is not None and page.view.pages.content.right_mm == 2.5)
    qtbot.waitUntil(page.print_button.isEnabled)
    printed(page, qtbot)
    (text,) = texts(Path(office.jobs[0][0]))
    assert "HP1020" in text
    assert "右移+2.5毫米" in text
    page.choose(0)
    qtbot.waitUntil(lambda: page.view.pages is not None and page.view.pages.form == "F1")


# Names without glyphs


def lacking_form() -> tuple[Form, ...]:
    run = sheet("HH")
    lines = (dataclasses.replace(run.lines[0], name="杨\ue123"), *run.lines[1:])
    lacks = dataclasses.replace(run, lines=lines)
    return (Form("花名册", "花名册", lambda: payroll_sheet.layout(lacks, payroll_sheet.SheetOptions(STAMP))),)


def asked(qtbot: QtBot) -> ConfirmDialog:
    """The question about names."""

    def found() -> list[ConfirmDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, ConfirmDialog) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def test_names_that_no_font_writes_are_listed_before_printing(
    open_page: Callable[..., PaperPage], office: Office, qtbot: QtBot
) -> None:
    page = open_page(lacking_form())
    page.print_out()
    dialog = asked(qtbot)
    assert any("杨\ue123" in one.text() for one in dialog.findChildren(paper_page.QWidget) if hasattr(one, "text"))
    dialog.safe.click()
    settled(qtbot)
    assert not office.jobs
    page.print_out()
    with qtbot.waitSignal(page.printed, timeout=10_000):
        asked(qtbot).do_it.click()
    assert len(office.jobs) == 1


def test_they_are_listed_before_a_pdf_too(open_page: Callable[..., PaperPage], qtbot: QtBot, tmp_path: Path) -> None:
    page = open_page(lacking_form())
    page.save_to(tmp_path / "f1.pdf")
    asked(qtbot).safe.click()
    settled(qtbot)
    assert not (tmp_path / "f1.pdf").exists()


def test_the_printer_gets_the_banks_names_and_after_a_stop_nobody_is_asked_again(
    office: Office, qtbot: QtBot, open_page: Callable[..., PaperPage]
) -> None:
    page = open_page(lacking_form(), bank_names=lambda names: dict.fromkeys(names, "杨飏"))
    office.stops_after = 3
    page.print_out()
    dialog = asked(qtbot)
    assert dialog.other is not None
    dialog.other.click()
    qtbot.waitUntil(lambda: page.message_bar.code == "PRINT_FAILED")
    with qtbot.waitSignal(page.printed, timeout=10_000):
        press(page, "从这一页接着打")
    assert office.pages() == ["4", "5", "6", "7", "8"]
    page.printer_box.choose_from(1)
    page.print_out()
    with qtbot.waitSignal(page.printed, timeout=10_000):
        dialog = asked(qtbot)
        assert dialog.other is not None
        dialog.other.click()
    assert "杨飏" in texts(office.folder / "1.pdf")[0]


def test_many_names_are_scrolled_so_that_the_buttons_stay(open_page: Callable[..., PaperPage], qtbot: QtBot) -> None:
    run = sheet("HH")
    lines = tuple(dataclasses.replace(line, name="杨\ue123") for line in run.lines)
    lacks = dataclasses.replace(run, lines=lines)
    form = Form("花名册", "花名册", lambda: payroll_sheet.layout(lacks, payroll_sheet.SheetOptions(STAMP)))
    page = open_page((form,), bank_names=lambda names: dict.fromkeys(names, "杨飏"))
    page.print_out()
    dialog = asked(qtbot)
    assert sum(one.text() == "银行用字：杨飏" for one in dialog.findChildren(QLabel)) == len(run.lines)
    assert dialog.height() < 640
    dialog.reject()


# Options


def optioned(made: list[Chosen]) -> Form:
    options = (
        Option("by_village", "按村分页"),
        Option("rows", "每页", "15", (("15", "15 行"), ("25", "25 行"))),
        Option("ids", "身份证", "full", (("full", "完整"), ("tail", "打星")), NUMBERS),
    )

    def make(chosen: Chosen) -> Pages[ListForm[Line]]:
        made.append(chosen)
        wanted = payroll_sheet.SheetOptions(
            STAMP, by_village=chosen["by_village"] == "yes", rows=int(chosen["rows"]), ids=Numbers(chosen["ids"])
        )
        return payroll_sheet.layout(sheet("HH"), wanted)

    return Form("花名册", "花名册", Laid(options, make))


def test_options_are_laid_out_and_remembered_but_not_the_numbers(
    open_page: Callable[..., PaperPage], prefs: Prefs, qtbot: QtBot
) -> None:
    made: list[Chosen] = []
    form = optioned(made)
    page = open_page((form,), prefs)
    assert page.view.pages is not None
    assert page.view.pages.count == 8
    for key, value in (("rows", "25"), ("ids", "tail")):
        page.choices.choose(form, key, value)
    qtbot.waitUntil(lambda: page.view.pages is not None and page.view.pages.count == 5)
    settled(qtbot)
    assert made[-1] == {"by_village": "no", "rows": "25", "ids": "tail", "margins": "form"}
    again = open_page((form,), prefs)
    assert again.choices.chosen(form) == {"by_village": "no", "rows": "25", "ids": "full", "margins": "form"}


def test_a_pdf_that_cannot_be_counted_does_not_stay(
    open_page: Callable[..., PaperPage], qtbot: QtBot, tmp_path: Path
) -> None:
    def busy(_pages: Pages[Any], _number: int, _purpose: str) -> None:
        raise FileIsBusy

    page = open_page((dataclasses.replace(forms()[0], done=busy),))
    page.save_to(tmp_path / "a.pdf")
    qtbot.waitUntil(lambda: page.message_bar.code == "FILE_IS_BUSY", timeout=10_000)
    assert list(tmp_path.glob("*.pdf")) == []


def test_margins_are_chosen_for_each_form_and_the_pdf_has_them(
    open_page: Callable[..., PaperPage], prefs: Prefs, qtbot: QtBot, tmp_path: Path
) -> None:
    sheets, slips = forms()[:2]
    page = open_page((sheets, slips), prefs)
    page.choices.choose(sheets, "margins", "20")
    qtbot.waitUntil(lambda: page.view.pages is not None and page.view.pages.margins.left == 20)
    settled(qtbot)
    with qtbot.waitSignal(page.saved, timeout=10_000):
        page.save_to(tmp_path / "a.pdf")
    report = pdf_check.check((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    assert (report.differences, report.pages) == ((), page.view.pages.count if page.view.pages else 0)
    again = open_page((sheets, slips), prefs)
    assert again.choices.chosen(sheets)["margins"] == "20"
    assert again.choices.chosen(slips)["margins"] == "form"
    again.show_test_page()
    settled(qtbot)
    assert again.view.pages is not None
    assert again.view.pages.plain is None


def test_what_was_shown_of_numbers_is_noted_with_the_copy(
    open_page: Callable[..., PaperPage], office: Office, qtbot: QtBot
) -> None:
    noted: list[tuple[int, str]] = []
    form = dataclasses.replace(optioned([]), done=lambda _pages, number, purpose: noted.append((number, purpose)))
    page = open_page((form,))
    page.printer_box.copies.setValue(2)
    printed(page, qtbot)
    assert noted == [(16, "printer, ids=full")]


def test_copies_are_counted_and_the_next_one_has_another_number(
    open_page: Callable[..., PaperPage], office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    counted: list[tuple[int, str]] = []

    def make() -> Pages[ListForm[Line]]:
        stamp = dataclasses.replace(STAMP, copy=len(counted) + 1)
        return payroll_sheet.layout(sheet("HH"), payroll_sheet.SheetOptions(stamp))

    def done(_pages: Pages[Any], number: int, purpose: str) -> None:
        counted.append((number, purpose))

    page = open_page((Form("发放花名册", "花名册", make, done=done),))
    page.view.go(3)
    with qtbot.waitSignal(page.saved, timeout=10_000):
        page.save_to(tmp_path / "f1.pdf")
    assert counted == [(8, "pdf")]
    qtbot.waitUntil(lambda: page.view.pages is not None and page.view.pages.content.frame.stamp.copy == 2)
    assert page.view.index == 3
    office.stops_after = 2
    page.print_out()
    qtbot.waitUntil(lambda: page.message_bar.code == "PRINT_FAILED")
    assert counted[1:] == [(8, "printer")]
    with qtbot.waitSignal(page.printed, timeout=10_000):
        press(page, "从这一页接着打")
    assert counted[1:] == [(8, "printer")]
    assert "第2份" in texts(Path(office.jobs[0][0]))[0]


# The window


def test_esc_closes(page: PaperPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_empty_form_is_said_in_the_bar(qtbot: QtBot, office: Office) -> None:
    def refuse() -> Pages[Any]:
        raise NothingToPrint(form="公示表", month="2020-11")

    made = PaperPage("打印预览", "", (Form("公示表", "公示表", refuse),))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.message_bar.code == "NOTHING_TO_PRINT")
    made.save()
    made.print_out()
    assert made.view.pages is None
    assert not made.print_button.isEnabled()


def test_preview_opens_over_the_window(qtbot: QtBot, page: PaperPage) -> None:
    dialog = paper_page.preview(page, "管水员", forms())
    qtbot.waitUntil(lambda: dialog.page.view.pages is not None)
    assert dialog.size() == page.window().size()
    with qtbot.waitSignal(dialog.finished):
        dialog.page.closed.emit()


def test_a_slow_pdf_shows_its_progress_under_the_paper(
    qtbot: QtBot, page: PaperPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = paper_page.preview(page, "管水员", forms())
    qtbot.waitUntil(lambda: dialog.page.view.pages is not None)
    followed: list[str] = []
    monkeypatch.setattr(dialog.page.strip, "follow", lambda task: followed.append(task.title))
    with qtbot.waitSignal(dialog.page.saved, timeout=10_000):
        dialog.page.save_to(tmp_path / "f1.pdf")
    assert ["f1.pdf" in title for title in followed] == [True]


def test_the_preview_does_not_close_while_it_prints(
    qtbot: QtBot, page: PaperPage, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = paper_page.preview(page, "管水员", forms())
    qtbot.waitUntil(lambda: dialog.page.printer_box.names == office.names)
    going = threading.Event()
    monkeypatch.setattr(printer, "print_pages", lambda *_args: going.wait(10))
    dialog.page.print_out()
    qtbot.waitUntil(lambda: dialog.page.busy)
    dialog.reject()
    assert dialog.isVisible()
    assert "还在打印" in dialog.page.message_bar.text
    with qtbot.waitSignal(dialog.page.printed):
        going.set()
    dialog.reject()
    assert not dialog.isVisible()


def test_a_list_can_be_saved_for_excel_and_a_slip_cannot(qtbot: QtBot) -> None:
    slips = Form("工资条", "工资条", lambda: payslips.layout([sheet("HH")], payslips.SlipOptions(STAMP)))
    page = PaperPage("打印预览", "", (*forms()[:1], slips))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.view.pages is not None)
    assert page.workbook_button.isVisible()
    assert page.file_name("xlsx").endswith(".xlsx")
    page.choose(1)
    qtbot.waitUntil(lambda: not page.workbook_button.isVisible())
    assert page.save_button.isEnabled()
