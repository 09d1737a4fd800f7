"""How a text finds room in its cell: shrink a little, then wrap, then shrink as far as it takes; nothing is cut."""

from __future__ import annotations

import math

from cjdesk.printing.fonts import Face
from cjdesk.printing.measures import POINT

SHRINK = 0.72
"""Down to this share of its size a text stays on one line."""

LINE = 1.14
"""From line to line in em."""

_BREAK_AFTER = "·日、，；）"


def fit(face: Face, text: str, size: float, width: float, height: float | None = None) -> tuple[tuple[str, ...], float]:
    """The lines of a text and the size in points that fit a cell; ``height`` allows more than one line."""
    whole = face.width(text, size)
    if whole <= width:
        return (text,), size
    best: tuple[tuple[str, ...], float] = ((text,), size * width / whole)
    if height is None or width / whole >= SHRINK:
        return best
    for count in range(2, 1 + max(2, math.ceil(math.sqrt(len(text))))):
        lines = _broken(face, text, count)
        longest = max(face.width(line, size) for line in lines)
        room = height / (len(lines) * LINE * POINT)
        best = max(best, (lines, min(size, size * width / longest, room)), key=lambda one: one[1])
    return best


def wrap(face: Face, text: str, size: float, width: float, indent: float = 0) -> tuple[str, ...]:
    """A paragraph in lines of this width; closing punctuation never begins a line, digits stay together."""
    lines: list[str] = []
    line, room = "", width - indent
    for piece in _pieces(text):
        if line and face.width(line + piece, size) > room and piece[0] not in "，。、；：）》”":
            lines.append(line)
            line, room = piece, width
        else:
            line += piece
    return (*lines, line)


def _pieces(text: str) -> list[str]:
    """Single characters, but runs of ASCII (numbers, times) whole."""
    pieces: list[str] = []
    for character in text:
        if pieces and character.isascii() and not character.isspace() and pieces[-1][-1].isascii():
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _broken(face: Face, text: str, count: int) -> tuple[str, ...]:
    if count == 2:
        places = [place for place in range(1, len(text)) if text[place - 1] in _BREAK_AFTER]
        places = places or list(range(1, len(text)))
        place = min(places, key=lambda at: max(face.width(text[:at], 1), face.width(text[at:], 1)))
        return text[:place], text[place:]
    step = math.ceil(len(text) / count)
    return tuple(text[start : start + step] for start in range(0, len(text), step))
