"""A person's bank account: changed with its history kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import BankAccount, Person
from cjdesk.domain import bank_no
from cjdesk.domain.errors import AccountHolderReason
from cjdesk.domain.names import same_name
from cjdesk.services.people.found import person_of


@dataclass(frozen=True, slots=True)
class AccountSet:
    """What there is to know after an account was set: no card number by its last digit, who else uses it."""

    id: str
    luhn_fails: bool
    shared_with: tuple[str, ...]


def set_account(
    session: Session,
    person_id: str,
    number: str | None,
    *,
    bank: str | None = None,
    holder: str | None = None,
    reason: str | None = None,
    today: date | None = None,
) -> AccountSet:
    """Make this the account that is paid; the present one stays as history with its last day.

    The double entry is compared by the caller (``domain.bank_no.same_twice``). A holder other than the person needs a
    reason (R-20). Errors: ACCOUNT_NUMBER_WRONG, ACCOUNT_HOLDER_REASON.
    """
    day = today or date.today()
    person = person_of(session, person_id)
    checked = bank_no.check(number)
    value = checked.value if checked else None
    name = (holder or "").strip() or person.name
    if not same_name(name, person.name) and not (person.name_bank and same_name(name, person.name_bank)) and not reason:
        raise AccountHolderReason(field="holder", holder=name, name=person.name)
    present = session.scalars(
        select(BankAccount).where(BankAccount.person_id == person_id, BankAccount.valid_to.is_(None))
    ).all()
    same = next((one for one in present if (one.number, one.bank, one.holder) == (value, bank, name)), None)
    if same is None:
        for one in present:
            one.valid_to = day
        same = BankAccount(
            township=person.township,
            person_id=person_id,
            holder=name,
            bank=bank,
            number=value,
            valid_from=day,
            reason=reason,
        )
        session.add(same)
        session.flush()
    return AccountSet(same.id, checked.luhn_fails if checked else False, _others(session, person_id, value))


def _others(session: Session, person_id: str, number: str | None) -> tuple[str, ...]:
    if number is None:
        return ()
    statement = (
        select(Person.name)
        .join(BankAccount, BankAccount.person_id == Person.id)
        .where(BankAccount.number == number, BankAccount.valid_to.is_(None), Person.id != person_id)
        .order_by(Person.name)
    )
    return tuple(session.scalars(statement))
