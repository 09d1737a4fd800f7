"""The pages of signed paper that are kept, each with its small picture, page, size, who and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cjdesk.gui import shapes, theme
from cjdesk.i18n import tr
from cjdesk.services.scans import ScanValue

WIDTH, THUMB, _ROW = 300, 72, 84
_VALUE = Qt.ItemDataRole.UserRole
_PICTURE = Qt.ItemDataRole.UserRole + 1


def page_words(one: ScanValue) -> str:
    """第 3 页, or that it has no number."""
    return tr("Page {page}", page=one.page) if one.page is not None else tr("Page not given")


def size_words(one: ScanValue) -> str:
    """第 1 版，2000 × 1413，285 KB."""
    revision = (tr("revision {revision}", revision=one.revision),) if one.revision is not None else ()
    return "，".join((*revision, f"{one.width} × {one.height}", f"{-(-one.size // 1024)} KB"))


class ScanList(QListWidget):
    """Signal: ``chosen(ScanValue or None)`` when the cursor goes to another page."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("Scans of signed paper"))
        self.setItemDelegate(_Lines(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._on_self_current_item_changed)

    def show_scans(self, scans: Sequence[ScanValue], pictures: Mapping[str, QImage], wanted: str = "") -> None:
        """Show these; the cursor goes to ``wanted``, stays where it was, or goes to the first."""
        now = self.current()
        kept = wanted or (now.id if now is not None else "")
        self.blockSignals(True)
        self.clear()
        for one in scans:
            item = QListWidgetItem(f"{page_words(one)} {one.file_name}", self)
            item.setData(_VALUE, one)
            item.setData(_PICTURE, pictures.get(one.id, QImage()))
            who = f"{one.added_at.astimezone():%Y-%m-%d %H:%M} {one.added_by}"
            spoken = (page_words(one), one.file_name, size_words(one), who, *one.warnings, one.remark)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, "，".join(part for part in spoken if part))
            item.setToolTip(one.file_name)
        place = next((n for n, one in enumerate(scans) if one.id == kept), 0)
        if scans:
            self.setCurrentRow(place)
        self.blockSignals(False)
        self.chosen.emit(self.current())

    def current(self) -> ScanValue | None:
        """The page under the cursor."""
        item = self.currentItem()
        value = item.data(_VALUE) if item is not None else None
        return value if isinstance(value, ScanValue) else None

    def _on_self_current_item_changed(self, _now: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        self.chosen.emit(self.current())


class _Lines(QStyledItemDelegate):
    """The small picture at the left, three lines beside it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, theme.color("selection" if current else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.color("grid_soft"))
        one, picture = index.data(_VALUE), index.data(_PICTURE)
        if isinstance(picture, QImage) and not picture.isNull():
            size = picture.size().scaled(THUMB, THUMB, Qt.AspectRatioMode.KeepAspectRatio)
            left = box.left() + theme.MARGIN + (THUMB - size.width()) // 2
            place = QRect(left, box.top() + (_ROW - size.height()) // 2, size.width(), size.height())
            painter.drawImage(place, picture)
            painter.setPen(theme.color("border"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        if isinstance(one, ScanValue):
            self._words(painter, box, one, current=current)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.color("ring"))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _words(self, painter: QPainter, box: QRect, one: ScanValue, *, current: bool) -> None:
        left = box.left() + theme.MARGIN + THUMB + 10
        room = box.right() - theme.MARGIN - left
        muted = "muted_selected" if current else "muted"
        lines = (
            (page_words(one), "bold", "on_selection" if current else "text"),
            (one.file_name, "cell", "on_selection" if current else "text"),
            (f"{size_words(one)}", "hint", muted),
            (f"{one.added_at.astimezone():%Y-%m-%d %H:%M} {one.added_by}", "hint", muted),
        )
        top = box.top() + 5
        for text, role, ink in lines:
            painter.setFont(theme.font(role))
            painter.setPen(theme.color(ink))
            words = QFontMetrics(theme.font(role)).elidedText(text, Qt.TextElideMode.ElideMiddle, room)
            painter.drawText(QRect(left, top, room, 18), int(Qt.AlignmentFlag.AlignVCenter), words)
            top += 18
        if one.warnings:
            shapes.draw(painter, "warning", box.right() - theme.MARGIN - shapes.SIZE, box.top() + 9,
                        theme.color("mark_warn"))  # fmt: skip
