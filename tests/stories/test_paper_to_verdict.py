"""From the picture of a page to what is said of it: printed, photographed, decoded, looked up, as the run goes on."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cjdesk import cli
from cjdesk.db.database import open_township
from cjdesk.domain import paper
from cjdesk.domain.month import Month
from cjdesk.printing import bank_control, batch_cover, pdf
from cjdesk.services import payments, payroll
from tests.cli.test_payroll import approve
from tests.printing.sample_forms import cover
from tests.printing.sample_sheets import STAMP

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbar-tools decodes the pictures"),
]

Command = Callable[..., tuple[int, Any]]
MONTH = ("--month", "2021-03")


@pytest.fixture
def command(
    township_dir: Path,
    clean_small: Path,
    login: str,
    passphrase: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)

    def run(*words: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = cli.main(["--data", str(township_dir), "--as", login, "--json", *map(str, words)])
        return code, json.loads(capsys.readouterr().out)

    for kind in ("roster", "receipts", "attendance"):
        assert run("import", kind, clean_small / f"{kind}.xlsx", *MONTH)[0] == 0
    assert run("payroll", "compute", *MONTH)[0] == 0
    return run


@pytest.fixture
def asks(township_dir: Path, login: str, passphrase: str) -> Callable[..., Any]:
    """Asks the data file one question while nobody else has it open."""

    def ask(question: Callable[..., Any], *words: Any) -> Any:
        with closing(open_township(township_dir, login, passphrase)) as database:
            return database.ask(question, *words)

    return ask


def decoded(path: Path) -> list[str]:
    """The QR code of each page of a PDF, from its picture at 200 dots per inch."""
    stem = path.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", str(path), str(stem)], check=True)
    pictures = sorted(path.parent.glob(f"{stem.name}-*.png"))
    said = [
        subprocess.run(["zbarimg", "-q", "--raw", str(one)], check=True, capture_output=True, encoding="utf-8").stdout
        for one in pictures
    ]
    return [one.strip() for one in said]


def verify(command: Command, text: str) -> tuple[int, str, str]:
    code, said = command("print", "verify", "--qr", text)
    return code, said["verdict"], said["message"]


def test_every_page_of_every_form_is_a_true_copy(
    command: Command, asks: Callable[..., Any], township_dir: Path, tmp_path: Path
) -> None:
    assert command("payroll", "lock", *MONTH)[0] == 0
    approve(township_dir, "2021-03")
    assert command("bank", "list", *MONTH, "--template", "NSH-TXT")[0] == 0
    made: dict[str, int] = {}
    for verb in ("sheet", "poster", "bank-list", "tax", "year", "members", "ledger"):
        extra = ("--year", "2021") if verb in {"tax", "year"} else MONTH
        code, said = command("print", verb, *extra, "--pdf", tmp_path / f"{verb}.pdf")
        if code == 0:
            made[verb] = said["pages"]
    assert {"sheet", "poster", "bank-list", "year", "ledger"} <= set(made)
    run = asks(payroll.runs, Month(2021, 3))[0]
    value = asks(payroll.sheet, run.run_id)
    pages = batch_cover.layout(cover(value), STAMP)
    pdf.write_pdf(pages, tmp_path / "cover.pdf")
    made["cover"] = pages.count
    listed = asks(payments.lists, Month(2021, 3))[0]
    assert listed.list_id is not None
    pages_of_file = bank_control.layout(asks(payments.kept, listed.list_id), STAMP)
    pdf.write_pdf(pages_of_file, tmp_path / "control.pdf")
    made["control"] = 1
    for name, count in made.items():
        texts = decoded(tmp_path / f"{name}.pdf")
        assert len(texts) == count
        # Forms that are bound count their pages by themselves; no page has the code of another one.
        assert len(set(texts)) == count
        for text in {texts[0], texts[-1]}:
            code, said = command("print", "verify", "--qr", text)
            assert (code, said["verdict"]) == (0, "TRUE_COPY"), (name, text, said)
            assert f"{said['page']}/{said['pages']}" in text


def test_paper_of_a_run_that_goes_on(command: Command, tmp_path: Path, clean_small: Path) -> None:
    def sheet(name: str) -> str:
        assert command("print", "sheet", *MONTH, "--post", "GS", "--pdf", tmp_path / f"{name}.pdf")[0] == 0
        return decoded(tmp_path / f"{name}.pdf")[0]

    draft = sheet("draft")
    code, verdict, message = verify(command, draft)
    assert (code, verdict) == (0, "TRUE_COPY")
    assert "草稿" in message
    assert command("payroll", "lock", *MONTH)[0] == 0
    first = sheet("first")
    assert command("print", "poster", *MONTH, "--post", "GS", "--pdf", tmp_path / "poster.pdf")[0] == 0
    poster = decoded(tmp_path / "poster.pdf")[0]
    for text in (first, poster):
        assert verify(command, text)[:2] == (0, "TRUE_COPY")

    assert command("payroll", "unlock", *MONTH, "--post", "GS", "--reason", "考勤有误")[0] == 0
    for text in (first, poster, first.rpartition("|")[0]):
        code, verdict, message = verify(command, text)
        assert (code, verdict) == (1, "SUPERSEDED")
    assert "考勤有误" in verify(command, first)[2]

    person = json.loads((clean_small / "expected.json").read_text(encoding="utf-8"))["payroll"]["P1_REPORT"]["lines"]
    id_no = next(line["id_no"] for line in person if line["post_type"] == "GS")
    extra = ("payroll", "extra", "add", id_no, *MONTH, "--post", "GS", "--kind", "deduction", "--amount", "10")
    assert command(*extra, "--reason", "借款")[0] == 0
    assert command("payroll", "compute", *MONTH)[0] == 0
    assert command("payroll", "lock", *MONTH)[0] == 0
    second = sheet("second")
    assert second.split("|")[4] != first.split("|")[4]
    assert second.endswith("|2")
    assert verify(command, second)[:2] == (0, "TRUE_COPY")
    code, verdict, message = verify(command, first)
    assert (code, verdict) == (1, "SUPERSEDED")
    assert paper.grouped(second.split("|")[4]) in message

    assert command("payroll", "void", *MONTH, "--post", "GS", "--reason", "重做")[0] == 0
    code, verdict, message = verify(command, second)
    assert (code, verdict) == (1, "SUPERSEDED")
    assert "作废" in message


def test_typed_codes(command: Command, tmp_path: Path) -> None:
    assert command("payroll", "lock", *MONTH)[0] == 0
    _, said = command("print", "sheet", *MONTH, "--post", "GS", "--pdf", tmp_path / "f1.pdf")
    run = said["runs"][0]
    code = run["check_code"]
    for typed in (f"{code[:4]} {code[4:]}", code.lower(), f" {code[:4]}-{code[4:]} "):
        got, found = command("print", "verify", "--number", run["number"].lower(), "--code", typed)
        assert (got, found["verdict"], found["lines"]) == (0, "TRUE_COPY", run["lines"])
        assert found["amount_fen"] == run["net_fen"]
    other = f"{int(code, 16) ^ 1:08X}"
    got, found = command("print", "verify", "--number", run["number"], "--code", other)
    assert (got, found["verdict"]) == (1, "ALTERED")
    assert paper.grouped(code) in found["message"]
    assert found["lines"] == run["lines"]
    got, found = command("print", "verify", "--number", "PAY-202103-0999", "--code", code)
    assert (got, found["error"]["code"]) == (1, "PAPER_UNKNOWN")


def test_a_list_that_was_withdrawn(command: Command, township_dir: Path, tmp_path: Path) -> None:
    assert command("payroll", "lock", *MONTH)[0] == 0
    approve(township_dir, "2021-03")
    assert command("bank", "list", *MONTH, "--template", "NSH-TXT")[0] == 0
    assert command("print", "bank-list", *MONTH, "--pdf", tmp_path / "f5.pdf")[0] == 0
    text = decoded(tmp_path / "f5.pdf")[0]
    assert verify(command, text)[:2] == (0, "TRUE_COPY")
    number = text.split("|")[2]
    assert command("bank", "withdraw", "--list", number, "--reason", "银行未受理", "--not-at-bank")[0] == 0
    code, verdict, message = verify(command, text)
    assert (code, verdict) == (1, "SUPERSEDED")
    assert "银行未受理" in message
    forged = "|".join([*text.split("|")[:4], "0000ABCD", "1"])
    assert verify(command, forged)[:2] == (1, "ALTERED")
