"""QR codes as one vector shape, so that they are sharp on any printer."""

from __future__ import annotations

import functools

import segno
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

_MASK = 2
"""A fixed mask is read as well as a chosen one and costs a quarter of the time."""


def content(form: str, number: str, page: int, pages: int, check_code: str) -> str:
    """What a page's code says: CJ1, form, number, page/pages, check code."""
    return "|".join(("CJ1", form, number, f"{page}/{pages}", check_code))


@functools.lru_cache(maxsize=64)
def shape(text: str, side: float, level: str = "m") -> QPainterPath:
    """The dark modules of a code with this side length, without its quiet zone, at the origin."""
    rows = segno.make(text, error=level, micro=False, boost_error=False, mask=_MASK).matrix
    unit = side / len(rows)
    path = QPainterPath()
    for y, row in enumerate(rows):
        start = None
        for x, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                path.addRect(QRectF(start * unit, y * unit, (x - start) * unit, unit))
                start = None
    return path
