"""Excel twins: opened and printed by LibreOffice they have the form's pages, rows and sums; codes stay text."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cjdesk.domain.errors import NoTwin, WorkbookNotWritten
from cjdesk.printing import bank_sheet, fee_ledger, list_form, list_pages, payroll_poster, payroll_sheet, payslips
from cjdesk.printing.bank_sheet import BankOptions
from cjdesk.printing.pages import Pages, bound
from cjdesk.printing.payroll_poster import PosterOptions
from cjdesk.printing.payroll_sheet import SheetOptions
from tests.printing.conftest import folded, texts
from tests.printing.sample_forms import FORMS as SAMPLES
from tests.printing.sample_sheets import STAMP, line, sheet
from tests.printing.test_fee_ledger import FULL
from tests.printing.test_forms import payment_list

FORMS = {
    "F1": lambda: payroll_sheet.layout(sheet("GS"), SheetOptions(STAMP)),
    "F1 by village, 20 rows": lambda: payroll_sheet.layout(sheet("HL"), SheetOptions(STAMP, by_village=True, rows=20)),
    "F1 every column, 25 rows": lambda: payroll_sheet.layout(
        sheet("GS"), SheetOptions(STAMP, every_column=True, rows=25)
    ),
    "F2": lambda: payroll_poster.layout(sheet("HH"), PosterOptions(STAMP)),
    "F5": lambda: bank_sheet.layout(payment_list(), BankOptions(STAMP)),
    "F11": lambda: fee_ledger.layout(FULL, STAMP),
}
"""Each kind of list: with groups of heads, with village sums, portrait and landscape."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Pages[Any], Path, list[str]]]:
    """Each form, its workbook, and the text of the pages that LibreOffice prints of it: one start for all."""
    assert shutil.which("soffice"), "a twin is proved by another program: build_specs/test.sh installs LibreOffice"
    folder = tmp_path_factory.mktemp("twins")
    made = {name: make() for name, make in FORMS.items()}
    books = [
        list_pages.write_twin(pages, folder / f"{number}.xlsx") for number, pages in enumerate(made.values(), start=1)
    ]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, books)],
        check=True,
        capture_output=True,
    )
    return {
        name: (pages, book, texts(book.with_suffix(".pdf")))
        for (name, pages), book in zip(made.items(), books, strict=True)
    }


@pytest.mark.parametrize("name", FORMS)
def test_it_prints_the_pages_of_the_form(
    name: str, printed: dict[str, tuple[Pages[Any], Path, list[str]]], tmp_path: Path
) -> None:
    pages, _, found = printed[name]
    assert len(found) == pages.count
    head = folded("".join(pages.content.columns[1].head))
    for number, text in enumerate(found, start=1):
        assert folded(pages.title) in text
        assert head in text
        assert f"第{number}页共{pages.count}页" in text
        assert pages.imprints[0].number in text


@pytest.mark.parametrize("name", ["F1", "F1 by village, 20 rows", "F5", "F11"])
def test_every_row_and_sum_stands_on_its_page(
    name: str, printed: dict[str, tuple[Pages[Any], Path, list[str]]]
) -> None:
    pages, _, found = printed[name]
    form = pages.content
    for index, text in enumerate(found):
        for row in form.pages[index].rows:
            for part in (
                one.parts[-1] for one in form.columns if one.parts and one.key in {"id_no", "net_fen", "amount"}
            ):
                assert folded(part.says(row)) in text
        for row in list_form.sums(form, index):
            for value in row.values.values():
                assert folded(value) in text
    assert folded("合计") in found[-1]


def test_codes_are_text_and_amounts_are_numbers(printed: dict[str, tuple[Pages[Any], Path, list[str]]]) -> None:
    pages, book, _ = printed["F1"]
    page = load_workbook(book).worksheets[0]
    assert page.title == pages.content.frame.number
    first = page[4]
    person = pages.content.rows[0]
    assert (first[1].value, first[2].value, first[2].data_type) == (person.name, person.id_no, "s")
    assert first[9].data_type == "s"
    assert str(person.bank_no) in first[9].value.replace(" ", "")
    amount = first[8]
    assert (amount.data_type, amount.number_format) == ("n", "#,##0.00")
    assert round(amount.value * 100) == person.net_fen
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$3"
    assert page.page_setup.orientation == "landscape"
    assert str(page.page_setup.paperSize) == "9"
    texts = [cell for row in page.iter_rows(min_row=4) for cell in row if isinstance(cell.value, str)]
    assert {cell.number_format for cell in texts} == {"@"}
    assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("name", ["F1-GS", "F3", "F6", "F7", "F11", "F14"])
def test_heads_have_the_height_of_their_lines(name: str, tmp_path: Path) -> None:
    """Also the lower ones of two rows of heads, as the day over its weekday."""
    (page, *_) = load_workbook(list_pages.write_twin(SAMPLES[name].pages(), tmp_path / "a.xlsx"))
    top = int(page.print_title_rows.partition(":")[2].strip("$"))
    merged = {area.coord.partition(":")[0]: area for area in page.merged_cells.ranges}
    for cell in (cell for row in page.iter_rows(min_row=3, max_row=top) for cell in row if cell.value):
        area = merged.get(cell.coordinate)
        rows = range(cell.row, (area.max_row if area else cell.row) + 1)
        room = sum(page.row_dimensions[row].height for row in rows)
        assert room >= cell.font.size * (cell.value.count("\n") + 1) * 1.25, cell.value


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    run = sheet("HL", lines=(line(1, name="=1+1", remark="http://x"), line(2)))
    book = list_pages.write_twin(payroll_sheet.layout(run, SheetOptions(STAMP)), tmp_path / "f1.xlsx")
    assert load_workbook(book).worksheets[0]["B4"].value == "=1+1"
    assert load_workbook(book).worksheets[0]["B4"].data_type == "s"


def test_bound_forms_are_sheets_of_one_workbook(tmp_path: Path) -> None:
    both = bound([payroll_sheet.layout(sheet(one), SheetOptions(STAMP)) for one in ("HL", "HL", "GS")])
    book = load_workbook(list_pages.write_twin(both, tmp_path / "f1.xlsx"))
    assert book.sheetnames == ["PAY-202011-0001", "PAY-202011-0001_2", "PAY-202011-0003"]


def test_a_slip_is_no_list(tmp_path: Path) -> None:
    pages = payslips.layout([sheet("GS")], payslips.SlipOptions(STAMP))
    with pytest.raises(NoTwin):
        list_pages.write_twin(pages, tmp_path / "slips.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_none_is_said_in_words(tmp_path: Path) -> None:
    pages = payroll_sheet.layout(sheet("GS"), SheetOptions(STAMP))
    with pytest.raises(WorkbookNotWritten) as caught:
        list_pages.write_twin(pages, tmp_path / "none" / "f1.xlsx")
    assert re.search("f1.xlsx", caught.value.facts["name"])
