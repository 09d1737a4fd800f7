"""What every page is: a place, a title, its commands as data, the tables it looks at; it knows the desk and no page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cjdesk.domain.month import Month
from cjdesk.gui import messages
from cjdesk.gui.commands import Command
from cjdesk.gui.desk import Desk
from cjdesk.gui.messages import MessageBar
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import tr


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of the global search: ``kind`` + ``key`` are opened through ``desk.open``."""

    kind: str
    key: str
    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class StatusNote:
    """What the foot of the window says for this page: ``problems`` is what F8 walks through."""

    rows: str = ""
    problems: int = 0
    problem_words: str = ""
    tone: Literal["error", "warn", "info"] = "error"


class Page(QWidget):
    """Base of all pages. Signals: ``status_changed()``, ``commands_changed()``, ``badge_changed(int)``.

    A page declares ``KEY`` (its place in ``navigation.PLACES``), ``TITLE``, ``COMMANDS`` and ``TABLES`` (a change in
    one of them makes it ask again when it is shown), ``MONTHLY`` (shows the month switch), ``OPENS`` (the kinds it
    opens). Register its class in ``gui/screens.py``. Override what you need: ``refresh``, ``open_thing``,
    ``blocked``, ``status``, ``badge``, ``hits``, ``next_problem``, ``print_page``, ``export_list``.
    """

    KEY: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    TABLES: ClassVar[frozenset[str]] = frozenset()
    OPENS: ClassVar[tuple[str, ...]] = ()
    MONTHLY: ClassVar[bool] = False
    SEARCH_GROUP: ClassVar[str] = ""
    """Message id of the group that this page's ``hits`` form in the global search."""

    status_changed = Signal()
    commands_changed = Signal()
    badge_changed = Signal(int)

    message_bar: MessageBar

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Listens to changes and to the month."""
        super().__init__(parent)
        self.desk = desk
        self._stale = True
        desk.changes.happened.connect(self._on_changes_happened)
        desk.month_changed.connect(self._on_desk_month_changed)

    # What a page overrides

    def refresh(self) -> None:
        """Ask the desk again and show what it says."""

    def open_thing(self, kind: str, key: str) -> None:
        """Show a person, a run, a batch ... of one of the ``OPENS`` kinds."""

    def blocked(self, command: str) -> str:
        """Why a command cannot be done now, in the clerk's language; empty if it can."""
        if command == "file.export" and type(self).export_list is Page.export_list:
            return tr("This page has nothing to export")
        if command == "file.preview" and type(self).print_page is Page.print_page:
            return tr("This page has nothing to print")
        return ""

    def export_list(self) -> None:
        """F12: write what this page lists as a workbook."""

    def print_page(self) -> None:
        """Ctrl+P: the preview of this page's form."""

    def status(self) -> StatusNote:
        """What the foot says."""
        return StatusNote()

    def hits(self, text: str, limit: int) -> list[Hit]:  # noqa: ARG002 - for the page that overrides it
        """What the global search finds in this page's room, at most ``limit``, within 50 ms."""
        return []

    def state_chip(self) -> Chip | None:
        """The state in the header."""
        return None

    def next_problem(self, step: int) -> bool:  # noqa: ARG002 - for the page that overrides it
        """Go to the next (1) or previous (-1) problem; False if there is none."""
        return False

    def regions(self) -> list[QWidget]:
        """What F6 walks through inside the page, in reading order."""
        return [self]

    def entered(self) -> None:
        """Called each time the page comes to the front, after ``refresh`` if it was stale."""

    # What a page uses

    def guarded(self, slot: Callable[..., object], *args: object) -> None:
        """Call a slot so that its errors are shown in this page."""
        try:
            slot(*args)
        except Exception as error:  # noqa: BLE001 - the top of a slot
            messages.tell(self, error)

    def make_stale(self) -> None:
        """Ask again now if visible, else when next shown."""
        self._stale = True
        if self.isVisible():
            self.refresh_if_stale()

    def refresh_if_stale(self) -> None:
        """Called by the window when the page is shown."""
        if self._stale:
            self._stale = False
            self.guarded(self.refresh)

    def _on_changes_happened(self, tables: frozenset[str]) -> None:
        if tables & self.TABLES:
            self.make_stale()

    def _on_desk_month_changed(self, _month: Month) -> None:
        if self.MONTHLY:
            self.make_stale()
