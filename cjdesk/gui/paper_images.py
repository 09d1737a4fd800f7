"""Pictures of pages, painted one after another on the pool, kept in a bounded store."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QMutex, QMutexLocker, QObject, QPoint, QRect, QSize, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from cjdesk.gui import tasks
from cjdesk.printing.pages import Pages
from cjdesk.services.pause import in_one_go

BOUND = 96 * 1024 * 1024
"""Bytes of pictures that are kept at most (96 MB): more than a 4K screen full of paper needs."""

TILE = 1280
"""A page larger than so many pixels is painted in parts, so that no zoom makes a picture too large to keep."""

_OVER = 128
"""A piece is painted with so many pixels around it: Qt smooths a glyph otherwise that an edge cuts."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page's picture: which page, how many pixels the whole page has, where the piece lies in it."""

    index: int
    whole: tuple[int, int]
    box: tuple[int, int, int, int]

    @property
    def complete(self) -> bool:
        """Whether the piece is the page."""
        return self.box == (0, 0, *self.whole)


def parts(index: int, whole: QSize, shown: QRect) -> Iterator[Part]:
    """The pieces of a page of ``whole`` pixels that meet ``shown`` (pixels of the page), as few as TILE allows."""
    across, down = -(-whole.width() // TILE), -(-whole.height() // TILE)
    lefts = [whole.width() * number // across for number in range(across + 1)]
    tops = [whole.height() * number // down for number in range(down + 1)]
    for top, bottom in pairwise(tops):
        for left, right in pairwise(lefts):
            box = QRect(left, top, right - left, bottom - top)
            if box.intersects(shown):
                yield Part(index, (whole.width(), whole.height()), (left, top, box.width(), box.height()))


class PageImages(QObject):
    """What is painted of a form, and what is being painted. Signals: ``painted(index)`` when a piece has come.

    Only the newest wishes are painted, one after another by one piece of work, which finds its fonts once. What is
    wanted now is never thrown away.
    """

    painted = Signal(int)

    def __init__(self, owner: QWidget) -> None:
        """``owner`` gets told when painting fails."""
        super().__init__(owner)
        self._owner = owner
        self._pages: Pages[Any] | None = None
        self._kept: OrderedDict[Part, QImage] = OrderedDict()
        self._wanted: frozenset[Part] = frozenset()
        self._queue: deque[Part] = deque()
        self._under_way: set[Part] = set()
        self._lock = QMutex()
        self._busy = False
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """How much is kept now."""
        return self._bytes

    @property
    def idle(self) -> bool:
        """Whether everything wanted is painted."""
        return not self._busy and not self._queue and not self._under_way

    def show_pages(self, pages: Pages[Any] | None) -> None:
        """Forget the pictures of another form."""
        with QMutexLocker(self._lock):
            self._pages = pages
            self._queue.clear()
            self._under_way.clear()
        self._kept.clear()
        self._wanted = frozenset()
        self._bytes = 0

    def picture(self, part: Part) -> QImage | None:
        """A piece, if it is painted."""
        found = self._kept.get(part)
        if found is not None:
            self._kept.move_to_end(part)
        return found

    def has(self, part: Part) -> bool:
        """Whether a piece is painted."""
        return part in self._kept

    def other_size(self, index: int) -> QImage | None:
        """The page in another size, to stand in until the right one is painted."""
        return next(
            (image for part, image in reversed(self._kept.items()) if part.index == index and part.complete), None
        )

    def want(self, wanted: Iterable[Part]) -> None:
        """What the screen shows now, most urgent first."""
        parts = tuple(wanted)
        self._wanted = frozenset(parts)
        with QMutexLocker(self._lock):
            self._queue = deque(part for part in parts if part not in self._kept and part not in self._under_way)
        self._begin()

    def _begin(self) -> None:
        pages = self._pages
        if self._busy or pages is None or not self._queue:
            return
        self._busy = True
        tasks.run(
            self._owner,
            lambda progress: self._paint(pages, progress),
            then=self._on_paint_ended,
            each=lambda made: self._keep(pages, *made),
            failed=self._on_paint_failed,
            progress=False,
        )

    def _paint(self, pages: Pages[Any], progress: tasks.Progress) -> None:
        """Runs on the pool until nothing is wanted."""
        while (part := self._next(pages)) is not None:
            progress.show((part, paint_part(pages, part)))

    def _next(self, pages: Pages[Any]) -> Part | None:
        with QMutexLocker(self._lock):
            if pages is not self._pages or not self._queue:
                return None
            part = self._queue.popleft()
            self._under_way.add(part)
            return part

    def _keep(self, pages: Pages[Any], part: Part, image: QImage) -> None:
        if pages is not self._pages:
            return
        with QMutexLocker(self._lock):
            self._under_way.discard(part)
        if part not in self._kept:
            self._kept[part] = image
            self._bytes += image.sizeInBytes()
            self._throw_away()
        self.painted.emit(part.index)

    def _on_paint_ended(self, _none: None) -> None:
        self._busy = False
        self._begin()

    def _on_paint_failed(self, error: Exception) -> None:
        self._busy = False
        with QMutexLocker(self._lock):
            self._pages = None  # a form that cannot be painted is said once, not at every look
            self._queue.clear()
            self._under_way.clear()
        raise error

    def _throw_away(self) -> None:
        for part in list(self._kept):
            if self._bytes <= BOUND:
                return
            if part not in self._wanted:
                self._bytes -= self._kept.pop(part).sizeInBytes()


@in_one_go
def paint_part(pages: Pages[Any], part: Part) -> QImage:
    """A piece of a page; may run on any thread.

    Without the collector, which would else look through the lines of a whole month for the points of a page.
    """
    left, top, width, height = part.box
    over = 0 if part.complete else _OVER
    image = QImage(width + 2 * over, height + 2 * over, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    try:
        painter.translate(QPoint(over - left, over - top))
        painter.scale(part.whole[0] / pages.paper.width, part.whole[1] / pages.paper.height)
        pages.paint(painter, part.index)
    finally:
        painter.end()
    return image.copy(over, over, width, height) if over else image


def paint_image(pages: Pages[Any], index: int, size: QSize, ratio: float = 1.0) -> QImage:
    """One page as a picture of this size, white paper and all."""
    width, height = round(size.width() * ratio), round(size.height() * ratio)
    image = paint_part(pages, Part(index, (width, height), (0, 0, width, height)))
    image.setDevicePixelRatio(ratio)
    return image
