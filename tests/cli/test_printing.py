"""``cjdesk print`` on a township's own data: what the files hold, what the history says, what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cjdesk import cli
from cjdesk.db.database import open_township
from cjdesk.db.models import AuditEntry
from tests.cli.test_payroll import approve
from tests.printing.conftest import folded, texts

pytestmark = pytest.mark.usefixtures("qapp")

Command = Callable[..., tuple[int, Any]]


@pytest.fixture
def command(
    township_dir: Path,
    login: str,
    passphrase: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)

    def run(*words: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = cli.main(["--data", str(township_dir), "--as", login, "--json", *map(str, words)])
        said = capsys.readouterr().out
        return code, json.loads(said) if said else None

    return run


@pytest.fixture
def computed(command: Command, clean_small: Path) -> Command:
    for kind in ("roster", "receipts", "attendance", "members"):
        assert command("import", kind, clean_small / f"{kind}.xlsx", "--month", "2021-03")[0] == 0
    assert command("payroll", "compute", "--month", "2021-03")[0] == 0
    return command


def test_sheets_of_the_month_with_their_totals(computed: Command, clean_small: Path, tmp_path: Path) -> None:
    code, said = computed("print", "sheet", "--month", "2021-03", "--pdf", tmp_path / "f1.pdf")
    assert code == 0
    expected = json.loads((clean_small / "expected.json").read_text(encoding="utf-8"))["payroll"]["P1_REPORT"]
    assert sum(run["net_fen"] for run in said["runs"]) == expected["total"]["net_fen"]
    found = texts(tmp_path / "f1.pdf")
    assert len(found) == said["pages"]
    text = "".join(found)
    assert all(line["id_no"] in text for line in expected["lines"])
    assert "打印人:李芳" in text


def test_a_form_without_a_twin_leaves_no_uncounted_pdf(computed: Command, tmp_path: Path) -> None:
    path = tmp_path / "f4.pdf"
    slips = ("print", "slips", "--month", "2021-03", "--post", "GS", "--pdf", path)
    code, said = computed(*slips, "--xlsx", tmp_path / "f4.xlsx")
    assert (code, said["error"]["code"]) == (1, "NO_TWIN")
    assert not path.exists()
    assert computed(*slips)[1]["copy"] == 1


def test_a_folder_gets_the_file_named_as_the_batch_is(computed: Command, tmp_path: Path) -> None:
    folder = tmp_path / "打印"
    folder.mkdir()
    code, said = computed("print", "sheet", "--month", "2021-03", "--post", "GS", "--pdf", folder)
    assert code == 0
    (made,) = folder.iterdir()
    assert re.fullmatch(r"CJ_\d{9}_F1_202103_000\d_v1\.pdf", made.name)
    assert str(said["pdf"]).endswith(made.name)


def test_copies_are_counted_and_written_into_the_history(
    computed: Command, tmp_path: Path, township_dir: Path, login: str, passphrase: str
) -> None:
    for copy in (1, 2, 3):
        _, said = computed("print", "sheet", "--month", "2021-03", "--post", "GS", "--pdf", tmp_path / "f1.pdf")
        assert said["copy"] == copy
    assert "第3份" in texts(tmp_path / "f1.pdf")[0]
    _, said = computed("print", "poster", "--month", "2021-03", "--post", "GS", "--pdf", tmp_path / "f2.pdf")
    assert said["copy"] == 1
    database = open_township(township_dir, login, passphrase)
    try:
        notes = database.ask(
            lambda session: list(session.scalars(select(AuditEntry.new).where(AuditEntry.record == "print_F1")))
        )
    finally:
        database.close()
    assert [note["copy"] for note in notes if note] == [1, 2, 3]


def test_poster_and_register(computed: Command, tmp_path: Path) -> None:
    assert computed("print", "poster", "--month", "2021-03", "--show-ids", "--pdf", tmp_path / "f2.pdf")[0] == 0
    assert "522*************" in "".join(texts(tmp_path / "f2.pdf"))
    code, said = computed("print", "members", "--month", "2021-03", "--pdf", tmp_path / "f6.pdf")
    assert code == 0
    assert sum(one["members"] for one in said["cooperatives"]) > 0


def test_bank_list_before_the_lock_is_refused(computed: Command, tmp_path: Path) -> None:
    code, said = computed("print", "bank-list", "--month", "2021-03", "--pdf", tmp_path / "f5.pdf")
    assert (code, said["error"]["code"]) == (1, "RUN_NOT_PAYABLE")
    assert not (tmp_path / "f5.pdf").exists()


def test_bank_list_after_approval(computed: Command, township_dir: Path, tmp_path: Path) -> None:
    assert computed("payroll", "lock", "--month", "2021-03")[0] == 0
    approve(township_dir, "2021-03")
    code, said = computed("print", "bank-list", "--month", "2021-03", "--pdf", tmp_path / "f5.pdf")
    assert code == 0
    text = "".join(texts(tmp_path / "f5.pdf"))
    assert f"{said['lists'][0]['rows']}笔" in text


def test_month_without_a_run_is_refused(command: Command, tmp_path: Path) -> None:
    code, said = command("print", "sheet", "--month", "2021-04", "--pdf", tmp_path / "f1.pdf")
    assert (code, said["error"]["code"]) == (1, "NO_RUN")


def test_wrong_day_is_refused(computed: Command, tmp_path: Path) -> None:
    code, said = computed("print", "poster", "--month", "2021-03", "--from", "2021-3-1", "--pdf", tmp_path / "f2.pdf")
    assert (code, said["error"]["code"]) == (1, "WRONG_DATE")


def test_folder_that_is_a_file_is_refused(computed: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    code, said = computed("print", "sheet", "--month", "2021-03", "--pdf", tmp_path / "file" / "f1.pdf")
    assert (code, said["error"]["code"]) == (1, "PDF_NOT_WRITTEN")


def test_slips_say_what_the_window_says_of_each_line(computed: Command, tmp_path: Path) -> None:
    code, said = computed(
        "print", "slips", "--month", "2021-03", "--pdf", tmp_path / "f4.pdf", "--phone", "0855-0000000"
    )
    _, shown = computed("payroll", "show", "--month", "2021-03")
    lines = [line for one in shown["runs"] for line in one["lines"]]
    assert (code, said["form"], said["slips"]) == (0, "F4", len(lines))
    text = "".join(texts(tmp_path / "f4.pdf"))
    for line in lines:
        assert folded(line["trace"][0]) in text
        assert not any(one["id_no"] in text for one in lines)
    assert text.count("咨询电话:0855-0000000") == len(lines)
    code, mine = computed(
        "print", "slips", "--month", "2021-03", "--id-no", lines[0]["id_no"], "--pdf", tmp_path / "one.pdf"
    )
    assert (code, mine["slips"]) == (0, sum(line["id_no"] == lines[0]["id_no"] for line in lines))
    code, said = computed("print", "slips", "--month", "2021-03", "--village", "无人村", "--pdf", tmp_path / "no.pdf")
    assert (code, said["error"]["code"]) == (1, "VILLAGE_NOT_ON_PAPER")
