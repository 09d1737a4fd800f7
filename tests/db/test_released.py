"""Data files of every schema that has landed open for ever: upgraded, whole, with the same pay to the fen."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from cjdesk.db import audit
from cjdesk.db.database import open_township
from cjdesk.db.migrate import Schema
from cjdesk.domain.month import Month
from cjdesk.services import payroll, people

RELEASED = Path(__file__).parents[1] / "data" / "released"
STEPS = Path(__file__).parents[2] / "migrations" / "versions"


def test_every_step_has_its_data_file():
    steps = {file.name[:4] for file in STEPS.glob("[0-9]*.py")}
    assert {folder.name for folder in RELEASED.iterdir() if folder.is_dir()} == steps


@pytest.mark.parametrize("step", sorted(folder.name for folder in RELEASED.iterdir() if folder.is_dir()))
def test_a_released_file_opens_and_pays_the_same(step: str, tmp_path: Path, clean_small: Path):
    folder = tmp_path / "data"
    shutil.copytree(RELEASED / step, folder)
    truth = json.loads((clean_small / "expected.json").read_text(encoding="utf-8"))
    database = open_township(folder, "lifang", "Guandong-2020")
    try:
        runs = database.ask(payroll.runs, Month(2021, 3))
        assert sum(run.net_fen for run in runs) == truth["payroll"]["P1_REPORT"]["total"]["net_fen"]
        assert {run.state for run in runs} == {"已审核"}
        assert database.ask(people.find, "").total >= len(truth["people"])
        version = database.ask(
            lambda session: session.execute(text("select version_num from alembic_version")).scalar()
        )
        assert version == Schema().head
        assert database.ask(audit.verify).whole
    finally:
        database.close()
