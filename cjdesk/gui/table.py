"""The table of a list: header with ticks, rows, total row under the columns, thin scroll bar with its cap."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QHeaderView, QTableView, QWidget

from cjdesk.gui import icons, theme
from cjdesk.gui.delegates import PADDING, CellDelegate
from cjdesk.gui.row_model import Column, Index, RowModel, words
from cjdesk.i18n import tr


class TableHeader(QHeaderView):
    """Muted titles aligned as their columns, ticks between them, an arrow where the list is sorted."""

    def __init__(self, model: RowModel, *, grid: bool = False, parent: QWidget | None = None) -> None:
        """``grid``: ticks over the whole height."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = model
        self._grid = grid
        self._added = False
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(32)
        self.setFixedHeight(theme.TABLE_HEADER)
        self.setHighlightSections(False)
        self.sectionClicked.connect(self._on_section_clicked)

    def sizeHint(self) -> QSize:
        """28 high."""
        return QSize(super().sizeHint().width(), theme.TABLE_HEADER)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Shift adds a second key."""
        self._added = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sections and the line below the whole header."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        end = self.length() - self.offset()
        painter.fillRect(end, 0, self.width() - end, self.height(), theme.color("app"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """One title."""
        column = self._rows.columns[logical]
        painter.save()
        painter.fillRect(rect, theme.color("app"))
        first, last = visible_ends(self)
        left = theme.MARGIN if logical == first else PADDING
        right = theme.MARGIN if column.right and logical == last else PADDING
        inside = rect.adjusted(left, 0, -right, -1)
        painter.setFont(theme.font("cell"))
        painter.setPen(theme.color("muted"))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        title = tr(column.title)
        metrics = QFontMetricsF(theme.font("cell"))
        painter.drawText(
            inside,
            int(side | Qt.AlignmentFlag.AlignVCenter),
            metrics.elidedText(title, Qt.TextElideMode.ElideRight, inside.width()),
        )
        self._arrow(painter, inside, column, metrics.horizontalAdvance(title))
        tick = rect.height() - 1 if self._grid else 14
        if logical != last or self._grid:
            painter.fillRect(rect.right(), rect.top() + (rect.height() - tick) // 2, 1, tick, theme.color("line"))
        painter.restore()

    def _arrow(self, painter: QPainter, inside: QRect, column: Column, width: float) -> None:
        now = next((one for one in self._rows.order if one.by == column.sort_by), None)
        if now is None or not column.sort_by:
            return
        left = inside.right() - width - 14 if column.right else inside.left() + width + 1
        middle = inside.center().y() + 0.5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if now.descending:
            icons.draw(painter, "chevron-down", QRectF(left, middle - 7, 14, 14), theme.tokens().accent)
        else:
            painter.translate(left + 7, middle)
            painter.rotate(180)
            icons.draw(painter, "chevron-down", QRectF(-7, -7, 14, 14), theme.tokens().accent)

    def _on_section_clicked(self, logical: int) -> None:
        self._rows.toggle_order(self._rows.columns[logical], add=self._added)
        self.viewport().update()


@dataclass(frozen=True, slots=True)
class Total:
    """One word or sum under a column; ``ink`` a colour token."""

    key: str
    text: str
    bold: bool = True
    ink: str = "text"


class TotalRow(QWidget):
    """The row that never scrolls away: it reads the sections' places from the table."""

    def __init__(self, table: RowTable) -> None:
        """Stands under the table."""
        super().__init__()
        self._table = table
        self._totals: tuple[Total, ...] = ()
        self.setFixedHeight(theme.TOTAL)
        header = table.horizontalHeader()
        header.sectionResized.connect(self._on_table_moved)
        table.horizontalScrollBar().valueChanged.connect(self._on_table_moved)

    def set_totals(self, totals: Iterable[Total]) -> None:
        """Show other sums; texts may run over empty columns to the right."""
        self._totals = tuple(totals)
        self.setAccessibleName("，".join(one.text for one in self._totals))
        self.update()

    def texts(self) -> tuple[str, ...]:
        """What is shown, for tests and for the status bar."""
        return tuple(one.text for one in self._totals)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The texts under their columns."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("readonly"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))
        header = self._table.horizontalHeader()
        columns = self._table.rows.columns
        first, last = visible_ends(header)
        for total in self._totals:
            place = next((n for n, one in enumerate(columns) if one.key == total.key), -1)
            if place < 0 or header.isSectionHidden(place):
                continue
            left = header.sectionViewportPosition(place)
            width = header.sectionSize(place)
            painter.setFont(theme.font("cell_bold" if total.bold else "cell"))
            painter.setPen(QColor(getattr(theme.tokens(), total.ink)))
            if columns[place].right:
                right = theme.MARGIN if place == last else PADDING
                box = QRectF(left - 200, 0, width + 200 - right, self.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, total.text)
            else:
                start = left + (theme.MARGIN if place == first else PADDING)
                box = QRectF(start, 0, self.width() - start, self.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, total.text)
        painter.end()

    def _on_table_moved(self, *_places: int) -> None:
        self.update()


class Cap(QWidget):
    """The piece above the scroll bar in the header's colour."""

    def __init__(self) -> None:
        """28 high."""
        super().__init__()
        self.setFixedSize(10, theme.TABLE_HEADER)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Header colour and its line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("app"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
        painter.end()


class RowTable(QTableView):
    """Shows a RowModel; ``opened(row value)`` on Enter or double click, ``current_changed(row value)`` on moving."""

    opened = Signal(object)
    current_changed = Signal(object)
    selection_counted = Signal()

    def __init__(self, model: RowModel, *, name: str, grid: bool = False, parent: QWidget | None = None) -> None:
        """``name`` is what a screen reader says of the table, already in the clerk's language."""
        super().__init__(parent)
        self.rows = model
        self.grid = grid
        self.setModel(model)
        self._cells = CellDelegate(model, grid=grid)
        self.setItemDelegate(self._cells)
        self._header = TableHeader(model, grid=grid, parent=self)
        self.setHorizontalHeader(self._header)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW)
        self.verticalHeader().setMinimumSectionSize(theme.ROW)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustIgnored)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(name)
        self.addScrollBarWidget(Cap(), Qt.AlignmentFlag.AlignTop)
        self.verticalScrollBar().setAccessibleName(tr("Scroll"))
        self.horizontalScrollBar().setAccessibleName(tr("Scroll"))
        self.doubleClicked.connect(self._on_double_clicked)
        model.modelReset.connect(self._on_rows_model_reset)
        self._wish: tuple[str, object] | None = None
        self.show_columns([column.key for column in model.columns])

    def show_columns(self, keys: Sequence[str], *, widths: dict[str, int] | None = None) -> None:
        """Show these columns only, with their declared or the given widths."""
        for place, column in enumerate(self.rows.columns):
            self.setColumnHidden(place, column.key not in keys)
            self.setColumnWidth(place, (widths or {}).get(column.key, column.width))
        self._cells.first_visible, self._cells.last_visible = visible_ends(self._header)

    def shown_columns(self) -> tuple[Column, ...]:
        """The columns that are not hidden."""
        return tuple(one for place, one in enumerate(self.rows.columns) if not self.isColumnHidden(place))

    def current_row(self) -> object | None:
        """The row value the cursor is on."""
        return self.rows.row_value(self.currentIndex().row())

    def selected_rows(self) -> list[object]:
        """The selected row values in shown order."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [one for place in places if (one := self.rows.row_value(place)) is not None]

    def select(self, key: str, wanted: object) -> bool:
        """Put the cursor on the row whose attribute has this value."""
        place = self.rows.find(key, wanted)
        if place < 0:
            return False
        self.go_to(place)
        return True

    def go_to(self, row: int, column: int | None = None) -> None:
        """Put the cursor on a row, on the given or the present column."""
        shown = [n for n in range(len(self.rows.columns)) if not self.isColumnHidden(n)]
        at = column if column is not None else max(self.currentIndex().column(), shown[0] if shown else 0)
        index = self.rows.index(row, at)
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.scrollTo(index)

    def copy(self) -> None:
        """Copy the selected rows: tab text, and a table of text cells so that WPS and Excel keep all 18 digits."""
        columns = self.shown_columns()
        lines = [[words(one, getattr(row, one.key)) for one in columns] for row in self.selected_rows()]
        if not lines:
            return
        data = QMimeData()
        data.setText("\n".join("\t".join(line) for line in lines))
        body = "".join(
            "<tr>" + "".join(f"<td style=\"mso-number-format:'\\@'\">{html.escape(one)}</td>" for one in line) + "</tr>"
            for line in lines
        )
        data.setHtml(f"<table>{body}</table>")
        QGuiApplication.clipboard().setMimeData(data)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, and the rows' lines and selection to the right of the last column."""
        super().paintEvent(event)
        right = self._header.length() - self._header.offset()
        rest = self.viewport().width() - right
        if rest <= 0 or self.grid:
            return
        painter = QPainter(self.viewport())
        chosen = {index.row() for index in self.selectionModel().selectedRows()}
        row = self.rowAt(0)
        while 0 <= row < self.rows.rowCount():
            top = self.rowViewportPosition(row)
            if top > self.viewport().height():
                break
            if row in chosen:
                painter.fillRect(right, top, rest, theme.ROW, theme.color("selection"))
            painter.fillRect(right, top + theme.ROW - 1, rest, 1, theme.color("grid_soft"))
            row += 1
        painter.end()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row it is."""
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not previous.isValid():
            self.current_changed.emit(self.rows.row_value(current.row()))

    def selectionChanged(self, selected: object, deselected: object) -> None:
        """Tell that the count changed."""
        super().selectionChanged(selected, deselected)  # type: ignore[arg-type]
        self.viewport().update()
        self.selection_counted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Home and End go to the first and last row with Ctrl as elsewhere."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            one = self.current_row()
            if one is not None:
                self.opened.emit(one)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        """A list entered by keyboard has a current row."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.go_to(0)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        one = self.rows.row_value(index.row())
        if one is not None:
            self.opened.emit(one)

    def _on_rows_model_reset(self) -> None:
        self._header.viewport().update()
        self.selection_counted.emit()


def visible_ends(header: QHeaderView) -> tuple[int, int]:
    """First and last shown section."""
    shown = [n for n in range(header.count()) if not header.isSectionHidden(n)]
    return (shown[0], shown[-1]) if shown else (0, 0)
