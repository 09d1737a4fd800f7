"""The printer's test page: what it says, where its marks stand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from cjdesk.gui.paper_images import paint_image
from cjdesk.printing import pdf, test_page
from cjdesk.printing.fonts import faces
from cjdesk.printing.measures import LANDSCAPE, PORTRAIT, Paper
from cjdesk.printing.test_page import CORNER, RARE_CHARACTERS, Trial
from tests.printing.conftest import texts

TRIAL = Trial("HP 1020", 1.5, -2.0, datetime(2026, 4, 4, 10, 35))  # noqa: DTZ001 - the office's own clock


@pytest.mark.parametrize("paper", [LANDSCAPE, PORTRAIT])
def test_it_says_printer_offset_and_rare_characters(paper: Paper, tmp_path: Path) -> None:
    (text,) = texts(pdf.write_pdf(test_page.layout(TRIAL, paper), tmp_path / "test.pdf"))
    assert "打印机:HP1020" in text
    assert "右移+1.5毫米,下移-2.0毫米" in text
    assert all(text.count(character) == 3 for character in RARE_CHARACTERS)
    assert all(faces().writable(character) for character in RARE_CHARACTERS) == (text.count("〓") == 1)


@pytest.mark.parametrize("paper", [LANDSCAPE, PORTRAIT])
def test_rulers_reach_the_edges_and_crosses_stand_where_the_page_says(paper: Paper) -> None:
    dots = 10
    image = paint_image(test_page.layout(TRIAL, paper), 0, QSize(round(paper.width * dots), round(paper.height * dots)))

    def dark(x: float, y: float) -> bool:
        around = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        return min(image.pixelColor(round(x * dots) + dx, round(y * dots) + dy).lightness() for dx, dy in around) < 200

    for x in (CORNER, paper.width - CORNER):
        for y in (CORNER, paper.height - CORNER):
            assert dark(x, y)
            assert dark(x - 4, y)
            assert dark(x, y + 4)
    for millimetre in (50, 57, 100, 101):
        assert dark(millimetre, 0.5)
        assert dark(millimetre, paper.height - 0.5)
        assert dark(0.5, millimetre)
        assert dark(paper.width - 0.5, millimetre)
        assert not dark(millimetre + 0.5, 0.5)
