"""Bringing the rows of a checked batch into the county's tables, so that order and repetition make no difference.

The rows are staged in temporary tables (COPY on PostgreSQL, executemany on SQLite), compared with what is there, and
merged by a few set statements. Per record the higher version wins; the same version with other content is refused.
These bulk statements go past the trail of single changes: a record's history at the county is the chain of signed
batches, which are kept as they came, and the batch itself is an entry of the trail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    exists,
    insert,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from cjdesk.db.models import Base
from cjdesk.domain.errors import BatchRecordForks, BatchRowsAreForeign, BatchRowsClash
from cjdesk.sync.records import RECORDS
from cjdesk.sync.records.fields import Row

Rows = Mapping[str, Sequence[Row]]
_TABLES = {part: Base.metadata.tables[part] for part in RECORDS}


def land(session: Session, rows: Rows, *, township: str) -> None:
    """Merge the rows of one batch; on any misfit a UserError, and the caller's transaction keeps nothing of it."""
    parts = [part for part in RECORDS if rows.get(part)]
    for part in parts:
        for row in rows[part]:
            if row.township != township:
                raise BatchRowsAreForeign(part=part, id=row.id)
    staged = {part: _stage(session, part, rows[part]) for part in parts}
    if "pay_line" in staged:
        _months_of_older_lines(session, staged)
    for part in parts:
        _check(session, part, staged[part])
    if "pay_run" in staged:
        _replace_lines(session, staged)
    for part in parts:
        _merge(session, part, staged[part])
    for table in staged.values():  # after an error the rollback takes them away
        table.drop(session.connection())


def _stage(session: Session, part: str, rows: Sequence[Row]) -> Table:
    """A temporary table with the rows of a part."""
    connection = session.connection()
    postgres = connection.dialect.name == "postgresql"
    names = RECORDS[part].__struct_fields__
    columns = [Column(name, _TABLES[part].c[name].type, primary_key=name == "id") for name in names]
    staged = Table(f"incoming_{part}", MetaData(), *columns, prefixes=["TEMPORARY"])
    try:
        staged.create(connection)
        if postgres:
            driver: Any = connection.connection.driver_connection
            listed = ", ".join(f'"{name}"' for name in names)
            with driver.cursor() as cursor, cursor.copy(f"COPY incoming_{part} ({listed}) FROM STDIN") as copy:
                for values in _plain(rows, staged, dates=False):
                    copy.write_row(values)
        else:
            marks = ", ".join("?" * len(names))
            statement = f"INSERT INTO incoming_{part} VALUES ({marks})"  # noqa: S608 - names of our own tables
            connection.exec_driver_sql(statement, list(_plain(rows, staged, dates=True)))
    except (IntegrityError, DataError) as error:
        raise BatchRowsClash(part=part) from error
    except Exception as error:
        if postgres and _is_data_fault(error):
            raise BatchRowsClash(part=part) from error
        raise
    return staged


def _months_of_older_lines(session: Session, staged: Mapping[str, Table]) -> None:
    """Lines of a program before schema 0002 do not say their month: it is that of their run."""
    lines, runs = staged["pay_line"], staged["pay_run"]
    month = select(runs.c.month).where(runs.c.id == lines.c.run_id).scalar_subquery()
    older = update(lines).where(type_coerce(lines.c.month, Text()) == "")
    session.connection().execute(older.values(month=month))


def _is_data_fault(error: Exception) -> bool:
    """Whether the driver itself, in a COPY, says that the rows are wrong (SQLSTATE class 22 or 23)."""
    return str(getattr(error, "sqlstate", None) or "")[:2] in {"22", "23"}


def _plain(rows: Sequence[Row], table: Table, *, dates: bool) -> Iterator[tuple[Any, ...]]:
    """The rows as the driver takes them: documents as JSON text, and dates as text where it knows none."""
    encode = msgspec.json.Encoder(order="deterministic").encode
    columns = list(table.columns)
    documents = {index for index, column in enumerate(columns) if isinstance(column.type, JSON)}
    days = {index for index, column in enumerate(columns) if isinstance(column.type, Date)} if dates else set()
    if not documents and not days:
        yield from map(msgspec.structs.astuple, rows)
        return
    for row in rows:
        values = list(msgspec.structs.astuple(row))
        for index in documents:
            values[index] = encode(values[index]).decode()
        for index in days:
            value = values[index]
            values[index] = value.isoformat() if isinstance(value, date) else value
        yield tuple(values)


def _check(session: Session, part: str, staged: Table) -> None:
    """A record never changes its owner, and a version has one content."""
    connection, table = session.connection(), _TABLES[part]
    foreign = select(staged.c.id).join(table, table.c.id == staged.c.id).where(table.c.township != staged.c.township)
    found = connection.execute(foreign.limit(1)).scalar()
    if found is not None:
        raise BatchRowsAreForeign(part=part, id=found)
    differs = or_(
        *(
            type_coerce(table.c[column.name], _comparable(column)).is_distinct_from(
                type_coerce(column, _comparable(column))
            )
            for column in staged.columns
        )
    )
    forked = select(staged.c.id).join(table, table.c.id == staged.c.id)
    found = connection.execute(forked.where(table.c.version == staged.c.version, differs).limit(1)).scalar()
    if found is not None:
        raise BatchRecordForks(part=part, id=found)


def _comparable(column: Column[Any]) -> Any:
    """Compared as stored; SQLAlchemy compares documents only as text, and never a truth value for distinctness."""
    if isinstance(column.type, JSON):
        return Text()
    return Integer() if isinstance(column.type, Boolean) else column.type


def _replace_lines(session: Session, staged: Mapping[str, Table]) -> None:
    """A run's lines are one thing: those of the newer state of the run count, the others go."""
    connection = session.connection()
    runs, lines, incoming = _TABLES["pay_run"], _TABLES["pay_line"], staged["pay_run"]
    known = select(runs.c.id).join(incoming, incoming.c.id == runs.c.id)
    newer = known.where(incoming.c.version > runs.c.version)
    connection.execute(delete(lines).where(lines.c.run_id.in_(newer)))
    if "pay_line" in staged:
        arriving = staged["pay_line"]
        older = known.where(incoming.c.version < runs.c.version)
        connection.execute(delete(arriving).where(arriving.c.run_id.in_(older)))


def _merge(session: Session, part: str, staged: Table) -> None:
    """Update what is there with an older version, then add what is not there."""
    connection, table = session.connection(), _TABLES[part]
    names = [column.name for column in staged.columns]
    there = exists().where(table.c.id == staged.c.id)
    newer = update(table).where(table.c.id == staged.c.id, table.c.version < staged.c.version)
    fresh = insert(table).from_select(names, select(*staged.columns).where(~there), include_defaults=False)
    try:
        connection.execute(newer.values({name: staged.c[name] for name in names if name != "id"}))
        connection.execute(fresh)
    except (IntegrityError, DataError) as error:
        raise BatchRowsClash(part=part) from error
