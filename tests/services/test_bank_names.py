"""How the bank writes names: found by the person, by the name alone only where it is one spelling."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.models import Person
from cjdesk.services import people
from tests.services.expected import read, store

LOST, OTHER = "杨\ue123", "石\ue000花"


@pytest.fixture
def ids(township: Database, clean_small: Path) -> list[str]:
    """Two people of one name whom the bank writes otherwise, and one of another name."""
    township.do("store", store, read(clean_small))
    found = township.ask(lambda session: session.scalars(select(Person.id).order_by(Person.id_no)).all())[:3]
    for person_id, name, at_bank in zip(found, (LOST, LOST, OTHER), ("杨飏", "杨扬", "石某花"), strict=True):
        township.do("edit", people.edit, person_id, "name", name)
        township.do("edit", people.edit, person_id, "name_bank", at_bank)
    return list(found)


def test_a_row_that_knows_its_person_has_that_spelling(township: Database, ids: list[str]) -> None:
    asked = [(ids[0], LOST), (ids[1], LOST)]
    assert township.ask(people.bank_names, asked) == dict(zip(asked, ("杨飏", "杨扬"), strict=True))


def test_a_name_alone_is_left_out_where_its_bearers_differ(township: Database, ids: list[str]) -> None:
    asked = [("", LOST), ("", OTHER)]
    assert township.ask(people.bank_names, asked) == {("", OTHER): "石某花"}
    township.do("edit", people.edit, ids[1], "name_bank", "杨飏")
    assert township.ask(people.bank_names, asked) == {("", LOST): "杨飏", ("", OTHER): "石某花"}
    township.do("edit", people.edit, ids[1], "name_bank", None)
    assert township.ask(people.bank_names, asked) == {("", OTHER): "石某花"}
    assert township.ask(people.bank_names, [(ids[1], LOST)]) == {}


def test_the_row_of_one_may_bear_the_name_of_another(township: Database, ids: list[str]) -> None:
    assert township.ask(people.bank_names, [(ids[0], OTHER)]) == {(ids[0], OTHER): "石某花"}


def test_people_of_another_township_do_not_count(township: Database, ids: list[str]) -> None:
    def move(session: Session) -> None:
        session.get_one(Person, ids[0]).township = "522633102"

    township.do("move", move)
    assert township.ask(people.bank_names, [("", LOST)]) == {("", LOST): "杨扬"}


def test_birthdays_and_nameless_texts_find_nobody(township: Database, ids: list[str]) -> None:
    assert township.ask(people.bank_names, [("", f"{date.today()}"), (ids[0], ""), ("", "石花")]) == {}
