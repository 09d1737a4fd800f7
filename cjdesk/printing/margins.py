"""Margins of the clerk's own: a form stands a little smaller, so that its drawing keeps clear of the paper's edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtGui import QPainter

from cjdesk.printing.measures import NO_EDGES, Edges, Paper, Place
from cjdesk.printing.pages import Pages

MARGINS: Mapping[str, Edges] = {
    "form": NO_EDGES,
    "12": Edges(12, 12, 12, 12),
    "15": Edges(15, 15, 15, 15),
    "20": Edges(20, 20, 20, 20),
    "binding": Edges(left=25),
}
"""What can be chosen: as the form has them, so many millimetres all round, 25 mm at the left to punch and bind."""

INK_ABOVE = 8.0
"""Nothing of a form with head and foot stands higher on its page: the QR code begins here."""

INK_BELOW_FOOT = 1.6
"""The words at the foot reach so far below their middle."""

_NOTHING = 1e-6


def ink(pages: Pages[Any]) -> Edges:
    """How far from each edge of the paper a form's drawing stays, but for lines to cut and fold; in its millimetres."""
    return pages.white or _ink(pages.paper)


def placed(pages: Pages[Any], within: Edges) -> Place:
    """How a form stands inside edges, in millimetres of the paper.

    What fits is left alone; else it shrinks just so much that its drawing fits, and moves as little as it must.
    """
    free, larger = ink(pages), pages.enlarged
    width, height = pages.paper.width * larger, pages.paper.height * larger
    wide = width - (free.left + free.right) * larger
    high = height - (free.top + free.bottom) * larger
    scale = min(1.0, (width - within.left - within.right) / wide, (height - within.top - within.bottom) / high)
    x = _moved(free.left * larger, wide, scale, within.left, width - within.right)
    y = _moved(free.top * larger, high, scale, within.top, height - within.bottom)
    return Place(scale, x, y)


def inside(pages: Pages[Any], wanted: Edges) -> Pages[Any]:
    """The same form with these margins and its own at least, for preview, printer and PDF; itself without a wish."""
    if wanted == NO_EDGES:
        return pages
    respelled = pages.respelled
    again = (lambda names: inside(respelled(names), wanted)) if respelled is not None else None
    wished = replace(pages, margins=wanted, plain=pages, respelled=again)
    free, paper, larger = ink(pages), pages.paper, pages.enlarged
    place = placed(pages, _wider(wanted, free, larger))
    if max(1 - place.scale, abs(place.x), abs(place.y)) < _NOTHING:
        return wished
    x, y, scale = place.x / larger, place.y / larger, place.scale
    white = Edges(
        x + scale * free.left,
        y + scale * free.top,
        paper.width - x - scale * (paper.width - free.right),
        paper.height - y - scale * (paper.height - free.bottom),
    )
    return replace(wished, draw=partial(_draw_inside, pages, Place(scale, x, y)), white=white)


def on_a4(pages: Pages[Any]) -> Pages[Any]:
    """A form for A3 as it stands on A4, inside the same margins."""
    if pages.plain is None:
        return replace(pages, enlarged=1.0)
    return inside(replace(pages.plain, enlarged=1.0), pages.margins)


def _draw_inside(pages: Pages[Any], place: Place, painter: QPainter, _same: Pages[Any], index: int) -> None:
    painter.save()
    painter.translate(place.x, place.y)
    painter.scale(place.scale, place.scale)
    pages.paint(painter, index)
    painter.restore()


def _wider(wanted: Edges, free: Edges, larger: float) -> Edges:
    """A margin of the form stays where nobody wanted a wider one."""
    return Edges(
        max(wanted.left, free.left * larger),
        max(wanted.top, free.top * larger),
        max(wanted.right, free.right * larger),
        max(wanted.bottom, free.bottom * larger),
    )


def _ink(paper: Paper) -> Edges:
    return Edges(paper.left, INK_ABOVE, paper.right, paper.height - paper.footer - INK_BELOW_FOOT)


def _moved(start: float, length: float, scale: float, low: float, high: float) -> float:
    """How far the origin moves so that the shrunk drawing stays about its middle, inside ``low`` to ``high``."""
    wished = start + length * (1 - scale) / 2
    return min(max(wished, low), max(high - length * scale, low)) - start * scale
