"""The list page: header, filter bar, table fetched by SQL, total row, detail pane; all of it declared by the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from cjdesk.domain.month import Month
from cjdesk.gui import theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import Desk
from cjdesk.gui.empty_state import EmptyState
from cjdesk.gui.filters import Choice, Filter, FilterBox, SearchBox, Segment, Segments
from cjdesk.gui.header import MonthSwitch, PageHeader
from cjdesk.gui.messages import MessageBar
from cjdesk.gui.page import Page, StatusNote
from cjdesk.gui.pane import Pane
from cjdesk.gui.row_model import Column, Look, Order, RowModel, Slice, View
from cjdesk.gui.table import RowTable, Total, TotalRow
from cjdesk.i18n import tr


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says: one sentence in the clerk's language and the keys of one or two commands."""

    sentence: str
    commands: tuple[str, ...] = ()


class ListPage(Page):
    """Declare ``COLUMNS``, ``FILTERS``, ``SEGMENTS``, ``SEARCH_HINT`` and answer ``fetch``.

    Signals: ``row_changed(row value or None)`` when the cursor goes to another row, ``row_opened(row value)`` on Enter.
    To override: ``fetch`` (always), ``choices``, ``counts``, ``totals``, ``empty``, ``look``, ``spoken``, ``status``,
    ``show_row`` (fills ``self.pane``). Layout places for a page's own widgets: ``tabs_place`` (under the header),
    ``strip_place`` (above the table), ``foot_place`` (under the total row), ``filter_row``.
    """

    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    FILTERS: ClassVar[tuple[Filter, ...]] = ()
    SEGMENTS: ClassVar[tuple[Segment, ...]] = ()
    SEARCH_HINT: ClassVar[str] = ""
    """Message id of the filter bar's text box; empty = no box."""
    SEGMENTS_LEFT: ClassVar[bool] = False
    """Whether the segments stand before the search box (工资) or at the right (人员)."""
    PANE: ClassVar[bool] = True
    GRID: ClassVar[bool] = False
    ROW_KEY: ClassVar[str] = "id"
    """The attribute that says which row it is, so that the cursor stays there after a refresh."""

    row_changed = Signal(object)
    row_opened = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Builds everything from the declarations."""
        super().__init__(desk, parent)
        self.header = PageHeader(self.TITLE)
        self.month_switch: MonthSwitch | None = None
        if self.MONTHLY:
            self.month_switch = MonthSwitch(desk.month)
            self.month_switch.turned.connect(self._on_month_switch_turned)
            self.header.add_left(self.month_switch, before_count=True)
        self.message_bar = MessageBar()
        self.rows = self.make_rows()
        self.table = RowTable(self.rows, name=tr(self.TITLE), grid=self.GRID)
        self.total_row = TotalRow(self.table)
        self.empty_state = EmptyState()
        self.pane = Pane(self)
        self._pane_open: bool | None = None
        self._filters = self._filter_bar()
        self._main = QWidget(self)
        self._columns_layout()
        self._widths_pause = QTimer(self)
        self._widths_pause.setSingleShot(True)
        self._widths_pause.setInterval(500)
        self._widths_pause.timeout.connect(self._keep_widths)
        self._arranging = self._settling = False
        self._declared: dict[str, int] = {}
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.opened.connect(self.row_opened)
        self.table.selection_counted.connect(self.status_changed)
        self.table.horizontalHeader().sectionResized.connect(self._on_header_section_resized)
        self.pane.closed.connect(self._on_pane_closed)
        self.pane.setVisible(False)
        self._commands_made = False

    # What a page overrides

    def fetch(self, view: View) -> Slice:
        """Answer one window of rows through ``self.desk.ask``; sorting and filtering are the question's."""
        raise NotImplementedError

    def choices(self, key: str) -> Sequence[Choice]:  # noqa: ARG002 - for the page that overrides it
        """What a filter offers besides "all"."""
        return ()

    def counts(self) -> dict[str, int]:
        """The numbers in the segments."""
        return {}

    def totals(self) -> Sequence[Total]:
        """The total row; its first text usually counts the rows."""
        return ()

    def empty(self) -> Empty:
        """What an empty list says."""
        return Empty(tr("Nothing here yet."))

    def look(self, row: object, column: Column) -> Look | None:  # noqa: ARG002 - for the page that overrides it
        """How a cell differs from others."""
        return None

    def spoken(self, row: object, column: Column) -> str:  # noqa: ARG002 - for the page that overrides it
        """What a screen reader says behind column and value."""
        return ""

    def show_row(self, row: object | None) -> None:
        """Fill the pane for the current row; only called while the pane is open."""

    def make_rows(self) -> RowModel:
        """The model of the table; a grid whose cells can be typed into makes its own."""
        return RowModel(self.COLUMNS, self._fetch, look=self.look, spoken=self.spoken, parent=self)

    # What a page uses

    def view(self) -> View:
        """What the filters say now."""
        return View(
            text=self.search.words() if self.search is not None else "",
            filters={key: box.value() for key, box in self.filter_boxes.items() if box.value()},
            segment=self.segments.value() if self.segments is not None else "",
            order=self.rows.order,
        )

    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        view = self.view()
        return bool(view.text or view.filters or (self.SEGMENTS and view.segment != self.SEGMENTS[0].key))

    def refresh(self) -> None:
        """Ask again; the cursor stays on its row."""
        kept = getattr(self.table.current_row(), self.ROW_KEY, None)
        column = max(0, self.table.currentIndex().column())
        for one in self.FILTERS:
            self.filter_boxes[one.key].set_choices([Choice("", tr("All")), *self.choices(one.key)])
        self.rows.refresh()
        self._after_rows(kept, column)

    def clear_filters(self) -> None:
        """Show everything again."""
        if self.search is not None:
            self.search.clear()
        for box in self.filter_boxes.values():
            box.set_value("")
        if self.segments is not None and self.SEGMENTS:
            self.segments.choose(self.SEGMENTS[0].key)
        self._refetch()

    def select(self, wanted: object) -> bool:
        """Put the cursor on a row by its ``ROW_KEY``."""
        return self.table.select(self.ROW_KEY, wanted)

    def status(self) -> StatusNote:
        """Selection and rows."""
        chosen = len(self.table.selectionModel().selectedRows())
        total = self.rows.rowCount()
        words = tr("{n} of {total} selected", n=chosen, total=total) if chosen else tr("{total} rows", total=total)
        return StatusNote(rows=words)

    def regions(self) -> list[QWidget]:
        """Filter, table, pane."""
        first = self.search or next(iter(self.filter_boxes.values()), None)
        found: list[QWidget] = [one for one in (first, self.table) if one is not None]
        return [*found, self.pane] if self.pane.isVisible() else found

    def pane_is_open(self) -> bool:
        """Whether the pane is to be seen at the present width."""
        if not self.PANE:
            return False
        if self._pane_open is None:
            return self.desk.prefs.flag(f"pane/{self.KEY}", default=True) if self._wide() else False
        return self._pane_open

    def set_pane_open(self, *, value: bool) -> None:
        """Open or close the pane (F4); remembered where it stands beside the table."""
        self._pane_open = value
        if self._wide():
            self.desk.prefs.set_flag(f"pane/{self.KEY}", value=value)
        self._arrange()

    def toggle_filter_bar(self) -> None:
        """Show or hide the filter bar."""
        self._filters.setVisible(self._filters.isHidden())

    def reset_columns(self) -> None:
        """The declared widths again."""
        self.desk.prefs.forget(f"widths/{self.KEY}")
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three column sets: wide, with the pane, compact."""
        super().resizeEvent(event)
        if event.oldSize().width() >= 0 and (event.oldSize().width() >= self._wide_from()) != self._wide():
            self._pane_open = None
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the pane where it lies over the table."""
        if event.key() == Qt.Key.Key_Escape and self.pane.isVisible() and not self._wide():
            self._on_pane_closed()
            return
        super().keyPressEvent(event)

    # Building

    def _filter_bar(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(theme.FILTER)
        self.filter_row = QHBoxLayout(bar)
        self.filter_row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        self.filter_row.setSpacing(8)
        self.search: SearchBox | None = None
        self.segments: Segments | None = None
        self.filter_boxes: dict[str, FilterBox] = {}
        if self.SEGMENTS:
            self.segments = Segments(self.SEGMENTS)
            self.segments.chosen.connect(self._on_filter_chosen)
        if self.segments is not None and self.SEGMENTS_LEFT:
            self.filter_row.addWidget(self.segments)
        if self.SEARCH_HINT:
            self.search = SearchBox(tr(self.SEARCH_HINT), width=150 if self.SEGMENTS_LEFT else 190)
            self.search.searched.connect(self._on_filter_chosen)
            self.filter_row.addWidget(self.search)
        for one in self.FILTERS:
            box = FilterBox(tr(one.label), [Choice("", tr("All"))])
            box.chosen.connect(self._on_filter_chosen)
            self.filter_boxes[one.key] = box
            self.filter_row.addWidget(box)
        self.clear_button = Button(tr("Clear"), "quiet", height=26)
        self.clear_button.clicked.connect(self.clear_filters)
        self.clear_button.hide()
        self.filter_row.addWidget(self.clear_button)
        self.filter_row.addStretch(1)
        if self.segments is not None and not self.SEGMENTS_LEFT:
            self.filter_row.addWidget(self.segments)
        bar.setVisible(bool(self.SEGMENTS or self.SEARCH_HINT or self.FILTERS))
        return bar

    def _columns_layout(self) -> None:
        column = QVBoxLayout(self._main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tabs_place = QVBoxLayout()
        self.strip_place = QVBoxLayout()
        self.foot_place = QVBoxLayout()
        self._middle = QStackedLayout()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty_state)
        column.addWidget(self.header)
        column.addLayout(self.tabs_place)
        column.addWidget(self._filters)
        column.addLayout(self.strip_place)
        column.addLayout(self._middle, 1)
        column.addWidget(self.total_row)
        column.addWidget(self.message_bar)
        column.addLayout(self.foot_place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page's surface."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.end()

    # What happens

    def _fetch(self, order: Sequence[Order], offset: int, limit: int) -> Slice:
        now = self.view()
        return self.fetch(View(now.text, now.filters, now.segment, tuple(order), offset, limit))

    def _refetch(self) -> None:
        kept = getattr(self.table.current_row(), self.ROW_KEY, None)
        column = max(0, self.table.currentIndex().column())
        self.rows.refresh()
        self._after_rows(kept, column)

    def _after_rows(self, kept: object, column: int) -> None:
        total = self.rows.rowCount()
        place = self.rows.find(self.ROW_KEY, kept) if kept is not None else -1
        if total:
            self._settling = True  # the pane is filled once, below
            self.table.go_to(max(place, 0), min(column, len(self.COLUMNS) - 1))
            self._settling = False
        self.total_row.set_totals(self.totals())
        if self.segments is not None:
            self.segments.set_counts(self.counts())
        self.clear_button.setVisible(self.filtered())
        self._show_empty(total)
        self.header.set_chip(self.state_chip())
        if self.month_switch is not None:
            self.month_switch.set_month(self.desk.month)
        self.refresh_commands()
        if not self.pane.isHidden():
            self.show_row(self.table.current_row())
        self.row_changed.emit(self.table.current_row())
        self.status_changed.emit()

    def refresh_commands(self) -> None:
        """Look again which commands are possible, and say why not in the buttons."""
        for key, button in self.header.buttons.items():
            button.block(self.blocked(key))
        self.commands_changed.emit()

    def _show_empty(self, total: int) -> None:
        if total:
            self._middle.setCurrentWidget(self.table)
            return
        said = self.empty()
        self.empty_state.sentence.setText(said.sentence)
        while self.empty_state.buttons.count():
            item = self.empty_state.buttons.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.deleteLater()
        commands = {one.key: one for one in self.COMMANDS}
        for key in said.commands:
            command = commands[key]
            words = tr(command.words) if command.words else tr(command.text)
            button = Button(words, "standard", icon=command.icon, key=command.shortcut)
            button.clicked.connect(getattr(self, command.slot))
            self.empty_state.buttons.addWidget(button)
        if self.filtered():
            button = Button(tr("Clear the filter"), "standard")
            button.clicked.connect(self.clear_filters)
            self.empty_state.buttons.addWidget(button)
        self._middle.setCurrentWidget(self.empty_state)

    def _wide_from(self) -> int:
        return theme.PANE_FROM - theme.NAVIGATION

    def _wide(self) -> bool:
        return self.width() >= self._wide_from()

    def _arrange(self) -> None:
        self._arranging = True
        opened = self.pane_is_open()
        beside = opened and self._wide()
        right = theme.PANE if beside else 0
        self._main.setGeometry(0, 0, self.width() - right, self.height())
        if opened:
            width = theme.PANE if beside else min(theme.PANE_OVERLAY, self.width())
            self.pane.setGeometry(self.width() - width, 0, width, self.height())
            self.pane.raise_()
        was_shown = not self.pane.isHidden()
        self.pane.setVisible(opened)
        compact = not self._wide()
        shown, widths = [], {}
        for one in self.COLUMNS:
            if (
                (beside and one.pane)
                or (not beside and compact and one.compact)
                or (not beside and not compact and one.wide)
            ):
                shown.append(one.key)
                widths[one.key] = one.pane_width if beside and one.pane_width else one.width
        self._declared = dict(widths)
        widths |= self.desk.prefs.widths(self.KEY)
        self.table.show_columns([one for one in shown if one not in self.hidden_columns()], widths=widths)
        self.total_row.update()
        self._arranging = False
        if opened and not was_shown and self.rows.rowCount():
            self.guarded(self.show_row, self.table.current_row())

    def hidden_columns(self) -> frozenset[str]:
        """Columns that hide themselves now (zero for everyone)."""
        return frozenset()

    def _keep_widths(self) -> None:
        declared = self._declared
        now = {
            column.key: self.table.columnWidth(place)
            for place, column in enumerate(self.COLUMNS)
            if not self.table.isColumnHidden(place)
        }
        changed = {key: width for key, width in now.items() if width != declared.get(key)}
        self.desk.prefs.set_widths(self.KEY, changed)

    def _on_header_section_resized(self, _section: int, _old: int, _new: int) -> None:
        if not self._arranging and self.isVisible():
            self._widths_pause.start()

    def _on_filter_chosen(self, _value: str) -> None:
        self.guarded(self._refetch)

    def _on_table_current_changed(self, row: object) -> None:
        if self._settling:
            return
        if not self.pane.isHidden():
            self.guarded(self.show_row, row)
        self.row_changed.emit(row)

    def _on_pane_closed(self) -> None:
        self.set_pane_open(value=False)
        self.table.setFocus()

    def _on_month_switch_turned(self, step: int) -> None:
        self.desk.set_month(Month.plus(self.desk.month, step))
