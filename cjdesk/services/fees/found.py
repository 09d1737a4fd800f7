"""What is named by the words on paper: a scheme, a warden, a household, a receipt, a book."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import FeeReceipt, Person, ReceiptBook, WaterAccount, WaterScheme
from cjdesk.domain.errors import AccountGone, BookGone, UnknownScheme, WardenUnknown
from cjdesk.domain.fees import numbers


def scheme_named(session: Session, name: str) -> str:
    """The scheme of this name; UNKNOWN_SCHEME."""
    found = session.scalars(select(WaterScheme.id).where(WaterScheme.name == name.strip())).first()
    if found is None:
        raise UnknownScheme(value=name, field="scheme")
    return found


def warden_with(session: Session, id_no: str) -> str:
    """The person with this ID number; WARDEN_UNKNOWN."""
    found = session.scalars(select(Person.id).where(Person.id_no == id_no.strip().upper())).first()
    if found is None:
        raise WardenUnknown(value=id_no, field="warden")
    return found


def household_numbered(session: Session, scheme_id: str, number: str) -> str:
    """The household of a scheme with this number; ACCOUNT_UNKNOWN."""
    statement = select(WaterAccount.id).where(WaterAccount.scheme_id == scheme_id, WaterAccount.number == number)
    found = session.scalars(statement).first()
    if found is None:
        raise AccountGone(field="household")
    return found


def receipt_numbered(session: Session, scheme_id: str, number: str) -> str | None:
    """The receipt (or run of receipts) that begins with this number and is not void; None where it is not entered."""
    run = numbers.typed(number)
    statement = select(FeeReceipt.id).where(
        FeeReceipt.scheme_id == scheme_id,
        FeeReceipt.number == (run.first_text if run else number),
        FeeReceipt.voided.is_(None),
    )
    return session.scalars(statement).first()


def book_beginning(session: Session, first: str) -> str:
    """The book whose first number this is; BOOK_UNKNOWN."""
    found = session.scalars(select(ReceiptBook.id).where(ReceiptBook.first_number == first.strip())).first()
    if found is None:
        raise BookGone(field="first")
    return found
