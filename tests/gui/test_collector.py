"""Garbage is collected where Qt wants it: on the GUI thread, and not while work asked for quiet."""

import gc
import subprocess
import sys
import threading
import weakref
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cjdesk.gui import collector, tasks
from cjdesk.gui.collector import Collector
from cjdesk.services.pause import in_one_go


class Knot:
    """Garbage that only the collector finds; it says where it ended."""

    def __init__(self, ended: list[threading.Thread]) -> None:
        self.itself = self
        self._ended = ended

    def __del__(self) -> None:
        self._ended.append(threading.current_thread())


def many() -> list[list[int]]:
    """More than Python's collector waits for."""
    return [[number] for number in range(50_000)]


def test_a_thread_of_the_pool_never_collects(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    ended: list[threading.Thread] = []
    done: list[object] = []

    def work(_progress: tasks.Progress) -> object:
        Knot(ended)
        kept = many()
        return kept, len(ended)

    tasks.run(owner, work, then=done.append)
    qtbot.waitUntil(lambda: bool(done))
    qtbot.waitUntil(lambda: bool(ended), timeout=20 * collector._LOOK_MS)
    assert ended == [threading.main_thread()]


def test_what_runs_in_one_go_is_left_in_peace(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    mine = Collector(owner)
    ended: list[threading.Thread] = []

    @in_one_go
    def read() -> int:
        Knot(ended)
        kept = many()
        mine.look()
        assert not ended
        return len(kept)

    kept = many()
    assert read() == len(kept)
    assert not gc.isenabled()
    mine.look()
    assert ended


def test_a_window_on_the_screen_is_no_garbage(qtbot: QtBot) -> None:
    """Qt dies when it loses a window that it shows, closes or gives the focus just now."""
    owner = QWidget()
    qtbot.addWidget(owner)
    mine = Collector(owner)
    forgotten = QWidget()
    forgotten.itself = forgotten  # type: ignore[attr-defined]
    forgotten.show()
    qtbot.waitExposed(forgotten)
    seen = weakref.ref(forgotten)
    del forgotten
    for _ in range(40):
        kept = many()
        mine.look()
    assert kept
    window = seen()
    assert window is not None
    assert window.isVisible()
    window.close()
    del window
    gc.collect()
    assert seen() is None


def test_the_old_is_not_looked_through_over_and_over(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    mine = Collector(owner)
    seen: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            seen.append(info["generation"])

    gc.callbacks.append(note)
    kept = []
    try:
        for _ in range(40):
            kept.append(many()[:1000])
            mine.look()
    finally:
        gc.callbacks.remove(note)
    assert seen.count(2) <= 1
    assert seen.count(1) >= 2
    assert seen.count(0) >= 20


RESTYLED = """
import gc
import sys
from pathlib import Path
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from cjdesk import app
from cjdesk.gui import theme
from cjdesk.gui.prefs import Prefs

gc.set_threshold(50, 2, 2)
application = app.prepare(Prefs(Path(sys.argv[1])))

class Wasteful(QObject):
    def eventFilter(self, watched, event):
        for _ in range(30):
            knot = []
            knot.append(knot)
        return False

wasteful = Wasteful(application)
application.installEventFilter(wasteful)
for _ in range(40):
    for _ in range(12):
        forgotten = QWidget()
        column = QVBoxLayout(forgotten)
        for _ in range(8):
            column.addWidget(QLineEdit())
        for one in (forgotten, *forgotten.findChildren(QWidget)):
            one.ensurePolished()
        forgotten.itself = forgotten
    theme.apply(application, "light")
    application.processEvents()
"""
"""Forgotten windows, garbage made while Qt gives all windows a style, and a new style forty times."""


def test_no_forgotten_window_ends_while_qt_walks_through_all_of_them(tmp_path: Path) -> None:
    """Without the collector's stand-in this ends with a segmentation fault."""
    command = [sys.executable, "-c", RESTYLED, str(tmp_path / "desk.ini")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_python_collects_again_when_it_stops(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    mine = Collector(owner)
    assert not gc.isenabled()
    mine.stop()
    assert gc.isenabled()
    gc.disable()  # as this test found it
