"""A clerk's month at 贯洞镇 by the command line alone: dirty workbooks in, a receipt of the county back."""

from __future__ import annotations

import io
import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cjdesk.cli import main

PASSPHRASES = {"lifang": "Guandong-2020", "wangjun": "Pingshen-2020", "zhaoming": "Zhenzhang-2020"}
KINDS = ("roster", "receipts", "attendance", "members", "households")
MONTH = ("--month", "2020-11")


class Office:
    """What a clerk types, and what comes back."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.data, self._capsys, self._monkeypatch = data, capsys, monkeypatch

    def types(self, *words: object, login: str = "lifang", code: int = 0) -> Any:
        """Run a verb as this clerk and give its JSON; the exit code must be this one."""
        self._monkeypatch.setenv("CJDESK_PASSPHRASE", PASSPHRASES[login])
        found = main([*map(str, words), "--data", str(self.data), "--as", login, "--json"])
        out, err = self._capsys.readouterr()
        assert found == code, err + out
        return json.loads(out)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    """A new office of 贯洞镇 with a second person who checks and a third who approves."""
    made = Office(tmp_path / "data", capsys, monkeypatch)
    made.types("init", "--township", "522633101", "--station", "GD-01", "--recovery-out", tmp_path / "recovery.txt")
    for login, name, role in (("wangjun", "王军", "审核"), ("zhaoming", "赵明", "审批")):
        monkeypatch.setenv("CJDESK_NEW_PASSPHRASE", PASSPHRASES[login])
        made.types("clerk", "add", login, "--name", name, "--role", role)
    return made


def truth_of(folder: Path) -> Any:
    return json.loads((folder / "expected.json").read_text("utf-8"))


def found_by(issues: list[dict[str, Any]], file: str) -> Counter[tuple[str, int, str]]:
    return Counter(
        (one["sheet"], one["row"], one["code"]) for one in issues if one["file"] == file and not one.get("optional")
    )


def test_a_month_from_dirty_workbooks_to_the_countys_receipt(
    desk: Office, guandong: Path, county_url: str, tmp_path: Path
) -> None:
    truth = truth_of(guandong)
    for kind in KINDS:
        file = guandong / f"{kind}.xlsx"
        wrong = [one for one in truth["rejected_rows"] if one["file"] == file.name]
        rejects = tmp_path / f"{kind}-rejects.xlsx"
        answer = desk.types("import", kind, file, *MONTH, "--rejects", rejects, code=3 if wrong else 0)
        assert answer["rejected_rows"] == len(wrong), kind
        assert {(one["sheet"], one["row"]) for one in answer["rejected"]} == {
            (one["sheet"], one["row"]) for one in wrong
        }
        errors = [one for one in truth["issues"] if one["severity"] == "error"]
        assert not found_by(errors, file.name) - Counter(
            (one["sheet"], one["row"], one["code"]) for one in answer["rejected"]
        )
        assert all(one["message"] for one in answer["rejected"] + answer["warnings"])
        assert rejects.exists() == bool(wrong)
    again = desk.types("import", "roster", guandong / "roster.xlsx", code=3)
    assert (again["created"], again["updated"]) == (0, 0)

    computed = desk.types("payroll", "compute", *MONTH)
    assert {run["post_type"]: run["totals"]["net_fen"] for run in computed["runs"]} == {
        post: totals["net_fen"] for post, totals in truth["payroll"]["P1_REPORT"]["totals_by_post"].items()
    }
    shown = desk.types("payroll", "show", *MONTH)
    lines = {(line["id_no"], line["post_type"], line["start"]): line for run in shown["runs"] for line in run["lines"]}
    keys = ("end", "paid_days", "base_fen", "commission_fen", "commission_carried_fen", "topup_fen", "net_fen", "flags")
    assert len(lines) == len(truth["payroll"]["P1_REPORT"]["lines"])
    for wanted in truth["payroll"]["P1_REPORT"]["lines"]:
        line = lines[wanted["id_no"], wanted["post_type"], wanted["start"]]
        assert {key: line[key] for key in keys} == {key: wanted[key] for key in keys}
        assert line["trace"]
    assert sum(run["totals"]["net_fen"] for run in shown["runs"]) == truth["payroll"]["P1_REPORT"]["total"]["net_fen"]

    refused = desk.types("payroll", "lock", *MONTH, code=1)
    assert refused["error"]["code"] == "OWN_CHECK"
    locked = desk.types("payroll", "lock", *MONTH, login="wangjun")
    assert {run["state"] for run in locked["runs"]} == {"已审核"}
    for login in ("lifang", "wangjun"):
        refused = desk.types("payroll", "approve", *MONTH, login=login, code=1)
        assert refused["error"]["code"] == "OWN_RUN"
    approved = desk.types("payroll", "approve", *MONTH, login="zhaoming")
    assert {run["state"] for run in approved["runs"]} == {"已审批"}
    late = desk.types("import", "attendance", guandong / "attendance.xlsx", *MONTH, "--all-or-nothing", code=1)
    assert late["error"]["code"] in {"ROWS_REJECTED", "MONTH_IS_LOCKED"}

    printed(desk, tmp_path, shown)
    listed(desk, tmp_path, truth)
    delivered(desk, tmp_path, county_url, truth)

    assert desk.types("check")["sound"] is True
    assert desk.types("log", "verify")["whole"] is True


def printed(desk: Office, folder: Path, shown: Any) -> None:
    """The sheet's text says the same total as the run; the poster holds no long number."""
    for run in shown["runs"]:
        for form in ("sheet", "poster"):
            pdf = folder / f"{form}-{run['post_type']}.pdf"
            desk.types("print", form, *MONTH, "--post", run["post_type"], "--pdf", pdf)
            text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
            total = run["totals"]["net_fen"]
            assert f"{total // 100:,}.{total % 100:02d}" in text.stdout
            if form == "poster":
                digits = "".join(sign if sign.isdigit() else " " for sign in text.stdout)
                assert not [number for number in digits.split() if 15 <= len(number) <= 19]


def listed(desk: Office, folder: Path, truth: Any) -> None:
    """The bank's list pays everybody but those without a usable account, in text cells."""
    blocked = {one["id_no"] for one in truth["bank_file"]["blocked"]}
    paid = [line for line in truth["payroll"]["P1_REPORT"]["lines"] if line["net_fen"] and line["id_no"] not in blocked]
    out = folder / "bank.xlsx"
    answer = desk.types("bank", "export", *MONTH, "--template", "NSH-XLSX", out, code=3)
    cells = [cell for row in load_workbook(io.BytesIO(out.read_bytes())).worksheets[0] for cell in row]
    long = [cell for cell in cells if isinstance(cell.value, int | float) and abs(cell.value) >= 10**11]
    assert not long, "an account that is a number has lost digits"
    assert answer["total_fen"] == sum(line["net_fen"] for line in paid)
    text = folder / "bank.txt"
    refused = desk.types("bank", "export", *MONTH, "--template", "NSH-TXT", text, code=1)
    assert refused["error"]["code"] == "TEMPLATE_FIXED", "one list, one file: the bank must not get it twice"
    desk.types("bank", "withdraw", "--list", answer["number"], "--reason", "银行要文本", "--not-at-bank")
    desk.types("bank", "export", *MONTH, "--template", "NSH-TXT", text, code=3)
    assert "|" in text.read_bytes().decode("gb18030")


def delivered(desk: Office, folder: Path, county_url: str, truth: Any) -> None:
    """Sealed, carried, taken in, answered: only then delivered."""
    county = ("--db", county_url, "--dir", folder / "county")
    stick = folder / "stick"
    stick.mkdir()
    desk.types("county", "init", *county)
    county_key = desk.types("county", "key", stick, *county)["path"]
    desk.types("batch", "trust", county_key)
    desk_key = desk.types("batch", "key", stick)["path"]
    desk.types("county", "station", "add", desk_key, *county)

    made = desk.types("batch", "make", *MONTH, "--to", stick, login="zhaoming")
    pay = [one for one in made["batches"] if one["kind"] == "PAY"]
    assert sum(one["total_fen"] for one in pay) == truth["payroll"]["P1_REPORT"]["total"]["net_fen"]
    assert {one["state"] for one in desk.types("batch", "status")["batches"]} == {"已导出"}

    files = [one["path"] for one in made["batches"]]
    taken = desk.types("county", "intake", *files, *county)
    assert {one["state"] for one in taken["batches"]} == {"TAKEN"}
    again = desk.types("county", "intake", *files, *county)
    assert {one["state"] for one in again["batches"]} == {"REPEATED"}
    receipts = desk.types("county", "receipts", "--to", stick, *county)
    desk.types("batch", "receive", *[one["path"] for one in receipts["answers"]])
    assert {one["state"] for one in desk.types("batch", "status")["batches"]} == {"已送达"}
