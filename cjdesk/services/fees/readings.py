"""Mode B: readings and flat fees household by household, the bills that come of them, and their receipts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import FeeReceipt, MeterReading, WaterAccount, WaterPrice
from cjdesk.domain.errors import (
    AccountClosed,
    LaterReading,
    LineIsSeveral,
    NoPrice,
    ReadingFormat,
    ReadingMissing,
    ReceiptFuture,
)
from cjdesk.domain.fees import bills
from cjdesk.domain.fees.bills import Price
from cjdesk.domain.fees.readings import ReadingNote, cubic_metres, read
from cjdesk.domain.month import Month
from cjdesk.services.fees.accounts import account_of
from cjdesk.services.fees.dated import require_open, scheme_of
from cjdesk.services.fees.receipts import (
    ZEROED,
    NewReceipt,
    add_receipt,
    change_receipt,
    entry_day,
    require_in_month,
    void_receipt,
)
from cjdesk.services.fees.schemes import price_of, scheme

_EARLIER = 12
"""So many earlier readings make the average."""


@dataclass(frozen=True, slots=True)
class NewReading:
    """What a meter shows; after a change ``old_last`` is the old meter's last reading, ``new_first`` the new one's.

    ``before_litres`` is only asked for a household whose earlier reading is not known here.
    """

    now_litres: int
    read_on: date | None = None
    before_litres: int | None = None
    old_last: int | None = None
    new_first: int = 0


@dataclass(frozen=True, slots=True)
class Billed:
    """The bill of a household, and what is worth saying of its reading."""

    bill_fen: int
    used_litres: int
    billed_litres: int
    notes: tuple[ReadingNote, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household's line in a month: reading, bill, what was received; ``arrears_fen`` is owed from earlier months."""

    account_id: str
    number: str
    name: str
    meter_no: str
    before_litres: int | None
    now_litres: int | None
    used_litres: int | None
    changed: bool
    price: Price | None
    reduction_bp: int
    bill_fen: int | None
    received_fen: int
    receipts: int
    receipt_number: str
    received: date | None
    arrears_fen: int
    reason: str
    notes: tuple[ReadingNote, ...]


def parse_litres(text: str, *, field: str = "now") -> int:
    """Litres from cubic metres as typed: 853, 853.5, 0.125. Errors: READING_FORMAT."""
    plain = re.sub(r"\s|,|m³|m3|方|吨", "", unicodedata.normalize("NFKC", text).replace("m³", ""))
    if not re.fullmatch(r"[0-9]{1,15}(?:\.[0-9]{1,3})?", plain):
        raise ReadingFormat(value=text.strip()[:40], field=field)
    return int(Decimal(plain) * 1000)


def enter_reading(
    session: Session, account_id: str, month: Month, new: NewReading, *, today: date | None = None
) -> Billed:
    """Store a reading and make the bill; entered again it replaces the month's.

    Errors: METER_BACKWARDS, READING_TOO_LARGE, LATER_READING, NO_PRICE, ACCOUNT_CLOSED, RECEIPT_FUTURE for a day that
    has not come, MONTH_IS_LOCKED.
    """
    account = account_of(session, account_id)
    price = _price(session, account, month)
    day = _reading_day(month, new.read_on, today)
    require_open(session, [month.first], what="reading")
    _refuse_later(session, account, month)
    earlier = _earlier(session, account_id, month)
    known = earlier[0].now_litres if earlier else None
    before = known if known is not None else new.before_litres
    found = read(
        before, new.now_litres, old_last=new.old_last, new_first=new.new_first,
        earlier=[one.used_litres for one in earlier if one.used_litres],
    )  # fmt: skip
    row = _row(session, account, month)
    row.before_litres, row.now_litres, row.read_on = before, new.now_litres, day
    row.changed = new.old_last is not None
    row.used_litres = found.used_litres
    row.reason = (
        f"换表：旧表止码{cubic_metres(new.old_last)}，新表起码{cubic_metres(new.new_first)}"
        if new.old_last is not None
        else None
    )
    return _bill(session, account, month, row, price, found.notes)


def bill_flat(session: Session, account_id: str, month: Month, *, today: date | None = None) -> Billed:
    """The bill of a household without a meter's reading: a flat fee. READING_MISSING where the meter is charged."""
    account = account_of(session, account_id)
    price = _price(session, account, month)
    if price.kind.metered:
        raise ReadingMissing(name=account.name, field="now")
    _reading_day(month, None, today)
    require_open(session, [month.first], what="reading")
    _refuse_later(session, account, month)
    row = _row(session, account, month)
    row.used_litres = 0
    return _bill(session, account, month, row, price, ())


def bill_all(session: Session, scheme_id: str, month: Month, *, today: date | None = None) -> int:
    """Flat fees for every household of the scheme that has no bill of the month yet; says how many were made."""
    scheme_of(session, scheme_id)
    billed = set(session.scalars(select(MeterReading.account_id).where(MeterReading.month == month)))
    wanted = [one for one in _accounts(session, scheme_id, month) if one.id not in billed]
    for account in wanted:
        bill_flat(session, account.id, month, today=today)
    return len(wanted)


def take_payment(session: Session, account_id: str, new: NewReceipt, *, today: date | None = None) -> str:
    """A household pays; the receipt names it. Errors as for ``receipts.add_receipt``."""
    account = account_of(session, account_id)
    mine = NewReceipt(
        new.received, new.amount_fen, new.numbers, new.person_id, account_id, new.payer or account.name, new.remark
    )
    return add_receipt(session, account.scheme_id, mine, today=today)


@dataclass(frozen=True, slots=True)
class Paid:
    """What was typed of a household's payment; what is None was not typed."""

    received_fen: int | None = None
    numbers: str | None = None
    received: date | None = None


def enter_payment(session: Session, account_id: str, month: Month, paid: Paid, *, today: date | None = None) -> None:
    """A household's payment typed cell by cell: the month's only receipt is made or corrected.

    Errors: LINE_IS_SEVERAL for a household that paid several times, RECEIPT_OTHER_MONTH, those of receipts.
    """
    account = account_of(session, account_id)
    if paid.received is not None:
        require_in_month(paid.received, month)
    rows = session.scalars(
        select(FeeReceipt)
        .where(FeeReceipt.account_id == account_id, FeeReceipt.voided.is_(None), FeeReceipt.amount_fen >= 0)
        .where(FeeReceipt.received >= month.first, FeeReceipt.received <= month.last)
    ).all()
    if len(rows) > 1:
        raise LineIsSeveral(count=len(rows), field="paid_fen")
    if rows:
        change_receipt(
            session, rows[0].id, received=paid.received, amount_fen=paid.received_fen, typed=paid.numbers, today=today
        )
        if not rows[0].amount_fen and rows[0].number is None:
            void_receipt(session, rows[0].id, reason=ZEROED)
        return
    if not (paid.received_fen or paid.numbers):
        return
    shares = scheme(session, account.scheme_id, month.last).shares
    warden = shares[0].person_id if len(shares) == 1 else None
    day = paid.received or entry_day(session, warden, month, today)
    new = NewReceipt(day, paid.received_fen or 0, paid.numbers or "", warden)
    take_payment(session, account_id, new, today=today)


def households(session: Session, scheme_id: str, month: Month) -> tuple[HouseholdRow, ...]:
    """The households of a scheme in a month, by number, with reading, bill and receipts."""
    scheme_of(session, scheme_id)
    accounts = _accounts(session, scheme_id, month)
    ids = [one.id for one in accounts]
    readings: dict[str, list[MeterReading]] = {}
    statement = select(MeterReading).join(WaterAccount, WaterAccount.id == MeterReading.account_id)
    for row in session.scalars(
        statement.where(WaterAccount.scheme_id == scheme_id, MeterReading.month <= month).order_by(MeterReading.month)
    ):
        readings.setdefault(row.account_id, []).append(row)
    paid: dict[str, list[FeeReceipt]] = {}
    receipts = select(FeeReceipt).where(FeeReceipt.account_id.in_(ids), FeeReceipt.voided.is_(None))
    for receipt in session.scalars(receipts.where(FeeReceipt.received <= month.last).order_by(FeeReceipt.received)):
        paid.setdefault(receipt.account_id or "", []).append(receipt)
    price = price_in(session, scheme_id, month)
    return tuple(_household(one, month, price, readings.get(one.id, []), paid.get(one.id, [])) for one in accounts)


def price_in(session: Session, scheme_id: str, month: Month) -> Price | None:
    """The price that is valid on the last day of a month; None without one."""
    row = session.scalars(
        select(WaterPrice)
        .where(WaterPrice.scheme_id == scheme_id, WaterPrice.valid_from <= month.last)
        .where(or_(WaterPrice.valid_to.is_(None), WaterPrice.valid_to >= month.last))
        .order_by(WaterPrice.valid_from.desc())
    ).first()
    return price_of(row) if row is not None else None


def _household(
    account: WaterAccount,
    month: Month,
    price: Price | None,
    readings: list[MeterReading],
    receipts: list[FeeReceipt],
) -> HouseholdRow:
    now = next((one for one in readings if one.month == month), None)
    before = [one for one in readings if one.month < month]
    mine = [one for one in receipts if one.received in month]
    ins = [one for one in mine if one.amount_fen > 0]
    owed = sum(one.bill_fen for one in before) - sum(one.amount_fen for one in receipts if one.received < month.first)
    last = before[-1].now_litres if before else None
    return HouseholdRow(
        account.id, account.number, account.name, account.meter_no or "",
        now.before_litres if now is not None and now.before_litres is not None else last,
        now.now_litres if now else None, now.used_litres if now and now.now_litres is not None else None,
        bool(now and now.changed), price, account.reduction_bp, now.bill_fen if now else None,
        sum(one.amount_fen for one in mine), len(ins), ins[0].number or "" if ins else "",
        ins[-1].received if ins else None, owed, (now.reason if now else None) or account.reduction_reason or "",
        _notes(now, before),
    )  # fmt: skip


def _notes(now: MeterReading | None, before: list[MeterReading]) -> tuple[ReadingNote, ...]:
    """The checks of a stored reading again, so that a list opened later shows them."""
    if now is None or now.now_litres is None:
        return ()
    if now.before_litres is None and not now.changed:
        return (ReadingNote.FIRST,)
    notes = (ReadingNote.CHANGED,) if now.changed else ()
    earlier = [one.used_litres for one in before[-_EARLIER:] if one.used_litres]
    unusual = ReadingNote.UNUSUAL in read(0, now.used_litres, earlier=earlier).notes
    return (*notes, ReadingNote.UNUSUAL) if unusual else notes


def _bill(  # noqa: PLR0917 - what a bill is made of
    session: Session,
    account: WaterAccount,
    month: Month,
    row: MeterReading,
    price: Price,
    notes: tuple[ReadingNote, ...],
) -> Billed:
    earlier = _earlier(session, account.id, month)
    period = scheme_of(session, account.scheme_id).period
    count = bills.months_billed(period, month, account.valid_from, earlier[0].month if earlier else None)
    found = bills.bill(price, row.used_litres, months=count, reduction_bp=account.reduction_bp)
    row.billed_litres, row.bill_fen = found.billed_litres, found.bill_fen
    session.add(row)
    session.flush()
    return Billed(found.bill_fen, row.used_litres, found.billed_litres, notes)


def _row(session: Session, account: WaterAccount, month: Month) -> MeterReading:
    row = session.scalars(
        select(MeterReading).where(MeterReading.account_id == account.id, MeterReading.month == month)
    ).first()
    return row or MeterReading(township=account.township, account_id=account.id, month=month, changed=False)


def _earlier(session: Session, account_id: str, month: Month) -> list[MeterReading]:
    """The readings before a month, the newest first."""
    statement = (
        select(MeterReading)
        .where(MeterReading.account_id == account_id, MeterReading.month < month)
        .order_by(MeterReading.month.desc())
        .limit(_EARLIER)
    )
    return list(session.scalars(statement))


def _refuse_later(session: Session, account: WaterAccount, month: Month) -> None:
    later = session.scalars(
        select(MeterReading.month).where(MeterReading.account_id == account.id, MeterReading.month > month)
    ).first()
    if later is not None:
        raise LaterReading(name=account.name, month=later, field="now")


def _price(session: Session, account: WaterAccount, month: Month) -> Price:
    if Month.of(account.valid_from) > month or (account.valid_to is not None and account.valid_to < month.first):
        raise AccountClosed(name=account.name, month=month, field="now")
    price = price_in(session, account.scheme_id, month)
    if price is None:
        raise NoPrice(scheme=scheme_of(session, account.scheme_id).name, month=month, field="price")
    return price


def _reading_day(month: Month, read_on: date | None, today: date | None) -> date:
    """The day of the reading: as told, else the last of the month or today."""
    now = today or date.today()
    day = read_on or min(month.last, max(now, month.first))
    if day > now:
        raise ReceiptFuture(received=day.isoformat(), today=now.isoformat(), field="read_on")
    return day


def _accounts(session: Session, scheme_id: str, month: Month) -> list[WaterAccount]:
    statement = (
        select(WaterAccount)
        .where(WaterAccount.scheme_id == scheme_id, WaterAccount.valid_from <= month.last)
        .where(or_(WaterAccount.valid_to.is_(None), WaterAccount.valid_to >= month.first))
        .order_by(WaterAccount.number)
    )
    return list(session.scalars(statement))
