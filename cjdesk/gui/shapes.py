"""The marks of states: painted paths, never glyphs, one shape per meaning everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from cjdesk.gui import theme

SIZE = 10
"""A shape stands in a square of this many pixels."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A state to show: shape + word. ``tone``: error, warn, ok, info, neutral; ``quiet`` leaves the plate away.

    ``shape``: none, todo ○, running ◐, done ✓, error ▲, warning △, waiting ◷, returned ↩, failed ✕, locked ▣,
    skipped –, changed ✎, current ●, info ⓘ.
    """

    shape: str
    word: str
    tone: str = "neutral"
    quiet: bool = False


def draw(painter: QPainter, shape: str, x: float, y: float, ink: QColor) -> None:
    """Draw a shape with its upper left corner at x, y."""
    path = _SHAPES.get(shape)
    if path is None:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    width = 1.9 if shape == "done" else 1.5
    painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path(painter, ink)
    painter.restore()


def chip_width(chip: Chip) -> int:
    """How wide a chip's plate is, its padding of 6 on both sides included."""
    metrics = QFontMetricsF(theme.font("hint" if not chip.quiet else "cell"))
    shape = SIZE + 4 if chip.shape != "none" else 0
    return round(6 + shape + metrics.horizontalAdvance(chip.word) + 6)


def draw_chip(painter: QPainter, chip: Chip, x: float, y: float, *, selected: bool = False) -> int:
    """Draw a chip 20 high with its plate's left edge at x; gives its width. Quiet chips have no plate."""
    tokens = theme.tokens()
    width = chip_width(chip)
    ink = QColor(getattr(tokens, chip.tone))
    if not chip.quiet:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1) if tokens.framed else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(tokens, f"{chip.tone}_back")))
        inset = 0.5 if tokens.framed else 0.0
        painter.drawRoundedRect(QRectF(x + inset, y + inset, width - 2 * inset, 20 - 2 * inset), 3, 3)
        painter.restore()
        words, mark = ink, _mark_ink(chip, ink)
    else:
        words = QColor(tokens.on_selection if selected else tokens.text)
        mark = words if selected and tokens.framed else _mark_ink(chip, ink)
    left = x + 6
    if chip.shape != "none":
        draw(painter, chip.shape, left, y + 5, mark)
        left += SIZE + 4
    painter.setPen(words)
    painter.setFont(theme.font("cell" if chip.quiet else "hint"))
    box = QRectF(left, y, width, 20)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, chip.word)
    return width


def _mark_ink(chip: Chip, ink: QColor) -> QColor:
    tokens = theme.tokens()
    marks = {"error": tokens.mark_error, "warn": tokens.mark_warn, "ok": tokens.mark_ok}
    return QColor(marks[chip.tone]) if chip.tone in marks else ink


def _triangle() -> QPolygonF:
    return QPolygonF([QPointF(5, 1), QPointF(9.3, 8.7), QPointF(0.7, 8.7)])


def _todo(painter: QPainter, _ink: QColor) -> None:
    painter.drawEllipse(QRectF(1, 1, 8, 8))


def _current(painter: QPainter, ink: QColor) -> None:
    painter.setBrush(QBrush(ink))
    painter.drawEllipse(QRectF(1.5, 1.5, 7, 7))


def _running(painter: QPainter, ink: QColor) -> None:
    painter.drawEllipse(QRectF(1, 1, 8, 8))
    painter.setBrush(QBrush(ink))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPie(QRectF(1, 1, 8, 8), 90 * 16, 180 * 16)


def _done(painter: QPainter, _ink: QColor) -> None:
    path = QPainterPath(QPointF(0.8, 5.2))
    path.lineTo(3.8, 8.2)
    path.lineTo(9.2, 1.9)
    painter.drawPath(path)


def _error(painter: QPainter, ink: QColor) -> None:
    painter.setBrush(QBrush(ink))
    painter.drawPolygon(_triangle())


def _warning(painter: QPainter, _ink: QColor) -> None:
    painter.drawPolygon(_triangle())


def _waiting(painter: QPainter, _ink: QColor) -> None:
    painter.drawEllipse(QRectF(1, 1, 8, 8))
    painter.drawPolyline(QPolygonF([QPointF(5, 2.8), QPointF(5, 5.2), QPointF(7, 5.2)]))


def _returned(painter: QPainter, _ink: QColor) -> None:
    painter.drawPolyline(QPolygonF([QPointF(3.4, 1), QPointF(1, 3.4), QPointF(3.4, 5.8)]))
    path = QPainterPath(QPointF(1.2, 3.4))
    path.lineTo(6.4, 3.4)
    path.cubicTo(10, 3.4, 10, 8.8, 6.4, 8.8)
    path.lineTo(4, 8.8)
    painter.drawPath(path)


def _failed(painter: QPainter, _ink: QColor) -> None:
    painter.drawLine(QPointF(1.6, 1.6), QPointF(8.4, 8.4))
    painter.drawLine(QPointF(8.4, 1.6), QPointF(1.6, 8.4))


def _locked(painter: QPainter, ink: QColor) -> None:
    painter.drawRect(QRectF(1, 1, 8, 8))
    painter.fillRect(QRectF(3.2, 3.2, 3.6, 3.6), ink)


def _skipped(painter: QPainter, _ink: QColor) -> None:
    painter.drawLine(QPointF(1.5, 5), QPointF(8.5, 5))


def _changed(painter: QPainter, _ink: QColor) -> None:
    painter.drawPolygon(
        QPolygonF([QPointF(1, 9), QPointF(1.6, 6.6), QPointF(7, 1.2), QPointF(8.8, 3), QPointF(3.4, 8.4)])
    )


def _info(painter: QPainter, _ink: QColor) -> None:
    painter.drawEllipse(QRectF(0.5, 0.5, 9, 9))
    painter.drawLine(QPointF(5, 4.6), QPointF(5, 7))
    painter.drawPoint(QPointF(5, 2.7))


_SHAPES: dict[str, Callable[[QPainter, QColor], None]] = {
    "todo": _todo,
    "current": _current,
    "running": _running,
    "done": _done,
    "error": _error,
    "warning": _warning,
    "waiting": _waiting,
    "returned": _returned,
    "failed": _failed,
    "locked": _locked,
    "skipped": _skipped,
    "changed": _changed,
    "info": _info,
}
