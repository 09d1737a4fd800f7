"""Every change leaves a trace: changes of objects by themselves, bulk work through the doors here.

An entry holds the old and new values of the changed columns only; a new record's empty columns, its version and
its time of change are left out (the entry itself has the time).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Column, LargeBinary, Table, bindparam, delete, event, insert, inspect, select, update
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from cjdesk.db import chain
from cjdesk.db.chain import ChainReport, Link
from cjdesk.db.models.audit import AuditEntry
from cjdesk.db.models.base import DIGEST_ONLY, Base
from cjdesk.db.types import canonical, utc_now
from cjdesk.domain.errors import RecordChanged

_CHUNK = 5000
_T = TypeVar("_T")
_UNRECORDED = frozenset({"version", "changed_at"})

__all__ = ["ChainReport", "delete_rows", "insert_rows", "note", "update_rows", "verify", "watch"]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows and their trace at the speed of executemany; fills id, version, defaults where missing."""
    form = _form(model)
    chain.trail_of(session)
    session.flush()
    for part in _parts(rows):
        full = form.filled(part)
        session.connection().execute(insert(form.table), full)
        chain.append(session, form.table.name, ((row[form.key], None, form.document(row)) for row in full))


def update_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Change many rows, each given as its id and columns; says how many really changed.

    A ``version`` in a row is the version it was read at: RecordChanged if somebody was faster.
    """
    form = _form(model)
    chain.trail_of(session)
    session.flush()
    changed = 0
    for part in _parts(rows):
        present = form.present(session, [row[form.key] for row in part])
        steps = [step for row in part if (step := form.step(present[row[form.key]], row)) is not None]
        form.write(session, steps)
        chain.append(session, form.table.name, [(step.id, canonical(step.old), canonical(step.new)) for step in steps])
        changed += len(steps)
    _expire(session, model)
    return changed


def delete_rows(session: Session, model: type[Base], ids: Sequence[str]) -> None:
    """Delete rows that are nothing official (lines of a draft); their last state stays in the trail."""
    form = _form(model)
    chain.trail_of(session)
    session.flush()
    for part in _parts(ids):
        present = form.present(session, part)
        statement = delete(form.table).where(form.table.c[form.key] == bindparam("row_id"))
        session.connection().execute(statement, [{"row_id": row_id} for row_id in present])
        links = [(row_id, form.document(row), None) for row_id, row in present.items()]
        chain.append(session, form.table.name, links)
    _expire(session, model)


def note(session: Session, record: str, record_id: str, facts: Mapping[str, Any]) -> None:
    """Record an act that changes no row: a print, an export, a changed passphrase."""
    chain.append(session, record, [(record_id, None, canonical(dict(facts)))])


def verify(session: Session) -> ChainReport:
    """Walk the whole chain."""
    return chain.walk(session)


def watch(sessions: type[Session]) -> None:
    """Record what is flushed in sessions of this class, and let nothing past the trail."""
    event.listen(sessions, "before_flush", _refuse_without_trail)
    event.listen(sessions, "after_flush", _record_flush)
    event.listen(sessions, "do_orm_execute", _refuse_bulk)
    event.listen(sessions, "after_soft_rollback", chain.forget_head)


def _refuse_without_trail(session: Session, _context: UOWTransaction, _instances: object) -> None:
    if session.new or session.deleted or any(session.is_modified(instance) for instance in session.dirty):
        chain.trail_of(session)


def _record_flush(session: Session, _context: UOWTransaction) -> None:
    links: list[tuple[str, Link]] = []
    for instance in session.new:
        form = _form(type(instance))
        values = form.values(instance)
        links.append((form.table.name, (values[form.key], None, form.document(values))))
    for instance in session.dirty:
        form = _form(type(instance))
        state = inspect(instance)
        old, new = {}, {}
        for name in form.recorded:
            history = state.attrs[name].history
            if history.has_changes():
                old[name] = history.deleted[0] if history.deleted else None
                new[name] = history.added[0] if history.added else None
        if new:
            row_id = state.dict[form.key]
            links.append((form.table.name, (row_id, canonical(form.shown(old)), canonical(form.shown(new)))))
    for instance in session.deleted:
        form = _form(type(instance))
        values = form.values(instance)
        links.append((form.table.name, (values[form.key], form.document(values), None)))
    for record, group in groupby(links, key=lambda link: link[0]):
        chain.append(session, record, [link for _, link in group])


def _refuse_bulk(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("a bulk statement goes through audit.insert_rows, update_rows or delete_rows")


@dataclass(frozen=True, slots=True)
class _Step:
    id: str
    version: int | None
    old: dict[str, Any]
    new: dict[str, Any]
    values: dict[str, Any]


class _Form:
    """What the doors need to know of a table, found out once."""

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
        self.defaults = {column.key: _default(column) for column in table.columns}

    def filled(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Each row with all columns, in table order."""
        now = utc_now()
        defaults = [(name, default, default(now)) for name, default in self.defaults.items()]
        made_each = {name for name, _, value in defaults if name == self.key or isinstance(value, (dict, list))}
        full = []
        for row in rows:
            if not (row.keys() <= self.known and row.keys() >= self.required):
                wrong = sorted((row.keys() - self.known) | (self.required - row.keys()))
                raise KeyError(f"{self.table.name}: unknown or missing {wrong}")
            full.append(
                {
                    name: row[name] if name in row else default(now) if name in made_each else value
                    for name, default, value in defaults
                }
            )
        return full

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
        for part in _parts(ids, 500):
            statement = select(self.table).where(self.table.c[self.key].in_(part))
            for row in session.connection().execute(statement).mappings():
                found[row[self.key]] = dict(row)
        missing = set(ids) - found.keys()
        if missing:
            raise KeyError(f"{self.table.name} has no rows {sorted(missing)[:3]}")
        return found

    def step(self, present: dict[str, Any], row: Mapping[str, Any]) -> _Step | None:
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
        return _Step(row[self.key], version, old, self.shown(dict(values)), values)

    def write(self, session: Session, steps: Sequence[_Step]) -> None:
        """One executemany for each run of steps that change the same columns."""
        now = utc_now()
        alike: dict[tuple[str, ...], list[_Step]] = {}
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


_forms: dict[type[Any], _Form] = {}


def _form(model: type[Any]) -> _Form:
    form = _forms.get(model)
    if form is None:
        form = _forms[model] = _Form(model)
    return form


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


def _parts(items: Sequence[_T], size: int = _CHUNK) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _expire(session: Session, model: type[Base]) -> None:
    for instance in list(session.identity_map.values()):
        if isinstance(instance, model):
            session.expire(instance)
