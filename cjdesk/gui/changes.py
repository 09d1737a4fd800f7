"""What changed, said once: screens listen and look for themselves; no screen calls another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QObject, Signal


class Changes(QObject):
    """Signals: ``happened(frozenset of table names)``, ``saving()``, ``saved(datetime)``, ``not_saved(exception)``."""

    happened = Signal(object)
    saving = Signal()
    saved = Signal(object)
    not_saved = Signal(object)

    def tell(self, tables: Iterable[str]) -> None:
        """Say that rows of these tables changed (``"person"``, ``"pay_run"`` ...)."""
        self.happened.emit(frozenset(tables))

    def stamp(self) -> None:
        """Say that the file has everything, as of now."""
        self.saved.emit(datetime.now().astimezone())
