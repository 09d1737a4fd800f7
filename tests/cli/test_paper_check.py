"""``cjdesk print verify``: PDFs against their data and the data file; anything else is refused with words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from cjdesk import cli
from cjdesk.db.database import Database, open_township
from cjdesk.domain.errors import FileIsBusy
from cjdesk.domain.month import Month
from cjdesk.domain.paper import Imprint
from cjdesk.printing import bank_sheet, fee_receipts, machine_readable, payroll_sheet, pdf, pdf_check
from cjdesk.printing.pdf_objects import PdfFile
from cjdesk.services import fees, paper, payments, payroll, prints
from tests.cli.test_payroll import approve
from tests.cli.test_printing import command, computed
from tests.conftest import LOGIN, PASSPHRASE
from tests.printing.sample_sheets import STAMP
from tests.printing.test_pdf_check import attachment_number, replaced

__all__ = ["command", "computed"]

pytestmark = pytest.mark.usefixtures("qapp")

Command = Callable[..., tuple[int, Any]]
MONTH = ("--month", "2021-03")


@pytest.fixture
def sheets(computed: Command, tmp_path: Path) -> Path:
    assert computed("payroll", "lock", *MONTH)[0] == 0
    path = tmp_path / "f1.pdf"
    assert computed("print", "sheet", *MONTH, "--pdf", path)[0] == 0
    return path


@contextmanager
def data_of(folder: Path) -> Iterator[Database]:
    database = open_township(folder, LOGIN, PASSPHRASE)
    try:
        yield database
    finally:
        database.close()


def alone(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    """Without a data file."""
    capsys.readouterr()
    code = cli.main(["print", "verify", "--json", *map(str, words)])
    return code, json.loads(capsys.readouterr().out)


def test_a_pdf_needs_no_data_file(sheets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = alone(capsys, "--pdf", sheets)
    assert (code, said["true"], said["differences"], said["originals"]) == (0, True, [], [])
    assert said["rows"] > 0
    assert len(said["attachments"]) == 3


def test_a_pdf_with_its_data_file(computed: Command, sheets: Path, township_dir: Path, tmp_path: Path) -> None:
    code, said = computed("print", "verify", "--pdf", sheets)
    assert (code, said["true"]) == (0, True)
    assert [one["verdict"] for one in said["originals"]] == ["TRUE_COPY"] * 3
    approve(township_dir, "2021-03")
    path = tmp_path / "f5.pdf"
    assert computed("print", "bank-list", *MONTH, "--pdf", path)[0] == 0
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, said["true"], said["originals"]) == (0, True, [])  # drafts have no number yet
    assert computed("bank", "list", *MONTH, "--template", "NSH-TXT")[0] == 0
    assert computed("print", "bank-list", *MONTH, "--pdf", path)[0] == 0
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, [one["verdict"] for one in said["originals"]]) == (0, ["TRUE_COPY"])
    assert computed("payroll", "void", *MONTH, "--reason", "x")[0] == 1


def test_a_pdf_whose_run_was_voided(computed: Command, sheets: Path) -> None:
    assert computed("payroll", "void", *MONTH, "--post", "GS", "--reason", "重做")[0] == 0
    code, said = computed("print", "verify", "--pdf", sheets)
    assert (code, said["true"], said["differences"]) == (1, False, [])
    assert sorted(one["verdict"] for one in said["originals"]) == ["SUPERSEDED", "TRUE_COPY", "TRUE_COPY"]


def test_a_forged_amount_is_named(
    computed: Command,
    sheets: Path,
    township_dir: Path,
    login: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    content = sheets.read_bytes()
    number = attachment_number(PdfFile(content))
    data = json.loads(PdfFile(content).stream(number))
    data["lines"][1]["net_fen"] += 10_000
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(replaced(content, {number: json.dumps(data).encode()}))
    code, said = alone(capsys, "--pdf", forged)
    assert (code, said["true"]) == (1, False)
    assert {"sum", "words"} <= {one["what"] for one in said["differences"]}
    assert all(one["page"] for one in said["differences"])
    code, said = computed("print", "verify", "--pdf", forged)
    assert code == 1
    from_file = [one for one in said["differences"] if not one["page"]]
    assert [(one["row"], one["what"]) for one in from_file] == [("2", "net_fen")]
    capsys.readouterr()
    assert cli.main(["--data", str(township_dir), "--as", login, "print", "verify", "--pdf", str(forged)]) == 1
    said = capsys.readouterr().out
    assert "第 1 页 · 第 2 行 · 实发金额" in said
    assert said.index("页面与文件内所附数据不一致，不是真本。单就所附数据而言：") < said.index("F1 PAY-")


def test_a_form_of_two_tables_is_looked_up_once(computed: Command, tmp_path: Path) -> None:
    path = tmp_path / "f7.pdf"
    assert computed("print", "monthly", *MONTH, "--pdf", path)[0] == 0
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, [one["form"] for one in said["originals"]]) == (0, ["F7"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--qr", "https://example.org"), "PAPER_CODE_FOREIGN"),
        (("--qr", ""), "PAPER_CODE_FOREIGN"),
        (("--qr", "CJ1|F1|PAY-202103-0001|1/8"), "PAPER_CODE_FOREIGN"),
        (("--qr", "CJ1|F1|PAY-202103-0001|1/8|592B|1"), "CHECK_CODE_WRONG"),
        (("--number", "PAY-202103-0001", "--code", "592B 13"), "CHECK_CODE_WRONG"),
        (("--number", "PAY-202103-0001"), "CHECK_CODE_WRONG"),
        (("--number", "PAY-202103-0999", "--code", "592B 138D"), "PAPER_UNKNOWN"),
        (("--number", "'; DROP TABLE audit; --", "--code", "592B 138D"), "PAPER_UNKNOWN"),
        (("--number", "%", "--code", "592B 138D"), "PAPER_UNKNOWN"),
        (("--qr", "CJ1|F9|PAY-202103-0001|1/8|592B138D|1"), "PAPER_UNKNOWN"),
        (("--pdf", "missing.pdf"), "PDF_NOT_READABLE"),
    ],
)
def test_bad_input_is_refused_with_words(computed: Command, words: tuple[str, ...], code: str) -> None:
    exit_code, said = computed("print", "verify", *words)
    assert (exit_code, said["error"]["code"]) == (1, code)
    assert said["error"]["message"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 truncated", b"\x89PNG\r\n", b"%PDF-1.4\n" + bytes(3000)])
def test_files_of_others_are_refused_with_words(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "其他.pdf"
    path.write_bytes(content)
    code, said = alone(capsys, "--pdf", path)
    assert (code, said["error"]["code"]) == (1, "PDF_NOT_READABLE")
    assert "其他.pdf" in said["error"]["message"]


def test_a_pdf_without_data_says_what_to_do(computed: Command, tmp_path: Path) -> None:
    """As an earlier version wrote pay slips."""
    path = tmp_path / "f4.pdf"
    assert computed("print", "slips", *MONTH, "--pdf", path)[0] == 0
    path.write_bytes(path.read_bytes().replace(b"/EmbeddedFiles", b"/EmbeddedNoFil"))
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, said["error"]["code"]) == (1, "PDF_WITHOUT_DATA")


def test_a_form_that_is_no_list_is_proved_with_its_original(computed: Command, tmp_path: Path) -> None:
    path = tmp_path / "f4.pdf"
    assert computed("print", "slips", *MONTH, "--pdf", path)[0] == 0
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, said["true"], said["differences"]) == (0, True, [])
    assert {one["verdict"] for one in said["originals"]} == {"TRUE_COPY"}
    assert said["rows"] > 0
    content = path.read_bytes()
    number = attachment_number(PdfFile(content))
    data = json.loads(PdfFile(content).stream(number))
    row = next(index for index, one in enumerate(data["content"]) if isinstance(one, list))
    data["content"][row][1] = "石改改"
    path.write_bytes(replaced(content, {number: json.dumps(data).encode()}))
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, said["true"]) == (1, False)
    assert "石改改" in {one["expected"] for one in said["differences"]}


def test_paper_of_before_the_codes_were_kept(
    computed: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from cjdesk.services import prints

    real = prints.record

    def without(*words: Any, imprints: object = (), **more: Any) -> None:
        real(*words, **more)

    monkeypatch.setattr(prints, "record", without)
    path = tmp_path / "f2.pdf"
    assert computed("print", "poster", *MONTH, "--post", "GS", "--pdf", path)[0] == 0
    number = json.loads(PdfFile(path.read_bytes()).stream(attachment_number(PdfFile(path.read_bytes()))))
    assert number["form"] == "F2"
    _, said = computed("payroll", "show", *MONTH, "--brief")
    run = next(one for one in said["runs"] if one["post_type"] == "GS")
    code, said = computed("print", "verify", "--qr", f"CJ1|F2|{run['number']}|1/1|0000ABCD|1")
    assert (code, said["error"]["code"]) == (1, "PAPER_TOO_OLD")


def test_one_of_the_three_must_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["print", "verify"]) == 2
    assert "--qr" in capsys.readouterr().err


def test_a_poster_of_a_run_that_was_computed_again_is_superseded(computed: Command, tmp_path: Path) -> None:
    """The PDF says what its QR code says."""
    path = tmp_path / "f2.pdf"
    assert computed("payroll", "lock", *MONTH)[0] == 0
    assert computed("print", "poster", *MONTH, "--post", "GS", "--by-village", "--pdf", path)[0] == 0
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, said["true"], said["differences"]) == (0, True, [])
    assert said["rows"] > 0
    assert len(said["originals"]) > 1
    assert {(one["form"], one["verdict"]) for one in said["originals"]} == {("F2", "TRUE_COPY")}
    assert computed("payroll", "unlock", *MONTH, "--post", "GS", "--reason", "考勤有误")[0] == 0
    assert computed("payroll", "compute", *MONTH)[0] == 0
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, said["true"], said["differences"]) == (1, False, [])
    assert {one["verdict"] for one in said["originals"]} == {"SUPERSEDED"}


def test_receipts_of_a_month_are_true_copies(computed: Command, tmp_path: Path) -> None:
    path = tmp_path / "receipts.pdf"
    code, printed = computed("print", "receipts", *MONTH, "--pdf", path)
    assert code == 0
    assert len(printed["receipts"]) > 1
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, said["true"], said["differences"]) == (0, True, [])
    assert len(said["attachments"]) == len(printed["receipts"])
    count = sum(one["receipts"] for one in printed["receipts"])
    assert said["rows"] == 20 * count
    assert {(one["form"], one["verdict"]) for one in said["originals"]} == {("RECEIPT", "TRUE_COPY")}
    assert len(said["originals"]) == count + len(printed["receipts"])


def test_a_receipt_with_anothers_number_is_no_true_copy(computed: Command, tmp_path: Path) -> None:
    """Data that name a receipt which was never printed."""
    path = tmp_path / "receipts.pdf"
    assert computed("print", "receipts", *MONTH, "--pdf", path)[0] == 0
    content = path.read_bytes()
    number = attachment_number(PdfFile(content))
    data = json.loads(PdfFile(content).stream(number))
    data["parts"][0]["check_code"] = "0123ABCD"
    path.write_bytes(replaced(content, {number: json.dumps(data).encode()}))
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, said["true"]) == (1, False)
    assert [one["what"] for one in said["differences"]] == ["check_code", "data"]
    assert "ALTERED" in {one["verdict"] for one in said["originals"]}


def test_a_changed_receipt_supersedes_its_paper(computed: Command, township_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "receipts.pdf"
    assert computed("print", "receipts", *MONTH, "--pdf", path)[0] == 0
    with data_of(township_dir) as database:
        one = database.ask(fees.month_receipts, Month(2021, 3))[0].receipts[0]
        more = (one.amount_fen or 0) + 100
        database.do("Change", lambda session: fees.change_receipt(session, one.id, amount_fen=more))
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, said["true"], said["differences"]) == (1, False, [])
    found = {each["number"]: each["verdict"] for each in said["originals"] if each["verdict"] != "TRUE_COPY"}
    assert found == {one.number: "SUPERSEDED"}


def test_page_and_data_changed_alike_are_found(
    computed: Command, township_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More money on the page and in the data, under the true numbers and codes: only the data file knows."""
    path = tmp_path / "receipts.pdf"
    assert computed("print", "receipts", *MONTH, "--pdf", path)[0] == 0
    with data_of(township_dir) as database:
        true = database.ask(fees.month_receipts, Month(2021, 3))[0]
    whole = fee_receipts.layout(true, STAMP).imprints[0].check_code
    codes = {one.number: fees.receipt_code(one) for one in true.receipts}
    first, *others = true.receipts
    more = replace(true, receipts=(replace(first, amount_fen=(first.amount_fen or 0) + 100), *others))
    with monkeypatch.context() as patched:
        patched.setattr(fee_receipts, "receipt_code", lambda one: codes[one.number])
        patched.setattr(machine_readable, "check_code", lambda _rows: whole)
        pdf.write_pdf(fee_receipts.layout(more, STAMP), path)
    assert not pdf_check.check(path.read_bytes(), path.name).differences
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, said["true"]) == (1, False)
    assert [one["what"] for one in said["differences"]] == ["data"]
    assert {one["verdict"] for one in said["originals"]} == {"TRUE_COPY"}


def test_a_pdf_of_paper_that_only_went_to_a_printer_is_not_proved(
    computed: Command, township_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "receipts.pdf"
    with data_of(township_dir) as database:
        pages = fee_receipts.layout(database.ask(fees.month_receipts, Month(2021, 3))[0], STAMP)
        ids = [one.id for one in pages.content.value.receipts]
        noted = {"copy": 1, "pages": pages.count, "purpose": "printer", "imprints": pages.imprints}
        database.do("Print a form", lambda session: prints.record(session, pages.form, ids, **noted))
    pdf.write_pdf(pages, path)
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, said["true"], said["differences"]) == (1, False, [])
    assert {one["verdict"] for one in said["originals"]} == {"UNKNOWN"}


def test_paper_with_wider_margins_is_a_true_copy(computed: Command, sheets: Path) -> None:
    for margins in ("20", "binding"):
        assert computed("print", "sheet", *MONTH, "--margins", margins, "--pdf", sheets)[0] == 0
        code, said = computed("print", "verify", "--pdf", sheets)
        assert (code, said["true"], said["differences"]) == (0, True, [])


def test_a_word_added_to_a_sheet_and_its_data_is_found(
    computed: Command, sheets: Path, township_dir: Path, tmp_path: Path
) -> None:
    """A remark is no money, but it is part of the paper."""
    with data_of(township_dir) as database:
        run = database.ask(payroll.sheet, database.ask(payroll.runs, Month(2021, 3))[0].run_id)
    path = tmp_path / "forged.pdf"
    first, *others = run.lines
    options = payroll_sheet.SheetOptions(STAMP)
    pdf.write_pdf(payroll_sheet.layout(run, options), path)
    assert computed("print", "verify", "--pdf", path)[1]["true"] is True  # as the run stands, whoever wrote it
    forged = replace(run, lines=(replace(first, remark="另领现金500元"), *others))
    pdf.write_pdf(payroll_sheet.layout(forged, options), path)
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, [one["what"] for one in said["differences"]]) == (1, ["data"])


def test_a_true_pdf_of_a_run_that_was_computed_again_is_superseded(
    computed: Command, sheets: Path, township_dir: Path
) -> None:
    assert computed("payroll", "unlock", *MONTH, "--post", "GS", "--reason", "收据有误")[0] == 0
    with data_of(township_dir) as database:
        one = database.ask(fees.month_receipts, Month(2021, 3))[0].receipts[0]
        more = (one.amount_fen or 0) + 100_000
        database.do("Change", lambda session: fees.change_receipt(session, one.id, amount_fen=more))
    assert computed("payroll", "compute", *MONTH)[0] == 0
    code, said = computed("print", "verify", "--pdf", sheets)
    assert (code, said["differences"]) == (1, [])
    assert sorted(one["verdict"] for one in said["originals"]) == ["SUPERSEDED", "TRUE_COPY", "TRUE_COPY"]


def test_a_forged_draft_of_a_bank_list_is_no_true_copy(computed: Command, township_dir: Path, tmp_path: Path) -> None:
    assert computed("payroll", "lock", *MONTH)[0] == 0
    approve(township_dir, "2021-03")
    with data_of(township_dir) as database:
        runs = [one.run_id for one in database.ask(payroll.runs, Month(2021, 3))]
        draft = database.ask(payments.bank_list, runs)
    path = tmp_path / "f5.pdf"
    first, *others = draft.rows
    forged = replace(draft, rows=(replace(first, holder="石某某"), *others))
    pdf.write_pdf(bank_sheet.layout(forged, bank_sheet.BankOptions(STAMP)), path)
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, [one["verdict"] for one in said["originals"]]) == (1, ["UNKNOWN"])
    assert computed("print", "bank-list", *MONTH, "--pdf", tmp_path / "true.pdf")[0] == 0
    code, said = computed("print", "verify", "--pdf", path)
    assert (code, [one["what"] for one in said["differences"]]) == (1, ["data"])


def test_a_receipt_with_another_number_supersedes_its_paper(
    computed: Command, township_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "receipts.pdf"
    assert computed("print", "receipts", *MONTH, "--pdf", path)[0] == 0
    with data_of(township_dir) as database:
        one = database.ask(fees.month_receipts, Month(2021, 3))[0].receipts[0]
        database.do("Change", lambda session: fees.change_receipt(session, one.id, typed="9912345"))
    said = computed("print", "verify", "--pdf", path)[1]
    found = {each["number"]: each["verdict"] for each in said["originals"] if each["verdict"] != "TRUE_COPY"}
    assert found == {one.number: "SUPERSEDED"}


def test_data_of_one_form_say_nothing_of_another(township: Database) -> None:
    def noted(session: Session, form: str, *data: str) -> None:
        imprint = Imprint(form, "PAY-202103-0001", "0123ABCD", 1)
        prints.record(session, form, ["run"], copy=1, pages=1, purpose=prints.PDF, imprints=[imprint], data=data)

    def known(form: str) -> bool | None:
        return township.ask(paper.knows_data, "f" * 32, [Imprint(form, "PAY-202103-0001", "0123ABCD", 1)])

    township.do("Print a form", lambda session: noted(session, "F1", "a" * 32))
    assert (known("F1"), known("F4")) == (False, None)
    township.do("Print a form", lambda session: noted(session, "F4"))  # as before data were noted
    township.do("Print a form", lambda session: noted(session, "F4", "b" * 32))
    assert known("F4") is None


def test_a_pdf_that_cannot_be_counted_does_not_stay(
    computed: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But where one stood before, nothing is taken away."""
    path = tmp_path / "before.pdf"
    assert computed("print", "receipts", *MONTH, "--pdf", path)[0] == 0

    def busy(*_args: object, **_more: object) -> None:
        raise FileIsBusy

    monkeypatch.setattr(prints, "record", busy)
    assert computed("print", "receipts", *MONTH, "--pdf", tmp_path / "receipts.pdf")[0] != 0
    assert not (tmp_path / "receipts.pdf").exists()
    assert computed("print", "receipts", *MONTH, "--pdf", path)[0] != 0
    assert path.read_bytes().startswith(b"%PDF-")
