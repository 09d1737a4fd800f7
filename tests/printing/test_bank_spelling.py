"""改用银行用字: every form that may bear the bank's names says so, keeps its code, and carries what is printed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.printing import (
    award_list,
    bank_control,
    bank_sheet,
    bank_spelling,
    fee_ledger,
    payroll_poster,
    payroll_sheet,
    payslips,
    pdf,
    pdf_check,
    tax_sheet,
    year_sheet,
)
from cjdesk.printing.bank_spelling import MARK, usable
from cjdesk.printing.pages import Lacking, Pages, bound
from cjdesk.printing.payroll_columns import Numbers
from tests.printing.conftest import folded
from tests.printing.sample_awards import round_of
from tests.printing.sample_forms import FORMS as SAMPLES
from tests.printing.sample_sheets import STAMP, sheet
from tests.printing.test_fee_ledger import FULL as LEDGER
from tests.printing.test_forms import payment_list
from tests.printing.test_sheet_of_months import several
from tests.printing.test_year_sheet import full_year

ReadBack = Callable[[Pages[Any]], list[str]]
LOST, NOWHERE, AT_BANK = "杨\ue123", "石\ue000花", "杨飏"


def run(base: Sheet | None = None) -> Sheet:
    """The first line is somebody whom only the bank can write, the second one whom nobody can."""
    base = base or sheet("HH")
    first = base.lines[0].person_id
    second = next(line.person_id for line in base.lines if line.person_id != first)

    def named(line: Line) -> Line:
        name = {first: LOST, second: NOWHERE}.get(line.person_id)
        return line if name is None else dataclasses.replace(line, name=name, bank_holder=name)

    return dataclasses.replace(base, lines=tuple(map(named, base.lines)))


def with_holder() -> Any:
    value = payment_list()
    return dataclasses.replace(value, rows=(dataclasses.replace(value.rows[0], holder=LOST), *value.rows[1:]))


def year() -> Any:
    value = full_year(30)
    lines = (dataclasses.replace(value.lines[0], name=LOST), *value.lines[1:])
    return dataclasses.replace(value, lines=lines)


def awards() -> Any:
    value = round_of(4, 6)
    lines = tuple(dataclasses.replace(one, name=LOST) if number == 5 else one for number, one in enumerate(value.lines))
    return dataclasses.replace(value, lines=lines)


def respelled(pages: Pages[Any]) -> Pages[Any]:
    found = pages.lacking()
    names = usable(found, {(one.person_id, one.text): AT_BANK for one in found if one.text == LOST})
    assert names
    return pages.spelled(names)


def of_sheet(value: Sheet, **options: Any) -> Pages[Any]:
    return payroll_sheet.layout(value, payroll_sheet.SheetOptions(STAMP, **options))


FORMS: Mapping[str, Callable[[], Pages[Any]]] = {
    "F1": lambda: of_sheet(run()),
    "F1 with every column": lambda: of_sheet(run(), every_column=True),
    "F1 by village": lambda: of_sheet(run(), by_village=True),
    "F1 with tails of numbers": lambda: of_sheet(run(), ids=Numbers.TAIL, accounts=Numbers.TAIL),
    "F1 of three months": lambda: of_sheet(run(several(Month(2020, 10), Month(2020, 12)))),
    "F1 bound": lambda: bound([of_sheet(run()), of_sheet(sheet("HL"))]),
    "F5": lambda: bank_sheet.layout(with_holder(), bank_sheet.BankOptions(STAMP)),
    "F11": lambda: fee_ledger.layout(
        dataclasses.replace(LEDGER, lines=(dataclasses.replace(LEDGER.lines[0], name=LOST), *LEDGER.lines[1:])), STAMP
    ),
    "F14": lambda: year_sheet.layout(year(), STAMP),
    "F15": lambda: award_list.layout(awards(), STAMP),
    "tax": lambda: tax_sheet.layout(year(), STAMP),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_paper_says_it_and_its_data_agree(form: str, read_back: ReadBack) -> None:
    pages = FORMS[form]()
    made = respelled(pages)
    text = "".join(read_back(made))
    assert folded(AT_BANK) in text
    assert folded("杨〓") not in text
    assert MARK in repr(made.twins())
    assert MARK not in repr(pages.twins())
    assert made.imprints == pages.imprints
    assert (made.count, made.title) == (pages.count, pages.title)
    report = pdf_check.check(pdf.pdf_bytes(made), "f.pdf")
    assert not report.differences
    assert report.rows == pdf_check.check(pdf.pdf_bytes(pages), "f.pdf").rows


def test_a_changed_name_in_the_data_is_found() -> None:
    made = respelled(of_sheet(run()))
    (attached,) = made.attachments()
    other = dataclasses.replace(attached, content=attached.content.replace(AT_BANK.encode(), "杨扬".encode()))
    report = pdf_check.check(pdf.pdf_bytes(dataclasses.replace(made, attachments=lambda: (other,))), "f.pdf")
    assert [(one.row, one.what) for one in report.differences] == [("1", "姓名")]


def test_the_row_says_it_beside_what_it_said_and_nobody_signs_for_himself(read_back: ReadBack) -> None:
    made = respelled(of_sheet(run()))
    (row, nowhere, *_) = made.content.rows
    assert (row.name, row.bank_holder, row.remark) == (AT_BANK, AT_BANK, MARK)
    assert (nowhere.name, nowhere.remark) == (NOWHERE, run().lines[1].remark)
    assert [one.text for one in made.lacking()] == [NOWHERE]
    assert "代领:杨" not in read_back(made)[0]


def test_the_poster_has_a_code_of_what_it_shows(read_back: ReadBack) -> None:
    pages = payroll_poster.layout(run(), payroll_poster.PosterOptions(STAMP))
    made = respelled(pages)
    assert folded(MARK) in read_back(made)[0]
    assert made.imprints != pages.imprints
    assert not pdf_check.check(pdf.pdf_bytes(made), "f.pdf").differences
    hidden = payroll_poster.layout(run(), payroll_poster.PosterOptions(STAMP, mask_names=True))
    assert all(one.text != LOST for one in hidden.lacking())


def test_a_slip_says_it_in_its_words(read_back: ReadBack) -> None:
    pages = payslips.layout([run()], payslips.SlipOptions(STAMP, id_no=run().lines[0].id_no))
    made = respelled(pages)
    assert folded(f"说明:{MARK}") in read_back(made)[0]
    assert made.imprints == pages.imprints


def test_a_form_without_remarks_names_the_rows_at_its_head() -> None:
    assert respelled(FORMS["F5"]()).content.frame.copy_name.endswith(f"{MARK}：第1行")
    assert bank_spelling.mark([str(number) for number in range(1, 22)]) == f"{MARK}：共21行"


def test_only_spellings_that_mend_the_name_can_be_used() -> None:
    lost, rare = Lacking("1", LOST, "a"), Lacking("2", "杨𫞩", "b", unread=True)
    assert usable([lost], {("a", LOST): LOST}) == {}
    assert usable([lost], {("a", LOST): "杨\ue124"}) == {}
    assert usable([lost], {("", LOST): AT_BANK}) == {}
    assert usable([lost, rare], {("a", LOST): "杨𫞩", ("b", "杨𫞩"): "杨𫞫"}) == {lost: "杨𫞩"}
    assert usable([rare], {("b", "杨𫞩"): AT_BANK}) == {rare: AT_BANK}


def test_two_people_of_one_name_have_each_their_own() -> None:
    value = run()
    twin = dataclasses.replace(value.lines[2], name=LOST)
    pages = of_sheet(dataclasses.replace(value, lines=(*value.lines[:2], twin, *value.lines[3:])))
    known = {(value.lines[0].person_id, LOST): AT_BANK, (twin.person_id, LOST): "杨扬"}
    made = pages.spelled(usable(pages.lacking(), known))
    assert [row.name for row in made.content.rows[:3]] == [AT_BANK, NOWHERE, "杨扬"]


def test_what_many_banks_cannot_read_is_listed_with_the_bank_list_alone() -> None:
    value = payment_list()
    value = dataclasses.replace(value, rows=(dataclasses.replace(value.rows[0], holder="杨𫞩"),))
    (found,) = bank_sheet.layout(value, bank_sheet.BankOptions(STAMP)).lacking()
    assert found == Lacking("1", "杨𫞩", value.rows[0].person_id, unread=True)
    base = sheet("HH")
    lines = (dataclasses.replace(base.lines[0], name="杨𫞩"), *base.lines[1:])
    assert of_sheet(dataclasses.replace(base, lines=lines)).lacking() == ()


def test_the_control_sheet_lists_them_as_the_file_has_them() -> None:
    value = payment_list()
    rows = (dataclasses.replace(value.rows[0], holder="杨𫞩"), dataclasses.replace(value.rows[1], holder=LOST))
    pages = SAMPLES["CONTROL"].pages()
    file = dataclasses.replace(pages.content.file, made=dataclasses.replace(value, rows=rows))
    control = bank_control.layout(file, STAMP)
    assert control.lacking() == (Lacking("", "杨𫞩", unread=True), Lacking("", LOST))
    assert control.respelled is None
