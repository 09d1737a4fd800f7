"""Puts the desk together, in reading order: application, look, door, first run, window."""

from __future__ import annotations

import logging
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

import cjdesk
from cjdesk import i18n, log, paths
from cjdesk.gui import crash, messages, theme
from cjdesk.gui.collector import Collector
from cjdesk.gui.focus_ring import FocusRing
from cjdesk.gui.prefs import Prefs
from cjdesk.gui.unlock import Door, UnlockWindow
from cjdesk.printing import fonts

if TYPE_CHECKING:
    from cjdesk.db.database import Database
    from cjdesk.gui.first_run import FirstRun
    from cjdesk.gui.main_window import MainWindow
    from cjdesk.gui.opening import Townships

_log = logging.getLogger(__name__)


def run(data_dir: Path | None = None, wanted: Path | None = None) -> int:
    """Open the desk on a data folder (default: the user's own) and give the exit code.

    ``wanted`` is a file of the county, taken in once somebody has unlocked the desk.
    """
    folder = data_dir or remembered_folder()
    prefs = Prefs(folder / "desk.ini")
    if prefs.zoom != 100 and "QT_SCALE_FACTOR" not in os.environ:
        os.environ["QT_SCALE_FACTOR"] = str(prefs.zoom / 100)
    application = prepare(prefs)
    log.to_file(paths.reports_dir())
    hook = crash.Hook(application, messages.tell)
    hook.install()
    start = Start(application, folder, prefs, wanted)
    start.begin()
    return application.exec()


def prepare(prefs: Prefs) -> QApplication:
    """The application with its collector, language, Qt's own words, theme and focus ring."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    Collector.serve(application)
    application.setApplicationName("CJDesk")
    application.setApplicationVersion(cjdesk.__version__)
    wanted = prefs.text("language")
    if wanted in i18n.LANGUAGES:
        i18n.set_language(wanted)
    speak(application, i18n.language())
    if not any(map(QFontDatabase.hasFamily, theme.FAMILIES)):
        fonts.add_shipped()  # a computer without Chinese
    theme.apply(application, theme_wanted(prefs))
    FocusRing.follow(application)
    return application


def speak(application: QApplication, language: str) -> None:
    """Qt's own texts and formats in the language of the desk."""
    QLocale.setDefault(QLocale(language))
    for old in application.findChildren(QTranslator, "qt words"):
        application.removeTranslator(old)
        old.deleteLater()
    words = QTranslator(application)
    words.setObjectName("qt words")
    if words.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(words)


def theme_wanted(prefs: Prefs) -> str:
    """The chosen theme, or what Windows says about contrast."""
    chosen = prefs.text("theme")
    if chosen in theme.THEMES:
        return chosen
    hints = QGuiApplication.styleHints()
    contrast = getattr(hints, "accessibility", lambda: None)()
    if contrast is not None and contrast.contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high_contrast"
    return "light"


class Start(QObject):
    """From the first window to the desk, and back to the door when it is locked."""

    def __init__(self, application: QApplication, folder: Path, prefs: Prefs, wanted: Path | None = None) -> None:
        """Nothing is shown yet."""
        super().__init__(application)
        self._folder = folder
        self._prefs = prefs
        self._wanted = wanted
        self.unlock_window: UnlockWindow | None = None
        self.first_run: FirstRun | None = None
        self.window: MainWindow | None = None
        self._database: Database | None = None
        application.setQuitOnLastWindowClosed(True)

    def begin(self) -> None:
        """The door where there are data, the first run where there are none."""
        if any((self._folder / name).exists() for name in ("keys.json", "cjdesk.db")):
            self.show_door()
        else:
            self.show_first_run()

    def show_door(self, locked_at: datetime | None = None) -> None:
        """The unlock window."""
        window = UnlockWindow(
            look=self._look,
            warm=self._warm,
            unlock=self._unlock,
            recover=self._recover,
            previous=_previous_version,
            leave=_leave_for_previous,
            locked_at=locked_at,
            remembered=self._prefs.text("login"),
        )
        window.opened.connect(self._on_opened)
        self.unlock_window = window
        window.show()

    def show_first_run(self) -> None:
        """The wizard."""
        from cjdesk.gui.first_run import FirstRun  # once in the life of a data file

        wizard = FirstRun(
            self._folder,
            townships=_townships,
            create=_create,
            login_for=_login_for,
            save_sheet=_save_sheet,
        )
        wizard.finished.connect(self._on_first_run_finished)
        self.first_run = wizard
        wizard.show()

    def _on_first_run_finished(self, database: Database, folder: Path) -> None:
        self._folder = folder
        self._prefs = Prefs(folder / "desk.ini")
        remember_folder(folder)
        self._on_opened(database)
        if self.first_run is not None:
            self.first_run.deleteLater()
            self.first_run.hide()
            self.first_run = None

    def _on_opened(self, database: Database) -> None:
        from cjdesk.gui import opening

        self._database = database
        self._prefs.set("login", database.clerk)
        desk = opening.desk_for(database, self._prefs)
        window = opening.window_for(desk)
        window.lock_wanted.connect(self._on_window_lock_wanted)
        window.closed.connect(self._on_window_closed)
        self.window = window
        _show(window, fresh=self._prefs.blob("geometry").isEmpty())
        if self.unlock_window is not None:
            self.unlock_window.hide()
            self.unlock_window.deleteLater()
            self.unlock_window = None
        if self._wanted is not None:
            desk.open("file", str(self._wanted))
            self._wanted = None

    def _on_window_lock_wanted(self) -> None:
        window = self.window
        if window is None:
            return
        self.show_door(locked_at=datetime.now().astimezone())
        if not window.close() and self.unlock_window is not None:  # work is under way; the window says so
            self.unlock_window.hide()
            self.unlock_window.deleteLater()
            self.unlock_window = None

    def _on_window_closed(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
        if self.window is not None:
            self.window.deleteLater()
            self.window = None

    def _look(self) -> Door:
        from cjdesk.db import keys  # only this much is needed to say who may come in; on a pool thread

        file = keys.read(self._folder)
        return Door(file.office, tuple((one.login, one.name, one.role) for one in file.clerks))

    def _warm(self) -> str:
        from cjdesk.gui import opening  # the database and all pages, while the passphrase is typed

        return opening.backup_words(opening.backup_age(self._folder))

    def _unlock(self, login: str, passphrase: str) -> Database:
        from cjdesk.gui import opening  # warm by now

        return opening.unlock(self._folder, login, passphrase)

    def _recover(self, login: str, code: str, new: str) -> None:
        from cjdesk.gui import opening

        opening.recover(self._folder, login, code, new)


def _previous_version(schema: str) -> str:
    from cjdesk.services import update  # wanted only where the data cannot be opened

    kept = update.previous()
    return "" if kept is None or kept.schema < schema else kept.version


def _leave_for_previous() -> None:
    from cjdesk.services import update  # as above

    update.leave(start_again=True)


def remembered_folder() -> Path:
    """Where the first run put the data on this computer."""
    chosen = Prefs(paths.default_data_dir() / "start.ini").text("data")
    return Path(chosen) if chosen else paths.default_data_dir()


def remember_folder(folder: Path) -> None:
    """Find the data there next time."""
    if folder != paths.default_data_dir():
        start = Prefs(paths.default_data_dir() / "start.ini")
        start.set("data", str(folder))
        start.sync()


def _show(window: QWidget, *, fresh: bool) -> None:
    """The remembered place, or the whole of a small screen, or 1366×728 on a large one."""
    screen = window.screen().availableGeometry()
    if not fresh:
        window.show()
    elif screen.width() <= 1400:
        window.showMaximized()
    else:
        window.resize(1366, 728)
        window.show()


def _townships() -> Townships:
    from cjdesk.gui import opening  # a second of imports, on a pool thread while the first page is read

    return opening.townships()


def _create(folder: Path, answers: dict[str, str], demo: bool) -> tuple[Database, str]:
    from cjdesk.gui import opening

    return opening.create(
        folder,
        opening.NewOffice(
            township=answers["township"],
            station=answers["station"],
            office_name=answers["office_name"],
            employer=answers["employer"],
            login=answers["login"],
            clerk_name=answers["name"],
            passphrase=answers["passphrase"],
            demo=demo,
        ),
    )


def _login_for(name: str) -> str:
    from cjdesk.services.search_text import name_readings

    found = next(iter(name_readings(name)), "")
    return found if found.isascii() and found.isalpha() else ""


def _save_sheet(path: Path, database: Database, folder: Path, code: str) -> None:
    """The sheet with its number and who made it; nothing keeps the code, so this can be done now and never again."""
    from cjdesk.printing import recovery_sheet
    from cjdesk.services import office

    here = database.ask(office.current)
    name = next((one.name for one in database.ask(office.clerks) if one.login == database.clerk), database.clerk)
    sheet = office.recovery_sheet(folder)
    recovery_sheet.write(path, office=here.name, code=code, number=sheet.number, made_by=name, demo=here.demo)
