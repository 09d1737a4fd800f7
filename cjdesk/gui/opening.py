"""What happens around the door, off the GUI thread: who may come in, opening, recovering, making a new data folder.

This module imports the database and the window, half a second's worth; ``app`` imports it on a pool thread while the
clerk types the passphrase.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QApplication

from cjdesk.db import backup, keys
from cjdesk.db.database import Database, open_township
from cjdesk.gui.changes import Changes
from cjdesk.gui.desk import Clerk, Desk, Office
from cjdesk.gui.filters import Choice
from cjdesk.gui.idle_lock import USUAL, IdleLock
from cjdesk.gui.main_window import MainWindow
from cjdesk.gui.prefs import Prefs
from cjdesk.gui.screens import SCREENS
from cjdesk.i18n import error_text, tr
from cjdesk.services import batches, office, reference
from cjdesk.services.search_text import name_readings


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What the first run asks."""

    township: str
    station: str
    office_name: str
    employer: str
    login: str
    clerk_name: str
    passphrase: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Townships:
    """The built-in county and its townships, found by name, pinyin and initials."""

    county_code: str
    county_name: str
    choices: tuple[Choice, ...]


def unlock(folder: Path, login: str, passphrase: str) -> Database:
    """Open the data of a township; upgrades and backs up where needed."""
    return open_township(folder, login, passphrase)


def recover(folder: Path, login: str, code: str, new: str) -> None:
    """Give a clerk a new passphrase by the code from paper."""
    keys.set_passphrase(folder, keys.unlock_with_code(folder, code), login, new)


def create(folder: Path, wanted: NewOffice) -> tuple[Database, str]:
    """A new data folder; the second value is the recovery code, shown once."""
    return office.create_township(
        folder,
        township=wanted.township,
        station=wanted.station,
        office_name=wanted.office_name,
        employer=wanted.employer or None,
        login=wanted.login,
        clerk_name=wanted.clerk_name,
        passphrase=wanted.passphrase,
        demo=wanted.demo,
    )


def townships() -> Townships:
    """Read from the built-in reference."""
    divisions = tomllib.loads(reference.built_in().read_text(encoding="utf-8"))["division"]
    county = next(one for one in divisions if one["kind"] == "county")
    choices = tuple(
        Choice(one["code"], one["name"], " ".join(name_readings(one["name"])))
        for one in divisions
        if one["kind"] == "township"
    )
    return Townships(county["code"], county["name"], choices)


def desk_for(database: Database, prefs: Prefs) -> Desk:
    """The desk of the clerk who opened the file."""
    mine = database.ask(office.current)
    everybody = database.ask(office.clerks)
    me = next((one for one in everybody if one.login == database.clerk), None)
    clerk = Clerk(database.clerk, me.name if me else database.clerk, me.role if me else "")
    place = Office(mine.township, mine.township_name, mine.county_name, mine.demo)
    return Desk(database, prefs, clerk, Changes(), place)


def window_for(desk: Desk) -> MainWindow:
    """The main window with the pages that exist; its foot keeps count of batches and the backup's age."""
    window = MainWindow(desk, SCREENS)

    def count(_tables: object = None) -> None:
        waiting = desk.ask(batches.waiting)
        window.status.pending.set_words(tr("To report: {n} batches", n=waiting) if waiting else "")

    desk.changes.happened.connect(count)
    count()
    path = desk.database.path
    if path is not None:
        days = backup_age(path.parent)
        shape = "" if days is not None and days <= 3 else ("warning" if days is not None and days <= 7 else "error")
        window.status.backup.set_words(backup_words(days), shape)
    idle = IdleLock(cast("QApplication", QApplication.instance()), desk.prefs.number("lock_minutes", USUAL), window)
    idle.soon.connect(window.say_lock_soon)
    idle.touched.connect(window.say_not_locked)
    idle.due.connect(window.lock)
    problem, place_problem = desk.database.backup_problem, desk.database.place_problem
    if problem is not None:
        window.message_bar.show_error(problem)
    elif not window.updates.tell_news() and place_problem is not None:
        window.message_bar.say("warn", error_text(place_problem), code=place_problem.code)
    return window


def backup_age(folder: Path) -> int | None:
    """Days since the newest backup beside the data; None without one."""
    newest = next(iter(backup.found(folder / backup.FOLDER)), None)
    if newest is None:
        return None
    return (date.today() - newest.label.made_at.astimezone().date()).days


def backup_words(days: int | None) -> str:
    """备份 2 天前."""
    if days is None:
        return tr("No backup")
    return tr("Backup today") if days <= 0 else tr("Backup {days} days ago", days=days)
