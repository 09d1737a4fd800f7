"""Numbers of people stay hidden in a form until their field has the focus; the value itself is never changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from cjdesk.gui import theme


class Mask(QLabel):
    """Lies over a box and shows its text masked; gives way to the focus and to what is being typed."""

    def __init__(self, box: QLineEdit, masked: Callable[[str], str]) -> None:
        """``masked`` turns the number into what may be seen."""
        super().__init__(box)
        self._box, self._masked = box, masked
        self.setFont(box.font())
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet(f"background: {theme.tokens().surface}; color: {theme.tokens().text}; border: 0;")
        box.installEventFilter(self)
        box.textChanged.connect(self.look)
        self.look()

    def look(self, _text: str = "") -> None:
        """Cover the box unless it has the focus, is empty or is marked wrong."""
        plain = self._box.text().replace(" ", "")
        covered = bool(plain) and not self._box.hasFocus() and not self._box.property("wrong")
        if covered:
            self.setText(self._masked(plain))
            self.setGeometry(self._box.rect().adjusted(8, 2, -3, -2))
        self.setVisible(covered)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow focus, size and the mark of an error."""
        if event.type() in {
            QEvent.Type.FocusIn,
            QEvent.Type.FocusOut,
            QEvent.Type.Resize,
            QEvent.Type.DynamicPropertyChange,
            QEvent.Type.Show,
        }:
            self.look()
        return False
