"""A month's report of 7,462 people in 20 villages, against reading the rows of its registers bare.

Run by name: ``python -m pytest tests/benchmarks/bench_monthly.py -s``. The peer reads the same tables of the same
encrypted file, one SELECT each, and sums the net. Aim: below a second; page 统计 reads it off the GUI thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import Assignment, Household, PayLine, PayRun, Person, PersonCategory, Post
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain.month import Month
from cjdesk.printing import monthly_report, pdf
from cjdesk.services import monthly
from cjdesk.services.year import COMPONENTS
from tests.printing.sample_sheets import STAMP
from tests.services import desk

PEOPLE = 7_462
VILLAGES = 20
MONTH, TODAY = Month(2020, 11), date(2020, 12, 5)
TOWNSHIP = "522633101"


def fill(session: Session) -> None:
    """Everybody on a post of their own, every third in a relocated household, one run of the month."""
    people = [new_id() for _ in range(PEOPLE)]
    villages = [f"{number % VILLAGES}村" for number in range(PEOPLE)]
    homes = [new_id() for _ in range(PEOPLE // 3)]
    rows: dict[type[Any], list[dict[str, Any]]] = {
        Household: [
            {"id": home, "number": f"H{number}", "village": villages[number], "relocated": True, "kind": "贫困"}
            for number, home in enumerate(homes)
        ],
        Person: [
            {
                "id": person, "id_no": f"52269919700101{number:04d}", "name": "龙某", "sex": str(1 + number % 2),
                "birth": date(1970, 1, 1), "village": villages[number], "insured": number % 9 != 0,
                "household_id": homes[number] if number < len(homes) else None, "employment_status": "已就业",
            }
            for number, person in enumerate(people)
        ],
        Post: [
            {"id": f"p{number}", "number": f"HL-{number}", "post_type": "HL", "name": "路", "village": villages[number],
             "state": "在岗"}
            for number in range(PEOPLE)
        ],
        Assignment: [
            {"id": f"a{number}", "person_id": person, "post_id": f"p{number}", "post_type": "HL",
             "start": date(2020, 1, 1), "state": "在岗"}
            for number, person in enumerate(people)
        ],
        PersonCategory: [
            {"person_id": person, "code": code} for person in people for code in ("TUOPIN", "YDBQ", "DALING")
        ],
        PayRun: [
            {"id": "run", "number": "R-1", "month": MONTH, "post_type": "HL", "state": "已审核",
             "head": {"post_type_name": "护路员"}, "rules_version": "t", "inputs_hash": "", "check_code": "",
             "computed_at": utc_now(), "made_by": "李芳"}
        ],
        PayLine: [
            {
                "run_id": "run", "number": number, "month": MONTH, "person_id": person, "assignment_id": f"a{number}",
                "id_no": f"52269919700101{number:04d}", "name": "龙某", "sex": "1", "village": villages[number],
                "village_group": "3组", "post_type": "HL", "post_name": "路", "employer": "镇", "fund": "F",
                "start": date(2020, 1, 1), "days_in_month": 30, "paid_days": 30, "standard_fen": 100_000,
                "commission_carried_fen": 0, "carried_forward_fen": 0, "flags": [], "steps": [],
                **dict.fromkeys(COMPONENTS, 0), "base_fen": 100_000, "net_fen": 100_000,
            }
            for number, person in enumerate(people)
        ],
    }  # fmt: skip
    for model, mine in rows.items():
        audit.insert_rows(session, model, [{"township": TOWNSHIP, **row} for row in mine])


def bare(session: Session) -> int:
    """The peer: the same tables, as many columns, the net summed."""
    for statement in (
        select(Assignment.id, Assignment.person_id, Assignment.post_id, Assignment.start, Assignment.end),
        select(Person.id, Person.village, Person.sex, Person.insured, Person.birth, Person.household_id),
        select(Post.id, Post.post_type, Post.village),
        select(PersonCategory.person_id, PersonCategory.code),
        select(Household.id, Household.number, Household.village),
    ):
        session.execute(statement).all()
    lines = session.execute(select(PayLine.id, PayLine.person_id, PayLine.village, PayLine.net_fen))
    return sum(row.net_fen for row in lines)


def best(work: Callable[[], Any]) -> float:
    """Processor seconds of the better of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def test_a_report_of_everybody(tmp_path: Path, qapp: object) -> None:
    database = desk.new_desk(tmp_path / "data", TOWNSHIP, "GD")
    database.do("fill", fill)
    found = database.ask(monthly.report, MONTH, today=TODAY)
    assert (found.total.on_post, found.total.paid_fen) == (PEOPLE, PEOPLE * 100_000)
    assert database.ask(bare) == PEOPLE * 100_000
    ours = best(lambda: database.ask(monthly.report, MONTH, today=TODAY))
    peer = best(lambda: database.ask(bare))
    names = best(lambda: database.ask(monthly.names, found, "on_post", None))
    stats = best(lambda: database.ask(monthly.indicators, MONTH.last))
    paper = best(lambda: pdf.write_pdf(monthly_report.layout(found, STAMP), tmp_path / "f7.pdf"))
    print(
        f"report of {PEOPLE}: {ours:.2f} s, bare rows {peer:.2f} s, ratio {ours / peer:.1f}; names of all {names:.2f} s, "
        f"indicators {stats:.2f} s, PDF {paper:.2f} s"
    )
    database.close()
