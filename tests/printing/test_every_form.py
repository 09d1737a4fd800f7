"""Every form as other programs see its PDF: page sizes, fonts inside, page numbers; and 400 people read back."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjdesk.domain import money
from cjdesk.domain.sheet import Sheet
from cjdesk.printing import payroll_poster, payroll_sheet, payslips, pdf
from cjdesk.printing.fonts import faces
from cjdesk.printing.measures import LANDSCAPE
from cjdesk.printing.pages import Pages
from cjdesk.printing.payroll_poster import PosterOptions
from cjdesk.printing.payroll_sheet import SheetOptions
from cjdesk.printing.payslips import SlipOptions
from tests.printing.conftest import folded, texts
from tests.printing.sample_forms import FORMS
from tests.printing.sample_sheets import STAMP, expected, line, sheet

UNPAGED = ("F4", "RECEIPT", "BLANK")
"""Slips and receipts are cut apart: their sheets of paper have no numbers."""


def said(program: str, path: Path) -> list[str]:
    return subprocess.run([program, str(path)], check=True, capture_output=True, text=True).stdout.splitlines()


@pytest.mark.parametrize("name", FORMS)
def test_sizes_fonts_and_page_numbers(name: str, tmp_path: Path) -> None:
    pages = FORMS[name].pages()
    path = pdf.write_pdf(pages, tmp_path / "form.pdf")
    facts = dict(row.split(":", 1) for row in said("pdfinfo", path) if ":" in row)
    wide = "841" if pages.paper is LANDSCAPE else "595"
    assert facts["Page size"].strip().startswith(wide) or facts["Page size"].strip().startswith(str(int(wide) + 1))
    assert "(A4)" in facts["Page size"]
    assert int(facts["Pages"]) == pages.count
    fonts = said("pdffonts", path)[2:]
    assert fonts
    assert all(row.split()[-5] == "yes" for row in fonts), fonts
    found = texts(path)
    assert len(found) == pages.count
    if name not in UNPAGED:
        assert all("页" in text and "共" in text for text in found)


def four_hundred() -> Sheet:
    """The sample township and as many others, of rare names, as make 400."""
    people = expected()["people"]
    more = [{**one, "name": one["name"][0] + rare} for one, rare in zip(people, "㛃䶮𠅤𬭊" * 7, strict=False)]
    people = [*people, *more][:400]
    return sheet(
        "GS",
        lines=tuple(
            line(
                number,
                name=person["name"],
                post_type="GS",
                id_no=person["id_no"],
                village=person["village"],
                base_fen=70_000,
                commission_fen=number * 17,
                net_fen=70_000 + number * 17,
            )
            for number, person in enumerate(people, start=1)
        ),
    )


LAID: dict[str, Callable[[Sheet], Pages[Any]]] = {
    "F1": lambda run: payroll_sheet.layout(run, SheetOptions(STAMP)),
    "F1 by village": lambda run: payroll_sheet.layout(
        dataclasses.replace(run, lines=tuple(sorted(run.lines, key=lambda one: one.village))),
        SheetOptions(STAMP, by_village=True, rows=25),
    ),
    "F2": lambda run: payroll_poster.layout(run, PosterOptions(STAMP)),
    "F4": lambda run: payslips.layout([run], SlipOptions(STAMP)),
}


def _parts(name: str) -> list[str]:
    """A name as it is printed; a long one may be broken after its dot."""
    return faces().name(name)[0].split("·")


@pytest.mark.parametrize("name", LAID)
def test_400_people_are_read_back(name: str, tmp_path: Path) -> None:
    run = four_hundred()
    assert len(run.lines) == 400
    found = "".join(texts(pdf.write_pdf(LAID[name](run), tmp_path / "form.pdf")))
    lost = [
        one.name
        for one in run.lines
        if not all(folded(part) in found for part in _parts(one.name)) or money.show(one.net_fen) not in found
    ]
    assert not lost
    if name.startswith("F1"):
        assert all(one.id_no in found for one in run.lines)
