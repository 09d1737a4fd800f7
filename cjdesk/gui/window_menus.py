"""The menus of the window: built from the declared commands, refilled with those of the page in front."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from cjdesk.gui import commands
from cjdesk.gui.commands import MENUS, WINDOW_COMMANDS, Command
from cjdesk.gui.navigation import PLACES
from cjdesk.gui.page import Page
from cjdesk.i18n import tr


class WindowMenus:
    """All QActions of the window and of its pages; a page's key wins over the window's while it is in front."""

    def __init__(self, bar: QMenuBar, window: QWidget) -> None:
        """``window`` has a method for every slot of WINDOW_COMMANDS."""
        self._window = window
        self.menus: dict[str, QMenu] = {}
        self.actions: dict[str, QAction] = {}
        self.commands: dict[str, Command] = {}
        self._page_actions: dict[str, dict[str, QAction]] = {}
        self._shown: list[QAction] = []
        self._silenced: list[tuple[QAction, list[QKeySequence]]] = []
        for key, words in MENUS:
            menu = bar.addMenu(tr(words))
            menu.setToolTipsVisible(True)
            menu.setAccessibleName(tr(words).replace("&", ""))
            self.menus[key] = menu
        for command in WINDOW_COMMANDS:
            self._add(command, commands.action(command, window, window))

    def add_places(self, keys: list[str]) -> None:
        """转到: the pages that exist, with Ctrl+digit."""
        menu = self.menus["go"]
        before = menu.actions()[0]
        for place in PLACES:
            if place.key not in keys:
                continue
            command = Command(
                f"page.{place.key}", place.words, "", "go", f"Ctrl+{place.digit}" if place.digit else "", place.icon
            )
            made = QAction(tr(place.words), self._window)
            made.setObjectName(command.key)
            made.setData(place.key)
            if command.shortcut:
                made.setShortcut(command.shortcut)
            self.commands[command.key] = command
            self.actions[command.key] = made
            menu.insertAction(before, made)
        menu.insertSeparator(before)

    def page_action(self, page: Page, command: Command) -> QAction:
        """The QAction of a page's command."""
        made = self._page_actions.setdefault(page.KEY, {})
        if command.key not in made:
            made[command.key] = commands.action(command, _Guard(page), self._window)
        return made[command.key]

    def show_page(self, page: Page) -> None:
        """Put the page's commands into the menus, first in 操作."""
        for shown in self._shown:
            for menu in self.menus.values():
                menu.removeAction(shown)
        for silenced, keys in self._silenced:
            silenced.setShortcuts(keys)
        self._shown, self._silenced = [], []
        taken = {one.shortcut for one in page.COMMANDS if one.shortcut}
        for own in self.actions.values():
            if any(key.toString(QKeySequence.SequenceFormat.PortableText) in taken for key in own.shortcuts()):
                self._silenced.append((own, own.shortcuts()))
                own.setShortcuts([])
        for command in page.COMMANDS:
            action = self.page_action(page, command)
            if command.menu:
                if command.separate:
                    self._shown.append(self.menus[command.menu].addSeparator())
                self.menus[command.menu].addAction(action)
            else:
                self._window.addAction(action)
            self._shown.append(action)
        self.menus["actions"].menuAction().setVisible(any(one.menu == "actions" for one in page.COMMANDS))
        self.update(page)

    def update(self, page: Page) -> None:
        """Look again what is possible on the page; the reason stands in the tip and in the command list."""
        for command in page.COMMANDS:
            reason = page.blocked(command.key)
            action = self.page_action(page, command)
            action.setEnabled(not reason)
            action.setToolTip(reason)
        for key in ("file.export", "file.preview"):
            reason = page.blocked(key)
            self.actions[key].setEnabled(not reason)
            self.actions[key].setToolTip(reason)

    def all_commands(self, page: Page | None) -> list[tuple[Command, QAction]]:
        """Everything that Alt+Q lists: the page's first."""
        own = [(one, self.page_action(page, one)) for one in page.COMMANDS] if page is not None else []
        return own + [(self.commands[key], action) for key, action in self.actions.items()]

    def _add(self, command: Command, action: QAction) -> None:
        menu = self.menus[command.menu]
        if command.separate:
            menu.addSeparator()
        menu.addAction(action)
        self.commands[command.key] = command
        self.actions[command.key] = action


class _Guard:
    """Calls a page's slots so that their errors are shown in the page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __getattr__(self, name: str) -> object:
        slot = getattr(self._page, name)

        def call() -> None:
            self._page.guarded(slot)

        return call
