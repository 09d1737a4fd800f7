"""Receipts as they are printed: those of a scheme and month with their readings, and the unused ones of a book."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import FeeReceipt, Person, ReceiptBook, WaterAccount, WaterScheme
from cjdesk.domain.errors import BookGone, BookIsVoid, BookUsedUp, ReceiptGone, ReceiptIsVoid
from cjdesk.domain.fee_receipt import Receipt, Receipts
from cjdesk.domain.fees import numbers
from cjdesk.domain.fees.numbers import Run
from cjdesk.domain.month import Month
from cjdesk.services import office
from cjdesk.services.check_codes import check_code
from cjdesk.services.fees.books import run_of, used_runs
from cjdesk.services.fees.ledger import TOGETHER, number_of
from cjdesk.services.fees.readings import HouseholdRow, households
from cjdesk.services.fees.schemes import SchemeValue, schemes

_DASH = "–"
"""Between the first and the last number of a receipt that stands for several."""


def month_receipts(session: Session, month: Month, scheme_id: str | None = None) -> tuple[Receipts, ...]:
    """The receipts of a month that are not void, scheme by scheme in the order of the list; schemes without any go."""
    chosen = [one for one in schemes(session, month.last) if scheme_id in {None, one.id}]
    found = (_of_scheme(session, one, month) for one in chosen)
    return tuple(one for one in found if one.receipts)


def one_receipt(session: Session, month: Month, number: str, scheme_id: str | None = None) -> tuple[Receipts, ...]:
    """The receipts of a month that carry a number, the refund of it included.

    Errors: RECEIPT_NUMBER, RECEIPT_IS_VOID, RECEIPT_UNKNOWN when the month has none of this number.
    """
    wanted = numbers.typed(number)
    if wanted is None:
        raise ReceiptGone(field="number")
    found = tuple(
        replace(one, receipts=mine)
        for one in month_receipts(session, month, scheme_id)
        if (mine := tuple(receipt for receipt in one.receipts if _carries(receipt.number, wanted)))
    )
    if found:
        return found
    voided = select(FeeReceipt.id).where(
        FeeReceipt.number == wanted.first_text,
        FeeReceipt.voided.is_not(None),
        FeeReceipt.received.between(month.first, month.last),
    )
    if session.scalars(voided).first() is not None:
        raise ReceiptIsVoid(number=wanted.first_text, field="number")
    raise ReceiptGone(field="number")


def receipt_code(one: Receipt) -> str:
    """What ties a receipt on paper to the one that is entered; a blank one has none."""
    return check_code([receipt_figures(one)]) if one.amount_fen is not None else ""


def receipt_figures(one: Receipt) -> dict[str, str | int]:
    """What a receipt attests, for its check code."""
    return {
        "number": one.number,
        "received": one.received.isoformat() if one.received else "",
        "payer": one.payer,
        "amount_fen": one.amount_fen or 0,
        "original": one.original,
    }


def is_receipt_number(number: str) -> bool:
    """Whether it is that of a receipt, and not of the paper on which several stand."""
    return numbers.stored(number.partition(_DASH)[0], None) is not None


def codes_now(session: Session, number: str) -> frozenset[str]:
    """The check codes of the receipts that bear a printed number as they stand; a void one has none."""
    statement = (
        select(FeeReceipt, WaterAccount)
        .outerjoin(WaterAccount, WaterAccount.id == FeeReceipt.account_id)
        .where(FeeReceipt.number == number.partition(_DASH)[0], FeeReceipt.voided.is_(None))
    )
    found = (_receipt(row, account, None, "") for row, account in session.execute(statement))
    return frozenset(receipt_code(one) for one in found if one.number == number)


def blank_receipts(session: Session, typed: str) -> Receipts:
    """The receipts of a book from one number to another that are not used yet, to be printed and filled by hand.

    ``typed`` is a run as a clerk types it. Errors: those of receipt numbers, BOOK_UNKNOWN when no book holds all of
    it, BOOK_IS_VOID, BOOK_USED_UP when none of them is free.
    """
    wanted = numbers.typed(typed)
    if wanted is None:
        raise BookGone(field="numbers")
    book, scheme, warden = _book_of(session, wanted)
    if book.voided:
        raise BookIsVoid(numbers=str(run_of(book)), reason=book.voided, field="numbers")
    used = [one for one in used_runs(session) if one.shared(wanted)]
    free = [
        wanted.text(number)
        for number in range(wanted.first, wanted.last + 1)
        if not any(one.first <= number <= one.last for one in used)
    ]
    if not free:
        raise BookUsedUp(numbers=str(wanted), field="numbers")
    here = office.current(session)
    return Receipts(
        number=str(run_of(book)),
        month=None,
        scheme=scheme.name,
        village=scheme.village or "",
        county_name=here.county_name,
        township_name=here.township_name,
        demo=here.demo,
        receipts=tuple(Receipt(id=number, number=number, collector=warden) for number in free),
    )


def _of_scheme(session: Session, scheme: SchemeValue, month: Month) -> Receipts:
    here = office.current(session)
    rows = session.scalars(
        select(FeeReceipt)
        .where(FeeReceipt.scheme_id == scheme.id, FeeReceipt.voided.is_(None))
        .where(FeeReceipt.received >= month.first, FeeReceipt.received <= month.last)
        .order_by(FeeReceipt.received, FeeReceipt.number, FeeReceipt.id)
    ).all()
    accounts = {one.id: one for one in session.scalars(select(WaterAccount).where(WaterAccount.scheme_id == scheme.id))}
    read = {one.account_id: one for one in households(session, scheme.id, month)} if rows else {}
    names = dict(
        session.execute(select(Person.id, Person.name).where(Person.id.in_({one.person_id for one in rows}))).all()
    )
    together = "、".join(one.name for one in scheme.shares)
    return Receipts(
        number=number_of(session, scheme.id, month),
        month=month,
        scheme=scheme.name,
        village=scheme.village,
        county_name=here.county_name,
        township_name=here.township_name,
        demo=here.demo,
        receipts=tuple(
            _receipt(row, accounts.get(row.account_id or ""), read.get(row.account_id or ""),
                     names.get(row.person_id or "", together))
            for row in rows
        ),
    )  # fmt: skip


def _receipt(row: FeeReceipt, account: WaterAccount | None, read: HouseholdRow | None, collector: str) -> Receipt:
    run = numbers.stored(row.number, row.last_number)
    refund = row.amount_fen < 0
    found = Receipt(
        id=row.id,
        number=str(run) if run is not None else row.number or "",
        collector=collector,
        count=len(run) if run is not None else 1,
        received=row.received,
        payer=row.payer or (account.name if account else TOGETHER),
        household=account.number if account else "",
        meter_no=(account.meter_no or "") if account else "",
        amount_fen=row.amount_fen,
        original=row.original_number or "",
        remark=row.remark or "",
    )
    if read is None or refund:
        return found
    price = read.price
    return replace(
        found,
        price_kind=price.kind.value if price else "",
        before_litres=read.before_litres if read.now_litres is not None else None,
        now_litres=read.now_litres,
        used_litres=read.used_litres,
        milliyuan_per_m3=price.milliyuan_per_m3 if price and price.kind.metered else None,
        bill_fen=read.bill_fen,
    )


def _carries(number: str, wanted: Run) -> bool:
    first, _, last = number.partition(_DASH)
    run = numbers.stored(first, last or None)
    return run is not None and bool(run.shared(wanted))


def _book_of(session: Session, wanted: Run) -> tuple[ReceiptBook, WaterScheme, str]:
    rows = session.execute(
        select(ReceiptBook, WaterScheme, Person.name)
        .join(WaterScheme, WaterScheme.id == ReceiptBook.scheme_id)
        .outerjoin(Person, Person.id == ReceiptBook.person_id)
        .order_by(ReceiptBook.handed_out.desc())
    )
    for book, scheme, warden in rows:
        if run_of(book).shared(wanted) == len(wanted):
            return book, scheme, warden or ""
    raise BookGone(field="numbers")
