"""Drawing in millimetres and points: text on its em box, lines by weight, fills, QR codes."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGlyphRun, QPainter, QPen

from cjdesk.printing import drawn, qr
from cjdesk.printing.fitting import LINE, fit
from cjdesk.printing.fonts import Face, Faces, Role, faces, glyph_of, pixel_size, standard
from cjdesk.printing.measures import BASELINE, POINT, PORTRAIT, SIGNATURE, UNITS, Box, Span

BLACK = "#000000"
CUT_GREY = "#707070"


class Align(Enum):
    """Where a text stands in its width, as the share of the free space on its left."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0

    def __init__(self, share: float) -> None:
        self.share = share  # ``value`` of an Enum is looked up by a function, for each of a page's hundreds of texts


class Canvas:
    """One page being painted. The painter's unit is the millimetre when it comes in and when it goes out."""

    def __init__(self, painter: QPainter) -> None:
        self.faces: Faces = faces()
        self._painter = painter
        self._segments: dict[float, list[QLineF]] = {}
        self._runs: dict[tuple[Face, int], tuple[list[int], list[QPointF], list[str]]] = {}
        self._fitted: dict[tuple[Face, str, float, float, float | None], tuple[tuple[str, ...], float]] = {}

    @contextmanager
    def page(self) -> Iterator[Canvas]:
        """Paint inside; at the end texts and lines are drawn over the fills and the painter is as it was.

        Texts are kept until then, so that a page is a dozen runs of glyphs and not hundreds of strings.
        """
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._painter.scale(1 / UNITS, 1 / UNITS)
        self._painter.setPen(_colour(BLACK))
        try:
            yield self
            self._write_runs()
            self.flush()
        finally:
            self._painter.restore()

    def width(self, text: str, role: Role, size: float) -> float:
        """How wide a line is."""
        return self.faces.role(role).width(text, size)

    def text(
        self,
        x: float,
        middle: float,
        text: str,
        role: Role,
        size: float,
        *,
        align: Align = Align.LEFT,
        room: float | None = None,
        colour: str = BLACK,
    ) -> float:
        """One line whose em box is centred on ``middle``; ``x`` is its left, centre or right.

        With ``room`` it shrinks to that width. Gives the width drawn.
        """
        face = self.faces.role(role)
        wide = face.width(text, size)
        if room is not None and wide > room:
            size, wide = size * room / wide, room
        left, base = x - wide * align.share, middle + BASELINE * size * POINT
        if colour == BLACK:
            self._put(face, size, left, base, text)
        else:
            self._painter.setPen(_colour(colour))
            self._draw(face, size, left, base, text)
            self._painter.setPen(_colour(BLACK))
        return wide

    def cell(
        self,
        box: Box,
        text: str,
        role: Role,
        size: float,
        *,
        align: Align = Align.CENTRE,
        wraps: bool = False,
    ) -> None:
        """A text inside a box, shrunk or wrapped so that all of it stands there."""
        if not text:
            return
        height = box.height if wraps else None
        texts = [(text, box.y + box.height / 2)]
        self.cells(self.faces.role(role), size, texts, Span(box.x, box.width), align=align, height=height)

    def cells(
        self,
        face: Face,
        size: float,
        texts: Iterable[tuple[str, float]],
        span: Span,
        *,
        align: Align,
        height: float | None = None,
    ) -> None:
        """The texts of one column, each with its middle, in one font as far as they fit."""
        share, x, width = align.share, span.x, span.width
        scale, pixels = size * POINT, pixel_size(size)
        glyphs, places, written = self._run(face, pixels)
        for text, middle in texts:
            shaped = face.shaped(text)
            wide = shaped.width * scale
            if wide > width:
                self._fitted_cell(face, size, (text, middle), span, (align, height))
            elif shaped.plain:
                glyphs += shaped.glyphs
                places += face.places(shaped, pixels, x + (width - wide) * share, middle + BASELINE * scale)
                written.append(text)
            else:
                self._draw(face, size, x + (width - wide) * share, middle + BASELINE * scale, text)

    def _fitted_cell(
        self, face: Face, size: float, cell: tuple[str, float], span: Span, way: tuple[Align, float | None]
    ) -> None:
        """A text that has no room at its size: smaller, or in lines."""
        (text, middle), (align, height) = cell, way
        lines, fitted = self._fit(face, text, size, span.width, height)
        pitch = LINE * fitted * POINT
        base = middle - pitch * (len(lines) - 1) / 2 + BASELINE * fitted * POINT
        for index, line in enumerate(lines):
            left = span.x + (span.width - face.width(line, fitted)) * align.share
            self._put(face, fitted, left, base + index * pitch, line)

    def lines_of_text(self, box: Box, lines: Iterable[str], role: Role, size: float) -> None:
        """Given lines, stacked and centred in a box; a line too wide shrinks alone."""
        lines = tuple(lines)
        pitch = 1.06 * size * POINT
        first = box.y + box.height / 2 - pitch * (len(lines) - 1) / 2
        for index, line in enumerate(lines):
            middle = first + index * pitch
            self.text(box.x + box.width / 2, middle, line, role, size, align=Align.CENTRE, room=box.width)

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled box without an edge; fills come before lines, so that none eats a line."""
        self._painter.fillRect(QRectF(x * UNITS, y * UNITS, width * UNITS, height * UNITS), _colour(colour))

    def line(self, x1: float, y1: float, x2: float, y2: float, weight: float) -> None:
        """A line, kept until the page's lines of this weight are drawn together."""
        self._segments.setdefault(weight, []).append(_line(x1, y1, x2, y2))

    def box(self, x: float, y: float, width: float, height: float, weight: float) -> None:
        """A frame with sharp corners, drawn at once."""
        self.flush()
        self._painter.setPen(_pen(weight))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(QRectF(x * UNITS, y * UNITS, width * UNITS, height * UNITS))
        self._painter.setPen(_colour(BLACK))

    def dashes(self, x1: float, y1: float, x2: float, y2: float, *, weight: float, colour: str) -> None:
        """A dashed line to fold or cut along."""
        pen = QPen(QColor(colour), weight * UNITS)
        pen.setDashPattern([7, 4])
        self._painter.setPen(pen)
        self._painter.drawLine(QLineF(x1 * UNITS, y1 * UNITS, x2 * UNITS, y2 * UNITS))
        self._painter.setPen(_colour(BLACK))

    def cut(self, y: float) -> None:
        """A dashed line across portrait paper with scissors on it."""
        self.dashes(0, y, PORTRAIT.width, y, weight=SIGNATURE, colour=CUT_GREY)
        self.text(3, y, "✂", Role.FIGURES, 12, colour=CUT_GREY)

    def code(self, right: float, y: float, side: float, content: str, level: str = "m") -> None:
        """A QR code whose right edge stands at ``right``."""
        self._painter.save()
        self._painter.translate((right - side) * UNITS, y * UNITS)
        count, lines = qr.shape(content, level)
        self._painter.scale(side * UNITS / (2 * count), side * UNITS / (2 * count))
        pen = QPen(QColor(BLACK), 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        # Edges on whole dots: smoothed ones would leave grey seams between the rows on a screen.
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._painter.setPen(pen)
        self._painter.drawLines(lines)
        self._painter.restore()

    def mark(self, x: float, y: float, text: str, *, size: float, colour: str, degrees: float) -> None:
        """A slanted word behind everything, centred on a point."""
        self._painter.save()
        self._painter.translate(x * UNITS, y * UNITS)
        self._painter.rotate(-degrees)
        self.text(0, 0, text, Role.HEADER, size, align=Align.CENTRE, colour=colour)
        self._painter.restore()

    def flush(self) -> None:
        """Draw the lines that were kept, thin ones first."""
        for weight in sorted(self._segments):
            self._painter.setPen(_pen(weight))
            self._painter.drawLines(self._segments[weight])
        self._segments.clear()
        self._painter.setPen(_colour(BLACK))

    def _put(self, face: Face, size: float, left: float, base: float, text: str) -> None:
        """Keep a line of text for the end of the page."""
        shaped = face.shaped(text)
        if not shaped.plain:
            self._draw(face, size, left, base, text)
            return
        pixels = pixel_size(size)
        glyphs, places, written = self._run(face, pixels)
        glyphs += shaped.glyphs
        places += face.places(shaped, pixels, left, base)
        written.append(text)

    def _run(self, face: Face, pixels: int) -> tuple[list[int], list[QPointF], list[str]]:
        return self._runs.setdefault((face, pixels), ([], [], []))

    def _draw(self, face: Face, size: float, left: float, base: float, text: str) -> None:
        """Draw a line at once, with all that Qt can do for one that is not plain; 〓 is for what is no character."""
        text = standard(text)
        pixels, shaped = pixel_size(size), face.shaped(text)
        if shaped.plain:
            self._write(face, pixels, shaped.glyphs, face.places(shaped, pixels, left, base), (text,))
            return
        record = drawn.current()
        for run, texts in face.runs(text, pixels):
            if record is not None:
                font = run.rawFont()
                name = drawn.postscript_name(font)
                record.note_shaped((name, face.bold), glyph_of(font), run.glyphIndexes(), texts)
            self._painter.drawGlyphRun(QPointF(left * UNITS, base * UNITS), run)

    def _write_runs(self) -> None:
        for (face, pixels), (glyphs, places, written) in self._runs.items():
            if glyphs:
                self._write(face, pixels, glyphs, places, written)
        self._runs.clear()

    def _write(
        self, face: Face, pixels: int, glyphs: Sequence[int], places: Sequence[QPointF], texts: Iterable[str]
    ) -> None:
        """Draw glyphs, and note them for the text of a PDF."""
        record = drawn.current()
        if record is not None:
            record.note((face.postscript_name, face.bold), face.glyph, glyphs, texts)
        run = QGlyphRun()
        run.setRawFont(face.raw_font(pixels))
        run.setGlyphIndexes(glyphs)
        run.setPositions(places)
        self._painter.drawGlyphRun(QPointF(0, 0), run)

    def _fit(
        self, face: Face, text: str, size: float, width: float, height: float | None
    ) -> tuple[tuple[str, ...], float]:
        key = (face, text, size, width, height)
        found = self._fitted.get(key)
        if found is None:
            found = self._fitted[key] = fit(face, text, size, width, height)
        return found


# Made once: every page of a form has the same colours, pens and lines.


@functools.cache
def _colour(name: str) -> QColor:
    return QColor(name)


@functools.cache
def _pen(weight: float) -> QPen:
    pen = QPen(QColor(BLACK), weight * UNITS)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


@functools.lru_cache(maxsize=4096)
def _line(x1: float, y1: float, x2: float, y2: float) -> QLineF:
    return QLineF(x1 * UNITS, y1 * UNITS, x2 * UNITS, y2 * UNITS)
