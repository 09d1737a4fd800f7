"""A year of 7,462 people, twelve months each, worked out from the stored lines, against reading the same rows bare.

Run by name: ``python -m pytest tests/benchmarks/bench_year.py -s``. The peer runs one SELECT of the same columns on the
same encrypted file and sums the net in a Python loop. Aim: within 6 times of it; page 统计 reads a year off the GUI
thread and cannot freeze whatever the figure is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import Assignment, PayLine, PayRun
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain.month import Month
from cjdesk.services import year
from cjdesk.services.year import COMPONENTS
from tests.services import desk

PEOPLE = 7_462
YEAR = 2020


def fill(session: Session) -> None:
    """The lines of one assignment over and over, each under a fund of its own, so that each is a person's year."""
    person, assignment = session.execute(select(Assignment.person_id, Assignment.id)).first() or ("", "")
    rows = desk.Rows(session, "522633101")
    for month in range(1, 13):
        run_id = rows.add(
            PayRun, number=f"R-{month}", month=Month(YEAR, month), post_type="HL", state="已审核",
            head={"post_type_name": "护路员"}, rules_version="t", inputs_hash="", check_code="", computed_at=utc_now(),
            made_by="李芳",
        )  # fmt: skip
        parts = dict.fromkeys(COMPONENTS, 0) | {"base_fen": 100_000, "net_fen": 100_000}
        lines = [
            {
                "id": new_id(), "township": "522633101", "run_id": run_id, "number": number, "month": Month(YEAR, month),
                "person_id": person, "assignment_id": assignment, "id_no": desk.id_no(1), "name": "龙小一", "sex": "1",
                "village": "干团村", "village_group": "3组", "post_type": "HL", "post_name": "路", "employer": "镇",
                "fund": f"F{number}", "start": date(2020, 1, 1), "days_in_month": 30, "paid_days": 30,
                "standard_fen": 100_000, "commission_carried_fen": 0, "carried_forward_fen": 0, "flags": [], "steps": [],
                **parts,
            }
            for number in range(1, PEOPLE + 1)
        ]  # fmt: skip
        audit.insert_rows(session, PayLine, lines)


def bare(session: Session) -> int:
    """The peer: the same columns, the net summed."""
    columns: Sequence[Any] = (
        PayLine.id, PayLine.run_id, PayLine.month, PayLine.person_id, PayLine.id_no, PayLine.name, PayLine.village,
        PayLine.village_group, PayLine.post_type, PayLine.fund, *(getattr(PayLine, name) for name in COMPONENTS),
    )  # fmt: skip
    return sum(row.net_fen for row in session.execute(select(*columns)))


def best(work: Callable[[], Any]) -> float:
    """Processor seconds of the better of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def test_a_year_against_reading_its_rows(tmp_path: Path) -> None:
    database = desk.new_desk(tmp_path / "data", "522633101", "GD")
    database.do("fill", desk.fill, people=3)
    database.do("fill the year", fill)
    found = database.ask(year.year, YEAR, today=date(2020, 12, 31))
    assert len(found.lines) == PEOPLE
    assert found.total.net_fen == database.ask(bare) == PEOPLE * 12 * 100_000
    ours = best(lambda: database.ask(year.year, YEAR, today=date(2020, 12, 31)))
    peer = best(lambda: database.ask(bare))
    print(f"year of {PEOPLE} × 12: {ours:.2f} s, bare rows {peer:.2f} s, ratio {ours / peer:.1f}")
    database.close()
