"""The text of our PDFs: poppler, without any mending of its own, finds every name that was drawn."""

from __future__ import annotations

import dataclasses
import logging
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPainter

from cjdesk.domain.sheet import Sheet
from cjdesk.printing import drawn, embedded, payroll_sheet, pdf, text_layer, to_unicode
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fonts import Face, Role, faces
from cjdesk.printing.measures import PORTRAIT, Span
from cjdesk.printing.pages import Pages
from cjdesk.printing.payroll_sheet import SheetOptions
from cjdesk.printing.pdf_objects import PdfFile
from cjdesk.printing.wording import GAP
from tests.printing.sample_sheets import STAMP, expected, line, sheet

RADICALS = frozenset(map(chr, range(0x2E80, 0x2FD6)))
RARE = ("㛃䶮", "𠅤三", "𬭊人页", "金\ufe00水", "e\u0301x", "ni\u0304 hao", "⼈人", "ひら", "Ω·Ω")


def raw(path: Path) -> str:
    """The text of a file as it comes out of poppler, which has nothing to say about the file's build."""
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True)
    assert not done.stderr
    return done.stdout.decode()


def blankless(text: str) -> str:
    """A long name stands in lines."""
    return "".join(text.split())


def named(*names: str) -> Sheet:
    return sheet("HL", lines=tuple(line(number, name=name) for number, name in enumerate(names, start=1)))


def laid(value: Sheet) -> Pages[Any]:
    return payroll_sheet.layout(value, SheetOptions(STAMP))


def test_everybody_is_found(tmp_path: Path) -> None:
    names = {person["name"] for person in expected()["people"]}
    written = [raw(pdf.write_pdf(laid(sheet(kind)), tmp_path / f"{kind}.pdf")) for kind in ("HL", "HH", "GS")]
    found = blankless("".join(written))
    on_sheets = {one.name for kind in ("HL", "HH", "GS") for one in sheet(kind).lines}
    assert len(on_sheets) > 350
    assert on_sheets <= names
    assert not [name for name in on_sheets if faces().name(name)[0] not in found]
    assert not RADICALS & set(found)


def test_names_of_two_characters_are_found_as_they_are_typed(tmp_path: Path) -> None:
    """On paper they stand as wide as three, with a gap between them."""
    value = sheet("GS")
    found = raw(pdf.write_pdf(laid(value), tmp_path / "f1.pdf"))
    words = set(found.split())
    two = {faces().name(one.name)[0] for one in value.lines if len(one.name) == 2}
    assert len(two) > 15
    assert two <= words
    assert not [name for name in two if f"{name[0]}{GAP}{name[1]}" in found or f"{name[0]} {name[1]}" in found]


@pytest.mark.parametrize("name", ["李芳", "㛃三", "𠅤三", "三𬭊", "人页"])
def test_a_gap_is_no_part_of_a_name(name: str, tmp_path: Path) -> None:
    found = raw(pdf.write_pdf(laid(named(name, "张三丰")), tmp_path / "f1.pdf"))
    assert name in found.split()


def test_a_gap_inside_a_longer_text_stays(tmp_path: Path) -> None:
    def draw(painter: QPainter, _pages: Pages[None], _index: int) -> None:
        with Canvas(painter).page() as canvas:
            texts = [("李　芳", 40.0), ("王李　芳张", 60.0), ("李　王", 80.0), ("合　　计", 100.0)]
            canvas.cells(faces().role(Role.BODY), 11, texts, Span(20, 100), align=Align.LEFT)
            canvas.cells(faces().role(Role.BODY), 14, [("三　李", 120.0)], Span(20, 100), align=Align.LEFT)

    found = raw(pdf.write_pdf(Pages("F0", "", PORTRAIT, 1, None, draw), tmp_path / "f0.pdf"))
    assert unicodedata.normalize("NFKC", found).split() == ["李芳", "王李", "芳张", "李王", "合", "计", "三李"]


@pytest.mark.parametrize("name", ["㛃三", "䶮", "𠅤三", "𬭊", "\U00030eddd", "一丨丿乙", "〇一"])
def test_rare_name_is_found(name: str, tmp_path: Path) -> None:
    shown, _ = faces().name(name)
    found = raw(pdf.write_pdf(laid(named(name, "张三丰")), tmp_path / "f1.pdf"))
    assert shown in blankless(found)


def test_ordinary_character_goes_before_its_radical(tmp_path: Path) -> None:
    """One glyph has one name; people search for the character."""
    found = raw(pdf.write_pdf(laid(named("⼈⼀", "人一人")), tmp_path / "f1.pdf"))
    assert "人一人" in found
    assert not RADICALS & set(found)


def test_shaped_names_keep_their_marks(tmp_path: Path) -> None:
    found = unicodedata.normalize("NFC", raw(pdf.write_pdf(laid(named(*RARE)), tmp_path / "f1.pdf")))
    for name in ("éx", "nī hao", "ひ", "Ω·Ω"):
        assert name in found


def test_the_attachment_and_the_fonts_are_still_read() -> None:
    value = named(*RARE)
    content = pdf.pdf_bytes(laid(value))
    assert embedded.fonts(content)
    assert set("㛃䶮𠅤𬭊") <= embedded.characters(content)
    assert [one.name for one in embedded.attachments(PdfFile(content))] == [f"{value.number}_v1.json"]


def test_the_update_costs_little() -> None:
    content = pdf.pdf_bytes(laid(sheet("HL")))
    assert content.count(b"%%EOF") == 2
    assert len(content) - content.index(b"%%EOF") < content.index(b"%%EOF") / 2


def test_one_document_does_not_change_the_next() -> None:
    def table() -> list[str]:
        return sorted(embedded.characters(pdf.pdf_bytes(laid(named("人页", "三")))))

    first = table()
    pdf.pdf_bytes(laid(named("⼈⻚", "𠅤")))
    assert table() == first


def test_nothing_is_noted_outside_a_document() -> None:
    assert drawn.current() is None
    pdf.pdf_bytes(laid(named("张三丰")))
    assert drawn.current() is None


def test_a_font_of_rare_characters_alone() -> None:
    """Qt names none of its glyphs; another font with as many glyphs is not mistaken for it."""
    rare, other = Face("Noto Sans CJK TC", bold=False), Face("Noto Sans CJK HK", bold=False)

    def draw(painter: QPainter, _pages: Pages[None], _index: int) -> None:
        with Canvas(painter).page() as canvas:
            canvas.cells(rare, 11, [("𠅤𬭊", 40)], Span(20, 100), align=Align.LEFT)
            canvas.cells(other, 11, [("人页", 60)], Span(20, 100), align=Align.LEFT)

    found = embedded.characters(pdf.pdf_bytes(Pages("F0", "", PORTRAIT, 1, None, draw)))
    assert found == set("𠅤𬭊人页")


class TestWhatCannotBeProved:
    """When the record and Qt disagree, no name is guessed: radicals are mended, the rest stays as Qt wrote it."""

    @pytest.fixture
    def written(self, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, drawn.Drawn]:
        """The file as Qt wrote it, and what was noted."""
        kept: list[Any] = []

        def keep(content: bytes, record: drawn.Drawn) -> bytes:
            kept.extend((content, record))
            return content

        with monkeypatch.context() as patch:
            patch.setattr(text_layer, "mended", keep)
            pdf.pdf_bytes(laid(named("𠅤人页", "𬭊三")))
        return kept[0], kept[1]

    def test_as_qt_wrote_it(self, written: tuple[bytes, drawn.Drawn]) -> None:
        """If Qt learns to write names, this part of the program can go."""
        found = embedded.characters(written[0])
        assert RADICALS & found
        assert not {"人", "页", "𠅤", "𬭊"} & found

    @pytest.mark.expects_log
    @pytest.mark.parametrize("change", ["more", "fewer", "other order"])
    def test_another_record_names_nobody_else(
        self, written: tuple[bytes, drawn.Drawn], change: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        content, record = written
        for use in record.fonts.values():
            glyphs = list(use.order)
            if change == "more":
                glyphs.append(use.glyph_of("龙"))
            elif change == "fewer":
                del glyphs[3]
            else:
                glyphs[2], glyphs[3] = glyphs[3], glyphs[2]
            use.order = {glyph: number for number, glyph in enumerate(glyphs)}
        with caplog.at_level(logging.WARNING, text_layer.__name__):
            found = embedded.characters(text_layer.mended(content, record))
        assert "cannot be proved" in caplog.text
        assert {"人", "页", "三"} <= found
        assert not {"𠅤", "𬭊", "龙"} & found

    @pytest.mark.parametrize("apart", [False, True])
    def test_a_weight_that_qt_makes_itself_shares_the_font(
        self, written: tuple[bytes, drawn.Drawn], *, apart: bool
    ) -> None:
        """Drawn partly plain and partly bold, where both are one font for Qt; or one use that hides nobody's name."""
        content, record = written
        for (name, bold), use in list(record.fonts.items()):
            if apart:
                other = drawn.FontUse(use.glyph_of, {}, set(use.characters), dict(use.clusters))
                for glyph in list(use.order)[1::2]:
                    other.order[glyph] = use.order.pop(glyph)
                record.fonts[name, not bold] = other
        found = embedded.characters(text_layer.mended(content, record))
        assert {"人", "页", "三", "𠅤", "𬭊"} <= found
        assert not RADICALS & found

    @pytest.mark.expects_log
    def test_a_file_of_another_build_stays_as_it_is(self, written: tuple[bytes, drawn.Drawn]) -> None:
        content = written[0].replace(b"\nxref\n", b"\nxxxx\n")
        assert text_layer.mended(content, written[1]) == content


def test_tables_of_texts_are_read_as_written() -> None:
    texts = dict(enumerate("人𠅤e金", start=1)) | {300: "e\u0301", 301: "\U0003134a"}
    assert to_unicode.parsed(to_unicode.written(texts)) == texts
    many = {number: chr(0x4E00 + number) for number in range(1, 1001)}
    assert to_unicode.parsed(to_unicode.written(many)) == many


def test_sheets_with_other_names_have_other_tables() -> None:
    one, other = named("张三丰"), named("龙三丰")
    assert dataclasses.replace(one, lines=other.lines) == other
    assert "龙" in embedded.characters(pdf.pdf_bytes(laid(other)))
    assert "龙" not in embedded.characters(pdf.pdf_bytes(laid(one)))
