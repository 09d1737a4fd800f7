"""How the bank writes people's names, for paper that cannot show them as they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Person
from cjdesk.services import office

Named = tuple[str, str]
"""A person's id, empty where only the name is known, and the name."""


def bank_names(session: Session, asked: Iterable[Named]) -> Mapping[Named, str]:
    """The names at the bank (P01) of this township's people. A name alone is nobody's whose bearers differ in it."""
    township = office.current(session).township
    written = select(Person.name).where(Person.township == township, Person.name_bank.is_not(None))
    statement = select(Person.id, Person.name, Person.name_bank).where(
        Person.township == township, Person.name.in_(written)
    )
    at_bank: dict[str, dict[str, str]] = {}
    for person_id, name, name_bank in session.execute(statement):
        at_bank.setdefault(name, {})[person_id] = name_bank or ""
    found: dict[Named, str] = {}
    for person_id, name in asked:
        bearers = at_bank.get(name, {})
        spellings = {bearers[person_id]} if person_id in bearers else set(bearers.values())
        if len(spellings) == 1 and (spelling := spellings.pop()):
            found[person_id, name] = spelling
    return found
