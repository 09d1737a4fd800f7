"""Runs turned into payments: the list as it would be today, and the lists that were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from cjdesk.db.models import BankList, PayLine, Payment, PayRun, Person
from cjdesk.domain.errors import ListNumberUnknown, ListUnknown, RunNotPayable
from cjdesk.domain.month import Month
from cjdesk.domain.states import PAYABLE_RUNS, ListState, PaymentState, RunState
from cjdesk.services.payments.values import (
    BANK_MISSING,
    BANK_SHARED,
    RETURNED,
    SENT_BEFORE,
    ZERO_LINE,
    Changed,
    LeftOut,
    PaymentList,
    Row,
)
from cjdesk.services.payroll.accounts import shared_accounts
from cjdesk.services.payroll.added import payees_of
from cjdesk.services.payroll.inputs import OpenAccount, accounts
from cjdesk.services.payroll.sheets import run_row

LIVE = frozenset({PaymentState.PENDING, PaymentState.PAID})
"""States of payments that stand for money on its way or paid: of one key there is never a second one."""


@dataclass(frozen=True, slots=True)
class _Paid:
    """A line and the account it goes to."""

    line: PayLine
    holder: str
    bank: str
    account: str
    state: str
    list_id: str = ""
    failure: str = ""


def payable(run: PayRun) -> bool:
    """Whether a bank list may be made of a run: approved, or locked where one person does everything (D-09)."""
    if run.state != RunState.LOCKED:
        return run.state in PAYABLE_RUNS
    alone = run.checked_login is not None and run.checked_login == run.made_login
    return alone or bool(run.head.get("single_clerk"))


def bank_list(session: Session, run_ids: Sequence[str], *, one_row_per_account: bool = True) -> PaymentList:
    """What these runs pay with the accounts of today; a line that is on a list already keeps that list's account.

    Errors: RUN_NOT_PAYABLE for a run that is not approved.
    """
    runs = [run_row(session, run_id) for run_id in run_ids]
    for run in runs:
        if not payable(run):
            raise RunNotPayable(number=run.number, state=run.state)
    return _list(session, runs, live_payments(session, run_ids), grouped=one_row_per_account)


def not_listed(session: Session, month: Month) -> tuple[PaymentList, ...]:
    """For each run of a month that can be paid and has lines on no list: the list that would be made now."""
    found = []
    for run_id in of_month(session, month):
        whole = bank_list(session, [run_id])
        fresh = tuple(row for row in whole.rows if not row.listed)
        if fresh or not whole.rows:
            numbered_rows = tuple(replace(row, number=number) for number, row in enumerate(fresh, start=1))
            elsewhere = sum(row.amount_fen for row in whole.rows if row.listed)
            found.append(replace(whole, rows=numbered_rows, elsewhere_fen=elsewhere))
    return tuple(found)


def of_month(session: Session, month: Month, *, post_type: str | None = None) -> tuple[str, ...]:
    """The ids of the runs of a month that can be paid, by number."""
    statement = select(PayRun).where(PayRun.month == month).order_by(PayRun.number)
    if post_type is not None:
        statement = statement.where(PayRun.post_type == post_type)
    return tuple(run.id for run in session.scalars(statement) if payable(run))


def list_row(session: Session, list_id: str) -> BankList:
    """The stored list, or LIST_UNKNOWN."""
    stored = session.get(BankList, list_id)
    if stored is None:
        raise ListUnknown
    return stored


def numbered(session: Session, number: str) -> str:
    """The id of the list with this number, or LIST_NUMBER_UNKNOWN."""
    found = session.scalar(select(BankList.id).where(BankList.number == number.strip().upper()))
    if found is None:
        raise ListNumberUnknown(field="list", number=number)
    return found


def listed(session: Session, list_id: str) -> PaymentList:
    """A stored list as it was made, with what became of each row, beside what its runs leave out or pay elsewhere."""
    stored = list_row(session, list_id)
    payments = session.scalars(select(Payment).where(Payment.list_id == list_id).order_by(Payment.id)).all()
    if stored.state == ListState.WITHDRAWN:
        value = _withdrawn(session, stored, payments)
    else:
        mine = {row.line_id: row for row in payments if row.line_id is not None}
        runs = _runs_of(session, list_id)
        known = {**live_payments(session, [run.id for run in runs]), **mine}
        value = _list(session, runs, known, grouped=stored.rows < len(mine), only=mine)
        origins, again = _origins(session, list_id), _again(session, list_id)
        rows = tuple(
            replace(row, origin=origins.get(row.line_ids[0], ""), again=again.get(row.line_ids[0], ""))
            for row in value.rows
        )
        value = replace(value, rows=rows)
    return replace(
        value,
        list_id=stored.id,
        number=stored.number,
        kind=stored.kind,
        state=stored.state,
        template=stored.template,
        sha256=stored.sha256 or "",
        made_at=stored.made_at,
        made_by=stored.made_by,
        sent_at=stored.sent_at,
        withdrawn=stored.withdrawn or "",
    )


def lists(session: Session, month: Month, *, withdrawn: bool = False) -> tuple[PaymentList, ...]:
    """The lists that pay a month, re-issued ones too, by number; those withdrawn only on demand."""
    return tuple(listed(session, list_id) for list_id in list_ids(session, month, withdrawn=withdrawn))


def list_ids(session: Session, month: Month, *, withdrawn: bool = False) -> tuple[str, ...]:
    """The ids of the lists that pay a month, in the order in which they were made."""
    pays = (
        select(Payment.list_id)
        .join(PayLine, PayLine.id == Payment.line_id)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayRun.month == month)
    )
    headed = select(PayRun.id).where(PayRun.month == month)
    statement = select(BankList.id).order_by(BankList.made_at, BankList.id)
    if withdrawn:
        statement = statement.where(BankList.id.in_(pays) | BankList.run_id.in_(headed))
    else:
        statement = statement.where(BankList.id.in_(pays), BankList.state != ListState.WITHDRAWN)
    return tuple(session.scalars(statement))


def live_payments(session: Session, run_ids: Sequence[str]) -> dict[str, Payment]:
    """By line: the payment that is on its way or paid."""
    statement = (
        select(Payment)
        .join(PayLine, PayLine.id == Payment.line_id)
        .where(PayLine.run_id.in_(run_ids), Payment.state.in_(LIVE))
    )
    return {row.line_id: row for row in session.scalars(statement) if row.line_id is not None}


def returned_lines(session: Session, run_ids: Sequence[str]) -> frozenset[str]:
    """The lines that the bank returned once; without a live payment they wait to be paid again."""
    statement = (
        select(Payment.line_id)
        .join(PayLine, PayLine.id == Payment.line_id)
        .where(PayLine.run_id.in_(run_ids), Payment.state.in_({PaymentState.FAILED, PaymentState.REISSUED}))
    )
    return frozenset(line_id for line_id in session.scalars(statement) if line_id is not None)


def payment_key(line: PayLine) -> str:
    """Person, assignment, month and fund: of one key at most one payment is on its way or paid, for ever."""
    return f"{line.person_id}|{line.assignment_id}|{line.month}|{line.fund}"[:160]


def lines_of(session: Session, run_ids: Sequence[str]) -> list[PayLine]:
    """The lines of runs in printed order, without how they were computed."""
    statement = (
        select(PayLine)
        .options(defer(PayLine.steps), defer(PayLine.inputs), defer(PayLine.flags))
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayLine.run_id.in_(run_ids))
        .order_by(PayRun.number, PayLine.number)
    )
    return list(session.scalars(statement))


def _runs_of(session: Session, list_id: str) -> list[PayRun]:
    ids = (
        select(PayLine.run_id).join(Payment, Payment.line_id == PayLine.id).where(Payment.list_id == list_id).distinct()
    )
    return list(session.scalars(select(PayRun).where(PayRun.id.in_(ids)).order_by(PayRun.number)))


def _withdrawn(session: Session, stored: BankList, payments: Sequence[Payment]) -> PaymentList:
    """A withdrawn list by itself: its runs may have been computed anew since."""
    run = run_row(session, stored.run_id)
    runs = _runs_of(session, stored.id) or [run]
    people = _people(session, [row.person_id for row in payments if row.person_id is not None])
    groups: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        groups[payment.account if stored.rows < len(payments) else payment.id].append(payment)
    rows = []
    for number, group in enumerate(groups.values(), start=1):
        first, person = group[0], people.get(group[0].person_id or "")
        rows.append(
            Row(
                number=number,
                holder=first.holder,
                bank=first.bank or "",
                account=first.account,
                amount_fen=sum(payment.amount_fen for payment in group),
                person_id=first.person_id or "",
                id_no=person.id_no if person else "",
                name=person.name if person else first.holder,
                phone="",
                purpose="",
                line_ids=tuple(payment.line_id for payment in group if payment.line_id is not None),
                state=first.state,
            )
        )
    total = sum(row.amount_fen for row in rows)
    return PaymentList(
        list_id=None,
        number=None,
        month=run.month,
        run_ids=tuple(one.id for one in runs),
        run_numbers=tuple(one.number for one in runs),
        check_codes=tuple(one.check_code for one in runs),
        post_type_names=tuple(dict.fromkeys(one.head["post_type_name"] for one in runs)),
        township_name=run.head["township_name"],
        county_name=run.head["county_name"],
        employer=run.head["employer"],
        demo=run.head["demo"],
        rows=tuple(rows),
        left_out=(),
        net_fen=total,
        elsewhere_fen=0,
        lines=len(payments),
    )


def _list(
    session: Session,
    runs: Sequence[PayRun],
    known: Mapping[str, Payment],
    *,
    grouped: bool,
    only: Collection[str] | None = None,
) -> PaymentList:
    """Rows and left-out lines of runs; ``only`` keeps the lines of one stored list, the rest is elsewhere."""
    run_ids = [run.id for run in runs]
    lines = lines_of(session, run_ids)
    waiting = [row for row in lines if row.id not in known and row.net_fen > 0]
    look = _Look(session, run_ids, waiting)
    groups: dict[tuple[str, str, str], list[_Paid]] = defaultdict(list)
    left_out: list[LeftOut] = []
    elsewhere = 0
    for row in lines:
        payment = known.get(row.id)
        left = None if payment is not None else look.left_out(row)
        if left is not None:
            left_out.append(left)
        elif only is not None and row.id not in only:
            elsewhere += row.net_fen
        else:
            paid = look.paid(row) if payment is None else _as_listed(row, payment)
            groups[paid.account, paid.list_id, "" if grouped else row.id].append(paid)
    head, people = runs[0].head, _people(session, [group[0].line.person_id for group in groups.values()])
    names = {run.id: run.head["post_type_name"] for run in runs}
    month = runs[0].month
    return PaymentList(
        list_id=None,
        number=None,
        month=month,
        run_ids=tuple(run_ids),
        run_numbers=tuple(run.number for run in runs),
        check_codes=tuple(run.check_code for run in runs),
        post_type_names=tuple(dict.fromkeys(names.values())),
        township_name=head["township_name"],
        county_name=head["county_name"],
        employer=head["employer"],
        demo=head["demo"],
        rows=tuple(_row(index, group, names, people) for index, group in enumerate(groups.values(), start=1)),
        left_out=tuple(left_out),
        net_fen=sum(row.net_fen for row in lines),
        elsewhere_fen=elsewhere,
        lines=len(lines),
        changed=_changed(groups.values(), payees_of(session, run_ids)),
    )


class _Look:
    """What keeps lines from being listed today, and the account of those that nothing keeps."""

    def __init__(self, session: Session, run_ids: Sequence[str], waiting: Sequence[PayLine]) -> None:
        self._returned = returned_lines(session, run_ids) if waiting else frozenset()
        self._accounts = accounts(session) if waiting else {}
        self._payees = payees_of(session, run_ids) if waiting else {}
        self._shared = shared_accounts(session) if waiting else {}
        self._sent = keys_sent(session, [payment_key(row) for row in waiting])
        self._people = _people(session, [row.person_id for row in waiting])
        self._taken: set[str] = set()

    def left_out(self, row: PayLine) -> LeftOut | None:
        account, sharing = self._account(row), self._shared.get(row.person_id)
        if row.net_fen <= 0:
            return _left_out(row, ZERO_LINE)
        if row.id in self._returned:
            return _left_out(row, RETURNED)
        key = payment_key(row)
        if key in self._sent or key in self._taken:
            return _left_out(row, SENT_BEFORE, self._sent.get(key, ""))
        if account is None or not account.number:
            return _left_out(row, BANK_MISSING)
        if sharing is not None and not sharing.same_household and row.id not in self._payees:
            return _left_out(row, BANK_SHARED, sharing.with_names)
        self._taken.add(key)
        return None

    def paid(self, row: PayLine) -> _Paid:
        account, person = self._account(row), self._people[row.person_id]
        if account is None:
            raise ValueError(f"no account: line {row.number}")
        holder = person.name_bank if person.name_bank and account.holder == person.name else account.holder
        return _Paid(row, holder, account.bank or "", account.number or "", PaymentState.PENDING)

    def _account(self, row: PayLine) -> OpenAccount | None:
        """The person's, or that of the organisation that is paid for the line."""
        payee = self._payees.get(row.id)
        if payee is not None:
            return OpenAccount(payee.payee_name or "", payee.payee_bank, payee.payee_account, None)
        return self._accounts.get(row.person_id)


def keys_sent(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """Of these keys the ones with a live payment, and the number of its list."""
    found: dict[str, str] = {}
    for start in range(0, len(keys), _PIECE):
        statement = (
            select(Payment.key, BankList.number)
            .join(BankList, BankList.id == Payment.list_id)
            .where(Payment.key.in_(keys[start : start + _PIECE]), Payment.state.in_(LIVE))
        )
        found |= {row.key: row.number for row in session.execute(statement)}
    return found


_PIECE = 500
"""Values in one question to the database."""


def _people(session: Session, ids: Sequence[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for start in range(0, len(ids), _PIECE):
        statement = select(Person).where(Person.id.in_(ids[start : start + _PIECE]))
        found |= {row.id: row for row in session.scalars(statement)}
    return found


def _as_listed(row: PayLine, payment: Payment) -> _Paid:
    return _Paid(
        row, payment.holder, payment.bank or "", payment.account, payment.state, payment.list_id, payment.failure or ""
    )


def _row(number: int, group: Sequence[_Paid], names: Mapping[str, str], people: Mapping[str, Person]) -> Row:
    first = group[0]
    kinds = "、".join(dict.fromkeys(names[paid.line.run_id] for paid in group))
    months = sorted({paid.line.month for paid in group})
    span = "、".join(f"{month.year}年{month.month}月" for month in months)
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
        purpose=f"{span}{kinds}补贴",
        line_ids=tuple(paid.line.id for paid in group),
        state=first.state,
        failure=first.failure,
        post_type_name=kinds,
        village=first.line.village,
        standard_fen=first.line.standard_fen,
        months=len(months),
        listed=bool(first.list_id),
    )


def _changed(groups: Collection[Sequence[_Paid]], payees: Collection[str]) -> tuple[Changed, ...]:
    """Who is paid to another account than the locked sheet shows; organisations have theirs in the entry only."""
    return tuple(
        Changed(paid.line.name, paid.line.id_no, paid.line.bank_no or "", paid.account)
        for group in groups
        for paid in group
        if paid.line.bank_no != paid.account and paid.line.id not in payees
    )


def _origins(session: Session, list_id: str) -> dict[str, str]:
    """By line of a re-issue list: the run and the list of the payment that came back."""
    before = Payment.__table__.alias("before")
    statement = (
        select(Payment.line_id, PayRun.number, BankList.number)
        .join(before, before.c.id == Payment.replaces_id)
        .join(BankList, BankList.id == before.c.list_id)
        .join(PayLine, PayLine.id == Payment.line_id)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(Payment.list_id == list_id)
    )
    return {line: f"{run} · {number}" for line, run, number in session.execute(statement) if line is not None}


def _again(session: Session, list_id: str) -> dict[str, str]:
    """By line of a list: the newest list, not withdrawn, that pays it again."""
    mine = Payment.__table__.alias("mine")
    statement = (
        select(Payment.line_id, BankList.number)
        .join(mine, mine.c.id == Payment.replaces_id)
        .join(BankList, BankList.id == Payment.list_id)
        .where(mine.c.list_id == list_id, Payment.state != PaymentState.VOID)
        .order_by(BankList.made_at)
    )
    return {row.line_id: row.number for row in session.execute(statement) if row.line_id is not None}


def _left_out(row: PayLine, code: str, shared_with: str = "") -> LeftOut:
    return LeftOut(
        row.id, row.number, row.post_type, row.person_id, row.id_no, row.name, row.net_fen, code, shared_with
    )
