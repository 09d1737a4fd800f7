"""A question that is answered by a few words: why something is done, or what paper is for."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import label
from cjdesk.i18n import tr


class ReasonDialog(QDialog):
    """Asks for the reason of an act; without one the act cannot be done."""

    def __init__(self, owner: QWidget, *, title: str, question: str, verb: str, asked: str = "") -> None:
        """All words are in the clerk's language; ``asked`` is what is asked for, by default the reason."""
        super().__init__(owner.window())
        self.setWindowTitle(title)
        self.setFixedWidth(520)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        column.addWidget(label(question, "title", wraps=True))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(asked or tr("Reason"))
        self.reason.setAccessibleName(asked or tr("Reason"))
        self.reason.setMaxLength(150)
        column.addWidget(self.reason)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        leave, self.do_it = Button(tr("&Cancel")), Button(verb)
        leave.clicked.connect(self.reject)
        self.do_it.clicked.connect(self.accept)
        for button in (leave, self.do_it):
            button.setAutoDefault(False)
            row.addWidget(button)
        column.addLayout(row)
        self.do_it.setEnabled(False)
        self.reason.textChanged.connect(self._on_reason_text_changed)
        self.reason.setFocus()

    def _on_reason_text_changed(self, text: str) -> None:
        self.do_it.setEnabled(bool(text.strip()))
