"""The step 0002: lines know their month and their whole equation, payments their key, water wardens their commission."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import select, text

from cjdesk.db.database import open_township
from cjdesk.db.models import PayLine, PayRun, PostType
from cjdesk.services import check

FILE = Path(__file__).parents[1] / "data" / "released" / "0001"


def test_a_file_of_0001_gets_what_0002_needs(tmp_path: Path):
    folder = tmp_path / "data"
    shutil.copytree(FILE, folder)
    database = open_township(folder, "lifang", "Guandong-2020")
    try:
        months = select(PayLine.month, PayRun.month).join(PayRun, PayRun.id == PayLine.run_id).distinct()
        assert all(mine == of_run for mine, of_run in database.ask(lambda session: session.execute(months).all()))
        kinds = select(PostType.code).where(PostType.commission)
        assert database.ask(lambda session: list(session.scalars(kinds))) == ["GS"]
        assert check.run(database).findings == ()
        assert database.ask(lambda session: session.scalar(text("SELECT count(*) FROM pay_line WHERE month = ''"))) == 0
    finally:
        database.close()
