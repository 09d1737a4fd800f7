"""A month's number of units of a subsidy that goes by quantity: entered, corrected, withdrawn; awards by the round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import PostType, Subsidy
from cjdesk.domain import codes
from cjdesk.domain.errors import (
    ExtraUnknown,
    NotByQuantity,
    NoUnitAmount,
    PayeeIncomplete,
    QuantityWrong,
    ReasonMissing,
)
from cjdesk.domain.month import Month
from cjdesk.services.months import require_open
from cjdesk.services.payroll.who import name_of
from cjdesk.services.people.found import assignment_of, person_of
from cjdesk.services.standards import standard_on
from cjdesk.services.subsidies.enrol import enrol
from cjdesk.services.subsidies.found import enrolled_on, enrolment, scheme_of

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Payee:
    """The organisation that gets the money instead of the person: a cooperative, a workshop."""

    name: str
    bank: str
    account: str


def enter(
    session: Session,
    person_id: str,
    *,
    post_type: str,
    month: Month,
    quantity: int,
    by: str,
    unit_fen: int | None = None,
    proof: str | None = None,
    remark: str | None = None,
    payee: Payee | None = None,
) -> str:
    """Say how many units a person on the list gets in a month; a second time replaces the first. The entry's id.

    ``unit_fen`` is the standard of the month without one. Errors: SUBSIDY_UNKNOWN, NOT_BY_QUANTITY, NOT_ON_LIST,
    QUANTITY_WRONG, NO_UNIT_AMOUNT, PAYEE_INCOMPLETE, MONTH_IS_LOCKED.
    """
    person, scheme = person_of(session, person_id), scheme_of(session, post_type)
    if scheme.pay != codes.QUANTITY:
        raise NotByQuantity(scheme=scheme.name, field="post_type")
    assignment = enrolment(session, person, scheme, month)
    if not 0 <= quantity <= MOST:
        raise QuantityWrong(value=quantity, most=MOST, field="quantity")
    require_open(session, month, post_type=post_type, what="subsidy", assignment_id=assignment.id)
    amount = _unit(session, scheme, person.township, month, unit_fen)
    mine = select(Subsidy).where(Subsidy.assignment_id == assignment.id, Subsidy.month == month)
    row = session.scalars(mine).first() or Subsidy(township=person.township, assignment_id=assignment.id, month=month)
    row.quantity, row.unit_fen = quantity, amount
    row.proof, row.remark = proof, remark
    _set_payee(row, payee)
    row.entered_by, row.withdrawn = name_of(session, by), None
    session.add(row)
    session.flush()
    return row.id


def withdraw(session: Session, subsidy_id: str, *, reason: str, by: str) -> None:
    """Take an entry out of its month; it stays in the file with the reason. REASON_MISSING, MONTH_IS_LOCKED."""
    row = session.get(Subsidy, subsidy_id)
    if row is None or row.withdrawn is not None:
        raise ExtraUnknown
    words = reason.strip()
    if not words:
        raise ReasonMissing(field="reason")
    assignment, _ = assignment_of(session, row.assignment_id)
    require_open(session, row.month, post_type=assignment.post_type, what="subsidy", assignment_id=assignment.id)
    row.withdrawn = f"{words}（{name_of(session, by)}）"[:200]
    session.flush()


def award(
    session: Session,
    winners: Sequence[tuple[str, Payee | None]],
    *,
    post_type: str,
    month: Month,
    name: str,
    by: str,
) -> tuple[str, ...]:
    """One round of awards (以奖代补): each winner once at the round's amount; the entries' ids.

    Winners are persons, with the organisation that gets the money where one does. The amount is the scheme's standard
    in the round's month, so that each round can have its own.
    """
    made = []
    for person_id, payee in winners:
        if enrolled_on(session, person_id, post_type, month.first, month.last) is None:
            enrol(session, person_id, post_type=post_type, start=month.first, end=month.last, name=name)
        made.append(
            enter(
                session,
                person_id,
                post_type=post_type,
                month=month,
                quantity=1,
                proof=name,
                payee=payee,
                by=by,
            )
        )
    return tuple(made)


def _unit(session: Session, scheme: PostType, township: str, month: Month, given: int | None) -> int:
    """What was entered, else the standard of the month."""
    standard = standard_on(session, scheme.code, township, month.last) if given is None else None
    amount = standard.amount_fen if standard else given
    if amount is None or amount <= 0:
        raise NoUnitAmount(scheme=scheme.name, month=month, field="unit_fen")
    return amount


def _set_payee(row: Subsidy, payee: Payee | None) -> None:
    if payee is None:
        row.payee_name = row.payee_bank = row.payee_account = None
        return
    parts = (payee.name.strip(), payee.bank.strip(), payee.account.strip().replace(" ", ""))
    if not all(parts) or not parts[2].isdigit():
        raise PayeeIncomplete(name=payee.name, field="payee")
    row.payee_name, row.payee_bank, row.payee_account = parts
