"""QR codes as one vector shape, so that they are sharp on any printer."""

from __future__ import annotations

import functools
import re

import segno
from PySide6.QtCore import QLineF

from cjdesk.printing.pages import Imprint

_MASK = 2
"""A fixed mask is read as well as a chosen one and costs a quarter of the time; it also keeps the code linear."""

_MOST_BITS = 24
_DARK = re.compile("1+")


def content(imprint: Imprint, page: int, pages: int) -> str:
    """What a page's code says: CJ1, form, number, page/pages, check code, revision."""
    one = imprint
    return "|".join(("CJ1", one.form, one.number, f"{page}/{pages}", one.check_code, str(one.revision)))


@functools.lru_cache(maxsize=64)
def shape(text: str, level: str = "m") -> tuple[int, list[QLineF]]:
    """The side in modules, and the dark ones as lines as thick as a module, which is two units; no quiet zone.

    Two points for a run of dark modules make a PDF half as large as rectangles with their four, and half modules as
    the unit make them whole numbers.
    """
    count, modules = modules_of(text, level)
    drawn = f"{modules:0{count * count}b}"
    lines: list[QLineF] = []
    for y in range(count):
        lines += _row(y, drawn[y * count : (y + 1) * count])
    return count, lines


@functools.lru_cache(maxsize=4096)
def _row(y: int, row: str) -> list[QLineF]:
    """The dark runs of a row of modules; most rows of a code are those of the page before."""
    middle = 2 * y + 1
    return [_run(*run.span(), middle) for run in _DARK.finditer(row)]


@functools.cache
def _run(start: int, end: int, middle: int) -> QLineF:
    """A dark run; a few thousand different ones make all codes."""
    return QLineF(2 * start, middle, 2 * end, middle)


def modules_of(text: str, level: str) -> tuple[int, int]:
    """The side in modules, and all modules row by row as the bits of one number.

    With length, level and mask fixed every module is a sum (modulo 2) of bits of the text: the code of page 2 is that
    of page 1 with the patterns of the changed bits turned over. So a run of 500 pages is encoded some ten times.
    """
    if not text.isascii():
        return _encoded(text, level)
    first = _first(len(text), level, text)
    turned = [
        (place, bit)
        for place, (one, other) in enumerate(zip(first, text, strict=True))
        if one != other
        for bit in range(7)
        if (ord(one) ^ ord(other)) >> bit & 1
    ]
    if len(turned) > _MOST_BITS:
        return _encoded(text, level)
    count, modules = _encoded(first, level)
    for place, bit in turned:
        modules ^= _pattern(first, level, place, bit)
    return count, modules


_firsts: dict[tuple[int, str], str] = {}


def _first(length: int, level: str, text: str) -> str:
    """The text that others of its length are compared with; the next run takes its place."""
    found = _firsts.get((length, level))
    if found is None or found.split("|")[:3] != text.split("|")[:3]:
        found = _firsts[length, level] = text
    return found


@functools.lru_cache(maxsize=256)
def _pattern(text: str, level: str, place: int, bit: int) -> int:
    other = text[:place] + chr(ord(text[place]) ^ 1 << bit) + text[place + 1 :]
    return _encoded(text, level)[1] ^ _encoded(other, level)[1]


@functools.lru_cache(maxsize=64)
def _encoded(text: str, level: str) -> tuple[int, int]:
    code = segno.make(text, error=level, mode="byte", micro=False, boost_error=False, mask=_MASK, encoding="utf-8")
    drawn = "".join("01"[dark] for row in code.matrix for dark in row)
    return len(code.matrix), int(drawn, 2)
