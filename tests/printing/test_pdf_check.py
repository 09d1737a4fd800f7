"""A PDF's pages are proved against the data it carries, whatever the form; a changed digit on either side is named."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from cjdesk.domain import money
from cjdesk.domain.errors import PdfNotReadable, PdfWithoutData
from cjdesk.domain.member_register import MemberLine, MemberRegister
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.printing import (
    attached,
    bank_sheet,
    batch_cover,
    embedded,
    fee_ledger,
    fee_receipts,
    form_check,
    members_register,
    page_tables,
    page_text,
    payroll_poster,
    payroll_sheet,
    payslips,
    pdf,
    pdf_check,
    pdf_objects,
    tax_sheet,
    year_sheet,
)
from cjdesk.printing.list_check import Difference, ReadPage
from cjdesk.printing.machine_readable import PrintedForm, Told
from cjdesk.printing.page_text import Mark
from cjdesk.printing.pages import Pages, bound
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.pdf_objects import PdfFile, Reference
from cjdesk.services.payments.values import REISSUE
from tests.printing.sample_forms import FORMS as SAMPLES
from tests.printing.sample_forms import cover, receipt
from tests.printing.sample_sheets import STAMP, line, sheet
from tests.printing.test_bad_input import everything, plain
from tests.printing.test_fee_ledger import FULL as LEDGER
from tests.printing.test_forms import payment_list
from tests.printing.test_sheet_of_months import several
from tests.printing.test_year_sheet import full_year

KINDS = ("HL", "HH", "GS")
RECEIPTS = frozenset({"RECEIPT", "BLANK"})
SLIPS = RECEIPTS | {"F4"}


def of_sheet(kind: str, **options: Any) -> Pages[Any]:
    return payroll_sheet.layout(sheet(kind), payroll_sheet.SheetOptions(STAMP, **options))


def members() -> Pages[Any]:
    lines = tuple(
        MemberLine(
            number=number, name=one.name, sex=one.sex, ethnicity="侗族", id_no=one.id_no, village=one.village,
            group=one.group, categories=("脱贫户",), phone="13900000000", skill="", joined=date(2020, 3, 1),
            share_fen=number * 10_000, team="一队", captain=number == 1, status="在外", unit="某厂", trade="普工",
            wage_fen=300_000, since=date(2020, 5, 1),
        )
        for number, one in enumerate(sheet("HH").lines[:45], start=1)
    )  # fmt: skip
    value = MemberRegister("COOP-0001", "腊溪村劳务合作社", "", "", date(2020, 12, 31), (), True, lines)
    return members_register.layout(value, STAMP)


FORMS: Mapping[str, Callable[[], Pages[Any]]] = {
    "F1": lambda: of_sheet("GS"),
    "F1 with every column": lambda: of_sheet("HL", every_column=True),
    "F1 by village": lambda: of_sheet("HH", by_village=True),
    "F1 of 25 rows": lambda: of_sheet("GS", rows=25),
    "F1 with tails of numbers": lambda: of_sheet("GS", ids=Numbers.TAIL, accounts=Numbers.TAIL),
    "F1 of three posts": lambda: bound([of_sheet(kind) for kind in KINDS]),
    "F1 of three months": lambda: payroll_sheet.layout(
        several(Month(2020, 10), Month(2020, 12)), payroll_sheet.SheetOptions(STAMP)
    ),
    "F1 of a year": lambda: payroll_sheet.layout(
        several(Month(2020, 1), Month(2020, 12)), payroll_sheet.SheetOptions(STAMP)
    ),
    "F5": lambda: bank_sheet.layout(payment_list(), bank_sheet.BankOptions(STAMP, bank="从江农商行")),
    "F5 as a draft": lambda: bank_sheet.layout(payment_list(None), bank_sheet.BankOptions(STAMP)),
    "F13": lambda: bank_sheet.layout(dataclasses.replace(payment_list(), kind=REISSUE), bank_sheet.BankOptions(STAMP)),
    "F6": members,
    "F11": lambda: fee_ledger.layout(LEDGER, STAMP),
    "F14": lambda: year_sheet.layout(full_year(47), STAMP),
    "F7": SAMPLES["F7"].pages,
    "tax": lambda: tax_sheet.layout(full_year(30), STAMP),
    "F2": lambda: payroll_poster.layout(sheet("GS"), payroll_poster.PosterOptions(STAMP)),
    "F2 with tails of numbers": lambda: payroll_poster.layout(
        [sheet(kind) for kind in KINDS], payroll_poster.PosterOptions(STAMP, ids=Numbers.TAIL)
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_paper_is_proved(form: str) -> None:
    pages = FORMS[form]()
    report = pdf_check.check(pdf.pdf_bytes(pages), "f.pdf")
    assert not report.differences
    assert report.pages == pages.count
    assert report.carried
    assert set(report.imprints) <= set(pages.imprints)
    assert set(report.imprints) == set(pages.imprints)
    assert report.rows > 0


@pytest.mark.parametrize("name", SAMPLES)
def test_paper_of_every_sample_is_proved(name: str) -> None:
    """The plain one, and one with long names and words, which stand in lines."""
    for change in (plain, everything):
        pages = SAMPLES[name].pages(change)
        report = pdf_check.check(pdf.pdf_bytes(pages), "f.pdf")
        assert report.carried
        assert len({one.name for one in report.carried}) == len(report.carried)
        assert sorted(one.digest for one in report.carried) == sorted(pages.digests())
        assert not report.differences
        assert report.rows > 0 or name in {"F9", "F11-no-income"}  # an agreement has no table
        assert set(report.imprints) == set(pages.imprints)


def printed_forms() -> dict[str, tuple[PrintedForm, ...]]:
    """The data of each sample that is no list."""
    found = {}
    for name, sample in SAMPLES.items():
        carried = [attached.read(one).value for one in sample.pages().attachments()]
        if isinstance(carried[0], PrintedForm):
            found[name] = tuple(one for one in carried if isinstance(one, PrintedForm))
    return found


def changed_texts(content: Sequence[Told]) -> Iterator[tuple[Told, ...]]:
    """The content with another first character in one text after the other; an empty cell gets one."""

    def other(text: str) -> str:
        return ("改" if text[:1] != "改" else "变") + text[1:]

    for index, told in enumerate(content):
        if isinstance(told, str):
            yield (*content[:index], other(told), *content[index + 1 :])
        else:
            for place, text in enumerate(told):
                row = (*told[:place], other(text), *told[place + 1 :])
                yield (*content[:index], row, *content[index + 1 :])


def first_of(pages: Sequence[ReadPage]) -> Sequence[ReadPage]:
    """Those of the first of bound forms."""
    return pages[: pages[0].foot.pages]


def test_any_text_of_a_form_that_is_changed_is_found() -> None:
    """Every text of every form that is no list: its data with another character do not agree with its pages."""
    forms = printed_forms()
    assert {"F2", "F2A", "F4", "F8", "F9", "F10", "F12", "CONTROL", "COVER", "DOS", "RK", *RECEIPTS} <= set(forms)
    for name, values in forms.items():
        file = PdfFile(pdf.pdf_bytes(SAMPLES[name].pages()))
        pages = pdf_check.pages_of(file, page_text.page_numbers(file), [])
        compare = form_check.slip_differences if name in SLIPS else one_form_differences
        assert not list(compare(values, pages))
        value = values[0]
        tried = 0
        for content in changed_texts(value.content):
            assert list(compare((dataclasses.replace(value, content=content),), pages)), (name, content)
            tried += 1
        assert tried > 7, name
        for forged in with_another_code(value):
            assert list(compare((forged,), pages)), (name, forged.borne)


def with_another_code(value: PrintedForm) -> Iterator[PrintedForm]:
    """The number of the whole, and each number and code that the paper bears."""
    yield dataclasses.replace(value, number=value.number[:-1] + "G")
    if value.parts is None:
        yield dataclasses.replace(value, check_code=value.check_code[:-1] + "G")
        return
    for index, part in enumerate(value.parts):
        for field in ("number", "check_code"):
            other = dataclasses.replace(part, **{field: getattr(part, field)[:-1] + "G"})
            yield dataclasses.replace(value, parts=(*value.parts[:index], other, *value.parts[index + 1 :]))


def one_form_differences(values: Sequence[PrintedForm], pages: Sequence[ReadPage]) -> Iterator[Difference]:
    return form_check.form_differences(values[0], first_of(pages))


@pytest.mark.parametrize(
    "name", ["F2", "F2-proposal", "F2A", "F4", "F8", "F9", "F10", "F12", "CONTROL", "COVER", "DOS", "RK"]
)
def test_a_form_with_other_data_is_not_proved(name: str) -> None:
    """A text, a row, the code or the number in the attachment of the file."""
    content = pdf.pdf_bytes(SAMPLES[name].pages())
    number = attachment_number(PdfFile(content))
    data = json.loads(PdfFile(content).stream(number))
    for change in (
        {"content": ["公益性岗位", *data["content"]]},
        {"content": [*data["content"], ["姓名", "石改改"]]},
        {"content": data["content"][::-1]},
        {"check_code": "0123ABCD"},
        {"number": data["number"] + "9"},
    ):
        forged = replaced(content, {number: json.dumps(data | change).encode()})
        assert not pdf_check.check(forged, "f.pdf").proved, change


@pytest.mark.parametrize("name", ["DOS", "F9", "F2A", "COVER-of-many-villages"])
def test_a_page_of_a_form_that_is_missing_or_twice_is_named(name: str) -> None:
    many = tuple(line(number, village=f"第{number}村") for number in range(1, 50))
    pages = (
        batch_cover.layout(cover(sheet("HL", lines=many)), STAMP) if name.startswith("COVER") else SAMPLES[name].pages()
    )
    content = pdf.pdf_bytes(pages)
    assert pages.count > 1
    assert pdf_check.check(content, "f.pdf").proved
    file = PdfFile(content)
    first, second = page_stream(file, 1), page_stream(file, 2)
    report = pdf_check.check(replaced(content, {second: file.stream(first)}), "f.pdf")
    assert not report.proved


@pytest.mark.parametrize("name", SAMPLES)
def test_the_data_say_no_number_that_the_paper_does_not_show(name: str) -> None:
    """Numbers of IDs and accounts that are masked on paper are masked inside the file too."""
    pages = SAMPLES[name].pages()
    file = PdfFile(pdf.pdf_bytes(pages))
    shown = "".join(
        page_tables.text_of(one.content.marks) for one in pdf_check.pages_of(file, page_text.page_numbers(file), [])
    )
    inside = page_tables.blankless("".join(one.content.decode() for one in pages.attachments()))
    numbers = set(re.findall(r"(?<![0-9a-f-])\d{15,19}[\dX]?", inside))
    value = SAMPLES[name].value()
    # A pay sheet is stored whole: also the account of who gets nothing this month, whose cell says so.
    unpaid = {one.bank_no for one in value.lines if not one.net_fen} if isinstance(value, Sheet) else set()
    assert not [number for number in numbers - unpaid if number not in shown]


def test_the_recovery_code_is_not_among_the_data() -> None:
    pages = SAMPLES["RK"].pages()
    (data,) = (one.content.decode() for one in pages.attachments())
    assert "RK-522633101-01" in data
    assert "K7K7" not in data


def test_slips_of_several_runs_and_of_one_person() -> None:
    """Each run has its data; a run without a slip has none."""
    sheets = [sheet(kind) for kind in KINDS]
    person = sheets[1].lines[3].id_no
    for options, count in (
        (payslips.SlipOptions(STAMP), 3),
        (
            payslips.SlipOptions(STAMP, id_no=person),
            sum(any(one.id_no == person for one in run.lines) for run in sheets),
        ),
    ):
        pages = payslips.layout(sheets, options)
        report = pdf_check.check(pdf.pdf_bytes(pages), "f.pdf")
        assert report.proved
        assert len(report.carried) == count


@pytest.mark.parametrize("name", ["F7", "F11", "F14"])
def test_changed_figures_beside_a_list_are_named(name: str) -> None:
    """The check code of the list is no longer theirs."""
    content = pdf.pdf_bytes(SAMPLES[name].pages())
    file = PdfFile(content)
    number = attachment_number(file)
    data = json.loads(file.stream(number))
    row = data["rows"][1]
    key = next(key for key, value in row.items() if key.endswith("_fen") and value)
    row[key] += 7_700
    report = pdf_check.check(replaced(content, {number: json.dumps(data).encode()}), "f.pdf")
    assert {one.what for one in report.differences} == {"check_code"}


def schemes() -> Pages[Any]:
    """The receipts of a month of four water schemes, bound as they are printed; the last one first."""
    value = SAMPLES["RECEIPT"].value()
    return bound(
        [
            fee_receipts.layout(
                dataclasses.replace(
                    value,
                    number=f"FEE-202011-{scheme:04d}",
                    scheme=f"{scheme}号供水工程",
                    receipts=tuple(
                        dataclasses.replace(receipt(1), number=f"{scheme}{number:06d}") for number in range(2 + scheme)
                    ),
                ),
                STAMP,
            )
            for scheme in (4, 1, 2, 3)
        ]
    )


def test_receipts_of_several_schemes_are_proved() -> None:
    pages = schemes()
    report = pdf_check.check(pdf.pdf_bytes(pages), "f.pdf")
    assert report.proved
    assert len(report.carried) == 4
    assert report.imprints == pages.imprints
    assert len({one.number for one in report.imprints}) == 4 + 18
    assert report.rows == 18 * 20


def with_another_digit(content: bytes, page: int, near: Mark) -> bytes:
    """The file with a figure changed where this one stands."""
    file = PdfFile(content)
    number = page_text.page_numbers(file)[page - 1]
    marks = page_text.read_page(file, number, {}).marks
    stream = page_stream(file, page)
    shows = list(re.finditer(rb"<([0-9A-F]{4})> Tj", file.stream(stream)))
    old = next(shown for mark, shown in zip(marks, shows, strict=True) if mark == near)
    for code in {one[1] for one in shows}:
        changed = file.stream(stream)[: old.start(1)] + code + file.stream(stream)[old.end(1) :]
        forged = replaced(content, {stream: changed})
        again = page_text.read_page(PdfFile(forged), number, {}).marks[marks.index(near)]
        if again.text.isdigit() and again.text != near.text:
            return forged
    raise AssertionError(near)


def digits_of(content: bytes, page: int, amount: str) -> list[list[Mark]]:
    """Where an amount stands on a page: the marks of each."""
    file = PdfFile(content)
    marks = page_text.read_page(file, page_text.page_numbers(file)[page - 1], {}).marks
    found = []
    for start in range(len(marks) - len(amount) + 1):
        run = marks[start : start + len(amount)]
        if "".join(one.text for one in run) == amount and len({one.y for one in run}) == 1:
            found.append(list(run))
    return found


def test_a_changed_amount_on_a_receipt_or_its_stub_is_found() -> None:
    """The same amount still stands on the other half."""
    content = pdf.pdf_bytes(SAMPLES["RECEIPT"].pages())
    halves = digits_of(content, 1, "¥48.93")
    assert {run[0].x > 80 for run in halves} == {True, False}
    for run in halves:
        report = pdf_check.check(with_another_digit(content, 1, run[2]), "f.pdf")
        (found,) = report.differences
        assert (found.page, found.row, found.expected) == (1, "金额" if run[0].x < 80 else "金额（小写）", "¥48.93")
        assert report.imprints == SAMPLES["RECEIPT"].pages().imprints


@pytest.mark.parametrize("options", [{}, {"a3": True}, {"ids": Numbers.TAIL, "mask_names": True}])
def test_a_changed_total_on_a_poster_is_found(options: dict[str, Any]) -> None:
    run = sheet("GS")
    pages = payroll_poster.layout(run, payroll_poster.PosterOptions(STAMP, **options))
    content = pdf.pdf_bytes(pages)
    assert pdf_check.check(content, "f.pdf").proved
    total = money.show(run.net_fen)
    (place,) = digits_of(content, pages.count, total)
    for mark in (one for one in place if one.text.isdigit()):
        report = pdf_check.check(with_another_digit(content, pages.count, mark), "f.pdf")
        (found,) = report.differences
        assert found.page == pages.count
        assert total in found.expected
        assert total not in found.found


def test_a_code_on_a_receipt_that_is_another_ones_is_found() -> None:
    """Two receipts of one scheme with each other's code, in the data alone."""
    content = pdf.pdf_bytes(SAMPLES["RECEIPT"].pages())
    number = attachment_number(PdfFile(content))
    data = json.loads(PdfFile(content).stream(number))
    first, second, *rest = data["parts"]
    first["check_code"], second["check_code"] = second["check_code"], first["check_code"]
    data["parts"] = [first, second, *rest]
    report = pdf_check.check(replaced(content, {number: json.dumps(data).encode()}), "f.pdf")
    assert {one.what for one in report.differences} == {"check_code"}


def page_stream(file: PdfFile, page: int) -> int:
    number = page_text.page_numbers(file)[page - 1]
    contents = file.dictionary(Reference(number))["/Contents"]
    assert isinstance(contents, Reference)
    return contents.number


def replaced(content: bytes, streams: Mapping[int, bytes]) -> bytes:
    """The file with these streams in place of others, packed anew."""
    return content + pdf_objects.update(PdfFile(content), streams.items())


def attachment_number(file: PdfFile) -> int:
    return next(
        inside.number
        for number in file.offsets
        if isinstance(value := file.value(number), dict)
        and isinstance(inside := file.dictionary(value.get("/EF")).get("/F"), Reference)
    )


@pytest.mark.parametrize("form", ["F1", "F2", "F5", "F6", "F7", "F11", "F14", "F4", "F8", "F10", "COVER", "DOS"])
def test_a_changed_glyph_in_the_table_is_found(form: str) -> None:
    content = pdf.pdf_bytes(FORMS[form]() if form in FORMS else SAMPLES[form].pages())
    file = PdfFile(content)
    chance = random.Random(form)
    number = page_stream(file, 1)
    stream = file.stream(number)
    fonts: dict[int, dict[int, str]] = {}
    page = page_text.read_page(file, page_text.page_numbers(file)[0], fonts)
    shows = list(re.finditer(rb"<([0-9A-F]{4})> Tj", stream))
    assert len(shows) == len(page.marks)
    frame = max(page.frames, key=lambda one: (one[2] - one[0]) * (one[3] - one[1]))
    inside = [index for index, mark in enumerate(page.marks) if frame[1] + 14 < mark.y < frame[3] and mark.text.strip()]
    found = 0
    for index in chance.sample(inside, 25):
        other = next(one for one in chance.sample(inside, 200) if page.marks[one].text != page.marks[index].text)
        if not page_tables.blankless(page.marks[other].text):
            continue
        # The code of the other glyph may name another one in this font: what counts is that the text is no more the same.
        code, changed = shows[index], shows[other][1]
        altered = stream[: code.start(1)] + changed + stream[code.end(1) :]
        again = page_text.read_page(
            PdfFile(forged := replaced(content, {number: altered})), page_text.page_numbers(file)[0], {}
        )
        if again.marks[index].text.strip() in {"", page.marks[index].text}:
            continue
        report = pdf_check.check(forged, "f.pdf")
        assert not report.proved, (page.marks[index], again.marks[index].text)
        assert {one.page for one in report.differences} == {1}
        found += 1
    assert found > 10


@pytest.mark.parametrize("field", ["name", "id_no", "bank_no", "net_fen", "paid_days", "village"])
def test_a_changed_field_of_the_data_is_named_with_its_row(field: str) -> None:
    content = pdf.pdf_bytes(FORMS["F1"]())
    file = PdfFile(content)
    number = attachment_number(file)
    data = json.loads(file.stream(number))
    target = data["lines"][40]
    target[field] = {"net_fen": target["net_fen"] + 100, "paid_days": 7, "name": "石改改"}.get(
        field, str(target[field])[:-1] + "7" * (str(target[field])[-1] != "7") + "8" * (str(target[field])[-1] == "7")
    )
    report = pdf_check.check(replaced(content, {number: json.dumps(data).encode()}), "f.pdf")
    assert {one.row for one in report.differences if one.what not in {"sum", "words"}} == {"41"}
    assert ("sum" in {one.what for one in report.differences}) == (field == "net_fen")


def test_a_row_more_or_less_is_named() -> None:
    content = pdf.pdf_bytes(FORMS["F5"]())
    file = PdfFile(content)
    number = attachment_number(file)
    data = json.loads(file.stream(number))
    for rows in (data["rows"][:-1], [*data["rows"], data["rows"][0]]):
        report = pdf_check.check(replaced(content, {number: json.dumps(data | {"rows": rows}).encode()}), "f.pdf")
        assert {"row", "check_code"} <= {one.what for one in report.differences}


def test_a_page_that_was_taken_out_or_twice_is_named() -> None:
    content = pdf.pdf_bytes(FORMS["F1"]())
    file = PdfFile(content)
    second, third = page_stream(file, 2), page_stream(file, 3)
    report = pdf_check.check(replaced(content, {second: file.stream(third)}), "f.pdf")
    assert "page_number" in {one.what for one in report.differences if one.page == 2}


@pytest.mark.parametrize("where", ["attachment", "page"])
def test_flipped_bytes_are_found(where: str) -> None:
    content = pdf.pdf_bytes(FORMS["F1"]())
    file = PdfFile(content)
    number = attachment_number(file) if where == "attachment" else page_stream(file, 2)
    start = content.index(b"stream", file.offsets[number])
    for step in (40, 400, 1200):
        flipped = bytearray(content)
        flipped[start + step] ^= 0x10
        try:
            report = pdf_check.check(bytes(flipped), "f.pdf")
        except PdfNotReadable:
            continue
        assert not report.proved
        assert where in {one.what for one in report.differences}


class TestBadFiles:
    def test_no_pdf(self) -> None:
        for content in (b"", b"nothing", b"%PDF-1.4\n", b"PK\x03\x04" + bytes(500)):
            with pytest.raises(PdfNotReadable):
                pdf_check.check(content, "f.pdf")

    def test_cut_off_anywhere(self) -> None:
        content = pdf.pdf_bytes(FORMS["F1 of 25 rows"]())
        for share in range(1, 40):
            cut = content[: len(content) * share // 40]
            try:
                report = pdf_check.check(cut, "f.pdf")
            except PdfNotReadable:
                continue
            assert not report.proved

    def test_bytes_changed_anywhere_never_break_the_reader(self) -> None:
        content = pdf.pdf_bytes(FORMS["F11"]())
        chance = random.Random(7)
        for _ in range(150):
            changed = bytearray(content)
            for _ in range(chance.randrange(1, 6)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            with contextlib.suppress(PdfNotReadable, PdfWithoutData):
                pdf_check.check(bytes(changed), "f.pdf")

    def test_locked_with_a_password(self) -> None:
        content = pdf.pdf_bytes(FORMS["F11"]())
        at = content.rindex(b"/Root")
        with pytest.raises(PdfNotReadable):
            pdf_check.check(content[:at] + b"/Encrypt 3 0 R " + content[at:], "f.pdf")

    def test_table_of_references_in_a_stream(self) -> None:
        """Other programs write their files so."""
        content = pdf.pdf_bytes(FORMS["F11"]())
        at = content.rindex(b"startxref")
        with pytest.raises(PdfNotReadable):
            pdf_check.check(content[:at] + b"startxref\n15\n%%EOF\n", "f.pdf")

    @pytest.mark.parametrize("name", ["F1-HL", "F4", "COVER"])
    def test_without_data(self, name: str) -> None:
        """As an earlier version wrote some forms, and as other programs do."""
        with pytest.raises(PdfWithoutData):
            pdf_check.check(pdf.pdf_bytes(dataclasses.replace(SAMPLES[name].pages(), attachments=tuple)), "f.pdf")

    @pytest.mark.parametrize(
        "data",
        [b"", b"{", b"[]", b"{}", b'{"form":"F1","run_id":"x"}', b'{"form":"F7","rows":3}', b"\xff\xfe", b"null"],
    )
    def test_attachment_of_another_program(self, data: bytes) -> None:
        content = pdf.pdf_bytes(FORMS["F1"]())
        number = attachment_number(PdfFile(content))
        report = pdf_check.check(replaced(content, {number: data}), "f.pdf")
        assert "attachment" in {one.what for one in report.differences}


def test_attachments_are_named_and_whole() -> None:
    pages = FORMS["F1 of three posts"]()
    assert embedded.attachments(PdfFile(pdf.pdf_bytes(pages))) == pages.attachments()


def test_a_bold_that_qt_makes_itself_is_read_once() -> None:
    """As the carried font on Windows: the whole text again, 2.5 % of its size to the left."""
    drawn = [page_text.Mark(10 + 3.5 * index, 19.61, text) for index, text in enumerate("人人11.10")]
    again = [dataclasses.replace(mark, x=mark.x - 0.176) for mark in drawn]
    assert list(page_text.once([*drawn, *again])) == drawn
    below = [dataclasses.replace(mark, y=mark.y + 1) for mark in drawn]
    assert list(page_text.once([*drawn, *below])) == [*drawn, *below]


@pytest.mark.parametrize(
    "matrix", ["1 0 0 1 5000 0", "1 0 0 1 0 5000", "0.5 0 0 0.5 0 0", "1 0 0 0.9 0 0", "1.2 0 0 1.2 0 0"]
)
def test_a_page_drawn_beside_its_paper_or_out_of_shape_is_no_page(matrix: str) -> None:
    content = pdf.pdf_bytes(SAMPLES["F9"].pages())
    file = PdfFile(content)
    streams = {}
    for number in page_text.page_numbers(file):
        contents = file.dictionary(Reference(number))["/Contents"]
        assert isinstance(contents, Reference)
        base, rest = file.stream(contents.number).split(b" cm\n", 1)
        streams[contents.number] = base + f" cm\n{matrix} cm\n".encode() + rest
    report = pdf_check.check(replaced(content, streams), "f.pdf")
    assert {one.what for one in report.differences} >= {"page"}
