"""The water fee ledger F11 of a scheme and month, from its bills and receipts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import FeeReceipt, NoIncome, WaterAccount, WaterScheme
from cjdesk.domain.fee_ledger import FeeLedger, LedgerLine, LedgerShare
from cjdesk.domain.fees import numbers
from cjdesk.domain.month import Month
from cjdesk.services import months, office
from cjdesk.services.fees.dated import wardens_types
from cjdesk.services.fees.month import Warden, rate_words, scheme_dues, wardens
from cjdesk.services.fees.readings import HouseholdRow, households, price_in
from cjdesk.services.fees.schemes import SchemeValue, schemes
from cjdesk.services.payroll import fees as commission
from cjdesk.services.payroll.fees import Collected

ARREARS = "欠费"
WITH_ARREARS = "含往期欠费"
TOGETHER = "各户合计"
REFUND = "退费"


def ledger(session: Session, scheme_id: str, month: Month) -> FeeLedger:
    """The ledger of one scheme. WATER_SCHEME_UNKNOWN."""
    on_post = wardens(session, month)
    collected = commission.collect(session, month, on_post)
    return _ledger(session, scheme_id, month, on_post, collected)


def ledgers(session: Session, month: Month) -> tuple[FeeLedger, ...]:
    """The ledgers of all schemes that have a bill, a receipt or a statement in the month, in the order of the list."""
    on_post = wardens(session, month)
    collected = commission.collect(session, month, on_post)
    found = (_ledger(session, one.id, month, on_post, collected) for one in schemes(session, month.last))
    return tuple(one for one in found if one.lines or one.no_income)


def _ledger(
    session: Session, scheme_id: str, month: Month, on_post: Iterable[Warden], collected: Collected
) -> FeeLedger:
    here = office.current(session)
    scheme = next(one for one in schemes(session, month.last) if one.id == scheme_id)
    price = price_in(session, scheme_id, month)
    known = months.closed(session)
    person = {one.assignment_id: one for one in on_post}
    dues = scheme_dues(collected, scheme.name)
    aside = [*collected.nobody, *(one for some in collected.left_out.values() for one in some)]
    stated = select(NoIncome.id).where(
        NoIncome.scheme_id == scheme_id, NoIncome.month == month, NoIncome.withdrawn.is_(False)
    )
    return FeeLedger(
        number=number_of(session, scheme_id, month),
        month=month,
        scheme=scheme.name,
        village=scheme.village,
        households=scheme.households,
        wardens=tuple(one.name for one in scheme.shares),
        price=price.kind.value if price else "",
        lines=tuple(_numbered(_lines(session, scheme, month))),
        rate=next((due.rate for due in dues.values() if due.rate), rate_words(scheme)),
        basis=next((due.basis for due in dues.values()), scheme.rate.basis if scheme.rate else ""),
        commission_fen=next((due.scheme_fen for due in dues.values()), 0),
        shares=tuple(LedgerShare(person[key].name, due.share_bp, due.amount_fen) for key, due in dues.items()),
        left_out_fen=sum(one.amount_fen for one in aside if one.scheme == scheme.name),
        no_income=session.scalars(stated).first() is not None,
        county_name=here.county_name,
        township_name=here.township_name,
        locked=any(known.is_closed(month, kind) for kind in wardens_types(session)),
        demo=here.demo,
    )


def _lines(session: Session, scheme: SchemeValue, month: Month) -> Iterator[LedgerLine]:
    """Households first, then receipts that name none, then refunds."""
    rows = list(
        session.scalars(
            select(FeeReceipt)
            .where(FeeReceipt.scheme_id == scheme.id, FeeReceipt.voided.is_(None))
            .where(FeeReceipt.received >= month.first, FeeReceipt.received <= month.last)
            .order_by(FeeReceipt.received, FeeReceipt.number, FeeReceipt.id)
        )
    )
    accounts = {one.id: one for one in session.scalars(select(WaterAccount).where(WaterAccount.scheme_id == scheme.id))}
    ins = [row for row in rows if row.amount_fen >= 0]
    by_account: dict[str, list[FeeReceipt]] = defaultdict(list)
    for row in ins:
        if row.account_id:
            by_account[row.account_id].append(row)
    for household in households(session, scheme.id, month):
        mine = by_account.pop(household.account_id, [])
        if household.bill_fen is not None or mine:
            yield _household(household, mine)
    for row in ins:
        if row.account_id is None or row.account_id in by_account:
            account = accounts.get(row.account_id or "")
            yield _receipt(row, account, row.payer or (account.name if account else TOGETHER))
    for row in rows:
        if row.amount_fen < 0:
            account = accounts.get(row.account_id or "")
            yield _receipt(row, account, row.payer or (account.name if account else TOGETHER))


def _household(row: HouseholdRow, mine: list[FeeReceipt]) -> LedgerLine:
    received = sum(one.amount_fen for one in mine)
    words = [row.reason] if row.reason else []
    if row.bill_fen and not received:
        words.append(ARREARS)
    elif received > (row.bill_fen or 0) and row.arrears_fen > 0:
        words.append(WITH_ARREARS)
    runs = [run for one in mine if (run := numbers.stored(one.number, one.last_number)) is not None]
    return LedgerLine(
        0, row.name, row.meter_no or row.number, row.before_litres, row.now_litres, row.used_litres,
        row.price.milliyuan_per_m3 if row.price and row.price.kind.metered else None, row.bill_fen, received,
        len(mine), 0, "、".join(str(one) for one in numbers.joined(runs)), mine[-1].received if mine else None,
        "；".join(words),
    )  # fmt: skip


def _receipt(row: FeeReceipt, account: WaterAccount | None, name: str) -> LedgerLine:
    run = numbers.stored(row.number, row.last_number)
    refund = row.amount_fen < 0
    words = [row.remark] if row.remark else ([REFUND] if refund else [])
    if refund and row.original_number and row.original_number != row.number:
        words.append(f"原收据{row.original_number}")
    meter = (account.meter_no or account.number) if account else ""
    shown = str(run) if run is not None else row.number or ""
    return LedgerLine(
        0, name, meter, None, None, None, None, None, row.amount_fen, int(not refund), int(refund), shown,
        row.received, "；".join(words),
    )  # fmt: skip


def _numbered(lines: Iterable[LedgerLine]) -> Iterator[LedgerLine]:
    return (replace(line, number=number) for number, line in enumerate(lines, start=1))


def number_of(session: Session, scheme_id: str, month: Month) -> str:
    """FEE-202011-0012: schemes are counted in the order in which they were registered."""
    ids = list(session.scalars(select(WaterScheme.id).order_by(WaterScheme.id)))
    return f"FEE-{month.year:04d}{month.month:02d}-{ids.index(scheme_id) + 1:04d}"
