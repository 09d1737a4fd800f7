"""The report of a bug says where, and holds no names, ID numbers or accounts."""

import logging
from pathlib import Path

import pytest

from cjdesk import log, paths


def _broken() -> Exception:
    try:
        try:
            {}["522699199203050049"]
        except KeyError as error:
            raise RuntimeError("石小花的账号 6299991234567890123 不见了") from error
    except RuntimeError as error:
        return error


def test_a_report_has_calls_but_no_people(tmp_path: Path) -> None:
    path = log.keep_report(_broken(), tmp_path / "reports")
    text = path.read_text("utf-8")
    assert "test_log.py" in text
    assert "builtins.RuntimeError" in text
    assert "builtins.KeyError" in text
    for secret in ("石小花", "522699199203050049", "6299991234567890123"):
        assert secret not in text


def test_a_report_is_kept_elsewhere_when_its_folder_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert log.keep_report(_broken(), tmp_path / "file" / "reports").parent == tmp_path


def test_the_log_goes_to_its_file(tmp_path: Path) -> None:
    handler = log.to_file(tmp_path / "log")
    try:
        logging.getLogger("cjdesk.tests").info("Lock a run 01a2")
    finally:
        log.detach(handler)
    assert "Lock a run 01a2" in (tmp_path / "log" / "cjdesk.log").read_text("utf-8")


def test_carried_folders_are_found_in_a_frozen_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"
    assert paths.migrations().name in {"migrations", "_migrations"}
