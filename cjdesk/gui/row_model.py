"""Rows of a list: columns are declared, rows come in windows from a question that SQL filters and sorts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cjdesk.gui.shapes import Chip
from cjdesk.i18n import tr, yuan

Kind = Literal["text", "code", "number", "count", "money", "date", "id", "account", "chip", "change"]
Index = QModelIndex | QPersistentModelIndex

WINDOW = 200
"""Rows fetched at a time."""
KEPT = 40
"""Windows kept; older ones are fetched again."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``key`` names the attribute of the row value, ``title`` is a message id.

    ``kind`` decides the drawing: text, code, number (right), count (right), money (fen, right), date, id (drawn
    in three parts), account, chip (a ``Chip`` or None), change (a pair old, new). ``compact=False`` hides the
    column by default in compact width, ``pane=False`` while the pane is open; ``pane_width`` is the width then.
    ``order`` is the name the question sorts by ("" = cannot be sorted; default: the key). ``muted`` greys plain text.
    """

    key: str
    title: str
    width: int
    kind: Kind = "text"
    bold: bool = False
    muted: bool = False
    compact: bool = True
    pane: bool = True
    pane_width: int = 0
    order: str | None = None
    wide: bool = True
    """``False``: hidden by default at full width without the pane."""

    @property
    def right(self) -> bool:
        """Whether it is right-aligned."""
        return self.kind in ("number", "count", "money")

    @property
    def sort_by(self) -> str:
        """What the question calls the order; empty if it has none."""
        return self.key if self.order is None else self.order


@dataclass(frozen=True, slots=True)
class Order:
    """One key of the sorting."""

    by: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What a list wants to see; the page turns it into one question to the desk."""

    text: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    segment: str = ""
    order: tuple[Order, ...] = ()
    offset: int = 0
    limit: int = WINDOW


@dataclass(frozen=True, slots=True)
class Slice:
    """The answer: the rows of one window and how many there are in all."""

    rows: Sequence[object]
    total: int


@dataclass(frozen=True, slots=True)
class Look:
    """How one cell differs: ``back`` changed, error, readonly or ""; ``ink`` a colour token; bold."""

    back: str = ""
    ink: str = ""
    bold: bool = False
    mark: str = ""


Fetch = Callable[[Sequence[Order], int, int], Slice]
"""(order, offset, limit) → the rows of that window."""


class RowModel(QAbstractTableModel):
    """A read-only table of frozen row values; ``sorted_by(order)`` tells that the order changed."""

    ordered = Signal()
    ROW_ROLE = Qt.ItemDataRole.UserRole
    VALUE_ROLE = Qt.ItemDataRole.UserRole + 1

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Fetch,
        *,
        look: Callable[[object, Column], Look | None] | None = None,
        spoken: Callable[[object, Column], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``look`` says how a cell differs, ``spoken`` adds to what a screen reader says of it."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._look = look
        self._spoken = spoken
        self._windows: dict[int, Sequence[object]] = {}
        self._total = 0
        self._order: tuple[Order, ...] = ()

    def refresh(self) -> None:
        """Ask again for everything; keeps the order."""
        self.beginResetModel()
        self._windows.clear()
        first = self._fetch(self._order, 0, WINDOW)
        self._windows[0] = first.rows
        self._total = first.total
        self.endResetModel()

    @property
    def order(self) -> tuple[Order, ...]:
        """The order in force; empty is the question's own."""
        return self._order

    def set_order(self, order: Sequence[Order]) -> None:
        """Sort by other keys, in SQL."""
        self._order = tuple(order)
        self.refresh()
        self.ordered.emit()

    def toggle_order(self, column: Column, *, add: bool = False) -> None:
        """A header click: up, down, the question's own order; ``add`` keeps the other keys."""
        by = column.sort_by
        if not by:
            return
        others = tuple(one for one in self._order if one.by != by) if add else ()
        now = next((one for one in self._order if one.by == by), None)
        if now is None:
            self.set_order((*others, Order(by)))
        elif not now.descending:
            self.set_order((*others, Order(by, descending=True)))
        else:
            self.set_order(others)

    def row_value(self, row: int) -> object | None:
        """The row's frozen value; None outside the table."""
        if not 0 <= row < self._total:
            return None
        start = row - row % WINDOW
        if start not in self._windows:
            if len(self._windows) >= KEPT:
                self._windows.pop(next(iter(self._windows)))
            self._windows[start] = self._fetch(self._order, start, WINDOW).rows
        window = self._windows[start]
        place = row - start
        return window[place] if place < len(window) else None

    def value(self, row: int, column: Column) -> object:
        """What stands in a cell, as a value."""
        one = self.row_value(row)
        return None if one is None else getattr(one, column.key)

    def look(self, row: int, column: Column) -> Look | None:
        """How a cell differs from others."""
        one = self.row_value(row)
        return self._look(one, column) if self._look is not None and one is not None else None

    def find(self, key: str, wanted: object) -> int:
        """The first fetched row whose attribute has the value; -1 if none of the fetched rows has."""
        for start in sorted(self._windows):
            for place, one in enumerate(self._windows[start]):
                if getattr(one, key, None) == wanted:
                    return start + place
        return -1

    def rowCount(self, parent: Index | None = None) -> int:
        """All rows, fetched or not."""
        return 0 if parent is not None and parent.isValid() else self._total

    def columnCount(self, parent: Index | None = None) -> int:
        """The declared columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: PLR0911 - one per role
        """Words for display and for a screen reader; values under the two roles of this class."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == self.ROW_ROLE:
            return self.row_value(index.row())
        if role == self.VALUE_ROLE:
            return self.value(index.row(), column)
        if role == Qt.ItemDataRole.DisplayRole:
            return words(column, self.value(index.row(), column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._speech(index.row(), column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Column titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return tr(self.columns[section].title)
        return None

    def _speech(self, row: int, column: Column) -> str:
        one = self.row_value(row)
        said = f"{tr(column.title)}，{words(column, self.value(row, column))}"
        more = self._spoken(one, column) if self._spoken is not None and one is not None else ""
        return f"{said}，{more}" if more else said


def words(column: Column, value: object) -> str:  # noqa: PLR0911 - one line for each kind
    """A value as the clerk reads it; nothing is —, in a chip column it is blank."""
    if isinstance(value, Chip):
        return value.word
    if value is None:
        return "" if column.kind == "chip" else "—"
    if column.kind == "money" and isinstance(value, int):
        return yuan(value)
    if column.kind == "count" and isinstance(value, int):
        return f"{value:,}"
    if column.kind == "change" and isinstance(value, tuple):
        old, new = value
        return f"{old} → {new}" if old and old != new else str(new)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
