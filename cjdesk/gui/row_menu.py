"""The menu of a row (right click, Shift+F10): the page's commands that act on the row, with why not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from cjdesk.gui.commands import Command
from cjdesk.gui.list_page import ListPage
from cjdesk.i18n import tr


class RowMenu(QObject):
    """Made by a page for its table; ``keys`` name the commands that belong to a row."""

    def __init__(self, page: ListPage, keys: Sequence[str]) -> None:
        """The page owns it."""
        super().__init__(page)
        self._page = page
        known = {one.key: one for one in page.COMMANDS}
        self._commands = [known[key] for key in keys]
        page.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        page.table.customContextMenuRequested.connect(self._on_table_menu_requested)

    def menu(self) -> QMenu:
        """The menu for the row the cursor is on."""
        made = QMenu(self._page)
        made.setToolTipsVisible(True)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for command in self._commands:
            self._add(made, command)
        return made

    def _add(self, menu: QMenu, command: Command) -> None:
        reason = self._page.blocked(command.key)
        action = menu.addAction(tr(command.text))
        action.setEnabled(not reason)
        action.setToolTip(reason)
        action.setObjectName(command.key)
        slot = getattr(self._page, command.slot)
        action.triggered.connect(lambda: self._page.guarded(slot))

    def _on_table_menu_requested(self, place: QPoint) -> None:
        table = self._page.table
        if table.current_row() is None:
            return
        if not table.viewport().rect().contains(place):
            place = table.visualRect(table.currentIndex()).center()
        self.menu().popup(table.viewport().mapToGlobal(place))
