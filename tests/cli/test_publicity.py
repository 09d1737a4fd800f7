"""publicity from the command line: a notice from opening to closing, its paper, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cjdesk.cli import main
from tests.printing.conftest import folded, texts

pytestmark = pytest.mark.usefixtures("qapp")

Command = Callable[..., tuple[int, Any]]
MONTH = ("--month", "2021-03")


@pytest.fixture
def command(
    township_dir: Path, clean_small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    passphrase: str,
) -> Command:  # fmt: skip
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)

    def run(*words: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = main([*map(str, words), "--data", str(township_dir), "--as", "lifang", "--json"])
        return code, json.loads(capsys.readouterr().out)

    for kind in ("roster", "receipts", "attendance"):
        assert run("import", kind, clean_small / f"{kind}.xlsx", *MONTH)[0] == 0
    assert run("payroll", "compute", *MONTH)[0] == 0
    return run


def test_a_notice_from_opening_to_its_result(command: Command, tmp_path: Path) -> None:
    opening = ("publicity", "open", *MONTH, "--post", "HL", "--start", "2021-04-06", "--place", "各村公示栏")
    code, said = command(*opening)
    assert (code, said["error"]["code"]) == (1, "PUBLICITY_NEEDS_LOCK")
    assert command("payroll", "lock", *MONTH)[0] == 0
    code, said = command(*opening[:-2])
    assert (code, said["error"]["code"], said["error"]["field"]) == (1, "PLACE_MISSING", "place")
    assert "公示地点" in said["error"]["message"]
    code, said = command(*opening, "--phones", "镇人社中心 0855-0000000", "--reception", "一楼窗口")
    (notice,) = said["notices"]
    assert (code, notice["number"], notice["end"], notice["state"]) == (0, "202103-001", "2021-04-12", "公示中")
    code, said = command(
        "publicity", "hang", "--number", "202103-001", "--start", "2021-04-07", "--photo", "4月7日 干团.jpg"
    )
    assert (said["notices"][0]["end"], said["notices"][0]["photo"]) == ("2021-04-13", "4月7日 干团.jpg")
    code, said = command("print", "notice", "--number", "202103-001", "--a3", "--pdf", tmp_path / "f2.pdf")
    text = "".join(texts(tmp_path / "f2.pdf"))
    assert (code, said["notice"]) == (0, "202103-001")
    assert "公示期:2021年4月7日至4月13日(7天)" in text
    assert not re.search(r"\d{15,19}|\d{17}X", text)
    code, said = command(
        "publicity",
        "objection",
        "--number",
        "202103-001",
        "--content",
        "没有上岗",
        "--from",
        "村民",
        "--day",
        "2021-04-08",
    )
    assert (code, said["notices"][0]["objections"][0]["outcome"]) == (0, None)
    code, said = command("publicity", "close", "--number", "202103-001")
    assert (code, said["error"]["code"]) == (1, "OBJECTION_OPEN")
    code, said = command("print", "objections", "--number", "202103-001", "--pdf", tmp_path / "r.pdf")
    assert (code, said["error"]["code"]) == (1, "NOTHING_TO_PRINT")
    decide = ("publicity", "decide", "--number", "202103-001", "--outcome", "rejected", "--note", "走访邻居，考勤属实")
    assert command(*decide)[0] == 0
    code, said = command("print", "objections", "--number", "202103-001", "--pdf", tmp_path / "r.pdf")
    assert (code, said["objections"]) == (0, 1)
    code, said = command("publicity", "close", "--number", "202103-001")
    assert (code, said["notices"][0]["state"]) == (0, "已结束")
    code, said = command("publicity", "list", *MONTH)
    assert [one["number"] for one in said["notices"]] == ["202103-001"]
    code, said = command("print", "poster", *MONTH, "--post", "HL", "--pdf", tmp_path / "again.pdf")
    assert "公示号202103-001" in "".join(texts(tmp_path / "again.pdf"))


def test_results_hang_in_the_village_of_the_person_alone(command: Command, tmp_path: Path) -> None:
    assert command("payroll", "lock", *MONTH)[0] == 0
    code, _ = command("publicity", "open", *MONTH, "--post", "HL", "--start", "2021-04-06", "--place", "各村公示栏")
    assert code == 0
    _, shown = command("payroll", "show", *MONTH)
    lines = [one for run in shown["runs"] if run["post_type"] == "HL" for one in run["lines"] if one["net_fen"]]
    _, people = command("print", "sheet", *MONTH, "--post", "HL", "--pdf", tmp_path / "f1.pdf")
    assert people["runs"][0]["lines"] >= 2
    mine, other = lines[0], lines[-1]
    for number, one in enumerate((mine, other), start=1):
        words = ("--number", "202103-001", "--id-no", one["id_no"], "--content", "没有上岗", "--day", "2021-04-08")
        assert command("publicity", "objection", *words)[0] == 0
        words = ("--number", "202103-001", "--objection", number, "--outcome", "rejected", "--note", "考勤属实")
        assert command("publicity", "decide", *words)[0] == 0
    out = tmp_path / "villages.pdf"
    code, said = command("print", "objections", "--number", "202103-001", "--by-village", "--pdf", out)
    assert (code, said["objections"]) == (0, 2)
    pages = texts(out)
    for one, page in zip((mine, other), pages, strict=True):
        assert folded(one["name"]) in page
        assert "村)" in page.split("对公示期内")[0]
    assert folded(mine["name"]) not in pages[1]
    assert folded(other["name"]) not in pages[0]


def test_a_hanging_notice_stays_until_its_end_or_a_reason(command: Command) -> None:
    assert command("payroll", "lock", *MONTH)[0] == 0
    tomorrow = date.today() + timedelta(days=1)
    code, said = command("publicity", "open", *MONTH, "--start", tomorrow, "--place", "村口", "--days", "3")
    assert (code, len(said["notices"])) == (0, 3)
    number = said["notices"][0]["number"]
    code, said = command("publicity", "close", "--number", number)
    assert (code, said["error"]["code"]) == (1, "PUBLICITY_NOT_OVER")
    code, said = command("publicity", "open", *MONTH, "--place", "村口")
    assert (code, said["error"]["code"]) == (1, "PUBLICITY_OPEN_ALREADY")
    code, said = command("publicity", "withdraw", "--number", number, "--reason", "名单有误")
    assert (code, said["notices"][0]["withdrawn"]) == (0, "名单有误（李芳）")
    code, said = command("publicity", "close", "--number", "202103-009")
    assert (code, said["error"]["code"]) == (1, "PUBLICITY_UNKNOWN")


def test_somebody_is_proposed_public_and_takes_the_post(command: Command, township_dir: Path) -> None:
    code, said = command("publicity", "open", "--proposed", "--place", "村口")
    assert (code, said["error"]["code"]) == (1, "NOTHING_PROPOSED")
    code, said = command(
        "publicity", "propose", "--id-no", "522699199001010011", "--post", "HL", "--name", "路", "--start", "2026-01-05"
    )
    assert (code, said["error"]["code"]) == (1, "PERSON_UNKNOWN")
    code, shown = command("payroll", "show", *MONTH)
    lines = [line for one in shown["runs"] for line in one["lines"]]
    still_there = {line["id_no"] for line in lines if not line["end"]}
    left = next(line["id_no"] for line in lines if line["id_no"] not in still_there)
    code, said = command(
        "publicity", "propose", "--id-no", left, "--post", "HL", "--name", "路", "--start", "2022-01-05"
    )
    assert code == 0, said
    code, said = command("publicity", "open", "--proposed", "--start", "2021-12-20", "--place", "村口")
    assert (code, said["notices"][0]["people"]) == (0, 1)
    code, said = command("publicity", "take", "--id-no", left, "--start", "2022-01-05")
    assert (code, said["error"]["code"]) == (1, "PUBLICITY_STILL_OPEN")
    assert command("publicity", "close", "--number", "202112-001")[0] == 0
    assert command("publicity", "take", "--id-no", left, "--start", "2022-01-05")[0] == 0
