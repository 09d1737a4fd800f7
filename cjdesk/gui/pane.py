"""The detail pane at the right: header of 44, a body that scrolls, a foot for buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cjdesk.gui import theme
from cjdesk.gui.labels import ChipLabel, Rule, label
from cjdesk.gui.lines import empty_out
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import tr


class Pane(QFrame):
    """A page puts form, facts and lists into ``body``, what goes edge to edge into ``band``; ``closed()`` on Esc."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until a page fills it."""
        super().__init__(parent)
        self.setAccessibleName(tr("Details"))
        self.title = label("", "title")
        self.detail = label("", "body", "muted")
        self.chip = ChipLabel()
        head = QWidget()
        head.setFixedHeight(theme.HEADER)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.detail)
        row.addStretch(1)
        row.addWidget(self.chip)
        self._inside = QWidget()
        whole = QVBoxLayout(self._inside)
        whole.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.MARGIN)
        whole.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        whole.addLayout(self.body)
        whole.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.MARGIN)
        self.foot.setSpacing(8)
        self.foot.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        self.tabs = QVBoxLayout()
        column.addLayout(self.tabs)
        self.band = QVBoxLayout()
        column.addLayout(self.band)
        column.addWidget(self._scroll, 1)
        column.addLayout(self.foot)

    def clear(self) -> None:
        """Take everything out of band, body and foot."""
        for layout in (self.band, self.body, self.foot):
            empty_out(layout)

    def set_title(self, title: str, detail: str = "", chip: Chip | None = None) -> None:
        """Whose details these are."""
        self.title.setText(title)
        self.detail.setText(detail)
        self.chip.set_chip(chip)
        self.setAccessibleDescription(title)

    def add_section(self, title: str, aside: str = "") -> None:
        """A rule and a heading of 28 before what follows; ``title`` is already in the clerk's language."""
        self.body.addSpacing(8)
        self.body.addWidget(Rule())
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        head = label(title, "cell_bold", "muted")
        head.setFixedHeight(28)
        row.addWidget(head)
        row.addStretch(1)
        row.addWidget(label(aside, "hint", "muted"))
        self.body.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface and the line at the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, 1, self.height(), theme.color("grid"))
        painter.end()
