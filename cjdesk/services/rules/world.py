"""What the rules look at, read in bulk and only when a rule asks: one query for each table, however many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import (
    Agreement,
    Assignment,
    Attendance,
    BankAccount,
    Comparison,
    Insurance,
    Office,
    Person,
    PersonCategory,
    PostType,
    Quota,
)
from cjdesk.domain.month import Month
from cjdesk.domain.rules import Book, Setting, Stage
from cjdesk.domain.rules.time_on_post import Span
from cjdesk.domain.states import AssignmentState
from cjdesk.services.posts import schemes

NOT_YET = (AssignmentState.PROPOSED.value, AssignmentState.PUBLISHED.value)
"""States in which nobody stands on the post yet."""

PAST, EVER = date.min, date.max


@dataclass(frozen=True, slots=True)
class Subject:
    """One person on one post for a time; ``first`` and ``last`` are the days asked about, both on post."""

    person_id: str
    assignment_id: str
    id_no: str
    name: str
    post_type: str
    fund: str
    start: date
    end: date | None
    first: date
    last: date
    month: Month
    line_id: str | None = None
    number: int | None = None
    paid: bool = True
    earned_fen: int = 0
    own_account: bool = True
    """False where an organisation is paid (an award to a cooperative)."""


class PersonFacts(NamedTuple):
    """What the rules want to know of a person."""

    birth: date
    sex: str
    labour_ability: str | None
    health: str | None
    registered_at: str | None
    household_id: str | None
    insured: bool | None


class OnPost(NamedTuple):
    """A time on a post."""

    assignment_id: str
    person_id: str
    post_type: str
    start: date
    end: date | None


class Account(NamedTuple):
    """An open account."""

    number: str | None
    holder: str
    reason: str | None


class User(NamedTuple):
    """Somebody who is paid to an account."""

    person_id: str
    name: str
    household_id: str | None


class Listed(NamedTuple):
    """A line of a comparison list."""

    kind: str
    since: date
    until: date | None
    source: str

    def touches(self, first: date, last: date) -> bool:
        """Whether it holds on one of these days."""
        return self.since <= last and (self.until is None or self.until >= first)


class Month3(NamedTuple):
    """A month of attendance: nothing attended though something was required, and the grade."""

    month: Month
    absent: bool
    grade: str | None


class World:
    """The subjects of one question with everything the rules may ask about them."""

    def __init__(
        self,
        session: Session,
        stage: Stage,
        subjects: Sequence[Subject],
        *,
        people: Select[str] | Sequence[str],
        book: Book,
        post_type: str | None = None,
        month: Month | None = None,
    ) -> None:
        """``people`` are the persons' ids, as a list or a query; ``post_type`` narrows what is asked of the whole."""
        self.session = session
        self.stage = stage
        self.subjects = subjects
        self.people = people
        self.book = book
        self.post_type = post_type
        self.month = month

    def setting(self, code: str, subject: Subject) -> Setting:
        """The rule as it is in force for this subject."""
        return self.book.setting(code, subject.post_type, subject.fund)

    @cached_property
    def scopes(self) -> frozenset[tuple[str | None, str | None]]:
        """The post types and funds of the subjects."""
        return frozenset((one.post_type, one.fund) for one in self.subjects) or frozenset({(self.post_type, None)})

    @property
    def first(self) -> date:
        """The first day asked about."""
        return min((one.first for one in self.subjects), default=EVER)

    @property
    def last(self) -> date:
        """The last day asked about."""
        return max((one.last for one in self.subjects), default=PAST)

    @cached_property
    def schemes(self) -> frozenset[str]:
        """The post types that are subsidies and no posts."""
        return schemes(self.session)

    @cached_property
    def newcomers(self) -> tuple[Subject, ...]:
        """Whom the hiring rules are about: at a run those who joined in its month."""
        if self.stage is not Stage.RUN:
            return tuple(self.subjects)
        return tuple(one for one in self.subjects if one.start in one.month)

    @cached_property
    def township(self) -> str:
        """Whose file this is."""
        return self.session.scalars(select(Office.township)).one()

    @cached_property
    def persons(self) -> dict[str, PersonFacts]:
        """By id."""
        columns = (
            Person.id, Person.birth, Person.sex, Person.labour_ability, Person.health, Person.registered_at,
            Person.household_id, Person.insured,
        )  # fmt: skip
        rows = self.session.execute(select(*columns).where(Person.id.in_(self.people)))
        return {row[0]: PersonFacts(*row[1:]) for row in rows}

    @cached_property
    def times(self) -> dict[str, list[OnPost]]:
        """All times on post of each person, by their first day."""
        return _by_person(
            self.session.execute(
                _times()
                .where(Assignment.person_id.in_(self.people), Assignment.post_type.not_in(self.schemes))
                .order_by(Assignment.start)
            )
        )

    @cached_property
    def agreements(self) -> dict[str, list[Span]]:
        """Of each assignment, those that touch the days asked about."""
        rows = self.session.execute(
            select(Agreement.assignment_id, Agreement.start, Agreement.end).where(*_touching(Agreement, self))
        )
        return _spans(rows)

    @cached_property
    def insurances(self) -> dict[str, list[Span]]:
        """Of each person, those that touch the days asked about."""
        rows = self.session.execute(
            select(Insurance.person_id, Insurance.start, Insurance.end).where(*_touching(Insurance, self))
        )
        return _spans(rows)

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """The open account of each person; of several the newest."""
        statement = (
            select(BankAccount.person_id, BankAccount.number, BankAccount.holder, BankAccount.reason)
            .where(BankAccount.valid_to.is_(None), BankAccount.person_id.in_(self.people))
            .order_by(BankAccount.id)
        )
        return {row[0]: Account(*row[1:]) for row in self.session.execute(statement)}

    @cached_property
    def sharing(self) -> dict[str, list[User]]:
        """Who of the township uses the same number, where there are several people to it; by number."""
        several = (
            select(BankAccount.number)
            .where(BankAccount.valid_to.is_(None), BankAccount.number != "")
            .group_by(BankAccount.number)
            .having(func.count(func.distinct(BankAccount.person_id)) > 1)
        )
        statement = (
            select(BankAccount.number, Person.id, Person.name, Person.household_id)
            .join(Person, Person.id == BankAccount.person_id)
            .where(BankAccount.valid_to.is_(None), BankAccount.number.in_(several), Person.active)
            .order_by(Person.id_no)
        )
        users: dict[str, dict[str, User]] = defaultdict(dict)
        for number, person, name, household in self.session.execute(statement):
            users[number or ""][person] = User(person, name, household)
        return {number: list(people.values()) for number, people in users.items() if len(people) > 1}

    @cached_property
    def listed(self) -> dict[str, list[Listed]]:
        """The county's lists, by ID number."""
        found: dict[str, list[Listed]] = defaultdict(list)
        columns = (Comparison.id_no, Comparison.kind, Comparison.since, Comparison.until, Comparison.source)
        for row in self.session.execute(select(*columns).order_by(Comparison.since)):
            found[row[0]].append(Listed(*row[1:]))
        return found

    @cached_property
    def households(self) -> dict[str, list[tuple[str, str, date, date | None]]]:
        """Who of each household is or was on post: person, name, first and last day."""
        homes = {self.persons[one.person_id].household_id for one in self.newcomers}
        statement = (
            select(Person.household_id, Person.id, Person.name, Assignment.start, Assignment.end)
            .join(Assignment, Assignment.person_id == Person.id)
            .where(Person.household_id.in_([home for home in homes if home]), Assignment.state.not_in(NOT_YET))
            .where(Assignment.post_type.not_in(self.schemes))
            .order_by(Person.id_no)
        )
        found: dict[str, list[tuple[str, str, date, date | None]]] = defaultdict(list)
        for home, person, name, start, end in self.session.execute(statement):
            found[home or ""].append((person, name, start, end))
        return found

    @cached_property
    def categories(self) -> dict[str, list[tuple[str, date | None, date | None]]]:
        """The categories of each person: code, first and last day."""
        statement = select(
            PersonCategory.person_id, PersonCategory.code, PersonCategory.valid_from, PersonCategory.valid_to
        ).where(PersonCategory.person_id.in_(self.people))
        found: dict[str, list[tuple[str, date | None, date | None]]] = defaultdict(list)
        for person, code, start, end in self.session.execute(statement):
            found[person].append((code, start, end))
        return found

    def attendance(self, months: int, failed: Sequence[str]) -> dict[str, list[Month3]]:
        """Of each assignment, the months of absence or a failed grade in the window that ends with the newest month."""
        last = max((one.month for one in self.subjects), default=None)
        if last is None:
            return {}
        first = min(one.month for one in self.subjects).plus(1 - months)
        statement = select(
            Attendance.assignment_id, Attendance.month, Attendance.required_tenths, Attendance.attended_tenths,
            Attendance.grade,
        ).where(Attendance.month >= first, Attendance.month <= last)  # fmt: skip
        statement = statement.where(or_(Attendance.attended_tenths == 0, Attendance.grade.in_(list(failed))))
        found: dict[str, list[Month3]] = defaultdict(list)
        for assignment, month, required, attended, grade in self.session.execute(statement):
            found[assignment].append(Month3(month, required > 0 and attended == 0, grade))
        return found

    @cached_property
    def post_type_names(self) -> dict[str, str]:
        """By code."""
        return dict(self.session.execute(select(PostType.code, PostType.name)).all())

    def quota(self, post_type: str, day: date) -> int | None:
        """The quota of this township on a day; None without one."""
        statement = (
            select(Quota.posts)
            .where(Quota.post_type == post_type, Quota.township == self.township, Quota.valid_from <= day)
            .where(or_(Quota.valid_to.is_(None), Quota.valid_to >= day))
            .order_by(Quota.valid_from.desc())
        )
        return self.session.scalars(statement).first()

    def filled(self, post_type: str, day: date, *, besides: str = "") -> int:
        """How many persons, other than ``besides``, stand on posts of a type on a day."""
        statement = select(func.count(func.distinct(Assignment.person_id))).where(
            Assignment.post_type == post_type,
            Assignment.person_id != besides,
            Assignment.state.not_in(NOT_YET),
            Assignment.start <= day,
            or_(Assignment.end.is_(None), Assignment.end >= day),
        )
        return self.session.scalar(statement) or 0


def _times() -> Select[str, str, str, date, date | None]:
    return select(Assignment.id, Assignment.person_id, Assignment.post_type, Assignment.start, Assignment.end).where(
        Assignment.state.not_in(NOT_YET)
    )


def _by_person(rows: Any) -> dict[str, list[OnPost]]:
    found: dict[str, list[OnPost]] = defaultdict(list)
    for row in rows:
        one = OnPost(*row)
        found[one.person_id].append(one)
    return found


def _touching(model: type[Agreement | Insurance], world: World) -> Iterator[Any]:
    yield model.start <= world.last
    yield or_(model.end.is_(None), model.end >= world.first)


def _spans(rows: Any) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    for key, start, end in rows:
        found[key].append((start, end))
    return found
