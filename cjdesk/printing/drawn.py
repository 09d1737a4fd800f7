"""What one document drew: for each font its glyphs in order of first use, and the characters they stand for.

A PDF that Qt writes numbers the glyphs of a font in this order, and names them by the lowest character of the font
that has the glyph (人 by its radical), or not at all beyond the first 65,536 (𠅤). This is how the names come back.
"""

from __future__ import annotations

import itertools
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtGui import QRawFont

from cjdesk.printing.wording import GAP

NOTDEF = 0


@dataclass(slots=True)
class FontUse:
    """The use of one font in one weight; ``clusters`` are the texts of glyphs that were shaped by Qt.

    ``written`` are the texts drawn so far, ``order`` holds the glyphs with a number that grows with their first use
    over all fonts.
    """

    glyph_of: Callable[[str], int]
    order: dict[int, int] = field(default_factory=dict)
    characters: set[str] = field(default_factory=set)
    clusters: dict[int, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def texts(self) -> dict[int, str]:
        """The text of each glyph; an ordinary character goes before a radical or compatible one of the same glyph.

        A font has a handful of pairs of ordinary characters with one glyph (瑨 and 𤨁): when a document draws both, the
        first one stands for both, since a glyph of a PDF has one text.
        """
        found = self.plain()
        return {glyph: found.get(glyph) or self.clusters.get(glyph, "") for glyph in self.order}

    def plain(self) -> dict[int, str]:
        """The characters of glyphs that are one character each."""
        found: dict[int, str] = {}
        for character in sorted(self.characters, key=_oddity):
            found.setdefault(self.glyph_of(character), character)
        return found


class Drawn:
    """All that a document drew, by the PostScript names of the fonts and whether they were made bold."""

    def __init__(self) -> None:
        self.fonts: dict[tuple[str, bool], FontUse] = {}
        self._numbers = itertools.count()

    def note(
        self, font: tuple[str, bool], glyph_of: Callable[[str], int], glyphs: Iterable[int], texts: Iterable[str]
    ) -> None:
        """A run of glyphs was drawn, one for each character of the texts."""
        use = self._use(font, glyph_of)
        new = [text for text in texts if text not in use.written]
        if not new:
            return  # most of a page stood on the one before
        use.written.update(new)
        self._put(use, dict.fromkeys(glyphs))
        use.characters.update(*new)

    def note_shaped(
        self, font: tuple[str, bool], glyph_of: Callable[[str], int], glyphs: Sequence[int], texts: Sequence[str]
    ) -> None:
        """A run of glyphs that Qt shaped was drawn; ``texts`` has what each of them writes."""
        use = self._use(font, glyph_of)
        self._put(use, glyphs)
        for glyph, text in zip(glyphs, texts, strict=True):
            use.clusters.setdefault(glyph, text)

    def uses(self) -> tuple[FontUse, ...]:
        """Each use by itself, and those of one font together: a weight that Qt makes itself may be apart or not."""
        by_name: dict[str, list[FontUse]] = {}
        for (name, _), use in self.fonts.items():
            by_name.setdefault(name, []).append(use)
        together = tuple(_together(some) for some in by_name.values() if len(some) > 1)
        return (*self.fonts.values(), *together)

    def gapped(self) -> frozenset[str]:
        """The words of two characters that were drawn with a gap between them."""
        return frozenset(
            text
            for use in self.fonts.values()
            for text in use.written
            if len(text) == 3 and text[1] == GAP and text.count(GAP) == 1
        )

    def _use(self, font: tuple[str, bool], glyph_of: Callable[[str], int]) -> FontUse:
        found = self.fonts.get(font)
        if found is None:
            found = self.fonts[font] = FontUse(glyph_of)
        return found

    def _put(self, use: FontUse, glyphs: Iterable[int]) -> None:
        order = use.order
        order.update((glyph, next(self._numbers)) for glyph in glyphs if glyph != NOTDEF and glyph not in order)


def _together(uses: Sequence[FontUse]) -> FontUse:
    """Several uses of one font as if they were one."""
    first: dict[int, int] = {}
    made = FontUse(uses[0].glyph_of)
    for use in uses:
        made.characters |= use.characters
        made.clusters |= use.clusters
        for glyph, number in use.order.items():
            first[glyph] = min(number, first.get(glyph, number))
    made.order = dict(sorted(first.items(), key=lambda item: item[1]))
    return made


@contextmanager
def recording() -> Iterator[Drawn]:
    """Note what this thread draws inside; one document at a time."""
    before = current()
    _local.drawn = made = Drawn()
    try:
        yield made
    finally:
        _local.drawn = before


def current() -> Drawn | None:
    """The document that this thread draws; None for a preview or a printer."""
    found: Drawn | None = getattr(_local, "drawn", None)
    return found


def postscript_name(font: QRawFont) -> str:
    """The name by which PDF knows a font, from its own table of names; the family's when it has none.

    Empty for the boxes that Qt draws where no font is installed: they have no family, and Qt dies of the question.
    """
    table = bytes(font.fontTable("name").data())
    if not table:
        return ""
    count, strings = int.from_bytes(table[2:4]), int.from_bytes(table[4:6])
    for record in range(6, 6 + 12 * count, 12):
        platform, _, _, meaning, length, offset = (
            int.from_bytes(table[place : place + 2]) for place in range(record, record + 12, 2)
        )
        if meaning == _POSTSCRIPT:
            raw = table[strings + offset : strings + offset + length]
            return raw.decode("latin-1" if platform == _MACINTOSH else "utf-16-be", errors="replace")
    return font.familyName()


def _oddity(character: str) -> tuple[bool, bool, str]:
    """Ordinary characters first; radicals and strokes (their category is a symbol) and compatible forms behind."""
    folded = unicodedata.normalize("NFKC", character) != character
    return unicodedata.category(character) == "So", folded, character


_MACINTOSH, _POSTSCRIPT = 1, 6
_local = threading.local()
