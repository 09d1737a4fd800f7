"""What the rules keep out of the bank file: R-19 by the county's severity, R-23 always."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.models import BankAccount, Comparison, Household, Person
from cjdesk.services import payments, reference
from tests.services.desk import Rows, fill, id_no, new_desk, run_month

NOVEMBER = '[reference]\nversion = "x"\nissuer = "522633"\n[[rule]]\ncode = "R-19"\nseverity = "{}"\n'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    database = new_desk(tmp_path / "data", "522633101", "GD-01")
    database.do("fill", fill)
    yield database
    database.close()


def shares_an_account(session: Session) -> None:
    """The second person is paid to the first one's account, and lives elsewhere."""
    rows = session.scalars(select(BankAccount).order_by(BankAccount.number)).all()
    rows[1].number = rows[0].number
    home = Rows(session, "522633101").add(Household, number="H-002", village="干团村")
    session.get_one(Person, rows[1].person_id).household_id = home


def codes(desk: Database, run: str) -> list[str]:
    made = desk.ask(payments.bank_list, [run])
    assert made.agrees
    return sorted(one.code for one in made.left_out)


def test_an_account_of_two_households_stops_both_unless_the_county_only_warns(desk: Database) -> None:
    desk.do("share", shares_an_account)
    run = run_month(desk)
    assert codes(desk, run) == ["BANK_SHARED", "BANK_SHARED"]
    desk.do("Load", reference.load, NOVEMBER.format("warning"))
    assert codes(desk, run) == []


def test_a_frozen_number_is_paid_by_no_list(desk: Database) -> None:
    run = run_month(desk)

    def freezes(session: Session) -> None:
        Rows(session, "522633101").add(
            Comparison, kind="FROZEN", id_no=id_no(1), since=date(2020, 11, 20), source="县人社局"
        )

    desk.do("freeze", freezes)
    assert codes(desk, run) == ["FROZEN"]
    made = desk.ask(payments.bank_list, [run])
    assert [one.name for one in made.blocked] == ["龙小1"]
    assert made.blocked_fen == 100_000
