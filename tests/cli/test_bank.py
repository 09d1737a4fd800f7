"""``cjdesk bank`` from list to re-issue: JSON, exit codes, errors in words."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.test_payroll import approve, desk, no_typing, run  # noqa: F401 - fixtures

MONTH = ("--month", "2021-03")


@pytest.fixture
def paid(desk: Path, capsys: pytest.CaptureFixture[str]) -> Path:  # noqa: F811 - the fixture
    run(capsys, desk, "payroll", "compute", *MONTH)
    run(capsys, desk, "payroll", "lock", *MONTH)
    approve(desk, "2021-03")
    return desk


def answer(path: Path, rows: list[dict[str, Any]], failed: dict[int, str]) -> Path:
    lines = [
        [row["holder"], row["account"], f"{row['amount_fen'] / 100:.2f}", "失败" if place in failed else "成功",
         failed.get(place, "")]
        for place, row in enumerate(rows)
    ]  # fmt: skip
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([["户名", "账号", "金额", "结果", "失败原因"], *lines])
    return path


def test_a_list_goes_out_comes_back_and_is_paid_again(
    paid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, made = run(capsys, paid, "bank", "list", *MONTH, "--template", "NSH-XLSX")
    assert (code, made["state"], made["number"], made["files"]) == (0, "已制", "YH-202103-01", [])
    out, control = tmp_path / "a.txt", tmp_path / "核对单.xlsx"
    code, made = run(capsys, paid, "bank", "export", *MONTH, "--template", "NSH-TXT", out, "--control", control)
    assert (code, made["state"]) == (0, "已送银行")
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(control).active]
    assert ["清单号", "YH-202103-01", None, None] in cells
    assert made["parts"][0]["sha256"] in {row[3] for row in cells}
    again = tmp_path / "b.txt"
    code, _ = run(capsys, paid, "bank", "export", "--list", "yh-202103-01", again)
    assert (code, again.read_bytes()) == (0, out.read_bytes())
    _, status = run(capsys, paid, "bank", "status", *MONTH)
    rows = status["lists"][0]["payments"]
    file = answer(tmp_path / "回盘.csv", rows, {0: "账号不存在"})
    code, looked = run(capsys, paid, "bank", "result", file, "--dry-run")
    assert (code, [row["does"] for row in looked["rows"][:2]]) == (0, ["failed", "paid"])
    code, booked = run(capsys, paid, "bank", "result", file)
    assert (code, booked["failed"], booked["waiting"], booked["state"]) == (0, 1, 0, "已登记")
    code, twice = run(capsys, paid, "bank", "result", file)
    assert (code, twice["changed"], twice["booked_before"] is not None) == (0, 0, True)
    _, tasks = run(capsys, paid, "bank", "tasks")
    (task,) = tasks["returned"]
    assert (task["failure"], task["stands"]) == ("账号错误", "to_do")
    reissue = ("bank", "reissue", "--template", "NSH-TXT")
    code, said = run(capsys, paid, *reissue)
    assert (code, said["error"]["code"]) == (1, "NOTHING_TO_REISSUE")
    fix = ("bank", "fix-account", "--person", task["id_no"], "--proof", "存折", "--account", "6299990000000000011")
    code, said = run(capsys, paid, *fix, "--again", "6299990000000000012")
    assert (code, said["error"]["code"]) == (1, "BANK_TWICE_DIFFERS")
    assert run(capsys, paid, *fix, "--again", "6299990000000000011")[0] == 0
    code, second = run(capsys, paid, *reissue)
    assert (code, second["number"], second["total_fen"]) == (0, "BF-202103-01", task["amount_fen"])
    code, said = run(capsys, paid, *reissue, "--person", task["id_no"])
    assert (code, said["error"]["code"]) == (1, "PAYMENT_ON_ITS_WAY")
    run(capsys, paid, "bank", "export", "--list", "BF-202103-01", tmp_path / "c.txt")
    code, ticked = run(capsys, paid, "bank", "tick", "--list", "BF-202103-01")
    assert (code, ticked["state"]) == (0, "已登记")
    _, status = run(capsys, paid, "bank", "status", *MONTH)
    assert {one["state"] for one in status["runs"]} == {"已发放"}
    assert all(one["agrees"] and one["net_fen"] == one["paid_fen"] for one in status["runs"])
    assert run(capsys, paid, "check")[0] == 0


def test_ticks_name_rows_by_account_and_reason(paid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tick = ("bank", "tick", "--list", "YH-202103-01")
    run(capsys, paid, "bank", "list", *MONTH, "--template", "NSH-TXT")
    code, said = run(capsys, paid, *tick)
    assert (code, said["error"]["code"]) == (1, "LIST_NOT_SENT")
    run(capsys, paid, "bank", "export", *MONTH, "--template", "NSH-TXT", tmp_path / "a.txt")
    _, status = run(capsys, paid, "bank", "status", *MONTH)
    row = status["lists"][0]["payments"][3]
    code, said = run(capsys, paid, *tick, "--failed", "999=挂失")
    assert (code, said["error"]["code"]) == (1, "NOBODY_TICKED")
    code, said = run(capsys, paid, *tick, "--failed", f"{row['account']}=不知道")
    assert (code, said["error"]["code"]) == (1, "FAILURE_UNKNOWN")
    code, made = run(capsys, paid, *tick, "--failed", f"{row['account']}=挂失", "--failed", "#1=睡眠户", "--rest-open")
    states = [one["state"] for one in made["payments"]]
    assert (code, states.count("退回"), states.count("待发放")) == (0, 2, len(states) - 2)


def test_a_list_is_withdrawn_and_made_again(paid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    withdraw = ("bank", "withdraw", "--list", "YH-202103-01", "--reason", "U盘坏了")
    run(capsys, paid, "bank", "export", *MONTH, "--template", "NSH-TXT", tmp_path / "a.txt")
    code, said = run(capsys, paid, *withdraw)
    assert (code, said["error"]["code"]) == (1, "BANK_MAY_HAVE_LIST")
    code, gone = run(capsys, paid, *withdraw, "--not-at-bank")
    assert (code, gone["state"]) == (0, "已撤回")
    code, made = run(capsys, paid, "bank", "export", *MONTH, "--template", "NSH-TXT", tmp_path / "b.txt")
    assert (code, made["number"]) == (0, "YH-202103-02")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("bank", "export", "x.txt"), "LIST_MISSING"),
        (("bank", "export", *MONTH, "x.txt"), "TEMPLATE_MISSING"),
        (("bank", "export", "--list", "YH-209901-01", "x.txt"), "LIST_NUMBER_UNKNOWN"),
        (("bank", "fix-account", "--person", "5", "--account", "1", "--again", "1", "--proof", "x"), "TASK_UNKNOWN"),
    ],
)
def test_what_cannot_be_done_is_said(
    paid: Path, words: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code, said = run(capsys, paid, *words)
    assert (exit_code, said["error"]["code"]) == (1, code)
