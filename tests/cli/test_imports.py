"""``cjdesk import`` and ``cjdesk export``: the answer of interfaces.md 1, exit codes, and bad files that lose nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cjdesk import cli
from cjdesk.db.database import open_township
from cjdesk.workbooks.reading import read
from tests.services import imported
from tests.workbooks import made

BAD = Path(__file__).parents[1] / "data" / "workbooks"


@pytest.fixture
def call(
    township_dir: Path, login: str, passphrase: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)

    def run(*words: str | Path) -> tuple[int, Any]:
        code = cli.main([*map(str, words), "--data", str(township_dir), "--as", login, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_import_says_what_it_did(call: Any, guandong: Path, tmp_path: Path) -> None:
    out = tmp_path / "更正.xlsx"
    code, answer = call("import", "roster", guandong / "roster.xlsx", "--rejects", out)
    assert code == 3
    assert {key: answer[key] for key in ("read", "created", "updated", "unchanged", "rejected_rows")} == {
        "read": 412, "created": 383, "updated": 0, "unchanged": 0, "rejected_rows": 29,
    }  # fmt: skip
    first = answer["rejected"][0]
    assert (first["sheet"], first["row"], first["column"], first["code"]) == (
        "护路员、护河员",
        36,
        "身份证号",
        "AGE_UNDER_16",
    )
    assert first["value"] == "52269920050617429X"
    assert "16" in first["message"]
    assert "message" in answer["warnings"][0]
    assert answer["rejects"] == str(out)
    assert len(read(out).sheets) == 2
    code, again = call("import", "roster", guandong / "roster.xlsx")
    assert (code, again["unchanged"], again["created"]) == (3, 383, 0)


def test_a_clean_file_ends_with_0_and_a_dry_run_writes_nothing(call: Any, clean_small: Path) -> None:
    assert call("import", "roster", clean_small / "roster.xlsx", "--dry-run")[1]["created"] == 26
    code, answer = call("import", "roster", clean_small / "roster.xlsx")
    assert (code, answer["created"]) == (0, 26)


def test_all_or_nothing_ends_with_1_and_still_writes_the_corrections(call: Any, guandong: Path, tmp_path: Path) -> None:
    out = tmp_path / "更正.xlsx"
    code, answer = call("import", "roster", guandong / "roster.xlsx", "--all-or-nothing", "--rejects", out)
    assert (code, answer["error"]["code"]) == (1, "ROWS_REJECTED")
    assert out.exists()
    assert call("import", "roster", guandong / "roster.xlsx")[1]["created"] == 383


def test_bad_files_are_named_and_lose_nothing(
    call: Any, clean_small: Path, tmp_path: Path, township_dir: Path, login: str, passphrase: str
) -> None:
    call("import", "roster", clean_small / "roster.xlsx")
    letter = tmp_path / "letter.xlsx"
    letter.write_text("dear colleague", encoding="utf-8")
    et = tmp_path / "名单.et"
    et.write_bytes((BAD / "roster.xls").read_bytes())
    big = tmp_path / "big.xlsx"
    with big.open("wb") as file:
        file.write(b"PK\x03\x04")
        os.truncate(file.fileno(), 200 * 1024 * 1024)
    bad = {
        letter: "WORKBOOK_UNREADABLE",
        BAD / "password.xlsx": "WORKBOOK_PASSWORD",
        et: "WORKBOOK_ET",
        big: "WORKBOOK_TOO_LARGE",
        tmp_path / "gone.xlsx": "WORKBOOK_GONE",
        made.xlsx(tmp_path / "blank.xlsx", {"Sheet1": []}): "WORKBOOK_EMPTY",
        made.xlsx(tmp_path / "other.xlsx", {"表": [["一", "二"], [1, 2]]}): "HEADER_NOT_FOUND",
        clean_small / "households.xlsx": "HEADER_NOT_FOUND",
        made.roster(tmp_path / "short.xlsx", made.ROW[:3], headings=made.HEADINGS[:3]): "COLUMN_MISSING",
    }
    for path, wanted in bad.items():
        code, answer = call("import", "roster", path)
        assert (code, answer["error"]["code"]) == (1, wanted)
        assert answer["error"]["message"].endswith("。")
    database = open_township(township_dir, login, passphrase)
    try:
        assert len(database.ask(imported.people)) == len(imported.expected(clean_small)["people"])
    finally:
        database.close()


def test_a_wrong_month_is_named(call: Any, clean_small: Path) -> None:
    code, answer = call("import", "attendance", clean_small / "attendance.xlsx", "--month", "三月")
    assert (code, answer["error"]["code"]) == (1, "WRONG_MONTH")


@pytest.mark.parametrize("sample", ["guandong_2020_11", "clean_small"])
def test_an_export_imports_to_no_change(call: Any, sample: str, tmp_path: Path) -> None:
    folder = Path(__file__).parents[1] / "data" / sample
    for kind in imported.KINDS:
        call("import", kind, folder / f"{kind}.xlsx")
    for kind in imported.KINDS:
        out = tmp_path / f"{kind}.xlsx"
        code, answer = call("export", kind, out)
        assert (code, answer["kind"]) == (0, kind)
        code, again = call("import", kind, out)
        assert (code, again["created"], again["updated"], again["rejected"]) == (0, 0, 0, []), kind
        assert again["unchanged"] == again["read"] == answer["rows"]


def test_an_export_holds_codes_as_text(call: Any, clean_small: Path, tmp_path: Path) -> None:
    call("import", "roster", clean_small / "roster.xlsx")
    call("export", "roster", tmp_path / "r.xlsx")
    (sheet, _) = read(tmp_path / "r.xlsx").sheets
    heading = sheet.rows[0]
    for word in ("身份证号", "银行账号", "联系电话"):
        column = heading.index(word)
        assert all(isinstance(cells[column], str) for cells in sheet.rows[1:])


def test_an_export_that_cannot_be_written_is_named(call: Any, clean_small: Path, tmp_path: Path) -> None:
    call("import", "roster", clean_small / "roster.xlsx")
    code, answer = call("export", "roster", tmp_path / "no such folder" / "r.xlsx")
    assert (code, answer["error"]["code"]) == (1, "WORKBOOK_NOT_WRITTEN")


def test_an_export_replaces_a_file_whole(call: Any, clean_small: Path, tmp_path: Path) -> None:
    call("import", "roster", clean_small / "roster.xlsx")
    out = tmp_path / "r.xlsx"
    out.write_text("old", encoding="utf-8")
    assert call("export", "roster", out)[0] == 0
    assert read(out).sheets
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".cjdesk-")] == []
