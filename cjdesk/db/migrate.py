"""The schema of a data file: which version it has, and how it is brought to this program's.

Alembic is loaded only when there is something to do: it costs start-up time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from cjdesk import paths
from cjdesk.domain.errors import FileIsNewer

_ONE_AT_A_TIME = 0x434A4445
"""Two county programs that start together must not both run the steps."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The newest version this program knows, and the steps that lead to it."""

    head: str = "0003"
    scripts: Path = field(default_factory=paths.migrations)


def version(connection: Connection) -> str | None:
    """The version of a file; None when it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def refuse_newer(found: str | None, schema: Schema) -> None:
    """Versions are numbers of four digits, so text order is their order.

    Raises:
        FileIsNewer: the data were written by a later program.

    """
    if found is not None and found > schema.head:
        raise FileIsNewer(found=found, known=schema.head)


def bring_to_head(engine: Engine, schema: Schema) -> None:
    """Run the missing steps in one transaction (a SQLite file must be a fresh or a copied one)."""
    from alembic import command
    from alembic.config import Config

    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if engine.dialect.name == "sqlite":
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute("PRAGMA foreign_keys = OFF")  # a step may build a table anew; references are checked afterwards
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
            config = Config()
            config.set_main_option("script_location", str(schema.scripts).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, schema.head)
        if engine.dialect.name == "sqlite":
            raw.execute("PRAGMA foreign_keys = ON")
