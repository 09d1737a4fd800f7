"""A table of labels on grey with their values beside them, as a declaration: covers, control sheets, receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fonts import Role
from cjdesk.printing.measures import FRAME, GRID, HEADER_FILL, Box, Span

_SPACE = 1.5
"""Between the line at the left and a value."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and its value; ``person`` ones choose the font by the name, ``wraps`` ones may stand in lines."""

    label: str
    value: str
    role: Role = Role.BODY
    size: float = 10
    align: Align = Align.LEFT
    person: bool = False
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Labels and values from left to right; the last value takes what is left of the width."""

    cells: tuple[Labelled, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the table stands and how wide a label and a value are, in millimetres; ``value`` None for one a row."""

    left: float
    width: float
    label: float
    value: float | None = None
    label_size: float = 10


def rows_of(cells: Sequence[Labelled], height: float) -> tuple[Row, ...]:
    """A table of one label a row."""
    return tuple(Row((one,), height) for one in cells)


def texts(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    """The labels and values of each row."""
    return tuple(tuple(text for one in row.cells for text in (one.label, one.value)) for row in rows)


def paint_labels(canvas: Canvas, grid: Grid, top: float, rows: Sequence[Row]) -> float:
    """Paint the table; gives the y of its lower edge."""
    y, right = top, grid.left + grid.width
    for row in rows:
        if y > top:
            canvas.line(grid.left, y, right, y, GRID)
        x = grid.left
        for place, one in enumerate(row.cells):
            last = place == len(row.cells) - 1 or grid.value is None
            end = right if last else x + grid.label + (grid.value or 0)
            canvas.fill(x, y, grid.label, row.height, HEADER_FILL)
            canvas.cell(
                Box(x + 0.6, y, grid.label - 1.2, row.height), one.label, Role.FIGURES, grid.label_size, wraps=True
            )
            _value(canvas, one, Box(x + grid.label + _SPACE, y, end - x - grid.label - 2 * _SPACE, row.height))
            if place:
                canvas.line(x, y, x, y + row.height, GRID)
            canvas.line(x + grid.label, y, x + grid.label, y + row.height, GRID)
            x = end
        y += row.height
    canvas.box(grid.left, top, grid.width, y - top, FRAME)
    return y


def _value(canvas: Canvas, one: Labelled, box: Box) -> None:
    if not one.value:
        return
    text, face = (one.value, canvas.faces.role(one.role)) if not one.person else canvas.faces.name(one.value)
    height = box.height - 1 if one.wraps or one.person else None
    middle = box.y + box.height / 2
    canvas.cells(face, one.size, [(text, middle)], Span(box.x, box.width), align=one.align, height=height)
