"""Engines: the encrypted file of a township, a plain file or PostgreSQL for a county."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from cjdesk.domain.errors import ProgramTooOld

NEEDED_SQLITE = (3, 51, 3)
"""Earlier ones can lose a WAL when two connections reset it at once."""

BUSY_SECONDS = 15

READING: dict[str, Any] = {"cjdesk_reading": True}


def check_sqlite() -> None:
    """Refuse a SQLite that is not safe.

    Raises:
        ProgramTooOld: names both versions.

    """
    if tuple(sqlcipher.sqlite_version_info) < NEEDED_SQLITE:
        needed = ".".join(str(part) for part in NEEDED_SQLITE)
        raise ProgramTooOld(found=f"SQLite {sqlcipher.sqlite_version}", needed=needed)


def libraries() -> tuple[str, str]:
    """Versions of SQLite and of SQLCipher; the latter is empty where the library cannot encrypt."""
    with contextlib.closing(sqlcipher.connect(":memory:")) as connection:
        found = connection.execute("PRAGMA cipher_version").fetchone()
    return str(sqlcipher.sqlite_version), str(found[0]) if found else ""


def connect_file(path: Path, key: bytes | None) -> Any:
    """A bare driver connection to a data file (None: a plain one), for copies and checks; it makes no file."""
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    _begin_connection(connection, key)
    return connection


def file_engine(path: Path, key: bytes | None) -> Engine:
    """An engine on a SQLite file; each of its connections is given the key first."""
    check_sqlite()
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=sqlcipher,
        connect_args={"timeout": BUSY_SECONDS},
        hide_parameters=True,  # crash reports hold no names
        json_serializer=_to_json,
        json_deserializer=msgspec.json.decode,
    )

    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        _begin_connection(connection, key)

    def on_begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("cjdesk_reading", False)
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def county_engine(url: str) -> Engine:
    """An engine on PostgreSQL (``postgresql+psycopg://``), or on a plain SQLite file for trying out."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return file_engine(Path(parsed.database or "county.db"), None)
    return create_engine(
        parsed,
        pool_pre_ping=True,
        hide_parameters=True,
        json_serializer=_to_json,
        json_deserializer=msgspec.json.decode,
    )


def _to_json(value: object) -> str:
    """Documents as UTF-8 JSON: several times faster than the standard library, and Chinese stays readable."""
    return msgspec.json.encode(value).decode()


def reader(engine: Engine) -> Engine:
    """The same pool, for transactions that cannot write and see one state from begin to end."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(**READING)


def _begin_connection(connection: Any, key: bytes | None) -> None:
    if key is not None:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    # cipher_memory_security stays off: wiping every page made imports three times slower (measured)
    connection.execute("PRAGMA foreign_keys = ON")
    # at most 256 MB, and only for a file that large: a page read again would be decrypted again, and with 64 MB the
    # checks of 100,000 people grew to the power of 1.37 (measured), now 1.10
    connection.execute("PRAGMA cache_size = -262144")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA trusted_schema = OFF")
