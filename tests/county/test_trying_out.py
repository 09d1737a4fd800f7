"""A county on a plain SQLite file, for trying out: the same door, the same answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from cjdesk.county import house, intake, stations
from cjdesk.db.database import Database
from cjdesk.domain.errors import UserError
from cjdesk.services import batches, payroll
from tests.services.desk import MONTH, fill, run_month


def test_batches_land_on_sqlite_too(township: Database, tmp_path: Path):
    url = f"sqlite:///{(tmp_path / 'county.db').as_posix()}"
    county = house.begin(
        url, tmp_path / "county", office="522633", name="从江县", passphrase="Congjiang-2020", demo=True
    )
    township.do("Fill", fill)
    township.do("Trust", batches.trust, county.own.card_file()[1])
    county.database.do("Register", stations.register, township.do("Key", batches.card_file)[1])
    run = run_month(township, "GS")
    files = []
    for made in township.do("Make", batches.make_all, month=MONTH, by="lifang"):
        files.append(township.ask(batches.content, made.id)[1])
        township.do("Export", batches.export, made.id, tmp_path)
    assert intake.intake(county, files[3]).missing == (1, 2, 3)
    assert [intake.intake(county, content).state for content in files] == ["TAKEN", "TAKEN", "TAKEN", "REPEATED"]
    assert county.database.ask(payroll.sheet, run) == township.ask(payroll.sheet, run)
    township.do("Unlock", payroll.unlock, run, by="李芳", reason="改正")
    run_month(township, "GS")
    made = township.do("Make", batches.make, "PAY", month=MONTH, by="lifang", run_id=run)
    content = township.ask(batches.content, made.id)[1]
    outcome = intake.intake(county, content)
    assert (outcome.state, outcome.version) == ("TAKEN", 2)
    assert intake.intake(county, content).receipt == outcome.receipt
    assert county.database.ask(payroll.sheet, run) == township.ask(payroll.sheet, run)
    with pytest.raises(UserError):
        intake.intake(county, content[:-1])
    county.close()
