"""Bringing a data file to this program's schema: on a copy, checked, swapped in; else the original stays as it was."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from cjdesk.db import backup, files, inspection, migrate
from cjdesk.db.engine import connect_file, file_engine
from cjdesk.db.failures import in_words
from cjdesk.db.migrate import Schema
from cjdesk.domain.errors import UpgradeFailed, UserError


def upgrade(path: Path, key: bytes, found: str, schema: Schema) -> None:
    """Upgrade a closed file whose folder is locked; a backup is made first.

    Raises:
        UpgradeFailed: a step or a check failed; its cause is the report's matter.

    """
    inspection.fold(path, key)
    backup.make(path, key, backup.Kind.UPGRADE)
    beside = files.aside(path.parent, "upgrade")
    try:
        with in_words(path):
            beside.mkdir()
            copy = beside / path.name
            shutil.copy(path, copy)
            _upgrade_copy(copy, key, schema)
            files.settle(copy)
            copy.replace(path)
            files.settle(path.parent)
    except UserError:
        raise
    except Exception as error:
        raise UpgradeFailed(found=found, known=schema.head) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _upgrade_copy(copy: Path, key: bytes, schema: Schema) -> None:
    with closing(connect_file(copy, key)) as connection:
        before = inspection.counts(connection)
    engine = file_engine(copy, key)
    try:
        migrate.bring_to_head(engine, schema)
    finally:
        engine.dispose()
    with closing(connect_file(copy, key)) as connection:
        inspection.make_single(connection)
        wrong = inspection.problems(connection)
        after = inspection.counts(connection)
    lost = [table for table, rows in before.items() if table in after and after[table] != rows]
    if wrong or lost:
        raise RuntimeError(f"the upgraded copy is not sound: {wrong}, other numbers of rows in {lost}")
