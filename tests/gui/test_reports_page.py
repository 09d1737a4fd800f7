"""Page 统计: the year of locked months, what became of the money, months behind each row, paper and workbook."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from cjdesk.db.database import open_township
from cjdesk.db.models import Payment
from cjdesk.domain.month import Month
from cjdesk.domain.states import PaymentState
from cjdesk.gui import opening, tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog
from cjdesk.gui.lines import LinkLine
from cjdesk.gui.paper_page import PaperDialog
from cjdesk.gui.prefs import Prefs
from cjdesk.gui.reports import year_file
from cjdesk.gui.reports.page import ReportsPage
from cjdesk.gui.reports.rows import YearRow
from cjdesk.i18n import yuan
from cjdesk.services import payments, payroll
from tests.conftest import LOGIN, PASSPHRASE
from tests.gui.robots import DeskRobot

MONTHS = (Month(2020, 10), Month(2020, 11))


@pytest.fixture(scope="module")
def locked_template(imported_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of one post type locked, the second one on its way to the bank; never opened in place."""
    folder = tmp_path_factory.mktemp("year") / "data"
    shutil.copytree(imported_template, folder)
    database = open_township(folder, LOGIN, PASSPHRASE)
    for month in MONTHS:
        (sheet,) = database.do("compute", payroll.compute, month, post_type="HL", by="lifang")
        database.do("lock", payroll.lock, sheet.run_id, by="lifang")
        database.do("approve", payroll.approve, sheet.run_id, by="吴国芳")
    database.do("list", payments.make, [sheet.run_id], template_code="NSH-TXT", by="lifang", leave_out_blocked=True)
    database.close()
    return folder


@pytest.fixture
def desk(locked_template: Path, tmp_path: Path, prefs: Prefs) -> Iterator[Desk]:
    shutil.copytree(locked_template, tmp_path / "year")
    database = open_township(tmp_path / "year", LOGIN, PASSPHRASE)
    made = opening.desk_for(database, prefs)
    made.set_month(MONTHS[1])
    yield made
    database.close()


@pytest.fixture
def page(desk: Desk, open_window: Callable[..., DeskRobot]) -> Iterator[ReportsPage]:
    robot = open_window(desk, (ReportsPage,))
    robot.window.go("reports")
    made = robot.page
    assert isinstance(made, ReportsPage)
    settle(robot)
    made.robot = robot
    yield made
    robot.qtbot.waitUntil(lambda: not tasks.running())


def settle(robot: DeskRobot) -> None:
    robot.qtbot.waitUntil(lambda: not tasks.running())
    QTest.qWait(20)


def row_of(page: ReportsPage) -> YearRow:
    row = page.table.current_row()
    assert isinstance(row, YearRow)
    return row


def test_the_total_row_is_the_sum_of_the_sheets(page: ReportsPage, desk: Desk) -> None:
    runs = [run for month in MONTHS for run in desk.ask(payroll.runs, month)]
    net = sum(run.net_fen for run in runs)
    totals = {one.key: one.text for one in page.totals()}
    assert totals["net_fen"] == yuan(net)
    assert page.year is not None
    assert page.rows.rowCount() == len(page.year.lines) > 0
    pending = page.year.total.pending_fen
    assert 0 < pending < net
    assert totals["pending_fen"] == yuan(pending)
    assert page.counts()["unpaid"] == page.rows.rowCount()
    assert page.header.count.text() == "截至2020年11月，按所属月统计"


def test_enter_shows_the_months_and_opens_the_run(page: ReportsPage, desk: Desk) -> None:
    wanted = next(row for row in page._rows() if row.months == 2)
    page.select(wanted.id)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    months = page.pane.findChildren(LinkLine)
    assert [one.text() for one in months] == ["10月", "11月"]
    opened = []
    desk.open_wanted.connect(lambda kind, key: opened.append((kind, key)))
    months[1].click()
    assert opened == [("pay_run", next(run.run_id for run in desk.ask(payroll.runs, MONTHS[1])))]
    said = [one.text() for one in page.pane.findChildren(QLabel)]
    assert yuan(wanted.net_fen) in said


def test_money_that_came_back_is_a_problem(page: ReportsPage, desk: Desk) -> None:
    def fail(session) -> str:
        row = session.scalars(select(Payment).where(Payment.state == PaymentState.PENDING)).first()
        row.state = PaymentState.FAILED
        session.flush()
        return row.person_id

    person = desk.database.do("fail", fail)
    desk.changes.tell({"payment"})
    settle(page.robot)
    assert page.status().problems == 1
    assert page.next_problem(1)
    assert row_of(page).person_id == person
    assert row_of(page).state is not None
    assert row_of(page).state.word == "退票未补"
    page.segments.choose("failed")
    page._refetch()
    assert page.rows.rowCount() == 1


def test_the_tax_list_has_gross_tax_and_net(page: ReportsPage) -> None:
    page.tabs.choose("tax")
    page._on_tabs_chosen("tax")
    shown = [column.key for place, column in enumerate(page.COLUMNS) if not page.table.isColumnHidden(place)]
    assert {"gross_fen", "tax_fen", "net_fen"} <= set(shown)
    assert "state" not in shown
    totals = {one.key: one.text for one in page.totals()}
    assert totals["gross_fen"] == totals["net_fen"]
    assert totals["tax_fen"] == "0.00"


def test_another_year_is_empty_and_says_so(page: ReportsPage) -> None:
    page.year_before()
    settle(page.robot)
    assert page.rows.rowCount() == 0
    assert "2019" in page.empty_state.sentence.text()
    assert page.blocked("reports.print") == "这一年没有发放"
    page.print_page()
    page.export_list()
    assert page.window().findChild(ConfirmDialog) is None
    page.year_after()
    settle(page.robot)
    assert page.rows.rowCount() > 0


def test_paper_and_workbook_carry_the_same_total(page: ReportsPage, tmp_path: Path) -> None:
    page.print_page()
    settle(page.robot)
    dialog = page.window().findChild(PaperDialog)
    assert dialog is not None
    pages = dialog.page.view.pages
    assert pages is not None
    sums = [part.content.wholes()[0].values["total"] for part in pages.content]
    dialog.reject()
    assert page.year is not None
    assert sums == [yuan(page.year.total.net_fen)]
    page.export_list()
    question = page.window().findChild(ConfirmDialog)
    assert question is not None
    question.reject()
    path = tmp_path / "年度.xlsx"
    year_file.write(page, page.year, "year", path)
    settle(page.robot)
    rows = list(load_workbook(path)["年度汇总"].iter_rows(values_only=True))
    assert round(rows[-1][-1] * 100) == page.year.total.net_fen


def test_filters_narrow_the_sums(page: ReportsPage) -> None:
    village = row_of(page).village
    page.filter_boxes["village"].set_value(village)
    page._refetch()
    wanted = [row for row in page._rows() if row.village == village]
    totals = {one.key: one.text for one in page.totals()}
    assert totals["number"] == "筛选后"
    assert totals["net_fen"] == yuan(sum(row.net_fen for row in wanted))
