"""The first run makes a real data folder from four steps, by keyboard, and nothing before the code is typed back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cjdesk import app
from cjdesk.db import keys, place
from cjdesk.db.database import open_township
from cjdesk.gui.first_run import FirstRun
from cjdesk.gui.prefs import Prefs
from cjdesk.services import office, people
from tests.gui.robots import commit
from tests.printing.conftest import texts

SECRET = "Guandong-2026"


class WizardRobot:
    """A clerk on the first morning."""

    def __init__(self, qtbot: QtBot, start: app.Start, wizard: FirstRun) -> None:
        self.qtbot, self.start, self.wizard = qtbot, start, wizard

    def press(self, key: Qt.Key) -> None:
        focus = self.focus()
        QTest.keyClick(focus, key)

    def types(self, text: str) -> None:
        focus = self.focus()
        if text.isascii():
            QTest.keyClicks(focus, text)
        else:
            commit(focus, text)
            QTest.qWait(1)

    def focus(self) -> QWidget:
        """The offscreen platform leaves no window active after a popup closed."""
        self.wizard.activateWindow()
        self.qtbot.waitUntil(self.wizard.isActiveWindow)
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def office(self) -> None:
        self.types("gd")
        for _ in range(4):
            self.press(Qt.Key.Key_Return)

    def me(self) -> None:
        self.types("李芳")
        self.press(Qt.Key.Key_Return)
        self.press(Qt.Key.Key_Return)
        self.types(SECRET)
        self.press(Qt.Key.Key_Return)
        self.types(SECRET)
        self.press(Qt.Key.Key_Return)

    def place(self) -> None:
        self.press(Qt.Key.Key_Space)
        self.qtbot.waitUntil(lambda: self.wizard.current == "recovery", timeout=20_000)

    def code(self) -> str:
        return self.wizard.recovery.code.text()


@pytest.fixture
def robot(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WizardRobot]:
    monkeypatch.setattr(app.paths, "default_data_dir", lambda: tmp_path / "default")
    folder = tmp_path / "new" / "data"
    start = app.Start(qapp, folder, Prefs(tmp_path / "desk.ini"))
    start.begin()
    wizard = start.first_run
    assert wizard is not None
    qtbot.waitExposed(wizard)
    wizard.activateWindow()
    qtbot.waitUntil(lambda: wizard.office_form.box("township").lineEdit().hasFocus())  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bool(wizard.office_form.line("county").text()))
    yield WizardRobot(qtbot, start, wizard)
    if start.first_run is not None:
        start.first_run.close()
    if start.window is not None:
        start.window.close()


def test_a_new_office_is_made_by_keyboard_and_the_desk_opens(robot: WizardRobot, tmp_path: Path) -> None:
    wizard = robot.wizard
    robot.office()
    assert wizard.current == "me"
    assert wizard.office_form.values()["office_name"] == "从江县贯洞镇人力资源和社会保障服务中心"
    assert wizard.office_form.values()["employer"] == "从江县贯洞镇人民政府"
    robot.me()
    assert wizard.current == "place"
    assert wizard.me_form.values() == {"name": "李芳", "login": "lifang"}
    robot.place()
    last = "".join(robot.code().split())[-4:]
    assert not wizard.next_button.isEnabled()
    wizard.recovery.typed.setFocus()
    robot.types(last.lower())
    robot.press(Qt.Key.Key_Return)
    robot.qtbot.waitUntil(lambda: robot.start.window is not None, timeout=10_000)
    folder = tmp_path / "new" / "data"
    assert keys.logins(folder) == ("lifang",)
    assert robot.start.window is not None
    robot.start.window.close()
    database = open_township(folder, "lifang", SECRET)
    assert database.ask(office.current).township_name == "贯洞镇"
    assert database.ask(people.find).total == 0
    database.close()
    assert app.remembered_folder() == folder


def test_the_rules_of_the_passphrase_are_ticked_while_typing(robot: WizardRobot) -> None:
    robot.office()
    secret = robot.wizard.secret
    secret.first.setFocus()
    robot.types("abc")
    assert secret.ticks.state() == (False, False, False)
    robot.types("defgh")
    assert secret.ticks.state() == (True, False, False)
    robot.types("A1")
    assert secret.ticks.state() == (True, True, False)
    secret.second.setFocus()
    robot.types("abcdefghA1")
    assert secret.ticks.state() == (True, True, True)


def test_what_is_missing_stands_beside_the_button(robot: WizardRobot) -> None:
    assert robot.wizard.missing.text().startswith("还缺：乡镇")
    assert not robot.wizard.next_button.isEnabled()


def test_a_wrong_end_of_the_code_does_not_open_the_desk(robot: WizardRobot) -> None:
    robot.office()
    robot.me()
    robot.place()
    robot.wizard.recovery.typed.setFocus()
    robot.types("0000")
    robot.press(Qt.Key.Key_Return)
    assert robot.start.window is None
    assert robot.wizard.current == "recovery"


def test_the_recovery_sheet_is_saved_as_pdf(robot: WizardRobot, tmp_path: Path) -> None:
    robot.office()
    robot.me()
    robot.place()
    sheet = tmp_path / "sheet.pdf"
    robot.wizard.save_sheet(sheet)
    robot.qtbot.waitUntil(lambda: "sheet.pdf" in robot.wizard.recovery.saved.text(), timeout=10_000)
    (text,) = texts(sheet)
    assert "编号RK-522633101-01" in text
    assert "生成人:李芳" in text
    assert "贯洞镇" in text
    assert all(group in text for group in robot.wizard._code.split())


def test_a_folder_with_data_is_not_taken(robot: WizardRobot, township_dir: Path) -> None:
    robot.wizard.place.set_folder(township_dir)
    assert robot.wizard.place.reason() == "这个文件夹里已经有数据"


def test_a_network_folder_is_no_place_for_data(robot: WizardRobot, monkeypatch: pytest.MonkeyPatch) -> None:
    robot.office()
    robot.me()
    monkeypatch.setattr(place, "of", lambda _folder: place.Place.NETWORK)
    robot.wizard.place.set_folder(Path("/srv/office"))
    assert "网络驱动器" in robot.wizard.place.warning.text()
    assert robot.wizard.missing.text() == "请选择本机上的文件夹"
    assert not robot.wizard.next_button.isEnabled()


def test_a_stick_is_warned_about_and_may_be_used(
    robot: WizardRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    robot.office()
    robot.me()
    assert not robot.wizard.place.warning.isVisible()
    monkeypatch.setattr(place, "of", lambda _folder: place.Place.STICK)
    robot.wizard.place.set_folder(tmp_path / "stick")
    assert robot.wizard.place.warning.isVisible()
    assert "U盘" in robot.wizard.place.warning.text()
    assert robot.wizard.next_button.isEnabled()
