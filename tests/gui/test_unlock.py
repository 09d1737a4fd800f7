"""The door: who may come in, wrong passphrases in words, the pause after five, the code from paper."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cjdesk import app
from cjdesk.db import attempts, keys, place
from cjdesk.db.database import open_township
from cjdesk.domain.errors import KeyFileMissing, TooManyAttempts, WrongPassphrase
from cjdesk.gui import tasks
from cjdesk.gui.batches.page import BatchesPage
from cjdesk.gui.main_window import MainWindow
from cjdesk.gui.prefs import Prefs
from cjdesk.gui.unlock import UnlockWindow


@pytest.fixture
def start(qapp: QApplication, township_dir: Path) -> Iterator[app.Start]:
    made = app.Start(qapp, township_dir, Prefs(township_dir / "desk.ini"))
    yield made
    if made.window is not None:
        made.window.close()
    if made.unlock_window is not None:
        made.unlock_window.close()
        made.unlock_window.deleteLater()


@pytest.fixture
def door(start: app.Start, qtbot: QtBot) -> UnlockWindow:
    start.begin()
    window = start.unlock_window
    assert window is not None
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.clerks.count() > 0)
    return window


def tries(window: UnlockWindow, passphrase: str) -> None:
    window.passphrase.clear()
    QTest.keyClicks(window.passphrase, passphrase)
    QTest.keyClick(window.passphrase, Qt.Key.Key_Return)


def test_the_window_is_there_before_the_database_is_read(start: app.Start) -> None:
    start.begin()
    assert start.unlock_window is not None
    assert start.unlock_window.isVisible()
    assert start.unlock_window.clerks.count() == 0
    assert start.unlock_window.size().width() == 560


def test_office_clerk_and_age_of_the_backup_are_shown(door: UnlockWindow, qtbot: QtBot) -> None:
    assert door.office.text() == "贯洞镇人力资源和社会保障服务中心"
    assert door.clerks.currentText() == "李芳 · 经办"
    qtbot.waitUntil(lambda: door.backup.text() == "备份 今天")


def test_the_right_passphrase_opens_the_desk(
    door: UnlockWindow, start: app.Start, passphrase: str, qtbot: QtBot
) -> None:
    tries(door, passphrase)
    qtbot.waitUntil(lambda: start.window is not None, timeout=10_000)
    assert isinstance(start.window, MainWindow)
    assert start.window.isVisible()
    assert "贯洞镇" in start.window.windowTitle()
    assert start.window.banner.isVisible()
    assert start.unlock_window is None


def test_a_wrong_passphrase_is_said_with_the_tries_left(door: UnlockWindow, qtbot: QtBot) -> None:
    tries(door, "wrong")
    qtbot.waitUntil(lambda: door.hint.code() == WrongPassphrase.code)
    assert "4" in door.hint.text()
    assert door.passphrase.selectedText() == "wrong"
    assert door.unlock_button.isEnabled()


def test_five_wrong_ones_close_the_door_with_a_countdown(
    door: UnlockWindow, qtbot: QtBot, township_dir: Path, login: str
) -> None:
    for _ in range(5):
        attempts.failed(township_dir, login)
    tries(door, "wrong")
    qtbot.waitUntil(lambda: door.hint.code() == TooManyAttempts.code)
    assert not door.passphrase.isEnabled()
    assert not door.unlock_button.isEnabled()
    first = door.hint.text()
    assert "14:5" in first or "15:00" in first
    qtbot.waitUntil(lambda: door.hint.text() != first, timeout=3000)


def test_the_pause_holds_over_a_restart(township_dir: Path, login: str, passphrase: str) -> None:
    for _ in range(5):
        attempts.failed(township_dir, login)
    with pytest.raises(TooManyAttempts):
        open_township(township_dir, login, passphrase)
    assert timedelta(minutes=15) == attempts.CLOSED_FOR


def test_caps_lock_is_pointed_out(door: UnlockWindow) -> None:
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A")
    QApplication.sendEvent(door.passphrase, press)
    assert door.hint.text() == "大写锁定开着。"
    small = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QApplication.sendEvent(door.passphrase, small)
    assert door.hint.text() == ""


def test_a_missing_key_file_is_said_with_its_code(start: app.Start, township_dir: Path, qtbot: QtBot) -> None:
    (township_dir / keys.FILE).unlink()
    start.begin()
    window = start.unlock_window
    assert window is not None
    qtbot.waitUntil(lambda: window.hint.code() == KeyFileMissing.code)
    tries(window, "x")
    assert start.window is None


def test_the_code_from_paper_sets_a_new_passphrase_and_opens(
    door: UnlockWindow, start: app.Start, township_dir: Path, login: str, passphrase: str, qtbot: QtBot
) -> None:
    code = keys.renew_recovery(township_dir, keys.unlock(township_dir, login, passphrase))
    door.forgot_button.click()
    panel = door.recovery
    panel.code.setText(code.lower())
    panel.first.setText("Novel-Word-9")
    panel.second.setText("Novel-Word-8")
    panel.go_button.click()
    assert "不一样" in panel.hint.text()
    panel.second.setText("Novel-Word-9")
    panel.go_button.click()
    qtbot.waitUntil(lambda: start.window is not None, timeout=10_000)
    assert keys.unlock(township_dir, login, "Novel-Word-9")


def test_a_wrong_code_is_refused_in_words(door: UnlockWindow, start: app.Start, qtbot: QtBot) -> None:
    door.forgot_button.click()
    door.recovery.code.setText("ABCD")
    door.recovery.first.setText("Novel-Word-9")
    door.recovery.second.setText("Novel-Word-9")
    door.recovery.go_button.click()
    qtbot.waitUntil(lambda: door.recovery.hint.code() == "RECOVERY_CODE_MISTYPED")
    assert start.window is None


def test_locking_closes_the_data_and_shows_the_door_again(
    door: UnlockWindow, start: app.Start, township_dir: Path, login: str, passphrase: str, qtbot: QtBot
) -> None:
    tries(door, passphrase)
    qtbot.waitUntil(lambda: start.window is not None, timeout=10_000)
    assert start.window is not None
    start.window.lock()
    qtbot.waitUntil(lambda: start.window is None)
    again = start.unlock_window
    assert again is not None
    assert again.locked.accessibleName().startswith("已锁定 ")
    open_township(township_dir, login, passphrase).close()
    qtbot.waitUntil(lambda: again.clerks.count() > 0)
    again.close()


def test_two_programs_on_one_file_are_told(
    door: UnlockWindow, start: app.Start, township_dir: Path, login: str, passphrase: str, qtbot: QtBot
) -> None:
    other = open_township(township_dir, login, passphrase)
    try:
        tries(door, passphrase)
        qtbot.waitUntil(lambda: door.hint.code() == "ALREADY_OPEN")
    finally:
        other.close()
    assert start.window is None


def test_today_stands_in_the_foot() -> None:
    from cjdesk.gui.unlock import _today

    assert _today().startswith(f"{datetime.now().astimezone().year}年")


def test_a_file_given_at_the_start_is_taken_in_after_unlocking(
    qapp: QApplication, township_dir: Path, passphrase: str, qtbot: QtBot, tmp_path: Path
) -> None:
    start = app.Start(qapp, township_dir, Prefs(township_dir / "desk.ini"), tmp_path / "gone.cjp")
    start.begin()
    window = start.unlock_window
    assert window is not None
    qtbot.waitUntil(lambda: window.clerks.count() > 0)
    tries(window, passphrase)
    qtbot.waitUntil(lambda: start.window is not None, timeout=10_000)
    main = start.window
    assert main is not None
    qtbot.waitUntil(lambda: not tasks.running(), timeout=10_000)
    page = main.current_page()
    assert isinstance(page, BatchesPage)
    qtbot.waitUntil(lambda: page.message_bar.code == "CARRIER_GONE")
    main.close()


def test_data_on_a_stick_are_warned_about_in_the_window(
    door: UnlockWindow, start: app.Start, passphrase: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "of", lambda _folder: place.Place.STICK)
    tries(door, passphrase)
    qtbot.waitUntil(lambda: start.window is not None, timeout=10_000)
    assert start.window is not None
    assert start.window.message_bar.code == "DATA_ON_STICK"
    assert str(start.window.desk.database.path.parent) in start.window.message_bar.text  # type: ignore[union-attr]
