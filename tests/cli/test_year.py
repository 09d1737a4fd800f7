"""year, its paper and its workbooks from the command line, against the months that were locked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cjdesk.cli import main
from cjdesk.db.database import open_township
from cjdesk.services import payroll

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def no_typing(monkeypatch: pytest.MonkeyPatch, passphrase: str) -> None:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)


def test_a_year_of_one_locked_month(
    township_dir: Path, clean_small: Path, tmp_path: Path, passphrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: object, code: int = 0) -> Any:
        capsys.readouterr()
        found = main([*map(str, words), "--data", str(township_dir), "--as", "lifang", "--json"])
        said = capsys.readouterr()
        assert found == code, said
        return json.loads(said.out)

    month = ("--month", "2021-03")
    assert run("year", "show", "--year", "2021")["totals"]["net_fen"] == 0
    for kind in ("roster", "receipts", "attendance"):
        run("import", kind, clean_small / f"{kind}.xlsx", *month)
    run("payroll", "compute", *month)
    said = run("print", "year", "--year", "2021", "--pdf", tmp_path / "f14.pdf", code=1)
    assert said["error"]["code"] == "NOTHING_TO_PRINT"
    sheets = run("payroll", "lock", *month)["runs"]
    net = sum(one["totals"]["net_fen"] for one in sheets)

    shown = run("year", "show", "--year", "2021")
    assert (shown["until"], shown["totals"]["net_fen"]) == ("2021-03", net)
    assert shown["months"]["2021-03"]["net_fen"] == sum(pay["net_fen"] for pay in shown["funds"].values()) == net
    assert sum(line["totals"]["net_fen"] for line in shown["lines"]) == net
    assert shown["totals"]["unlisted_fen"] == net
    database = open_township(township_dir, "lifang", passphrase)
    for one in sheets:
        database.do("approve", payroll.approve, one["run_id"], by="吴国芳")
    database.close()
    run("bank", "export", *month, "--template", "NSH-TXT", tmp_path / "list.txt")
    shown = run("year", "show", "--year", "2021")
    assert (shown["totals"]["pending_fen"], shown["totals"]["unlisted_fen"]) == (net, 0)

    assert run("print", "year", "--year", "2021", "--pdf", tmp_path / "f14.pdf")["net_fen"] == net
    assert run("print", "year", "--year", "2021", "--pdf", tmp_path / "f14.pdf")["copy"] == 2
    assert run("print", "tax", "--year", "2021", "--pdf", tmp_path / "tax.pdf")["tax_fen"] == 0
    taxed = run("year", "tax", "--year", "2021")
    assert (taxed["totals"]["gross_fen"], taxed["totals"]["tax_fen"]) == (net, 0)
    assert run("export", "year", tmp_path / "year.xlsx", "--year", "2021")["rows"] == len(shown["lines"])
    rows = list(load_workbook(tmp_path / "year.xlsx")["年度汇总"].iter_rows(values_only=True))
    assert round(rows[-1][-1] * 100) == net
    assert run("export", "tax", tmp_path / "tax.xlsx", "--year", "2021")["rows"] >= taxed["people"]
    for wrong in ("21", "二〇二一", "0001"):
        assert run("year", "show", "--year", wrong, code=1)["error"]["code"] == "WRONG_YEAR"
