"""A picture large: fitted into its place or larger, dragged by the scroll bars, zoomed by keys and wheel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from cjdesk.gui import theme
from cjdesk.i18n import tr

_AIR = 8
_LEAST, _MOST = 0.1, 4.0


class PictureView(QAbstractScrollArea):
    """One picture. Signal: ``zoom_changed()``. ``zoom`` is a share of the picture's own size; None fits it in."""

    zoom_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._image = QImage()
        self._drawn = QImage()
        self._words = ""
        self.zoom: float | None = None
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("The picture"))

    def show_image(self, image: QImage, words: str = "") -> None:
        """Show another one, fitted; ``words`` say what it is, or what there is to see while there is no picture."""
        self._image, self._words, self.zoom = image, words, None
        self._drawn = QImage()
        self.setAccessibleDescription(words)
        self._arrange()
        self.zoom_changed.emit()

    def set_zoom(self, zoom: float | None) -> None:
        """A share of the picture's own size, or None to fit it in."""
        self.zoom = zoom if zoom is None else max(_LEAST, min(zoom, _MOST))
        self._arrange()
        self.zoom_changed.emit()

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller from the size shown now."""
        if not self._image.isNull():
            self.set_zoom(self.shown_size().width() / self._image.width() * factor)

    def shown_size(self) -> QSize:
        """How large the picture stands on the screen."""
        if self._image.isNull():
            return QSize()
        if self.zoom is not None:
            return QSize(round(self._image.width() * self.zoom), round(self._image.height() * self.zoom))
        room = self.viewport().size() - QSize(2 * _AIR, 2 * _AIR)
        return self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture on the desk's ground, or words."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.color("line"))
        if self._image.isNull():
            painter.setPen(theme.color("muted"))
            painter.setFont(theme.font("body"))
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)
            painter.end()
            return
        size, room = self.shown_size(), self.viewport().size()
        left = max((room.width() - size.width()) // 2, _AIR) - self.horizontalScrollBar().value()
        top = max((room.height() - size.height()) // 2, _AIR) - self.verticalScrollBar().value()
        painter.drawImage(QRectF(left, top, size.width(), size.height()), self._scaled(size))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl++ and Ctrl+- zoom, Ctrl+0 fits."""
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_by(1.25)
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_by(0.8)
        elif event.key() == Qt.Key.Key_0 and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(None)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.25 if event.angleDelta().y() > 0 else 0.8)
            event.accept()
        else:
            super().wheelEvent(event)

    def _scaled(self, size: QSize) -> QImage:
        """The picture at the size shown, on every dot of the screen; small print stays smooth."""
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(size.width() * ratio), round(size.height() * ratio))
        if self._drawn.size() != wanted:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._drawn = self._image.scaled(wanted, mode=smooth)
        return self._drawn

    def _arrange(self) -> None:
        size, room = self.shown_size(), self.viewport().size()
        for bar, needed, there in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, max(needed + 2 * _AIR - there, 0))
            bar.setPageStep(there)
            bar.setSingleStep(40)
        self.viewport().update()
