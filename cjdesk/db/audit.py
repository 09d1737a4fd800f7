"""Every change leaves a trace: changes of objects by themselves, bulk work through the doors here.

An entry holds the old and new values of the changed columns only; a new record's empty columns, its version and
its time of change are left out (the entry itself has the time).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, delete, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from cjdesk.db import chain
from cjdesk.db.chain import ChainReport, Link
from cjdesk.db.models.base import Base
from cjdesk.db.record_form import parts, record_form
from cjdesk.db.types import canonical

__all__ = ["ChainReport", "delete_rows", "insert_rows", "note", "update_rows", "verify", "watch"]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows and their trace at the speed of executemany; fills id, version, defaults where missing."""
    form = record_form(model)
    chain.take_turn(session)
    session.flush()
    for part in parts(rows):
        full = form.filled(part)
        form.insert(session.connection(), full)
        chain.append(session, form.table.name, ((row[form.key], None, form.document(row)) for row in full))


def update_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Change many rows, each given as its id and columns; says how many really changed.

    A ``version`` in a row is the version it was read at: RecordChanged if somebody was faster.
    """
    form = record_form(model)
    chain.take_turn(session)
    session.flush()
    changed = 0
    for part in parts(rows):
        present = form.present(session, [row[form.key] for row in part])
        steps = [step for row in part if (step := form.step(present[row[form.key]], row)) is not None]
        form.write(session, steps)
        chain.append(session, form.table.name, [(step.id, canonical(step.old), canonical(step.new)) for step in steps])
        changed += len(steps)
    _expire(session, model)
    return changed


def delete_rows(session: Session, model: type[Base], ids: Sequence[str]) -> None:
    """Delete rows that are nothing official (lines of a draft); their last state stays in the trail."""
    form = record_form(model)
    chain.take_turn(session)
    session.flush()
    for part in parts(ids):
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
        form = record_form(type(instance))
        values = form.values(instance)
        links.append((form.table.name, (values[form.key], None, form.document(values))))
    for instance in session.dirty:
        form = record_form(type(instance))
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
        form = record_form(type(instance))
        values = form.values(instance)
        links.append((form.table.name, (values[form.key], form.document(values), None)))
    for record, group in groupby(links, key=lambda link: link[0]):
        chain.append(session, record, [link for _, link in group])


def _refuse_bulk(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("a bulk statement goes through audit.insert_rows, update_rows or delete_rows")


def _expire(session: Session, model: type[Base]) -> None:
    for instance in list(session.identity_map.values()):
        if isinstance(instance, model):
            session.expire(instance)
