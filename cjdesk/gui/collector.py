"""Python's garbage is collected on the GUI thread only, between two events.

Python collects on whatever thread made the last object too many, in the middle of anything. With Qt that is fatal:
a window that is garbage would end on a thread of the pool, or while another is being painted.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

from cjdesk.services import pause

_LOOK_MS = 500
"""So often one looks whether enough has come together; what came is collected in some milliseconds."""

_LARGEST_SHARE = 0.01
"""The old is looked through again when that took less than this share of the time since: a month's lines are many."""

_YOUNG, _MIDDLE, _OLD = range(3)


class Collector(QObject):
    """Takes the collector's place as long as it lives; ``stop`` gives the place back."""

    def __init__(self, parent: QObject) -> None:
        """Starts at once."""
        super().__init__(parent)
        gc.disable()
        self._old_after = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what has come together, by Python's own thresholds, unless somebody asked for quiet."""
        if pause.asked_for():
            return
        full = [count > threshold for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        started = time.monotonic()
        if full[_OLD] and started >= self._old_after:
            gc.collect(_OLD)
            ended = time.monotonic()
            self._old_after = ended + (ended - started) / _LARGEST_SHARE
        elif full[_MIDDLE]:
            gc.collect(_MIDDLE)
        elif full[_YOUNG]:
            gc.collect(_YOUNG)

    def stop(self) -> None:
        """From now on Python collects by itself again."""
        self._timer.stop()
        gc.enable()
        self.deleteLater()
