"""改用银行用字 from the desk: a pay sheet and a bank list of a real file, printed with the names at the bank."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog
from cjdesk.gui.paper_page import PaperDialog
from cjdesk.gui.payments import paper as bank_paper
from cjdesk.gui.payments.page import PaymentsPage
from cjdesk.gui.payroll import paper
from cjdesk.printing import pdf_check
from cjdesk.services import payments, payroll, people, prints
from tests.gui.robots import DeskRobot
from tests.printing.conftest import texts
from tests.services.expected import read, store

MONTH = Month(2021, 3)
LOST, AT_BANK, NOWHERE = "杨\ue123", "杨飏", "石\ue000花"


@pytest.fixture
def run(desk: Desk, clean_small: Path) -> Sheet:
    """A locked run: its first line is somebody whom only the bank can write, its second one whom nobody can."""
    desk.database.do("store", store, read(clean_small))
    first = next(iter(desk.database.do("compute", payroll.compute, MONTH, by="李芳")))
    ids = [line.person_id for line in first.lines[:2]]
    desk.database.do("edit", people.edit, ids[0], "name", LOST)
    desk.database.do("edit", people.edit, ids[0], "name_bank", AT_BANK)
    desk.database.do("edit", people.edit, ids[1], "name", NOWHERE)
    made = next(iter(desk.database.do("compute", payroll.compute, MONTH, by="李芳")))
    desk.database.do("lock", payroll.lock, made.run_id, by="吴国芳")
    return desk.database.ask(payroll.sheet, made.run_id)


@pytest.fixture
def robot(desk: Desk, open_window: Callable[..., DeskRobot]) -> DeskRobot:
    return open_window(desk, (PaymentsPage,))


def question(qtbot: QtBot) -> ConfirmDialog:
    def found() -> list[ConfirmDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, ConfirmDialog) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def words(dialog: ConfirmDialog) -> str:
    return " ".join(one.text() for one in dialog.findChildren(QLabel))


def saved(qtbot: QtBot, dialog: PaperDialog, path: Path, press: Callable[[ConfirmDialog], object]) -> str:
    """Save what is shown, answer the question, and give the text of the first page."""
    qtbot.waitUntil(dialog.page.save_button.isEnabled)
    dialog.page.save_to(path)
    with qtbot.waitSignal(dialog.page.saved, timeout=10_000):
        press(question(qtbot))
    return texts(path)[0]


def use_bank_names(asked: ConfirmDialog) -> None:
    assert asked.other is not None
    asked.other.click()


def test_the_sheet_is_printed_with_the_names_at_the_bank_and_says_so(
    robot: DeskRobot, run: Sheet, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = paper.open_preview(robot.page, desk, run)
    said: list[str] = []

    def press(asked: ConfirmDialog) -> None:
        said.append(words(asked))
        use_bank_names(asked)

    path = tmp_path / "f1.pdf"
    text = saved(qtbot, dialog, path, press)
    assert f"第 1 行 {LOST}  银行用字：{AT_BANK}" in said[0]
    assert f"第 2 行 {NOWHERE}  印“〓”" in said[0]
    assert "1 处有印得出的银行用名，可改用；1 处没有" in said[0]
    assert AT_BANK in text
    assert "石〓花" in text
    assert text.count("姓名按银行用字") == 1
    assert text.count("姓名缺字") == 1
    report = pdf_check.check(path.read_bytes(), path.name)
    assert report.proved
    assert [one.check_code for one in report.imprints] == [run.check_code]
    # The copy is the run's first, and nothing stored was touched.
    assert desk.database.ask(prints.next_copy, "F1", [run.run_id]) == 2
    (printed,) = desk.database.ask(prints.prints_of, run.number)
    assert (printed.imprint.check_code, printed.copy) == (run.check_code, 1)
    assert desk.database.ask(payroll.sheet, run.run_id) == run
    # It is asked anew for the next print, which may choose otherwise.
    again = saved(qtbot, dialog, tmp_path / "again.pdf", lambda asked: asked.do_it.click())
    assert AT_BANK not in again
    assert "杨〓" in again
    assert "第2份" in again
    assert desk.database.ask(payroll.sheet, run.run_id) == run


def test_the_workbook_has_them_too(robot: DeskRobot, run: Sheet, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = paper.open_preview(robot.page, desk, run)
    qtbot.waitUntil(dialog.page.save_button.isEnabled)
    dialog.page.save_to(tmp_path / "f1.xlsx")
    with qtbot.waitSignal(dialog.page.saved, timeout=10_000):
        use_bank_names(question(qtbot))
    cells = [one for row in load_workbook(tmp_path / "f1.xlsx").active.iter_rows(values_only=True) for one in row]
    assert AT_BANK in cells
    assert "姓名按银行用字" in cells


def test_without_a_name_at_the_bank_it_is_said_where_it_is_entered(
    robot: DeskRobot, run: Sheet, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.database.do("edit", people.edit, run.lines[0].person_id, "name_bank", None)
    dialog = paper.open_preview(robot.page, desk, run)
    qtbot.waitUntil(dialog.page.save_button.isEnabled)
    dialog.page.save_to(tmp_path / "f1.pdf")
    asked = question(qtbot)
    assert asked.other is None
    assert "在“人员”页的“银行用名”里填好" in words(asked)
    asked.reject()


def test_enter_neither_prints_nor_respells(
    robot: DeskRobot, run: Sheet, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = paper.open_preview(robot.page, desk, run)
    qtbot.waitUntil(dialog.page.save_button.isEnabled)
    dialog.page.save_to(tmp_path / "f1.pdf")
    asked = question(qtbot)
    assert asked.other is not None
    asked.other.setFocus()
    qtbot.keyClick(asked.other, Qt.Key.Key_Return)
    assert asked.isVisible()
    asked.reject()
    QThreadPool.globalInstance().waitForDone(10_000)
    qtbot.wait(10)
    assert not (tmp_path / "f1.pdf").exists()


def test_a_name_that_many_banks_cannot_read_is_listed_before_the_bank_list(
    robot: DeskRobot, run: Sheet, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    for field, value in (("name", "杨𫞩"), ("name_bank", None)):
        desk.database.do("edit", people.edit, run.lines[0].person_id, field, value)
    desk.database.do("set", people.set_account, run.lines[0].person_id, "6299995254814542124", holder="杨𫞩")
    desk.database.do("approve", payroll.approve, run.run_id, by="王主任")
    made = desk.database.do(
        "make", payments.make, [run.run_id], template_code="NSH-TXT", by="李芳", leave_out_blocked=True
    ).made
    desk.database.do("edit", people.edit, run.lines[0].person_id, "name_bank", AT_BANK)
    dialog = bank_paper.open_preview(robot.page, desk, made)
    said: list[str] = []

    def press(asked: ConfirmDialog) -> None:
        said.append(words(asked))
        use_bank_names(asked)

    path = tmp_path / "f5.pdf"
    text = saved(qtbot, dialog, path, press)
    assert "1 个户名的字，许多银行的系统里没有" in said[0]
    assert f"第 1 行 杨𫞩  银行用字：{AT_BANK}" in said[0]
    assert "〓" not in said[0]
    assert "姓名按银行用字:第1行" in text
    assert AT_BANK in text
    assert pdf_check.check(path.read_bytes(), path.name).proved
