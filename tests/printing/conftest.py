"""Paper in tests: offscreen Qt, PDF text read back by poppler."""

from __future__ import annotations

import functools
import os
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QApplication

from cjdesk.printing import pdf
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.pages import Pages

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _qt(qapp: QApplication) -> None:
    """Fonts need an application."""


@pytest.fixture
def read_back(tmp_path: Path) -> Callable[[Pages[Any]], list[str]]:
    """Writes the PDF and gives the text of each page, compatibility forms folded, blanks out."""

    def read(pages: Pages[Any]) -> list[str]:
        path = pdf.write_pdf(pages, tmp_path / "read.pdf")
        return texts(path)

    return read


@functools.cache
def radicals() -> dict[int, str]:
    """Radical to ideograph, where the fonts have one glyph for both: Qt writes the radical (人 as U+2F08, 页 as U+2EDA).

    NFKC mends the Kangxi radicals only; those of the supplement are found by their glyph.
    """
    ideographs = "".join(map(chr, range(0x4E00, 0xA000)))
    found: dict[int, str] = {}
    for role in Role:
        font = QRawFont.fromFont(faces().role(role).font(10))
        by_glyph = dict(zip(font.glyphIndexesForString(ideographs), ideographs, strict=True))
        for code in range(0x2E80, 0x2EF4):
            glyph = font.glyphIndexesForString(chr(code))[0]
            if glyph and glyph in by_glyph:
                found[code] = by_glyph[glyph]
    return found


def texts(path: Path) -> list[str]:
    """The text of each page, blanks out."""
    raw = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
    ).stdout.decode()
    return [folded(page.translate(radicals())) for page in raw.split("\f")[:-1]]


def folded(text: str) -> str:
    """A text as `texts` gives it; the radical of 户 folds into 戶."""
    return "".join(unicodedata.normalize("NFKC", text).replace("戶", "户").split())
