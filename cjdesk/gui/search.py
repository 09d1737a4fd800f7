"""Global search (F3) and command list (Alt+Q): one box, one popup, results in groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cjdesk.gui import theme
from cjdesk.gui.filters import SearchBox
from cjdesk.i18n import tr

PER_GROUP = 8
_RESULT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Result:
    """One line: words, muted detail at the right (a key, a village, why not), what Enter does."""

    words: str
    detail: str
    act: Callable[[], None] | None


@dataclass(frozen=True, slots=True)
class Group:
    """Results under a heading in the clerk's language."""

    title: str
    results: tuple[Result, ...]


class _Lines(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, 26)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        result = index.data(_RESULT)
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, theme.color("selection" if chosen else "surface"))
        inside = box.adjusted(theme.MARGIN, 0, -theme.MARGIN, 0)
        if result is None:
            painter.setFont(theme.font("hint_bold"))
            painter.setPen(theme.color("muted"))
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, index.data())
        else:
            painter.setFont(theme.font("cell"))
            ink = "on_selection" if chosen else ("text" if result.act is not None else "disabled")
            painter.setPen(theme.color(ink))
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, result.words)
            painter.setPen(theme.color("muted_selected" if chosen else "muted"))
            painter.setFont(theme.font("hint"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(inside, int(right), result.detail)
        painter.restore()


class SearchPopup(QFrame):
    """The list under the box; the box keeps the focus, Up, Down and Enter work from there."""

    def __init__(self, box: SearchBox, look: Callable[[str, bool], list[Group]]) -> None:
        """``look(text, commands_only)`` finds; called for every pause in typing."""
        super().__init__(box.window())
        self._box = box
        self._look = look
        self.commands_only = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet(
            f"SearchPopup {{ background: {theme.tokens().surface}; border: 1px solid {theme.tokens().border}; }}"
        )
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Results"))
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.itemClicked.connect(self._on_list_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.list)
        box.installEventFilter(self)
        box.searched.connect(self._on_box_searched)
        self.hide()

    def open(self, *, commands_only: bool) -> None:
        """Focus the box and show what it finds."""
        self.commands_only = commands_only
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()
        self._show(self._box.words())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keys of the box; leaving it closes the list."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
            self.commands_only = False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not self.isVisible():
                self._show(self._box.words())
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._box.searched.emit(self._box.words())
            item = self.list.currentItem()
            if item is not None:
                self._do(item)
            return True
        if event.key() == Qt.Key.Key_Escape and self.isVisible() and not self._box.text():
            self.hide()
            return True
        return False

    def _on_box_searched(self, text: str) -> None:
        if self._box.hasFocus():
            self._show(text)

    def _show(self, text: str) -> None:
        if not text and not self.commands_only:
            self.hide()
            return
        groups = self._look(text, self.commands_only)
        self.list.clear()
        for group in groups:
            if not group.results:
                continue
            head = QListWidgetItem(group.title)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(head)
            for result in group.results:
                item = QListWidgetItem(f"{result.words} {result.detail}")
                item.setData(_RESULT, result)
                if result.act is None:
                    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.list.addItem(item)
        if not self.list.count():
            none = QListWidgetItem(tr("Nothing found."))
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(none)
        self._move(1, start=-1)
        self._place()

    def _place(self) -> None:
        window = self._box.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        width = max(self._box.width(), 420)
        corner = self._box.mapTo(window, QPoint(self._box.width() - width, self._box.height() + 2))
        height = min(self.list.count() * 26 + 4, window.height() - corner.y() - 40)
        self.setGeometry(max(4, corner.x()), corner.y(), width, height)
        self.raise_()
        self.show()

    def _move(self, step: int, start: int | None = None) -> None:
        place = (self.list.currentRow() if start is None else start) + step
        while 0 <= place < self.list.count():
            result = self.list.item(place).data(_RESULT)
            if result is not None and result.act is not None:
                self.list.setCurrentRow(place)
                return
            place += step

    def _on_list_clicked(self, item: QListWidgetItem) -> None:
        self._do(item)

    def _do(self, item: QListWidgetItem) -> None:
        result = item.data(_RESULT)
        if isinstance(result, Result) and result.act is not None:
            self.hide()
            self._box.clear()
            result.act()


class MenuRow(QWidget):
    """The surface of menus and search box."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One colour."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("app"))
        painter.end()


class SearchFrame(QWidget):
    """Holds the box of 300×22 in the menu row, 12 from the edge."""

    def __init__(self, box: SearchBox) -> None:
        """Takes the box."""
        super().__init__()
        self.setFixedSize(300 + theme.MARGIN, theme.MENU)
        box.setParent(self)
        box.setProperty("low", True)
        box.setGeometry(0, 2, 300, 22)
