"""The month's report on page 统计: sheets, names behind numbers, meanings, paper, what was reported."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from cjdesk.db.database import open_township
from cjdesk.db.models import Person
from cjdesk.domain.month import Month
from cjdesk.gui import opening, tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog
from cjdesk.gui.lines import LinkLine
from cjdesk.gui.paper_page import PaperDialog
from cjdesk.gui.prefs import Prefs
from cjdesk.gui.reports import monthly_file, monthly_pane
from cjdesk.gui.reports.figure_sheet import FigureSheet
from cjdesk.gui.reports.monthly_rows import DifferenceRow, MonthRow
from cjdesk.gui.reports.monthly_tab import CHANGED, HOMES, POSTS
from cjdesk.gui.reports.page import ReportsPage
from cjdesk.i18n import yuan
from cjdesk.services import monthly, payroll
from tests.conftest import LOGIN, PASSPHRASE
from tests.gui.robots import CTRL, SHIFT, DeskRobot

MONTH = Month(2020, 11)


@pytest.fixture(scope="module")
def locked_template(imported_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """November of the road wardens locked; never opened in place."""
    folder = tmp_path_factory.mktemp("month") / "data"
    shutil.copytree(imported_template, folder)
    database = open_township(folder, LOGIN, PASSPHRASE)
    (sheet,) = database.do("compute", payroll.compute, MONTH, post_type="HL", by="lifang")
    database.do("lock", payroll.lock, sheet.run_id, by="lifang", sign_off="核对无误")
    database.close()
    return folder


@pytest.fixture
def desk(locked_template: Path, tmp_path: Path, prefs: Prefs) -> Iterator[Desk]:
    shutil.copytree(locked_template, tmp_path / "month")
    database = open_township(tmp_path / "month", LOGIN, PASSPHRASE)
    made = opening.desk_for(database, prefs)
    made.set_month(MONTH)
    yield made
    database.close()


@pytest.fixture
def robot(desk: Desk, open_window: Callable[..., DeskRobot]) -> Iterator[DeskRobot]:
    made = open_window(desk, (ReportsPage,))
    made.window.go("reports")
    settle(made)
    goes_to(made, POSTS)
    yield made
    made.qtbot.waitUntil(lambda: not tasks.running())


def settle(robot: DeskRobot) -> None:
    robot.qtbot.waitUntil(lambda: not tasks.running())
    QTest.qWait(20)


def page_of(robot: DeskRobot) -> ReportsPage:
    found = robot.page
    assert isinstance(found, ReportsPage)
    return found


def goes_to(robot: DeskRobot, tab: str) -> FigureSheet:
    page = page_of(robot)
    page.tabs.choose(tab)
    settle(robot)
    return page.monthly.sheets[tab]


def stands_on(sheet: FigureSheet, row: int, key: str) -> None:
    place = next(number for number, one in enumerate(sheet.model.columns) if one.key == key)
    sheet.table.setFocus()
    sheet.table.go_to(row, place)


def cell(sheet: FigureSheet, row: int, key: str) -> str:
    place = next(number for number, one in enumerate(sheet.model.columns) if one.key == key)
    return str(sheet.model.index(row, place).data())


def test_villages_are_rows_and_the_total_is_the_last(robot: DeskRobot, desk: Desk) -> None:
    sheet, found = page_of(robot).monthly.sheets[POSTS], page_of(robot).monthly.report
    assert found is not None
    assert sheet.isVisible()
    rows = [row for row in sheet.shown_rows if isinstance(row, MonthRow)]
    assert [row.name for row in rows] == [*(one.village for one in found.villages if one.village), "合计"]
    last = len(rows) - 1
    (run,) = desk.ask(payroll.runs, MONTH)
    assert cell(sheet, last, "paid_fen") == yuan(run.net_fen)
    assert cell(sheet, last, "on_post") == "359"
    assert cell(sheet, last, "insured") == "95.37%"
    assert "不可相加" in sheet.foot.text()
    assert sheet.table.isColumnHidden(4)
    homes = goes_to(robot, HOMES)
    assert cell(homes, len(homes.shown_rows) - 1, "labourers") == "124"
    assert page_of(robot).header.count.text() == "截至 2020-11-30 · 第1版 · 未上报"


def test_enter_on_a_number_lists_its_names_and_opens_one(robot: DeskRobot, desk: Desk) -> None:
    page = page_of(robot)
    sheet = page.monthly.sheets[POSTS]
    assert not page.pane_is_open()
    stands_on(sheet, 0, "women")
    row = sheet.table.current_row()
    assert isinstance(row, MonthRow)
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    settle(robot)
    assert page.pane_is_open()
    assert page.pane.title.text() == "在岗：女"
    lines = page.pane.findChildren(LinkLine)
    assert len(lines) == row.figures.women > 0
    assert all(row.name in line.text() for line in lines)
    opened = []
    desk.open_wanted.connect(lambda kind, key: opened.append((kind, key)))
    lines[0].click()
    ((kind, key),) = opened
    assert kind == "person"
    assert desk.ask(lambda session: session.get(Person, key).sex) == "2"


def test_the_names_of_the_total_are_many_and_said_to_be(robot: DeskRobot) -> None:
    page = page_of(robot)
    sheet = page.monthly.sheets[POSTS]
    stands_on(sheet, len(sheet.shown_rows) - 1, "on_post")
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    settle(robot)
    assert len(page.pane.findChildren(LinkLine)) == monthly_pane.MOST
    said = [one.text() for one in page.pane.findChildren(QLabel)]
    assert "共 359" in said
    assert "还有 59 行" in said


def test_shift_f1_says_what_a_number_means(robot: DeskRobot) -> None:
    page = page_of(robot)
    sheet = page.monthly.sheets[POSTS]
    for key, code, words in (("monitored", "K02", "三类监测对象"), ("insured", "K11", "已投保人日")):
        stands_on(sheet, 0, key)
        QTest.keyClick(sheet.table, Qt.Key.Key_F1, SHIFT)
        assert page.pane.detail.text() == code
        assert any(words in one.text() for one in page.pane.findChildren(QLabel))
        assert not page.pane.findChildren(LinkLine)


def test_the_keyboard_goes_round_and_copies_what_is_seen(robot: DeskRobot) -> None:
    page = page_of(robot)
    sheet = page.monthly.sheets[POSTS]
    stands_on(sheet, 0, "women")
    robot.press(Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text().split("\t")
    assert copied[0] == sheet.shown_rows[0].name
    assert "91.74%" in copied
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    settle(robot)
    assert page.regions() == [sheet.table, page.pane]
    QTest.keyClick(page.pane, Qt.Key.Key_Escape)
    assert not page.pane_is_open()
    assert sheet.table.hasFocus()
    assert sheet.table.figure == "women"
    page.tabs.choose("year")
    settle(robot)
    assert page.table.hasFocus()


def test_another_month_is_empty_and_says_so(robot: DeskRobot, desk: Desk) -> None:
    page = page_of(robot)
    desk.set_month(Month(1990, 3))
    settle(robot)
    assert page.empty_state.isVisible()
    assert page.empty_state.sentence.text() == "1990年3月还没有数据，可看1990年2月。"
    assert page.blocked("reports.print") == "本月没有数据"
    page.print_page()
    assert page.window().findChild(PaperDialog) is None
    desk.set_month(MONTH)
    settle(robot)
    assert page.monthly.sheets[POSTS].isVisible()


def test_the_year_and_the_month_keep_out_of_each_other(robot: DeskRobot) -> None:
    page = page_of(robot)
    assert page.month_switch is not None
    assert page.month_switch.isVisible()
    assert not page.year_box.isVisible()
    assert page.blocked("reports.earlier")
    page.tabs.choose("year")
    settle(robot)
    assert page.table.isVisible()
    assert page.year_box.isVisible()
    assert not page.month_switch.isVisible()
    assert page.header.count.text() == "截至2020年11月，按所属月统计"
    assert page.blocked("reports.submit") == "只有月报需要上报"
    page.submit_month()
    assert page.window().findChild(ConfirmDialog) is None


def test_paper_and_workbook_carry_the_figures(robot: DeskRobot, tmp_path: Path) -> None:
    page = page_of(robot)
    page.print_page()
    settle(robot)
    dialog = page.window().findChild(PaperDialog)
    assert dialog is not None
    pages = dialog.page.view.pages
    assert pages is not None
    assert (pages.form, pages.count) == ("F7", 2)
    dialog.reject()
    path = tmp_path / "月报.xlsx"
    assert page.monthly.report is not None
    monthly_file.write(page, page.monthly.report, path)
    settle(robot)
    words = [cell for row in load_workbook(path).worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    assert "359" in words


def test_what_was_reported_stands_beside_what_is_now(robot: DeskRobot, desk: Desk) -> None:
    page = page_of(robot)
    assert "尚未登记上报" in goes_to(robot, CHANGED).foot.text()
    page.submit_month()
    dialog = page.window().findChild(ConfirmDialog)
    assert dialog is not None
    dialog.accept()
    settle(robot)
    assert page.message_bar.text == "已登记上报：STAT-202011，第1版。"
    assert f"{date.today().isoformat()} 已上报" in page.header.count.text()
    assert page.blocked("reports.submit") == "这些数已登记上报"
    assert "与上报数一致" in page.monthly.sheets[CHANGED].foot.text()

    def correct_sex(session) -> None:
        session.scalars(select(Person).where(Person.id.in_(women))).first().sex = "1"
        session.flush()

    report = desk.ask(monthly.report, MONTH, today=date.today())
    women = [one.person_id for one in desk.ask(monthly.names, report, "women", None)]
    desk.database.do("Change a person", correct_sex)
    desk.changes.tell({"person"})
    settle(robot)
    sheet = page.monthly.sheets[CHANGED]
    rows = [row for row in sheet.shown_rows if isinstance(row, DifferenceRow)]
    assert [row.figure for row in rows] == ["在岗：女"] * 2
    assert (rows[0].reported, rows[0].now, rows[0].difference) == ("187", "186", "−1")
    assert rows[0].place == "合计"
    assert "修改人员（李芳）1 条" in sheet.foot.text()
    assert "第2版 · 上报后有变化" in page.header.count.text()
    page.print_page()
    settle(robot)
    preview = page.window().findChild(PaperDialog)
    assert preview is not None
    assert len(preview.page._forms) == 2
    preview.page.choose(1)
    settle(robot)
    pages = preview.page.view.pages
    assert pages is not None
    assert pages.imprints[0].revision == 1
    preview.reject()
