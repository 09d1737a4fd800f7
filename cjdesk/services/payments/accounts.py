"""Returned payments: the account is put right with a proof (补正账号), then they are paid again (二次清单)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import AccountTask, BankAccount, BankList, PayLine, Payment, PayRun, Person, Subsidy
from cjdesk.db.types import utc_now
from cjdesk.domain import bank_no
from cjdesk.domain.errors import (
    AccountNotRight,
    AccountsBlocked,
    AccountUnchanged,
    NothingToReissue,
    PaymentOnItsWay,
    ProofMissing,
    TaskUnknown,
)
from cjdesk.domain.month import Month
from cjdesk.domain.states import PaymentState
from cjdesk.services.payments.files import BankFile, kept, template
from cjdesk.services.payments.lists import LIVE
from cjdesk.services.payments.making import store
from cjdesk.services.payments.values import ANOTHER_NUMBER, REISSUE, Row
from cjdesk.services.payroll.accounts import shared_accounts
from cjdesk.services.payroll.added import payees_of
from cjdesk.services.payroll.inputs import OpenAccount, accounts
from cjdesk.services.payroll.who import name_of
from cjdesk.services.people.accounts import AccountSet, set_account

READY, TO_DO, ON_LIST, BLOCKED = "ready", "to_do", "on_list", "blocked"
"""Where a returned payment stands: can be paid again, its account is to be put right, stands on a list again, or its
present account cannot be used (missing, or somebody else's)."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A payment that the bank returned and that no later one has paid."""

    payment_id: str
    task_id: str
    line_id: str
    person_id: str
    id_no: str
    name: str
    holder: str
    post_type_name: str
    month: Month
    run_number: str
    list_number: str
    amount_fen: int
    failure: str
    old_account: str
    account: str
    bank: str
    days: int
    stands: str
    proof: str = ""
    again: str = ""
    """The open list that pays it again."""


def returned(session: Session, *, today: date | None = None) -> tuple[Returned, ...]:
    """Every returned payment that is not paid yet, oldest first (over all months)."""
    day = today or date.today()
    live = {
        row.line_id: number
        for row, number in session.execute(
            select(Payment, BankList.number)
            .join(BankList, BankList.id == Payment.list_id)
            .where(Payment.state.in_(LIVE), Payment.replaces_id.is_not(None))
        )
    }
    statement = (
        select(Payment, AccountTask, PayLine, PayRun, BankList)
        .join(AccountTask, AccountTask.payment_id == Payment.id)
        .join(PayLine, PayLine.id == Payment.line_id)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .join(BankList, BankList.id == Payment.list_id)
        .where(Payment.state == PaymentState.FAILED)
        .order_by(Payment.result_at, BankList.number, PayLine.number)
    )
    every = session.execute(statement).all()
    replaced = {payment.replaces_id for payment, *_ in every}  # of a line returned twice, the later payment counts
    newest = [found for found in every if found[0].id not in replaced]
    if not newest:
        return ()
    present, shared = accounts(session), shared_accounts(session)
    payees = payees_of(session, sorted({run.id for _, _, _, run, _ in newest}))
    result = []
    for payment, task, line, run, bank in newest:
        account, sharing = present.get(line.person_id), shared.get(line.person_id)
        payee = payees.get(line.id)
        if payee is not None:
            account, sharing = OpenAccount(payee.payee_name or "", payee.payee_bank, payee.payee_account, None), None
        number = account.number if account is not None and account.number else ""
        stands = _stands(task, live.get(line.id), number, blocked=sharing is not None and not sharing.same_household)
        result.append(
            Returned(
                payment_id=payment.id,
                task_id=task.id,
                line_id=line.id,
                person_id=line.person_id,
                id_no=line.id_no,
                name=line.name,
                holder=(account.holder if account is not None else None) or line.name,
                post_type_name=run.head["post_type_name"],
                month=line.month,
                run_number=run.number,
                list_number=bank.number,
                amount_fen=payment.amount_fen,
                failure=payment.failure or task.failure,
                old_account=payment.account,
                account=number,
                bank=(account.bank if account is not None else None) or "",
                days=max(0, (day - _day(payment.result_at)).days),
                stands=stands,
                proof=task.proof or "",
                again=live.get(line.id, ""),
            )
        )
    return tuple(result)


def fix_account(
    session: Session,
    task_id: str,
    first: str,
    second: str,
    *,
    proof: str,
    by: str,
    bank: str | None = None,
    holder: str | None = None,
    reason: str | None = None,
    today: date | None = None,
) -> AccountSet:
    """Put an account right: entered twice, with a note of the proof; open tasks of the same account are done with it.

    The account is used for open and later payments; what was paid or returned keeps the old one. The same number may
    stay when it was not the number that was wrong (unfrozen, activated, holder corrected). Errors: TASK_UNKNOWN,
    BANK_TWICE_DIFFERS, ACCOUNT_NUMBER_WRONG, ACCOUNT_UNCHANGED, PROOF_MISSING, ACCOUNT_HOLDER_REASON.
    """
    task = session.get(AccountTask, task_id)
    if task is None:
        raise TaskUnknown(person="—")
    number = bank_no.same_twice(first, second)
    if number == task.old_account and task.failure in ANOTHER_NUMBER:
        raise AccountUnchanged(field="bank_no", failure=task.failure)
    if not proof.strip():
        raise ProofMissing(field="proof")
    payee = _payee(session, task)
    if payee is not None:
        done = _set_payee(payee, number, bank=bank, holder=holder)
        _finish(session, [task], None, proof, by)
        return done
    now = _present(session, task.person_id)
    done = set_account(
        session,
        task.person_id,
        number,
        bank=bank if bank is not None else (now.bank if now else None),
        holder=holder,
        reason=reason or (now.reason if now and holder in {None, now.holder} else None),
        today=today,
    )
    same = select(AccountTask).where(
        AccountTask.person_id == task.person_id,
        AccountTask.old_account == task.old_account,
        AccountTask.done_at.is_(None),
    )
    tasks = {task.id: task, **{row.id: row for row in session.scalars(same)}}
    _finish(session, list(tasks.values()), done.id, proof, by)
    return done


def reissue(session: Session, payment_ids: Sequence[str] | None = None, *, template_code: str, by: str) -> BankFile:
    """Make the list that pays returned payments again (二次清单): those named, or all whose account is right.

    A new payment of the same pay line, not new pay (W38). Errors: NOTHING_TO_REISSUE, PAYMENT_ON_ITS_WAY,
    ACCOUNT_NOT_RIGHT, ACCOUNTS_BLOCKED and those of the bank's template.
    """
    chosen = template(session, template_code)
    waiting = returned(session)
    if payment_ids is None:
        wanted = [one for one in waiting if one.stands == READY]
        if not wanted:
            raise NothingToReissue(waiting=sum(one.stands in {TO_DO, BLOCKED} for one in waiting))
    else:
        known = {one.payment_id: one for one in waiting}
        gone = [key for key in payment_ids if key not in known]
        if gone:
            raise _paid_again(session, gone[0])
        wanted = [known[key] for key in dict.fromkeys(payment_ids)]
        for one in wanted:
            _require_ready(one)
    runs = list(session.scalars(select(PayRun.id).where(PayRun.number.in_({one.run_number for one in wanted}))))
    rows = _rows(session, wanted, grouped=chosen.layout.one_row_per_account)
    replaces = {one.line_id: one.payment_id for one in wanted}
    list_id = store(session, _ordered(session, runs), rows, chosen, by, kind=REISSUE, replaces=replaces)
    return kept(session, list_id)


def _finish(session: Session, tasks: Sequence[AccountTask], account_id: str | None, proof: str, by: str) -> None:
    for one in tasks:
        one.new_account_id, one.proof = account_id, proof.strip()[:200]
        one.done_at, one.done_by = utc_now(), name_of(session, by)
    session.flush()


def _payee(session: Session, task: AccountTask) -> Subsidy | None:
    """The entry that says which organisation is paid, when the payment was one to an organisation."""
    return session.scalars(
        select(Subsidy)
        .join(PayLine, (PayLine.assignment_id == Subsidy.assignment_id) & (PayLine.month == Subsidy.month))
        .join(Payment, Payment.line_id == PayLine.id)
        .where(Payment.id == task.payment_id, Subsidy.payee_name.is_not(None))
    ).first()


def _set_payee(payee: Subsidy, number: str, *, bank: str | None, holder: str | None) -> AccountSet:
    checked = bank_no.check(number)
    payee.payee_account = checked.value if checked else None
    payee.payee_bank = bank or payee.payee_bank
    payee.payee_name = holder or payee.payee_name
    return AccountSet("", checked.luhn_fails if checked else False, ())


def _stands(task: AccountTask, again: str | None, number: str, *, blocked: bool) -> str:
    if again:
        return ON_LIST
    if task.done_at is None:
        return TO_DO
    return BLOCKED if blocked or not number else READY


def _require_ready(one: Returned) -> None:
    if one.stands == ON_LIST:
        raise PaymentOnItsWay(name=one.name, list=one.again, state=PaymentState.PENDING.value)
    if one.stands == TO_DO:
        raise AccountNotRight(name=one.name)
    if one.stands == BLOCKED:
        raise AccountsBlocked(count=1, first=one.name)


def _paid_again(session: Session, payment_id: str) -> Exception:
    """Why a payment is not among the returned ones: it is paid, or it was never returned."""
    payment = session.get(Payment, payment_id)
    if payment is None:
        return TaskUnknown(person="—")
    standing = session.execute(
        select(Payment.state, BankList.number)
        .join(BankList, BankList.id == Payment.list_id)
        .where(Payment.line_id == payment.line_id, Payment.state.in_(LIVE))
    ).first()
    if standing is None:
        return TaskUnknown(person=payment.holder)
    return PaymentOnItsWay(name=payment.holder, list=standing.number, state=standing.state)


def _rows(session: Session, wanted: Sequence[Returned], *, grouped: bool) -> list[Row]:
    """A row for each account, or for each returned payment."""
    people = {
        row.id: row for row in session.scalars(select(Person).where(Person.id.in_({one.person_id for one in wanted})))
    }
    groups: dict[tuple[str, str], list[Returned]] = {}
    for one in wanted:
        groups.setdefault((one.account, "" if grouped else one.line_id), []).append(one)
    rows = []
    for number, group in enumerate(groups.values(), start=1):
        first, person = group[0], people[group[0].person_id]
        holder = person.name_bank if person.name_bank and first.holder == person.name else first.holder
        rows.append(
            Row(
                number=number,
                holder=holder,
                bank=first.bank,
                account=first.account,
                amount_fen=sum(one.amount_fen for one in group),
                person_id=first.person_id,
                id_no=first.id_no,
                name=first.name,
                phone=person.phone or "",
                purpose="",
                line_ids=tuple(one.line_id for one in group),
            )
        )
    return rows


def _ordered(session: Session, run_ids: Sequence[str]) -> list[str]:
    """Newest month first: the list's number is that of the latest month it pays."""
    return list(
        session.scalars(select(PayRun.id).where(PayRun.id.in_(run_ids)).order_by(PayRun.month.desc(), PayRun.number))
    )


def _present(session: Session, person_id: str) -> BankAccount | None:
    return session.scalars(
        select(BankAccount)
        .where(BankAccount.person_id == person_id, BankAccount.valid_to.is_(None))
        .order_by(BankAccount.id.desc())
    ).first()


def _day(moment: datetime | None) -> date:
    return moment.astimezone().date() if moment is not None else date.today()
