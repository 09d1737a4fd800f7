"""A walk through every page of the window, for the self-test: each is opened, waited for and looked at."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from cjdesk.gui import tasks
from cjdesk.gui.crash import CrashDialog
from cjdesk.gui.main_window import MainWindow
from cjdesk.gui.messages import MessageBar
from cjdesk.gui.screens import SCREENS
from cjdesk.i18n import tr

PATIENCE = 60.0
"""Seconds a page may take before it counts as hanging."""

_FEWEST_COLOURS = 8


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was opened: its title (a message id), what was wrong with it, what it said to the clerk (or nothing).

    A page may well say that something is missing in the data, with a code; that is no fault of the program.
    """

    title: str
    fault: str
    said: str


def pages(window: MainWindow) -> Iterator[Visit]:
    """Bring each page to the front and look at it once its work is done."""
    window.show()
    for kind in SCREENS:
        window.go(kind.KEY)
        fault = _fault(window, kind.KEY) if _settle() else tr("it is still busy after a minute")
        yield Visit(kind.TITLE, fault, _said(window))


def _settle() -> bool:
    """Let the event loop run until nothing is under way."""
    end = time.monotonic() + PATIENCE
    _turn()
    while tasks.running():
        if time.monotonic() > end:
            return False
        _turn()
    _turn()
    return True


def _turn() -> None:
    loop = QEventLoop()
    QTimer.singleShot(30, loop, loop.quit)
    loop.exec()


def _said(window: MainWindow) -> str:
    return " ".join(f"{bar.code} {bar.text}" for bar in window.findChildren(MessageBar) if bar.isVisible()).strip()


def _fault(window: MainWindow, key: str) -> str:
    crash = next((one for one in QApplication.topLevelWidgets() if isinstance(one, CrashDialog)), None)
    if crash is not None:
        text = crash.report_text.toPlainText()
        crash.close()
        return text
    page = window.current_page()
    if page is None or key != page.KEY:
        return tr("another page is in front")
    image = page.grab().toImage()
    seen = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    return "" if len(seen) >= _FEWEST_COLOURS else tr("the page is empty")
