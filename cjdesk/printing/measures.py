"""Paper in millimetres: A4 both ways, margins, line weights and greys that all forms share."""

from __future__ import annotations

from dataclasses import dataclass

POINT = 25.4 / 72
"""One typographic point in millimetres."""

UNITS = 100
"""A canvas counts in hundredths of a millimetre: fine enough for whole pixel sizes, the same on every device."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A page and the margins of its printed area, in millimetres."""

    width: float
    height: float
    left: float
    right: float
    footer: float

    @property
    def inner(self) -> float:
        """The width between the margins: what every table adds up to."""
        return self.width - self.left - self.right

    @property
    def edge(self) -> float:
        """The x where the right margin begins."""
        return self.width - self.right

    @property
    def middle(self) -> float:
        """The x between both margins."""
        return self.left + self.inner / 2


@dataclass(frozen=True, slots=True)
class Place:
    """How a drawing stands on its paper: its ``scale``, and how far its origin moves right and down, in millimetres."""

    scale: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edges:
    """Millimetres kept free, or lost, on each side of the paper."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


NO_EDGES = Edges()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Span:
    """A column's place from left to right, in millimetres."""

    x: float
    width: float


LANDSCAPE = Paper(297, 210, 15, 10, 198.5)
PORTRAIT = Paper(210, 297, 18, 12, 283.5)

SLIPS_WHITE = Edges(18, 4.2, 12, 4.2)
"""What stays free around slips that are cut apart: they share portrait paper from its upper edge to its lower one."""

A3 = 420 / 297
"""How much larger A3 is than A4, both ways."""

GRID = 0.5 * POINT
UNDER_HEADER = 0.9 * POINT
FRAME = 1.2 * POINT
SIGNATURE = 0.4 * POINT

HEADER_FILL = "#EFEFEF"
SUBTOTAL_FILL = "#F4F4F4"
DRAFT_GREY = "#E9E9E9"

INNER_SPACE = 0.9
"""Between an amount and the line on its right."""

BASELINE = 0.37
"""The baseline stands so many em below the middle of the em box."""
