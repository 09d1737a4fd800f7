"""``cjdesk award`` and ``cjdesk print awards``: a round from its making to the signed list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cjdesk.cli import main
from cjdesk.domain.id_number import check_digit
from tests.printing.conftest import texts
from tests.services import desk


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    database = desk.new_desk(tmp_path / "data", "522633101", "GD")
    database.do("fill", desk.fill, people=5)
    database.close()
    monkeypatch.setenv("CJDESK_PASSPHRASE", desk.PASSPHRASE)

    def call(*words: str) -> tuple[int, dict]:
        code = main([*words, "--data", str(tmp_path / "data"), "--as", "lifang", "--json", "--lang", "zh_CN"])
        return code, json.loads(capsys.readouterr().out)

    return call


def captain(number: int) -> str:
    body = f"52269919750505{number:03d}"
    return body + check_digit(body)


ROUND = "2020年下半年表彰"


def test_a_round_from_beginning_to_end(run, tmp_path: Path) -> None:
    code, made = run("award", "round", "--half", "2020-H2", "--cooperatives", "1", "--captains", "2")
    assert (code, made["number"], made["budget_fen"]) == (0, "AW-2020H2-01", 200_000)
    run("award", "nominate", "--round", ROUND, "--cooperative", "干团村劳务合作社", "--score", "91.5")
    for number, score in enumerate(("88", "92", "90")):
        run(
            "award",
            "nominate",
            "--round",
            ROUND,
            "--captain",
            captain(number),
            "--name",
            f"队长{number}",
            "--score",
            score,
        )
    assert run("award", "decide", "--round", ROUND)[1]["error"]["code"] == "AWARD_ABOVE_QUOTA"
    code, decided = run("award", "decide", "--round", "AW-2020H2-01", "--by-score")
    assert (code, decided["state"], decided["total_fen"]) == (0, "已定", 200_000)
    assert [one["name"] for one in decided["awards"] if one["chosen"]] == ["干团村劳务合作社", "队长1", "队长2"]
    out = tmp_path / "awards.pdf"
    code, printed = run("print", "awards", "--round", ROUND, "--pdf", str(out), "--xlsx", str(tmp_path / "awards.xlsx"))
    assert (code, printed["form"], printed["pages"], printed["total_fen"]) == (0, "F15", 2, 200_000)
    assert (tmp_path / "awards.xlsx").exists()
    first, second = texts(out)
    assert "1,000.00" in first
    assert "贰仟元整" in second
    assert run("award", "pay", "--round", ROUND)[1]["state"] == "已发"
    (listed,) = run("award", "list")[1]["rounds"]
    assert (listed["state"], listed["chosen"], listed["total_fen"]) == ("已发", 3, 200_000)


def test_scores_change_nominations_go_and_rounds_open_again(run) -> None:
    run("award", "round", "--half", "2020-H2")
    run("award", "nominate", "--round", ROUND, "--captain", captain(1), "--name", "队长一")
    assert (
        run("award", "score", "--round", ROUND, "--captain", captain(1), "--score", "77")[1]["awards"][0]["score"]
        == "77"
    )
    run("award", "publish", "--round", ROUND)
    run("award", "decide", "--round", ROUND)
    assert run("award", "reopen", "--round", ROUND, "--reason", "有异议")[1]["state"] == "拟定"
    assert run("award", "withdraw", "--round", ROUND, "--captain", captain(1), "--reason", "外出")[1]["awards"] == []
    assert run("award", "void", "--round", ROUND, "--reason", "重做")[1]["state"] == "已作废"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("round", "--half", "2020"), "AWARD_PERIOD_WRONG"),
        (("round", "--half", "2020-H1", "--captain-yuan", "0"), "AWARD_AMOUNT_WRONG"),
        (("list", "--round", "没有"), "AWARD_ROUND_UNKNOWN"),
        (("nominate", "--round", "没有", "--cooperative", "x"), "AWARD_ROUND_UNKNOWN"),
    ],
)
def test_what_is_wrong_is_said_with_a_code(run, words: tuple[str, ...], code: str) -> None:
    exit_code, told = run("award", *words)
    assert (exit_code, told["error"]["code"]) == (1, code)


def test_an_unknown_cooperative_and_an_empty_round(run, tmp_path: Path) -> None:
    run("award", "round", "--half", "2020-H2")
    words = ("award", "nominate", "--round", ROUND, "--cooperative", "没有")
    assert run(*words)[1]["error"]["code"] == "COOPERATIVE_UNKNOWN"
    told = run("print", "awards", "--round", ROUND, "--pdf", str(tmp_path / "x.pdf"))[1]
    assert told["error"]["code"] == "NOTHING_TO_PRINT"
