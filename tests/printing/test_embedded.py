"""Reading our PDFs back: the same fonts and characters as poppler finds."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QFont, QPainter, QPdfWriter

from cjdesk.printing import embedded

pytestmark = pytest.mark.usefixtures("qapp")

TEXT = "从江县贯洞镇 工资 863.64 𠅤䶮 ABC"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)  # the painter does not hold it
    painter = QPainter(writer)
    for row, family in enumerate(("Noto Sans CJK SC", "Noto Serif CJK SC")):
        painter.setFont(QFont(family, 12))
        painter.drawText(200, 400 + 400 * row, TEXT)
    painter.end()
    return bytes(store.data())


def test_fonts_are_those_that_poppler_names(pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(["pdffonts", str(file)], check=True, capture_output=True, encoding="utf-8").stdout
    rows = said.splitlines()[2:]
    found = embedded.fonts(pdf)
    assert len(found) >= 2
    assert sorted(font.name.partition("+")[2] for font in found) == sorted(row.split()[0] for row in rows)
    assert all(font.embedded for font in found)


def test_characters_can_be_copied_out(pdf: bytes) -> None:
    found = unicodedata.normalize("NFKC", "".join(embedded.characters(pdf)))  # 工 comes out as its radical
    assert set("从江县贯洞镇工资863.64ABC") <= set(found)
    assert "龙" not in found


def test_a_font_without_its_file_is_not_embedded(pdf: bytes) -> None:
    without = pdf.replace(b"/FontFile", b"/FontNone")
    assert embedded.fonts(without)
    assert not any(font.embedded for font in embedded.fonts(without))


def test_what_is_no_pdf_has_nothing() -> None:
    assert embedded.fonts(b"nothing") == ()
    assert embedded.characters(b"nothing") == frozenset()
