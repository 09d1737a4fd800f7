"""The frame: places, keys, menus, foot, search, and what fits a small laptop."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from cjdesk import app, i18n
from cjdesk.domain.errors import DiskFull
from cjdesk.domain.month import Month
from cjdesk.gui import theme
from cjdesk.gui.commands import WINDOW_COMMANDS
from cjdesk.gui.crash import CrashDialog
from cjdesk.gui.desk import Desk
from cjdesk.gui.main_window import MainWindow
from tests.gui.demo_page import DemoPage, OtherPage
from tests.gui.robots import ALT, CTRL, SHIFT, DeskRobot, compose


def test_only_pages_that_exist_stand_in_the_navigation(robot: DeskRobot) -> None:
    assert list(robot.window.navigation.items) == ["people", "payroll"]
    assert [item.text() for item in robot.window.navigation.items.values()] == ["人员", "工资"]


def test_a_click_in_the_navigation_goes_to_the_page(robot: DeskRobot) -> None:
    QTest.mouseClick(robot.window.navigation.items["payroll"], Qt.MouseButton.LeftButton)
    assert isinstance(robot.window.current_page(), OtherPage)


def test_ctrl_and_a_digit_goes_to_a_page_and_alt_left_comes_back(robot: DeskRobot) -> None:
    robot.press(Qt.Key.Key_6, CTRL)
    assert isinstance(robot.window.current_page(), OtherPage)
    robot.press(Qt.Key.Key_Left, ALT)
    assert isinstance(robot.window.current_page(), DemoPage)
    robot.press(Qt.Key.Key_Right, ALT)
    assert isinstance(robot.window.current_page(), OtherPage)


def test_f6_walks_navigation_filter_table_pane_and_foot(robot: DeskRobot) -> None:
    robot.page.table.setFocus()
    places = []
    for _ in range(5):
        robot.press(Qt.Key.Key_F6)
        places.append(robot.focus())
    window, page = robot.window, robot.page
    assert page.pane.isAncestorOf(places[0])
    assert window.status.isAncestorOf(places[1])
    assert window.navigation.isAncestorOf(places[2])
    assert places[3] is page.search
    assert places[4] is page.table


def test_arrows_and_enter_choose_in_the_navigation(robot: DeskRobot) -> None:
    robot.window.navigation.focus_current()
    robot.press(Qt.Key.Key_Down)
    assert isinstance(robot.window.current_page(), DemoPage)
    robot.press(Qt.Key.Key_Return)
    assert isinstance(robot.window.current_page(), OtherPage)


def test_ctrl_page_down_turns_the_month_everywhere(robot: DeskRobot) -> None:
    robot.window.desk.set_month(Month(2026, 3))
    robot.press(Qt.Key.Key_6, CTRL)
    assert robot.window.current_page().shown == "2026-03"  # type: ignore[union-attr]
    robot.press(Qt.Key.Key_PageDown, CTRL)
    assert robot.window.current_page().shown == "2026-04"  # type: ignore[union-attr]
    robot.press(Qt.Key.Key_PageUp, CTRL)
    assert robot.window.desk.month == Month(2026, 3)


def test_the_page_in_front_has_its_commands_in_the_menu_and_its_keys_win(robot: DeskRobot) -> None:
    page = robot.page
    assert isinstance(page, DemoPage)
    robot.press(Qt.Key.Key_N, CTRL)
    robot.press(Qt.Key.Key_F12)
    assert (page.added, page.exported) == (1, 1)
    words = [one.text() for one in robot.window.menus.menus["actions"].actions()]
    assert len(words) == 3
    robot.press(Qt.Key.Key_6, CTRL)
    robot.press(Qt.Key.Key_N, CTRL)
    assert page.added == 1
    assert not robot.window.menus.menus["actions"].menuAction().isVisible()
    assert not robot.window.menus.actions["file.export"].isEnabled()


def test_a_blocked_button_says_why_in_its_label(robot: DeskRobot) -> None:
    button = robot.page.header.buttons["people.lock"]
    assert not button.isEnabled()
    assert button.text().endswith("（还有 2 处问题）")


@pytest.mark.expects_log
def test_a_bug_of_ours_opens_the_report_and_the_window_stays(robot: DeskRobot, qtbot: QtBot) -> None:
    robot.page.header.buttons["people.import"].click()
    dialog = robot.window.findChild(CrashDialog)
    assert dialog is not None
    assert "RuntimeError" in dialog.report_text.toPlainText()
    dialog.accept()
    robot.press(Qt.Key.Key_N, CTRL)
    assert robot.page.added == 1  # type: ignore[attr-defined]


def test_an_error_of_the_clerks_stands_in_the_page_with_its_code(robot: DeskRobot) -> None:
    def full() -> None:
        raise DiskFull(path="/data")

    robot.page.guarded(full)
    bar = robot.page.message_bar
    assert bar.isVisible()
    assert bar.code == DiskFull.code
    assert bar.text


def test_f8_walks_through_the_problems(robot: DeskRobot) -> None:
    robot.press(Qt.Key.Key_F8)
    robot.press(Qt.Key.Key_F8)
    assert robot.page.table.currentIndex().row() == 9
    robot.press(Qt.Key.Key_F8, SHIFT)
    assert robot.page.table.currentIndex().row() == 0


def test_f3_finds_a_person_by_initials_and_opens_the_row(robot: DeskRobot) -> None:
    robot.press(Qt.Key.Key_F3)
    robot.types("pzm")
    robot.settles()
    assert robot.window.search_popup.isVisible()
    robot.press(Qt.Key.Key_Return)
    row = robot.page.table.current_row()
    assert getattr(row, "name", "") == "潘志明"
    assert not robot.window.search_popup.isVisible()


def test_letters_still_in_composition_are_searched_too(robot: DeskRobot) -> None:
    robot.press(Qt.Key.Key_F3)
    compose(robot.focus(), "yxy")
    robot.settles()
    words = [robot.window.search_popup.list.item(n).text() for n in range(robot.window.search_popup.list.count())]
    assert any("杨秀英" in one for one in words)


def test_the_command_list_shows_keys_and_why_not(robot: DeskRobot) -> None:
    robot.press(Qt.Key.Key_Q, ALT)
    popup = robot.window.search_popup
    words = [popup.list.item(n).text() for n in range(popup.list.count())]
    assert any(one.endswith("Ctrl+N") for one in words)
    assert any("还有 2 处问题" in one for one in words)
    robot.types("sx")
    robot.settles()
    assert "刷新" in popup.list.currentItem().text()


def test_ctrl_c_copies_rows_as_text_cells(robot: DeskRobot) -> None:
    robot.page.table.setFocus()
    robot.page.table.go_to(0)
    robot.press(Qt.Key.Key_C, CTRL)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().split("\t")[2].startswith("522699")
    assert "mso-number-format:'\\@'" in data.html()


def test_the_foot_says_saved_counts_problems_and_who(robot: DeskRobot) -> None:
    foot = robot.window.status
    assert foot.saved.text().startswith("已保存 ")
    assert foot.rows.text() == "选中 1 / 126"
    assert foot.problems.text() == "问题 5"
    assert foot.user.text() == "李芳 · 经办"


def test_a_failed_save_is_said_in_the_foot(robot: DeskRobot) -> None:
    def full(_session: object) -> None:
        raise DiskFull(path="/data")

    with pytest.raises(DiskFull):
        robot.window.desk.do("Fill the disk", full)
    assert robot.window.status.saved.text().startswith("保存失败：")


def test_f4_shows_and_hides_the_pane(robot: DeskRobot) -> None:
    assert robot.page.pane.isVisible()
    robot.page.table.setFocus()
    robot.press(Qt.Key.Key_F4)
    assert not robot.page.pane.isVisible()
    robot.press(Qt.Key.Key_F4)
    assert robot.page.pane.isVisible()


def test_at_125_percent_the_window_is_compact_and_the_pane_lies_over_the_table(
    peopled: Desk, open_window: Callable[..., DeskRobot]
) -> None:
    robot = open_window(peopled, size=(1093, 582))
    page = robot.page
    assert robot.window.navigation.width() == theme.NAVIGATION_COMPACT
    assert not page.pane.isVisible()
    assert page.table.viewport().height() >= 13 * theme.ROW
    assert "start" not in {one.key for one in page.table.shown_columns()}
    page.table.setFocus()
    robot.press(Qt.Key.Key_F4)
    assert page.pane.isVisible()
    assert page.pane.width() == theme.PANE_OVERLAY
    robot.press(Qt.Key.Key_Escape)
    assert not page.pane.isVisible()


def test_at_100_percent_eighteen_rows_and_more_are_seen(robot: DeskRobot) -> None:
    assert robot.page.table.viewport().height() // theme.ROW >= 18
    assert robot.page.total_row.isVisible()
    assert robot.window.status.isVisible()


def test_every_control_has_a_name(robot: DeskRobot) -> None:
    nameless = [
        f"{type(one).__name__} in {type(one.parentWidget()).__name__}"
        for one in robot.window.findChildren(QWidget)
        if isinstance(one, (QAbstractButton, QLineEdit, QComboBox, QTableView))
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not one.accessibleName()
    ]
    assert not nameless


def test_every_command_has_a_menu_a_letter_and_a_method(robot: DeskRobot) -> None:
    for command in WINDOW_COMMANDS:
        assert command.menu
        assert "&" in command.text
        assert "&" in i18n.tr(command.text)
        assert callable(getattr(robot.window, command.slot))


def test_no_two_commands_share_a_key(robot: DeskRobot) -> None:
    keys = [key for one in WINDOW_COMMANDS for key in (one.shortcut, *one.more_shortcuts) if key]
    assert len(keys) == len(set(keys))


def test_english_and_high_contrast_work(peopled: Desk, open_window: Callable[..., DeskRobot], qapp: object) -> None:
    i18n.set_language("en")
    theme.apply(qapp, "high_contrast")  # type: ignore[arg-type]
    robot = open_window(peopled)
    assert robot.window.navigation.items["people"].text() == "People"
    assert robot.window.status.saved.text().startswith("Saved ")
    picture = robot.window.grab().toImage()
    assert picture.pixelColor(600, 300).lightness() < 30


def test_qt_speaks_chinese_too(qapp: object) -> None:
    from PySide6.QtWidgets import QDialogButtonBox

    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert "取消" in box.button(QDialogButtonBox.StandardButton.Cancel).text()


def test_the_window_remembers_its_page(peopled: Desk, open_window: Callable[..., DeskRobot]) -> None:
    first = open_window(peopled)
    first.press(Qt.Key.Key_6, CTRL)
    first.window.close()
    second = open_window(peopled)
    assert isinstance(second.window, MainWindow)
    assert isinstance(second.window.current_page(), OtherPage)


def test_digits_have_one_width(qapp: object) -> None:
    assert theme.equal_digits()


def test_the_theme_follows_the_choice(prefs: object) -> None:
    assert app.theme_wanted(prefs) in theme.THEMES  # type: ignore[arg-type]
    prefs.set("theme", "high_contrast")  # type: ignore[attr-defined]
    assert app.theme_wanted(prefs) == "high_contrast"  # type: ignore[arg-type]
