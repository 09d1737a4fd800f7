"""What narrows a list: search box, drop-down with a muted label, segments with counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from cjdesk.gui import icons, theme
from cjdesk.i18n import tr

PAUSE_MS = 120
"""Typing is asked for after this pause, so that a list is not fetched for every letter."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter or of a choice field; ``words`` are shown as they are."""

    value: str
    words: str
    search: str = ""
    """What else may be typed to find it: code, pinyin, initials."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A drop-down of the filter bar; ``label`` is a message id. Its choices come from ``ListPage.choices(key)``."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the segments; ``label`` is a message id; counts come from ``ListPage.counts()``."""

    key: str
    label: str
    problem: bool = False


class SearchBox(QLineEdit):
    """A search field. Latin letters that an input method is still composing count too (``yxy``)."""

    searched = Signal(str)

    def __init__(self, hint: str, *, width: int = 190, key: str = "", parent: QWidget | None = None) -> None:
        """``hint`` stands in the empty box and names it; ``key`` is shown in a small frame at the right."""
        super().__init__(parent)
        self._key = key
        self._preedit = ""
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setFixedWidth(width)
        self.setFont(theme.font("cell"))
        self.setTextMargins(20, 0, 26 if key else 0, 0)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._on_text_changed)

    def words(self) -> str:
        """What is looked for: the text and what is being composed."""
        return (self.text() + self._preedit).strip()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Search with the letters of the composition."""
        super().inputMethodEvent(event)
        self._preedit = event.preeditString()
        self._pause.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties a filled box first."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._tell()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, a glass and the key."""
        super().paintEvent(event)
        painter = QPainter(self)
        middle = self.height() / 2
        icons.draw(painter, "search", QRectF(6, middle - 8, 16, 16), theme.tokens().muted)
        if self._key:
            box = QRectF(self.width() - 25.5, middle - 8, 20, 16)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("line"), 1))
            painter.setBrush(theme.color("app"))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(theme.color("muted"))
            painter.setFont(theme.font("key"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)
        painter.end()

    def _on_text_changed(self, _text: str) -> None:
        self._pause.start()

    def _tell(self) -> None:
        self._pause.stop()
        self.searched.emit(self.words())


class FilterBox(QComboBox):
    """A drop-down that shows its muted label and its value in one box; an active filter is tinted."""

    chosen = Signal(str)

    def __init__(self, label: str, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        """The first choice means "no filter"; an empty label shows the value alone."""
        super().__init__(parent)
        self._label = label
        self._choices: tuple[Choice, ...] = ()
        self.setFont(theme.font("cell"))
        self.setAccessibleName(label or (choices[0].words if choices else ""))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(20)
        self.set_choices(choices)
        self.activated.connect(self._on_activated)
        self.currentIndexChanged.connect(self._on_index_changed)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other values; the present one is kept if it is still offered."""
        if tuple(choices) == self._choices:
            return
        kept = self.value()
        self._choices = tuple(choices)
        blocked = self.blockSignals(True)
        self.clear()
        for choice in self._choices:
            self.addItem(choice.words, choice.value)
        self.setCurrentIndex(max(0, self.findData(kept)))
        self.blockSignals(blocked)
        self.updateGeometry()

    def value(self) -> str:
        """The chosen value; empty for "all"."""
        data = self.currentData()
        return data if isinstance(data, str) else ""

    def set_value(self, value: str) -> None:
        """Choose without telling."""
        blocked = self.blockSignals(True)
        self.setCurrentIndex(max(0, self.findData(value)))
        self.blockSignals(blocked)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Label, value, arrow."""
        metrics = QFontMetricsF(theme.font("cell"))
        gap = metrics.horizontalAdvance(self._label) + 4 if self._label else 0
        return QSize(round(8 + gap + metrics.horizontalAdvance(self.currentText()) + 8 + 16 + 7), 26)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, label, value, arrow, ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme.tokens()
        active = bool(self.value()) and bool(self._label)
        focused = self.hasFocus()
        frame = 2 if focused else 1
        painter.setPen(QPen(QColor(tokens.ring if focused or active else tokens.border), frame))
        painter.setBrush(QColor(tokens.info_back if active else tokens.surface))
        inset = frame / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 3, 3)
        painter.setFont(theme.font("cell"))
        left = 8.0
        middle = Qt.AlignmentFlag.AlignVCenter
        if self._label:
            painter.setPen(QColor(tokens.info if active else tokens.muted))
            painter.drawText(QRectF(left, 0, self.width(), self.height()), middle, self._label)
            left += QFontMetricsF(theme.font("cell")).horizontalAdvance(self._label) + 4
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(left, 0, self.width() - left - 24, self.height()), middle, self.currentText())
        arrow = QRectF(self.width() - 22, self.height() / 2 - 8, 16, 16)
        icons.draw(painter, "chevron-down", arrow, tokens.text)
        painter.end()

    def _on_activated(self, _index: int) -> None:
        self.chosen.emit(self.value())

    def _on_index_changed(self, _index: int) -> None:
        self.updateGeometry()
        self.setAccessibleDescription(self.currentText())


class SegmentButton(QAbstractButton):
    """One part of the segments: word and count."""

    def __init__(self, segment: Segment, place: str, parent: QWidget | None = None) -> None:
        """``place``: first, middle, last, only."""
        super().__init__(parent)
        self._segment = segment
        self._place = place
        self._count: int | None = None
        self.setCheckable(True)
        self.setText(tr(segment.label))
        self.setAccessibleName(tr(segment.label))
        self.setFixedHeight(26)

    def set_count(self, count: int | None) -> None:
        """Show another number."""
        self._count = count
        self.setAccessibleDescription("" if count is None else str(count))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Word, count, padding of 10."""
        metrics = QFontMetricsF(theme.font("cell"))
        width = metrics.horizontalAdvance(self.text()) + 20
        if self._count is not None:
            width += 5 + metrics.horizontalAdvance(str(self._count))
        return QSize(round(width), 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Its part of the box; the current one framed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme.tokens()
        current = self.isChecked()
        if current:
            painter.setPen(QPen(QColor(tokens.ring), 1))
            painter.setBrush(QColor(tokens.selection))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        elif self._place != "last":
            painter.fillRect(QRectF(self.width() - 1, 6, 1, 14), QColor(tokens.grid))
        painter.setFont(theme.font("cell"))
        painter.setPen(QColor(tokens.on_selection if current else tokens.text))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(10, 0, self.width(), 26), middle, self.text())
        if self._count is not None:
            wrong = self._segment.problem and self._count > 0
            ink = tokens.error if wrong else (tokens.on_selection if current else tokens.muted)
            painter.setPen(QColor(ink))
            left = 15 + QFontMetricsF(theme.font("cell")).horizontalAdvance(self.text())
            painter.drawText(QRectF(left, 0, self.width(), 26), middle, str(self._count))
        painter.end()


class Segments(QWidget):
    """A one-of-many switch whose parts carry counts; arrow keys move it."""

    chosen = Signal(str)

    def __init__(self, segments: Sequence[Segment], parent: QWidget | None = None) -> None:
        """The first segment is current."""
        super().__init__(parent)
        self._buttons: dict[str, SegmentButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        for number, segment in enumerate(segments):
            button = SegmentButton(segment, "last" if number == len(segments) - 1 else "middle", self)
            self._buttons[segment.key] = button
            self._group.addButton(button)
            row.addWidget(button)
        if segments:
            self._buttons[segments[0].key].setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.buttonClicked.connect(self._on_group_clicked)

    def value(self) -> str:
        """The current segment's key."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Make a segment current, and tell."""
        self._buttons[key].setChecked(True)
        self.chosen.emit(key)

    def set_counts(self, counts: dict[str, int]) -> None:
        """Numbers behind the words."""
        for key, button in self._buttons.items():
            button.set_count(counts.get(key))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The common box."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.end()

    def _on_group_clicked(self, _button: QAbstractButton) -> None:
        self.chosen.emit(self.value())
