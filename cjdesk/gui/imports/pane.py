"""The list of findings at the right: grouped by kind with counts, each with the way to its first row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from cjdesk.gui import shapes, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.imports.staging import FIX, LOOK, SAME, TIDY, Staging
from cjdesk.gui.imports.words import short
from cjdesk.gui.labels import label
from cjdesk.gui.pane import Pane
from cjdesk.i18n import tr

_SHAPES = {"error": ("error", "mark_error"), "warning": ("warning", "mark_warn"), "tidy": ("changed", "accent"),
           "same": ("skipped", "muted")}  # fmt: skip


class FindingsPane(QObject):
    """Fills a Pane. Signals: ``first_wanted(code)``, ``group_wanted(group)``."""

    first_wanted = Signal(str)
    group_wanted = Signal(str)

    def __init__(self, pane: Pane) -> None:
        """Empty until a file is checked."""
        super().__init__(pane)
        self._pane = pane
        holder = pane.body.parentWidget()
        whole = holder.layout() if holder is not None else None
        if whole is not None:
            whole.setContentsMargins(0, 0, 0, theme.MARGIN)

    def show_nothing(self) -> None:
        """No file yet."""
        _empty(self._pane.body)
        self._pane.set_title("")

    def show_staging(self, staging: Staging) -> None:
        """The groups of a checked file."""
        _empty(self._pane.body)
        refused, looked = staging.count(FIX), staging.count(LOOK)
        self._pane.set_title(tr("Problems in {n} rows", n=refused + looked), tr("F8 next"))
        errors = [one for one in staging.groups if one.severity == "error"]
        warnings = [one for one in staging.groups if one.severity != "error"]
        if errors:
            self._heading(tr("For you to put right"))
        for one in errors:
            self._line("error", short(one.code), one.count, _where(one.first[1], one.sentence), one.code)
        if warnings:
            self._heading(tr("To look at; these rows go in"))
        for one in warnings:
            self._line("warning", short(one.code), one.count, _where(one.first[1], one.sentence), one.code)
        if staging.plan.tidied:
            self._heading(tr("Tidied by the program"))
            first = staging.plan.tidied[0]
            self._group(
                "tidy", tr("Blanks, full width"), len(staging.plan.tidied), f"{first.before} → {first.after}", TIDY
            )
        same = staging.count(SAME)
        if same:
            self._heading(tr("Nothing to do"))
            self._group("same", tr("As before"), same, tr("These rows are in the register already."), SAME)
        self._headings(staging)
        if not (errors or warnings or staging.plan.tidied or same):
            self._pane.body.addWidget(_padded(label(tr("No problems in this file."), "body", "muted")))

    def _headings(self, staging: Staging) -> None:
        if not staging.guessed and not staging.unread:
            return
        self._heading(tr("Headings"))
        for theirs, ours in staging.guessed:
            self._pane.body.addWidget(
                _padded(label(tr("{theirs} is read as {ours}", theirs=theirs, ours=ours), "cell", wraps=True))
            )
        if staging.unread:
            words = tr(", ").join(staging.unread)
            self._pane.body.addWidget(
                _padded(label(tr("Not read: {headings}", headings=words), "cell", "warn", wraps=True))
            )

    def _heading(self, words: str) -> None:
        self._pane.body.addWidget(_Heading(words))

    def _line(self, kind: str, words: str, count: int, sentence: str, code: str) -> None:
        line = FindingLine(kind, words, count, sentence, tr("First one"))
        line.button.clicked.connect(_Call(self, lambda: self.first_wanted.emit(code)).call)
        self._pane.body.addWidget(line)

    def _group(self, kind: str, words: str, count: int, sentence: str, group: str) -> None:
        line = FindingLine(kind, words, count, sentence, tr("Show"))
        line.button.clicked.connect(_Call(self, lambda: self.group_wanted.emit(group)).call)
        self._pane.body.addWidget(line)


class FindingLine(QWidget):
    """60 high: shape, words and count, a button; the sentence of the first below, shortened, whole in the tip."""

    def __init__(self, kind: str, words: str, count: int, sentence: str, verb: str) -> None:
        """All in the clerk's language."""
        super().__init__()
        self._shape, self._ink = _SHAPES[kind]
        self._sentence = sentence
        self.setToolTip(sentence)
        self.setAccessibleName(f"{words} {count}")
        self.setAccessibleDescription(sentence)
        self.setFixedHeight(60)
        self.button = Button(verb, height=24)
        self.button.setAccessibleName(f"{verb} {words}")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN + shapes.SIZE + 8, 8, theme.MARGIN, 28)
        row.setSpacing(6)
        row.addWidget(label(words, "body"))
        row.addWidget(label(str(count), "bold"))
        row.addStretch(1)
        row.addWidget(self.button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shape, sentence, the line below."""
        painter = QPainter(self)
        shapes.draw(painter, self._shape, theme.MARGIN, 15, theme.color(self._ink))
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.color("muted"))
        left = theme.MARGIN + shapes.SIZE + 8
        box = QRect(left, 33, self.width() - left - theme.MARGIN, 20)
        words = QFontMetrics(theme.font("hint")).elidedText(self._sentence, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("grid_soft"))
        painter.end()


class _Heading(QWidget):
    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words)
        self.setFixedHeight(28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(1, 0, self.width(), self.height(), theme.color("app"))
        painter.fillRect(1, self.height() - 1, self.width(), 1, theme.color("grid_soft"))
        painter.setFont(theme.font("cell_bold"))
        painter.setPen(theme.color("muted"))
        painter.drawText(self.rect().adjusted(theme.MARGIN, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self._words)
        painter.end()


class _Call(QObject):
    """Calls without the ``checked`` of a button."""

    def __init__(self, parent: QObject, slot: Callable[[], None]) -> None:
        super().__init__(parent)
        self._slot = slot

    def call(self, _checked: bool = False) -> None:
        self._slot()


def _where(row: int, sentence: str) -> str:
    return tr("From row {row}: {sentence}", row=row, sentence=sentence) if row else sentence


def _padded(widget: QWidget) -> QWidget:
    line = QWidget()
    column = QVBoxLayout(line)
    column.setContentsMargins(theme.MARGIN, 6, theme.MARGIN, 2)
    column.addWidget(widget)
    return line


def _empty(layout: QLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
