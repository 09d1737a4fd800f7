"""Every form looks as it did when somebody looked at it; ``tests/golden/make_pages.py`` draws anew what was changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from cjdesk.printing.fonts import Role, faces
from tests.printing.golden_pages import FOLDER, SCALE, drawn, shown, unlike
from tests.printing.sample_forms import FORMS


@pytest.fixture(autouse=True)
def _the_same_fonts() -> None:
    if faces().role(Role.BODY).family != "Noto Serif CJK SC":
        pytest.skip("the golden pages are drawn with the fonts of Debian; here others come first")


@pytest.mark.parametrize("name", FORMS)
def test_the_page_looks_as_it_did(name: str, tmp_path: Path) -> None:
    pages = FORMS[name].pages()
    for index in shown(pages):
        golden = QImage(str(FOLDER / f"{name}_{index + 1}.png"))
        assert not golden.isNull(), "no golden page: draw it with tests/golden/make_pages.py and look at it"
        now = drawn(pages, index)
        found = unlike(golden, now)
        if found:
            now.save(str(tmp_path / f"{name}_{index + 1}.png"))
        assert not found, (
            f"page {index + 1} differs (mm from left, from top, grey levels): {found[:12]}; see {tmp_path}"
        )


def test_there_is_no_golden_page_of_a_form_that_is_gone() -> None:
    wanted = {f"{name}_{index + 1}.png" for name, one in FORMS.items() for index in shown(one.pages())}
    assert {path.name for path in FOLDER.glob("*.png")} == wanted


@pytest.mark.parametrize("millimetres", [0.5, 1])
def test_a_word_that_moved_is_seen(millimetres: float) -> None:
    """The comparison can fail: one amount is cut out and put down again half a millimetre further."""
    page = drawn(FORMS["F1-HL"].pages(), 0)
    moved = page.convertToFormat(QImage.Format.Format_RGB32)
    box = tuple(round(one * SCALE) for one in (150, 50, 30, 6))
    word = moved.copy(*box)
    painter = QPainter(moved)
    painter.fillRect(*box, QColor("white"))
    painter.drawImage(box[0] + round(millimetres * SCALE), box[1], word)
    painter.end()
    assert unlike(page, moved.convertToFormat(QImage.Format.Format_Grayscale8))
    assert not unlike(page, page.copy())
