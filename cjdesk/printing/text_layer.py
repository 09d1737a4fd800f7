"""The text of a PDF made true: a search finds every name, also rare ones, and 人 is not its radical.

Qt numbers the glyphs of a font as they were drawn, and names each by the lowest character that has the glyph, or not
at all outside the basic plane. The canvas knows what it drew (``drawn``); where that agrees with all that Qt says,
the font's table is replaced in an update behind the file's end. A name that cannot be proved is never written.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Mapping

from cjdesk.printing import pdf_objects, to_unicode
from cjdesk.printing.drawn import NOTDEF, Drawn, FontUse
from cjdesk.printing.pdf_objects import NotReadable, PdfFile, Reference

_COMPOSED = re.compile(rb"\d+ 0 obj\s*<<\s*/Type\s*/Font\s*/Subtype\s*/Type0\b")
_PAGE = re.compile(rb"\d+ 0 obj\s*<<\s*/Type\s*/Page\b[^>]*?/Contents\s+(?P<contents>\d+) 0 R")
_LAST_OF_BASIC, _BEYOND = "\uffff", "\U00010000"
_WORD = re.compile(
    rb"(?P<before>[-\d.]+ [-\d.]+) Td "
    rb"(?P<word><(?P<first>\w{4})> Tj\n[\d.]+ 0 Td <(?P<gap>\w{4})> Tj\n[\d.]+ 0 Td <(?P<last>\w{4})> Tj)"
    rb"(?:\n(?P<after>[-\d.]+ [-\d.]+) Td)?"
)
_CHOSEN = re.compile(rb"(/F\d+) ([\d.]+) Tf")
_ORDER_MARK = "\ufeff"
_Words = Mapping[tuple[bytes, ...], str]
"""Words of two characters by the glyphs that a font draws for them, the gap in the middle."""

log = logging.getLogger(__name__)


def mended(content: bytes, record: Drawn) -> bytes:
    """The file with an update that gives every glyph the text it was drawn for; as it was if it cannot be read."""
    try:
        file = PdfFile(content)
        return content + pdf_objects.update(file, _streams(file, record))
    except NotReadable:
        # The page is whole all the same: what the eye reads does not wait for what a search finds.
        log.warning("the text of a PDF cannot be mended", exc_info=True)
        return content


def _streams(file: PdfFile, record: Drawn) -> Iterator[tuple[int, bytes]]:
    """What is new: the fonts' tables, and the pages with gapped words."""
    tables = _tables(file, record)
    if record.fonts and not tables:
        log.warning("no font of a PDF was found, its text is as Qt wrote it")
    for number, named in tables.items():
        yield number, to_unicode.written(named)
    yield from _closed_up(file, tables, record.gapped())


def _tables(file: PdfFile, record: Drawn) -> dict[int, dict[int, str]]:
    """The texts of the glyphs of each font, by the object of its table."""
    tables: dict[int, dict[int, str]] = {}
    for _, font, table in _fonts(file):
        named = to_unicode.parsed(file.stream(table))
        texts = _texts(named, _glyph_count(file, font), record)
        if texts is None:
            log.warning("the text of a font in a PDF cannot be proved, only radicals are mended")
            texts = _without_radicals(named, record)
        tables[table] = texts
    return tables


def _closed_up(
    file: PdfFile, tables: Mapping[int, Mapping[int, str]], gapped: Collection[str]
) -> Iterator[tuple[int, bytes]]:
    """The contents of pages with gapped words, each word now with its text."""
    # Qt calls a font on every page by the number of its object.
    fonts = {
        b"/F%d" % font: words
        for font, _, table in _fonts(file)
        if table in tables and (words := _codes(tables[table], gapped))
    }
    for number in _contents(file) if fonts else ():
        old = file.stream(number)
        new = _with_words(old, fonts)
        if new != old:
            yield number, new


def _contents(file: PdfFile) -> Iterator[int]:
    """The object of each page's content."""
    for offset in file.offsets.values():
        page = _PAGE.match(file.content, offset)
        if page is not None:
            yield int(page["contents"])


def _codes(named: Mapping[int, str], gapped: Collection[str]) -> _Words:
    codes = {text: b"%04X" % number for number, text in named.items()}
    known = (word for word in gapped if all(one in codes for one in word))
    return {(codes[word[0]], codes[word[1]], codes[word[2]]): word[0] + word[2] for word in known}


def _with_words(content: bytes, fonts: Mapping[bytes, _Words]) -> bytes:
    """A page's content, in which Qt places each glyph by itself, on a line of its own, from the one before."""
    gaps = {code for words in fonts.values() for _, code, _ in words}
    made, done = bytearray(), 0
    for gap in re.finditer(b"<(?:%b)> Tj" % b"|".join(gaps), content):
        line = content.rfind(b"\n", 0, gap.start())
        start = content.rfind(b"\n", 0, line) + 1  # of the line before: the glyph before the gap
        found = _WORD.match(content, start)
        chosen = _CHOSEN.match(content, content.rfind(b"/F", 0, start))
        if found is None or chosen is None or start < done:
            continue
        word, size = fonts.get(chosen[1], {}).get(found.group("first", "gap", "last")), float(chosen[2])
        if word is None or _goes_on(found["before"], size) or _goes_on(found["after"], size):
            continue
        text = (_ORDER_MARK + word).encode("utf-16-be").hex().upper().encode("ascii")
        made += content[done : found.start("word")] + b"/Span <</ActualText <%b>>> BDC %b EMC" % (text, found["word"])
        done = found.end("word")
    return bytes(made) + content[done:]


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


def _fonts(file: PdfFile) -> Iterator[tuple[int, int, int]]:
    """The object of each font, of its descendant, and of its table of texts."""
    for number, offset in file.offsets.items():
        if _COMPOSED.match(file.content, offset) is None:
            continue
        font = file.dictionary(Reference(number))
        below, table = file.items(font.get("/DescendantFonts")), font.get("/ToUnicode")
        if below and isinstance(below[0], Reference) and isinstance(table, Reference):
            yield number, below[0].number, table.number


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
