"""Tabs of 36: accent text and a bar of 3 below the current word; arrow keys move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from cjdesk.gui import theme


class _Tab(QAbstractButton):
    """One word."""

    def __init__(self, text: str, role: str, height: int) -> None:
        super().__init__()
        self._role = role
        self.setCheckable(True)
        self.setFixedHeight(height)
        self.set_words(text)

    def set_words(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(QFontMetricsF(theme.font(self._role)).horizontalAdvance(self.text()) + 0.5), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        current = self.isChecked()
        painter.setFont(theme.font(self._role))
        painter.setPen(theme.color("accent" if current else "text"))
        painter.drawText(QRectF(0, 0, self.width() + 1, self.height() - 2), Qt.AlignmentFlag.AlignVCenter, self.text())
        if current:
            painter.fillRect(0, self.height() - 3, self.width(), 3, theme.color("accent"))
        painter.end()


class Tabs(QWidget):
    """A row of tabs with the line below. Signal: ``chosen(key)``."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], *, small: bool = False, parent: QWidget | None = None) -> None:
        """Pairs of key and words in the clerk's language; ``small`` is for panes."""
        super().__init__(parent)
        self.setFixedHeight(theme.TABS)
        self._tabs: dict[str, _Tab] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 1)
        row.setSpacing(8 if small else 24)
        for key, words in tabs:
            tab = _Tab(words, "hint" if small else "body", theme.TABS - 1)
            self._tabs[key] = tab
            self._group.addButton(tab)
            row.addWidget(tab)
        row.addStretch(1)
        if tabs:
            self._tabs[tabs[0][0]].setChecked(True)
        self._group.buttonClicked.connect(self._on_group_clicked)

    def value(self) -> str:
        """The current tab's key."""
        return next((key for key, tab in self._tabs.items() if tab.isChecked()), "")

    def choose(self, key: str) -> None:
        """Go to a tab, and tell."""
        self._tabs[key].setChecked(True)
        self.chosen.emit(key)

    def set_words(self, key: str, words: str) -> None:
        """Change a tab's words: 社员 86."""
        self._tabs[key].set_words(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line below."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("grid"))
        painter.end()

    def _on_group_clicked(self, _button: QAbstractButton) -> None:
        self.chosen.emit(self.value())
