"""Going back to the previous version: the data go along where it can read them, else a backup that it can, by consent.

Nothing entered is lost: where the previous version needs older data, the present ones stay whole in a backup.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cjdesk
from cjdesk.db import audit, backup, migrate, restore, update_mark
from cjdesk.db.backup import Backup, Kind
from cjdesk.db.database import Database
from cjdesk.db.migrate import Schema
from cjdesk.db.models import AuditEntry
from cjdesk.domain.errors import BackHasNoBackup, BackNeedsOlderData, NoPreviousVersion, UpdateNotStarted
from cjdesk.i18n import N_
from cjdesk.services.update import installer, kept
from cjdesk.services.update.check import RECORD
from cjdesk.services.update.kept import START, SWITCH, Previous

BACK = N_("Go back to the previous version")


@dataclass(frozen=True, slots=True)
class Plan:
    """What going back would do.

    Keep the data as they are (``backup`` is None), or go on with a backup, without the ``changes`` recorded since.
    """

    version: str
    present: str
    backup: Path | None
    made_at: datetime | None
    changes: int


@dataclass(frozen=True, slots=True)
class WentBack:
    """What was done before this program ends: ``kept`` is the backup that holds the data as they were."""

    version: str
    restored: Path | None
    kept: Path


def plan(session: Session, folder: Path) -> Plan:
    """What going back would do to the data in this folder.

    Raises:
        NoPreviousVersion: the installer kept none.
        BackHasNoBackup: the previous version opens neither the data nor a backup.

    """
    found = _previous()
    if found.schema >= (migrate.version(session.connection()) or ""):
        return Plan(found.version, cjdesk.__version__, None, None, 0)
    chosen = _fullest_for(found, folder)
    entries = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    return Plan(found.version, cjdesk.__version__, chosen.path, chosen.label.made_at, entries - _entries(chosen))


def back(
    database: Database, *, older_data: bool = False, start_again: bool = False, schema: Schema | None = None
) -> WentBack:
    """Start the previous version's return; closes the database, and the caller ends the program at once.

    ``older_data`` is the clerk's consent to go on with a backup, where that is the only way.

    Raises:
        BackNeedsOlderData: that consent is missing; nothing was changed.
        UpdateNotStarted: the system refuses; the data are as they were.

    """
    if database.path is None or database.key is None:
        raise TypeError("not a township's data file")
    folder, key = database.path.parent, database.key
    wanted = database.ask(plan, folder)
    if wanted.backup is not None and wanted.made_at is not None and not older_data:
        raise BackNeedsOlderData(
            version=wanted.version,
            backup=wanted.backup.name,
            made_at=f"{wanted.made_at.astimezone():%Y-%m-%d %H:%M}",
            changes=wanted.changes,
        )
    facts = {"from": wanted.present, "to": wanted.version, "backup": wanted.backup and wanted.backup.name}
    database.do(BACK, audit.note, RECORD, wanted.present, facts)
    if wanted.backup is None:
        made = backup.make(database.path, key, Kind.UPGRADE)
        database.close()
    else:
        database.close()
        made = _exchanged(folder, wanted.backup, key, schema)
    try:
        leave(start_again=start_again)
    except UpdateNotStarted:
        if wanted.backup is not None:
            _exchanged(folder, made.path, key, schema)
        raise
    _forget_last(folder)
    return WentBack(wanted.version, wanted.backup, made.path)


def leave(*, start_again: bool = False) -> None:
    """Start the return to the previous version; for a program that cannot open its data, this alone."""
    found = _previous()
    try:
        installer.start(found.exchange, [SWITCH, *([START] if start_again else [])])
    except OSError as error:
        raise UpdateNotStarted from error


def _previous() -> Previous:
    found = kept.previous()
    if found is None:
        raise NoPreviousVersion
    return found


def _fullest_for(found: Previous, folder: Path) -> Backup:
    """The backup with the longest trail that it opens: one made later may be of data that were restored from older."""
    usable = [
        one
        for one in backup.found(folder / backup.FOLDER)
        if one.label.schema is not None and one.label.schema <= found.schema
    ]
    if not usable:
        raise BackHasNoBackup(version=found.version)
    return max(usable, key=lambda one: (_entries(one), one.label.made_at))


def _entries(one: Backup) -> int:
    """How many entries its trail has."""
    return one.label.counts.get("audit", 0)


def _exchanged(folder: Path, chosen: Path, key: bytes, schema: Schema | None) -> Backup:
    """The backup in the place of the data, which are kept; it is not opened here, or this program would bring it up."""
    _, present = restore.restore(folder, chosen, lambda _keys: key, schema=schema)
    assert present is not None
    return present


def _forget_last(folder: Path) -> None:
    update_mark.write(folder, replace(update_mark.read(folder), last=None))
