"""The desk in tests: offscreen, Chinese, on a real data file; robots do what a clerk does."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cjdesk import app, i18n
from cjdesk.db.database import Database, open_township
from cjdesk.gui import opening, theme
from cjdesk.gui.collector import Collector
from cjdesk.gui.desk import Desk
from cjdesk.gui.main_window import MainWindow
from cjdesk.gui.page import Page
from cjdesk.gui.prefs import Prefs
from cjdesk.services import imports
from tests.conftest import LOGIN, PASSPHRASE
from tests.gui.demo_page import DemoPage, OtherPage, add_people
from tests.gui.robots import DeskRobot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def look(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """The light theme in Chinese and the collector on the GUI thread, as a clerk starts with."""
    i18n.set_language("zh_CN")
    app.prepare(Prefs(tmp_path / "look.ini"))
    yield
    QThreadPool.globalInstance().waitForDone(10_000)
    for window in filter(QWidget.isVisible, QApplication.topLevelWidgets()):
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # windows end with their test
    gc.collect()  # so do those that were only forgotten, before Python may collect them anywhere
    i18n.set_language("zh_CN")
    theme.apply(qapp, "light")
    gc.freeze()  # what is left belongs to all tests, and is not looked through after each of them
    Collector.serve(qapp).stop()


@pytest.fixture
def prefs(tmp_path: Path) -> Prefs:
    return Prefs(tmp_path / "desk.ini")


@pytest.fixture
def desk(township: Database, prefs: Prefs) -> Desk:
    return opening.desk_for(township, prefs)


@pytest.fixture(scope="session")
def imported_template(
    township_template: Path, guandong: Path, tmp_path_factory: pytest.TempPathFactory, cheap_keys: None
) -> Path:
    """The data folder of 贯洞镇 after the roster, the households and the members were taken in; never opened in place."""
    folder = tmp_path_factory.mktemp("imported") / "data"
    shutil.copytree(township_template, folder)
    database = open_township(folder, LOGIN, PASSPHRASE)
    for kind in ("roster", "households", "members"):
        plan = database.ask(imports.preview, kind, guandong / f"{kind}.xlsx")
        database.do(f"Import {kind}", imports.apply, plan)
    database.close()
    return folder


@pytest.fixture
def imported(imported_template: Path, tmp_path: Path, prefs: Prefs) -> Iterator[Desk]:
    """The desk of 贯洞镇 with everybody in it."""
    folder = tmp_path / "imported"
    shutil.copytree(imported_template, folder)
    database = open_township(folder, LOGIN, PASSPHRASE)
    yield opening.desk_for(database, prefs)
    database.close()


@pytest.fixture
def peopled(desk: Desk) -> Desk:
    """126 fictional people."""
    desk.database.do("Add people for a test", add_people)
    return desk


@pytest.fixture
def open_window(qtbot: QtBot) -> Callable[..., DeskRobot]:
    """Opens a main window at the work area of a small laptop."""

    def make(
        desk: Desk, pages: tuple[type[Page], ...] = (DemoPage, OtherPage), size: tuple[int, int] = (1366, 697)
    ) -> DeskRobot:
        window = MainWindow(desk, pages)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        return DeskRobot(qtbot, window)

    return make


@pytest.fixture
def robot(peopled: Desk, open_window: Callable[..., DeskRobot]) -> DeskRobot:
    """The window with the demonstration page, ready."""
    return open_window(peopled)
