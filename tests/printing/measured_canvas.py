"""A canvas that writes down what it draws, and the faults of a page: texts cut, run over, on each other, off the paper.

The forms are drawn by their own code; only what goes through ``Canvas`` is written down beside it. A cell needs no
name for this: it is what the lines around a text leave free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtGui import QImage, QPainter

from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fitting import LINE, fit
from cjdesk.printing.fonts import Face, Role
from cjdesk.printing.measures import POINT, Paper, Span
from cjdesk.printing.pages import Pages

CORE = 0.74
"""So much of the em box, around its middle, is ink of a Chinese character, a digit or a capital."""

TOUCH = 0.12
"""Millimetres by which a text may touch a line or its neighbour: half a hairline and the air in a glyph."""

SMALLEST = 3.4
"""Points. Below, nobody reads it without a glass: a name of forty characters in a cell of one line comes down to it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of text where it stands: millimetres, points."""

    text: str
    left: float
    middle: float
    width: float
    size: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """The upper edge of its ink."""
        return self.middle - CORE * self.size * POINT / 2

    @property
    def bottom(self) -> float:
        """The lower edge of its ink."""
        return self.middle + CORE * self.size * POINT / 2


@dataclass(slots=True)
class Page:
    """What stands on a page: texts, strokes (x1, y1, x2, y2) and codes (left, top, right, bottom)."""

    texts: list[Drawn] = field(default_factory=list)
    strokes: list[tuple[float, float, float, float]] = field(default_factory=list)
    codes: list[tuple[float, float, float, float]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Everything that is written, in the order in which it was drawn."""
        return "\n".join(one.text for one in self.texts)


class Recorder:
    """Takes the place of the drawing methods of ``Canvas`` and calls them."""

    def __init__(self) -> None:
        self.page = Page()
        self._marking = False

    @contextmanager
    def watching(self) -> Iterator[Recorder]:
        """Watch every canvas inside."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("text", "cells", "line", "box", "dashes", "code", "mark"):
                patch.setattr(Canvas, name, self._watched(name, getattr(Canvas, name)))
            yield self

    def _watched(self, name: str, drawing: Any) -> Any:
        note = getattr(self, f"_note_{name}")

        def draw(canvas: Canvas, *args: Any, **kwargs: Any) -> Any:
            if name == "mark":
                self._marking = True
                try:
                    return drawing(canvas, *args, **kwargs)
                finally:
                    self._marking = False
            if not self._marking:
                note(canvas, *args, **kwargs)
            return drawing(canvas, *args, **kwargs)

        return draw

    def _note_mark(self, *_: Any, **__: Any) -> None:
        """The word behind everything is no text of the page."""

    def _note_text(
        self,
        canvas: Canvas,
        x: float,
        middle: float,
        text: str,
        role: Role,
        size: float,
        *,
        align: Align = Align.LEFT,
        room: float | None = None,
        **_: Any,
    ) -> None:
        face = canvas.faces.role(role)
        wide = face.width(text, size)
        if room is not None and wide > room:
            size = size * room / wide if wide else size
        self._put(face, text, (x, 0.0), middle, size, align)

    def _note_cells(
        self,
        _canvas: Canvas,
        face: Face,
        size: float,
        texts: Iterable[tuple[str, float]],
        span: Span,
        *,
        align: Align,
        height: float | None = None,
    ) -> None:
        for text, middle in texts:
            lines, fitted = fit(face, text, size, span.width, height)
            pitch = LINE * fitted * POINT
            first = middle - pitch * (len(lines) - 1) / 2
            for number, line in enumerate(lines):
                self._put(face, line, (span.x, span.width), first + number * pitch, fitted, align)

    def _put(self, face: Face, text: str, place: tuple[float, float], middle: float, size: float, align: Align) -> None:
        if not text.strip("　 ✂"):
            return  # scissors stand on the line that they cut along
        (x, room), wide = place, face.width(text, size)
        self.page.texts.append(Drawn(text, x + (room - wide) * align.value, middle, wide, size))

    def _note_line(self, _canvas: Canvas, x1: float, y1: float, x2: float, y2: float, _weight: float) -> None:
        self.page.strokes.append((x1, y1, x2, y2))

    def _note_dashes(self, _canvas: Canvas, x1: float, y1: float, x2: float, y2: float, **_: Any) -> None:
        self.page.strokes.append((x1, y1, x2, y2))

    def _note_box(self, _canvas: Canvas, x: float, y: float, width: float, height: float, _weight: float) -> None:
        right, bottom = x + width, y + height
        self.page.strokes += [
            (x, y, right, y),
            (x, bottom, right, bottom),
            (x, y, x, bottom),
            (right, y, right, bottom),
        ]

    def _note_code(self, _canvas: Canvas, right: float, y: float, side: float, *_: Any) -> None:
        self.page.codes.append((right - side, y, right, y + side))


def drawn(pages: Pages[Any]) -> list[Page]:
    """Draw every page and say what stands on it."""
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    found = []
    for index in range(pages.count):
        recorder = Recorder()
        painter = QPainter(image)
        try:
            with recorder.watching():
                pages.paint(painter, index)
        finally:
            painter.end()
        found.append(recorder.page)
    return found


def faults(page: Page, paper: Paper) -> list[str]:
    """What is wrong with a page, each fault in words; empty for a page that may leave the office."""
    return [*_alone(page, paper), *_crossed(page), *_on_each_other(page)]


def _alone(page: Page, paper: Paper) -> Iterator[str]:
    for one in page.texts:
        if one.size < SMALLEST or one.width <= 0:
            yield f"{one.text!r} is {one.size:.1f} pt"
        if one.left < 1 or one.right > paper.edge + TOUCH + (1 if one.text.endswith(("）", "，", "。")) else 0):
            yield f"{one.text!r} runs from {one.left:.1f} to {one.right:.1f}, the paper's edge is {paper.edge}"
        if one.top < 4 or one.bottom > paper.height - 4:
            yield f"{one.text!r} stands at y {one.middle:.1f}"


def _crossed(page: Page) -> Iterator[str]:
    """A text that a line or a code runs through has left its cell."""
    for one in page.texts:
        left, right, top, bottom = one.left + TOUCH, one.right - TOUCH, one.top + TOUCH, one.bottom - TOUCH
        for x1, y1, x2, y2 in page.strokes:
            if min(x1, x2) < right and max(x1, x2) > left and min(y1, y2) < bottom and max(y1, y2) > top:
                yield f"{one.text!r} ({one.left:.1f}-{one.right:.1f}, y {one.middle:.1f}) crosses {x1, y1, x2, y2}"
                break
        for x1, y1, x2, y2 in page.codes:
            if x1 < right and x2 > left and y1 < bottom and y2 > top:
                yield f"{one.text!r} runs into the code at {x1:.1f}, {y1:.1f}"


def _on_each_other(page: Page) -> Iterator[str]:
    texts = sorted(page.texts, key=lambda one: one.top)
    for index, one in enumerate(texts):
        for other in texts[index + 1 :]:
            if other.top >= one.bottom - TOUCH:
                break
            if min(one.right, other.right) - max(one.left, other.left) > TOUCH:
                yield f"{one.text!r} and {other.text!r} stand on each other at y {one.middle:.1f}"
