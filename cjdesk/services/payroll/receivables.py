"""What people owe the office (待追回): opened by corrections, taken back from pay, or given back in cash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Adjustment, Office, PayLine, PayRun, Person, Repayment
from cjdesk.domain.errors import (
    AmountNotPositive,
    PersonOwesNothing,
    ReasonMissing,
    ReceiptNumberMissing,
    ReceiptNumberTaken,
    RepaymentTooLarge,
    RepaymentUnknown,
)
from cjdesk.domain.month import Month
from cjdesk.domain.states import CLOSED_RUNS
from cjdesk.services.payroll.who import name_of

CLAWBACK = "扣回"
BACK_PAY = "补发"
CASH = "交回"
DROPPED = "核销"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a person's account: ``amount_fen`` is positive when more is owed; ``what`` is its kind.

    ``what`` is 扣回 (opened by a correction of ``month``), 未扣足 (a month's deductions were more than its pay),
    已扣 (taken from the pay of ``month``), 交回 or 核销; ``reference`` is the run or the receipt.
    """

    day: date
    what: str
    amount_fen: int
    month: Month | None
    reference: str
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Receivable:
    """A person with the open balance in fen, and how it came about, oldest first."""

    person_id: str
    id_no: str
    name: str
    village: str
    group: str
    phone: str
    balance_fen: int
    entries: tuple[Entry, ...]

    @property
    def opened_fen(self) -> int:
        """All that was ever owed."""
        return sum(entry.amount_fen for entry in self.entries if entry.amount_fen > 0)


def balances(session: Session) -> dict[str, int]:
    """By person: what is owed after all closed runs, in fen; who owes nothing is left out.

    Opened by corrections, and by deductions that a month's pay did not reach; less what was taken from pay, given back
    or dropped.
    """
    owed: dict[str, int] = defaultdict(int)
    opened = (
        select(Adjustment.person_id, func.sum(Adjustment.amount_fen))
        .join(PayRun, PayRun.id == Adjustment.run_id)
        .where(Adjustment.kind == CLAWBACK, PayRun.state.in_(CLOSED_RUNS))
        .group_by(Adjustment.person_id)
    )
    moved = (
        select(PayLine.person_id, func.sum(PayLine.shortfall_fen - PayLine.clawback_fen))
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayRun.state.in_(CLOSED_RUNS), (PayLine.shortfall_fen != 0) | (PayLine.clawback_fen != 0))
        .group_by(PayLine.person_id)
    )
    returned = (
        select(Repayment.person_id, func.sum(-Repayment.amount_fen))
        .where(Repayment.withdrawn.is_(None))
        .group_by(Repayment.person_id)
    )
    for statement in (opened, moved, returned):
        for person, amount in session.execute(statement):
            owed[person] += int(amount)
    return {person: amount for person, amount in owed.items() if amount}


def receivables(session: Session, *, settled: bool = False) -> tuple[Receivable, ...]:
    """Who owes something now, largest balance first; with ``settled`` also who has paid everything back."""
    entries = _entries(session)
    now = balances(session)
    people = {row.id: row for row in session.scalars(select(Person)) if row.id in entries}
    found = [
        Receivable(
            person_id=person,
            id_no=people[person].id_no,
            name=people[person].name,
            village=people[person].village or "",
            group=people[person].village_group or "",
            phone=people[person].phone or "",
            balance_fen=now.get(person, 0),
            entries=tuple(sorted(rows, key=lambda one: one.day)),
        )
        for person, rows in entries.items()
        if settled or now.get(person, 0)
    ]
    return tuple(sorted(found, key=lambda one: (-one.balance_fen, one.id_no)))


def of_person(session: Session, person_id: str) -> Receivable:
    """One person's account. Errors: PERSON_OWES_NOTHING when there never was anything."""
    for one in receivables(session, settled=True):
        if one.person_id == person_id:
            return one
    raise PersonOwesNothing(name=session.scalar(select(Person.name).where(Person.id == person_id)) or "—")


def repay(
    session: Session,
    person_id: str,
    *,
    amount_fen: int,
    received: date,
    receipt_number: str,
    by: str,
    kind: str = CASH,
    remark: str = "",
) -> str:
    """Register money that came back in cash under its receipt number, or (核销) that it need not come back.

    Errors: AMOUNT_NOT_POSITIVE, REPAYMENT_TOO_LARGE, RECEIPT_NUMBER_MISSING, RECEIPT_NUMBER_TAKEN; dropping needs a
    reason in ``remark`` (REASON_MISSING). Gives the id.
    """
    number = receipt_number.strip()
    if amount_fen <= 0:
        raise AmountNotPositive(field="amount")
    if kind == DROPPED and not remark.strip():
        raise ReasonMissing(field="remark")
    if not number:
        raise ReceiptNumberMissing(field="receipt_number")
    taken = select(Repayment.id).where(Repayment.receipt_number == number)
    if session.scalars(taken).first() is not None:
        raise ReceiptNumberTaken(field="receipt_number", number=number)
    owed = balances(session).get(person_id, 0)
    if amount_fen > owed:
        raise RepaymentTooLarge(field="amount", amount_fen=amount_fen, owed_fen=owed)
    row = Repayment(
        township=session.scalars(select(Office.township)).one(),
        person_id=person_id,
        kind=kind,
        received=received,
        amount_fen=amount_fen,
        receipt_number=number,
        remark=remark.strip() or None,
        entered_by=name_of(session, by),
    )
    session.add(row)
    session.flush()
    return row.id


def withdraw_repayment(session: Session, repayment_id: str, *, reason: str) -> None:
    """Take back a wrong entry; it stays visible with the reason."""
    row = session.get(Repayment, repayment_id)
    if row is None or row.withdrawn is not None:
        raise RepaymentUnknown
    if not reason.strip():
        raise ReasonMissing(field="reason")
    row.withdrawn = reason.strip()[:200]
    session.flush()


def _entries(session: Session) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    opened = (
        select(Adjustment, PayRun)
        .join(PayRun, PayRun.id == Adjustment.run_id)
        .where(Adjustment.kind == CLAWBACK, PayRun.state.in_(CLOSED_RUNS))
    )
    for row, run in session.execute(opened):
        original = row.facts.get("run") or run.number
        found[row.person_id].append(Entry(_day(run), CLAWBACK, row.amount_fen, row.month, original))
    moved = (
        select(PayLine.person_id, PayLine.month, PayLine.shortfall_fen, PayLine.clawback_fen, PayRun)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayRun.state.in_(CLOSED_RUNS), (PayLine.shortfall_fen != 0) | (PayLine.clawback_fen != 0))
    )
    for person, month, shortfall, clawback, run in session.execute(moved):
        if shortfall:
            found[person].append(Entry(_day(run), "未扣足", shortfall, month, run.number))
        if clawback:
            found[person].append(Entry(_day(run), "已扣", -clawback, month, run.number))
    for back in session.scalars(select(Repayment).where(Repayment.withdrawn.is_(None))):
        entry = Entry(back.received, back.kind, -back.amount_fen, None, back.receipt_number, back.remark or "", back.id)
        found[back.person_id].append(entry)
    return found


def _day(run: PayRun) -> date:
    return (run.locked_at or run.computed_at).date()
