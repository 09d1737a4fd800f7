"""The tables of a page by their lines: rows of cells with their texts, blanks out; and the words at its foot."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from cjdesk.printing.page_text import Mark, PageContent, Rule

_WIDE, _TALL = 50.0, 8.0
"""Smaller frames are tags, boxes to tick and seals."""

_NEAR = 0.4
_SAME_LINE = 0.3
_INSIDE = 0.1
_ONE_LINE = 1.0
"""Words of several sizes around the tables stand on one line, though not on one base."""

_FOOT = 20.0
"""The foot stands in the lowest millimetres of the page."""

_HEAD, _BELOW = 17.0, 16.0
"""So much of a page with a foot belongs to the form's number and tags at the top, and to the foot itself."""

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_IMPRINT = re.compile(r"校验码([0-9A-F]{8})$")
_PAGE = re.compile(r"第(\d+)页共(\d+)页")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table; ``cells`` are texts without blanks."""

    top: float
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows between two lines over the whole width, from the top."""

    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """What the foot says: everything before the check code, the code, page of pages (0 where it says none)."""

    words: str
    check_code: str
    page: int
    pages: int


def blankless(text: str) -> str:
    """A text as it is compared: compatible forms folded, blanks out."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def tables(page: PageContent) -> tuple[Table, ...]:
    """The framed tables of a page, from the top."""
    return tuple(_table(page, frame) for frame in _frames(page))


def around(page: PageContent, *, with_foot: bool) -> str:
    """The text around the tables, without head and foot where it has them."""
    top, bottom = (_HEAD, page.height - _BELOW) if with_foot else (0.0, page.height)
    frames = _frames(page)
    marks = [
        mark
        for mark in page.marks
        if top < mark.y < bottom and not any(_holds(frame, (mark.x, mark.y, mark.x, mark.y)) for frame in frames)
    ]
    return text_of(marks, _ONE_LINE)


def text_of(marks: Iterable[Mark], near: float = _SAME_LINE) -> str:
    """The text of marks line by line; a glyph that was set twice at one place to be bold stands there once."""
    lines: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: mark.y):
        if lines and mark.y - lines[-1][0].y < near:
            lines[-1].append(mark)
        else:
            lines.append([mark])
    return blankless("".join(_line(line) for line in lines))


def foot(page: PageContent) -> Foot:
    """The foot of a page; empty words where there is none."""
    lines: list[list[Mark]] = []
    for mark in sorted(page.marks, key=lambda mark: -mark.y):
        if mark.y < page.height - _FOOT:
            break
        if lines and lines[-1][0].y - mark.y < _ONE_LINE:
            lines[-1].append(mark)
        else:
            lines.append([mark])
    for marks in lines:
        words = blankless(_line(marks))
        found, place = _IMPRINT.search(words), _PAGE.search(words)
        if found is not None:
            page_at, pages = (int(place[1]), int(place[2])) if place else (0, 0)
            return Foot(words[: found.start()], found[1], page_at, pages)
    return Foot("", "", 0, 0)


def _line(marks: Iterable[Mark]) -> str:
    made: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.x):
        if not made or mark.text != made[-1].text or mark.x - made[-1].x > _INSIDE:
            made.append(mark)
    return "".join(mark.text for mark in made)


def _frames(page: PageContent) -> list[Edges]:
    """The frames of tables; two in each other are an ornament."""
    wide = sorted({frame for frame in page.frames if _is_table(frame)}, key=lambda frame: (frame[1], frame[0]))
    within = {edges for one in wide for other in wide if one != other and _holds(one, other) for edges in (one, other)}
    return [one for one in wide if one not in within]


def _holds(one: Edges, other: Edges) -> bool:
    return one[0] <= other[0] and one[1] <= other[1] and other[2] <= one[2] and other[3] <= one[3]


def _is_table(frame: Edges) -> bool:
    left, top, right, bottom = frame
    return right - left > _WIDE and bottom - top > _TALL


def _table(page: PageContent, frame: Edges) -> Table:
    left, top, right, bottom = frame
    across = [
        rule.y1
        for rule in page.rules
        if rule.y1 == rule.y2 and rule.x1 < left + _NEAR and rule.x2 > right - _NEAR and top - _NEAR < rule.y1
    ]
    edges = _apart([top, *(y for y in across if y < bottom + _NEAR), bottom])
    upright = [rule for rule in page.rules if rule.y1 != rule.y2 and left + _NEAR < rule.x1 < right - _NEAR]
    inside: list[list[Mark]] = [[] for _ in edges]
    for mark in page.marks:
        if top < mark.y < bottom and left - _INSIDE < mark.x < right:
            inside[bisect.bisect(edges, mark.y) - 1].append(mark)
    rows = (
        TableRow(upper, _cells(marks, upper, lower, upright))
        for marks, upper, lower in zip(inside, edges[:-1], edges[1:], strict=False)
    )
    return Table(tuple(rows))


def _cells(marks: list[Mark], upper: float, lower: float, upright: list[Rule]) -> tuple[str, ...]:
    middle = (upper + lower) / 2
    edges = _apart([rule.x1 for rule in upright if rule.y1 < middle < rule.y2])
    cells: list[list[Mark]] = [[] for _ in range(len(edges) + 1)]
    for mark in marks:
        cells[bisect.bisect(edges, mark.x + _INSIDE)].append(mark)
    return tuple(map(text_of, cells))


def _apart(values: Iterable[float]) -> list[float]:
    """Sorted, each place once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found
