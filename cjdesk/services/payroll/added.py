"""What clerks entered for a month beside days and water fees: extras with a reason, and subsidies by quantity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, PayExtra, PayLine, Person, PostType, Subsidy
from cjdesk.domain.codes import ALLOWANCE, BACK_PAY, DEDUCTION
from cjdesk.domain.month import Month
from cjdesk.domain.pay.inputs import Extra, Units


@dataclass(frozen=True, slots=True)
class Added:
    """A person's extras of a month, by the component they go into."""

    allowances: tuple[Extra, ...] = ()
    back_pay: tuple[Extra, ...] = ()
    deductions: tuple[Extra, ...] = ()


NOTHING = Added()


@dataclass(frozen=True, slots=True)
class Entry:
    """A month's quantity of a subsidy, and the organisation it is paid to, if it is not the person."""

    units: Units
    payee_name: str | None = None
    payee_bank: str | None = None
    payee_account: str | None = None
    remark: str | None = None


def extras_in(session: Session, month: Month) -> dict[str, Added]:
    """By assignment, with the words that the explanation prints: the reason, and who entered it."""
    statement = (
        select(PayExtra.assignment_id, PayExtra.kind, PayExtra.amount_fen, PayExtra.reason, PayExtra.entered_by)
        .where(PayExtra.month == month, PayExtra.withdrawn.is_(None))
        .order_by(PayExtra.kind, PayExtra.reason, PayExtra.amount_fen, PayExtra.entered_by)
    )
    found: dict[str, dict[str, list[Extra]]] = defaultdict(lambda: defaultdict(list))
    for assignment, kind, fen, reason, who in session.execute(statement):
        found[assignment][kind].append(Extra(fen, f"{reason}，{who}登记"))
    kinds = (ALLOWANCE, BACK_PAY, DEDUCTION)
    return {assignment: Added(*(tuple(by_kind[kind]) for kind in kinds)) for assignment, by_kind in found.items()}


def entered_in(session: Session, post_type: str, months: Sequence[Month]) -> Iterator[tuple[str, str, Month, int]]:
    """Whatever was entered for a post type in these months: name, assignment, month, amount (a deduction negative)."""
    extra = (
        select(Person.name, PayExtra.assignment_id, PayExtra.month, PayExtra.amount_fen, PayExtra.kind)
        .join(Assignment, Assignment.id == PayExtra.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.post_type == post_type, PayExtra.month.in_(months), PayExtra.withdrawn.is_(None))
    )
    for name, assignment, month, fen, kind in session.execute(extra):
        yield name, assignment, month, -fen if kind == DEDUCTION else fen
    units = (
        select(Person.name, Subsidy.assignment_id, Subsidy.month, Subsidy.quantity * Subsidy.unit_fen)
        .join(Assignment, Assignment.id == Subsidy.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.post_type == post_type, Subsidy.month.in_(months), Subsidy.withdrawn.is_(None))
    )
    for name, assignment, month, fen in session.execute(units):
        yield name, assignment, month, int(fen)


def payees_of(session: Session, run_ids: Sequence[str]) -> dict[str, Entry]:
    """By line: the entries that are paid to an organisation, with its account as it is entered now."""
    statement = (
        select(PayLine.id, Subsidy)
        .join(Subsidy, (Subsidy.assignment_id == PayLine.assignment_id) & (Subsidy.month == PayLine.month))
        .where(PayLine.run_id.in_(run_ids), Subsidy.payee_name.is_not(None))
    )
    return {
        line_id: Entry(
            Units(row.quantity, row.unit_fen, "", row.proof or ""), row.payee_name, row.payee_bank, row.payee_account
        )
        for line_id, row in session.execute(statement)
    }


def quantities_in(session: Session, month: Month) -> dict[str, Entry]:
    """By assignment."""
    statement = (
        select(Subsidy, PostType.unit)
        .join(Assignment, Assignment.id == Subsidy.assignment_id)
        .outerjoin(PostType, PostType.code == Assignment.post_type)
        .where(Subsidy.month == month, Subsidy.withdrawn.is_(None))
    )
    return {
        row.assignment_id: Entry(
            Units(row.quantity, row.unit_fen, unit or "", row.proof or ""),
            row.payee_name,
            row.payee_bank,
            row.payee_account,
            row.remark,
        )
        for row, unit in session.execute(statement)
    }
