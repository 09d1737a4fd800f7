"""``cjdesk self-test``: passes on a whole program, and fails by name on each kind of damage."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cjdesk import cli, paths
from cjdesk.cli import self_checks
from cjdesk.county import intake
from cjdesk.county.house import County
from cjdesk.domain.errors import UserError
from cjdesk.gui.people.page import PeoplePage
from cjdesk.gui.screens import SCREENS
from cjdesk.printing import embedded

STEPS = [folder.name for folder in self_checks.released()]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = cli.main(["self-test", "--json", *words])
    return code, json.loads(capsys.readouterr().out)


def failed(said: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["note"] for one in said["checks"] if not one["passed"]}


def test_a_whole_program_passes_and_leaves_nothing(tmp_path: Path) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    home = tmp_path / "home"
    environment = {**os.environ, "TMPDIR": str(temp), "HOME": str(home), "XDG_DATA_HOME": "", "XDG_STATE_HOME": ""}
    report = tmp_path / "report.txt"
    done = subprocess.run(
        [sys.executable, "-m", "cjdesk", "self-test", "--json", "--report", str(report)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    names = [one["name"] for one in said["checks"]]
    assert said["passed"]
    assert not failed(said)
    assert [one["note"][:4] for one in said["checks"] if one["name"] == "打开旧版本的数据文件"] == STEPS
    assert sum(name.startswith("打开“") for name in names) == len(SCREENS)
    assert {
        "PDF 带着字体，页面与所附数据一致",
        "批次能打开，改过的被拒收",
        "计算当月工资",
        "建立加密数据文件",
        "各种照片和扫描件都能读",
        "用户手册、核对程序和表格文字",
    } <= set(names)
    assert f"自检通过：共 {len(names)} 项。" in report.read_text(encoding="utf-8")
    assert not list(temp.iterdir()), "what it made is gone"
    assert not (home / ".local" / "share" / "CJDesk").exists(), "the clerk's data were not touched"


@pytest.mark.usefixtures("qapp")
class TestDamage:
    def test_an_old_data_file_that_does_not_open(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        copies = tmp_path / "released"
        shutil.copytree(paths.released(), copies)
        file = copies / STEPS[0] / "cjdesk.db"
        content = bytearray(file.read_bytes())
        content[5000:5100] = bytes(100)
        file.write_bytes(content)
        monkeypatch.setattr(paths, "released", lambda: copies)
        code, said = run(capsys)
        assert code == 1
        assert not said["passed"]
        assert list(failed(said)) == ["打开旧版本的数据文件"]

    def test_a_font_that_is_not_in_the_pdf(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        outside = embedded.EmbeddedFont("SimSun", embedded=False)
        monkeypatch.setattr(self_checks.embedded, "fonts", lambda _pdf: (outside,))
        code, said = run(capsys)
        assert code == 1
        assert "SimSun" in failed(said)["PDF 带着字体，页面与所附数据一致"]

    def test_a_forged_batch_that_is_taken_in(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        strict = intake.intake

        def lenient(county: County, content: bytes, *, name: str = "") -> intake.Outcome | None:
            try:
                return strict(county, content, name=name)
            except UserError:
                return None

        monkeypatch.setattr(intake, "intake", lenient)
        code, said = run(capsys)
        assert code == 1
        assert "没有发现" in failed(said)["批次能打开，改过的被拒收"]

    @pytest.mark.expects_log
    def test_a_page_that_breaks(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(_page: PeoplePage) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(PeoplePage, "refresh", broken)
        code, said = run(capsys)
        assert code == 1
        assert list(failed(said)) == ["打开“人员”页"]
        assert "ZeroDivisionError" in failed(said)["打开“人员”页"]

    def test_a_job_that_fails_stops_what_needs_it_but_not_the_rest(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(self_checks, "PASSPHRASE", "weak")
        code, said = run(capsys)
        names = [one["name"] for one in said["checks"]]
        assert code == 1
        assert "PASSPHRASE_TOO_WEAK" in failed(said)["主要工作从头到尾"]
        assert "PDF 带着字体，页面与所附数据一致" not in names
        assert "打开旧版本的数据文件" in names


def test_a_report_that_cannot_be_written_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, said = run(capsys, "--report", str(tmp_path / "no" / "report.txt"))
    assert code == 1
    assert said["error"]["code"] == "FOLDER_IS_GONE"
