"""The text of a PDF made true: a search finds every name, also rare ones, and 人 is not its radical.

Qt numbers the glyphs of a font as they were drawn, and names each by the lowest character that has the glyph, or not
at all outside the basic plane. The canvas knows what it drew (``drawn``); where that agrees with all that Qt says,
the font's table is replaced in an update behind the file's end. A name that cannot be proved is never written.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from cjdesk.printing import pdf_objects, to_unicode
from cjdesk.printing.drawn import NOTDEF, Drawn, FontUse
from cjdesk.printing.pdf_objects import NotReadable, PdfFile, Reference, Word

_COMPOSED = re.compile(rb"/Subtype\s*/Type0\b")
_LAST_OF_BASIC, _BEYOND = "\uffff", "\U00010000"
_HEAD = 400
"""A font's dictionary is no longer than this."""

log = logging.getLogger(__name__)


def mended(content: bytes, record: Drawn) -> bytes:
    """The file with an update that gives every glyph the text it was drawn for; as it was if it cannot be read."""
    try:
        file = PdfFile(content)
        tables = _tables(file, record)
    except NotReadable:
        # The page is whole all the same: what the eye reads does not wait for what a search finds.
        log.warning("the text of a PDF cannot be mended", exc_info=True)
        return content
    return content + pdf_objects.update(file, tables) if tables else content


def _tables(file: PdfFile, record: Drawn) -> dict[int, bytes]:
    tables: dict[int, bytes] = {}
    for font, table in _fonts(file):
        named = to_unicode.parsed(file.stream(table))
        texts = _texts(named, _glyph_count(file, font), record)
        if texts is None:
            log.warning("the text of a font in a PDF cannot be proved, only radicals are mended")
            texts = _without_radicals(named, record)
        tables[table] = to_unicode.written(texts)
    return tables


def _texts(named: Mapping[int, str], count: int, record: Drawn) -> dict[int, str] | None:
    """The texts of a font's glyphs from the one use that agrees with what Qt wrote; None when none or several do."""
    found: list[dict[int, str]] = []
    for use in record.uses():
        if _agrees(use, named, count):
            made = {number: text for number, text in enumerate(use.texts().values(), start=1) if text}
            if made not in found:
                found.append(made)
    return found[0] if len(found) == 1 else None


def _agrees(use: FontUse, named: Mapping[int, str], count: int) -> bool:
    """Whether as many glyphs were drawn as the font has, and each bears the name that Qt gives it, or rightly none.

    Qt names every glyph that is a character of the basic plane. One without a name is a character beyond it, or was
    put by shaping in the place of another and has none of its own.
    """
    if count != len(use.order) + 1:
        return False
    plain = use.plain()
    return all(
        use.glyph_of(named[number]) == glyph if number in named else plain.get(glyph, _BEYOND) > _LAST_OF_BASIC
        for number, glyph in enumerate(use.order, start=1)
    )


def _without_radicals(named: Mapping[int, str], record: Drawn) -> dict[int, str]:
    """Qt's names, but a character that was drawn in place of one that was not and shares its glyph in all fonts."""
    drawn = {character for use in record.fonts.values() for character in use.characters}
    made = {}
    for number, text in named.items():
        made[number] = text
        if text not in drawn:
            found = {_drawn_for(use, text) for use in record.fonts.values()} - {""}
            if len(found) == 1:
                made[number] = found.pop()
    return made


def _drawn_for(use: FontUse, text: str) -> str:
    """The character that a font drew with the glyph of another; empty when it did not draw the glyph."""
    glyph = use.glyph_of(text)
    return use.texts().get(glyph, "") if glyph != NOTDEF else ""


def _fonts(file: PdfFile) -> Iterator[tuple[int, int]]:
    """The descendant of each font with the object of its table of texts."""
    for number, offset in file.offsets.items():
        if _COMPOSED.search(file.content, offset, offset + _HEAD) is None:
            continue  # a large file has thousands of other objects
        value = file.value(number)
        if not isinstance(value, dict) or value.get("/Subtype") != Word("/Type0"):
            continue
        below, table = file.items(value.get("/DescendantFonts")), value.get("/ToUnicode")
        if below and isinstance(below[0], Reference) and isinstance(table, Reference):
            yield below[0].number, table.number


def _glyph_count(file: PdfFile, font: int) -> int:
    """How many glyphs a font inside the file has, by its own table of maxima; 0 when it has no such table."""
    descriptor = file.dictionary(file.dictionary(file.value(font)).get("/FontDescriptor"))
    inside = descriptor.get("/FontFile2")
    if not isinstance(inside, Reference):
        return 0
    program = file.stream(inside.number)
    for record in range(12, 12 + 16 * int.from_bytes(program[4:6]), 16):
        if program[record : record + 4] == b"maxp":
            at = int.from_bytes(program[record + 8 : record + 12])
            return int.from_bytes(program[at + 4 : at + 6])
    return 0
