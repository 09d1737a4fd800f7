"""The text of a PDF made true: a search finds every name, also rare ones, and 人 is not its radical.

Qt numbers the glyphs of a font as they were drawn, and names each by the lowest character that has the glyph, or not
at all outside the basic plane. The canvas knows what it drew (``drawn``); where that agrees with all that Qt says,
the font's table is replaced in an update behind the file's end. A name that cannot be proved is never written.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Mapping

from cjdesk.printing import page_text, pdf_objects, to_unicode
from cjdesk.printing.drawn import NOTDEF, Drawn, FontUse
from cjdesk.printing.pdf_objects import NotReadable, PdfFile, Reference, Word
from cjdesk.printing.wording import GAP

_COMPOSED = re.compile(rb"/Subtype\s*/Type0\b")
_LAST_OF_BASIC, _BEYOND = "\uffff", "\U00010000"
_SHOWN = re.compile(rb"<(\w{4})> Tj")
_ORDER_MARK = "\ufeff"
_HEAD = 400
"""A font's dictionary is no longer than this."""

log = logging.getLogger(__name__)


def mended(content: bytes, record: Drawn) -> bytes:
    """The file with an update that gives every glyph the text it was drawn for; as it was if it cannot be read."""
    try:
        file = PdfFile(content)
        texts = _tables(file, record)
        streams = {number: to_unicode.written(named) for number, named in texts.items()}
        streams |= _closed_up(file, texts, record.gapped())
    except NotReadable:
        # The page is whole all the same: what the eye reads does not wait for what a search finds.
        log.warning("the text of a PDF cannot be mended", exc_info=True)
        return content
    return content + pdf_objects.update(file, streams) if streams else content


def _tables(file: PdfFile, record: Drawn) -> dict[int, dict[int, str]]:
    """The texts of the glyphs of each font, by the object of its table."""
    tables: dict[int, dict[int, str]] = {}
    for font, table in _fonts(file):
        named = to_unicode.parsed(file.stream(table))
        texts = _texts(named, _glyph_count(file, font), record)
        if texts is None:
            log.warning("the text of a font in a PDF cannot be proved, only radicals are mended")
            texts = _without_radicals(named, record)
        tables[table] = texts
    return tables


def _closed_up(file: PdfFile, tables: Mapping[int, Mapping[int, str]], gapped: Collection[str]) -> dict[int, bytes]:
    """The contents of pages with gapped words, each word now with its text."""
    made: dict[int, bytes] = {}
    words = {number: _codes(named, gapped) for number, named in tables.items()}
    for page in page_text.page_numbers(file) if any(words.values()) else ():
        values = file.dictionary(Reference(page))
        contents = values.get("/Contents")
        fonts = file.dictionary(file.dictionary(values.get("/Resources")).get("/Font"))
        named = {
            name.encode("latin-1"): words[table.number]
            for name, font in fonts.items()
            if isinstance(table := file.dictionary(font).get("/ToUnicode"), Reference) and words.get(table.number)
        }
        if isinstance(contents, Reference) and named:
            old = file.stream(contents.number)
            new = _with_words(old, named)
            if new != old:
                made[contents.number] = new
    return made


def _codes(named: Mapping[int, str], gapped: Collection[str]) -> dict[tuple[bytes, ...], str]:
    """Gapped words as a font's glyphs."""
    codes = {text: b"%04X" % number for number, text in named.items()}
    return {tuple(codes[one] for one in word): word for word in gapped if all(one in codes for one in word)}


def _with_words(content: bytes, fonts: Mapping[bytes, Mapping[tuple[bytes, ...], str]]) -> bytes:
    """A page's content, in which Qt places each glyph by itself, on a line of its own, from the one before."""
    gaps = b"|".join({code for words in fonts.values() for word in words for code in word[1:-1]})
    pattern = re.compile(
        rb"(?P<font>/F\d+) (?P<size>[\d.]+) Tf|"
        rb"(?P<before>[-\d.]+ [-\d.]+) Td "
        rb"(?P<word><\w{4}> Tj(?:\n[\d.]+ 0 Td <(?:%b)> Tj)+\n[\d.]+ 0 Td <\w{4}> Tj)"
        rb"(?=(?:\n(?P<after>[-\d.]+ [-\d.]+) Td)?)" % gaps
    )
    words: Mapping[tuple[bytes, ...], str] = {}
    size = 0.0

    def told(found: re.Match[bytes]) -> bytes:
        nonlocal words, size
        if found["font"]:
            words, size = fonts.get(found["font"], {}), float(found["size"])
            return found[0]
        word = words.get(tuple(_SHOWN.findall(found["word"])))
        if word is None or _goes_on(found["before"], size) or _goes_on(found["after"], size):
            return found[0]
        text = (_ORDER_MARK + word.replace(GAP, "")).encode("utf-16-be").hex().upper().encode("ascii")
        return b"%b Td /Span <</ActualText <%b>>> BDC %b EMC" % (found["before"], text, found["word"])

    return pattern.sub(told, content)


def _goes_on(step: bytes | None, size: float) -> bool:
    """Whether a step leads to the next glyph of the same text: to the right by no more than a glyph is wide."""
    across, down = map(float, step.split()) if step else (0.0, 1.0)
    return not down and 0 < across < 1.1 * size


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
