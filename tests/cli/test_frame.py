"""The command line's frame: exit codes, one JSON document, words in two languages, quick help."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cjdesk import i18n
from cjdesk.cli import VERBS, main


def test_help_names_every_verb_and_imports_no_database() -> None:
    script = (
        "import sys\nfrom cjdesk.cli import main\ncode = main(['--help'])\n"
        "heavy = {'sqlalchemy', 'PySide6', 'cryptography', 'python_calamine'} & set(sys.modules)\n"
        "sys.exit(f'{heavy}' if heavy else code)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    shown = done.stdout.decode("utf-8")
    assert not [verb.name for verb in VERBS if f"    {verb.name}" not in shown]


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_every_verb_has_its_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == 0
    assert f"cjdesk {verb}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["nothing"], ["reference"], ["payroll", "compute"], ["--lang", "fr", "check"]])
def test_wrong_usage_is_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().out == ""


def test_an_error_is_one_document_with_code_words_and_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CJDESK_PASSPHRASE", raising=False)
    arguments = ["check", "--as", "lifang", "--data", str(tmp_path), "--passphrase-file", str(tmp_path / "none")]
    assert main([*arguments, "--json"]) == 1
    chinese = json.loads(capsys.readouterr().out)["error"]
    assert (chinese["code"], chinese["field"]) == ("PASSPHRASE_MISSING", "passphrase")
    assert main([*arguments, "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("No passphrase was given.")
    assert chinese["message"].startswith("没有给密码")
    assert i18n.language() == "zh_CN"


def test_without_a_display_the_desk_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "NO_DISPLAY"


def test_options_may_stand_before_the_verb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = ["--json", "--data", str(tmp_path), "--as", "x", "--passphrase-file", str(tmp_path / "none"), "check"]
    assert main(before) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "PASSPHRASE_MISSING"


def test_a_bug_is_70_with_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("石小花 522699199203050049")

    monkeypatch.setattr("cjdesk.cli.reference._show", broken)
    monkeypatch.setattr("cjdesk.paths.reports_dir", lambda: tmp_path / "reports")
    assert main(["reference", "show", "--json"]) == 70
    error = json.loads(capsys.readouterr().out)["error"]
    report = Path(error["report"]).read_text("utf-8")
    assert error["code"] == "BUG"
    assert "RuntimeError" in report
    assert "522699" not in report
    assert "石小花" not in report


def test_a_passphrase_file_is_read_by_its_first_line(
    township_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], passphrase: str
) -> None:
    file = tmp_path / "secret.txt"
    file.write_bytes(f"\ufeff{passphrase}\r\nmore\r\n".encode())
    arguments = ["reference", "show", "--data", str(township_dir), "--passphrase-file", str(file), "--json"]
    assert main(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["reference"] == {"version": "2020-01", "issuer": "522633"}
    assert {one["from"] for one in document["standard"] if one["post_type"] == "HL"} == {"2020-01-01"}


def test_a_second_clerk_is_let_in(
    township_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, passphrase: str
) -> None:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)
    monkeypatch.setenv("CJDESK_NEW_PASSPHRASE", "Another-2020")
    place = ["--data", str(township_dir), "--as", "lifang", "--json"]
    assert main(["clerk", "add", "wangjun", "--name", "王军", *place]) == 0
    assert json.loads(capsys.readouterr().out)["clerk"]["role"] == "审批"
    assert main(["clerk", "list", *place]) == 0
    assert [one["login"] for one in json.loads(capsys.readouterr().out)["clerks"]] == ["lifang", "wangjun"]
