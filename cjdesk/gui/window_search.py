"""What F3 and Alt+Q find: things in the pages' rooms, pages, commands with their keys and why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QAction, QKeySequence

from cjdesk.gui.commands import Command, plain
from cjdesk.gui.desk import Desk
from cjdesk.gui.navigation import PLACES
from cjdesk.gui.page import Hit, Page
from cjdesk.gui.search import PER_GROUP, Group, Result
from cjdesk.i18n import tr
from cjdesk.services.search_text import name_readings


def find(
    text: str,
    *,
    commands_only: bool,
    desk: Desk,
    pages: Iterable[Page],
    commands: Iterable[tuple[Command, QAction]],
    go: Callable[[str], None],
) -> list[Group]:
    """Groups in the order of experience 2.2; at most 8 lines each (all in the command list)."""
    found: list[Group] = []
    pages = list(pages)
    if not commands_only:
        for page in pages:
            if page.SEARCH_GROUP:
                hits = page.hits(text, PER_GROUP)
                found.append(Group(tr(page.SEARCH_GROUP), tuple(_hit(one, desk) for one in hits[:PER_GROUP])))
        found.append(Group(tr("Pages"), tuple(_pages(text, {one.KEY for one in pages}, go))))
    results = tuple(_commands(text, commands))
    found.append(Group(tr("Commands"), results if commands_only else results[:PER_GROUP]))
    return found


def _hit(hit: Hit, desk: Desk) -> Result:
    def act() -> None:
        desk.open(hit.kind, hit.key)

    return Result(hit.words, hit.detail, act)


def _pages(text: str, keys: set[str], go: Callable[[str], None]) -> list[Result]:
    def opens(key: str) -> Callable[[], None]:
        return lambda: go(key)

    return [
        Result(tr(place.words), f"Ctrl+{place.digit}" if place.digit else "", opens(place.key))
        for place in PLACES
        if place.key in keys and _matches(text, tr(place.words))
    ][:PER_GROUP]


def _commands(text: str, commands: Iterable[tuple[Command, QAction]]) -> list[Result]:
    found, seen = [], set()
    for command, action in commands:
        words = plain(tr(command.text))
        if words in seen or not _matches(text, words) or command.key.startswith("page."):
            continue
        seen.add(words)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        enabled = action.isEnabled()
        found.append(Result(words, keys if enabled else action.toolTip(), action.trigger if enabled else None))
    return found


def _matches(text: str, words: str) -> bool:
    wanted = text.casefold().replace(" ", "")
    if not wanted:
        return True
    folded = words.casefold()
    return wanted in folded.replace(" ", "") or any(one.startswith(wanted) for one in name_readings(words))
