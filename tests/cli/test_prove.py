"""``payroll prove`` and ``check`` from the command line: files, exit codes, words; the checker run as auditors do."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cjdesk.cli import main
from cjdesk.db.database import open_township

MONTH = ("--month", "2021-03")


@pytest.fixture(autouse=True)
def no_typing(monkeypatch: pytest.MonkeyPatch, passphrase: str) -> None:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)


@pytest.fixture
def desk(township_dir: Path, clean_small: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    for kind in ("roster", "receipts", "attendance"):
        assert run(capsys, township_dir, "import", kind, clean_small / f"{kind}.xlsx", *MONTH)[0] == 0
    run(capsys, township_dir, "payroll", "compute", *MONTH)
    return township_dir


def run(capsys: pytest.CaptureFixture[str], data: Path, *words: object) -> tuple[int, Any]:
    code = main([*(str(word) for word in words), "--data", str(data), "--as", "lifang", "--json"])
    return code, json.loads(capsys.readouterr().out)


def audited(*words: object) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", *(str(word) for word in words)]
    result = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env={"PYTHONUTF8": "1"}
    )
    assert result.stderr == ""
    return result.returncode, result.stdout


def test_a_locked_month_is_proven_into_a_folder_with_its_checker(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "审计"
    code, said = run(capsys, desk, "payroll", "prove", *MONTH, out)
    assert (code, said["error"]["code"], out.exists()) == (1, "RUN_NOT_LOCKED", False)
    run(capsys, desk, "payroll", "lock", *MONTH)
    code, made = run(capsys, desk, "payroll", "prove", *MONTH, out, "--purpose", "县审计局抽查")
    assert (code, len(made["runs"]), len(made["files"])) == (0, 3, 4)
    names = sorted(path.name for path in out.iterdir())
    assert names[-3:] == [f"含个人信息_阅后删除_发放证明_PAY-202103-000{number}_第1版.json" for number in (1, 2, 3)]
    assert audited(out / "proof_checker.py", out)[0] == 0
    first = out / names[-1]
    content = bytearray(first.read_bytes())
    content[len(content) // 2] ^= 1
    first.write_bytes(content)
    code, words = audited(out / "proof_checker.py", out)
    assert code == 1
    assert "行" in words


def test_one_run_goes_into_a_file_and_several_into_a_zip(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], clean_small: Path
) -> None:
    run(capsys, desk, "payroll", "lock", *MONTH)
    one = tmp_path / "new folder" / "证明.json"
    code, said = run(capsys, desk, "payroll", "prove", *MONTH, one)
    assert (code, said["error"]["code"]) == (1, "PROOF_NEEDS_FOLDER")
    code, made = run(capsys, desk, "payroll", "prove", *MONTH, "--post", "GS", one)
    assert (code, made["files"], made["runs"][0]["not_provable"]) == (0, [str(one)], [])
    packed = tmp_path / "证明.zip"
    assert run(capsys, desk, "payroll", "prove", *MONTH, packed)[0] == 0
    assert len(zipfile.ZipFile(packed).namelist()) == 4
    checker = tmp_path / "proof_checker.py"
    checker.write_bytes(zipfile.ZipFile(packed).read("proof_checker.py"))
    assert audited(checker, one, packed)[0] == 0
    code, said = run(capsys, desk, "payroll", "prove", "--month", "2021-04", packed)
    assert (code, said["error"]["code"]) == (1, "NO_RUN")


def test_lines_from_before_are_said_and_check_names_a_changed_amount(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], passphrase: str
) -> None:
    run(capsys, desk, "payroll", "lock", *MONTH)
    assert run(capsys, desk, "check")[0] == 0
    database = open_township(desk, "lifang", passphrase)
    try:
        database.do("older", _sql, "UPDATE pay_line SET inputs = NULL WHERE number = 1")
        database.do("forge", _sql, "UPDATE pay_line SET topup_fen = 1, net_fen = net_fen + 1 WHERE number = 2")
    finally:
        database.close()
    code, made = run(capsys, desk, "payroll", "prove", *MONTH, "--post", "HL", tmp_path / "x.json")
    assert (code, made["runs"][0]["not_provable"]) == (3, [1])
    code, report = run(capsys, desk, "check")
    assert code == 1
    assert any("重算，保底补差应为 0.00，表上是 0.01" in one["message"] for one in report["findings"])


def _sql(session: Any, statement: str) -> None:
    from sqlalchemy import text

    session.execute(text(statement))
