"""Updates in the window: choose, look, agree, closed; refusals stand in the bar; the way back says with which data."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

import cjdesk
from cjdesk import app, i18n
from cjdesk.db.database import Database, open_township
from cjdesk.gui import opening, tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog
from cjdesk.gui.prefs import Prefs
from cjdesk.services import update
from cjdesk.services.update import Plan
from tests.conftest import LOGIN, PASSPHRASE
from tests.db.test_upgrade import LATER, NICKNAMES, NOW, steps
from tests.gui.robots import DeskRobot
from tests.services.installed import Computer, computer, running
from tests.sync.releases import SETUP, STRANGER


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return computer(tmp_path, monkeypatch)


@pytest.fixture
def at_work(desk: Desk, open_window: Callable[..., DeskRobot], here: Computer) -> DeskRobot:
    return open_window(desk)


@pytest.fixture
def newer(township_dir: Path, tmp_path: Path) -> Iterator[Database]:
    """The data of a later program, whose form the previous one cannot open."""
    database = open_township(township_dir, LOGIN, PASSPHRASE, schema=steps(tmp_path, NICKNAMES))
    yield database
    database.close()


def asked(robot: DeskRobot) -> ConfirmDialog:
    """The box that came up."""
    robot.qtbot.waitUntil(lambda: robot.window.findChild(ConfirmDialog) is not None)
    found = robot.window.findChild(ConfirmDialog)
    assert found is not None
    return found


def said(dialog: ConfirmDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel))


def settled(robot: DeskRobot) -> None:
    robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
    robot.qtbot.wait(10)


def test_an_update_is_looked_at_agreed_to_and_the_desk_closes(at_work: DeskRobot, here: Computer) -> None:
    at_work.window.updates.look(here.put())
    dialog = asked(at_work)
    words = said(dialog)
    for expected in (
        f"{cjdesk.__version__} → 9.0.0",
        "工资页更快",
        "TEST KEY",
        "先备份数据",
        "数据文件不变",
        "退回上一版本",
    ):
        assert expected in words
    at_work.qtbot.waitUntil(dialog.safe.hasFocus)
    closed: list[int] = []
    at_work.window.closed.connect(lambda: closed.append(1))
    dialog.do_it.click()
    settled(at_work)
    assert closed == [1]
    ((_, content, switches),) = here.started
    assert (content, switches) == (SETUP, ("/S", "/START"))


def test_enter_on_the_fresh_box_installs_nothing(at_work: DeskRobot, here: Computer) -> None:
    at_work.window.updates.look(here.put())
    dialog = asked(at_work)
    at_work.qtbot.waitUntil(dialog.safe.hasFocus)
    QTest.keyClick(dialog.safe, Qt.Key.Key_Return)
    settled(at_work)
    assert here.started == []
    assert at_work.window.isVisible()


def test_the_menu_asks_for_the_file_and_remembers_its_folder(at_work: DeskRobot, here: Computer) -> None:
    path = here.put()
    at_work.window.menus.actions["help.update"].trigger()
    chooser = at_work.window.findChild(QFileDialog)
    assert chooser is not None
    chooser.fileSelected.emit(str(path))
    chooser.close()
    asked(at_work).reject()
    assert at_work.window.desk.prefs.text("update folder") == str(here.stick)


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"seed": STRANGER}, "UPDATE_UNKNOWN_KEY"), ({"oldest": "8.0.0"}, "UPDATE_NEEDS_ANOTHER")],
)
def test_a_refused_package_is_said_in_the_bar(
    at_work: DeskRobot, here: Computer, changed: dict[str, str], code: str
) -> None:
    at_work.window.updates.look(here.put(**changed))
    at_work.qtbot.waitUntil(lambda: at_work.window.message_bar.code == code)
    assert "没有安装任何内容" in at_work.window.message_bar.text
    assert at_work.window.findChild(ConfirmDialog) is None


def test_a_package_exchanged_between_question_and_answer_is_refused(at_work: DeskRobot, here: Computer) -> None:
    at_work.window.updates.look(here.put())
    dialog = asked(at_work)
    here.put(setup=b"MZ another")
    dialog.do_it.click()
    at_work.qtbot.waitUntil(lambda: at_work.window.message_bar.code == "UPDATE_EXCHANGED")
    assert at_work.window.isVisible()
    assert here.started == []


def test_a_blocked_installer_leaves_the_desk_open(at_work: DeskRobot, here: Computer) -> None:
    here.refuses = True
    at_work.window.updates.look(here.put())
    asked(at_work).do_it.click()
    at_work.qtbot.waitUntil(lambda: at_work.window.message_bar.code == "UPDATE_NOT_STARTED", timeout=20_000)
    assert at_work.window.isVisible()


def test_nothing_is_installed_while_other_work_is_under_way(at_work: DeskRobot, here: Computer) -> None:
    at_work.window.updates.look(here.put())
    dialog = asked(at_work)
    go_on = threading.Event()
    tasks.run(at_work.window, lambda _progress: go_on.wait(10), progress=False)
    dialog.do_it.click()
    assert at_work.window.message_bar.text.startswith("还有工作没做完")
    go_on.set()
    settled(at_work)
    assert here.started == []


def test_back_without_a_previous_version_is_said_in_the_bar(at_work: DeskRobot, here: Computer) -> None:
    at_work.window.menus.actions["help.back"].trigger()
    at_work.qtbot.waitUntil(lambda: at_work.window.message_bar.code == "BACK_NO_PREVIOUS")


def test_back_says_that_all_entries_stay_and_closes_the_desk(at_work: DeskRobot, here: Computer) -> None:
    here.keep_previous()
    at_work.window.back_to_previous()
    dialog = asked(at_work)
    assert "录入的都在" in said(dialog)
    assert dialog.do_it.isEnabled()
    dialog.do_it.click()
    settled(at_work)
    assert here.started[0][2] == ("/ROLLBACK", "/START")
    assert not at_work.window.isVisible()


def test_back_to_older_data_needs_a_typed_word(
    newer: Database, open_window: Callable[..., DeskRobot], here: Computer, prefs: Prefs
) -> None:
    here.keep_previous()
    robot = open_window(opening.desk_for(newer, prefs))
    robot.window.back_to_previous()
    dialog = asked(robot)
    words = said(dialog)
    assert "0.0.9 版打不开现在的数据" in words
    assert "的备份" in words
    assert not dialog.do_it.isEnabled()
    dialog.word_field.setText("退回")
    assert dialog.do_it.isEnabled()
    dialog.reject()
    assert here.started == []


def test_a_failed_way_back_after_closing_the_data_locks_the_desk_once_read(
    at_work: DeskRobot, here: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.keep_previous()
    desk, locked = at_work.window.desk, []
    at_work.window.lock_wanted.connect(lambda: locked.append(1))
    desk.database.close()
    at_work.window.updates._stayed(update_not_started())
    box = at_work.window.findChild(QMessageBox)
    assert box is not None
    assert (box.informativeText(), locked) == ("UPDATE_NOT_STARTED", [])
    box.accept()
    assert locked == [1]


def test_the_new_version_says_once_that_it_is_here(
    township: Database, here: Computer, prefs: Prefs, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    update.apply(township, here.put())
    here.keep_previous(cjdesk.__version__)
    running("9.0.0", monkeypatch)
    first = opening.window_for(opening.desk_for(township, prefs))
    assert "已更新：0.1.0 → 9.0.0" in first.message_bar.text
    second = opening.window_for(opening.desk_for(township, prefs))
    assert second.message_bar.text == ""
    for window in (first, second):
        window.close()
        window.deleteLater()


def test_an_update_that_was_not_installed_is_said(
    township: Database, here: Computer, prefs: Prefs, tmp_path: Path
) -> None:
    update.apply(township, here.put())
    (tmp_path / "temp" / "CJDesk-Setup.txt").write_text("13 磁盘空间不够。", encoding="utf-16")
    window = opening.window_for(opening.desk_for(township, prefs))
    assert window.message_bar.text == "没有更新到 9.0.0 版：磁盘空间不够。"
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("opens", [True, False])
def test_the_door_offers_the_kept_version_only_where_that_one_opens_the_data(
    newer: Database, township_dir: Path, here: Computer, qtbot: QtBot, qapp: QApplication, prefs: Prefs, opens: bool
) -> None:
    newer.close()
    here.keep_previous("9.0.0", schema=LATER if opens else NOW)
    start = app.Start(qapp, township_dir, prefs)
    start.show_door()
    door = start.unlock_window
    assert door is not None
    qtbot.addWidget(door)
    qtbot.waitUntil(lambda: door.clerks.count() > 0)
    assert not door.previous_button.isVisible()
    door.passphrase.setText(PASSPHRASE)
    door.unlock_button.click()
    if not opens:
        qtbot.waitUntil(lambda: door.hint.text() != "" and not tasks.running(), timeout=20_000)
        qtbot.wait(20)
        assert not door.previous_button.isVisible()
        return
    qtbot.waitUntil(door.previous_button.isVisible, timeout=20_000)
    assert door.previous_button.text() == "换回 9.0.0 版"
    door.previous_button.click()
    qtbot.waitUntil(lambda: not door.isVisible(), timeout=20_000)
    assert here.started[0][2] == ("/ROLLBACK", "/START")


def test_long_notes_do_not_push_the_buttons_off_a_small_screen(at_work: DeskRobot, here: Computer) -> None:
    at_work.window.updates.look(here.put(notes={"zh_CN": "很长的说明，" * 300}))
    dialog = asked(at_work)
    assert dialog.sizeHint().height() <= 540
    assert "…" in said(dialog)
    dialog.reject()


def test_words_are_complete_in_english(at_work: DeskRobot, here: Computer) -> None:
    i18n.set_language("en")
    at_work.window.updates.look(here.put(schema_brings=LATER))
    dialog = asked(at_work)
    assert "Install CJDesk 9.0.0?" in said(dialog)
    assert "brings the data file to its form" in said(dialog)
    dialog.reject()
    plan = Plan("0.0.9", "0.1.0", Path("x.cjbackup"), None, 0)
    box = at_work.window.updates.ask_back(plan)
    assert not box.do_it.isEnabled()
    box.word_field.setText("go back")
    assert box.do_it.isEnabled()
    box.reject()


def update_not_started() -> Exception:
    from cjdesk.domain.errors import UpdateNotStarted

    return UpdateNotStarted()
