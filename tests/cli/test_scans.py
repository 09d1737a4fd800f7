"""``cjdesk scan``: signed paper added, listed, taken out and withdrawn without a window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from cjdesk.cli import main
from tests.printing import scan_samples as samples
from tests.services import desk


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with an approved run PAY-202011-0001."""
    database = desk.new_desk(tmp_path / "data", "522633101", "GD")
    database.do("fill", desk.fill, people=5)
    desk.run_month(database)
    database.close()
    monkeypatch.setenv("CJDESK_PASSPHRASE", desk.PASSPHRASE)
    return tmp_path


@pytest.fixture
def run(office: Path, capsys: pytest.CaptureFixture[str]):
    def call(*words: str, lang: str = "zh_CN") -> tuple[int, dict]:
        code = main([*words, "--data", str(office / "data"), "--as", "lifang", "--json", "--lang", lang])
        return code, json.loads(capsys.readouterr().out)

    return call


def photo(folder: Path, name: str, *, grain: float = 0.05) -> Path:
    path = folder / name
    path.write_bytes(samples.as_bytes(samples.grainy(samples.page(1600, 1132), grain), "jpeg"))
    return path


NUMBER = "PAY-202011-0001"


def test_pages_go_in_come_out_and_are_withdrawn(run, office: Path) -> None:
    files = [str(photo(office, f"{name}.jpg")) for name in ("one", "two")]
    code, told = run("scan", "add", *files, "--number", NUMBER, "--page", "1")
    assert (code, told["here"], [one["page"] for one in told["added"]]) == (0, 2, [1, 2])
    _, listed = run("scan", "list", "--number", NUMBER)
    assert [(one["page"], one["file_name"], one["added_by"]) for one in listed["scans"]] == [
        (1, "one.jpg", "李芳"), (2, "two.jpg", "李芳"),
    ]  # fmt: skip
    first = listed["scans"][0]["id"]
    out = office / "out.jpg"
    code, saved = run("scan", "get", first, str(out))
    assert code == 0
    assert saved["bytes"] == out.stat().st_size
    assert QImage(str(out)).width() == 1600
    assert run("scan", "withdraw", first, "--reason", "拍歪了")[0] == 0
    assert [one["page"] for one in run("scan", "list", "--number", NUMBER)[1]["scans"]] == [2]
    whole = run("scan", "list", "--month", "2020-11", "--withdrawn")[1]["scans"]
    assert [one["withdrawn"] for one in whole] == ["拍歪了（李芳）", None]
    assert run("check")[0] == 0


def test_the_code_gives_number_and_page_and_is_checked(run, office: Path) -> None:
    code, told = run("scan", "add", str(photo(office, "a.jpg")), "--qr", f"CJ1|F1|{NUMBER}|2/3|00000000|1")
    assert (code, told["number"], told["pages"]) == (0, NUMBER, 3)
    (added,) = told["added"]
    assert (added["page"], [one["code"] for one in added["warnings"]]) == (2, ["SCAN_ALTERED"])


def test_a_broken_file_does_not_keep_the_others_out(run, office: Path) -> None:
    broken = office / "broken.jpg"
    broken.write_bytes(photo(office, "whole.jpg").read_bytes()[:20_000])
    code, told = run(
        "scan",
        "add",
        str(broken),
        str(office / "whole.jpg"),
        str(office / "whole.jpg"),
        "--number",
        NUMBER,
        "--page",
        "1",
    )
    assert code == 3
    assert [one["page"] for one in told["added"]] == [2]
    assert [(one["file"], one["code"]) for one in told["refused"]] == [
        ("broken.jpg", "SCAN_BROKEN"), ("whole.jpg", "SCAN_KNOWN"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--number", "PAY-209901-0001"], "SCAN_NUMBER_UNKNOWN"),
        ([], "SCAN_NUMBER_MISSING"),
        (["--qr", "http://example.org"], "PAPER_CODE_FOREIGN"),
        (["--number", NUMBER, "--page", "0"], "SCAN_PAGE_WRONG"),
    ],
)
def test_what_is_wrong_is_said_with_a_code(run, office: Path, words: list[str], code: str) -> None:
    exit_code, told = run("scan", "add", str(photo(office, "a.jpg")), *words)
    assert (exit_code, told["error"]["code"]) == (1, code)


def test_a_file_that_is_no_picture_says_what_to_do(run, office: Path) -> None:
    letter = office / "letter.docx"
    letter.write_bytes(b"PK\x03\x04")
    exit_code, told = run("scan", "add", str(letter), "--number", NUMBER)
    assert (exit_code, told["error"]["code"]) == (1, "SCAN_NOT_A_PICTURE")
    assert "JPEG" in told["error"]["message"]


def test_an_unknown_scan(run, office: Path) -> None:
    assert run("scan", "get", "nothing", str(office / "x.jpg"))[1]["error"]["code"] == "SCAN_UNKNOWN"
    assert run("scan", "withdraw", "nothing", "--reason", "x")[1]["error"]["code"] == "SCAN_UNKNOWN"
