"""Everything a month's pay is computed from, read in bulk: one query per table, whatever the number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import (
    Assignment,
    Attendance,
    BankAccount,
    Division,
    PayLine,
    PayRun,
    Person,
    Post,
    PostType,
    Suspension,
)
from cjdesk.domain import codes
from cjdesk.domain.month import Month
from cjdesk.domain.pay.inputs import Attendance as Attended
from cjdesk.domain.pay.inputs import DaysOff, Duty, EarlierMonth, Policy, ReceiptLeftOut, Standard
from cjdesk.domain.places import group_order
from cjdesk.domain.states import CLOSED_RUNS, AssignmentState
from cjdesk.services import standards
from cjdesk.services.payroll import added, fees
from cjdesk.services.payroll.receivables import balances
from cjdesk.services.payroll.running import Running
from cjdesk.services.search_text import name_readings

NOT_YET = frozenset({AssignmentState.PROPOSED, AssignmentState.PUBLISHED})
"""States in which a person is not on post, whatever the dates say; all others are paid by their dates."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who stands on a post in the month, with what the line will print."""

    assignment_id: str
    person_id: str
    id_no: str
    name: str
    sex: str
    village: str
    group: str
    post_type: str
    post_number: str
    post_name: str
    employer: str
    fund: str
    start: date
    end: date | None
    bank_name: str | None
    bank_no: str | None
    bank_holder: str | None
    agreed_fen: int | None
    remark: str


@dataclass(frozen=True, slots=True)
class Due:
    """One line to compute: the holder, the duty, the attendance that is printed."""

    holder: Holder
    duty: Duty


@dataclass(frozen=True, slots=True)
class Carried:
    """What closed runs left over: negative commission by assignment, receivables by person."""

    commission: Mapping[str, int]
    owed: Mapping[str, int]


def post_types(session: Session, month: Month) -> tuple[str, ...]:
    """The post types with somebody on post in the month, in the order of the reference data."""
    statement = select(Assignment.post_type).where(*_on_post(month)).group_by(Assignment.post_type)
    present = set(session.scalars(statement))
    ordered = session.scalars(select(PostType.code).order_by(PostType.ordinal, PostType.code))
    known = [code for code in ordered if code in present]
    return (*known, *sorted(present - set(known)))


def dues(
    session: Session,
    month: Month,
    kinds: Sequence[str],
    *,
    township: str,
    employer: str,
    before: Running | None = None,
) -> dict[str, tuple[Due, ...]]:
    """The lines of these post types, each in printed order: village code, group, post number.

    ``before`` is what the earlier months of the same run leave over, when a run pays several.
    """
    before = before or Running()
    holders = holders_in(session, month, kinds, township, employer)
    carried = carried_over(session, month)
    owed = _owed(carried, before)
    facts = _Facts(
        attendance=_attendance(session, month),
        days_off=days_off_in(session, month),
        commission=carried.commission,
        owed=owed,
        takes_owed=frozenset(last_assignments(session, month).values()) if owed else frozenset(),
        extras=added.extras_in(session, month),
        before=before,
    )
    commissioned = fees.commissioned(session)
    schemes = {row.code: row for row in session.scalars(select(PostType).where(PostType.code.in_(kinds)))}
    found: dict[str, tuple[Due, ...]] = {}
    for kind in kinds:
        policy = standards.policy_in(session, kind, month)
        valid = standards.standards_in(session, kind, township, month)
        mine, scheme = holders[kind], schemes.get(kind)
        if scheme is not None and scheme.pay == codes.QUANTITY:
            found[kind] = _by_quantity(session, month, mine, policy, facts)
            continue
        attends = scheme is None or scheme.attendance
        collected = fees.collect(session, month, mine) if kind in commissioned else fees.NOTHING
        settles = _settles(policy, month)
        earlier = _earlier(session, month) if settles else {}
        found[kind] = tuple(
            Due(
                holder,
                replace(
                    facts.duty(month, holder, policy),
                    standards=_agreed(valid, holder),
                    days_off=facts.days_off.get(holder.assignment_id, ()),
                    attendance=facts.attendance.get(holder.assignment_id) if attends else None,
                    schemes=collected.dues.get(holder.assignment_id, ()),
                    left_out=collected.left_out.get(holder.assignment_id, ()),
                    earlier=before.earlier_of(holder.assignment_id, month, earlier) if settles else (),
                ),
            )
            for holder in mine
        )
    return found


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was read of the month for everybody, by assignment (debts by person)."""

    attendance: Mapping[str, Attended]
    days_off: Mapping[str, tuple[DaysOff, ...]]
    commission: Mapping[str, int]
    owed: Mapping[str, int]
    takes_owed: frozenset[str]
    extras: Mapping[str, added.Added]
    before: Running

    def duty(self, month: Month, holder: Holder, policy: Policy) -> Duty:
        """What every duty has, however its post type is paid."""
        extras = self.extras.get(holder.assignment_id, added.NOTHING)
        return Duty(
            month=month,
            start=holder.start,
            end=holder.end,
            standards=(),
            policy=policy,
            carried_in_fen=self.before.commission_of(holder.assignment_id, self.commission),
            allowances=extras.allowances,
            back_pay=extras.back_pay,
            deductions=extras.deductions,
            owed_fen=self.owed.get(holder.person_id, 0) if holder.assignment_id in self.takes_owed else 0,
        )


def _by_quantity(
    session: Session, month: Month, holders: Iterable[Holder], policy: Policy, facts: _Facts
) -> tuple[Due, ...]:
    """A line for everybody with an entry in the month; one that is paid to an organisation says so."""
    entries = added.quantities_in(session, month)
    found = []
    for holder in holders:
        entry = entries.get(holder.assignment_id)
        if entry is None:
            continue
        words = [entry.remark or "", f"付给{entry.payee_name}" if entry.payee_name else ""]
        paid = replace(holder, remark="，".join(filter(None, words)))
        if entry.payee_name:
            paid = replace(paid, bank_name=entry.payee_bank, bank_no=entry.payee_account, bank_holder=entry.payee_name)
        found.append(Due(paid, replace(facts.duty(month, paid, policy), units=entry.units)))
    return tuple(found)


def receipts_left_out(session: Session, month: Month) -> tuple[ReceiptLeftOut, ...]:
    """The receipts of the month and of those around it that earn nothing in it, by day, each with its reason."""
    kinds = tuple(fees.commissioned(session))
    holders = holders_in(session, month, kinds, "", "")
    found = fees.collect(session, month, [one for kind in kinds for one in holders[kind]], around=True)
    every = [*found.nobody, *(one for some in found.left_out.values() for one in some)]
    return tuple(sorted(every, key=lambda one: (one.received, one.scheme, one.number)))


def carried_over(session: Session, month: Month) -> Carried:
    """What is left over before this month: of each assignment's newest closed line, and of all closed runs."""
    newest = (
        select(PayLine.assignment_id, func.max(PayLine.month).label("month"))
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayRun.state.in_(CLOSED_RUNS), PayLine.month < month)
        .group_by(PayLine.assignment_id)
        .subquery()
    )
    statement = (
        select(PayLine.assignment_id, PayLine.commission_carried_fen)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .join(newest, (newest.c.assignment_id == PayLine.assignment_id) & (newest.c.month == PayLine.month))
        .where(PayRun.state.in_(CLOSED_RUNS), PayLine.commission_carried_fen != 0)
    )
    return Carried(dict(session.execute(statement).all()), balances(session))


def _owed(carried: Carried, before: Running) -> dict[str, int]:
    """What each person owes now: left over by closed months, and by the earlier months of this run."""
    owed = dict(carried.owed)
    for person, more in before.owed.items():
        owed[person] = owed.get(person, 0) + more
    return {person: fen for person, fen in owed.items() if fen}


class OpenAccount(NamedTuple):
    """The account a person is paid to today; ``number`` is None while only the bank is known."""

    holder: str
    bank: str | None
    number: str | None
    reason: str | None


def accounts(session: Session) -> dict[str, OpenAccount]:
    """The open account of each person; of several open ones the newest."""
    statement = (
        select(BankAccount.person_id, BankAccount.holder, BankAccount.bank, BankAccount.number, BankAccount.reason)
        .where(BankAccount.valid_to.is_(None))
        .order_by(BankAccount.id)
    )
    return {
        person: OpenAccount(holder, bank, number, reason)
        for person, holder, bank, number, reason in session.execute(statement)
    }


def village_codes(session: Session, township: str) -> dict[str, str]:
    """The division code of each village by its name."""
    rows = session.execute(select(Division.name, Division.code).where(Division.parent == township))
    return {row.name: row.code for row in rows}


def village_rank(codes: Mapping[str, str], village: str) -> str:
    """What villages are sorted by: the division code; those without one follow by pinyin, as clerks look them up."""
    return codes.get(village) or f"~{' '.join(name_readings(village)[:1])} {village}"


def holders_of(session: Session, assignments: Iterable[str], *, employer: str) -> dict[str, Holder]:
    """These assignments, on post in a month or not, with the names and accounts of today."""
    chosen = (Assignment.id.in_(tuple(assignments)),)
    found = _chosen(session, chosen, None, employer)
    return {holder.assignment_id: holder for mine in found.values() for holder in mine}


def holders_in(
    session: Session, month: Month, kinds: Sequence[str], township: str, employer: str
) -> dict[str, list[Holder]]:
    """Who is on post in the month, by post type, each in printed order."""
    ranks = village_codes(session, township)
    chosen = (Assignment.post_type.in_(kinds), *_on_post(month))
    holders: dict[str, list[Holder]] = {kind: [] for kind in kinds} | _chosen(session, chosen, month, employer)
    for mine in holders.values():
        mine.sort(key=lambda one: place(ranks, one))
    return holders


def _chosen(session: Session, chosen: Iterable[Any], month: Month | None, employer: str) -> dict[str, list[Holder]]:
    statement = (
        select(
            Assignment.id,
            Assignment.post_type,
            Assignment.start,
            Assignment.end,
            Assignment.standard_fen,
            Person.id,
            Person.id_no,
            Person.name,
            Person.sex,
            Person.village,
            Person.village_group,
            Post.number,
            Post.name,
            Post.employer,
            Post.fund,
        )
        .join(Person, Person.id == Assignment.person_id)
        .join(Post, Post.id == Assignment.post_id)
        .where(*chosen)
    )
    open_accounts = accounts(session)
    types = session.execute(select(PostType.code, PostType.fund, PostType.pay))
    funds, words = {}, {}
    for code, fund, pay in types:
        funds[code], words[code] = fund or "", _ON_POST if pay == codes.POST else _ENROLLED
    holders: dict[str, list[Holder]] = defaultdict(list)
    for row in session.execute(statement):
        assignment, kind, start, end, agreed, person, id_no, name, sex, village, group, number, post, unit, fund = row
        account = open_accounts.get(person)
        holders[kind].append(
            Holder(
                assignment_id=assignment,
                person_id=person,
                id_no=id_no,
                name=name,
                sex=sex,
                village=village or "",
                group=group or "",
                post_type=kind,
                post_number=number,
                post_name=post,
                employer=unit or employer,
                fund=fund or funds.get(kind, ""),
                start=start,
                end=end,
                bank_name=account.bank if account else None,
                bank_no=account.number if account else None,
                bank_holder=account.holder if account else None,
                agreed_fen=agreed,
                remark=_remark(month, start, end, *words.get(kind, _ON_POST)) if month else "",
            )
        )
    return holders


def place(codes: Mapping[str, str], one: Holder) -> tuple[Any, ...]:
    """Where somebody stands on the sheet: village, group, post, person, and of two times on post the earlier first."""
    return village_rank(codes, one.village), group_order(one.group), one.post_number, one.id_no, one.start


def _on_post(month: Month) -> tuple[Any, ...]:
    return (
        Assignment.start <= month.last,
        or_(Assignment.end.is_(None), Assignment.end >= month.first),
        Assignment.state.not_in(NOT_YET),
    )


def _suspended(month: Month) -> Any:
    return (
        select(Suspension)
        .where(Suspension.start <= month.last, or_(Suspension.end.is_(None), Suspension.end >= month.first))
        .order_by(Suspension.start)
    )


def last_assignments(session: Session, month: Month) -> dict[str, str]:
    """By person: the assignment that began last, of those in the month; what is owed is taken there, once."""
    statement = select(Assignment.person_id, Assignment.id).where(*_on_post(month)).order_by(Assignment.start)
    return dict(session.execute(statement).all())


def _settles(policy: Policy, month: Month) -> bool:
    return policy.floor_settlement == "quarter" and month.month % 3 == 0


def _earlier(session: Session, month: Month) -> dict[str, list[tuple[Month, EarlierMonth]]]:
    """The first two months of the quarter as they were paid, for the settlement of the floor."""
    statement = (
        select(
            PayLine.assignment_id,
            PayLine.month,
            PayLine.base_fen,
            PayLine.commission_fen,
            PayLine.topup_fen,
            PayLine.steps,
        )
        .where(PayLine.month < month, PayLine.month >= month.plus(-2), PayLine.regular_key.is_not(None))
        .order_by(PayLine.month)
    )
    found: dict[str, list[tuple[Month, EarlierMonth]]] = defaultdict(list)
    for assignment, of_month, base, commission, topup, steps in session.execute(statement):
        floor: dict[str, int] = next((step["facts"] for step in steps if "whole_fen" in step["facts"]), {})
        earned = floor.get("earned_fen", base + commission)
        found[assignment].append((of_month, EarlierMonth(earned, topup, floor.get("floor_fen", 0))))
    return found


def _agreed(valid: tuple[Standard, ...], holder: Holder) -> tuple[Standard, ...]:
    """A post type without any standard in the reference is paid what the roster agreed."""
    if holder.agreed_fen and not any(standard.amount_fen for standard in valid):
        return (Standard(holder.start, holder.agreed_fen),)
    return valid


def days_off_in(session: Session, month: Month) -> dict[str, tuple[DaysOff, ...]]:
    """The suspensions that touch the month, by assignment."""
    off: dict[str, list[DaysOff]] = defaultdict(list)
    for row in session.scalars(_suspended(month)):
        off[row.assignment_id].append(DaysOff(row.start, row.end, row.paid, row.reason or ""))
    return {assignment: tuple(rows) for assignment, rows in off.items()}


def _attendance(session: Session, month: Month) -> dict[str, Attended]:
    statement = select(
        Attendance.assignment_id,
        Attendance.required_tenths,
        Attendance.attended_tenths,
        Attendance.grade,
        Attendance.personal_leave_tenths,
        Attendance.sick_leave_tenths,
        Attendance.absent_tenths,
    ).where(Attendance.month == month)
    return {
        assignment: Attended(required, attended, personal + absent, grade, personal, sick, absent)
        for assignment, required, attended, grade, personal, sick, absent in session.execute(statement)
    }


_ON_POST, _ENROLLED = ("上岗", "离岗"), ("纳入", "退出")
"""How the forms call a first and a last day, on a post and in a subsidy."""


def _remark(month: Month, start: date, end: date | None, comes: str, goes: str) -> str:
    """What the sheet says of joiners and leavers, in the words of the form."""
    words = []
    if start in month and start > month.first:
        words.append(f"{start.month}月{start.day}日{comes}")
    if end is not None and end in month:
        words.append(f"{end.month}月{end.day}日{goes}")
    return "，".join(words)
