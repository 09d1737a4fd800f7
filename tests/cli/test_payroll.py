"""payroll and bank from the command line: the JSON of interfaces.md, exit codes, errors in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cjdesk.cli import main
from cjdesk.db.database import open_township
from cjdesk.domain.month import Month
from cjdesk.services import payroll
from tests.conftest import PASSPHRASE
from tests.services.expected import read

KEYS = [
    "id_no", "name", "post_type", "start", "end", "days_in_month", "paid_days", "base_fen", "commission_fen",
    "commission_carried_fen", "topup_fen", "allowance_fen", "back_pay_fen", "deduction_fen", "clawback_fen",
    "tax_fen", "net_fen", "carried_forward_fen", "flags", "trace",
]  # fmt: skip


@pytest.fixture(autouse=True)
def no_typing(monkeypatch: pytest.MonkeyPatch, passphrase: str) -> None:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)


@pytest.fixture
def desk(township_dir: Path, clean_small: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    for kind in ("roster", "receipts", "attendance"):
        code, _ = run(capsys, township_dir, "import", kind, clean_small / f"{kind}.xlsx", "--month", "2021-03")
        assert code == 0
    return township_dir


def run(capsys: pytest.CaptureFixture[str], data: Path, *words: object) -> tuple[int, Any]:
    code = main([*(str(word) for word in words), "--data", str(data), "--as", "lifang", "--json"])
    return code, json.loads(capsys.readouterr().out)


def approve(data: Path, text: str) -> None:
    """By somebody whom the command line does not know."""
    database = open_township(data, "lifang", PASSPHRASE)
    try:
        for one in database.ask(payroll.runs, Month.parse(text)):
            database.do("approve", payroll.approve, one.run_id, by="王主任")
    finally:
        database.close()


def test_a_month_from_compute_to_the_bank_file(
    desk: Path, clean_small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = read(clean_small)["payroll"]["P1_REPORT"]
    month = ("--month", "2021-03")
    code, computed = run(capsys, desk, "payroll", "compute", *month)
    assert (code, [one["state"] for one in computed["runs"]]) == (0, ["已计算"] * 3)
    code, shown = run(capsys, desk, "payroll", "show", *month)
    assert (code, shown["month"]) == (0, "2021-03")
    lines = {(line["id_no"], line["post_type"]): line for one in shown["runs"] for line in one["lines"]}
    for line in truth["lines"]:
        mine = lines[line["id_no"], line["post_type"]]
        assert set(KEYS) <= set(mine)
        assert {key: mine[key] for key in line} == line
        assert mine["trace"]
    assert sum(one["totals"]["net_fen"] for one in shown["runs"]) == truth["total"]["net_fen"]
    assert shown["runs"][0]["total_in_words"] == "柒仟捌佰零陆元肆角伍分"
    code, _ = run(capsys, desk, "payroll", "lock", *month)
    assert code == 0
    approve(desk, "2021-03")
    out = tmp_path / "代发.txt"
    code, made = run(capsys, desk, "bank", "export", *month, "--template", "NSH-TXT", out)
    assert (code, made["agrees"], made["left_out"], made["files"]) == (0, True, [], [str(out)])
    assert made["total_fen"] == truth["total"]["net_fen"]
    assert out.read_bytes().decode("gb18030").count("\r\n") == made["rows"] + 1


def test_one_clerk_locks_and_another_approves(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    month = ("--month", "2021-03", "--post", "HL")
    run(capsys, desk, "payroll", "compute", *month)
    run(capsys, desk, "payroll", "lock", *month)
    code, said = run(capsys, desk, "payroll", "approve", *month)
    assert (code, said["error"]["code"]) == (1, "OWN_RUN")
    code, said = run(capsys, desk, "payroll", "unlock", *month, "--reason", "漏了一人")
    assert (code, said["runs"][0]["revision"]) == (0, 2)
    code, said = run(capsys, desk, "payroll", "void", *month, "--reason", "重做")
    assert (code, said["runs"][0]["state"]) == (0, "已作废")


def test_a_locked_month_refuses_to_be_computed_or_imported_again(
    desk: Path, clean_small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    month = ("--month", "2021-03")
    run(capsys, desk, "payroll", "compute", *month)
    run(capsys, desk, "payroll", "lock", *month)
    code, said = run(capsys, desk, "payroll", "compute", *month, "--post", "HL")
    assert (code, said["error"]["code"]) == (1, "RUN_IS_LOCKED")
    code, said = run(capsys, desk, "payroll", "lock", *month)
    assert (code, said["error"]["code"]) == (1, "STEP_NOT_ALLOWED")


def test_a_month_without_receipts_must_be_stated(
    township_dir: Path, clean_small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, township_dir, "import", "roster", clean_small / "roster.xlsx")
    code, said = run(capsys, township_dir, "payroll", "compute", "--month", "2021-03")
    assert (code, said["error"]["code"]) == (1, "NO_RECEIPTS")
    assert "没有水费收据" in said["error"]["message"]
    code, said = run(capsys, township_dir, "payroll", "show", "--month", "2021-03")
    assert (code, said["error"]["code"]) == (1, "NO_RUN")
    code, said = run(capsys, township_dir, "payroll", "compute", "--month", "2021-03", "--no-receipts")
    assert code == 0
    assert "NO_RECEIPTS" in {one["code"] for one in said["runs"][-1]["problems"]}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("payroll", "compute", "--month", "2021-13"), "WRONG_MONTH"),
        (("payroll", "compute", "--month", "1999-01"), "NOBODY_ON_POST"),
        (("payroll", "lock", "--month", "2021-03"), "NO_RUN"),
        (("bank", "export", "--month", "2021-03", "--template", "NSH-TXT", "x.txt"), "NO_RUN"),
    ],
)
def test_what_cannot_be_done_is_said(
    desk: Path, words: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code, said = run(capsys, desk, *words)
    assert (exit_code, said["error"]["code"]) == (1, code)


def test_a_run_that_is_not_locked_has_no_bank_file(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, desk, "payroll", "compute", "--month", "2021-03")
    export = ("bank", "export", "--month", "2021-03", "--template")
    code, said = run(capsys, desk, *export, "NSH-TXT", tmp_path / "x.txt")
    assert (code, said["error"]["code"]) == (1, "RUN_NOT_PAYABLE")
    run(capsys, desk, "payroll", "lock", "--month", "2021-03")
    approve(desk, "2021-03")
    code, said = run(capsys, desk, *export, "ICBC", tmp_path / "x.txt")
    assert (code, said["error"]["code"]) == (1, "UNKNOWN_TEMPLATE")
    assert not (tmp_path / "x.txt").exists()


def test_people_without_an_account_make_exit_code_3(
    township_dir: Path, guandong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("roster", "receipts", "attendance"):
        run(capsys, township_dir, "import", kind, guandong / f"{kind}.xlsx")
    run(capsys, township_dir, "payroll", "compute", "--month", "2020-11")
    run(capsys, township_dir, "payroll", "lock", "--month", "2020-11")
    approve(township_dir, "2020-11")
    out = tmp_path / "list.xlsx"
    code, made = run(capsys, township_dir, "bank", "export", "--month", "2020-11", "--template", "NSH-XLSX", out)
    assert (code, made["agrees"]) == (3, True)
    left = {(one["id_no"], one["code"]) for one in made["left_out"] if one["code"] != "ZERO_LINE"}
    assert left == {(one["id_no"], one["code"]) for one in read(guandong)["bank_file"]["blocked"]}
    assert made["equation"]["net_fen"] == made["equation"]["listed_fen"] + sum(
        one["net_fen"] for one in made["left_out"]
    )
