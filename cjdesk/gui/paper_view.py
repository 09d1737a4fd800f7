"""Paper on the screen, one page at a time, drawn by the function that prints it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from cjdesk.gui import theme
from cjdesk.i18n import tr
from cjdesk.printing.pages import Pages

FIT_PAGE, FIT_WIDTH = "page", "width"
_AIR = 14
_SCREEN_DPI = 96


class PaperView(QAbstractScrollArea):
    """One page of paper at a time. Signals: ``page_changed(index)``, ``zoom_changed()``.

    Leafs with PgUp, PgDn, Home and End, zooms with Ctrl+wheel, Ctrl++ and Ctrl+-.
    """

    page_changed = Signal(int)
    zoom_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Pages[Any] | None = None
        self._index = 0
        self._zoom: float | str = FIT_PAGE
        self._drawn: tuple[int, int, float, QImage] | None = None
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Page preview"))

    @property
    def pages(self) -> Pages[Any] | None:
        """What is shown."""
        return self._pages

    @property
    def index(self) -> int:
        """The page shown, from 0."""
        return self._index

    @property
    def zoom(self) -> float | str:
        """A share of the real size, or FIT_PAGE or FIT_WIDTH."""
        return self._zoom

    def show_pages(self, pages: Pages[Any] | None) -> None:
        """Show the first page of a form."""
        self._pages, self._index, self._drawn = pages, 0, None
        self._arrange()
        self.page_changed.emit(0)

    def go(self, index: int) -> None:
        """Show a page; beyond the ends the nearest one."""
        if self._pages is None:
            return
        index = max(0, min(index, self._pages.count - 1))
        if index != self._index:
            self._index = index
            self.verticalScrollBar().setValue(0)
            self._arrange()
            self.page_changed.emit(index)

    def set_zoom(self, zoom: float | str) -> None:
        """FIT_PAGE, FIT_WIDTH or a share of the real size between a quarter and four times."""
        self._zoom = max(0.25, min(zoom, 4.0)) if isinstance(zoom, float) else zoom
        self._arrange()
        self.zoom_changed.emit()

    def paper_size(self) -> QSize:
        """The size of the page on the screen, in device-independent pixels."""
        if self._pages is None:
            return QSize()
        paper, room = self._pages.paper, self.viewport().size()
        if isinstance(self._zoom, float):
            scale = self._zoom * _SCREEN_DPI / 25.4
        else:
            scale = (room.width() - 2 * _AIR) / paper.width
            if self._zoom == FIT_PAGE:
                scale = min(scale, (room.height() - 2 * _AIR) / paper.height)
        return QSize(max(round(paper.width * scale), 1), max(round(paper.height * scale), 1))

    def image(self) -> QImage:
        """The page as it is shown, drawn anew only when page, size or screen changed."""
        assert self._pages is not None
        size, ratio = self.paper_size(), self.devicePixelRatioF()
        if self._drawn is not None and self._drawn[:3] == (self._index, size.width(), ratio):
            return self._drawn[3]
        image = paint_image(self._pages, self._index, size, ratio)
        self._drawn = (self._index, size.width(), ratio, image)
        return image

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper with a thin edge on the desk's ground."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.color("line"))
        if self._pages is None:
            return
        size, room = self.paper_size(), self.viewport().size()
        x = max((room.width() - size.width()) // 2, _AIR) - self.horizontalScrollBar().value()
        y = max((room.height() - size.height()) // 2, _AIR) - self.verticalScrollBar().value()
        painter.drawImage(QRectF(x, y, size.width(), size.height()), self.image())
        painter.setPen(theme.color("border"))
        painter.drawRect(x - 1, y - 1, size.width() + 1, size.height() + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaf and zoom by keys."""
        pages = self._pages
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if pages is not None and step is not None:
            self.go(self._index + step)
        elif pages is not None and event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.go(0 if event.key() == Qt.Key.Key_Home else pages.count - 1)
        elif event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_by(1.25)
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_by(0.8)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.25 if event.angleDelta().y() > 0 else 0.8)
            event.accept()
        else:
            super().wheelEvent(event)

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller from the size shown now."""
        if self._pages is not None:
            now = self.paper_size().width() / (self._pages.paper.width * _SCREEN_DPI / 25.4)
            self.set_zoom(now * factor)

    def _arrange(self) -> None:
        size, room = self.paper_size(), self.viewport().size()
        for bar, needed, there in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, max(needed + 2 * _AIR - there, 0))
            bar.setPageStep(there)
            bar.setSingleStep(40)
        self.viewport().update()


def paint_image(pages: Pages[Any], index: int, size: QSize, ratio: float = 1.0) -> QImage:
    """One page as a picture of this size, white paper and all."""
    image = QImage(round(size.width() * ratio), round(size.height() * ratio), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    try:
        scale = image.width() / pages.paper.width
        painter.scale(scale, image.height() / pages.paper.height)
        pages.paint(painter, index)
    finally:
        painter.end()
    image.setDevicePixelRatio(ratio)
    return image
