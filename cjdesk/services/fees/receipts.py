"""Receipts entered: single ones, refunds, a month's total, spoilt ones; and the statement that nothing came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, FeeReceipt, NoIncome, WaterAccount, WaterScheme
from cjdesk.domain.errors import (
    AmountNegative,
    IncomeIsThere,
    LineIsSeveral,
    ReasonMissing,
    ReceiptFuture,
    ReceiptGone,
    ReceiptIsVoid,
    ReceiptOtherMonth,
    ReceiptUsed,
    RefundTooLarge,
    RefundWithoutOriginal,
)
from cjdesk.domain.fees import numbers
from cjdesk.domain.fees.numbers import Run
from cjdesk.domain.money import show
from cjdesk.domain.month import Month
from cjdesk.services.fees.dated import require_open, scheme_of, wardens_types

ZEROED = "更正为0"
"""Why a receipt is void whose amount was corrected to nothing."""


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """What a clerk says of money received; ``numbers`` as typed, one receipt or a run."""

    received: date
    amount_fen: int
    numbers: str = ""
    person_id: str | None = None
    account_id: str | None = None
    payer: str | None = None
    remark: str | None = None


def receipt_of(session: Session, receipt_id: str) -> FeeReceipt:
    """The row of a receipt; RECEIPT_UNKNOWN without one."""
    row = session.get(FeeReceipt, receipt_id)
    if row is None:
        raise ReceiptGone
    return row


def add_receipt(session: Session, scheme_id: str, new: NewReceipt, *, today: date | None = None) -> str:
    """Money received. Errors: AMOUNT_NEGATIVE, RECEIPT_FUTURE, RECEIPT_OVERLAP, MONTH_IS_LOCKED, those of numbers."""
    if new.amount_fen < 0:
        raise AmountNegative(value=show(new.amount_fen), field="amount")
    run = numbers.typed(new.numbers)
    if run is not None:
        _refuse_used(session, run)
    row = _insert(session, scheme_id, new, new.amount_fen, run, today)
    withdraw(session, scheme_id, Month.of(new.received))
    return row.id


def add_refund(session: Session, scheme_id: str, new: NewReceipt, *, original: str, today: date | None = None) -> str:
    """Money paid back, ``amount_fen`` positive; stored negative with the number of the ``original`` receipt.

    Without a number of its own it carries the original's. Errors: REFUND_ORIGINAL without one, RECEIPT_IS_VOID,
    REFUND_TOO_LARGE, RECEIPT_FUTURE, MONTH_IS_LOCKED.
    """
    if new.amount_fen < 0:
        raise AmountNegative(value=show(new.amount_fen), field="amount")
    paid = numbers.typed(original)
    if paid is None:
        raise RefundWithoutOriginal(field="original")
    _refuse_more_than_paid(session, scheme_id, paid, new.amount_fen, None)
    row = _insert(session, scheme_id, new, -new.amount_fen, numbers.typed(new.numbers) or paid, today)
    row.original_number = paid.first_text
    account = session.get(WaterAccount, new.account_id) if new.account_id else None
    if row.payer is None and account is not None:
        row.payer = account.name  # as it is on the day: paper must not change with the household
    session.flush()
    return row.id


def change_receipt(
    session: Session,
    receipt_id: str,
    *,
    received: date | None = None,
    amount_fen: int | None = None,
    typed: str | None = None,
    today: date | None = None,
) -> None:
    """Correct day, amount (as positive as it was entered) or numbers; what is None stays. Errors as for a new one."""
    row = receipt_of(session, receipt_id)
    require_open(session, [row.received, received or row.received])
    if received is not None:
        _refuse_future(received, today)
        row.received = received
    if typed is not None:
        run = numbers.typed(typed)
        row.number, row.last_number = _ends(run)
    if amount_fen is not None:
        refund = row.amount_fen < 0 or row.original_number is not None
        if amount_fen < 0:
            raise AmountNegative(value=show(amount_fen), field="amount")
        paid = numbers.stored(row.original_number, None)
        if refund and paid is not None:
            _refuse_more_than_paid(session, row.scheme_id, paid, amount_fen, row.id)
        row.amount_fen = -amount_fen if refund else amount_fen
        if row.amount_fen > 0:
            withdraw(session, row.scheme_id, Month.of(row.received))
    session.flush()


def void_receipt(session: Session, receipt_id: str, *, reason: str) -> None:
    """The receipt is spoilt or entered by mistake: its number stays, its money goes, the trail keeps what it was."""
    row = receipt_of(session, receipt_id)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    require_open(session, [row.received])
    row.amount_fen = 0
    row.voided = reason.strip()[:100]
    session.flush()


def void_number(
    session: Session,
    scheme_id: str,
    *,
    typed: str,
    reason: str,
    day: date,
    person_id: str | None = None,
    today: date | None = None,
) -> str:
    """Receipts that were spoilt before money was taken: they are accounted for and no longer missing."""
    run = numbers.typed(typed)
    if run is None:
        raise RefundWithoutOriginal(field="numbers")
    if not reason.strip():
        raise ReasonMissing(field="reason")
    _refuse_used(session, run)
    row = _insert(session, scheme_id, NewReceipt(day, 0, person_id=person_id), 0, run, today)
    row.voided = reason.strip()[:100]
    session.flush()
    return row.id


@dataclass(frozen=True, slots=True)
class Total:
    """A month's total as typed on the line of a scheme and warden; what is None was not typed."""

    received_fen: int | None = None
    refund_fen: int | None = None
    numbers: str | None = None
    original: str = ""


def enter_total(
    session: Session,
    scheme_id: str,
    person_id: str | None,
    month: Month,
    total: Total,
    *,
    today: date | None = None,
) -> None:
    """Mode A: one line a month for a scheme and warden, with the first and last receipt number (domain.md 4.5).

    It is received on the last day that the warden serves in the month, never after ``today``. A refund pays back
    ``original``, else the receipts of the line. Numbers that overlap others are kept and reported as a problem of the
    line. Errors: LINE_IS_SEVERAL for a line of several receipts, RECEIPT_FUTURE, MONTH_IS_LOCKED, those of numbers.
    """
    rows = line_rows(session, scheme_id, person_id, month)
    ins = [row for row in rows if row.original_number is None and row.amount_fen >= 0]
    outs = [row for row in rows if row not in ins]
    if (total.received_fen is not None or total.numbers is not None) and (
        len(ins) > 1 or any(row.account_id for row in ins)
    ):
        raise LineIsSeveral(count=len(ins), field="numbers" if total.received_fen is None else "received_fen")
    if total.refund_fen is not None and len(outs) > 1:
        raise LineIsSeveral(count=len(outs), field="refund_fen")
    day = entry_day(session, person_id, month, today)
    if total.received_fen is not None or total.numbers is not None:
        _enter_in(session, scheme_id, person_id, day, ins[0] if ins else None, total, today)
    if total.refund_fen is not None:
        if outs:
            _enter_out(session, outs[0], total.refund_fen, today)
        elif total.refund_fen:
            own = next((row.number for row in line_rows(session, scheme_id, person_id, month) if row.number), None)
            new = NewReceipt(day, total.refund_fen, person_id=person_id)
            try:
                add_refund(session, scheme_id, new, original=total.original or own or "", today=today)
            except RefundWithoutOriginal as error:
                error.field = "refund_fen"
                raise


def line_rows(session: Session, scheme_id: str, person_id: str | None, month: Month) -> Sequence[FeeReceipt]:
    """The receipts of a line that are not void; those that name nobody stand with the warden of a sole share."""
    statement = (
        select(FeeReceipt)
        .where(FeeReceipt.scheme_id == scheme_id, FeeReceipt.voided.is_(None), FeeReceipt.person_id == person_id)
        .where(FeeReceipt.received >= month.first, FeeReceipt.received <= month.last)
        .order_by(FeeReceipt.received, FeeReceipt.id)
    )
    return session.scalars(statement).all()


@dataclass(frozen=True, slots=True)
class ReceiptValue:
    """A receipt as the list of a scheme shows it; ``voided`` is the reason."""

    id: str
    person_id: str | None
    numbers: str
    received: date
    amount_fen: int
    payer: str
    remark: str
    original: str
    voided: str


def receipts(session: Session, scheme_id: str, month: Month) -> tuple[ReceiptValue, ...]:
    """Every receipt of a scheme in a month by day and number, void ones too."""
    statement = (
        select(FeeReceipt)
        .where(FeeReceipt.scheme_id == scheme_id)
        .where(FeeReceipt.received >= month.first, FeeReceipt.received <= month.last)
        .order_by(FeeReceipt.received, FeeReceipt.number, FeeReceipt.id)
    )
    return tuple(
        ReceiptValue(
            row.id, row.person_id, str(numbers.stored(row.number, row.last_number) or row.number or ""), row.received,
            row.amount_fen, row.payer or "", row.remark or "", row.original_number or "", row.voided or "",
        )
        for row in session.scalars(statement)
    )  # fmt: skip


def entry_day(session: Session, person_id: str | None, month: Month, today: date | None = None) -> date:
    """The day of a month's total: the last day of the month, of the warden's service in it, or today.

    RECEIPT_FUTURE for a month that has not begun.
    """
    now = today or date.today()
    _refuse_future(month.first, now)
    ends = session.execute(
        select(Assignment.start, Assignment.end)
        .where(Assignment.person_id == person_id, Assignment.post_type.in_(wardens_types(session)))
        .where(Assignment.start <= month.last, or_(Assignment.end.is_(None), Assignment.end >= month.first))
    ).all()
    last = max((end or month.last for _, end in ends), default=month.last)
    first = min((max(start, month.first) for start, _ in ends), default=month.first)
    return max(first, min(month.last, last, now))


def state_no_income(session: Session, scheme_id: str, month: Month, *, by: str, today: date | None = None) -> None:
    """本月无收入: zero as a statement. INCOME_IS_THERE when the scheme has receipts in the month."""
    scheme = scheme_of(session, scheme_id)
    _refuse_future(month.first, today)
    require_open(session, [month.first])
    amounts = session.scalars(
        select(FeeReceipt.amount_fen).where(
            FeeReceipt.scheme_id == scheme_id,
            FeeReceipt.received >= month.first,
            FeeReceipt.received <= month.last,
            FeeReceipt.voided.is_(None),
            FeeReceipt.amount_fen != 0,
        )
    ).all()
    if amounts:
        raise IncomeIsThere(scheme=scheme.name, month=month, amount_fen=show(sum(amounts)))
    row = _statement(session, scheme_id, month)
    if row is None:
        row = NoIncome(township=scheme.township, scheme_id=scheme_id, month=month, stated_by=by, withdrawn=False)
        session.add(row)
    row.stated_by, row.withdrawn = by[:50], False
    session.flush()


def withdraw(session: Session, scheme_id: str, month: Month) -> None:
    """Take the statement of no income back; nothing happens without one."""
    row = _statement(session, scheme_id, month)
    if row is not None and not row.withdrawn:
        row.withdrawn = True
        session.flush()


def require_in_month(day: date, month: Month) -> None:
    """RECEIPT_OTHER_MONTH for a day that is typed on the page of another month; the words offer the right one."""
    if day not in month:
        raise ReceiptOtherMonth(received=day.isoformat(), month=month, found=Month.of(day), field="received")


def _enter_in(  # noqa: PLR0917 - the line and what was typed on it
    session: Session,
    scheme_id: str,
    person_id: str | None,
    day: date,
    row: FeeReceipt | None,
    total: Total,
    today: date | None,
) -> None:
    if row is not None:
        change_receipt(session, row.id, amount_fen=total.received_fen, typed=total.numbers, today=today)
        if not row.amount_fen and row.number is None:
            void_receipt(session, row.id, reason=ZEROED)
        return
    run = numbers.typed(total.numbers or "")
    fen = total.received_fen or 0
    if fen < 0:
        raise AmountNegative(value=show(fen), field="received_fen")
    if fen or run is not None:
        _insert(session, scheme_id, NewReceipt(day, fen, person_id=person_id), fen, run, today)
    if fen:
        withdraw(session, scheme_id, Month.of(day))


def _enter_out(session: Session, row: FeeReceipt, fen: int, today: date | None) -> None:
    if fen:
        change_receipt(session, row.id, amount_fen=fen, today=today)
    else:
        void_receipt(session, row.id, reason=ZEROED)


def _insert(  # noqa: PLR0917 - a receipt with its sign and numbers
    session: Session, scheme_id: str, new: NewReceipt, fen: int, run: Run | None, today: date | None
) -> FeeReceipt:
    scheme = scheme_of(session, scheme_id)
    _refuse_future(new.received, today)
    require_open(session, [new.received])
    number, last = _ends(run)
    row = FeeReceipt(
        township=scheme.township, scheme_id=scheme_id, person_id=new.person_id, received=new.received, number=number,
        last_number=last, account_id=new.account_id, payer=new.payer or None, amount_fen=fen, remark=new.remark or None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _ends(run: Run | None) -> tuple[str | None, str | None]:
    if run is None:
        return None, None
    return run.first_text, run.last_text if len(run) > 1 else None


def _refuse_future(day: date, today: date | None) -> None:
    now = today or date.today()
    if day > now:
        raise ReceiptFuture(received=day.isoformat(), today=now.isoformat(), field="received")


def _refuse_used(session: Session, run: Run) -> None:
    """RECEIPT_OVERLAP if a receipt of the run is entered already, in this scheme or another."""
    statement = (
        select(FeeReceipt, WaterScheme.name)
        .join(WaterScheme, WaterScheme.id == FeeReceipt.scheme_id)
        .where(FeeReceipt.number.is_not(None), FeeReceipt.original_number.is_(None), FeeReceipt.amount_fen >= 0)
    )
    for row, name in session.execute(statement):
        other = numbers.stored(row.number, row.last_number)
        shared = run.shared(other) if other is not None else 0
        if shared:
            raise ReceiptUsed(
                numbers=str(run), count=shared, scheme=name, received=row.received.isoformat(), field="numbers"
            )


def _refuse_more_than_paid(session: Session, scheme_id: str, paid: Run, fen: int, own: str | None) -> None:
    """REFUND_TOO_LARGE if the original is known here and less is left of it; RECEIPT_IS_VOID if it is void."""
    rows = session.scalars(select(FeeReceipt).where(FeeReceipt.scheme_id == scheme_id)).all()
    originals = [
        row
        for row in rows
        if row.original_number is None
        and row.amount_fen >= 0
        and (run := numbers.stored(row.number, row.last_number)) is not None
        and run.shared(paid)
    ]
    if not originals:
        return
    if all(row.voided for row in originals):
        raise ReceiptIsVoid(number=paid.first_text, field="original")
    back = sum(
        -row.amount_fen
        for row in rows
        if row.id != own
        and (run := numbers.stored(row.original_number, None)) is not None
        and any(
            run.shared(one) for orig in originals if (one := numbers.stored(orig.number, orig.last_number)) is not None
        )
    )
    left = sum(row.amount_fen for row in originals) - back
    if fen > left:
        raise RefundTooLarge(amount_fen=show(fen), number=paid.first_text, left_fen=show(left), field="amount")


def _statement(session: Session, scheme_id: str, month: Month) -> NoIncome | None:
    return session.scalars(select(NoIncome).where(NoIncome.scheme_id == scheme_id, NoIncome.month == month)).first()
