"""Accounts that are used by more than one person (R-19)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import BankAccount, Person


@dataclass(frozen=True, slots=True)
class Shared:
    """Who else has a person's account; inside one household that is a warning, else it stops the bank file."""

    with_names: str
    same_household: bool


def shared_accounts(session: Session) -> dict[str, Shared]:
    """By person: the others with the same open account, over the whole township."""
    statement = (
        select(BankAccount.number, Person.id, Person.name, Person.household_id)
        .join(Person, Person.id == BankAccount.person_id)
        .where(BankAccount.valid_to.is_(None), BankAccount.number != "", Person.active)
        .order_by(Person.id_no)
    )
    users: dict[str, dict[str, tuple[str, str | None]]] = defaultdict(dict)
    for number, person, name, household in session.execute(statement):
        users[number or ""][person] = (name, household)
    found: dict[str, Shared] = {}
    for people in users.values():
        if len(people) < 2:
            continue
        homes = {household for _, household in people.values()}
        same = len(homes) == 1 and None not in homes
        for person in people:
            others = "、".join(name for other, (name, _) in people.items() if other != person)
            found[person] = Shared(others, same)
    return found
