"""Locks the desk when nobody touched it for a while, and says so half a minute before (D-07)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

MINUTES = (5, 10, 20, 30)
USUAL = 10
WARNED_MS = 30_000

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.TouchBegin,
    }
)


class IdleLock(QObject):
    """Signals: ``soon()`` half a minute before, ``due()`` at the end, ``touched()`` when the clerk came back."""

    soon = Signal()
    due = Signal()
    touched = Signal()

    def __init__(self, app: QApplication, minutes: int, parent: QObject | None = None) -> None:
        """Counts from now on; ``due`` comes once after each touch."""
        super().__init__(parent)
        self._warned = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(max(minutes * 60_000 - WARNED_MS, 1))
        self._quiet.timeout.connect(self._on_quiet_timeout)
        self._last = QTimer(self)
        self._last.setSingleShot(True)
        self._last.setInterval(WARNED_MS)
        self._last.timeout.connect(self.due)
        app.installEventFilter(self)
        self._quiet.start()

    def set_times(self, quiet_ms: int, warned_ms: int) -> None:
        """Other times (the clock of a test)."""
        self._quiet.setInterval(quiet_ms)
        self._last.setInterval(warned_ms)
        self._quiet.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin anew with every key, click and move."""
        if event.type() in _TOUCHES:
            self._quiet.start()
            if self._warned:
                self._warned = False
                self._last.stop()
                self.touched.emit()
        return False

    def _on_quiet_timeout(self) -> None:
        self._warned = True
        self.soon.emit()
        self._last.start()
