"""Two thousand rare names on one sheet: drawn as far as the fonts go, reported and marked 〓 where they end."""

from __future__ import annotations

import random
import subprocess
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection

from cjdesk.domain.sheet import Sheet
from cjdesk.printing import payroll_sheet, pdf
from cjdesk.printing.fonts import MISSING, faces
from cjdesk.printing.payroll_sheet import SheetOptions
from tests.printing.sample_sheets import STAMP, line, sheet

COUNT = 2000
FONTS = Path("/usr/share/fonts/opentype/noto")
BLOCKS = {
    "A": (0x3400, 0x4DBF),
    "B": (0x20000, 0x2A6DF),
    "C": (0x2A700, 0x2B739),
    "D": (0x2B740, 0x2B81D),
    "E": (0x2B820, 0x2CEA1),
    "F": (0x2CEB0, 0x2EBE0),
    "G": (0x30000, 0x3134A),
    "H": (0x31350, 0x323AF),
    "compatibility": (0xF900, 0xFA6D),
    "compatibility supplement": (0x2F800, 0x2FA1D),
    "ordinary": (0x4E00, 0x9FA5),
}

pytestmark = pytest.mark.skipif(not FONTS.exists(), reason="the fonts of the Linux build are asked")


@pytest.fixture(scope="module")
def tables() -> list[frozenset[int]]:
    """The characters of the two fonts that names are written with, from the font files themselves."""
    found = []
    for file, family in (("NotoSerifCJK", "Noto Serif CJK SC"), ("NotoSansCJK", "Noto Sans CJK SC")):
        with TTCollection(FONTS / f"{file}-Regular.ttc", lazy=True) as collection:
            font = next(one for one in collection.fonts if one["name"].getDebugName(1) == family)
            found.append(frozenset(font.getBestCmap()))
    return found


@pytest.fixture(scope="module")
def names(tables: list[frozenset[int]]) -> list[str]:
    """A surname and one or two characters of a block; every second one of those that a font has."""
    chance = random.Random(2020)
    known = {key: sorted(code for code in tables[1] if first <= code <= last) for key, (first, last) in BLOCKS.items()}
    made = []
    for number in range(COUNT):
        key = list(BLOCKS)[number % len(BLOCKS)]
        first, last = BLOCKS[key]
        some = known[key] if known[key] and number % 2 else range(first, last + 1)
        length = chance.choice((1, 1, 2))
        made.append(chance.choice("王李张石吴杨龙欧潘") + "".join(chr(chance.choice(some)) for _ in range(length)))
    return made


@pytest.fixture(scope="module")
def value(names: list[str]) -> Sheet:
    rows = [line(number, id=f"line-{number}", name=name) for number, name in enumerate(names, start=1)]
    return sheet("HL", lines=tuple(rows))


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def twins(text: str) -> set[str]:
    """Characters that this font draws with the glyph of another one here (𧺯 and 﨣): one glyph has one text."""
    _, face = faces().name("张")
    by_glyph: dict[int, set[str]] = {}
    for character in text:
        by_glyph.setdefault(face.glyph(character), set()).add(character)
    return {one for glyph, some in by_glyph.items() if glyph and len(some) > 1 for one in some}


def test_two_thousand_rare_names(value: Sheet, names: list[str], tables: list[frozenset[int]], tmp_path: Path) -> None:
    writable = [any(set(map(ord, name)) <= table for table in tables) for name in names]
    assert 500 < writable.count(False) < 1200
    reported = {line.number for line in payroll_sheet.missing_glyphs(value)}
    assert reported == {number for number, known in enumerate(writable, start=1) if not known}
    for name, known in zip(names, writable, strict=True):
        shown, face = faces().name(name)
        assert face.has(shown), "no character becomes an empty box"
        assert (shown == name) == known
        assert len(shown) == len(name)
        # One font draws a name; what it lacks is a 〓, and what it has stays.
        assert all(one in {MISSING, own} for one, own in zip(shown, name, strict=True))
        assert (MISSING in shown) != known

    path = pdf.write_pdf(payroll_sheet.layout(value, SheetOptions(STAMP)), tmp_path / "f1.pdf")
    raw = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True)
    assert not raw.stderr
    text = folded(raw.stdout.decode())
    lost = [name for name, known in zip(names, writable, strict=True) if known and folded(name) not in text]
    assert [name for name in lost if not set(name) & twins("".join(names))] == []
    assert len(lost) < 3
    assert text.count(MISSING) == sum(faces().name(name)[0].count(MISSING) for name in names)
    assert not set(map(chr, range(0x2E80, 0x2FD6))) & set(raw.stdout.decode())
