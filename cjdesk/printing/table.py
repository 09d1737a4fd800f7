"""A table as a declaration: columns in millimetres, and the one painter of heads, rows, sums and frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cjdesk.printing import wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fonts import Role
from cjdesk.printing.measures import (
    FRAME,
    GRID,
    HEADER_FILL,
    INNER_SPACE,
    POINT,
    SUBTOTAL_FILL,
    UNDER_HEADER,
    Box,
    Span,
)

V = TypeVar("V")

_SIDE = 0.6
"""Kept free on each side of a text."""

_UPPER, _LOWER = 0.285, 0.725
"""Where the two lines of a stacked cell stand in the row."""

_STACKED = 1.04
"""Two lines above each other need so many times the sum of their sizes; in a lower row they are set smaller."""

_CLEAR = 1.04
"""Words under words need so many times the half of both sizes from middle to middle; figures are less high."""

_HALF = 0.46
"""So much of the row each of the two may take when it has to stand in lines itself."""

_GROUP_SHARE = 0.4
"""The part of the head that a group's title takes."""

LABEL_COLUMNS = 2
"""序号 and 姓名 together hold the words 本页小计 and 合计."""


@dataclass(frozen=True, slots=True)
class Part(Generic[V]):
    """One text of a cell: what it says, the font's work, the size in points."""

    says: Callable[[V], str]
    role: Role
    size: float


@dataclass(frozen=True, slots=True)
class Column(Generic[V]):
    """One column. ``boxed`` columns keep their lines in the sum rows; ``person`` ones choose the font by the name.

    ``fill`` is a grey behind its rows; ``heavy`` makes the line on its left as strong as the one under the head.
    """

    key: str
    head: tuple[str, ...]
    width: float
    parts: tuple[Part[V], ...]
    align: Align = Align.CENTRE
    boxed: bool = False
    wraps: bool = False
    person: bool = False
    group: str = ""
    fill: str = ""
    heavy: bool = False


def column(
    key: str,
    head: str,
    width: float,
    *parts: Part[V],
    align: Align = Align.CENTRE,
    boxed: bool = False,
    wraps: bool = False,
    person: bool = False,
    group: str = "",
    fill: str = "",
    heavy: bool = False,
) -> Column[V]:
    """A column of one text or of two above each other; lines of the head are parted by a bar."""
    return Column(key, tuple(head.split("|")), width, parts, align, boxed, wraps, person, group, fill, heavy)


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row under the lines: its label, a note beside it, amounts by column, words at the right."""

    label: str
    note: str
    values: Mapping[str, str]
    height: float = 7.5
    after: str = ""
    note_align: Align = Align.LEFT


def cells(columns: Sequence[Column[V]], row: V) -> tuple[str, ...]:
    """A row's cells; two texts above each other are two lines of one cell."""
    return tuple("\n".join(filter(None, (part.says(row).strip() for part in one.parts))) for one in columns)


def sum_texts(columns: Sequence[Column[V]], row: SumRow) -> tuple[str, ...]:
    """What a sum row shows, from left to right."""
    values = (row.values.get(one.key, "") for one in columns if one.boxed)
    return tuple(filter(None, (row.label, row.note, *values, row.after)))


def texts(columns: Sequence[Column[V]], rows: Sequence[V]) -> tuple[tuple[str, ...], ...]:
    """The head and the rows as they stand on paper."""
    return (tuple("".join(one.head) for one in columns), *(cells(columns, row) for row in rows))


class TablePainter(Generic[V]):
    """Paints one table on one page from the top down; ``close`` draws the frame around what was painted."""

    def __init__(self, canvas: Canvas, columns: Sequence[Column[V]], left: float, top: float) -> None:
        self._canvas = canvas
        self._columns = tuple(columns)
        self._left = left
        self._top = top
        self.y = top
        self._edges = [left]
        for one in self._columns:
            self._edges.append(self._edges[-1] + one.width)

    @property
    def right(self) -> float:
        """The right edge."""
        return self._edges[-1]

    @property
    def label_edge(self) -> float:
        """Where the labels of sum rows end."""
        return self._edges[LABEL_COLUMNS]

    def head(self, height: float, size: float = 9.5) -> None:
        """The head: titles in grey, groups over their columns."""
        canvas, top, bottom = self._canvas, self.y, self.y + height
        canvas.fill(self._left, top, self.right - self._left, height, HEADER_FILL)
        upper = height * _GROUP_SHARE
        for index, one in enumerate(self._columns):
            x, start = self._edges[index], top + upper if one.group else top
            if one.fill:
                canvas.fill(x, start, one.width, bottom - start, one.fill)
            role = Role.FIGURES if one.group else Role.HEADER
            canvas.lines_of_text(
                Box(x + 0.3, start, one.width - 0.6, bottom - start), one.head, role, size - 0.5 * (len(one.head) - 1)
            )
            joined = bool(one.group) and index > 0 and self._columns[index - 1].group == one.group
            if index:
                canvas.line(x, start if joined else top, x, bottom, _left_line(one))
            if one.group and not joined:
                self._group(one.group, index, top, upper, size)
        canvas.line(self._left, bottom, self.right, bottom, UNDER_HEADER)
        self.y = bottom

    def rows(self, rows: Sequence[V], height: float) -> None:
        """The lines, column by column, so that fonts change seldom."""
        canvas, top = self._canvas, self.y
        middles = [top + height * (index + 0.5) for index in range(len(rows))]
        for one, edge in zip(self._columns, self._edges, strict=False):
            if one.fill:
                canvas.fill(edge, top, one.width, height * len(rows), one.fill)
        for index, one in enumerate(self._columns):
            space = INNER_SPACE if one.align is Align.RIGHT else _SIDE
            span = Span(self._edges[index] + _SIDE, one.width - _SIDE - space)
            if len(one.parts) == 2:
                self._stacked(one, rows, middles, height, span)
            elif one.person:
                self._names(one, rows, middles, height, span)
            elif one.parts:
                part = one.parts[0]
                texts = [(text, middle) for row, middle in zip(rows, middles, strict=True) if (text := part.says(row))]
                room = height - 1.2 if one.wraps else None
                canvas.cells(canvas.faces.role(part.role), part.size, texts, span, align=one.align, height=room)
        bottom = top + height * len(rows)
        for number in range(1, len(rows) + 1):
            y = top + height * number
            canvas.line(self._left, y, self.right, y, GRID)
        for one, edge in zip(self._columns[1:], self._edges[1:], strict=False):
            canvas.line(edge, top, edge, bottom, _left_line(one))
        self.y = bottom

    def empty(self, words: str, height: float = 7) -> None:
        """The row that says that nothing follows, so that nobody can add a line."""
        start = self._edges[1]
        self._canvas.cell(Box(start, self.y, self.right - start, height), words, Role.BODY, 9.5)
        self._canvas.line(start, self.y, start, self.y + height, GRID)
        self._under(height)

    def sums(self, row: SumRow, *, label_size: float = 10, size: float = 10, strong: str = "net_fen") -> None:
        """A row of sums; the column named ``strong`` is set a point larger."""
        canvas, y, height = self._canvas, self.y, row.height
        canvas.fill(self._left, y, self.right - self._left, height, SUBTOTAL_FILL)
        canvas.cell(Box(self._left, y, self.label_edge - self._left, height), row.label, Role.HEADER, label_size)
        canvas.line(self.label_edge, y, self.label_edge, y + height, GRID)
        boxed = [index for index, one in enumerate(self._columns) if one.boxed]
        start, end = self.label_edge, self._edges[boxed[0]] if boxed else self.right
        inset = 1.6
        canvas.cell(
            Box(start + inset, y, end - start - 2 * inset, height), row.note, Role.FIGURES, 10, align=row.note_align
        )
        for index in boxed:
            one, x = self._columns[index], self._edges[index]
            for edge in (x, x + one.width):
                if edge < self.right - 0.01:
                    canvas.line(edge, y, edge, y + height, GRID)
            value = row.values.get(one.key, "")
            room = one.width - INNER_SPACE - _SIDE
            points = size + 1 if one.key == strong else size
            canvas.cell(Box(x + _SIDE, y, room, height), value, Role.FIGURES_BOLD, points, align=Align.RIGHT)
        if row.after and boxed:
            x = self._edges[boxed[-1] + 1]
            canvas.cell(
                Box(x + inset, y, self.right - x - 2 * inset, height), row.after, Role.FIGURES, 10, align=Align.LEFT
            )
        self._under(height)

    def in_words(
        self, words: str, figures: str, *, height: float = 9.5, figures_end: float = 216, label: str = "合计金额"
    ) -> None:
        """合计金额 in capitals and in figures; right of ``figures_end`` the seal has its place."""
        canvas, y = self._canvas, self.y
        canvas.cell(Box(self._left, y, self.label_edge - self._left, height), label, Role.HEADER, 10)
        canvas.line(self.label_edge, y, self.label_edge, y + height, GRID)
        middle = y + height / 2
        wide = canvas.text(figures_end, middle, f"（小写）¥{figures}", Role.FIGURES_BOLD, 12, align=Align.RIGHT)
        start = self.label_edge + 3
        text = f"人民币（大写）{words}"
        canvas.text(start, middle, text, Role.TITLE, 12, room=figures_end - wide - start - 4)
        self._under(height)

    def close(self) -> float:
        """Draw the outer frame; gives the y of its lower edge."""
        self._canvas.box(self._left, self._top, self.right - self._left, self.y - self._top, FRAME)
        return self.y

    def _group(self, group: str, first: int, top: float, upper: float, size: float) -> None:
        last = first
        while last + 1 < len(self._columns) and self._columns[last + 1].group == group:
            last += 1
        x, end = self._edges[first], self._edges[last + 1]
        self._canvas.lines_of_text(Box(x, top, end - x, upper), (group,), Role.HEADER, size)
        self._canvas.line(x, top + upper, end, top + upper, GRID)

    def _stacked(self, one: Column[V], rows: Sequence[V], middles: Sequence[float], height: float, span: Span) -> None:
        alone: tuple[list[tuple[str, float]], ...] = ([], [])
        halves: tuple[list[tuple[str, float]], ...] = ([], [])
        words: list[tuple[str, float]] = []
        for row, middle in zip(rows, middles, strict=True):
            says = [part.says(row) for part in one.parts]
            both = all(says)
            for place, share in enumerate((_UPPER, _LOWER)):
                under_words = both and place == 1 and says[0].strip() and not says[1].isascii()
                if both:
                    (words if under_words else halves[place]).append((says[place], middle + (share - 0.5) * height))
                elif says[place]:
                    alone[place].append((says[place], middle))
        shrink = min(1.0, height / (sum(part.size for part in one.parts) * POINT * _STACKED))
        upper, lower = (part.size * shrink for part in one.parts)
        under = min(lower, 2 * (_LOWER - _UPPER) * height / (POINT * _CLEAR) - upper)
        half, whole = height * _HALF, height - 1.2
        first, second = (self._canvas.faces.role(part.role) for part in one.parts)
        for face, size, texts, room in (
            (first, upper, alone[0], whole),
            (second, lower, alone[1], whole),
            (first, upper, halves[0], half),
            (second, lower, halves[1], half),
            (second, under, words, half),
        ):
            self._canvas.cells(face, size, texts, span, align=one.align, height=room)

    def _names(self, one: Column[V], rows: Sequence[V], middles: Sequence[float], height: float, span: Span) -> None:
        part, canvas = one.parts[0], self._canvas
        for row, middle in zip(rows, middles, strict=True):
            name, face = canvas.faces.name(part.says(row))
            canvas.cells(face, part.size, [(wording.spaced(name), middle)], span, align=one.align, height=height - 1.2)

    def _under(self, height: float) -> None:
        self.y += height
        self._canvas.line(self._left, self.y, self.right, self.y, GRID)


def _left_line(one: Column[V]) -> float:
    return UNDER_HEADER if one.heavy else GRID
