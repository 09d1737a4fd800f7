"""update check, apply, back and status from the command line, with every refusal as a code, words and exit code 1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cjdesk
from cjdesk.cli import main
from cjdesk.db.database import open_township
from tests.db.test_upgrade import LATER, NICKNAMES, NOW, steps
from tests.services.installed import Computer, computer, running
from tests.sync.releases import SETUP, STRANGER


@pytest.fixture(autouse=True)
def no_typing(monkeypatch: pytest.MonkeyPatch, passphrase: str) -> None:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return computer(tmp_path, monkeypatch)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    code = main([*(str(word) for word in words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_an_update_and_the_way_back(
    township_dir: Path, here: Computer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, path = cjdesk.__version__, here.put()
    code, found = run(capsys, "update", "check", path, "--data", township_dir)
    assert (code, found["offer"]["version"], found["changes_data"]) == (0, "9.0.0", False)
    code, done = run(capsys, "update", "apply", path, "--data", township_dir)
    assert (code, Path(done["applied"]["backup"]).is_file()) == (0, True)
    assert here.started[0][1:] == (SETUP, ("/S",))
    code, found = run(capsys, "update", "status", "--data", township_dir)
    assert (code, found["status"]["ended"], found["status"]["last"]["after"]) == (0, "not done", "9.0.0")
    running("9.0.0", monkeypatch)
    here.keep_previous(mine)
    assert main(["check", "--data", str(township_dir)]) == 0
    capsys.readouterr()
    code, found = run(capsys, "update", "status", "--data", township_dir)
    assert (code, found["status"]["ended"], found["status"]["back_to"]) == (0, "done", mine)
    code, done = run(capsys, "update", "back", "--data", township_dir)
    assert (code, done["back"]["version"], done["back"]["restored"]) == (0, mine, None)
    assert here.started[1][2] == ("/ROLLBACK",)
    running(mine, monkeypatch)
    code, found = run(capsys, "update", "status", "--data", township_dir)
    assert (code, found["status"]["highest"], found["status"]["last"]) == (0, "9.0.0", None)
    code, refused = run(capsys, "update", "apply", here.put("8.9.9"), "--data", township_dir)
    assert (code, refused["error"]["code"]) == (1, "UPDATE_ROLLBACK")


def test_words_are_complete_in_both_languages(
    township_dir: Path, here: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    here.keep_previous()
    path = str(here.put(schema_brings=LATER))
    data = ["--data", str(township_dir)]
    for words in (["check", path], ["apply", path], ["status"], ["back"]):
        for language in ("zh_CN", "en"):
            assert main(["update", *words, *data, "--lang", language]) == 0
    said = capsys.readouterr().out
    for expected in (
        "工资页更快",
        "Payroll is faster",
        "数据已备份并检验",
        f"from form {NOW} to {LATER}",
        "正在换回 0.0.9 版",
    ):
        assert expected in said


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda content: content[:-1000], "UPDATE_INCOMPLETE"),
        (lambda content: content.replace(b"MZ not", b"MZ now"), "UPDATE_PART_DIFFERS"),
        (lambda content: content.replace(b'"0.1.0"', b'"0.0.0"'), "UPDATE_SIGNATURE"),
        (lambda _content: b"PK\x03\x04", "UPDATE_NO_PACKAGE"),
    ],
)
def test_a_touched_package_is_exit_code_1(
    township_dir: Path, here: Computer, capsys: pytest.CaptureFixture[str], spoil: Any, code: str
) -> None:
    path = here.put()
    path.write_bytes(spoil(path.read_bytes()))
    for verb in ("check", "apply"):
        exit_code, answer = run(capsys, "update", verb, path, "--data", township_dir)
        assert (exit_code, answer["error"]["code"]) == (1, code)
        assert "没有安装任何内容" in answer["error"]["message"]
    assert here.started == []


def test_a_strangers_package_and_a_pulled_stick(
    township_dir: Path, here: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "update", "check", here.put(seed=STRANGER), "--data", township_dir)[1]["error"]["code"] == (
        "UPDATE_UNKNOWN_KEY"
    )
    assert run(capsys, "update", "check", here.stick / "gone.cju", "--data", township_dir)[1]["error"]["code"] == (
        "UPDATE_UNREADABLE"
    )


def test_the_installer_is_for_windows_only(
    township_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = computer(tmp_path, monkeypatch, windows=False)
    code, answer = run(capsys, "update", "apply", here.put(), "--data", township_dir)
    assert (code, answer["error"]["code"]) == (1, "UPDATE_WINDOWS_ONLY")


def test_there_is_no_way_back_without_a_version_and_data_that_it_opens(
    township_dir: Path, here: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str], passphrase: str
) -> None:
    code, answer = run(capsys, "update", "back", "--data", township_dir)
    assert (code, answer["error"]["code"]) == (1, "BACK_NO_PREVIOUS")
    here.keep_previous(schema="0000")
    code, answer = run(capsys, "update", "back", "--data", township_dir)
    assert (code, answer["error"]["code"]) == (1, "BACK_NO_BACKUP")


def test_a_program_that_cannot_open_the_data_can_still_go_back(
    township_dir: Path, here: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str], passphrase: str
) -> None:
    open_township(township_dir, "lifang", passphrase, schema=steps(tmp_path, NICKNAMES)).close()
    here.keep_previous()
    code, answer = run(capsys, "update", "back", "--data", township_dir)
    assert (code, answer["error"]["code"]) == (1, "FILE_IS_NEWER")
    code, answer = run(capsys, "update", "back", "--program-only", "--data", township_dir)
    assert (code, answer["back"]["version"]) == (0, "0.0.9")
    assert len(here.started) == 1


def test_a_program_without_a_release_key_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], township_dir: Path
) -> None:
    """As it is in a checkout: the key is the releaser's to put in."""
    code, found = run(capsys, "update", "status", "--data", township_dir)
    assert (code, found["status"]["version"]) == (0, cjdesk.__version__)
    if not found["status"]["keys"]:
        main(["update", "status", "--data", str(township_dir)])
        assert "没有发布密钥" in capsys.readouterr().out
