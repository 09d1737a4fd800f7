"""Choose a person of the register by typing: name, pinyin, initials, last digits of the ID; Enter takes the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cjdesk.gui import theme
from cjdesk.gui.filters import SearchBox
from cjdesk.i18n import tr

LINES = 8


@dataclass(frozen=True, slots=True)
class Picked:
    """A person who may be picked, with what tells people of one name apart."""

    id: str
    name: str
    detail: str


class PersonPicker(QWidget):
    """Signals: ``picked(Picked)``. ``look(text, limit)`` finds; Down and Up move while the box keeps the focus."""

    picked = Signal(object)

    def __init__(self, look: Callable[[str, int], Sequence[Picked]], parent: QWidget | None = None) -> None:
        """Nothing is listed before something is typed."""
        super().__init__(parent)
        self._look = look
        self.box = _Box(tr("Name, pinyin, last 4 of the ID"))
        self.box.setMinimumWidth(120)
        self.box.setMaximumWidth(10000)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Results"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFont(theme.font("cell"))
        self.list.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addWidget(self.list)
        self.box.searched.connect(self._on_box_searched)
        self.box.moved.connect(self._on_box_moved)
        self.box.taken.connect(self._on_box_taken)
        self.list.itemClicked.connect(self._on_list_item_clicked)
        self.setFocusProxy(self.box)

    def _on_box_searched(self, text: str) -> None:
        self.list.clear()
        for one in self._look(text, LINES) if text else ():
            item = QListWidgetItem(f"{one.name}  {one.detail}")
            item.setData(Qt.ItemDataRole.UserRole, one)
            item.setSizeHint(QSize(100, 26))
            self.list.addItem(item)
        self.list.setVisible(bool(self.list.count()))
        self.list.setFixedHeight(26 * max(1, self.list.count()) + 4)
        self.list.setCurrentRow(0)

    def _on_box_moved(self, step: int) -> None:
        self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))

    def _on_box_taken(self) -> None:
        self._on_box_searched(self.box.words())
        item = self.list.currentItem()
        if item is not None:
            self._on_list_item_clicked(item)

    def _on_list_item_clicked(self, item: QListWidgetItem) -> None:
        one = item.data(Qt.ItemDataRole.UserRole)
        self.list.hide()
        self.box.blockSignals(True)
        self.box.setText(one.name)
        self.box.blockSignals(False)
        self.picked.emit(one)


class _Box(SearchBox):
    """Up and Down move in the list, Enter takes."""

    moved = Signal(int)
    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
            return
        super().keyPressEvent(event)
