"""Paints every cell whole: fill, line, text by column kind, chip, ID in three parts, ring of the current cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cjdesk.gui import shapes, theme
from cjdesk.gui.row_model import Column, Look, RowModel, words
from cjdesk.gui.shapes import Chip

PADDING = 8
_BACKS = {"changed": "changed", "error": "error_back", "readonly": "readonly"}


class CellDelegate(QStyledItemDelegate):
    """One painter for all lists; ``grid`` draws lines both ways, else only below the rows."""

    def __init__(self, model: RowModel, *, grid: bool = False) -> None:
        """Reads columns and values from the model."""
        super().__init__(model)
        self._model = model
        self._grid = grid
        self.first_visible = 0
        self.last_visible = len(model.columns) - 1

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The declared width, the dense height."""
        return QSize(self._model.columns[index.column()].width, theme.ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The whole cell."""
        column = self._model.columns[index.column()]
        value = self._model.value(index.row(), column)
        look = self._model.look(index.row(), column) or Look()
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        tokens = theme.tokens()
        painter.save()
        painter.setClipRect(box)
        back = "selection" if selected else _BACKS.get(look.back, "surface")
        painter.fillRect(box, theme.color(back))
        line = theme.color("grid" if self._grid else "grid_soft")
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, line)
        if self._grid:
            painter.fillRect(box.right(), box.top(), 1, box.height(), line)
        left = theme.MARGIN if index.column() == self.first_visible else PADDING
        right = theme.MARGIN if column.right and index.column() == self.last_visible else PADDING
        inside = box.adjusted(left, 0, -right, -1)
        ink = QColor(tokens.on_selection if selected else getattr(tokens, look.ink or "text"))
        if look.ink and not (selected and tokens.framed):
            ink = theme.color(look.ink)
        self._content(painter, inside, column, value, look, ink=ink, selected=selected)
        if state & QStyle.StateFlag.State_HasFocus:
            ring(painter, box.adjusted(0, 0, 0, -1), QColor("#000000" if tokens.framed else tokens.ring))
        painter.restore()

    def _content(
        self,
        painter: QPainter,
        box: QRect,
        column: Column,
        value: object,
        look: Look,
        *,
        ink: QColor,
        selected: bool,
    ) -> None:
        if isinstance(value, Chip):
            shapes.draw_chip(painter, value, box.left() - 6, box.top() + (box.height() - 20) / 2, selected=selected)
            return
        text = words(column, value)
        bold = column.bold or look.bold
        font = theme.font("cell_bold" if bold else "cell")
        painter.setFont(font)
        quiet = theme.color("muted_selected" if selected else "muted")
        muted = column.muted or text in ("—", "0.00")
        painter.setPen(quiet if muted and not look.ink else ink)
        if look.mark:
            mark = theme.color(
                {"error": "mark_error", "warning": "mark_warn", "done": "mark_ok"}.get(look.mark, "text")
            )
            shapes.draw(painter, look.mark, box.left(), box.top() + (box.height() - shapes.SIZE) / 2, mark)
            box = box.adjusted(shapes.SIZE + 4, 0, 0, 0)
        if column.kind in ("id", "account"):
            _parts(painter, box, text, font_metrics=QFontMetricsF(font))
        elif column.kind == "change" and isinstance(value, tuple):
            _change(painter, box, value, ink=ink, quiet=quiet)
        else:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


def ring(painter: QPainter, box: QRect, ink: QColor) -> None:
    """The inner ring of a cell: four rectangles, so that the corners are sharp."""
    left, top, width, height = box.left(), box.top(), box.width(), box.height()
    painter.fillRect(left, top, width, 2, ink)
    painter.fillRect(left, top + height - 2, width, 2, ink)
    painter.fillRect(left, top, 2, height, ink)
    painter.fillRect(left + width - 2, top, 2, height, ink)


def _parts(painter: QPainter, box: QRect, text: str, *, font_metrics: QFontMetricsF) -> None:
    """An ID or account number in its three parts with gaps of 4 px, drawn and not typed."""
    cuts = {18: (6, 14), 16: (4, 12), 19: (4, 15), 15: (6, 12)}.get(len(text), ())
    stars = text.find("*")
    if stars > 0 and len(text) > 8:
        cuts = (stars, text.rfind("*") + 1)
    left = float(box.left())
    start = 0
    for end in (*cuts, len(text)):
        part = text[start:end]
        painter.drawText(QRectF(left, box.top(), box.right() - left + 1, box.height()), _MIDDLE, part)
        left += font_metrics.horizontalAdvance(part) + 4
        start = end


def _change(painter: QPainter, box: QRect, pair: tuple[object, ...], *, ink: QColor, quiet: QColor) -> None:
    """Old value struck and muted, an arrow, the new value."""
    old, new = str(pair[0] or ""), str(pair[1])
    metrics = QFontMetricsF(painter.font())
    left = float(box.left())
    if old and old != new:
        painter.setPen(quiet)
        width = metrics.horizontalAdvance(old)
        painter.drawText(QRectF(left, box.top(), width + 2, box.height()), _MIDDLE, old)
        middle = box.top() + box.height() / 2
        painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))
        left += width + 6
        painter.setPen(QPen(quiet, 1.2))
        painter.drawLine(QPointF(left, middle), QPointF(left + 9, middle))
        painter.drawLine(QPointF(left + 6, middle - 3), QPointF(left + 9, middle))
        painter.drawLine(QPointF(left + 6, middle + 3), QPointF(left + 9, middle))
        left += 14
    painter.setPen(ink)
    painter.drawText(QRectF(left, box.top(), box.right() - left + 1, box.height()), _MIDDLE, new)


_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
