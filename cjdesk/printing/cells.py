"""A form of labelled cells as a declaration: rows of labels, values and boxes for an opinion, and their one painter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjdesk.printing import wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fitting import wrap
from cjdesk.printing.fonts import Role
from cjdesk.printing.measures import FRAME, GRID, HEADER_FILL, POINT, Box, Span

SIDE = 1.2
"""Kept free on each side of a text."""

PITCH = 1.5
"""From line to line of a written paragraph, in em."""

FOOT = 6.0
"""From line to line in the foot of a box."""

DATED = "年　　月　　日"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: a label in grey, a value, or a box to write in with words at its top and ``foot`` at its lower right.

    Lines of a label, of a foot and of ``lines`` are parted by a bar. ``person`` chooses the font by the name.
    A value shrinks or wraps until all of it stands there.
    """

    width: float
    text: str = ""
    role: Role = Role.BODY
    size: float = 10.5
    align: Align = Align.CENTRE
    label: bool = False
    person: bool = False
    written: bool = False
    lines: bool = False
    foot: str = ""

    @property
    def says(self) -> str:
        """All that stands in it."""
        barred = self.label or self.lines
        return (self.text.replace("|", wording.GAP) if barred else self.text) + self.foot.replace("|", "")


@dataclass(frozen=True, slots=True)
class CellRow:
    """Cells beside each other."""

    height: float
    cells: tuple[Cell, ...]


def label(width: float, text: str) -> Cell:
    """A grey cell that says what stands beside it; its lines are parted by a bar."""
    return Cell(width, text, Role.FIGURES, 10, label=True)


def value(width: float, text: str, *, role: Role = Role.BODY, size: float = 10.5, align: Align = Align.CENTRE) -> Cell:
    """What is known, or blank."""
    return Cell(width, text, role, size, align)


def name(width: float, text: str, size: float = 12) -> Cell:
    """A person's name in the one font that has all of it."""
    return Cell(width, text, Role.BODY, size, person=True)


def lines(width: float, texts: Sequence[str], size: float) -> Cell:
    """Given lines, below each other from the left."""
    return Cell(width, "|".join(texts), Role.BODY, size, Align.LEFT, lines=True)


def box(width: float, text: str = "", *, foot: str = "", size: float = 10.5) -> Cell:
    """A place to write: words at the top, wrapped, and who signs at the lower right."""
    return Cell(width, text, Role.BODY, size, Align.LEFT, written=True, foot=foot)


def row(height: float, *cells: Cell) -> CellRow:
    """A row of cells."""
    return CellRow(height, cells)


def texts(rows: Sequence[CellRow]) -> tuple[tuple[str, ...], ...]:
    """What stands in the cells of each row."""
    return tuple(tuple(cell.says for cell in one.cells) for one in rows)


def paint_cells(canvas: Canvas, rows: Sequence[CellRow], left: float, top: float) -> float:
    """Paint from the top down; gives the lower edge."""
    y, right = top, left
    for one in rows:
        x = left
        for cell in one.cells:
            if cell.label:
                canvas.fill(x, y, cell.width, one.height, HEADER_FILL)
            _paint(canvas, cell, Box(x, y, cell.width, one.height))
            if x > left:
                canvas.line(x, y, x, y + one.height, GRID)
            x += cell.width
        right = max(right, x)
        if y > top:
            canvas.line(left, y, x, y, GRID)
        y += one.height
    canvas.box(left, top, right - left, y - top, FRAME)
    return y


def _paint(canvas: Canvas, cell: Cell, place: Box) -> None:
    inner = Box(place.x + SIDE, place.y + 0.4, place.width - 2 * SIDE, place.height - 0.8)
    if cell.written:
        _written(canvas, cell, place)
    elif cell.label:
        canvas.lines_of_text(inner, cell.text.split("|"), cell.role, cell.size)
    elif cell.lines:
        pitch = PITCH * cell.size * POINT
        for number, line in enumerate(cell.text.split("|")):
            middle = place.y + place.height / 2 + pitch * (number - cell.text.count("|") / 2)
            canvas.text(inner.x, middle, line, cell.role, cell.size, room=inner.width)
    elif cell.person and cell.text:
        printed, face = canvas.faces.name(cell.text)
        middle = inner.y + inner.height / 2
        texts = [(wording.spaced(printed), middle)]
        canvas.cells(face, cell.size, texts, Span(inner.x, inner.width), align=cell.align, height=inner.height)
    else:
        canvas.cell(inner, cell.text, cell.role, cell.size, align=cell.align, wraps=True)


def _written(canvas: Canvas, cell: Cell, place: Box) -> None:
    """A paragraph from the top; it shrinks until it stands above the words of the foot."""
    feet = cell.foot.split("|") if cell.foot else []
    foot = 2.0 + FOOT * len(feet)
    width, room = place.width - 5, place.height - foot - 2
    face, size = canvas.faces.role(cell.role), cell.size
    if cell.text:
        lines = wrap(face, cell.text, size, width, 2 * size * POINT)
        while len(lines) * PITCH * size * POINT > room and size > 6:
            size -= 0.5
            lines = wrap(face, cell.text, size, width, 2 * size * POINT)
        for number, line in enumerate(lines):
            indent = 0 if number else 2 * size * POINT
            middle = place.y + 1.6 + PITCH * size * POINT * (number + 0.5)
            canvas.text(place.x + 2.5 + indent, middle, line, cell.role, size, room=width - indent)
    x, bottom = place.x + place.width - 4, place.y + place.height - 4.6
    for number, line in enumerate(reversed(feet)):
        canvas.text(x, bottom - FOOT * number, line, Role.BODY, 10, align=Align.RIGHT, room=place.width - 8)
