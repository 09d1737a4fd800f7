"""Receipt books: handed out to a warden, taken back, voided; no number is in two of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import FeeReceipt, Person, ReceiptBook, WaterScheme
from cjdesk.domain.errors import BookGone, BookOverlap, DateOrder, ReasonMissing
from cjdesk.domain.fees import numbers
from cjdesk.domain.fees.numbers import Run
from cjdesk.services.fees.dated import scheme_of


@dataclass(frozen=True, slots=True)
class BookValue:
    """A book with how many of its receipts are used, and those that were passed over."""

    id: str
    scheme_id: str
    scheme: str
    warden: str
    run: Run
    handed_out: date
    returned: date | None
    voided: str
    used: int
    missing: tuple[Run, ...]


def hand_out(
    session: Session, scheme_id: str, *, first: str, last: str, handed_out: date, person_id: str | None = None
) -> str:
    """Give a book to a warden of a scheme. Errors: those of receipt numbers, BOOK_OVERLAP."""
    scheme = scheme_of(session, scheme_id)
    wanted = numbers.run(first, last)
    for book, name in _books(session):
        free = book.voided and book.first_number != wanted.first_text
        shared = 0 if free else wanted.shared(run_of(book))
        if shared:
            raise BookOverlap(numbers=str(wanted), count=shared, other=str(run_of(book)), scheme=name, field="numbers")
    row = ReceiptBook(
        township=scheme.township, scheme_id=scheme_id, person_id=person_id, first_number=wanted.first_text,
        last_number=wanted.last_text, handed_out=handed_out,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def take_back(session: Session, book_id: str, *, day: date) -> None:
    """The book came back to the office. Errors: DATE_ORDER."""
    row = _book(session, book_id)
    if day < row.handed_out:
        raise DateOrder(field="returned", start=row.handed_out.isoformat(), end=day.isoformat())
    row.returned = day
    session.flush()


def void_book(session: Session, book_id: str, *, reason: str) -> None:
    """The book is lost or spoilt; it stays in the list with the reason."""
    row = _book(session, book_id)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    row.voided = reason.strip()[:200]
    session.flush()


def books(session: Session) -> tuple[BookValue, ...]:
    """Every book by its first number, with what is used and what is missing."""
    used = used_runs(session)
    wardens = dict(session.execute(select(Person.id, Person.name)).all())
    return tuple(
        BookValue(
            book.id, book.scheme_id, name, wardens.get(book.person_id or "", ""), run_of(book), book.handed_out,
            book.returned, book.voided or "", sum(one.shared(run_of(book)) for one in numbers.joined(used)),
            numbers.missing(run_of(book), used),
        )
        for book, name in _books(session)
    )  # fmt: skip


def used_runs(session: Session) -> list[Run]:
    """The numbers of every receipt there is, void ones and refunds included."""
    rows = session.execute(select(FeeReceipt.number, FeeReceipt.last_number).where(FeeReceipt.number.is_not(None)))
    return [run for first, last in rows if (run := numbers.stored(first, last)) is not None]


def run_of(book: ReceiptBook) -> Run:
    """The numbers of a book."""
    return numbers.run(book.first_number, book.last_number)


def _books(session: Session) -> list[tuple[ReceiptBook, str]]:
    statement = (
        select(ReceiptBook, WaterScheme.name)
        .join(WaterScheme, WaterScheme.id == ReceiptBook.scheme_id)
        .order_by(ReceiptBook.first_number)
    )
    return [(book, name) for book, name in session.execute(statement)]


def _book(session: Session, book_id: str) -> ReceiptBook:
    row = session.get(ReceiptBook, book_id)
    if row is None:
        raise BookGone
    return row
