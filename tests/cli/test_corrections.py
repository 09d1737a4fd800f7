"""Late facts, corrections and debts from the command line."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cjdesk.cli import main
from cjdesk.db.database import open_township
from cjdesk.domain.month import Month
from cjdesk.services import months, payroll, people
from tests.services.desk import fill, id_no
from tests.services.test_corrections import assignment

NOVEMBER = Month(2020, 11)
Run = Callable[..., Any]


@pytest.fixture
def run(
    township_dir: Path, passphrase: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """November is locked, then somebody's last day becomes known."""
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)
    database = open_township(township_dir, "lifang", passphrase)
    database.do("Fill", fill)
    (sheet,) = database.do("Compute", payroll.compute, NOVEMBER, post_type="HL", by="李芳")
    database.do("Lock", payroll.lock, sheet.run_id, by="吴国芳")
    why = months.Late("村里才报来", "lifang")
    where = assignment(database, "龙小1")
    database.do("Leave", months.late, why, people.leave, where, end=date(2020, 11, 10), reason="外出务工")
    database.close()

    def call(*words: object, code: int = 0) -> Any:
        found = main([*(str(word) for word in words), "--data", str(township_dir), "--as", "lifang", "--json"])
        out, err = capsys.readouterr()
        assert found == code, err + out
        return json.loads(out)

    return call


def test_a_difference_is_listed_held_released_booked_and_repaid(run: Run, tmp_path: Path) -> None:
    found = run("payroll", "corrections")
    (one,) = found["differences"]
    assert (found["clawback_fen"], found["back_pay_fen"]) == (66_667, 0)
    assert (one["month"], one["name"], one["run"], one["line"], one["reason"]) == (
        "2020-11", "龙小1", "PAY-202011-0001", 1, "村里才报来",
    )  # fmt: skip
    person = ("--person", id_no(1))
    run("payroll", "hold", *person, "--month", "2020-11", "--reason", "等核实")
    assert run("payroll", "corrections")["differences"][0]["hold"] == "暂缓"
    assert (
        run("payroll", "hold", *person, "--month", "2020-10", "--reason", "x", code=1)["error"]["code"]
        == "PERSON_UNKNOWN"
    )
    run("payroll", "release", *person, "--month", "2020-11")
    run("payroll", "compute", "--month", "2020-12", "--post", "HL")
    run("payroll", "lock", "--month", "2020-12", "--post", "HL")
    owed = run("payroll", "owed")
    assert (owed["total_fen"], [entry["what"] for entry in owed["people"][0]["entries"]]) == (66_667, ["扣回"])
    notice = tmp_path / "notice.pdf"
    printed = run(
        "print", "clawback-notice", *person, "--until", "2020-12-25", "--phone", "0855-0000000", "--pdf", notice
    )
    assert (printed["form"], printed["balance_fen"]) == ("F12", 66_667)
    text = subprocess.run(["pdftotext", "-layout", str(notice), "-"], capture_output=True, text=True, check=True)
    text = unicodedata.normalize("NFKC", text.stdout)
    for said in ("1,000.00", "333.33", "666.67", "PAY-202011-0001", "2020年12月25日", "0855-0000000"):
        assert said in text
    assert id_no(1) not in text
    back = ("--receipt", "SJ-001", "--date", "2020-12-20")
    assert run("payroll", "repay", *person, "--amount", "600", *back)["balance_fen"] == 6_667
    assert run("payroll", "repay", *person, "--amount", "1", *back, code=1)["error"]["code"] == "RECEIPT_NUMBER_TAKEN"
    dropped = ("--receipt", "批〔2020〕3号", "--remark", "本人已故", "--amount", "66.67")
    assert run("payroll", "drop", *person, *dropped)["balance_fen"] == 0
    assert run("payroll", "owed")["people"] == []
    assert run("check")["sound"] is True


def test_the_notice_of_a_deduction_beyond_the_pay_names_post_and_line(run: Run, tmp_path: Path) -> None:
    december = ("--month", "2020-12", "--post", "HL")
    run("payroll", "extra", "add", id_no(2), *december, "--kind", "扣款", "--amount", "1200", "--reason", "多领")
    run("payroll", "compute", *december)
    run("payroll", "lock", *december)
    notice = tmp_path / "notice.pdf"
    printed = run("print", "clawback-notice", "--person", id_no(2), "--pdf", notice)
    assert printed["balance_fen"] == 20_000
    text = subprocess.run(["pdftotext", "-raw", str(notice), "-"], capture_output=True, text=True, check=True)
    text = unicodedata.normalize("NFKC", text.stdout)
    assert "你任护路员" in text
    assert "编号 REC-202012-0001-001" in text
    assert "应退金额 应扣未扣 200.00" in " ".join(text.split())
    assert "应发金额" not in text, "nothing was paid too much"


def test_a_workbook_may_reach_locked_months_with_a_reason(run: Run, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["身份证号", "姓名", "月份", "应出勤", "出勤", "事假", "病假", "旷工"])
    sheet.append([id_no(2), "龙小2", "2020-11", 22, 20, 2, 0, 0])
    file = tmp_path / "attendance.xlsx"
    book.save(file)
    refused = run("import", "attendance", file, "--month", "2020-11", code=3)
    assert [one["code"] for one in refused["rejected"]] == ["MONTH_IS_LOCKED"]
    taken = run("import", "attendance", file, "--month", "2020-11", "--late", "村里补交")
    assert (taken["created"], taken["rejected"]) == (1, [])
    assert run("payroll", "corrections", "--all")["differences"][0]["name"] == "龙小1", "P1 does not pay by attendance"
