"""What the audited doors know of a table: its columns, defaults, what of a row is recorded and how it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Dialect, LargeBinary, Table, bindparam, inspect, select, update
from sqlalchemy.orm import Session

from cjdesk.db.models.audit import AuditEntry
from cjdesk.db.models.base import DIGEST_ONLY
from cjdesk.db.types import canonical, utc_now
from cjdesk.domain.errors import RecordChanged

_UNRECORDED = frozenset({"version", "changed_at"})
_CHUNK = 5000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Step:
    """One row's change: what the trail holds of it, and the values that are written."""

    id: str
    version: int | None
    old: dict[str, Any]
    new: dict[str, Any]
    values: dict[str, Any]


class RecordForm:
    """A table, looked at once."""

    def __init__(self, model: type[Any]) -> None:
        table = model.__table__
        if not isinstance(table, Table) or model is AuditEntry:
            raise TypeError(f"not a table of records: {model.__name__}")
        self.table = table
        self.names = tuple(column.key for column in table.columns)
        self.known = frozenset(self.names)
        (self.key,) = (column.key for column in table.primary_key)
        self.recorded = tuple(name for name in self.names if name not in _UNRECORDED and name != self.key)
        self.versioned = "version" in self.known
        self.digested = tuple(
            column.key
            for column in table.columns
            if isinstance(column.type, LargeBinary) or DIGEST_ONLY.items() <= column.info.items()
        )
        self.required = frozenset(
            column.key for column in table.columns if column.default is None and not column.nullable
        )
        self._defaults = {column.key: _default(column) for column in table.columns}
        self._ordered = itemgetter(*self.names)
        self._inserts: dict[str, tuple[str, list[tuple[int, Callable[[Any], Any]]]]] = {}

    def filled(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Each row with all columns; one that names an unknown column or lacks a required one is a caller's bug."""
        now = utc_now()
        same = {name: make(now) for name, make in self._defaults.items()}
        own = [name for name, value in same.items() if name == self.key or isinstance(value, (dict, list))]
        full = []
        for row in rows:
            if not (self.required <= row.keys() <= self.known):
                wrong = sorted((row.keys() - self.known) | (self.required - row.keys()))
                raise KeyError(f"{self.table.name}: unknown or missing {wrong}")
            values = {**same, **row}
            for name in own:
                if name not in row:
                    values[name] = self._defaults[name](now)
            full.append(values)
        return full

    def insert(self, connection: Connection, full: Sequence[Mapping[str, Any]]) -> None:
        """One executemany without SQLAlchemy's work for each row, which costs as much as the database's."""
        statement, conversions = self._insert(connection.dialect)
        remembering = [(index, _remembering(convert)) for index, convert in conversions]
        rows = []
        for row in full:
            values = list(self._ordered(row))
            for index, convert in remembering:
                if values[index] is not None:
                    values[index] = convert(values[index])
            rows.append(tuple(values))
        connection.exec_driver_sql(statement, rows)

    def _insert(self, dialect: Dialect) -> tuple[str, list[tuple[int, Callable[[Any], Any]]]]:
        known = self._inserts.get(dialect.name)
        if known is None:
            quote = dialect.identifier_preparer.quote
            names = ", ".join(quote(name) for name in self.names)
            marks = ", ".join(["?" if dialect.name == "sqlite" else "%s"] * len(self.names))
            statement = f"INSERT INTO {quote(self.table.name)} ({names}) VALUES ({marks})"  # noqa: S608 - names of the schema
            conversions = []
            for index, name in enumerate(self.names):
                convert = self.table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
                if convert is not None:
                    conversions.append((index, convert))
            known = self._inserts[dialect.name] = (statement, conversions)
        return known

    def values(self, instance: object) -> dict[str, Any]:
        """The columns of an object, without asking the database again."""
        loaded = inspect(instance).dict
        return {name: loaded.get(name) for name in self.names}

    def document(self, row: Mapping[str, Any]) -> bytes:
        """The recorded values of a whole row, empty ones left out."""
        return canonical(self.shown({name: row[name] for name in self.recorded if row[name] is not None}))

    def shown(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as they may stand in the trail."""
        for name in self.digested:
            value = values.get(name)
            if value is not None:
                content = value if isinstance(value, bytes) else str(value).encode()
                values[name] = f"sha256:{hashlib.sha256(content).hexdigest()}"
        return values

    def present(self, session: Session, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The rows of these ids as they stand now; one that is missing is a bug of the caller."""
        found: dict[str, dict[str, Any]] = {}
        for part in parts(ids, 500):
            statement = select(self.table).where(self.table.c[self.key].in_(part))
            for row in session.connection().execute(statement).mappings():
                found[row[self.key]] = dict(row)
        missing = set(ids) - found.keys()
        if missing:
            raise KeyError(f"{self.table.name} has no rows {sorted(missing)[:3]}")
        return found

    def step(self, present: dict[str, Any], row: Mapping[str, Any]) -> Step | None:
        """What a row changes, or None."""
        if not self.known.issuperset(row):
            raise KeyError(f"{self.table.name}: unknown {sorted(set(row) - self.known)}")
        if self.versioned and row.get("version", present["version"]) != present["version"]:
            raise RecordChanged
        values = {name: row[name] for name in self.recorded if name in row and row[name] != present[name]}
        if not values:
            return None
        old = self.shown({name: present[name] for name in values})
        version = present["version"] if self.versioned else None
        present.update(values)
        if version is not None:
            present["version"] = version + 1
        return Step(row[self.key], version, old, self.shown(dict(values)), values)

    def write(self, session: Session, steps: Sequence[Step]) -> None:
        """One executemany for each run of steps that change the same columns."""
        now = utc_now()
        alike: dict[tuple[str, ...], list[Step]] = {}
        for step in steps:
            alike.setdefault(tuple(step.values), []).append(step)
        for names, group in alike.items():
            statement = update(self.table).where(self.table.c[self.key] == bindparam("row_id"))
            sets: dict[str, Any] = {name: bindparam(f"new_{name}", type_=self.table.c[name].type) for name in names}
            if self.versioned:
                sets |= {"version": bindparam("new_version"), "changed_at": now}
            rows = [
                {"row_id": step.id}
                | ({} if step.version is None else {"new_version": step.version + 1})
                | {f"new_{name}": value for name, value in step.values.items()}
                for step in group
            ]
            session.connection().execute(statement.values(sets), rows)


def record_form(model: type[Any]) -> RecordForm:
    """The form of a model's table."""
    form = _forms.get(model)
    if form is None:
        form = _forms[model] = RecordForm(model)
    return form


_forms: dict[type[Any], RecordForm] = {}


def _remembering(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Rows of one import share their values (the time, a start date): the last one is not converted again."""
    last: Any = None
    converted: Any = None

    def again(value: Any) -> Any:
        nonlocal last, converted
        if value is not last:
            last, converted = value, convert(value)
        return converted

    return again


def _default(column: Column[Any]) -> Callable[[datetime], Any]:
    """How a missing value is made."""
    default: Any = column.default
    if default is None:
        return lambda _now: None
    if default.is_scalar:
        return lambda _now: default.arg
    if column.key == "changed_at":
        return lambda now: now
    return lambda _now: default.arg(None)


def parts(items: Sequence[_T], size: int = _CHUNK) -> Iterator[Sequence[_T]]:
    """The items in pieces that fit in memory twice."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
