"""F1: the manual that the program carries."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from cjdesk import i18n, paths
from cjdesk.gui.commands import WINDOW_COMMANDS
from cjdesk.gui.manual import ManualWindow
from cjdesk.gui.navigation import PLACES
from cjdesk.gui.screens import SCREENS
from tests.gui.robots import CTRL, DeskRobot


def opened(robot: DeskRobot) -> ManualWindow:
    """The manual as F1 opens it."""
    robot.press(Qt.Key.Key_F1)
    window = robot.window.findChild(ManualWindow)
    assert window is not None
    return window


def test_f1_opens_the_manual_beside_the_work(robot: DeskRobot) -> None:
    window = opened(robot)
    assert window.isVisible()
    assert not window.isModal()
    assert "待追回" in window.text.toPlainText()


def test_the_search_goes_on_and_begins_again(robot: DeskRobot) -> None:
    window = opened(robot)
    QTest.keyClick(window.text, Qt.Key.Key_F, CTRL)
    window.words.setText("锁定")
    places = []
    for _ in range(window.text.toPlainText().count("锁定") + 1):
        QTest.keyClick(window.words, Qt.Key.Key_Return)
        assert window.text.textCursor().selectedText() == "锁定"
        places.append(window.text.textCursor().position())
    assert places[:-1] == sorted(set(places))
    assert places[-1] == places[0]
    assert window.isVisible()


def test_a_manual_that_does_not_say_the_word_stays_where_it_is(robot: DeskRobot) -> None:
    window = opened(robot)
    window.words.setText("没有的字")
    QTest.keyClick(window.words, Qt.Key.Key_Return)
    assert window.text.textCursor().selectedText() == ""
    assert QGuiApplication.focusWindow() is window.windowHandle()


def test_the_manual_names_every_page_and_only_commands_that_exist() -> None:
    text = (paths.resources() / "help" / "manual.md").read_text(encoding="utf-8")
    words = {place.key: i18n.tr(place.words) for place in PLACES}
    commands = [command for screen in SCREENS for command in screen.COMMANDS] + list(WINDOW_COMMANDS)
    spoken = {re.sub(r"\(&.\)|\.\.\.|…", "", i18n.tr(command.text)) for command in commands}
    assert [words[screen.KEY] for screen in SCREENS if words[screen.KEY] not in text] == []
    assert [word for word in re.findall(r"「(.+?)」", text) if word not in spoken] == []


def test_the_keys_in_the_manual_are_the_keys_of_the_desk() -> None:
    text = (paths.resources() / "help" / "manual.md").read_text(encoding="utf-8")
    commands = [command for screen in SCREENS for command in screen.COMMANDS] + list(WINDOW_COMMANDS)
    keys = {command.shortcut for command in commands}
    assert {key for key in ("F1", "F8", "Shift+F8", "F9", "Ctrl+P", "Ctrl+Z", "Alt+Q", "Ctrl+/") if key in text} <= keys
