"""payroll problems and clear, exits, rules: the month's questions answered without the window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cjdesk.cli import main

MONTH = ("--month", "2021-03")


@pytest.fixture(autouse=True)
def no_typing(monkeypatch: pytest.MonkeyPatch, passphrase: str) -> None:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)


@pytest.fixture
def desk(township_dir: Path, clean_small: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    for kind in ("roster", "receipts", "attendance"):
        assert run(capsys, township_dir, "import", kind, clean_small / f"{kind}.xlsx", *MONTH)[0] == 0
    assert run(capsys, township_dir, "payroll", "compute", *MONTH)[0] == 0
    return township_dir


def run(capsys: pytest.CaptureFixture[str], data: Path, *words: object) -> tuple[int, Any]:
    code = main([*(str(word) for word in words), "--data", str(data), "--as", "lifang", "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_warnings_are_listed_answered_taken_back_and_signed_off(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, desk, "payroll", "problems", *MONTH)
    assert code == 0
    by_post = {one["post_type"]: one for one in said["runs"]}
    insured = [one for one in by_post["HL"]["problems"] if one["rule"] == "R-12"]
    assert len(insured) == by_post["HL"]["unanswered"] == 2
    hl = (*MONTH, "--post", "HL")
    code, said = run(capsys, desk, "payroll", "clear", *hl, "--code", "R-12", "--reason", "正在办理投保")
    assert (code, said["count"]) == (0, 2)
    code, said = run(capsys, desk, "payroll", "problems", *hl, "--open")
    assert (code, said["runs"][0]["problems"]) == (0, [])
    code, said = run(capsys, desk, "payroll", "clear", *hl, "--code", "R-12", "--withdraw", "写错了")
    assert (code, said["count"]) == (0, 2)
    code, said = run(capsys, desk, "payroll", "clear", *hl, "--code", "R-99", "--reason", "没有")
    assert (code, said["error"]["code"]) == (1, "NOTHING_TO_CLEAR")
    code, said = run(capsys, desk, "payroll", "lock", *MONTH, "--sign-off", "三月逐项核对过")
    assert (code, {one["signed_off_automatically"] for one in said["runs"]}) == (0, {0})
    code, said = run(capsys, desk, "payroll", "problems", *MONTH)
    given = {one["given"]["reason"] for each in said["runs"] for one in each["problems"] if one["given"]}
    assert given == {"三月逐项核对过"}


def test_one_persons_warning(desk: Path, clean_small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = run(capsys, desk, "payroll", "show", *MONTH, "--post", "HL")
    one = next(each for each in said["runs"][0]["problems"] if each["rule"] == "R-12")
    line = next(each for each in said["runs"][0]["lines"] if each["number"] == one["line"])
    words = ("payroll", "clear", *MONTH, "--code", "R-12", "--person", line["id_no"], "--reason", "随单位投保")
    assert run(capsys, desk, *words)[1]["count"] == 1


def test_a_lock_without_words_works_at_once_and_says_what_it_signed_off(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, desk, "payroll", "lock", *MONTH)
    assert code == 0
    assert sum(one["signed_off_automatically"] for one in said["runs"]) > 0
    code, said = run(capsys, desk, "payroll", "problems", *MONTH)
    assert "未逐条填写原因（命令行）" in {
        one["given"]["reason"] for each in said["runs"] for one in each["problems"] if one["given"]
    }


def test_the_county_may_ask_for_reasons_at_the_command_line_too(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "county.toml"
    head = '[reference]\nversion = "2020-01"\nissuer = "522633"\n'
    file.write_text(f'{head}[[locking]]\nunsigned = "refuse"\n', encoding="utf-8")
    assert run(capsys, desk, "reference", "load", file)[0] == 0
    code, said = run(capsys, desk, "payroll", "lock", *MONTH)
    assert (code, said["error"]["code"]) == (1, "RUN_HAS_WARNINGS")
    assert "--sign-off" in said["error"]["message"]
    assert run(capsys, desk, "payroll", "lock", *MONTH, "--sign-off", "核对过")[0] == 0


def test_lists_by_hand_the_rules_in_force_and_the_exit_list(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = run(capsys, desk, "payroll", "show", *MONTH, "--post", "HL")
    dead, trader = (line["id_no"] for line in said["runs"][0]["lines"][:2])
    for kind, number, since in (("死亡", dead, "2021-03-10"), ("工商登记", trader, "2021-01-01")):
        words = ("rules", "list-add", "--kind", kind, "--person", number, "--since", since, "--source", "县比对")
        assert run(capsys, desk, *words)[0] == 0
    code, said = run(capsys, desk, "rules", "lists")
    assert (code, {one["word"] for one in said["lines"]}) == (0, {"死亡", "工商登记"})
    code, said = run(capsys, desk, "payroll", "lock", *MONTH, "--post", "HL")
    assert (code, said["error"]["code"]) == (1, "RUN_HAS_PROBLEMS")
    code, said = run(capsys, desk, "exits", "list", *MONTH)
    cases = {one["id_no"]: one for one in said["cases"]}
    assert (cases[dead]["proposed_end"], cases[dead]["proposed_reason"]) == ("2021-03-10", "死亡")
    code, said = run(capsys, desk, "exits", "keep", *MONTH, "--person", dead, "--reason", "没关系")
    assert (code, said["error"]["code"]) == (1, "NOT_A_WARNING")
    assert run(capsys, desk, "exits", "keep", *MONTH, "--person", trader, "--reason", "执照正在注销")[0] == 0
    code, said = run(capsys, desk, "exits", "end", *MONTH, "--person", dead)
    assert (code, said["end"]) == (0, "2021-03-10")
    code, said = run(capsys, desk, "exits", "end", *MONTH, "--person", dead)
    assert (code, said["error"]["code"]) == (1, "EXIT_CASE_UNKNOWN")
    code, said = run(capsys, desk, "exits", "list", *MONTH)
    assert {one["id_no"]: one["kept"] for one in said["cases"]}[trader] == "执照正在注销"
    code, said = run(capsys, desk, "rules", "show", "--post", "LDBZ", "--fund", "就业补助资金")
    shown = {one["code"]: one for one in said["rules"]}
    assert (code, len(shown), shown["R-07"]["severity"], said["locking"]) == (0, 23, "error", "record")
    code, said = run(capsys, desk, "rules", "list-end", "--id", "x", "--until", "2021-13-01")
    assert (code, said["error"]["code"]) == (1, "WRONG_DATE")
