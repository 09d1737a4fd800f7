"""Page 工资 with runs of several months, and with amounts that the clerk adds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from cjdesk.domain import money
from cjdesk.domain.month import Month
from cjdesk.gui import tasks
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.desk import Desk
from cjdesk.gui.payroll.page import PayrollPage
from cjdesk.services import imports
from tests.gui.robots import DeskRobot

MONTH = Month(2020, 11)


class PayrollRobot:
    """At work on 工资."""

    def __init__(self, robot: DeskRobot) -> None:
        self.robot = robot
        page = robot.page
        assert isinstance(page, PayrollPage)
        self.page = page
        self.rests()

    def rests(self) -> PayrollRobot:
        for _ in range(2):
            self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
            QApplication.processEvents()
        return self

    def computes(self) -> PayrollRobot:
        self.robot.qtbot.keyClick(self.robot.window, Qt.Key.Key_F9)
        return self.rests()

    def columns(self) -> list[str]:
        return [column.key for column in self.page.table.shown_columns()]

    def pane_words(self) -> str:
        return " ".join(one.text() for one in self.page.pane.findChildren(QLabel) if one.isVisible())

    def form(self) -> ActForm:
        self.rests()
        found = [one for one in self.page.pane.findChildren(ActForm) if one.isVisible()]
        assert len(found) == 1
        return found[0]


@pytest.fixture
def staffed(desk: Desk, clean_small: Path) -> Desk:
    plan = desk.ask(imports.preview, "roster", clean_small / "roster.xlsx", month=MONTH)
    desk.do("Import", imports.apply, plan)
    desk.set_month(MONTH)
    return desk


@pytest.fixture
def pay(staffed: Desk, open_window: Callable[..., DeskRobot]) -> PayrollRobot:
    return PayrollRobot(open_window(staffed, (PayrollPage,)))


def test_several_months_are_one_run_with_a_column_for_each(pay: PayrollRobot, staffed: Desk):
    staffed.set_month(Month(2020, 12))
    pay.rests()
    pay.page.months_box.set_value("2")
    pay.computes()
    sheet = pay.page.sheet
    assert sheet is not None
    assert [str(month) for month in sheet.months] == ["2020-11", "2020-12"]
    assert pay.page.rows.rowCount() == len(sheet.rows) < len(sheet.lines)
    assert {"month_1", "month_2", "net_fen"} <= set(pay.columns())
    assert not {"month_3", "attendance", "base_fen"} & set(pay.columns())
    titles = [column.title for column in pay.page.table.shown_columns() if column.key.startswith("month_")]
    assert titles == ["11月", "12月"]
    texts = pay.page.total_row.texts()
    for month in sheet.months:
        assert money.show(sum(line.net_fen for line in sheet.lines if line.month == month)) in texts
    assert money.show(sheet.net_fen) in texts
    pay.page.table.go_to(0, 1)
    pay.page.set_pane_open(value=True)
    assert "2020年11月" in pay.pane_words()
    assert "2020年12月" in pay.pane_words()
    staffed.set_month(MONTH)
    pay.rests()
    assert pay.page.sheet is not None
    assert pay.page.sheet.run_id == sheet.run_id


def test_an_amount_with_a_reason_is_added_and_taken_back(pay: PayrollRobot, staffed: Desk):
    pay.computes()
    row = pay.page.rows.row_value(0)
    before = row.net_fen
    pay.page.table.go_to(0, 1)
    pay.page.add_extra()
    form = pay.form()
    form.form.show_record({"kind": "扣款", "amount": 3_000, "reason": "工具损坏"})
    form.act()
    pay.rests().computes()
    assert pay.page.rows.row_value(0).net_fen == before - 3_000
    assert "工具损坏" in pay.pane_words()
    pay.page.withdraw_extra()
    form = pay.form()
    form.form.show_record({**form.form.values(), "reason": "记错人"})
    form.act()
    pay.rests().computes()
    assert pay.page.rows.row_value(0).net_fen == before
