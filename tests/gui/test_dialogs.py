"""Boxes: outward acts need their verb, Enter stays safe; display settings are kept; our bugs get their report."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import cjdesk
from cjdesk import paths
from cjdesk.domain.errors import DiskFull
from cjdesk.gui import crash, messages
from cjdesk.gui.crash import CrashDialog
from cjdesk.gui.dialogs import ConfirmDialog, DisplayDialog, Fact, KeysDialog, Note, confirm
from tests.gui.robots import DeskRobot


def ask(robot: DeskRobot, done: list[int], typed: str = "") -> ConfirmDialog:
    dialog = ConfirmDialog(
        robot.window,
        title="导出银行文件",
        question="导出银行文件？",
        verb="导出(&E)",
        subject="清单 YH-202603-01，护路员 2026年3月",
        facts=(
            Fact("导出", "49 笔", "48,863.64 元", "肆万捌仟捌佰陆拾叁元陆角肆分", bold=True),
            Fact("不在文件里", "1 人", "1,000.00 元", "石小花没有账号"),
            Fact("花名册", "50 人", "49,863.64 元", total=True),
        ),
        notes=(Note("warning", "文件含完整账号，会记入历史。交给银行后，改动只能用退票补发。"),),
        code="M15",
        typed=typed,
    )
    confirm(dialog, lambda: done.append(1))
    robot.qtbot.waitExposed(dialog)
    dialog.activateWindow()
    return dialog


def test_enter_on_a_fresh_box_never_does_the_act(robot: DeskRobot) -> None:
    done: list[int] = []
    dialog = ask(robot, done)
    robot.qtbot.waitUntil(dialog.safe.hasFocus)
    QTest.keyClick(dialog.safe, Qt.Key.Key_Return)
    assert done == []


def test_enter_on_the_verb_does_not_do_it_either_but_its_click_does(robot: DeskRobot) -> None:
    done: list[int] = []
    dialog = ask(robot, done)
    dialog.do_it.setFocus()
    QTest.keyClick(dialog.do_it, Qt.Key.Key_Return)
    assert done == []
    dialog.do_it.click()
    assert done == [1]


def test_a_word_has_to_be_typed_where_it_is_asked_for(robot: DeskRobot) -> None:
    done: list[int] = []
    dialog = ask(robot, done, typed="恢复")
    assert not dialog.do_it.isEnabled()
    dialog.word_field.setText("恢复")
    dialog.do_it.click()
    assert done == [1]


def test_the_box_is_520_wide_and_its_buttons_are_verbs_with_letters(robot: DeskRobot) -> None:
    dialog = ask(robot, [])
    assert dialog.width() == 520
    assert (dialog.safe.text(), dialog.do_it.text()) == ("取消(&C)", "导出(&E)")
    assert dialog.safe.width() >= 96
    dialog.reject()


def test_display_settings_are_kept(robot: DeskRobot) -> None:
    dialog = DisplayDialog(robot.window, robot.window.desk.prefs)
    dialog.language.setCurrentIndex(dialog.language.findData("en"))
    dialog.theme_choice.setCurrentIndex(dialog.theme_choice.findData("high_contrast"))
    dialog.zoom.setCurrentIndex(dialog.zoom.findData("125"))
    dialog._on_save_clicked()
    prefs = robot.window.desk.prefs
    assert (prefs.text("language"), prefs.text("theme"), prefs.zoom) == ("en", "high_contrast", 125)


def test_every_key_is_listed(robot: DeskRobot) -> None:
    robot.window.show_keys()
    assert robot.window.findChild(KeysDialog) is not None


@pytest.mark.expects_log
def test_what_nobody_caught_becomes_a_report_from_any_thread(
    robot: DeskRobot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "reports_dir", lambda: tmp_path / "reports")
    hook = crash.Hook(qapp, messages.tell)

    def fails() -> None:
        error = ValueError("bug")
        hook.take(ValueError, error, None)

    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    find = QApplication.topLevelWidgets
    robot.qtbot.waitUntil(lambda: any(isinstance(one, CrashDialog) for one in find()))
    dialog = next(one for one in find() if isinstance(one, CrashDialog))
    dialog._keep.click()
    assert len(list((tmp_path / "reports").iterdir())) == 1
    dialog.accept()


def test_an_uncaught_error_of_the_clerks_is_said_in_the_window(robot: DeskRobot, qapp: QApplication) -> None:
    robot.qtbot.waitUntil(robot.window.isActiveWindow)
    crash.Hook(qapp, messages.tell).take(DiskFull, DiskFull(path="/data"), None)
    assert robot.window.message_bar.code == DiskFull.code


def test_nobody_pumps_events_or_starts_threads() -> None:
    root = Path(cjdesk.__file__).parent
    for path in [*(root / "gui").rglob("*.py"), root / "app.py"]:
        text = path.read_text(encoding="utf-8")
        assert "processEvents" not in text, path
        assert "QThread(" not in text, path
        assert "threading" not in text, path


def test_the_first_sentence_of_a_file_says_what_it_is_for(qtbot: QtBot) -> None:
    root = Path(cjdesk.__file__).parent / "gui"
    assert all(path.read_text(encoding="utf-8").startswith('"""') for path in root.rglob("*.py"))
