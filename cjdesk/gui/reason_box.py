"""A box for a reason, the prepared ones with their numbers and free words; a table in which digits pick one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from cjdesk.gui.table import RowTable
from cjdesk.i18n import tr

LONGEST = 150


class ReasonBox(QComboBox):
    """Signal: ``entered()`` on Enter. ``pick(number)`` gives the prepared reason that a digit means."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until ``show_reasons``."""
        super().__init__(parent)
        self._reasons: tuple[str, ...] = ()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumWidth(280)
        self.setAccessibleName(tr("Reason"))
        line = self.lineEdit()
        if line is not None:
            line.setMaxLength(LONGEST)
            line.setPlaceholderText(tr("Choose a reason, or write one"))
            line.setAccessibleName(tr("Reason"))
            line.returnPressed.connect(self.entered)

    def show_reasons(self, reasons: Sequence[str], present: str = "") -> None:
        """Offer these (message ids); ``present`` is what was said already."""
        self._reasons = tuple(tr(one) for one in reasons)
        self.clear()
        for number, one in enumerate(self._reasons, start=1):
            self.addItem(f"{number} {one}", one)
        self.setCurrentIndex(-1)
        self.setEditText(present)

    def reason(self) -> str:
        """What is chosen or written, without the number."""
        place = self.findText(self.currentText())
        return str(self.itemData(place)) if place >= 0 else self.currentText().strip()

    def pick(self, number: int) -> str:
        """The prepared reason of a digit, from 1; empty when there is none."""
        return self._reasons[number - 1] if 0 < number <= len(self._reasons) else ""


class ReasonTable(RowTable):
    """A digit picks the reason of that number for the selected rows. Signal: ``picked(number)`` from 1."""

    picked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9; everything else as in every table."""
        number = event.key() - Qt.Key.Key_0
        if 1 <= number <= 9 and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.picked.emit(number)
            return
        super().keyPressEvent(event)
