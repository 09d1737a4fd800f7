"""A month's units of a subsidy, or a round of awards, read from a small workbook: all rows or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Person
from cjdesk.db.types import utc_now
from cjdesk.domain import id_number
from cjdesk.domain.errors import PersonNotRegistered, QuantityWrong, SubsidyRows, UserError
from cjdesk.domain.month import Month
from cjdesk.i18n import error_text
from cjdesk.services.subsidies.enrol import enrol
from cjdesk.services.subsidies.found import enrolled_on
from cjdesk.services.subsidies.quantities import MOST, Payee, enter
from cjdesk.workbooks import cells, reading
from cjdesk.workbooks.forms import SUBSIDY
from cjdesk.workbooks.headers import Row, Table, find_tables


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row as it was read: who, how many at how much, for whom the money is, and what was wrong with the cells."""

    row: int
    id_no: str
    name: str
    quantity: int
    unit_fen: int | None
    proof: str | None
    payee: Payee | None
    wrong: UserError | None = None


def read_rows(path: Path) -> tuple[Wanted, ...]:
    """Every row of the first sheet that has ID numbers; a bad cell is kept with its row, for ``enter_rows`` to say."""
    (table, *_) = find_tables(reading.read(path), (SUBSIDY,))
    return tuple(_wanted(table, row) for row in table.rows())


def enter_rows(
    session: Session, rows: Sequence[Wanted], *, post_type: str, month: Month, by: str, name: str = ""
) -> tuple[str, ...]:
    """Enter all rows into a month; with ``name`` (a round) who is not on the list is put on it for that month.

    SUBSIDY_ROWS names the first row that cannot be taken, and counts the others; then nothing is entered.
    """
    people = dict(session.execute(select(Person.id_no, Person.id)).all())
    made: list[str] = []
    refused: list[tuple[Wanted, UserError]] = []
    seen: dict[str, int] = {}
    for one in rows:
        try:
            if one.wrong is not None:
                raise one.wrong
            person = people.get(one.id_no)
            if person is None or one.id_no in seen:
                raise PersonNotRegistered(field="id_no", name=one.name)
            seen[one.id_no] = one.row
            if name and enrolled_on(session, person, post_type, month.first, month.last) is None:
                enrol(session, person, post_type=post_type, start=month.first, end=month.last, name=name)
            made.append(
                enter(
                    session,
                    person,
                    post_type=post_type,
                    month=month,
                    quantity=one.quantity,
                    unit_fen=one.unit_fen,
                    proof=one.proof or name or None,
                    payee=one.payee,
                    by=by,
                )
            )
        except UserError as error:
            refused.append((one, error))
    if refused:
        first, why = refused[0]
        raise SubsidyRows(count=len(refused), row=first.row, name=first.name, problem=error_text(why), field="file")
    return tuple(made)


def _wanted(table: Table, row: Row) -> Wanted:
    def text(key: str) -> str:
        column = table.columns.get(key)
        return (cells.text(row.cells[column]) or "") if column is not None else ""

    wrong, quantity, unit = None, 1, None
    id_no = text("id_no")
    try:
        id_no = id_number.check(id_no, today=utc_now().date()).value
        if text("quantity"):
            quantity = _whole(row.cells[table.columns["quantity"]])
        if text("unit"):
            unit = cells.fen(row.cells[table.columns["unit"]])
    except UserError as error:
        wrong = error
    payee = Payee(text("payee"), text("payee_bank"), text("payee_account")) if text("payee") else None
    return Wanted(row.number, id_no, text("name"), quantity, unit, text("proof") or None, payee, wrong)


def _whole(cell: reading.Cell) -> int:
    try:
        found = cells.whole(cell)
    except UserError as error:
        raise QuantityWrong(value=str(cell), most=MOST, field="quantity") from error
    return found if found is not None else 1
