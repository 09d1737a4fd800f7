"""subsidy and payroll extra from the command line: lists, units, awards from a workbook, runs of several months."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cjdesk.cli import main
from cjdesk.db.database import open_township
from tests.services.desk import fill, id_no

SWITCHED_ON = """[reference]
version = "2020-11"
issuer = "522633"
""" + "".join(
    f'[[post_type]]\ncode = "{code}"\nname = "{name}"\npay = "{pay}"\nunit = "{unit}"\nattendance = false\n'
    for code, name, pay, unit in (
        ("YZBT", "就业扶贫援助补贴", "fixed", "月"),
        ("YGDX", "以工代训补贴", "quantity", "人次"),
        ("BZHZ", "优秀劳务合作社表彰", "quantity", "个社"),
    )
)


@pytest.fixture(autouse=True)
def no_typing(monkeypatch: pytest.MonkeyPatch, passphrase: str) -> None:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)


@pytest.fixture
def desk(township_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], passphrase: str) -> Path:
    database = open_township(township_dir, "lifang", passphrase)
    database.do("fill", fill)
    database.close()
    county = tmp_path / "county.toml"
    county.write_text(SWITCHED_ON, encoding="utf-8")
    assert run(capsys, township_dir, "reference", "load", county)[0] == 0
    return township_dir


def run(capsys: pytest.CaptureFixture[str], data: Path, *words: object) -> tuple[int, Any]:
    code = main([*(str(word) for word in words), "--data", str(data), "--as", "lifang", "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_county_s_file_switches_subsidies_on(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, found = run(capsys, desk, "subsidy", "schemes")
    assert {one["code"]: one["active"] for one in found["schemes"]} == {
        "YZBT": True, "DZBT": False, "YGDX": True, "BZ": False, "BZHZ": True,
    }  # fmt: skip


def test_a_list_and_a_quarter_of_fixed_amounts(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = run(capsys, desk, "subsidy", "enrol", id_no(1), "--post", "YZBT", "--from", "2020-11-20")
    assert code == 0
    code, twice = run(capsys, desk, "subsidy", "enrol", id_no(1), "--post", "YZBT", "--from", "2020-12-01")
    assert (code, twice["error"]["code"]) == (1, "ON_LIST_ALREADY")
    code, found = run(capsys, desk, "payroll", "compute", "--month", "2020-12", "--from", "2020-10", "--post", "YZBT")
    (one,) = found["runs"]
    assert (code, one["first_month"], one["month"]) == (0, "2020-10", "2020-12")
    assert [(line["month"], line["net_fen"]) for line in one["lines"]] == [("2020-11", 40_000), ("2020-12", 40_000)]
    code, refused = run(capsys, desk, "payroll", "compute", "--month", "2020-11", "--post", "YZBT")
    assert (code, refused["error"]["code"]) == (1, "MONTH_IN_OTHER_RUN")
    code, _ = run(
        capsys, desk, "subsidy", "leave", id_no(1), "--post", "YZBT", "--to", "2020-11-30", "--reason", "已就业"
    )
    assert code == 0
    _, listed = run(capsys, desk, "subsidy", "list", "--post", "YZBT", "--month", "2020-11")
    assert [(row["name"], row["end"]) for row in listed["people"]] == [("龙小1", "2020-11-30")]


def test_units_are_entered_listed_and_withdrawn(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, desk, "subsidy", "enrol", id_no(1), "--post", "YGDX", "--from", "2020-11-01", "--name", "贯洞车间")
    month = ("--post", "YGDX", "--month", "2020-11")
    code, made = run(capsys, desk, "subsidy", "enter", id_no(1), *month, "--quantity", 2, "--unit", "450.50")
    assert code == 0
    _, listed = run(capsys, desk, "subsidy", "list", *month)
    assert listed["count"] == {"entries": 1, "quantity": 2, "amount_fen": 90_100}
    code, _ = run(capsys, desk, "subsidy", "withdraw", made["entry"], "--reason", "填错")
    assert code == 0
    assert run(capsys, desk, "subsidy", "list", *month)[1]["count"]["quantity"] == 0
    code, refused = run(capsys, desk, "subsidy", "enter", id_no(2), *month, "--quantity", 1)
    assert (code, refused["error"]["code"]) == (1, "NOT_ON_LIST")


def awards(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "姓名", "身份证号", "收款单位", "开户行", "账号"])
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_round_of_awards_is_read_whole_or_not_at_all(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = [[n, f"龙小{n}", id_no(n), f"第{n}合作社", "农商行", f"2009{n:012d}"] for n in (1, 2)]
    month = ("--post", "BZHZ", "--month", "2020-12", "--name", "2020年下半年以奖代补")
    bad = awards(
        tmp_path / "bad.xlsx", [*good, [3, "谁", id_no(999), "", "", ""], [4, "龙小4", id_no(4), "社", "", ""]]
    )
    code, refused = run(capsys, desk, "subsidy", "import", bad, *month)
    assert (code, refused["error"]["code"]) == (1, "SUBSIDY_ROWS")
    assert "第 4 行" in refused["error"]["message"]
    assert "2 行" in refused["error"]["message"]
    assert run(capsys, desk, "subsidy", "list", *month[:4])[1]["people"] == []
    code, made = run(capsys, desk, "subsidy", "import", awards(tmp_path / "good.xlsx", good), *month)
    assert (code, len(made["entries"]), made["count"]["amount_fen"]) == (0, 2, 200_000)
    _, found = run(capsys, desk, "payroll", "compute", "--month", "2020-12", "--post", "BZHZ")
    assert [line["remark"] for line in found["runs"][0]["lines"]] == [
        "付给第1合作社", "付给第2合作社",
    ]  # fmt: skip


def test_extras_are_added_withdrawn_and_told_in_the_trace(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    month = ("--month", "2020-11", "--post", "HL")
    words = ("payroll", "extra", "add", id_no(1), *month, "--amount", "30", "--reason", "工具损坏")
    code, made = run(capsys, desk, *words, "--kind", "deduction")
    assert code == 0
    _, found = run(capsys, desk, "payroll", "compute", *month)
    line = found["runs"][0]["lines"][0]
    assert (line["deduction_fen"], line["net_fen"]) == (3_000, 97_000)
    assert "扣款（工具损坏，李芳登记）：30.00" in line["trace"]
    _, listed = run(capsys, desk, "payroll", "extra", "list", *month)
    assert [(one["kind"], one["amount_fen"], one["withdrawn"]) for one in listed["extras"]] == [("扣款", 3_000, "")]
    code, _ = run(capsys, desk, "payroll", "extra", "withdraw", made["extra"], "--reason", "记错人")
    assert code == 0
    _, found = run(capsys, desk, "payroll", "compute", *month)
    assert found["runs"][0]["lines"][0]["net_fen"] == 100_000
    code, refused = run(capsys, desk, *words[:-4], "--amount", "0", "--reason", "x", "--kind", "allowance")
    assert (code, refused["error"]["code"]) == (1, "AMOUNT_ZERO")
