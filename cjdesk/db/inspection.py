"""Looking a data file over: every page's seal, SQLite's own structure, references, how many rows there are."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from cjdesk.db.engine import connect_file

_SHOWN = 20
"""A broken file can have thousands of complaints; the first tell enough."""


def problems(connection: Any, *, encrypted: bool = True) -> tuple[str, ...]:
    """What is wrong with the open file, in SQLite's words; nothing when it is sound."""
    found: list[str] = []
    if encrypted:
        found += [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    said = connection.execute(f"PRAGMA integrity_check({_SHOWN})")
    found += [str(row[0]) for row in said if row[0] != "ok"]
    if found:
        return tuple(found[:_SHOWN])  # references cannot be followed on broken pages
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        found.append(f"a row of {table} refers to a missing row of {parent}")
    return tuple(found[:_SHOWN])


def counts(connection: Any) -> dict[str, int]:
    """Rows in each table."""
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    tables = [str(row[0]) for row in connection.execute(named).fetchall()]
    return {table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}  # noqa: S608 - names from the schema


def fold(path: Path, key: bytes) -> None:
    """Bring the write-ahead log into the file, so that the file alone is the whole of the data."""
    with closing(connect_file(path, key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def make_single(connection: Any) -> None:
    """Make a copy stand without companion files: no write-ahead log."""
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()
