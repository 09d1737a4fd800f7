"""The printer group of the preview: which printer, which pages, how many copies, how far it is off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import label
from cjdesk.gui.paper_choices import LABEL_WIDTH, narrow
from cjdesk.gui.printer_memory import MOST_TENTHS, Offset, PrinterMemory
from cjdesk.i18n import tr
from cjdesk.printing.measures import Edges
from cjdesk.printing.printer import Job

ALL, CURRENT, SOME = "all", "current", "some"
MOST_COPIES = 99


class _Count(QSpinBox):
    """A number that the wheel changes only while it has the focus."""

    def __init__(self, least: int, most: int, name: str) -> None:
        super().__init__()
        self.setRange(least, most)
        _plain(self, name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Millimetres(QDoubleSpinBox):
    """An offset in steps of half a millimetre."""

    def __init__(self, arrow: str, name: str) -> None:
        super().__init__()
        self.setPrefix(arrow)
        self.setRange(-MOST_TENTHS / 10, MOST_TENTHS / 10)
        self.setSingleStep(0.5)
        self.setDecimals(1)
        _plain(self, name)
        self.setFixedWidth(57)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class PrinterBox(QWidget):
    """Signals: ``printer_changed(name)``, ``offset_changed()``, ``test_wanted()``, ``more_wanted()``.

    A printer that was used before and is not there now stays in the list, so that the clerk sees which one is missing.
    """

    printer_changed = Signal(str)
    offset_changed = Signal()
    test_wanted = Signal()
    more_wanted = Signal()

    def __init__(self, memory: PrinterMemory) -> None:
        """Empty until ``show_printers``."""
        super().__init__()
        self._memory = memory
        self._names: tuple[str, ...] = ()
        self._lost: Edges | None = None
        self.printers = QComboBox()
        self.printers.setAccessibleName(tr("Printer"))
        narrow(self.printers)
        self.which = QComboBox()
        narrow(self.which)
        self.which.setAccessibleName(tr("Range"))
        for value, words in ((ALL, tr("All pages")), (CURRENT, tr("This page")), (SOME, tr("From to"))):
            self.which.addItem(words, value)
        self.first = _Count(1, 1, tr("From page"))
        self.last = _Count(1, 1, tr("To page"))
        self.copies = _Count(1, MOST_COPIES, tr("Copies"))
        self.right = _Millimetres("→", tr("Offset to the right in mm"))
        self.down = _Millimetres("↓", tr("Offset down in mm"))
        self.note = label("", "hint", "warn", wraps=True)
        self.shrink = QCheckBox(tr("Shrink to fit"))
        self.test_button = Button(tr("Test page"), "quiet", height=24)
        self.more_button = Button(tr("More..."), "quiet", height=24)
        self._span = QWidget()
        self._put_together()
        self._listen()
        self.show_lost(None)
        self._on_which_activated()

    @property
    def name(self) -> str:
        """The chosen printer; empty when there is none."""
        return str(self.printers.currentData() or "")

    @property
    def names(self) -> tuple[str, ...]:
        """The printers that are there."""
        return self._names

    @property
    def offset(self) -> tuple[float, float]:
        """Millimetres to the right and down."""
        return self.right.value(), self.down.value()

    def show_printers(self, names: Sequence[str]) -> None:
        """The printers of this computer, the usual one first; the one used last is chosen, also when it is gone."""
        self._names = tuple(names)
        wanted = self.name or self._memory.last or (names[0] if names else "")
        with QSignalBlocker(self.printers):
            self.printers.clear()
            for name in names:
                self.printers.addItem(name, name)
            if wanted and wanted not in names:
                self.printers.addItem(tr("{printer} (not found)", printer=wanted), wanted)
            if not self.printers.count():
                self.printers.addItem(tr("none (F5 looks again)"), "")
            self.printers.setCurrentIndex(max(0, self.printers.findData(wanted)))
        self._on_printers_changed()

    def show_count(self, count: int) -> None:
        """How many pages the form has; a range that was there is kept as far as it fits."""
        whole = self.last.value() == self.last.maximum()
        for box in (self.first, self.last):
            box.setMaximum(max(count, 1))
        if whole:
            self.last.setValue(max(count, 1))

    def show_lost(self, lost: Edges | None) -> None:
        """Say which edges the printer leaves white though the form stands there."""
        self._lost = lost
        self.note.setVisible(lost is not None)
        self.shrink.setVisible(lost is not None)
        if lost is not None:
            words = (tr("left"), tr("top"), tr("right"), tr("bottom"))
            sides = (lost.left, lost.top, lost.right, lost.bottom)
            found = [f"{word} {side:.1f} mm" for word, side in zip(words, sides, strict=True) if side]
            self.note.setText(tr("This printer leaves edges white: {edges}", edges=tr(", ").join(found)))

    def choose_from(self, page: int) -> None:
        """Set the range from a page to the last one, as after a paper jam."""
        self.which.setCurrentIndex(self.which.findData(SOME))
        self.last.setValue(self.last.maximum())
        self.first.setValue(page)
        self._on_which_activated()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.first.selectAll()

    def job(self, index: int) -> Job:
        """What to print when page ``index`` (from 0) is looked at."""
        which = self.which.currentData()
        first, last = 1, self.last.maximum()
        if which == CURRENT:
            first = last = index + 1
        elif which == SOME:
            first, last = sorted((self.first.value(), self.last.value()))
        within = self._lost if self._lost is not None and self.shrink.isChecked() else Edges()
        return Job(first, last, self.copies.value(), *self.offset, within=within)

    # Inside

    def _put_together(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(tr("Printer"), "hint_bold", "muted"))
        column.addLayout(_line(tr("Printer"), self.printers))
        column.addLayout(_line(tr("Range"), self.which))
        between = _row(self.first, label("–"), self.last)
        self._span.setLayout(_line("", between))
        column.addWidget(self._span)
        column.addLayout(_line(tr("Copies"), _row(self.copies, None)))
        column.addLayout(_line(tr("Offset"), _row(self.right, self.down)))
        column.addWidget(self.note)
        column.addWidget(self.shrink)
        column.addLayout(_row(None, self.test_button, self.more_button))

    def _listen(self) -> None:
        self.printers.activated.connect(self._on_printers_activated)
        self.which.activated.connect(self._on_which_activated)
        for box in (self.right, self.down):
            box.valueChanged.connect(self._on_offset_changed)
        self.shrink.toggled.connect(self._on_offset_changed)
        self.test_button.clicked.connect(self.test_wanted)
        self.more_button.clicked.connect(self.more_wanted)

    def _on_printers_activated(self) -> None:
        self._memory.use(self.name)
        self._on_printers_changed()

    def _on_printers_changed(self) -> None:
        """Each printer has its own offset."""
        offset = self._memory.offset(self.name)
        for widget, value in ((self.right, offset.right), (self.down, offset.down)):
            with QSignalBlocker(widget):
                widget.setValue(value / 10)
        with QSignalBlocker(self.shrink):
            self.shrink.setChecked(offset.shrinks)
        self.printers.setToolTip(self.name)
        self.show_lost(None)
        self.printer_changed.emit(self.name)

    def _on_which_activated(self) -> None:
        self._span.setVisible(self.which.currentData() == SOME)

    def _on_offset_changed(self) -> None:
        right, down = (round(value * 10) for value in self.offset)
        self._memory.set_offset(self.name, Offset(right, down, self.shrink.isChecked()))
        self.offset_changed.emit()


def _plain(box: QSpinBox | QDoubleSpinBox, name: str) -> None:
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setFixedWidth(48)


def _line(words: str, content: QWidget | QHBoxLayout) -> QHBoxLayout:
    """A label of one width and what stands beside it."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    named: QLabel = label(words, "body", "muted")
    named.setFixedWidth(LABEL_WIDTH)
    row.addWidget(named)
    if isinstance(content, QWidget):
        row.addWidget(content, 1)
    else:
        row.addLayout(content, 1)
    return row


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets beside each other; None takes the room that is left."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
