"""Which rows a batch of a kind takes along, read in the form in which they travel."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from sqlalchemy import JSON, ColumnElement, Date, String, Text, select, type_coerce
from sqlalchemy.orm import Session

from cjdesk.db.models import Base, PayRun
from cjdesk.db.types import MonthText, UtcTime
from cjdesk.domain.states import RunState
from cjdesk.services.payroll.spans import months_of
from cjdesk.sync.records import PARTS, RECORDS
from cjdesk.sync.records.fields import Row

Gathered = dict[str, list[Row]]
Ids = Mapping[str, frozenset[str]]
"""Record ids by part."""

WHOLE: Mapping[str, frozenset[str]] = {
    "ROSTER": frozenset(PARTS["ROSTER"]),
    "FEE": frozenset(PARTS["FEE"]) - {"resettlement_site", "household", "person"},
    "COOP": frozenset({"cooperative", "team", "membership"}),
    "PAY": frozenset(),
}
"""Parts of which a kind takes every row; of the others, those that are referred to."""

_TABLES = {part: Base.metadata.tables[part] for part in RECORDS}
_REFERS = {
    part: tuple((column.name, key.column.table.name) for column in table.columns for key in column.foreign_keys)
    for part, table in _TABLES.items()
}
_CHUNK = 5000


def gather(session: Session, kind: str, *, township: str, run: PayRun | None, also: Ids) -> Gathered:
    """All rows of a batch, by part, each part in order of its ids.

    ``also`` are the ids that earlier versions of the batch held: a new version holds them too, in their present
    state, so that a reader who never sees the earlier version ends up with the same records.
    """
    wanted = {part: set(also.get(part, ())) for part in PARTS[kind]}
    result: Gathered = {}
    for part in reversed(PARTS[kind]):  # what refers comes before what it refers to
        rows = _chosen(session, part, kind=kind, township=township, run=run, wanted=wanted)
        if part not in WHOLE[kind]:
            rows = _with(session, part, rows, wanted[part])
        for field, target in _REFERS[part]:
            if target in wanted and target not in WHOLE[kind]:
                wanted[target].update(value for row in rows if (value := getattr(row, field)) is not None)
        result[part] = rows
    return {part: result[part] for part in PARTS[kind]}


def _chosen(
    session: Session, part: str, *, kind: str, township: str, run: PayRun | None, wanted: Mapping[str, set[str]]
) -> list[Row]:
    table = _TABLES[part]
    if part in WHOLE[kind]:
        return _rows(session, part, table.c.township == township)
    if run is None:
        return []
    runs = _TABLES["pay_run"]
    reported = (
        (runs.c.township == township)
        & (runs.c.month == run.month)
        & (runs.c.post_type == run.post_type)
        & ((runs.c.id == run.id) | (runs.c.state == RunState.VOID))
    )
    if part == "pay_run":
        return _rows(session, part, reported)
    if part == "pay_line":
        return _rows(session, part, table.c.run_id.in_(select(runs.c.id).where(reported)))
    if part == "attendance":
        rows = _rows(session, part, (table.c.township == township) & table.c.month.in_(months_of(run)))
        return [row for row in rows if getattr(row, "assignment_id") in wanted["assignment"]]  # noqa: B009 - of its kind
    return []


def _with(session: Session, part: str, rows: list[Row], ids: set[str]) -> list[Row]:
    """The rows and those that are wanted besides, in order of their ids."""
    ordered = sorted(ids.difference(row.id for row in rows))
    rows = list(rows)
    for start in range(0, len(ordered), _CHUNK):
        rows += _rows(session, part, _TABLES[part].c.id.in_(ordered[start : start + _CHUNK]))
    return sorted(rows, key=lambda row: row.id)


def _rows(session: Session, part: str, condition: ColumnElement[bool]) -> list[Row]:
    table = _TABLES[part]
    schema: Callable[..., Row] = RECORDS[part]
    names = RECORDS[part].__struct_fields__
    columns = [_plain(table.c[name]) for name in names]
    documents = [index for index, name in enumerate(names) if isinstance(table.c[name].type, JSON)]
    found = session.connection().execute(select(*columns).where(condition).order_by(table.c.id)).all()
    if not documents:
        return [schema(*row) for row in found]
    rows = []
    for row in found:
        values = list(row)
        for index in documents:
            values[index] = msgspec.Raw(values[index].encode()) if isinstance(values[index], str) else values[index]
        rows.append(schema(*values))
    return rows


def _plain(column: ColumnElement[object]) -> ColumnElement[object]:
    """The column as it is stored: dates, times, months and documents are on the wire what they are on disk."""
    if isinstance(column.type, Date | UtcTime | MonthText):
        return type_coerce(column, String)
    return type_coerce(column, Text) if isinstance(column.type, JSON) else column
