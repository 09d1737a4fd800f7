"""Small painted things that stand in headers and panes: chips, shapes with words, step lines, rules."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from cjdesk.gui import icons, shapes, theme
from cjdesk.gui.shapes import Chip


def label(text: str = "", role: str = "body", ink: str = "text", *, wraps: bool = False) -> QLabel:
    """A text in a role of ``theme.TYPE`` and an ink token."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(role))
    made.setStyleSheet(f"color: {getattr(theme.tokens(), ink)}; background: transparent;")
    made.setWordWrap(wraps)
    return made


class Rule(QFrame):
    """A line of 1 px across."""

    def __init__(self, ink: str = "grid", parent: QWidget | None = None) -> None:
        """``ink`` names the colour token."""
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setStyleSheet(f"background: {getattr(theme.tokens(), ink)}; border: 0;")


class ChipLabel(QWidget):
    """A chip that stands by itself; its accessible name is the word."""

    def __init__(self, chip: Chip | None = None, parent: QWidget | None = None) -> None:
        """Without a chip nothing shows."""
        super().__init__(parent)
        self._chip = chip
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_chip(chip)

    def set_chip(self, chip: Chip | None) -> None:
        """Show another state."""
        self._chip = chip
        self.setVisible(chip is not None)
        self.setAccessibleName(chip.word if chip else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """20 high."""
        return QSize(shapes.chip_width(self._chip) if self._chip else 0, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chip."""
        if self._chip is None:
            return
        painter = QPainter(self)
        shapes.draw_chip(painter, self._chip, 0, (self.height() - 20) / 2)
        painter.end()


class StepLine(QWidget):
    """✓ done › ● current › ○ to come: where an object stands on its way."""

    def __init__(self, words: Sequence[str], current: int = 0, parent: QWidget | None = None) -> None:
        """``current`` counts from 0; len(words) means all done."""
        super().__init__(parent)
        self._words = tuple(words)
        self._current = current
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_steps(words, current)

    def set_steps(self, words: Sequence[str], current: int) -> None:
        """Move on, or show another way."""
        self._words = tuple(words)
        self._current = current
        self.setAccessibleName(self._words[current] if 0 <= current < len(self._words) else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words, 6 px around each ›."""
        width = sum(self._advance(place) for place in range(len(self._words)))
        return QSize(round(width + max(0, len(self._words) - 1) * 22), 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shapes and words."""
        painter = QPainter(self)
        left = 0.0
        for place, word in enumerate(self._words):
            if place:
                box = QRectF(left + 3, self.height() / 2 - 8, 16, 16)
                icons.draw(painter, "chevron-right", box, theme.tokens().text)
                left += 22
            done, now = place < self._current, place == self._current
            shape, ink = ("done", "mark_ok") if done else (("current", "accent") if now else ("todo", "muted"))
            shapes.draw(painter, shape, left, self.height() / 2 - 5, theme.color(ink))
            painter.setFont(theme.font("cell_bold" if now else "cell"))
            painter.setPen(theme.color("text" if now else "muted"))
            painter.drawText(QRectF(left + 14, 0, 400, self.height()), Qt.AlignmentFlag.AlignVCenter, word)
            left += self._advance(place)
        painter.end()

    def _advance(self, place: int) -> float:
        role = "cell_bold" if place == self._current else "cell"
        return 14 + QFontMetricsF(theme.font(role)).horizontalAdvance(self._words[place])
