"""What stands on a page of a PDF: each glyph's text with its place, and the straight lines, in millimetres.

They are those of the form as it is laid out on A4, also where it was enlarged or drawn inside wider margins.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cjdesk.printing import to_unicode
from cjdesk.printing.measures import UNITS, Place
from cjdesk.printing.pdf_objects import NotReadable, PdfFile, Reference

MILLIMETRE = 25.4 / 72
_LONG, _HIGH = 15.0, 3.0
"""Shorter lines are those of QR codes and of letters drawn as shapes."""

_STRAIGHT = 0.05
_DEEPEST = 50

Matrix = tuple[float, float, float, float, float, float]
_TWICE = 0.25
"""Nearer than so many millimetres no two glyphs stand, not even the dots of the smallest text."""

ONE: Matrix = (1, 0, 0, 1, 0, 0)

_A4 = 297.0
"""The longer side of A4; A3 is a form enlarged."""

_LEAST, _BEYOND = 0.75, 0.6
"""No margins make a form smaller than this, or put it so many millimetres beyond the edge of its paper."""

_ALIKE = 0.004
"""What differs by so little is the same: PDF gives paper in whole points."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A glyph's text; ``x`` from the left edge, ``y`` of its baseline from the upper one."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: across when ``y1 == y2``, else upright."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page, without slanted words; ``frames`` are drawn rectangles as (left, top, right, bottom)."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    rules: tuple[Rule, ...]
    frames: tuple[tuple[float, float, float, float], ...]


def page_numbers(file: PdfFile) -> tuple[int, ...]:
    """The objects of the pages, in order. NotReadable."""
    root = file.dictionary(file.trailer.get("/Root"))
    return tuple(_leaves(file, root.get("/Pages"), 0))


def read_page(file: PdfFile, number: int, fonts: dict[int, dict[int, str]]) -> PageContent:
    """One page; ``fonts`` keeps the tables of texts that were read. NotReadable when it is damaged."""
    page = file.dictionary(Reference(number))
    box = [one for one in map(file.followed, file.items(page.get("/MediaBox"))) if isinstance(one, int | float)]
    if len(box) != 4:
        raise NotReadable("a page without a size")
    named: dict[bytes, dict[int, str]] = {}
    resources = file.dictionary(page.get("/Resources"))
    for name, value in file.dictionary(resources.get("/Font")).items():
        table = file.dictionary(value).get("/ToUnicode")
        if isinstance(table, Reference):
            if table.number not in fonts:
                fonts[table.number] = to_unicode.parsed(file.stream(table.number))
            named[name.encode("latin-1")] = fonts[table.number]
    contents = page.get("/Contents")
    streams = [contents] if isinstance(contents, Reference) else file.items(contents)
    reader = _Reader(height=box[3] - box[1], fonts=named)
    for one in streams:
        if isinstance(one, Reference):
            reader.read(file.stream(one.number))
    width, height = (box[2] - box[0]) * MILLIMETRE, (box[3] - box[1]) * MILLIMETRE
    drawn = PageContent(width, height, tuple(reader.marks), tuple(reader.rules), tuple(reader.frames))
    found = _as_laid_out(drawn, reader.place())
    return replace(found, marks=tuple(once(found.marks)), rules=tuple(filter(_is_long, found.rules)))


def _as_laid_out(page: PageContent, place: Place) -> PageContent:
    """The page in millimetres of the form that stands at this place. NotReadable when it is not whole on the paper."""
    larger = max(page.width, page.height) / _A4
    ends = (place.x + place.scale * page.width / larger, place.y + place.scale * page.height / larger)
    beyond = max(-place.x, -place.y, ends[0] - page.width, ends[1] - page.height)
    if beyond > _BEYOND or place.scale < _LEAST * larger:
        raise NotReadable("a page that was drawn beside its paper, or too small to be read")
    if abs(place.scale - 1) < _ALIKE and abs(place.x) + abs(place.y) < _ALIKE:
        return page

    def right(x: float) -> float:
        return (x - place.x) / place.scale

    def down(y: float) -> float:
        return (y - place.y) / place.scale

    return PageContent(
        page.width / larger,
        page.height / larger,
        tuple(Mark(right(one.x), down(one.y), one.text) for one in page.marks),
        tuple(Rule(right(one.x1), down(one.y1), right(one.x2), down(one.y2)) for one in page.rules),
        tuple((right(one[0]), down(one[1]), right(one[2]), down(one[3])) for one in page.frames),
    )


def _is_long(rule: Rule) -> bool:
    return rule.x2 - rule.x1 > _LONG or rule.y2 - rule.y1 > _HIGH


def once(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Each glyph once: where a font has no bold, Qt draws the text again, a fortieth of its size beside it."""
    seen: dict[tuple[str, float], list[float]] = {}
    for mark in marks:
        places = seen.setdefault((mark.text, round(mark.y, 2)), [])
        if all(abs(x - mark.x) > _TWICE for x in places):
            places.append(mark.x)
            yield mark


def _leaves(file: PdfFile, node: object, depth: int) -> list[int]:
    if depth > _DEEPEST or not isinstance(node, Reference):
        raise NotReadable("no tree of pages")
    kids = file.dictionary(node).get("/Kids")
    if kids is None:
        return [node.number]
    return [leaf for kid in file.items(kids) for leaf in _leaves(file, kid, depth + 1)]


@dataclass(slots=True)
class _Reader:
    """Follows the operators that Qt writes; others move nothing that we look at."""

    height: float
    fonts: dict[bytes, dict[int, str]]
    marks: list[Mark] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    frames: list[tuple[float, float, float, float]] = field(default_factory=list)
    _matrix: Matrix = ONE
    _kept: list[Matrix] = field(default_factory=list)
    _line: Matrix = ONE
    _font: dict[int, str] = field(default_factory=dict)
    _at: tuple[float, float] = (0, 0)
    _path: list[Rule] = field(default_factory=list)
    _boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    _drawn: Counter[Matrix] = field(default_factory=Counter)

    def place(self) -> Place:
        """Where the form stands on its page: that of most of its texts, whose unit is always the same. NotReadable."""
        for (a, b, c, d, x, y), _ in self._drawn.most_common(1):
            if max(abs(b), abs(c), abs(a + d)) > _ALIKE * a:
                raise NotReadable("a page that was drawn out of shape")
            return Place(a * MILLIMETRE * UNITS, x * MILLIMETRE, (self.height - y) * MILLIMETRE)
        return Place(1.0, 0.0, 0.0)

    def read(self, content: bytes) -> None:
        """Follow one stream."""
        operands: list[bytes] = []
        for token in content.split():
            if token[0] in b"0123456789+-./<[(":
                operands.append(token)
                continue
            work = _OPERATORS.get(token)
            if work is not None:
                work(self, operands)
            operands.clear()

    def push(self, _: Sequence[bytes]) -> None:
        """Keep the matrix."""
        self._kept.append(self._matrix)

    def pop(self, _: Sequence[bytes]) -> None:
        """Take it back."""
        if self._kept:
            self._matrix = self._kept.pop()

    def concat(self, operands: Sequence[bytes]) -> None:
        """Change the matrix."""
        self._matrix = _times(_six(operands), self._matrix)

    def begin(self, _: Sequence[bytes]) -> None:
        """A text begins."""
        self._line = ONE

    def choose(self, operands: Sequence[bytes]) -> None:
        """Choose a font."""
        self._font = self.fonts.get(operands[0], {}) if operands else {}

    def put(self, operands: Sequence[bytes]) -> None:
        """Place a line of text."""
        self._line = _six(operands)

    def move(self, operands: Sequence[bytes]) -> None:
        """Move it."""
        x, y = _numbers(operands, 2)
        self._line = _times((1, 0, 0, 1, x, y), self._line)

    def show(self, operands: Sequence[bytes]) -> None:
        """Qt places each glyph by itself, so that a string is one glyph."""
        shown = b"".join(operands).strip(b"<>")
        try:
            codes = [int(shown[at : at + 4], 16) for at in range(0, len(shown), 4)]
        except ValueError as error:
            raise NotReadable("a text that is none") from error
        text = "".join(self._font.get(code, "\ufffd") for code in codes)
        placed = _times(self._line, self._matrix)
        if abs(placed[1]) > _STRAIGHT * abs(placed[0]):
            return  # the slanted word behind a draft
        self._drawn[self._matrix] += 1
        self.marks.append(Mark(placed[4] * MILLIMETRE, (self.height - placed[5]) * MILLIMETRE, text))

    def to(self, operands: Sequence[bytes]) -> None:
        """Begin a line."""
        x, y = _numbers(operands, 2)
        self._at = self._point(x, y)

    def draw(self, operands: Sequence[bytes]) -> None:
        """Draw it; only long ones are kept."""
        x, y = _numbers(operands, 2)
        (x1, y1), (x2, y2) = self._at, self._point(x, y)
        self._at = x2, y2
        if abs(y1 - y2) < _STRAIGHT and abs(x1 - x2) > _LEAST * _LONG:
            self._path.append(Rule(min(x1, x2), y1, max(x1, x2), y1))
        elif abs(x1 - x2) < _STRAIGHT and abs(y1 - y2) > _LEAST * _HIGH:
            self._path.append(Rule(x1, min(y1, y2), x1, max(y1, y2)))

    def box(self, operands: Sequence[bytes]) -> None:
        """A rectangle."""
        x, y, width, height = _numbers(operands, 4)
        (x1, y1), (x2, y2) = self._point(x, y), self._point(x + width, y + height)
        self._boxes.append((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))

    def stroke(self, _: Sequence[bytes]) -> None:
        """Lines and rectangles are drawn."""
        self.rules += self._path
        self.frames += self._boxes
        self.drop(_)

    def drop(self, _: Sequence[bytes]) -> None:
        """They are filled, or only cut."""
        self._path.clear()
        self._boxes.clear()

    def _point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._matrix
        return (a * x + c * y + e) * MILLIMETRE, (self.height - (b * x + d * y + f)) * MILLIMETRE


def _numbers(operands: Sequence[bytes], count: int) -> tuple[float, ...]:
    try:
        found = tuple(map(float, operands[-count:]))
    except ValueError as error:
        raise NotReadable("a number that is none") from error
    if len(found) != count or not all(map(math.isfinite, found)):
        raise NotReadable("a number is missing")
    return found


def _six(operands: Sequence[bytes]) -> Matrix:
    a, b, c, d, e, f = _numbers(operands, 6)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """First one, then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


_OPERATORS = {
    b"q": _Reader.push,
    b"Q": _Reader.pop,
    b"cm": _Reader.concat,
    b"BT": _Reader.begin,
    b"Tf": _Reader.choose,
    b"Tm": _Reader.put,
    b"Td": _Reader.move,
    b"Tj": _Reader.show,
    b"m": _Reader.to,
    b"l": _Reader.draw,
    b"re": _Reader.box,
    b"S": _Reader.stroke,
    **dict.fromkeys((b"f", b"f*", b"B", b"B*", b"n"), _Reader.drop),
}
