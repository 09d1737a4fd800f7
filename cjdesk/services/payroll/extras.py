"""What a clerk adds to a person's month with a reason: 其他补贴, 扣款, 补发; withdrawn with a reason, never deleted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, PayExtra, Person
from cjdesk.domain import codes
from cjdesk.domain.errors import (
    AmountNegative,
    AmountTooLarge,
    AmountZero,
    ExtraUnknown,
    NotOnPost,
    ReasonMissing,
    ValueNotInList,
)
from cjdesk.domain.money import show
from cjdesk.domain.month import Month
from cjdesk.services.months import closed
from cjdesk.services.payroll.who import name_of
from cjdesk.services.people.found import assignment_of, person_of

LARGEST_FEN = 100_000_00
"""No single extra of a month is beyond 100,000 yuan: such an amount was typed in fen."""


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """An extra as it is listed; the amount in fen is positive, a deduction's too."""

    id: str
    assignment_id: str
    person_id: str
    id_no: str
    name: str
    post_type: str
    month: Month
    kind: str
    amount_fen: int
    reason: str
    entered_by: str
    withdrawn: str


def add(session: Session, assignment_id: str, *, month: Month, kind: str, amount_fen: int, reason: str, by: str) -> str:
    """Add an amount to a person's pay of a month (its id); it shows when the month is computed again.

    Errors: VALUE_NOT_IN_LIST for the kind, AMOUNT_ZERO, AMOUNT_NEGATIVE, AMOUNT_TOO_LARGE, REASON_MISSING, NOT_ON_POST
    when the month has no line of this assignment, MONTH_IS_LOCKED (for a late fact too: a closed month is corrected
    by an extra of a later one).
    """
    assignment, person = assignment_of(session, assignment_id)
    if kind not in codes.EXTRA_KINDS:
        raise ValueNotInList(field="kind", value=kind, choices="、".join(codes.EXTRA_KINDS))
    if amount_fen == 0:
        raise AmountZero(field="amount")
    if amount_fen < 0:
        raise AmountNegative(field="amount", value=show(amount_fen))
    if amount_fen > LARGEST_FEN:
        raise AmountTooLarge(field="amount", value=show(amount_fen))
    words = reason.strip()
    if not words:
        raise ReasonMissing(field="reason")
    if assignment.start > month.last or (assignment.end is not None and assignment.end < month.first):
        raise NotOnPost(field="month", name=person.name, day=str(month))
    closed(session).require_open(month, post_type=assignment.post_type)
    row = PayExtra(
        township=assignment.township,
        assignment_id=assignment_id,
        month=month,
        kind=kind,
        amount_fen=amount_fen,
        reason=words[:200],
        entered_by=name_of(session, by),
    )
    session.add(row)
    session.flush()
    return row.id


def assignment_in(session: Session, person_id: str, post_type: str, month: Month) -> str:
    """The newest assignment of a person to a post type in a month; NOT_ON_POST without one."""
    statement = (
        select(Assignment)
        .where(
            Assignment.person_id == person_id,
            Assignment.post_type == post_type,
            Assignment.start <= month.last,
            Assignment.end.is_(None) | (Assignment.end >= month.first),
        )
        .order_by(Assignment.start.desc())
    )
    row = session.scalars(statement).first()
    if row is None:
        raise NotOnPost(field="month", name=person_of(session, person_id).name, day=str(month))
    return row.id


def withdraw(session: Session, extra_id: str, *, reason: str, by: str) -> None:
    """Take an extra out of its month again. EXTRA_UNKNOWN, REASON_MISSING, MONTH_IS_LOCKED."""
    row = session.get(PayExtra, extra_id)
    if row is None or row.withdrawn is not None:
        raise ExtraUnknown
    words = reason.strip()
    if not words:
        raise ReasonMissing(field="reason")
    assignment, _ = assignment_of(session, row.assignment_id)
    closed(session).require_open(row.month, post_type=assignment.post_type)
    row.withdrawn = f"{words}（{name_of(session, by)}）"[:200]
    session.flush()


def extras(session: Session, month: Month, *, post_type: str | None = None) -> tuple[ExtraRow, ...]:
    """The extras of a month by person, withdrawn ones with their reason."""
    statement = (
        select(PayExtra, Person, Assignment.post_type)
        .join(Assignment, Assignment.id == PayExtra.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(PayExtra.month == month)
        .order_by(Assignment.post_type, Person.id_no, PayExtra.kind, PayExtra.id)
    )
    if post_type is not None:
        statement = statement.where(Assignment.post_type == post_type)
    return tuple(
        ExtraRow(
            row.id,
            row.assignment_id,
            person.id,
            person.id_no,
            person.name,
            kind,
            row.month,
            row.kind,
            row.amount_fen,
            row.reason,
            row.entered_by,
            row.withdrawn or "",
        )
        for row, person, kind in session.execute(statement)
    )
