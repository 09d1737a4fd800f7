"""What one document drew: for each font its glyphs in order of first use, and the characters they stand for.

A PDF that Qt writes numbers the glyphs of a font in this order, and names them by the lowest character of the font
that has the glyph (人 by its radical), or not at all beyond the first 65,536 (𠅤). This is how the names come back.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtGui import QRawFont

NOTDEF = 0


@dataclass(slots=True)
class FontUse:
    """The use of one font: ``order`` holds its glyphs, ``clusters`` the texts of glyphs that were shaped by Qt."""

    glyph_of: Callable[[str], int]
    order: dict[int, None] = field(default_factory=dict)
    characters: set[str] = field(default_factory=set)
    clusters: dict[int, str] = field(default_factory=dict)

    def texts(self) -> dict[int, str]:
        """The text of each glyph; an ordinary character goes before a radical or compatible one of the same glyph.

        A font has a handful of pairs of ordinary characters with one glyph (瑨 and 𤨁): when a document draws both, the
        first one stands for both, since a glyph of a PDF has one text.
        """
        found: dict[int, str] = {}
        for character in sorted(self.characters, key=_oddity):
            found.setdefault(self.glyph_of(character), character)
        return {glyph: found.get(glyph) or self.clusters.get(glyph, "") for glyph in self.order}


class Drawn:
    """All that a document drew, by the PostScript names of the fonts."""

    def __init__(self) -> None:
        self.fonts: dict[str, FontUse] = {}

    def note(self, name: str, glyph_of: Callable[[str], int], glyphs: Iterable[int], texts: Iterable[str]) -> None:
        """A run of glyphs was drawn, one for each character of the texts."""
        use = self._use(name, glyph_of)
        use.order.update(dict.fromkeys(glyphs))
        use.order.pop(NOTDEF, None)
        use.characters.update(*texts)

    def note_shaped(
        self, name: str, glyph_of: Callable[[str], int], glyphs: Sequence[int], texts: Sequence[str]
    ) -> None:
        """A run of glyphs that Qt shaped was drawn; ``texts`` has what each of them writes."""
        use = self._use(name, glyph_of)
        for glyph, text in zip(glyphs, texts, strict=True):
            if glyph != NOTDEF:
                use.order.setdefault(glyph)
                use.clusters.setdefault(glyph, text)

    def _use(self, name: str, glyph_of: Callable[[str], int]) -> FontUse:
        found = self.fonts.get(name)
        if found is None:
            found = self.fonts[name] = FontUse(glyph_of)
        return found


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
    """The name by which PDF knows a font, from its own table of names; empty when it has none."""
    table = bytes(font.fontTable("name").data())
    count, strings = int.from_bytes(table[2:4]), int.from_bytes(table[4:6])
    for record in range(6, 6 + 12 * count, 12):
        platform, _, _, meaning, length, offset = (
            int.from_bytes(table[place : place + 2]) for place in range(record, record + 12, 2)
        )
        if meaning == _POSTSCRIPT:
            raw = table[strings + offset : strings + offset + length]
            return raw.decode("latin-1" if platform == _MACINTOSH else "utf-16-be", errors="replace")
    return ""


def _oddity(character: str) -> tuple[bool, bool, str]:
    """Ordinary characters first; radicals and strokes (their category is a symbol) and compatible forms behind."""
    folded = unicodedata.normalize("NFKC", character) != character
    return unicodedata.category(character) == "So", folded, character


_MACINTOSH, _POSTSCRIPT = 1, 6
_local = threading.local()
