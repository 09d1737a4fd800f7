"""A sheet of figures: villages as rows, columns under groups, Enter on a number asks for its names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cjdesk.gui import theme
from cjdesk.gui.labels import label
from cjdesk.gui.row_model import Column, Look, Order, RowModel, Slice
from cjdesk.gui.table import RowTable, TableHeader
from cjdesk.i18n import tr


class GroupedHeader(TableHeader):
    """A header of two lines: the titles below, over them the groups that they belong to."""

    def __init__(self, model: RowModel, groups: Mapping[str, str], parent: QWidget | None = None) -> None:
        """``groups`` gives the group of a column's key as a message id."""
        super().__init__(model, grid=True, parent=parent)
        self._columns = model.columns
        self._groups = groups
        self.setFixedHeight(2 * theme.TABLE_HEADER)

    def sizeHint(self) -> QSize:
        """Two lines of 28."""
        return QSize(super().sizeHint().width(), 2 * theme.TABLE_HEADER)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """A title in the lower line; one without a group over both."""
        if self._columns[logical].key not in self._groups:
            super().paintSection(painter, rect, logical)
            return
        half = rect.height() // 2
        super().paintSection(painter, rect.adjusted(0, half, 0, 0), logical)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The groups over their columns."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        half = self.height() // 2
        for group, left, width in self._spans():
            box = QRect(left, 0, width, half)
            painter.fillRect(box, theme.color("app"))
            painter.setFont(theme.font("cell"))
            painter.setPen(theme.color("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr(group))
            painter.fillRect(left, half - 1, width, 1, theme.color("line"))
            painter.fillRect(left + width - 1, 0, 1, half, theme.color("line"))
        painter.end()

    def _spans(self) -> list[tuple[str, int, int]]:
        """Group, left edge, width of each run of shown columns of one group."""
        found: list[tuple[str, int, int]] = []
        for place, column in enumerate(self._columns):
            if self.isSectionHidden(place):
                continue
            group, left, width = (
                self._groups.get(column.key, ""), self.sectionViewportPosition(place), self.sectionSize(place),
            )  # fmt: skip
            if found and group and found[-1][0] == group:
                found[-1] = (group, found[-1][1], found[-1][2] + width)
            else:
                found.append((group, left, width))
        return [one for one in found if one[0]]


class FigureTable(RowTable):
    """A table whose cells are asked about: Enter, double click and Shift+F1. Signal: ``asked(key)`` of a definition."""

    asked = Signal(str)

    def __init__(self, model: RowModel, groups: Mapping[str, str], *, name: str) -> None:
        """``name`` is what a screen reader says of it."""
        super().__init__(model, name=name, grid=True)
        if groups:
            self._header = GroupedHeader(model, groups, self)
            self.setHorizontalHeader(self._header)
            self.show_columns([column.key for column in model.columns])

    @property
    def figure(self) -> str:
        """The key of the column that the cursor is on."""
        place = self.currentIndex().column()
        return self.rows.columns[place].key if place >= 0 else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shift+F1: what the figure under the cursor means."""
        if event.key() == Qt.Key.Key_F1 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.asked.emit(self.figure)
            return
        super().keyPressEvent(event)


class FigureSheet(QWidget):
    """A table of given rows with a foot. Signals: ``opened(row, key)`` of a number, ``asked(key)`` of its meaning."""

    opened = Signal(object, str)
    asked = Signal(str)

    def __init__(self, columns: Sequence[Column], groups: Mapping[str, str], *, name: str) -> None:
        """All words but the columns' titles are in the clerk's language."""
        super().__init__()
        self._rows: Sequence[object] = ()
        self.model = RowModel(columns, self._fetch, look=self._look, parent=self)
        self.table = FigureTable(self.model, groups, name=name)
        self.table.opened.connect(self._on_table_opened)
        self.table.asked.connect(self.asked)
        self.foot = label("", "hint", "muted", wraps=True)
        self.foot.setContentsMargins(theme.MARGIN, 6, theme.MARGIN, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)

    @property
    def shown_rows(self) -> Sequence[object]:
        """The rows that are shown."""
        return self._rows

    def set_rows(self, rows: Sequence[object], foot: str, *, hidden: frozenset[str] = frozenset()) -> None:
        """Show other rows; the cursor stays where it is."""
        index = self.table.currentIndex()
        row, column = max(index.row(), 0), index.column()
        self._rows = tuple(rows)
        self.model.refresh()
        self.table.show_columns([one.key for one in self.model.columns if one.key not in hidden])
        if self._rows:
            self.table.go_to(min(row, len(self._rows) - 1), column if column >= 0 else None)
        self.foot.setText(foot)
        self.foot.setVisible(bool(foot))

    def _fetch(self, _order: Sequence[Order], offset: int, limit: int) -> Slice:
        return Slice(self._rows[offset : offset + limit], len(self._rows))

    def _look(self, row: object, _column: Column) -> Look | None:
        """The total stands out."""
        total = hasattr(row, "key") and getattr(row, "key", "") is None
        return Look(back="readonly", bold=True) if total else None

    def _on_table_opened(self, row: object) -> None:
        self.opened.emit(row, self.table.figure)
