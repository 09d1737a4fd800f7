"""Where the pages of a form stand under each other and side by side at a zoom: sums only, no painting."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize

from cjdesk.printing.measures import Paper

FIT_PAGE, FIT_TWO, FIT_MANY, FIT_WIDTH = "page", "two", "many", "width"
"""As large as a whole page fits, two or MANY of them side by side fit, as wide as the room."""

MANY = 4
_ACROSS = {FIT_TWO: 2, FIT_MANY: MANY, FIT_WIDTH: 1}
LEAST, MOST = 0.25, 4.0
"""The smallest and largest share of the real size."""

AIR = 14
"""Between pages and around them."""

_SCREEN_DPI = 96

Zoom = float | str
"""A share of the real size, or one of FIT_PAGE, FIT_TWO, FIT_MANY, FIT_WIDTH."""


@dataclass(frozen=True, slots=True)
class Places:
    """Pages in rows: how many across, how large each, in how much room; device-independent pixels."""

    count: int
    columns: int
    page: QSize
    room: QSize

    @property
    def size(self) -> QSize:
        """All of it, with the air around."""
        rows = -(-self.count // self.columns)
        return QSize(self.columns * (self.page.width() + AIR) + AIR, rows * self._pitch + AIR)

    def rect(self, index: int) -> QRect:
        """One page; what is narrower or lower than the room stands in its middle."""
        row, column = divmod(index, self.columns)
        whole = self.size
        left = max((self.room.width() - whole.width()) // 2, 0) + AIR + column * (self.page.width() + AIR)
        top = max((self.room.height() - whole.height()) // 2, 0) + AIR + row * self._pitch
        return QRect(left, top, self.page.width(), self.page.height())

    def seen(self, top: int) -> range:
        """The pages that show something when the room begins at ``top``."""
        begins = top - self.rect(0).top()
        first = max((begins - self.page.height()) // self._pitch + 1, 0)
        end = (begins + self.room.height() - 1) // self._pitch + 1
        return range(first * self.columns, min(max(end, 0) * self.columns, self.count))

    def at(self, y: int) -> int:
        """The first page of the row that covers ``y``, or of the nearest one."""
        row = (y - self.rect(0).top() + AIR // 2) // self._pitch
        return max(0, min(row * self.columns, self.count - 1))

    @property
    def _pitch(self) -> int:
        return self.page.height() + AIR


def arrange(paper: Paper, count: int, zoom: Zoom, room: QSize) -> Places:
    """How ``count`` pages of this paper stand in a room this large; never more across than there are pages."""
    size = _page(paper, scale(paper, zoom, room, count))
    across = _ACROSS.get(zoom) if isinstance(zoom, str) else None
    if across is None:
        across = max((room.width() - AIR) // (size.width() + AIR), 1)
    return Places(count, max(min(across, count), 1), size, room)


def scale(paper: Paper, zoom: Zoom, room: QSize, count: int) -> float:
    """Pixels for a millimetre; a single page is never made small to leave room for others."""
    if not isinstance(zoom, str):
        return zoom * _SCREEN_DPI / 25.4
    across = min(_ACROSS.get(zoom, 1), count)
    wide = (room.width() - AIR * (across + 1)) / across / paper.width
    return wide if zoom == FIT_WIDTH else min(wide, (room.height() - 2 * AIR) / paper.height)


def share(paper: Paper, zoom: Zoom, room: QSize, count: int) -> float:
    """What any zoom is as a share of the real size."""
    return scale(paper, zoom, room, count) * 25.4 / _SCREEN_DPI


def _page(paper: Paper, pixels: float) -> QSize:
    # Not a pixel more than there is room for: rounding up would bring a scroll bar.
    width = max(math.floor(paper.width * pixels + 1e-6), 1)
    return QSize(width, max(round(width * paper.height / paper.width), 1))
