"""One person, one card: everything that is known, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import (
    Agreement,
    Assignment,
    AuditEntry,
    BankAccount,
    CategoryKind,
    Cooperative,
    Household,
    Membership,
    PayLine,
    PayRun,
    Person,
    PersonCategory,
    Post,
    PostType,
    Suspension,
    Team,
)
from cjdesk.domain.errors import PersonUnknown
from cjdesk.domain.month import Month
from cjdesk.domain.names import completed_years
from cjdesk.domain.states import RunState
from cjdesk.services.people.present import present
from cjdesk.services.people.problems import Problem, conditions, rules

HISTORY_LENGTH = 20


@dataclass(frozen=True, slots=True)
class CategoryValue:
    """A category with its dates and its words of 2021."""

    id: str
    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    proof: str | None


@dataclass(frozen=True, slots=True)
class AccountValue:
    """An account; the open one has no ``valid_to``."""

    id: str
    holder: str
    bank: str | None
    number: str | None
    valid_from: date | None
    valid_to: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class SuspensionValue:
    """Days off post."""

    id: str
    start: date
    end: date | None
    paid: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class AgreementValue:
    """A labour agreement."""

    id: str
    number: str | None
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class AssignmentValue:
    """A time on a post, with its suspensions and agreements."""

    id: str
    post_id: str
    post_type: str
    post_type_name: str
    post_name: str
    employer: str | None
    fund: str | None
    start: date
    end: date | None
    state: str
    exit_reason: str | None
    exit_note: str | None
    suspensions: tuple[SuspensionValue, ...]
    agreements: tuple[AgreementValue, ...]


@dataclass(frozen=True, slots=True)
class MembershipValue:
    """A membership in a cooperative."""

    id: str
    cooperative_id: str
    cooperative: str
    team: str | None
    joined: date
    left: date | None
    share_fen: int
    work_status: str | None
    work_unit: str | None
    work_wage_fen: int | None


@dataclass(frozen=True, slots=True)
class PayEntry:
    """What a month brought: one line of a run that is not void."""

    line_id: str
    run_id: str
    run_number: str
    month: Month
    post_type: str
    state: str
    net_fen: int


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of one field; ``field`` is empty when a record came or went as a whole."""

    at: datetime
    clerk: str
    action: str
    record: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person with everything known; ``fields`` holds the editable ones under the names of ``people.EDITABLE``."""

    id: str
    version: int
    id_no: str
    name: str
    sex: str
    birth: date
    age: int
    fields: Mapping[str, Any]
    categories: tuple[CategoryValue, ...]
    accounts: tuple[AccountValue, ...]
    assignments: tuple[AssignmentValue, ...]
    pay: tuple[PayEntry, ...]
    household_number: str | None
    household_members: tuple[tuple[str, str, str | None], ...]
    memberships: tuple[MembershipValue, ...]
    problems: tuple[Problem, ...]
    history: tuple[HistoryEntry, ...]

    @property
    def account(self) -> AccountValue | None:
        """The account that is paid."""
        return next((one for one in self.accounts if one.valid_to is None), None)

    @property
    def assignment(self) -> AssignmentValue | None:
        """The present or last time on a post."""
        return self.assignments[0] if self.assignments else None


def card(session: Session, person_id: str, *, today: date | None = None) -> PersonCard:
    """Everything about one person; PERSON_UNKNOWN when there is none."""
    day = today or date.today()
    person = session.get(Person, person_id)
    if person is None:
        raise PersonUnknown
    accounts = session.scalars(
        select(BankAccount)
        .where(BankAccount.person_id == person_id)
        .order_by(BankAccount.valid_to.is_not(None), BankAccount.valid_from.desc())
    ).all()
    categories = session.scalars(
        select(PersonCategory).where(PersonCategory.person_id == person_id).order_by(PersonCategory.code)
    ).all()
    words = {row.code: row.name_2021 for row in session.scalars(select(CategoryKind))}
    assignments = _assignments(session, person_id)
    memberships = _memberships(session, person_id)
    number, members = _household(session, person)
    record_ids = [person_id, *(row.id for row in accounts), *(row.id for row in categories)]
    record_ids += [one.id for one in memberships]
    for one in assignments:
        record_ids += [one.id, *(part.id for part in one.suspensions), *(part.id for part in one.agreements)]
    return PersonCard(
        id=person.id,
        version=person.version,
        id_no=person.id_no,
        name=person.name,
        sex=person.sex,
        birth=person.birth,
        age=completed_years(person.birth, day),
        fields={name: getattr(person, name) for name in _FIELDS},
        categories=tuple(
            CategoryValue(row.id, row.code, words.get(row.code, row.code), row.valid_from, row.valid_to, row.proof)
            for row in categories
        ),
        accounts=tuple(
            AccountValue(row.id, row.holder, row.bank, row.number, row.valid_from, row.valid_to, row.reason)
            for row in accounts
        ),
        assignments=assignments,
        pay=_pay(session, person_id),
        household_number=number,
        household_members=members,
        memberships=memberships,
        problems=_problems(session, person_id, day),
        history=_history(session, record_ids),
    )


_FIELDS = (
    "name", "name_bank", "id_no", "ethnicity", "education", "phone", "village", "village_group", "address", "relation",
    "labour_ability", "disability_no", "skills", "insured", "employment_status", "employment_place",
    "employment_unit", "remark", "active",
)  # fmt: skip


def _assignments(session: Session, person_id: str) -> tuple[AssignmentValue, ...]:
    """The present one first."""
    rows = session.execute(
        select(Assignment, Post, PostType.name)
        .join(Post, Post.id == Assignment.post_id)
        .outerjoin(PostType, PostType.code == Assignment.post_type)
        .where(Assignment.person_id == person_id)
        .order_by(Assignment.end.is_not(None), Assignment.start.desc())
    ).all()
    ids = [assignment.id for assignment, _, _ in rows]
    suspensions = session.scalars(
        select(Suspension).where(Suspension.assignment_id.in_(ids)).order_by(Suspension.start.desc())
    ).all()
    agreements = session.scalars(
        select(Agreement).where(Agreement.assignment_id.in_(ids)).order_by(Agreement.start.desc())
    ).all()
    return tuple(
        AssignmentValue(
            id=one.id,
            post_id=post.id,
            post_type=one.post_type,
            post_type_name=type_name or one.post_type,
            post_name=post.name,
            employer=post.employer,
            fund=post.fund,
            start=one.start,
            end=one.end,
            state=one.state,
            exit_reason=one.exit_reason,
            exit_note=one.exit_note,
            suspensions=tuple(
                SuspensionValue(row.id, row.start, row.end, row.paid, row.reason)
                for row in suspensions
                if row.assignment_id == one.id
            ),
            agreements=tuple(
                AgreementValue(row.id, row.number, row.start, row.end)
                for row in agreements
                if row.assignment_id == one.id
            ),
        )
        for one, post, type_name in rows
    )


def _memberships(session: Session, person_id: str) -> tuple[MembershipValue, ...]:
    rows = session.execute(
        select(Membership, Cooperative.name, Team.name)
        .join(Cooperative, Cooperative.id == Membership.cooperative_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(Membership.person_id == person_id)
        .order_by(Membership.left.is_not(None), Membership.joined.desc())
    )
    return tuple(
        MembershipValue(
            one.id, one.cooperative_id, cooperative, team, one.joined, one.left, one.share_fen,
            one.work_status, one.work_unit, one.work_wage_fen,
        )
        for one, cooperative, team in rows
    )  # fmt: skip


def _household(session: Session, person: Person) -> tuple[str | None, tuple[tuple[str, str, str | None], ...]]:
    """The household's number and its members: id, name, relation."""
    if person.household_id is None:
        return None, ()
    number = session.scalar(select(Household.number).where(Household.id == person.household_id))
    rows = session.execute(
        select(Person.id, Person.name, Person.relation)
        .where(Person.household_id == person.household_id)
        .order_by(Person.relation, Person.birth)
    )
    return number, tuple((one_id, name, relation) for one_id, name, relation in rows)


def _pay(session: Session, person_id: str) -> tuple[PayEntry, ...]:
    rows = session.execute(
        select(PayLine.id, PayRun.id, PayRun.number, PayRun.month, PayRun.post_type, PayRun.state, PayLine.net_fen)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayLine.person_id == person_id, PayRun.state != RunState.VOID.value)
        .order_by(PayRun.month.desc(), PayRun.number.desc())
    )
    return tuple(PayEntry(*row) for row in rows)


def _problems(session: Session, person_id: str, day: date) -> tuple[Problem, ...]:
    now, in_force = present(day), rules(session)
    known = conditions(now, in_force, day)
    columns = [condition.label(code) for code, condition in known.items()]
    row = session.execute(now.of_people(select(*columns)).where(Person.id == person_id)).mappings().first()
    return tuple(in_force.problem(code) for code in in_force.active if row is not None and row[code])


def _history(session: Session, record_ids: list[str]) -> tuple[HistoryEntry, ...]:
    """The last changes of the person and of all that hangs on it, newest first."""
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.record_id.in_(record_ids))
        .order_by(AuditEntry.seq.desc())
        .limit(HISTORY_LENGTH)
    )
    found: list[HistoryEntry] = []
    for entry in entries:
        if entry.old is None or entry.new is None:
            found.append(HistoryEntry(entry.at, entry.clerk, entry.action, entry.record, "", None, None))
            continue
        for name, value in entry.new.items():
            if name == "search":
                continue
            old = entry.old.get(name)
            found.append(HistoryEntry(entry.at, entry.clerk, entry.action, entry.record, name, old, value))
    return tuple(found)
