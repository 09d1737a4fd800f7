"""The bar of full width below the menu, one at a time: read-only, month locked, practice."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cjdesk.gui import theme

Kind = Literal["practice", "readonly", "locked"]


class Banner(QWidget):
    """28 high; hidden until there is something to say."""

    def __init__(self) -> None:
        """Silent."""
        super().__init__()
        self._kind: Kind = "practice"
        self._text = ""
        self.setFixedHeight(28)
        self.hide()

    def say(self, kind: Kind, text: str) -> None:
        """Show words already in the clerk's language; empty hides the bar."""
        self._kind, self._text = kind, text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Brown stripes, red, or amber."""
        painter = QPainter(self)
        tokens = theme.tokens()
        back = {"practice": "practice", "readonly": "error_frame", "locked": "warn_back"}[self._kind]
        painter.fillRect(self.rect(), theme.color("surface" if tokens.framed else back))
        if self._kind == "practice" and not tokens.framed:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("practice_stripe"), 6))
            for left in range(-28, self.width() + 28, 20):
                painter.drawLine(left, 28, left + 28, 0)
        ink = "warn" if self._kind == "locked" else "on_bar"
        if tokens.framed:
            painter.setPen(QPen(theme.color("on_bar"), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font("cell_bold"))
        box = QRectF(theme.MARGIN, 0, self.width() - 2 * theme.MARGIN, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()
