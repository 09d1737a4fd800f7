"""The month's report and the indicators from the command line, against the sheets of the month."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cjdesk.cli import main
from tests.printing.conftest import texts

pytestmark = pytest.mark.usefixtures("qapp")
MONTH = ("--month", "2021-03")


@pytest.fixture(autouse=True)
def no_typing(monkeypatch: pytest.MonkeyPatch, passphrase: str) -> None:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)


def test_a_month_is_printed_reported_and_counted(
    township_dir: Path, clean_small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: object, code: int = 0) -> Any:
        capsys.readouterr()
        found = main([*map(str, words), "--data", str(township_dir), "--as", "lifang", "--json"])
        said = capsys.readouterr()
        assert found == code, said
        return json.loads(said.out)

    pdf = tmp_path / "f7.pdf"
    assert run("print", "monthly", *MONTH, "--pdf", pdf, code=1)["error"]["code"] == "NOTHING_TO_PRINT"
    for kind in ("roster", "receipts", "attendance", "members", "households"):
        run("import", kind, clean_small / f"{kind}.xlsx", *MONTH)
    before = run("print", "monthly", *MONTH, "--pdf", pdf)
    assert (before["paid_fen"], before["number"], before["revision"], before["reported_on"]) == (
        0, "STAT-202103", 1, None,
    )  # fmt: skip
    assert "本月没有已审核的补贴发放" in texts(pdf)[0]
    run("payroll", "compute", *MONTH)
    assert "工资尚未审核,未计入" in (run("print", "monthly", *MONTH, "--pdf", pdf), texts(pdf)[0])[1]
    sheets = run("payroll", "lock", *MONTH)["runs"]
    net = sum(one["totals"]["net_fen"] for one in sheets)

    assert run("print", "monthly", *MONTH, "--as-reported", "--pdf", pdf, code=1)["error"]["code"] == "NOT_REPORTED"
    book = tmp_path / "f7.xlsx"
    said = run("print", "monthly", *MONTH, "--submit", "--pdf", pdf, "--xlsx", book)
    assert (said["form"], said["pages"], said["paid_fen"], said["revision"]) == ("F7", 2, net, 1)
    assert said["reported_on"] is not None
    assert len(load_workbook(book).worksheets) == 2
    again = run("print", "monthly", *MONTH, "--submit", "--pdf", pdf)
    assert (again["revision"], again["copy"]) == (1, said["copy"] + 1)

    run("payroll", "unlock", *MONTH, "--reason", "考勤有误")
    now = run("print", "monthly", *MONTH, "--pdf", pdf)
    assert (now["paid_fen"], now["revision"], now["reported_on"]) == (0, 2, None)
    kept = run("print", "monthly", *MONTH, "--as-reported", "--pdf", pdf)
    assert (kept["paid_fen"], kept["revision"]) == (net, 1)
    assert f"{net // 100:,}.{net % 100:02d}" in texts(pdf)[0]

    run("payroll", "lock", *MONTH)
    found = run("stats", "--as-of", "2021-03-31")
    values = {(one["code"], one["name"]): one["value"] for one in found["indicators"]}
    assert found["as_of"] == "2021-03-31"
    assert values["K08", "发放金额（按所属月）"] == net
    assert values["K02", "在岗"] == kept["on_post"]
    assert values["K17", "帮扶车间"] is None
    assert {one["code"] for one in found["indicators"]} == {f"K{number:02d}" for number in range(1, 31)}
    assert all(one["definition"] for one in found["indicators"])


def test_indicators_are_read_by_people_too(township_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--as-of", "2021-03-31", "--data", str(township_dir), "--as", "lifang"]) == 0
    said = capsys.readouterr().out
    assert "K02  在岗  0 人" in said
    assert "K11  意外险覆盖率  —" in said
    assert "本系统不登记车间" in said
    assert main(["stats", "--as-of", "2021-02-31", "--data", str(township_dir), "--as", "lifang"]) == 1
