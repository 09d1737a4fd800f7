"""Commands as data: every act of window and pages has one line here or in a page, a menu, a letter, maybe a key."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from cjdesk.gui import icons, theme
from cjdesk.i18n import N_, tr

MenuName = Literal["file", "edit", "view", "go", "actions", "tools", "help", ""]
ButtonKind = Literal["", "primary", "standard", "quiet"]

MENUS: tuple[tuple[MenuName, str], ...] = (
    ("file", N_("&File")),
    ("edit", N_("&Edit")),
    ("view", N_("&View")),
    ("go", N_("&Go")),
    ("actions", N_("&Actions")),
    ("tools", N_("&Tools")),
    ("help", N_("&Help")),
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``text`` (a message id with a mnemonic) is the menu's, ``words`` the button's if it differs.

    ``slot`` names the method of the page or window that does it. ``button`` puts it into the page header too.
    A page's ``blocked(key)`` gives the reason why it cannot be done now ("" = it can).
    """

    key: str
    text: str
    slot: str
    menu: MenuName = "actions"
    shortcut: str = ""
    icon: str = ""
    button: ButtonKind = ""
    words: str = ""
    more_shortcuts: tuple[str, ...] = ()
    separate: bool = False
    """A line above it in the menu."""
    show_key: bool = True
    """Whether the button shows the key."""


WINDOW_COMMANDS: tuple[Command, ...] = (
    Command("file.lock", N_("&Lock the desk"), "lock", "file"),
    Command("file.export", N_("&Export to Excel..."), "export_list", "file", "F12", "export", separate=True),
    Command("file.preview", N_("&Print preview..."), "print_page", "file", "Ctrl+P", "print"),
    Command("file.save", N_("&Save now"), "save_now", "file", "Ctrl+S", separate=True),
    Command("file.quit", N_("E&xit"), "close", "file", "Alt+F4", separate=True),
    Command("edit.copy", N_("&Copy"), "copy", "edit", "Ctrl+C", "copy"),
    Command("edit.all", N_("Select &all"), "select_all", "edit", "Ctrl+A"),
    Command("edit.find", N_("&Find on this page"), "find_here", "edit", "Ctrl+F", "search", separate=True),
    Command("edit.search", N_("Find &everywhere"), "search", "edit", "F3", "search", more_shortcuts=("Ctrl+K",)),
    Command("view.refresh", N_("&Refresh"), "refresh", "view", "F5", "refresh"),
    Command("view.pane", N_("Detail &pane"), "toggle_pane", "view", "F4", separate=True),
    Command("view.filter", N_("&Filter bar"), "toggle_filter", "view", "Ctrl+Shift+L"),
    Command("view.columns", N_("&Default columns"), "reset_columns", "view"),
    Command("view.next", N_("&Next region"), "next_region", "view", "F6", separate=True),
    Command("view.previous", N_("Pre&vious region"), "previous_region", "view", "Shift+F6"),
    Command("go.back", N_("&Back"), "go_back", "go", "Alt+Left", "chevron-left"),
    Command("go.forward", N_("&Forward"), "go_forward", "go", "Alt+Right", "chevron-right"),
    Command("go.previous_month", N_("&Previous month"), "previous_month", "go", "Ctrl+PgUp", separate=True),
    Command("go.next_month", N_("&Next month"), "next_month", "go", "Ctrl+PgDown"),
    Command("go.next_problem", N_("Next pr&oblem"), "next_problem", "go", "F8", separate=True),
    Command("go.previous_problem", N_("Previous pro&blem"), "previous_problem", "go", "Shift+F8"),
    Command("tools.commands", N_("&Command list"), "search_commands", "tools", "Alt+Q"),
    Command("tools.check_paper", N_("Check &paper..."), "check_paper", "tools", separate=True),
    Command("tools.settings", N_("&Display and language..."), "settings", "tools", icon="settings", separate=True),
    Command("help.manual", N_("&Manual"), "show_manual", "help", "F1"),
    Command("help.keys", N_("&Keys"), "show_keys", "help", "Ctrl+/"),
    Command("help.update", N_("&Update from a stick..."), "update_program", "help", separate=True),
    Command("help.back", N_("&Back to the previous version..."), "back_to_previous", "help"),
    Command("help.about", N_("&About CJDesk"), "about", "help", separate=True),
)


def action(command: Command, receiver: object, parent: QWidget) -> QAction:
    """The QAction of a command, wired to the receiver's method."""
    made = QAction(tr(command.text), parent)
    made.setObjectName(command.key)
    keys = [QKeySequence(one) for one in (command.shortcut, *command.more_shortcuts) if one]
    made.setShortcuts(keys)
    made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    if command.icon:
        made.setIcon(icons.icon(command.icon, theme.tokens().text))
    slot: Callable[[], object] = getattr(receiver, command.slot)
    made.triggered.connect(_Caller(slot, made).call)
    return made


def plain(text: str) -> str:
    """A command's text without mnemonic: ``文件(&F)`` → 文件, ``&File`` → File."""
    return re.sub(r"\(&.\)", "", text).replace("&", "").removesuffix("...")


class _Caller(QObject):
    """Calls without the ``checked`` that QAction.triggered carries."""

    def __init__(self, slot: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._slot = slot

    def call(self, _checked: bool = False) -> None:
        self._slot()
