"""``cjdesk print attendance|application|agreement|exit|dossier`` on a township's own data."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from cjdesk.db.database import open_township
from cjdesk.db.models import AuditEntry
from tests.cli.test_printing import Command, command, computed  # noqa: F401 - fixtures
from tests.printing.conftest import folded, texts

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def roster(clean_small: Path) -> dict:
    return json.loads((clean_small / "expected.json").read_text(encoding="utf-8"))


def test_attendance_blank_and_filled(computed: Command, roster: dict, tmp_path: Path) -> None:  # noqa: F811
    code, said = computed("print", "attendance", "--month", "2021-03", "--pdf", tmp_path / "f3.pdf")
    assert (code, said["form"]) == (0, "F3")
    villages = {person["village"] for person in roster["people"]}
    assert {one["village"] for one in said["sheets"]} == villages
    found = texts(tmp_path / "f3.pdf")
    assert len(found) == said["pages"]
    assert all("符号" in text for text in found)
    village = said["sheets"][0]["village"]
    code, said = computed(
        "print", "attendance", "--month", "2021-03", "--village", village, "--post", "HL", "--filled",
        "--pdf", tmp_path / "one.pdf", "--xlsx", tmp_path / "one.xlsx",
    )  # fmt: skip
    assert code == 0
    assert [one["village"] for one in said["sheets"]] == [village]
    text = "".join(texts(tmp_path / "one.pdf"))
    assert "(护路员)考勤表" in text
    assert "管水员" not in text
    assert openpyxl.load_workbook(tmp_path / "one.xlsx").sheetnames == [said["sheets"][0]["number"]]
    code, said = computed("print", "attendance", "--month", "2001-03", "--pdf", tmp_path / "none.pdf")
    assert (code, said["error"]["code"]) == (1, "NOTHING_TO_PRINT")
    assert not (tmp_path / "none.pdf").exists()


def test_papers_of_one_person(computed: Command, roster: dict, tmp_path: Path) -> None:  # noqa: F811
    person = roster["people"][0]
    for verb, form, words in (
        ("application", "F8", "申请审批表"),
        ("agreement", "F9", "劳务协议"),
        ("exit", "F10", "离岗审批表"),
    ):
        path = tmp_path / f"{verb}.pdf"
        code, said = computed("print", verb, "--person", person["id_no"], "--pdf", path)
        assert (code, said["form"], said["copy"]) == (0, form, 1)
        text = "".join(texts(path))
        assert words in text
        assert person["id_no"] in text
        assert folded(said["number"]) in text
        code, said = computed("print", verb, "--person", person["id_no"], "--assignment", 9, "--pdf", path)
        assert (code, said["error"]["code"]) == (1, "NO_SUCH_TIME_ON_POST")
    code, said = computed("print", "exit", "--person", "522699000000000000", "--pdf", tmp_path / "no.pdf")
    assert (code, said["error"]["code"]) == (1, "PERSON_UNKNOWN")


def test_a_form_that_is_no_list_has_no_workbook(computed: Command, roster: dict, tmp_path: Path) -> None:  # noqa: F811
    person = roster["people"][0]["id_no"]
    code, said = computed(
        "print", "application", "--person", person, "--pdf", tmp_path / "a.pdf", "--xlsx", tmp_path / "a.xlsx"
    )
    assert (code, said["error"]["code"]) == (1, "NO_TWIN")


def test_the_file_masks_numbers_and_full_ones_need_a_purpose(
    computed: Command,  # noqa: F811
    roster: dict,
    tmp_path: Path,
    township_dir: Path,
    login: str,
    passphrase: str,
) -> None:
    assert computed("payroll", "lock", "--month", "2021-03")[0] == 0
    person = roster["people"][0]
    path = tmp_path / "dossier.pdf"
    code, said = computed("print", "dossier", "--person", person["id_no"], "--pdf", path)
    lines = [one for one in roster["payroll"]["P1_REPORT"]["lines"] if one["id_no"] == person["id_no"]]
    assert (code, said["months"], said["net_fen"]) == (0, len(lines), sum(one["net_fen"] for one in lines))
    assert person["id_no"] not in "".join(texts(path))
    words = ("print", "dossier", "--person", person["id_no"], "--pdf", path, "--full-numbers")
    code, said = computed(*words)
    assert (code, said["error"]["code"]) == (1, "PURPOSE_MISSING")
    code, said = computed(*words, "--purpose", "县审计局  检查")
    assert (code, said["copy"]) == (0, 2)
    assert person["id_no"] in "".join(texts(path))
    code, said = computed(
        "print", "dossier", "--person", person["id_no"], "--pdf", path, "--from", "2021-04", "--to", "2021-06"
    )
    assert (code, said["months"]) == (0, 0)
    code, said = computed("print", "dossier", "--person", person["id_no"], "--pdf", path, "--from", "2021")
    assert (code, said["error"]["code"]) == (1, "WRONG_MONTH")
    database = open_township(township_dir, login, passphrase)
    try:
        notes = database.ask(
            lambda session: list(session.scalars(select(AuditEntry.new).where(AuditEntry.record == "print_DOS")))
        )
    finally:
        database.close()
    assert [note["purpose"] for note in notes if note] == ["pdf", "pdf：县审计局 检查", "pdf"]
