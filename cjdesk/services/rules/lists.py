"""The county's comparison lists at the desk: shown, entered by hand, ended; the workbook comes through ``imports``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Comparison, Office, Person
from cjdesk.domain import id_number
from cjdesk.domain.errors import ComparisonTwice, ComparisonUnknown, DateOrder, ValueNotInList
from cjdesk.domain.rules.comparisons import WORDS


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A line of a list; ``registered`` is the name in this township's register, if there is one."""

    id: str
    kind: str
    word: str
    id_no: str
    name: str
    since: date
    until: date | None
    source: str
    note: str
    person_id: str | None
    registered: str | None


def listed(session: Session, *, kind: str | None = None) -> tuple[ListedPerson, ...]:
    """Every line, newest first."""
    statement = (
        select(Comparison, Person.id, Person.name)
        .outerjoin(Person, Person.id_no == Comparison.id_no)
        .order_by(Comparison.since.desc(), Comparison.id_no)
    )
    if kind is not None:
        statement = statement.where(Comparison.kind == kind)
    return tuple(
        ListedPerson(
            row.id, row.kind, WORDS.get(row.kind, row.kind), row.id_no, row.name or "", row.since, row.until,
            row.source, row.note or "", person, name,
        )
        for row, person, name in session.execute(statement)
    )  # fmt: skip


def add_listed(
    session: Session,
    *,
    kind: str,
    id_no: str,
    since: date,
    source: str,
    until: date | None = None,
    name: str | None = None,
    note: str | None = None,
) -> str:
    """Enter a line by hand; ``kind`` is its code or its word. ``since`` of a death is the day of death.

    Errors: VALUE_NOT_IN_LIST, the ID ones, DATE_ORDER, COMPARISON_TWICE.
    """
    code = next((one for one, word in WORDS.items() if kind in {one, word}), None)
    if code is None:
        raise ValueNotInList(field="kind", value=kind, choices="、".join(WORDS.values()))
    number = id_number.check(id_no, today=date.today()).value
    if until is not None and until < since:
        raise DateOrder(field="until", start=since.isoformat(), end=until.isoformat())
    same = select(Comparison.id).where(Comparison.kind == code, Comparison.id_no == number, Comparison.since == since)
    if session.scalar(same) is not None:
        raise ComparisonTwice(field="id_no", word=WORDS[code], id_tail=number[-4:], since=since.isoformat())
    township = session.scalars(select(Office.township)).one()
    row = Comparison(
        township=township, kind=code, id_no=number, name=name, since=since, until=until, source=source[:100], note=note
    )
    session.add(row)
    session.flush()
    return row.id


def end_listed(session: Session, comparison_id: str, *, until: date) -> None:
    """Say until when a line held: it was wrong, or is over; a line that never held ends before its first day."""
    row = session.get(Comparison, comparison_id)
    if row is None:
        raise ComparisonUnknown
    row.until = until
    session.flush()
