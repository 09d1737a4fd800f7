"""init, backup, check and log verify from the command line, with every bad folder as words and exit code 1."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cjdesk.cli import main
from cjdesk.db import keys
from cjdesk.db.database import Database
from cjdesk.db.engine import connect_file
from cjdesk.domain.errors import RecoveryCodeWrong
from tests.printing.conftest import folded, texts


@pytest.fixture(autouse=True)
def no_typing(monkeypatch: pytest.MonkeyPatch, passphrase: str) -> None:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    code = main([*(str(word) for word in words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def init(capsys: pytest.CaptureFixture[str], folder: Path, *more: object) -> tuple[int, Any]:
    words = ("--township", "522633101", "--station", "GD-01", "--as", "lifang", "--data", folder)
    return run(capsys, "init", *words, *more)


def test_a_new_office_to_a_restored_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, stick, paper = tmp_path / "data", tmp_path / "stick", tmp_path / "paper.txt"
    code, made = init(capsys, data, "--recovery-out", paper)
    assert (code, made["township_name"], made["recovery"]["code"]) == (0, "贯洞镇", None)
    assert made["recovery"]["fingerprint"] in paper.read_text(encoding="utf-8")
    assert paper.stat().st_mode & 0o077 == 0
    code, backup = run(capsys, "backup", "make", "--to", stick, "--data", data)
    file = Path(backup["backup"]["path"])
    assert (code, file.parent) == (0, stick)
    code, listed = run(capsys, "backup", "list", "--data", data)
    assert (code, [one["kind"] for one in listed["backups"]]) == (0, ["daily"])
    code, verified = run(capsys, "backup", "verify", file, "--as", "lifang")
    assert (code, verified["restorable"]) == (0, True)
    code, restored = run(capsys, "backup", "restore", file, "--data", data, "--as", "lifang")
    assert (code, restored["kept"]["kind"]) == (0, "restore")
    fresh = tmp_path / "fresh"
    code, restored = run(
        capsys, "backup", "restore", file, "--data", fresh, "--as", "lifang", "--recovery-code-file", paper
    )
    assert (code, restored.get("kept", restored)) == (0, None)
    for folder in (data, fresh):
        code, report = run(capsys, "check", "--data", folder)
        assert (code, report["sound"], report["findings"]) == (0, True, [])
        code, chain = run(capsys, "log", "verify", "--data", folder)
        assert (code, chain["whole"]) == (0, True)
        assert chain["entries"] > 40


def test_without_a_file_the_code_is_shown_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, made = init(capsys, tmp_path / "data")
    assert (code, len(made["recovery"]["code"].split())) == (0, 8)
    assert (
        main(["init", "--township", "522633102", "--station", "X", "--as", "lifang", "--data", str(tmp_path / "b")])
        == 0
    )
    assert "恢复码" in capsys.readouterr().out


def test_the_recovery_sheet_can_be_a_page_to_print(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "sheet.pdf"
    code, made = init(capsys, tmp_path / "data", "--recovery-out", sheet)
    assert (code, made["recovery"]["code"], made["recovery"]["file"]) == (0, None, str(sheet))
    assert sheet.read_bytes().startswith(b"%PDF")
    assert sheet.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--township", "999999999"), "UNKNOWN_TOWNSHIP"),
        (("--as", "李芳"), "LOGIN_INVALID"),
        (("--recovery-out", __file__), "FILE_EXISTS_ALREADY"),
    ],
)
def test_wrong_words_make_no_office(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, str], code: str
) -> None:
    exit_code, answer = init(capsys, tmp_path / "data", *more)
    assert (exit_code, answer["error"]["code"]) == (1, code)
    assert not (tmp_path / "data" / "cjdesk.db").exists()


def test_a_refused_office_leaves_no_recovery_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = tmp_path / "paper.txt"
    assert init(capsys, tmp_path / "data", "--as", "李芳", "--recovery-out", paper)[0] == 1
    assert not paper.exists()


def spoil(folder: Path, how: str) -> None:
    data = folder / "cjdesk.db"
    if how == "NOT_OUR_FILE":
        data.write_bytes(b"something else" * 1000)
    elif how == "KEY_FILE_DAMAGED":
        (folder / "keys.json").write_bytes(b"{")
    elif how == "KEY_FILE_MISSING":
        (folder / "keys.json").unlink()
    elif how == "NO_DATA_FILE":
        data.unlink()
    elif how == "FILE_IS_NEWER":
        with closing(connect_file(data, keys.unlock(folder, "lifang", "Guandong-2020"))) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize(
    "how", ["NOT_OUR_FILE", "KEY_FILE_DAMAGED", "KEY_FILE_MISSING", "NO_DATA_FILE", "FILE_IS_NEWER"]
)
def test_a_bad_folder_is_exit_code_1_with_words(
    township_dir: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    spoil(township_dir, how)
    code, answer = run(capsys, "check", "--data", township_dir, "--as", "lifang")
    assert (code, answer["error"]["code"]) == (1, how)
    assert answer["error"]["message"]


def test_a_wrong_passphrase_is_exit_code_1(
    township_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CJDESK_PASSPHRASE", "Wrong-2020")
    code, answer = run(capsys, "check", "--data", township_dir)
    assert (code, answer["error"]["code"], answer["error"]["field"]) == (1, "WRONG_PASSPHRASE", "passphrase")
    assert "还可以试 4 次" in answer["error"]["message"]


def test_an_open_folder_is_exit_code_1(
    township: Database, township_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = run(capsys, "check", "--data", township_dir)
    assert (code, answer["error"]["code"]) == (1, "ALREADY_OPEN")
    assert township.clerk == "lifang"


def test_a_damaged_backup_is_exit_code_1(
    township_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.cjbackup").write_bytes(b"x")
    for file, expected in ((tmp_path / "x.cjbackup", "BACKUP_DAMAGED"), (tmp_path / "y.cjbackup", "NO_SUCH_BACKUP")):
        code, answer = run(capsys, "backup", "restore", file, "--data", township_dir, "--as", "lifang")
        assert (code, answer["error"]["code"]) == (1, expected)


def test_a_new_recovery_code_has_a_new_sheet_and_ends_the_old_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    data, new = tmp_path / "data", tmp_path / "new.pdf"
    code, made = init(capsys, data)
    assert code == 0
    words = ("clerk", "recovery-code", "--data", str(data), "--as", "lifang", "--recovery-out")
    code, said = run(capsys, *words, new)
    assert (code, said["recovery"]["code"]) == (0, None)
    assert said["recovery"]["number"].endswith("-02")
    assert said["recovery"]["fingerprint"] != made["recovery"]["fingerprint"]
    (text,) = texts(new)
    assert said["recovery"]["number"] in text
    assert folded(said["recovery"]["fingerprint"]) in text
    assert not any(group in text for group in made["recovery"]["code"].split())
    with pytest.raises(RecoveryCodeWrong):
        keys.unlock_with_code(data, made["recovery"]["code"])
    assert run(capsys, *words, new)[0] == 1  # over nothing that is there
