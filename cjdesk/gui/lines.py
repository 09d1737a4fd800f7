"""Small rows of cards: a fact with its label, a problem with its remedy, a change with its time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from cjdesk.gui import shapes, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import ChipLabel, label
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import language, tr


def label_width() -> int:
    """Labels of forms and facts are right-aligned in this width; English words are longer."""
    return 64 if language() == "zh_CN" else 96


def fact(title: str, value: str, *, chip: Chip | None = None, bold: bool = False) -> QWidget:
    """A muted label and what it says; 26 high, more if the words need it."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 3, 0, 3)
    row.setSpacing(8)
    head = label(title, "body", "muted", wraps=True)
    head.setFixedWidth(label_width())
    head.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
    said = label(value, "bold" if bold else "body", wraps=True)
    said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    said.setAccessibleName(f"{title} {value}")
    row.addWidget(said, 1)
    if chip is not None:
        row.addWidget(ChipLabel(chip), 0, Qt.AlignmentFlag.AlignTop)
    return line


class ProblemLine(QWidget):
    """▲ what is wrong, and a button that puts it right."""

    def __init__(self, sentence: str, shape: str, remedy: str = "", act: Callable[[], object] | None = None) -> None:
        """All words in the clerk's language; ``shape`` error, warning, done or info."""
        super().__init__()
        self._shape = shape
        row = QHBoxLayout(self)
        row.setContentsMargins(shapes.SIZE + 8, 3, 0, 3)
        row.setSpacing(8)
        said = label(sentence, "cell", wraps=True)
        row.addWidget(said, 1)
        self.setAccessibleName(sentence)
        self.button: Button | None = None
        if act is not None:
            self.button = Button(remedy, height=24)
            self.button.clicked.connect(act)
            row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The shape."""
        painter = QPainter(self)
        ink = {"error": "mark_error", "warning": "mark_warn", "done": "mark_ok"}.get(self._shape, "info")
        shapes.draw(painter, self._shape, 0, (self.height() - shapes.SIZE) / 2, theme.color(ink))
        painter.end()


class InfoBand(QWidget):
    """The tinted band on top of a pane: whose details these are, and the figures that matter; fill ``column``."""

    def __init__(self, who: str) -> None:
        """``who`` is in the clerk's language."""
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.MARGIN, 10, theme.MARGIN, 8)
        self.column.setSpacing(2)
        self.column.addWidget(label(who, "cell", "info"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Tint and lines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("info_back"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("grid"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("grid"))
        painter.end()


def history_line(when: str, what: str, who: str) -> QWidget:
    """4月3日 16:20  电话 … → …; the clerk stands in the tip."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 2, 0, 2)
    row.setSpacing(8)
    at = label(when, "hint", "muted")
    at.setFixedWidth(90)
    row.addWidget(at, 0, Qt.AlignmentFlag.AlignTop)
    said = label(what, "hint", wraps=True)
    said.setToolTip(who)
    said.setAccessibleName(f"{when} {what} {who}")
    row.addWidget(said, 1)
    return line


class Tag(QAbstractButton):
    """A category as a chip with ×; clicking it ends the category."""

    def __init__(self, words: str) -> None:
        """``words`` are those of the category."""
        super().__init__()
        self.setText(words)
        self.setAccessibleName(tr("End {what}", what=words))
        self.setToolTip(tr("End {what}", what=words))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """Word, ×, padding of 6."""
        return QSize(round(QFontMetricsF(theme.font("hint")).horizontalAdvance(self.text()) + 30), 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A chip in info colours."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("info") if theme.tokens().framed else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("info_back"))
        inset = 0.5 if theme.tokens().framed else 0.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 3, 3)
        painter.setPen(theme.color("info"))
        painter.setFont(theme.font("hint"))
        painter.drawText(QRectF(6, 0, self.width(), 20), Qt.AlignmentFlag.AlignVCenter, self.text())
        left, top = self.width() - 15, 6.5
        painter.drawLine(round(left), round(top), round(left) + 7, round(top) + 7)
        painter.drawLine(round(left), round(top) + 7, round(left) + 7, round(top))
        painter.end()


class Flow(QWidget):
    """Widgets one after another, on as many lines as they need."""

    def __init__(self, gap: int = 4) -> None:
        """Empty."""
        super().__init__()
        self._gap = gap
        self._parts: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[QWidget]) -> None:
        """Show these instead."""
        for old in self._parts:
            old.hide()
            old.deleteLater()
        self._parts = list(parts)
        for one in self._parts:
            one.setParent(self)
            one.show()
        self._arrange()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Other lines at another width."""
        self._arrange()

    def _arrange(self) -> None:
        left, top, height = 0, 0, 0
        for one in self._parts:
            size = one.sizeHint()
            if left and left + size.width() > self.width():
                left, top = 0, top + height + self._gap
            one.setGeometry(left, top + (26 - size.height()) // 2, size.width(), size.height())
            left += size.width() + self._gap
            height = max(height, 26)
        wanted = top + max(height, 26)
        if wanted != self.height():
            self.setFixedHeight(wanted)


class LinkLine(QAbstractButton):
    """A line that opens something: words, and a muted detail at the right."""

    def __init__(self, words: str, detail: str, aside: str = "") -> None:
        """``aside`` stands between them, in text ink."""
        super().__init__()
        self._detail, self._aside = detail, aside
        self.setText(words)
        self.setAccessibleName(" ".join(part for part in (words, aside, detail) if part))
        self.setFixedHeight(26)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(200, 26)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as in every list; Windows itself gives buttons the space bar only."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words left, aside right-aligned in the middle, detail at the right."""
        painter = QPainter(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("cell"))
        painter.setPen(theme.color("accent"))
        painter.drawText(self.rect(), int(middle), self.text())
        painter.setPen(theme.color("muted"))
        painter.drawText(self.rect(), int(middle | Qt.AlignmentFlag.AlignRight), self._detail)
        painter.setPen(theme.color("text"))
        painter.drawText(self.rect().adjusted(0, 0, -96, 0), int(middle | Qt.AlignmentFlag.AlignRight), self._aside)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("grid_soft"))
        painter.end()


def empty_out(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty_out(inner)
