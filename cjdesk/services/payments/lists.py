"""Runs turned into payments: the list as it would be today, and the lists that were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import BankList, PayLine, Payment, PayRun, Person
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain.errors import RunNotPayable
from cjdesk.domain.month import Month
from cjdesk.domain.states import PAYABLE_RUNS, PAYMENT_STEPS, PaymentState, RunState, step
from cjdesk.services.payments.values import BANK_MISSING, BANK_SHARED, RETURNED, ZERO_LINE, LeftOut, PaymentList, Row
from cjdesk.services.payroll.accounts import shared_accounts
from cjdesk.services.payroll.added import payees_of
from cjdesk.services.payroll.inputs import OpenAccount, accounts
from cjdesk.services.payroll.sheets import run_row
from cjdesk.services.payroll.who import name_of

PAYABLE = PAYABLE_RUNS | {RunState.PAID, RunState.PARTLY_FAILED}
GONE = frozenset({PaymentState.FAILED, PaymentState.VOID, PaymentState.REISSUED})
"""States of payments that no longer stand for money on its way."""


@dataclass(frozen=True, slots=True)
class _Paid:
    """A line and the account it goes to."""

    line: PayLine
    holder: str
    bank: str
    account: str
    state: str
    list_id: str = ""


def bank_list(session: Session, run_ids: Sequence[str], *, one_row_per_account: bool = True) -> PaymentList:
    """What these runs pay with the accounts of today; a line that is on a list already keeps that list's account.

    Errors: RUN_NOT_PAYABLE for a run that is not locked.
    """
    runs = [run_row(session, run_id) for run_id in run_ids]
    for run in runs:
        if run.state not in PAYABLE:
            raise RunNotPayable(number=run.number, state=run.state)
    return _list(session, runs, live_payments(session, run_ids), grouped=one_row_per_account)


def of_month(session: Session, month: Month, *, post_type: str | None = None) -> tuple[str, ...]:
    """The ids of the runs of a month that can be paid, by number."""
    statement = select(PayRun.id).where(PayRun.month == month, PayRun.state.in_(PAYABLE)).order_by(PayRun.number)
    if post_type is not None:
        statement = statement.where(PayRun.post_type == post_type)
    return tuple(session.scalars(statement))


def listed(session: Session, list_id: str, *, one_row_per_account: bool = True) -> PaymentList:
    """A stored list as it was made, beside what its runs leave out or pay on other lists."""
    stored = session.get_one(BankList, list_id)
    mine = {row.line_id: row for row in session.scalars(select(Payment).where(Payment.list_id == list_id))}
    of_runs = (
        select(PayRun)
        .join(PayLine, PayLine.run_id == PayRun.id)
        .join(Payment, Payment.line_id == PayLine.id)
        .where(Payment.list_id == list_id)
        .order_by(PayRun.number)
        .distinct()
    )
    runs = list(session.scalars(of_runs))
    known = {**live_payments(session, [run.id for run in runs]), **mine}
    value = _list(session, runs, known, grouped=one_row_per_account, only=mine)
    return replace(value, list_id=stored.id, number=stored.number)


def lists(session: Session, month: Month) -> tuple[PaymentList, ...]:
    """The lists of a month by number."""
    ids = session.scalars(
        select(BankList.id).where(BankList.number.startswith(_prefix(month))).order_by(BankList.number)
    )
    return tuple(listed(session, list_id) for list_id in ids)


def live_payments(session: Session, run_ids: Sequence[str]) -> dict[str, Payment]:
    """By line: the payment that stands for it now."""
    statement = (
        select(Payment)
        .join(PayLine, PayLine.id == Payment.line_id)
        .where(PayLine.run_id.in_(run_ids), Payment.state.not_in(GONE))
    )
    return {row.line_id: row for row in session.scalars(statement)}


def returned_payments(session: Session, run_ids: Sequence[str]) -> dict[str, Payment]:
    """By line: the payment that the bank returned and that is not paid again yet."""
    statement = (
        select(Payment)
        .join(PayLine, PayLine.id == Payment.line_id)
        .where(PayLine.run_id.in_(run_ids), Payment.state == PaymentState.FAILED)
    )
    return {row.line_id: row for row in session.scalars(statement)}


def store(session: Session, whole: PaymentList, rows: Sequence[Row], template: str, by: str) -> str:
    """Keep a list with one payment for each line; the accounts stand as they are now."""
    township = run_row(session, whole.run_ids[0]).township
    made = BankList(
        id=new_id(),
        township=township,
        number=_next_number(session, township, whole.month),
        run_id=whole.run_ids[0],
        template=template,
        rows=len(rows),
        total_fen=sum(row.amount_fen for row in rows),
        made_at=utc_now(),
        made_by=name_of(session, by),
    )
    session.add(made)
    session.flush()
    ids = [line_id for row in rows for line_id in row.line_ids]
    lines = {row.id: row for row in _lines(session, whole.run_ids) if row.id in set(ids)}
    returned = returned_payments(session, whole.run_ids)
    payments = [
        {
            "township": township,
            "list_id": made.id,
            "line_id": line_id,
            "holder": row.holder,
            "bank": row.bank or None,
            "account": row.account,
            "amount_fen": lines[line_id].net_fen,
            "state": PaymentState.PENDING.value,
            "key": payment_key(lines[line_id]),
            "person_id": lines[line_id].person_id,
            "replaces_id": returned[line_id].id if line_id in returned else None,
        }
        for row in rows
        for line_id in row.line_ids
    ]
    audit.insert_rows(session, Payment, payments)
    replaced = [
        {"id": payment.id, "state": step(PAYMENT_STEPS, PaymentState.FAILED, PaymentState.REISSUED).value}
        for payment in returned.values()
        if payment.line_id in lines
    ]
    audit.update_rows(session, Payment, replaced)
    return made.id


def payment_key(line: PayLine) -> str:
    """Person, assignment, month and fund: of one key at most one payment is on its way or paid, for ever."""
    return f"{line.person_id}|{line.assignment_id}|{line.month}|{line.fund}"[:160]


def _list(
    session: Session,
    runs: Sequence[PayRun],
    known: Mapping[str, Payment],
    *,
    grouped: bool,
    only: Collection[str] | None = None,
) -> PaymentList:
    """Rows and left-out lines of runs; ``only`` keeps the lines of one stored list, the rest is elsewhere."""
    lines = _lines(session, [run.id for run in runs])
    ids = {row.person_id for row in lines}
    open_accounts = accounts(session)
    shared = shared_accounts(session)
    payees = payees_of(session, [run.id for run in runs])
    returned = returned_payments(session, [run.id for run in runs])
    people = {row.id: row for row in session.scalars(select(Person)) if row.id in ids}
    groups: dict[tuple[str, str, str], list[_Paid]] = defaultdict(list)
    left_out: list[LeftOut] = []
    elsewhere = 0
    for row in lines:
        payment, account, sharing = known.get(row.id), open_accounts.get(row.person_id), shared.get(row.person_id)
        payee = payees.get(row.id)
        if payee is not None:
            account, sharing = OpenAccount(payee.payee_name or "", payee.payee_bank, payee.payee_account, None), None
        if payment is not None:
            if only is not None and row.id not in only:
                elsewhere += row.net_fen
                continue
            paid = _Paid(row, payment.holder, payment.bank or "", payment.account, payment.state, payment.list_id)
        elif row.net_fen <= 0:
            left_out.append(_left_out(row, ZERO_LINE))
            continue
        elif account is None or not account.number:
            left_out.append(_left_out(row, BANK_MISSING))
            continue
        elif sharing is not None and not sharing.same_household:
            left_out.append(_left_out(row, BANK_SHARED, sharing.with_names))
            continue
        elif row.id in returned and returned[row.id].account == account.number:
            left_out.append(_left_out(row, RETURNED))
            continue
        elif only is not None:
            elsewhere += row.net_fen
            continue
        else:
            person = people[row.person_id]
            holder = person.name_bank if person.name_bank and account.holder == person.name else account.holder
            paid = _Paid(row, holder, account.bank or "", account.number, PaymentState.PENDING)
        groups[paid.account, paid.list_id, "" if grouped else row.id].append(paid)
    names = {run.id: run.head["post_type_name"] for run in runs}
    head, month = runs[0].head, runs[0].month
    return PaymentList(
        list_id=None,
        number=None,
        month=month,
        run_ids=tuple(run.id for run in runs),
        run_numbers=tuple(run.number for run in runs),
        check_codes=tuple(run.check_code for run in runs),
        post_type_names=tuple(names.values()),
        township_name=head["township_name"],
        county_name=head["county_name"],
        employer=head["employer"],
        demo=head["demo"],
        rows=tuple(_row(index, group, month, names, people) for index, group in enumerate(groups.values(), start=1)),
        left_out=tuple(left_out),
        net_fen=sum(row.net_fen for row in lines),
        elsewhere_fen=elsewhere,
        lines=len(lines),
    )


def _row(
    number: int, group: Sequence[_Paid], month: Month, names: Mapping[str, str], people: Mapping[str, Person]
) -> Row:
    first = group[0]
    kinds = "、".join(dict.fromkeys(names[paid.line.run_id] for paid in group))
    return Row(
        number=number,
        holder=first.holder,
        bank=first.bank,
        account=first.account,
        amount_fen=sum(paid.line.net_fen for paid in group),
        person_id=first.line.person_id,
        id_no=first.line.id_no,
        name=first.line.name,
        phone=people[first.line.person_id].phone or "",
        purpose=f"{month.year}年{month.month}月{kinds}补贴",
        line_ids=tuple(paid.line.id for paid in group),
        state=first.state,
    )


def _left_out(row: PayLine, code: str, shared_with: str = "") -> LeftOut:
    return LeftOut(
        row.id, row.number, row.post_type, row.person_id, row.id_no, row.name, row.net_fen, code, shared_with
    )


def _lines(session: Session, run_ids: Sequence[str]) -> list[PayLine]:
    statement = (
        select(PayLine)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayLine.run_id.in_(run_ids))
        .order_by(PayRun.number, PayLine.number)
    )
    return list(session.scalars(statement))


def _prefix(month: Month) -> str:
    return f"YH-{month.year:04d}{month.month:02d}-"


def _next_number(session: Session, township: str, month: Month) -> str:
    """YH-202611-01 and on, without gaps."""
    prefix = _prefix(month)
    statement = select(func.max(BankList.number)).where(
        BankList.township == township, BankList.number.startswith(prefix)
    )
    newest = session.scalar(statement)
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1:02d}"
