"""Python's garbage is collected on the GUI thread only, between two events.

Python collects on whatever thread made the last object too many, in the middle of anything. With Qt that is fatal: a
window that is garbage would end on a thread of the pool, or while Qt walks through all windows to give them a style.
A window on the screen is left alone: it ends when it is closed, not while Qt is in the middle of showing it.
"""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from cjdesk.services import pause

_LOOK_MS = 500
"""So often one looks whether enough has come together; what came is collected in some milliseconds."""

_GROWN = 1.25
"""What has lived long is looked through again when the program holds so many times as much as after the last time:
with a month's lines that takes a fifth of a second, so it must not come again and again for nothing."""

_YOUNG, _MIDDLE, _OLD = range(3)


class Collector(QObject):
    """Takes the collector's place as long as it lives; ``stop`` gives the place back."""

    @classmethod
    def serve(cls, application: QObject) -> Collector:
        """The one of a program with windows, from before its first window."""
        return application.findChild(cls) or cls(application)

    def __init__(self, parent: QObject) -> None:
        """Starts at once."""
        super().__init__(parent)
        gc.disable()
        self._held = sys.getallocatedblocks()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what has come together, by Python's own thresholds, unless somebody asked for quiet."""
        if pause.asked_for():
            return
        full = [count > threshold for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if full[_OLD] and sys.getallocatedblocks() > _GROWN * self._held:
            self._collect(_OLD)
            self._held = sys.getallocatedblocks()
        elif full[_MIDDLE]:
            self._collect(_MIDDLE)
        elif full[_YOUNG]:
            self._collect(_YOUNG)

    def _collect(self, generation: int) -> None:
        """All but the windows on the screen: Qt may be in the middle of showing one, and dies of losing it."""
        held = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        gc.collect(generation)
        del held

    def stop(self) -> None:
        """From now on Python collects by itself again."""
        self._timer.stop()
        self.setParent(None)
        gc.enable()
