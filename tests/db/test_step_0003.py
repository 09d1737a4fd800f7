"""The step 0003: a file of 0002 keeps its pay and takes in signed paper and award rounds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from cjdesk.db.database import Database, open_township
from cjdesk.domain.awards import Half
from cjdesk.domain.month import Month
from cjdesk.services import awards, check, payroll, scans
from cjdesk.services.scans import Picture

MONTH = Month(2021, 3)
FILE = Path(__file__).parents[1] / "data" / "released" / "0002"


@pytest.fixture
def upgraded(tmp_path: Path):
    folder = tmp_path / "data"
    shutil.copytree(FILE, folder)
    database = open_township(folder, "lifang", "Guandong-2020")
    yield database
    database.close()


def picture(mark: str) -> Picture:
    return Picture("page.jpg", b"\xff\xd8" + mark.encode(), 2000, 1413, 900_000, mark * 64)


def test_a_file_of_0002_takes_in_paper_and_rounds(upgraded: Database):
    run = upgraded.ask(payroll.runs, MONTH)[0]
    upgraded.do("Add", scans.add, [picture("a")], by="lifang", number=run.number, page=1)
    made = upgraded.do("Round", awards.add_round, half=Half(2021, 1))
    assert upgraded.ask(scans.of_paper, run.number).progress.here == 1
    assert upgraded.ask(awards.award_list, made).number == "AW-2021H1-01"
    assert check.run(upgraded).sound


def test_the_tables_are_those_of_the_models(upgraded: Database):
    def names(session) -> set[str]:
        return set(inspect(session.connection()).get_table_names())

    assert {"scan", "award", "award_round"} <= upgraded.ask(names)


def test_the_same_standing_picture_is_refused_by_the_file_itself(upgraded: Database):
    """Even a program that forgot to ask cannot keep a picture twice."""
    run = upgraded.ask(payroll.runs, MONTH)[0]
    upgraded.do("Add", scans.add, [picture("b")], by="lifang", number=run.number)

    def forgetful(session) -> None:
        session.execute(
            text("INSERT INTO scan SELECT 'other', * FROM (SELECT township, run_id, list_id, publicity_id, scheme_id, "
                 "round_id, month, number, form, revision, page, pages, check_code, file_name, media_type, width, height, "
                 "original_size, original_sha256, size, sha256, warnings, remark, added_at, added_by, withdrawn, version, "
                 "changed_at, content FROM scan)")
        )  # fmt: skip

    with pytest.raises(IntegrityError):
        upgraded.do("Forget", forgetful)
