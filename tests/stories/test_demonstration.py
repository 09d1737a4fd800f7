"""``cjdesk demo DIR`` runs the main job and says what it made; it never touches a folder with something in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cjdesk.cli import main
from cjdesk.cli.demo import SHOWN_PASSPHRASE
from cjdesk.db.database import open_township
from cjdesk.domain.month import Month
from cjdesk.services import payroll, people


@pytest.fixture
def demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, Any]:
    folder = tmp_path / "demo"
    code = main(["demo", str(folder), "--people", "30", "--month", "2026-03", "--json"])
    out, err = capsys.readouterr()
    assert code == 0, err
    return folder, json.loads(out)


def test_the_demonstration_says_what_it_made(demo: tuple[Path, Any]) -> None:
    folder, answer = demo
    assert answer["month"] == "2026-03"
    assert Path(answer["data"]) == folder / "township"
    kinds = {one["kind"] for one in answer["made"]}
    assert kinds == {
        "workbook", "rejected", "data", "recovery", "sheet", "poster", "bank-list", "county", "batch", "receipt",
    }  # fmt: skip
    assert all(Path(one["path"]).exists() for one in answer["made"])
    assert len(answer["steps"]) == 15
    assert all(step["seconds"] >= 0 for step in answer["steps"])
    for pdf in (folder / "print").glob("*.pdf"):
        assert pdf.read_bytes().startswith(b"%PDF")


def test_the_desk_opens_on_it(demo: tuple[Path, Any]) -> None:
    folder, answer = demo
    database = open_township(folder / "township", answer["login"], SHOWN_PASSPHRASE)
    try:
        page = database.ask(people.find, "", state="在岗")
        runs = database.ask(payroll.runs, Month(2026, 3))
    finally:
        database.close()
    assert page.total == 27
    assert all(row.id_no.startswith("522699") for row in page.rows)
    assert [run.post_type for run in runs] == ["HL", "HH", "GS"] or len(runs) == 3


def test_a_folder_with_something_in_it_is_refused(demo: tuple[Path, Any], capsys: pytest.CaptureFixture[str]) -> None:
    folder, _ = demo
    assert main(["demo", str(folder), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "DEMO_FOLDER_NOT_EMPTY"


def test_words_without_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", str(tmp_path / "demo"), "--people", "10", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "Compute the month's pay" in out
    assert SHOWN_PASSPHRASE in out
