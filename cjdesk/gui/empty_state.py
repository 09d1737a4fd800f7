"""The sentence and its buttons, in place of a bare table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.gui.labels import label


class EmptyState(QWidget):
    """The sentence and its buttons, in place of a bare table."""

    def __init__(self) -> None:
        """Filled by the page."""
        super().__init__()
        self.sentence = label("", "body", "muted", wraps=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 60, 40, 0)
        column.setSpacing(16)
        column.addWidget(self.sentence)
        column.addLayout(self.buttons)
        column.addStretch(1)
