"""Long work: off the GUI thread, with counts, a true cancel, and its errors where the clerk looks."""

import gc
import threading
import time

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cjdesk.db import audit
from cjdesk.db.models import Person
from cjdesk.domain.errors import DiskFull
from cjdesk.gui import tasks
from cjdesk.gui.crash import CrashDialog
from cjdesk.services import people
from tests.gui.demo_page import add_people
from tests.gui.robots import DeskRobot


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    seen: list[object] = []
    tasks.run(
        owner,
        lambda _progress: threading.current_thread(),
        then=lambda one: seen.extend([one, threading.current_thread()]),
    )
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] is not threading.main_thread()
    assert seen[1] is threading.main_thread()


def test_the_window_goes_on_while_work_is_slow(robot: DeskRobot, qtbot: QtBot) -> None:
    def slow(progress: tasks.Progress) -> int:
        for step in range(60):
            time.sleep(0.03)
            progress(step, 60)
        return 60

    done: list[int] = []
    tasks.run(robot.page, slow, then=done.append, title="导入")
    longest = last = 0.0
    last = time.monotonic()
    while not done:
        qtbot.wait(5)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
        if robot.window.status.tasks.isVisible():
            assert robot.window.status.tasks.words.text().startswith("导入 ")
    assert longest < 0.5
    assert not robot.window.status.tasks.isVisible()


def test_progress_with_counts_and_cancel_stands_in_the_foot(robot: DeskRobot, qtbot: QtBot) -> None:
    go_on = threading.Event()

    def work(progress: tasks.Progress) -> None:
        step = 0
        while not go_on.wait(0.02):
            step += 1
            progress(min(step, 7462), 7462)

    tasks.run(robot.page, work, title="写入")
    strip = robot.window.status.tasks
    qtbot.waitUntil(strip.isVisible, timeout=3000)
    assert " / 7,462" in strip.words.text()
    started = time.monotonic()
    strip.cancel.click()
    qtbot.waitUntil(lambda: not strip.isVisible(), timeout=2000)
    assert time.monotonic() - started < 1
    assert robot.page.message_bar.text == "已取消，数据没有变化。"
    go_on.set()


def test_a_cancel_leaves_nothing_half_done(robot: DeskRobot, qtbot: QtBot) -> None:
    database = robot.window.desk.database
    inside = threading.Event()

    def change(session: object, progress: tasks.Progress) -> None:
        audit.delete_rows(session, Person, [])  # type: ignore[arg-type]
        add_more(session)
        inside.set()
        while True:
            time.sleep(0.01)
            progress(1, 2)

    def add_more(session: object) -> None:
        rows = [
            {
                "township": "522633101",
                "id_no": "522699199203050040",
                "name": "石小花",
                "sex": "2",
                "birth": __import__("datetime").date(1992, 3, 5),
            }
        ]
        audit.insert_rows(session, Person, rows)  # type: ignore[arg-type]

    before = database.ask(people.find).total
    task = tasks.run(robot.page, lambda progress: database.do("Add and stop", change, progress))
    qtbot.waitUntil(inside.is_set)
    task.cancel()
    qtbot.waitUntil(lambda: not tasks.running())
    assert database.ask(people.find).total == before
    assert before == 126
    assert add_people


def test_an_error_of_the_clerks_stands_in_the_bar_of_the_page(robot: DeskRobot, qtbot: QtBot) -> None:
    def full(_progress: tasks.Progress) -> None:
        raise DiskFull(path="/data")

    tasks.run(robot.page.table, full)
    qtbot.waitUntil(robot.page.message_bar.isVisible)
    assert robot.page.message_bar.code == DiskFull.code


@pytest.mark.expects_log
def test_a_bug_in_work_opens_the_report(robot: DeskRobot, qtbot: QtBot) -> None:
    def broken(_progress: tasks.Progress) -> None:
        raise ZeroDivisionError("522699199203050040 石小花")

    tasks.run(robot.page, broken)
    qtbot.waitUntil(lambda: robot.window.findChild(CrashDialog) is not None)
    dialog = robot.window.findChild(CrashDialog)
    text = dialog.report_text.toPlainText()
    assert "ZeroDivisionError" in text
    assert "522699" not in text
    assert "石小花" not in text
    dialog.accept()


def test_failed_gets_the_error_itself(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    seen: list[Exception] = []

    def full(_progress: tasks.Progress) -> None:
        raise DiskFull(path="/data")

    tasks.run(owner, full, failed=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], DiskFull)


def test_nothing_is_called_when_the_owner_is_gone(qtbot: QtBot) -> None:
    owner = QWidget()
    seen: list[int] = []
    go_on = threading.Event()
    task = tasks.run(owner, lambda _progress: go_on.wait(5), then=lambda _one: seen.append(1))
    with qtbot.waitSignal(task.ended, timeout=5000):
        owner.deleteLater()
        qtbot.wait(20)
        go_on.set()
    qtbot.wait(20)
    assert seen == []


def test_parts_of_a_result_come_while_the_work_goes_on(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    go_on, seen = threading.Event(), list[object]()

    def work(progress: tasks.Progress) -> str:
        progress.show("first")
        assert go_on.wait(5)
        progress.show("second")
        return "all"

    def each(part: str) -> None:
        seen.append((part, threading.current_thread() is threading.main_thread()))
        go_on.set()

    tasks.run(owner, work, each=each, then=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == [("first", True), ("second", True), "all"]


@pytest.mark.parametrize("breaks", [False, True])
def test_what_the_work_knows_ends_on_the_gui_thread(qtbot: QtBot, *, breaks: bool) -> None:
    """A page that ends on another thread takes the program with it."""
    owner = QWidget()
    qtbot.addWidget(owner)
    ended: list[threading.Thread] = []
    done: list[object] = []

    class Known:
        def __del__(self) -> None:
            ended.append(threading.current_thread())

    def begin() -> None:
        known = Known()

        def work(_progress: tasks.Progress) -> bool:
            if breaks:
                raise DiskFull(path=str(known))
            return known is None

        tasks.run(owner, work, then=done.append, failed=lambda error: done.append(type(error)))

    for number in range(200):
        begin()
        qtbot.waitUntil(lambda wanted=number + 1: len(done) == wanted)  # type: ignore[misc]
    gc.collect()
    assert ended == [threading.main_thread()] * 200


def test_the_window_does_not_close_over_unfinished_work(robot: DeskRobot, qtbot: QtBot) -> None:
    go_on = threading.Event()
    tasks.run(robot.page, lambda _progress: go_on.wait(5))
    assert not robot.window.close()
    assert robot.window.isVisible()
    assert "还有工作没做完" in robot.window.message_bar.text
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.running())
    assert robot.window.close()
