"""What there is to see of subsidies: the schemes, the people on their lists, the entries of some months, their sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Person, Post, PostType, Subsidy
from cjdesk.domain import codes
from cjdesk.domain.month import Month


@dataclass(frozen=True, slots=True)
class Scheme:
    """A subsidy; ``pay`` is fixed or quantity, ``people`` are on its list on the day asked for."""

    code: str
    name: str
    pay: str
    unit: str
    active: bool
    people: int


@dataclass(frozen=True, slots=True)
class SubsidyRow:
    """A month's entry; the amount in fen. A withdrawn one is shown with its reason."""

    id: str
    month: Month
    post_type: str
    person_id: str
    id_no: str
    name: str
    scheme: str
    quantity: int
    unit_fen: int
    proof: str
    payee_name: str
    entered_by: str
    withdrawn: str

    @property
    def amount_fen(self) -> int:
        """Quantity times unit."""
        return self.quantity * self.unit_fen


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A person on the list of a subsidy."""

    assignment_id: str
    person_id: str
    id_no: str
    name: str
    village: str
    scheme: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Count:
    """Entries that count, their units (人次 of 以工代训, S31) and their amount in fen."""

    entries: int
    quantity: int
    amount_fen: int


def schemes(session: Session, day: date) -> tuple[Scheme, ...]:
    """Every subsidy of the reference, those switched off too."""
    people = (
        select(Assignment.post_type, func.count(Assignment.person_id.distinct()).label("people"))
        .where(Assignment.start <= day, or_(Assignment.end.is_(None), Assignment.end >= day))
        .group_by(Assignment.post_type)
        .subquery()
    )
    statement = (
        select(PostType, people.c.people)
        .outerjoin(people, people.c.post_type == PostType.code)
        .where(PostType.pay != codes.POST)
        .order_by(PostType.ordinal, PostType.code)
    )
    return tuple(
        Scheme(row.code, row.name, row.pay, row.unit or "", row.active, count or 0)
        for row, count in session.execute(statement)
    )


def enrolled(session: Session, post_type: str, month: Month) -> tuple[Enrolled, ...]:
    """Who is on the list of a subsidy on some day of a month, by village and name."""
    statement = (
        select(Assignment, Person, Post.name)
        .join(Person, Person.id == Assignment.person_id)
        .join(Post, Post.id == Assignment.post_id)
        .where(
            Assignment.post_type == post_type,
            Assignment.start <= month.last,
            or_(Assignment.end.is_(None), Assignment.end >= month.first),
        )
        .order_by(Person.village, Person.id_no, Assignment.start)
    )
    return tuple(
        Enrolled(row.id, person.id, person.id_no, person.name, person.village or "", scheme, row.start, row.end)
        for row, person, scheme in session.execute(statement)
    )


def entries(session: Session, post_type: str, first: Month, last: Month) -> tuple[SubsidyRow, ...]:
    """The entries of these months, by month and person; withdrawn ones too."""
    statement = (
        select(Subsidy, Person, Assignment.post_type, Post.name)
        .join(Assignment, Assignment.id == Subsidy.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(Post, Post.id == Assignment.post_id)
        .where(Assignment.post_type == post_type, Subsidy.month >= first, Subsidy.month <= last)
        .order_by(Subsidy.month, Person.id_no)
    )
    return tuple(
        SubsidyRow(
            id=row.id,
            month=row.month,
            post_type=kind,
            person_id=person.id,
            id_no=person.id_no,
            name=person.name,
            scheme=scheme,
            quantity=row.quantity,
            unit_fen=row.unit_fen,
            proof=row.proof or "",
            payee_name=row.payee_name or "",
            entered_by=row.entered_by,
            withdrawn=row.withdrawn or "",
        )
        for row, person, kind, scheme in session.execute(statement)
    )


def count(session: Session, post_type: str, first: Month, last: Month) -> Count:
    """The sums over these months, without what was withdrawn."""
    statement = (
        select(
            func.count(),
            func.coalesce(func.sum(Subsidy.quantity), 0),
            func.coalesce(func.sum(Subsidy.quantity * Subsidy.unit_fen), 0),
        )
        .join(Assignment, Assignment.id == Subsidy.assignment_id)
        .where(
            Assignment.post_type == post_type,
            Subsidy.month >= first,
            Subsidy.month <= last,
            Subsidy.withdrawn.is_(None),
        )
    )
    rows, quantity, fen = session.execute(statement).one()
    return Count(rows, int(quantity), int(fen))
