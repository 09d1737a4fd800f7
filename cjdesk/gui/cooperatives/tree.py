"""The tree of co-operatives at the left, 220 wide: county, township, villages, each with its members behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cjdesk.gui import shapes, theme
from cjdesk.gui.labels import label
from cjdesk.i18n import tr
from cjdesk.services.cooperatives import CooperativeNode

WIDTH = 220
_ROW = 28
_SHARED = re.compile("(?:劳务)?(?:专业)?合作社(?:联合社)?$")
_KEY = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1


class CooperativeTree(QFrame):
    """Signals: ``chosen(id)`` when the cursor goes to another co-operative."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        head = QWidget()
        head.setFixedHeight(theme.HEADER)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.addWidget(label(tr("Co-operatives"), "title"))
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Co-operatives"))
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(0)
        self.tree.setRootIsDecorated(False)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setItemDelegate(_Lines(self.tree))
        self.tree.setFrameShape(QFrame.Shape.NoFrame)
        self.tree.currentItemChanged.connect(self._on_tree_current_item_changed)
        self.sum = label("", "cell", "muted")
        self.sum.setFixedHeight(theme.TOTAL)
        self.sum.setContentsMargins(theme.MARGIN, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addSpacing(20)
        column.addWidget(self.tree, 1)
        column.addWidget(self.sum)
        self.setFocusProxy(self.tree)

    def show_nodes(self, nodes: Sequence[CooperativeNode], current: str, *, county: str = "") -> str:
        """Fill the tree, keep the cursor; gives the id it stands on ("" for an empty tree)."""
        self.tree.blockSignals(True)
        self.tree.clear()
        items: dict[str, QTreeWidgetItem] = {}
        for node in nodes:
            above = items.get(node.parent_id or "")
            item = QTreeWidgetItem(above) if above is not None else QTreeWidgetItem(self.tree)
            item.setText(0, short_name(node, county))
            item.setData(0, _KEY, node.id)
            item.setData(0, _COUNT, node.members)
            item.setData(
                0, Qt.ItemDataRole.AccessibleTextRole, tr("{name}, {n} members", name=node.name, n=node.members)
            )
            item.setToolTip(0, node.name)
            items[node.id] = item
        self.tree.expandAll()
        with_members = next((node.id for node in nodes if node.members), nodes[0].id if nodes else "")
        wanted = current if current in items else with_members
        if wanted:
            self.tree.setCurrentItem(items[wanted])
        self.tree.blockSignals(False)
        villages = sum(1 for node in nodes if node.tier == "village")
        everybody = sum(node.members for node in nodes)
        said = tr("{villages} villages, {members} members", villages=villages, members=everybody)
        self.sum.setText(said if nodes else "")
        return wanted

    def choose(self, key: str) -> None:
        """Put the cursor on a co-operative."""
        for item in self._items():
            if item.data(0, _KEY) == key:
                self.tree.setCurrentItem(item)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface and the line at the right and above the sum."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("grid"))
        painter.fillRect(0, self.height() - theme.TOTAL, self.width() - 1, 1, theme.color("line"))
        painter.end()

    def _items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        waiting = [self.tree.topLevelItem(n) for n in range(self.tree.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item is None:
                continue
            found.append(item)
            waiting = [item.child(n) for n in range(item.childCount())] + waiting
        return found

    def _on_tree_current_item_changed(self, now: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if now is not None:
            self.chosen.emit(str(now.data(0, _KEY)))


def short_name(node: CooperativeNode, county: str) -> str:
    """干团村 for a village's, 贯洞镇合作社 for a township's: what all names share is left out."""
    bare = _SHARED.sub("", node.name.removeprefix(county))
    if not bare:
        return node.name
    return bare if node.tier == "village" else f"{bare}合作社"


class _Lines(QStyledItemDelegate):
    """28 high: name indented by tier, count at the right, the current one on the selection colour."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        current = bool(state & QStyle.StateFlag.State_Selected)
        depth, above = 0, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        painter.save()
        painter.fillRect(box, theme.color("selection" if current else "surface"))
        left = box.left() + theme.MARGIN + 16 * depth
        has_children = index.model().hasChildren(index)
        if has_children:
            painter.setPen(theme.color("text"))
            middle = box.center().y()
            painter.drawLine(left, middle - 1, left + 3, middle + 2)
            painter.drawLine(left + 3, middle + 2, left + 6, middle - 1)
        left += shapes.SIZE + 4 if has_children or not depth else 0
        count = str(index.data(_COUNT))
        painter.setFont(theme.font("cell"))
        painter.setPen(theme.color("muted_selected" if current else "muted"))
        inside = box.adjusted(0, 0, -theme.MARGIN, 0)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), count)
        room = box.right() - theme.MARGIN - 30 - left
        role = "bold" if current else "body"
        painter.setFont(theme.font(role))
        painter.setPen(theme.color("on_selection" if current else "text"))
        words = QFontMetrics(theme.font(role)).elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRect(left, box.top(), room, box.height()), int(Qt.AlignmentFlag.AlignVCenter), words)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.color("ring"))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()
