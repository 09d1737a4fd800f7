"""All that a screen may use: the data's two verbs, clerk, preferences, changes, the month, and the way elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from cjdesk.domain.errors import FileIsBusy
from cjdesk.domain.month import Month
from cjdesk.gui.changes import Changes
from cjdesk.gui.prefs import Prefs
from cjdesk.i18n import N_, tr

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from cjdesk.db.database import Database

PATIENCE = 0.2
"""Seconds that the window waits for another change to end."""

P = ParamSpec("P")
R = TypeVar("R")


ROLES = {
    "经办": N_("clerk"),
    "审核": N_("checker"),
    "审批": N_("approver"),
    "只读": N_("viewer"),
}
"""What the roles, which are stored in Chinese, are called in the language of the desk."""


def role_words(role: str) -> str:
    """A role as it is shown."""
    return tr(ROLES[role]) if role in ROLES else role


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who works here now."""

    login: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Office:
    """Whose desk this is."""

    township: str
    township_name: str
    county_name: str
    demo: bool


class Desk(QObject):
    """What every page gets. Signals: ``month_changed(Month)``, ``open_wanted(kind, id)``, ``said(text)``.

    Reading: ``desk.ask(people.card, person_id)``. Changing: ``desk.do(N_("Change a person"), people.edit, id, values)``
    and then ``desk.changes.tell({"person"})``, once per act. In ``tasks.run`` use ``desk.database`` instead, whose
    ``ask`` and ``do`` may be called from any thread. A page never knows another page: ``desk.open("person", id)``.
    """

    month_changed = Signal(object)
    open_wanted = Signal(str, str)
    said = Signal(str)

    def __init__(self, database: Database, prefs: Prefs, clerk: Clerk, changes: Changes, office: Office) -> None:
        """Put together once by ``app``, after unlocking."""
        super().__init__()
        self.database = database
        self.prefs = prefs
        self.clerk = clerk
        self.changes = changes
        self.office = office
        self._month = _first_month(prefs)

    @property
    def month(self) -> Month:
        """The month that every monthly page shows."""
        return self._month

    def set_month(self, month: Month) -> None:
        """Turn the leaf on every page."""
        if month != self._month:
            self._month = month
            self.prefs.set("month", str(month))
            self.month_changed.emit(month)

    def ask(self, question: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Read; short enough for the GUI thread (a month or a file goes through ``tasks.run``)."""
        return self.database.ask(question, *args, **kwargs)

    def do(self, action: str, change: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Change in one named transaction; the foot of the window shows that it was saved.

        While long work is writing, the window is not frozen until that is done: FileIsBusy after a short wait.
        """
        self.changes.saving.emit()
        try:
            self._wait_for_a_short_change()
            result = self.database.do(action, change, *args, **kwargs)
        except Exception as error:
            self.changes.not_saved.emit(error)
            raise
        self.changes.stamp()
        return result

    def _wait_for_a_short_change(self) -> None:
        end = time.monotonic() + PATIENCE
        while self.database.busy:
            if time.monotonic() > end:
                raise FileIsBusy
            time.sleep(0.005)

    def open(self, kind: str, key: str) -> None:
        """Ask the window for the page that opens this kind of thing (``Page.OPENS``)."""
        self.open_wanted.emit(kind, key)

    def say(self, text: str) -> None:
        """One finish line in the foot, already in the clerk's language; no box, no sound."""
        self.said.emit(text)


def _first_month(prefs: Prefs) -> Month:
    try:
        return Month.parse(prefs.text("month"))
    except ValueError:
        return Month.of(date.today())
