"""Paper on the screen: all pages of a form to scroll through, drawn by the function that prints them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QStyle, QWidget

from cjdesk.gui import theme
from cjdesk.gui.paper_images import PageImages, Part, paint_image, parts
from cjdesk.gui.paper_places import (
    FIT_MANY,
    FIT_PAGE,
    FIT_TWO,
    FIT_WIDTH,
    LEAST,
    MOST,
    Places,
    Zoom,
    arrange,
    share,
)
from cjdesk.i18n import tr
from cjdesk.printing.pages import Pages


class PaperView(QAbstractScrollArea):
    """All pages, one under another and side by side. Signals: ``page_changed(index)``, ``zoom_changed()``.

    Only what is visible is painted, on the pool; until then the paper is blank. Leafs with PgUp, PgDn, Home and End,
    zooms with Ctrl+wheel, Ctrl++ and Ctrl+-; the page number follows the scrolling.
    """

    page_changed = Signal(int)
    zoom_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Pages[Any] | None = None
        self._places: Places | None = None
        self._index = 0
        self._zoom: Zoom = FIT_PAGE
        self._moving = False
        self.images = PageImages(self)
        self.images.painted.connect(self._on_images_painted)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Page preview"))

    @property
    def pages(self) -> Pages[Any] | None:
        """What is shown."""
        return self._pages

    @property
    def index(self) -> int:
        """The page that is looked at, from 0."""
        return self._index

    @property
    def zoom(self) -> Zoom:
        """A share of the real size, or one of the FIT words."""
        return self._zoom

    @property
    def places(self) -> Places | None:
        """Where the pages stand."""
        return self._places

    @property
    def share(self) -> float:
        """The zoom as a share of the real size."""
        pages = self._pages
        return share(pages.paper, self._zoom, self._room(), pages.count) if pages is not None else 1.0

    def show_pages(self, pages: Pages[Any] | None, index: int = 0) -> None:
        """Show a form from a page on."""
        self._pages = pages
        self.images.show_pages(pages)
        self._index = min(index, pages.count - 1) if pages is not None else 0
        self._arrange(0.0)
        self.page_changed.emit(self._index)

    def go(self, index: int) -> None:
        """Show a page from its top; beyond the ends the nearest one."""
        if self._pages is None:
            return
        index = max(0, min(index, self._pages.count - 1))
        self._move(index, 0.0)
        self._look_at(index)

    def leaf(self, steps: int) -> None:
        """So many rows of pages on, or back."""
        self.go(self._index + steps * (self._places.columns if self._places is not None else 1))

    def set_zoom(self, zoom: Zoom) -> None:
        """One of the FIT words, or a share of the real size between a quarter and four times."""
        here = self._within()
        self._zoom = zoom if isinstance(zoom, str) else max(LEAST, min(zoom, MOST))
        self._arrange(here)
        self.zoom_changed.emit()

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller from the size shown now."""
        if self._pages is not None:
            self.set_zoom(self.share * factor)

    def seen_is_painted(self) -> bool:
        """Whether nothing blank is on the screen."""
        return all(self.images.has(part) for index, paper in self._seen() for part in self._parts(index, paper))

    def paper_size(self) -> QSize:
        """The size of a page on the screen, in device-independent pixels."""
        return self._places.page if self._places is not None else QSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Papers with a thin edge on the desk's ground; blank where the picture is still to come."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.color("surface" if theme.tokens().framed else "line"))
        for index, paper in self._seen():
            self._draw(painter, index, paper)
        painter.end()
        self.images.want(self._wanted())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again; the page looked at stays."""
        super().resizeEvent(event)
        self._arrange(self._within())

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """The number of the page follows: at the top the topmost one counts, at the end the last."""
        self.viewport().update()
        places, bar = self._places, self.verticalScrollBar()
        if self._moving or places is None:
            return
        probe = bar.value() + places.room.height() * bar.value() // max(bar.maximum(), 1)
        at_end = bar.value() == bar.maximum() > 0
        self._look_at(places.count - 1 if at_end else places.at(probe))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaf and zoom by keys."""
        pages, step = self._pages, {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if pages is not None and step is not None:
            self.leaf(step)
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

    # Inside

    def _draw(self, painter: QPainter, index: int, paper: QRect) -> None:
        painter.fillRect(paper, Qt.GlobalColor.white)
        ratio = self.devicePixelRatioF()
        found = [(part, self.images.picture(part)) for part in self._parts(index, paper)]
        if any(image is None for _, image in found) and (other := self.images.other_size(index)) is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(paper, other)
        for part, image in found:
            if image is not None:
                left, top, width, height = (value / ratio for value in part.box)
                painter.drawImage(QRectF(paper.left() + left, paper.top() + top, width, height), image)
        painter.setPen(theme.color("border"))
        painter.drawRect(paper.adjusted(-1, -1, 0, 0))

    def _seen(self) -> Iterator[tuple[int, QRect]]:
        """The pages that show something, where they stand in the window."""
        places = self._places
        if places is None:
            return
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for index in places.seen(down):
            paper = places.rect(index).translated(-across, -down)
            if paper.intersects(self.viewport().rect()):
                yield index, paper

    def _wanted(self) -> Iterator[Part]:
        """What is seen, then the rows before and after it where a page is one piece."""
        seen = list(self._seen())
        for index, paper in seen:
            yield from self._parts(index, paper)
        if self._places is None or not seen:
            return
        across = self._places.columns
        first, last = seen[0][0], seen[-1][0]
        for index in (*range(last + 1, last + 1 + across), *range(first - across, first)):
            if 0 <= index < self._places.count:
                found = tuple(parts(index, self._whole(), QRect(QPoint(0, 0), self._whole())))
                yield from found if len(found) == 1 else ()

    def _whole(self) -> QSize:
        """A page in the pixels of the screen."""
        ratio, page = self.devicePixelRatioF(), self.paper_size()
        return QSize(round(page.width() * ratio), round(page.height() * ratio))

    def _parts(self, index: int, paper: QRect) -> Iterator[Part]:
        ratio = self.devicePixelRatioF()
        shown = QRectF(self.viewport().rect().translated(-paper.topLeft()))
        box = QRectF(shown.topLeft() * ratio, shown.size() * ratio).toAlignedRect()
        yield from parts(index, self._whole(), box)

    def _room(self) -> QSize:
        """The viewport with a scroll bar beside it, whether there is one or not, so that fitting is stable."""
        room = self.maximumViewportSize()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        return QSize(max(room.width() - bar, 1), max(room.height(), 1))

    def _within(self) -> float:
        """How far down in the page looked at the window begins, as a share of the page."""
        places = self._places
        if places is None:
            return 0.0
        return (self.verticalScrollBar().value() - places.rect(self._index).top()) / places.page.height()

    def _arrange(self, within: float) -> None:
        """Lay the papers out anew and keep the place in the page looked at."""
        pages, room = self._pages, self._room()
        self._places = arrange(pages.paper, pages.count, self._zoom, room) if pages is not None else None
        needed = self._places.size if self._places is not None else QSize()
        self._moving = True
        for bar, wanted, there in (
            (self.horizontalScrollBar(), needed.width(), room.width()),
            (self.verticalScrollBar(), needed.height(), room.height()),
        ):
            began = bar.maximum()
            bar.setRange(0, max(wanted - there, 0))
            if not began and bar is self.horizontalScrollBar():
                bar.setValue(bar.maximum() // 2)
            bar.setPageStep(there)
            bar.setSingleStep(40)
        self._moving = False
        self._move(self._index, within)
        self.viewport().update()

    def _move(self, index: int, within: float) -> None:
        """Scroll so that the window begins ``within`` the page, or in the air above it."""
        if self._places is None:
            return
        paper, above = self._places.rect(index), self._places.rect(0).top()
        self._moving = True
        self.verticalScrollBar().setValue(
            paper.top() + round(within * paper.height()) if within > 0 else paper.top() - above
        )
        self._moving = False

    def _look_at(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self.page_changed.emit(index)

    def _on_images_painted(self, index: int) -> None:
        places = self._places
        if places is not None:
            paper = places.rect(index)
            paper.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
            self.viewport().update(paper)


__all__ = ["FIT_MANY", "FIT_PAGE", "FIT_TWO", "FIT_WIDTH", "PaperView", "paint_image"]
