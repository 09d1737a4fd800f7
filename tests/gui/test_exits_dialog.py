"""动态退出 on page 人员: each case is kept with a reason or ended, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from cjdesk.gui import tasks
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.desk import Desk
from cjdesk.gui.people.exits import ExitsDialog
from cjdesk.gui.people.page import PeoplePage
from cjdesk.services import rules
from tests.gui.robots import DeskRobot
from tests.services.rules_scene import MARCH, Scene


@pytest.fixture
def scene(desk: Desk) -> Scene:
    """One over the age, one deceased."""
    scene = Scene(desk.database)
    scene.ready("龙超龄", date(1955, 1, 1))
    scene.ready("龙已故")
    scene.listed("龙已故", "DEATH", date(2021, 3, 10))
    desk.set_month(MARCH)
    return scene


def rests(robot: DeskRobot) -> None:
    robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=10_000)
    QApplication.processEvents()
    robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=10_000)


@pytest.fixture
def dialog(scene: Scene, desk: Desk, open_window: Callable[..., DeskRobot]) -> tuple[DeskRobot, ExitsDialog]:
    robot = open_window(desk, (PeoplePage,))
    page = robot.page
    assert isinstance(page, PeoplePage)
    page.dynamic_exit()
    rests(robot)
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ExitsDialog) and one.isVisible()]
    return robot, found


def words(dialog: ExitsDialog) -> str:
    return " ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def test_a_digit_keeps_and_del_ends(dialog: tuple[DeskRobot, ExitsDialog], scene: Scene, desk: Desk) -> None:
    robot, shown = dialog
    assert "2 人，2 人待处理" in words(shown)
    rows = {shown.table.rows.row_value(place).name: place for place in range(2)}
    shown.table.go_to(rows["龙超龄"])
    robot.qtbot.keyClick(shown.table, Qt.Key.Key_1)
    rests(robot)
    cases = {case.name: case for case in desk.ask(rules.exit_list, MARCH)}
    assert cases["龙超龄"].reason == "用到协议期满"
    assert cases["龙已故"].open
    place = next(n for n in range(2) if shown.table.rows.row_value(n).name == "龙已故")
    shown.table.go_to(place)
    assert not shown.keep.isEnabled()
    assert "只能办理离岗" in shown.keep.text()
    robot.qtbot.keyClick(shown.table, Qt.Key.Key_1)
    rests(robot)
    assert next(case for case in desk.ask(rules.exit_list, MARCH) if case.name == "龙已故").open
    shown.end.click()
    (form,) = shown.findChildren(ActForm)
    assert form.form.values()["end"] == date(2021, 3, 10)
    assert form.form.values()["exit_reason"] == "死亡"
    form.act()
    rests(robot)
    assert [case.name for case in desk.ask(rules.exit_list, MARCH)] == ["龙超龄"]
    assert "1 人，0 人待处理" in words(shown)


def test_free_words_keep_and_an_empty_list_says_so(
    dialog: tuple[DeskRobot, ExitsDialog], scene: Scene, desk: Desk
) -> None:
    robot, shown = dialog
    place = next(n for n in range(2) if shown.table.rows.row_value(n).name == "龙超龄")
    shown.table.go_to(place)
    shown.reason.setEditText("村里没有接替的人")
    robot.qtbot.keyClick(shown.reason.lineEdit(), Qt.Key.Key_Return)
    rests(robot)
    assert {case.reason for case in desk.ask(rules.exit_list, MARCH)} == {"村里没有接替的人", ""}
    desk.set_month(MARCH.plus(-24))
    shown.read()
    rests(robot)
    assert "本月没有需要退出的人" in words(shown)
