"""Robots press keys and read what stands on the screen; tests say what a clerk does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cjdesk.gui.list_page import ListPage
from cjdesk.gui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class DeskRobot:
    """At work on the main window."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    @property
    def page(self) -> ListPage:
        page = self.window.current_page()
        assert isinstance(page, ListPage)
        return page

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, where the focus is."""
        QTest.keyClick(self.focus(), key, modifiers)
        QTest.qWait(0)

    def types(self, text: str) -> None:
        """Letters, where the focus is; Chinese comes from the input method."""
        for character in text:
            if character.isascii():
                QTest.keyClicks(self.focus(), character)
            else:
                commit(self.focus(), character)

    def focus(self) -> QWidget:
        """The widget that has the focus."""
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def shown(self, column: int) -> list[str]:
        """The words of a column, all rows."""
        rows = self.page.rows
        return [str(rows.index(row, column).data()) for row in range(rows.rowCount())]

    def settles(self) -> None:
        """Wait out the pause in typing."""
        QTest.qWait(200)


def compose(widget: QWidget, letters: str) -> None:
    """An input method shows letters that are not committed yet."""
    QApplication.sendEvent(widget, QInputMethodEvent(letters, []))


def commit(widget: QWidget, text: str) -> None:
    """An input method commits text and closes its composition."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
