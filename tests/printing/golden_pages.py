"""Golden pages: the first and the last page of every sample form, small and grey, and how two drawings are compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from cjdesk.gui.paper_page import paint_image
from cjdesk.printing.pages import Pages

FOLDER = Path(__file__).parents[1] / "golden" / "pages"
SCALE = 2.0
"""Pixels in a millimetre: 51 dots an inch."""

BLOCK = 4
"""Drawings are compared in blocks of so many pixels, so that two ways to smooth an edge are the same."""

UNLIKE = 24
"""Grey levels (of 255) by which a block may differ; a word that moved by half a millimetre differs by more."""


def shown(pages: Pages[Any]) -> tuple[int, ...]:
    """The indexes of the pages that are kept."""
    return tuple(dict.fromkeys((0, pages.count - 1)))


def drawn(pages: Pages[Any], index: int) -> QImage:
    """A page as it is kept."""
    size = QSize(round(pages.paper.width * SCALE), round(pages.paper.height * SCALE))
    return paint_image(pages, index, size).convertToFormat(QImage.Format.Format_Grayscale8)


def unlike(one: QImage, other: QImage) -> list[tuple[int, int, int]]:
    """Where two pages differ: left and top in millimetres, and by how many grey levels."""
    if one.size() != other.size():
        return [(0, 0, 255)]
    wide, high = one.width() // BLOCK, one.height() // BLOCK
    smooth = Qt.TransformationMode.SmoothTransformation
    first, second = (image.scaled(QSize(wide, high), mode=smooth) for image in (one, other))
    found = []
    for y in range(high):
        for x in range(wide):
            by = abs((first.pixel(x, y) & 255) - (second.pixel(x, y) & 255))
            if by > UNLIKE:
                found.append((round(x * BLOCK / SCALE), round(y * BLOCK / SCALE), by))
    return found
