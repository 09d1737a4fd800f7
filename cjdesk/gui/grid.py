"""A table whose cells can be typed into: what is typed is stored on leaving the cell, or stays there in red."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QKeyCombination, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from cjdesk.domain.errors import UserError
from cjdesk.gui import messages, theme
from cjdesk.gui.delegates import CellDelegate
from cjdesk.gui.editors import Box
from cjdesk.gui.row_model import Column, Fetch, Index, Look, RowModel, words
from cjdesk.gui.table import RowTable

Commit = Callable[[object, Column, str], None]
"""(row value, column, typed text) stores it, or raises a UserError that stays at the cell."""

_AS_ABOVE = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_D)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GridModel(RowModel):
    """A RowModel whose cells can be typed into.

    Signals: ``refused(error)`` when a typed text could not be stored. The text stays in its cell until it is put right
    or cleared with Esc in the cell's editor; nothing that was typed is lost by a refresh.
    """

    refused = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Fetch,
        *,
        look: Callable[[object, Column], Look | None],
        spoken: Callable[[object, Column], str],
        editable: Callable[[object, Column], bool],
        commit: Commit,
        key: str,
        parent: QObject,
    ) -> None:
        """``key`` is the attribute that says which row it is."""
        super().__init__(columns, fetch, look=look, spoken=spoken, parent=parent)
        self._editable = editable
        self._commit = commit
        self._key = key
        self._typed: dict[tuple[object, str], tuple[str, UserError | None]] = {}

    def refresh(self) -> None:
        """Ask again; what was stored is in the answer, what was refused stays."""
        self._typed = {place: typed for place, typed in self._typed.items() if typed[1] is not None}
        super().refresh()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Which cells can be typed into."""
        known = super().flags(index)
        row = self.row_value(index.row()) if index.isValid() else None
        if row is not None and self._editable(row, self.columns[index.column()]):
            return known | Qt.ItemFlag.ItemIsEditable
        return known

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Store what was typed; ``refused`` tells when it cannot be."""
        row = self.row_value(index.row())
        if row is None or role != Qt.ItemDataRole.EditRole:
            return False
        column, text = self.columns[index.column()], str(value).strip()
        place = (getattr(row, self._key), column.key)
        if text == editing_text(column, getattr(row, column.key, None)):
            self._typed.pop(place, None)
            self.dataChanged.emit(index, index)
            return True
        self._typed[place] = (text, None)
        try:
            self._commit(row, column, text)
        except UserError as error:
            self._typed[place] = (text, error)
            self.refused.emit(error)
        except Exception as error:  # noqa: BLE001 - the top of a slot
            self._typed.pop(place, None)
            messages.tell(cast("QWidget", self.parent()), error)
        self.dataChanged.emit(index, index)
        return True

    def value(self, row: int, column: Column) -> object:
        """What was typed and is not in the answer yet, else what is stored."""
        one = self.row_value(row)
        typed = self._typed.get((getattr(one, self._key, None), column.key))
        return typed[0] if typed is not None else getattr(one, column.key, None)

    def look(self, row: int, column: Column) -> Look | None:
        """A refused cell is red."""
        error = self.error(self.row_value(row), column)
        return Look(back="error", ink="error") if error is not None else super().look(row, column)

    def error(self, row: object | None, column: Column | None = None) -> UserError | None:
        """Why a cell was refused, or the first refused cell of a row."""
        key = getattr(row, self._key, None)
        return next(
            (
                error
                for (one, name), (_, error) in self._typed.items()
                if one == key and error is not None and (column is None or name == column.key)
            ),
            None,
        )

    def errors(self) -> int:
        """How many cells are refused."""
        return sum(error is not None for _, error in self._typed.values())

    def give_up(self, index: Index) -> None:
        """Forget what was typed and refused in a cell."""
        row = self.row_value(index.row())
        self._typed.pop((getattr(row, self._key, None), self.columns[index.column()].key), None)
        self.dataChanged.emit(index, index)


def editing_text(column: Column, value: object) -> str:
    """What stands in the editor of a cell when it opens."""
    text = words(column, value)
    return "" if text == "—" else text


class GridDelegate(CellDelegate):
    """Paints cells of a grid, whose current row is not filled, and opens their editors. ``moved(step)`` after Enter."""

    moved = Signal(int)

    def __init__(self, model: GridModel) -> None:
        """Grid lines both ways."""
        super().__init__(model, grid=True)
        self._rows = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Only a selection of several rows is filled, so that red and grey cells are seen under the cursor."""
        view = option.widget
        if isinstance(view, QAbstractItemView) and len(view.selectionModel().selectedRows()) <= 1:
            option.state &= ~QStyle.StateFlag.State_Selected
        super().paint(painter, option, index)

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """A box without an input method: cells of grids hold amounts, numbers and dates."""
        box = Box(input_method=False)
        box.setParent(parent)
        column = self._rows.columns[index.column()]
        box.setAccessibleName(str(self._rows.headerData(index.column(), Qt.Orientation.Horizontal)))
        box.setFont(theme.font("cell"))
        box.setAlignment(Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft)
        box.setStyleSheet(
            f"QLineEdit {{ border: 2px solid {theme.tokens().ring}; border-radius: 0; padding: 0 5px; min-height: 0; }}"
        )
        box.next_wanted.connect(lambda: QTimer.singleShot(0, self, lambda: self.moved.emit(1)))
        box.back_wanted.connect(lambda: QTimer.singleShot(0, self, lambda: self.moved.emit(-1)))
        return box

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """What stands in the cell, selected."""
        box = cast("Box", editor)
        column = self._rows.columns[index.column()]
        box.setText(editing_text(column, self._rows.value(index.row(), column)))
        box.selectAll()

    def setModelData(self, editor: QWidget, _model: object, index: QModelIndex | QPersistentModelIndex) -> None:
        """Hand what was typed to the model."""
        self._rows.setData(index, cast("Box", editor).text())


class GridKeys(QObject):
    """Enter goes down, Shift+Enter up, Del clears, Ctrl+D takes the cell above, Esc gives up what was refused."""

    def __init__(self, table: RowTable, model: GridModel) -> None:
        """Put the grid's painter, editors and keys on a table."""
        super().__init__(table)
        self._table, self._model = table, model
        self.delegate = GridDelegate(model)
        table._cells = self.delegate  # noqa: SLF001 - the table asks its painter for the visible ends
        table.setItemDelegate(self.delegate)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        table.installEventFilter(self)
        self.delegate.moved.connect(self._on_delegate_moved)

    def move(self, step: int) -> None:
        """The next or previous row, same column."""
        now = self._table.currentIndex()
        row = min(max(now.row() + step, 0), self._model.rowCount() - 1)
        if row >= 0:
            self._table.go_to(row, now.column())

    def _on_delegate_moved(self, step: int) -> None:
        """Enter in an editor moves on, unless what was typed was refused: then the cursor stays with the words."""
        now = self._table.currentIndex()
        if now.isValid() and self._model.error(self._model.row_value(now.row()), self._model.columns[now.column()]):
            return
        self.move(step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The grid's own keys."""
        if event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = cast("QKeyEvent", event)
        now = self._table.currentIndex()
        editable = bool(now.isValid() and self._model.flags(now) & Qt.ItemFlag.ItemIsEditable)
        if key.key() in _ENTER and not key.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.move(-1 if key.modifiers() else 1)
        elif key.key() == Qt.Key.Key_Delete and editable:
            self._model.setData(now, "")
        elif key.keyCombination() == _AS_ABOVE and editable and now.row():
            column = self._model.columns[now.column()]
            self._model.setData(now, editing_text(column, self._model.value(now.row() - 1, column)))
        elif (
            key.key() == Qt.Key.Key_Escape
            and now.isValid()
            and self._model.error(self._model.row_value(now.row()), self._model.columns[now.column()])
        ):
            self._model.give_up(now)
        else:
            return super().eventFilter(watched, event)
        return True
