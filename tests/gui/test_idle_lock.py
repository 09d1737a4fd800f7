"""The desk locks itself, warns before, and stays open while somebody works; the window never waits for long work."""

import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cjdesk.domain.errors import FileIsBusy
from cjdesk.gui.idle_lock import IdleLock
from tests.gui.robots import DeskRobot


def test_it_warns_and_then_locks(qapp: QApplication, qtbot: QtBot) -> None:
    idle = IdleLock(qapp, 10)
    idle.set_times(20, 20)
    with qtbot.waitSignals([idle.soon, idle.due], order="strict"):
        pass


def test_a_key_begins_anew_and_takes_the_warning_back(qapp: QApplication, qtbot: QtBot) -> None:
    box = QLineEdit()
    qtbot.addWidget(box)
    box.show()
    idle = IdleLock(qapp, 10)
    idle.set_times(20, 5000)
    qtbot.waitSignal(idle.soon).wait()
    with qtbot.waitSignal(idle.touched), qtbot.assertNotEmitted(idle.due):
        QTest.keyClick(box, Qt.Key.Key_A)


def test_the_warning_stands_in_the_foot(robot: DeskRobot) -> None:
    robot.window.say_lock_soon()
    assert robot.window.status.news.text() == "30 秒后自动锁定，按任意键继续。"
    robot.window.say_not_locked()
    assert not robot.window.status.news.isVisible()


def test_a_field_left_during_long_work_is_told_and_the_window_does_not_freeze(robot: DeskRobot) -> None:
    desk = robot.window.desk
    inside, go_on = threading.Event(), threading.Event()

    def slow(_session: object) -> None:
        inside.set()
        go_on.wait(10)

    thread = threading.Thread(target=desk.database.do, args=("Import for a test", slow))
    thread.start()
    inside.wait(5)
    started = time.monotonic()
    with pytest.raises(FileIsBusy):
        desk.do("Rename", lambda _session: None)
    assert time.monotonic() - started < 2
    go_on.set()
    thread.join()
    desk.do("Rename", lambda _session: None)
