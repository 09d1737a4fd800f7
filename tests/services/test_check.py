"""The check names what does not agree, and finds nothing in sound data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.database import Database, open_township
from cjdesk.db.models import Assignment, BankList, PayLine, Payment, PayRun, Person, Post
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain.month import Month
from cjdesk.services import check
from cjdesk.services.payments import balances
from cjdesk.services.payroll.hashes import check_code
from tests.db.rows import person

TOWNSHIP = {"township": "522633101"}


def paid_month(session: Session, net_fen: int = 70_000, paid_fen: int = 70_000) -> None:
    person, post, assignment, run, line, listed = (new_id() for _ in range(6))
    rows: list[tuple[Any, dict[str, Any]]] = [
        (
            Person,
            {"id": person, "id_no": "522699199001010021", "name": "石小花", "sex": "女", "birth": date(1990, 1, 1)},
        ),
        (Post, {"id": post, "number": "GS-1", "post_type": "GS", "name": "管水员"}),
        (
            Assignment,
            {
                "id": assignment,
                "person_id": person,
                "post_id": post,
                "post_type": "GS",
                "start": date(2020, 1, 1),
                "state": "在岗",
            },
        ),
        (
            PayRun,
            {
                "id": run,
                "number": "GS-202011",
                "month": Month(2020, 11),
                "post_type": "GS",
                "state": "已审核",
                "rules_version": "x",
                "inputs_hash": "x",
                "check_code": check_code("x", [_line(line, person, assignment, run, net_fen)]),
                "computed_at": utc_now(),
                "made_by": "李芳",
            },
        ),
        (PayLine, _line(line, person, assignment, run, net_fen)),
        (
            BankList,
            {
                "id": listed,
                "number": "L1",
                "run_id": run,
                "template": "x",
                "rows": 1,
                "total_fen": paid_fen,
                "made_at": utc_now(),
                "made_by": "李芳",
            },
        ),
        (
            Payment,
            {
                "list_id": listed,
                "line_id": line,
                "holder": "石小花",
                "account": "6299990000000000001",
                "key": f"{person}|{assignment}|2020-11|x",
                "amount_fen": paid_fen,
                "state": "待发放",
            },
        ),
    ]
    for model, row in rows:
        audit.insert_rows(session, model, [TOWNSHIP | row])


def _line(line: str, person: str, assignment: str, run: str, net_fen: int) -> dict[str, Any]:
    filled: dict[str, Any] = {
        column.key: 0
        for column in PayLine.__table__.columns
        if not column.nullable and column.key.endswith(("_fen", "days", "in_month"))
    }
    return filled | {
        "id": line,
        "run_id": run,
        "month": Month(2020, 11),
        "number": 1,
        "person_id": person,
        "assignment_id": assignment,
        "id_no": "522699199001010021",
        "name": "石小花",
        "sex": "女",
        "village": "干团村",
        "village_group": "3组",
        "post_type": "GS",
        "post_name": "管水员",
        "employer": "x",
        "fund": "x",
        "start": date(2020, 1, 1),
        "base_fen": 70_000,
        "net_fen": net_fen,
        "days_in_month": 30,
        "paid_days": 30,
        "flags": [],
        "steps": [],
    }


def test_sound_data_are_sound(township: Database) -> None:
    township.do("Pay", paid_month)
    report = check.run(township)
    assert report.sound, report


def test_a_line_whose_parts_do_not_make_its_net_is_named(township: Database) -> None:
    township.do("Pay", paid_month, net_fen=80_000, paid_fen=80_000)
    (found,) = check.run(township).findings
    assert (found.where, found.text) == ("GS-202011", check.LINE_DOES_NOT_ADD_UP)
    assert found.facts == {"number": 1, "parts_fen": 70_000, "net_fen": 80_000}


def test_a_bank_list_that_pays_something_else_is_named(township: Database) -> None:
    township.do("Pay", paid_month, paid_fen=60_000)
    township.do("Cheat", lambda session: session.execute(text("UPDATE bank_list SET total_fen = 70000")))
    assert {found.text for found in check.run(township).findings} == {
        check.LIST_DIFFERS,
        check.PAYMENT_DIFFERS,
        check.PAYMENT_FAULTS[balances.NET],
    }


def test_a_changed_trail_is_found(township: Database) -> None:
    def cheat(session: Session) -> None:
        session.execute(text("DROP TRIGGER audit_no_update"))
        session.execute(text("UPDATE audit SET clerk = 'nobody' WHERE seq = 3"))

    township.do("Cheat", cheat)
    report = check.run(township)
    assert report.chain is not None
    assert (report.sound, report.chain.broken_at) == (False, 3)


def test_damaged_pages_are_reported(township_dir: Path, passphrase: str) -> None:
    filled = open_township(township_dir, "lifang", passphrase)
    filled.do("Import", audit.insert_rows, Person, [person(number) for number in range(500)])
    filled.close()
    path = township_dir / "cjdesk.db"
    content = bytearray(path.read_bytes())
    for at in range(len(content) // 4096 * 4096 * 3 // 4, len(content), 4096):
        content[at] ^= 0xFF
    path.write_bytes(content)
    township = open_township(township_dir, "lifang", passphrase)
    report = check.run(township)
    township.close()
    assert not report.sound
    assert report.file


@pytest.mark.parametrize("one", check.CHECKS)
def test_every_check_runs_on_an_empty_office(township: Database, one: Any) -> None:
    assert township.ask(lambda session: list(one(session))) == []
