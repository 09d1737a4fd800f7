"""Backups for the clerk: made, listed, tried out, restored."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cjdesk.db import audit, backup, keys
from cjdesk.db import restore as swap
from cjdesk.db.backup import Backup, Kind
from cjdesk.db.database import Database, open_township
from cjdesk.db.keys import KeyFile
from cjdesk.i18n import N_

RESTORE = N_("Restore a backup")

KIND_NAMES = {
    Kind.DAILY: N_("daily"),
    Kind.UPGRADE: N_("before an upgrade"),
    Kind.RESTORE: N_("before a restore"),
    Kind.MANUAL: N_("by hand"),
}
"""What the kinds are called."""


@dataclass(frozen=True, slots=True)
class BackupValue:
    """A backup as the list shows it; the figures are None when it was stored unopened."""

    path: Path
    size: int
    kind: Kind
    made_at: datetime
    township: str
    office: str
    schema: str | None
    people: int | None
    last_batch: int | None
    last_month: str | None
    last_net_fen: int | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and the backup of what was there before."""

    restored: BackupValue
    kept: BackupValue | None


@dataclass(frozen=True, slots=True)
class Secret:
    """How a backup is opened: a clerk's passphrase of that time, or the recovery code of that time."""

    login: str
    passphrase: str | None = None
    recovery_code: str | None = None

    def unlock(self, found: KeyFile) -> bytes:
        """The data key of the backup."""
        found.clerk(self.login)
        if self.recovery_code is not None:
            return keys.open_with_code(found, self.recovery_code)
        return keys.open_with_passphrase(found, self.login, self.passphrase or "")


def listed(folder: Path) -> tuple[BackupValue, ...]:
    """The backups in a data folder, or on a stick, newest first."""
    inside = folder / backup.FOLDER
    return tuple(_value(one) for one in backup.found(inside if inside.is_dir() else folder))


def make(database: Database, to: Path | None = None) -> BackupValue:
    """Make a backup now, checked by opening it; to the data folder, or to a stick."""
    if database.path is None or database.key is None:
        raise TypeError("not a township's data file")
    return _value(backup.make(database.path, database.key, Kind.MANUAL, to=to))


def verify(path: Path, secret: Secret) -> BackupValue:
    """Try a backup out without touching the present data: unpack, open, check pages, references, counts."""
    with tempfile.TemporaryDirectory(prefix="cjdesk-") as room:
        backup.verify(path, secret.unlock, Path(room))
    return _value(backup.look_at(path))


def restore(data_dir: Path, path: Path, secret: Secret, new_passphrase: str | None = None) -> Restored:
    """Put a backup in the place of the present data, which are kept as a backup first.

    Opened by the recovery code, the clerk is given ``new_passphrase``. The restore is recorded in the trail.
    """
    if new_passphrase is not None:
        keys.check_passphrase(new_passphrase)
    label, kept = swap.restore(data_dir, path, secret.unlock)
    passphrase = secret.passphrase or ""
    if secret.recovery_code is not None and new_passphrase is not None:
        keys.set_passphrase(
            data_dir, keys.unlock_with_code(data_dir, secret.recovery_code), secret.login, new_passphrase
        )
        passphrase = new_passphrase
    facts = {"backup": path.name, "made_at": label.made_at, "people": label.people}
    if passphrase:
        database = open_township(data_dir, secret.login, passphrase)
        try:
            database.do(RESTORE, audit.note, "backup", path.stem[:36], facts)
        finally:
            database.close()
    return Restored(_value(backup.look_at(path)), None if kept is None else _value(kept))


def _value(one: Backup) -> BackupValue:
    label = one.label
    return BackupValue(
        path=one.path,
        size=one.size,
        kind=label.kind,
        made_at=label.made_at,
        township=label.township,
        office=label.office,
        schema=label.schema,
        people=label.people,
        last_batch=label.last_batch,
        last_month=label.last_month,
        last_net_fen=label.last_net_fen,
    )
