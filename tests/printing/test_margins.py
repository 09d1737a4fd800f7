"""Margins of the clerk's own: nothing stands outside them, nothing is lost, and the paper is proved as before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cjdesk.printing import margins, payroll_poster, payroll_sheet, pdf, pdf_check, printer
from cjdesk.printing.margins import MARGINS
from cjdesk.printing.measures import A3, NO_EDGES, Edges
from cjdesk.printing.pages import Lacking, Pages
from cjdesk.printing.printer import Ability, Job
from tests.printing.conftest import texts
from tests.printing.sample_forms import FORMS
from tests.printing.sample_sheets import STAMP, sheet
from tests.printing.test_printer import ink, put


@pytest.fixture(scope="module")
def pages() -> Pages[Any]:
    return payroll_sheet.layout(sheet("HH"), payroll_sheet.SheetOptions(STAMP))


@pytest.mark.parametrize("name", FORMS)
def test_the_drawing_keeps_clear_of_the_edges(name: str, tmp_path: Path) -> None:
    """But for the lines to cut along, which are grey."""
    plain = FORMS[name].pages()
    for edges in MARGINS.values():
        made = margins.inside(plain, edges)
        left, top, right, bottom = ink(pdf.write_pdf(made, tmp_path / "a.pdf"), darker=90)
        wide, high, white = made.paper.width, made.paper.height, margins.ink(made)
        assert left >= max(edges.left, white.left) - 0.3
        assert top >= max(edges.top, white.top) - 0.3
        assert right <= wide - max(edges.right, white.right) + 0.3
        assert bottom <= high - max(edges.bottom, white.bottom) + 0.3


def test_a_form_that_has_such_margins_is_the_same(pages: Pages[Any]) -> None:
    assert margins.inside(pages, NO_EDGES) is pages
    for one in (pages, *(sample.pages() for sample in FORMS.values())):
        assert margins.inside(one, Edges(4, 4, 4, 4)).draw is one.draw
    made = margins.inside(pages, MARGINS["20"])
    assert margins.inside(made, MARGINS["15"]).draw is made.draw


def test_an_a3_poster_has_its_margins_in_millimetres_of_a3() -> None:
    poster = payroll_poster.layout(sheet("HH"), payroll_poster.PosterOptions(STAMP, a3=True))
    assert margins.inside(poster, NO_EDGES) is poster
    white = margins.ink(margins.inside(poster, MARGINS["binding"]))
    assert white.left * A3 == pytest.approx(max(25, poster.paper.left * A3))


@pytest.mark.parametrize("name", MARGINS)
def test_a_poster_reduced_to_a4_has_them_too(name: str, tmp_path: Path) -> None:
    poster = payroll_poster.layout(sheet("HH"), payroll_poster.PosterOptions(STAMP, a3=True))
    made = margins.inside(poster, MARGINS[name])
    left, top, right, bottom = ink(put(made, printer.reduced(Job(1, 1)), tmp_path / "a.pdf"))
    edges = MARGINS[name]
    assert left >= edges.left - 0.3
    assert top >= edges.top - 0.3
    assert right <= 210 - edges.right + 0.3
    assert bottom <= 297 - edges.bottom + 0.3


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_proved_with_margins_and_says_the_same(name: str, tmp_path: Path) -> None:
    plain = FORMS[name].pages()
    made = margins.inside(plain, MARGINS["20"])
    path = pdf.write_pdf(made, tmp_path / "with.pdf")
    if plain.attachments():
        report = pdf_check.check(path.read_bytes(), path.name)
        assert (report.differences, report.pages) == ((), plain.count)
    words = ["".join(sorted(text)) for text in texts(path)]
    assert words == ["".join(sorted(text)) for text in texts(pdf.write_pdf(plain, tmp_path / "plain.pdf"))]


def test_the_printers_white_edges_are_measured_from_the_drawing(pages: Pages[Any], tmp_path: Path) -> None:
    able = Ability(edges=Edges(6, 6, 6, 12))
    assert printer.lost(able, pages) == Edges(0, 0, 0, 12)
    made = margins.inside(pages, MARGINS["15"])
    assert printer.lost(able, made) is None
    straight = ink(put(made, Job(1, 1), tmp_path / "a.pdf"))
    assert ink(put(made, Job(1, 1, within=Edges(12, 12, 12, 12)), tmp_path / "b.pdf")) == straight


def test_a_name_spelled_as_the_bank_does_keeps_the_margins(pages: Pages[Any]) -> None:
    made = margins.inside(pages, MARGINS["20"])
    line = pages.content.rows[0]
    again = made.spelled({Lacking(str(line.number), line.name, line.person_id): "石小花"})
    assert again.white == made.white
    assert again.content != made.content
