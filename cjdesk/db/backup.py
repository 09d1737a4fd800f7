"""Backups: one file each, still encrypted, with the key file inside; checked by opening before they count.

A backup is a ZIP of ``cjdesk.db``, ``keys.json`` and ``backup.json``. The last one, its label, may be read without
a passphrase: when, what for, which office, how many people, the last batch and month.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from cjdesk.db import files, inspection, keys, migrate
from cjdesk.db.engine import check_sqlite, connect_file
from cjdesk.db.failures import in_words
from cjdesk.db.keys import KeyFile
from cjdesk.db.migrate import Schema
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import BackupDamaged, FileIsDamaged, NoSuchBackup, NotOurFile
from cjdesk.domain.states import RunState

DATA, WAL, LABEL = "cjdesk.db", "cjdesk.db-wal", "backup.json"
FOLDER = "backups"
SUFFIX = ".cjbackup"
VERSION = 1

Unlock = Callable[[KeyFile], bytes]
"""How the data key of a backup is had from its key file."""


class Kind(StrEnum):
    """What a backup was made for."""

    DAILY = "daily"
    UPGRADE = "upgrade"
    RESTORE = "restore"
    MANUAL = "manual"


KEPT: dict[Kind, int] = {Kind.DAILY: 30, Kind.UPGRADE: 10, Kind.RESTORE: 10}
"""How many of the program's own backups stay in the data folder; those made by hand are never removed."""


class Label(msgspec.Struct, frozen=True, tag_field="format", tag="cjdesk-backup"):
    """What can be known of a backup without opening it; ``counts`` is empty when the data could not be opened."""

    version: int
    kind: Kind
    made_at: datetime
    township: str
    office: str
    sha256: dict[str, str]
    schema: str | None = None
    counts: dict[str, int] = {}
    last_batch: int | None = None
    last_month: str | None = None
    last_net_fen: int | None = None

    @property
    def people(self) -> int | None:
        """Persons in it."""
        return self.counts.get("person")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file and its label."""

    path: Path
    size: int
    label: Label


def make(path: Path, key: bytes, kind: Kind, *, to: Path | None = None) -> Backup:
    """Copy an open or closed data file in one consistent state, check the copy, store it with the key file.

    Others may write meanwhile: SQLite's backup reads one snapshot.
    """
    with in_words(to or path.parent), _workroom(path.parent) as room:
        copy = room / DATA
        with closing(connect_file(path, key)) as source, closing(_new_file(copy, key)) as target:
            source.backup(target)
        shutil.copyfile(path.parent / keys.FILE, room / keys.FILE)
        return _store(room, _opened_label(room, key, kind), to or path.parent / FOLDER)


def keep_unopened(path: Path, kind: Kind) -> Backup:
    """Keep data that cannot be opened as they are; nobody else may have them open."""
    data_dir = path.parent
    with in_words(data_dir), _workroom(data_dir) as room:
        for name in (DATA, WAL, keys.FILE):
            if (data_dir / name).exists():
                shutil.copyfile(data_dir / name, room / name)
        township, office = _whose(data_dir)
        label = Label(VERSION, kind, utc_now(), township, office, _digests(room))
        return _store(room, label, data_dir / FOLDER)


def daily(path: Path, key: bytes) -> Backup | None:
    """Make today's backup if there is none yet, and remove those that are too old."""
    today = utc_now().astimezone().date()
    made = [
        one.label.made_at.astimezone().date() for one in found(path.parent / FOLDER) if one.label.kind == Kind.DAILY
    ]
    if made and max(made) >= today:
        return None
    backup = make(path, key, Kind.DAILY)
    prune(path.parent / FOLDER)
    return backup


def found(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, newest first; files that are none are left out."""
    backups = []
    for path in folder.glob(f"*{SUFFIX}"):
        with contextlib.suppress(BackupDamaged, NoSuchBackup):
            backups.append(look_at(path))
    return tuple(sorted(backups, key=lambda one: (one.label.made_at, one.path.name), reverse=True))


def prune(folder: Path) -> None:
    """Remove the oldest of the program's own backups beyond what is kept."""
    backups = found(folder)
    for kind, number in KEPT.items():
        for old in [one for one in backups if one.label.kind == kind][number:]:
            with contextlib.suppress(OSError):
                old.path.unlink()


def look_at(path: Path) -> Backup:
    """Read the label only."""
    with _zip(path) as archive:
        label = _label(archive, path)
    return Backup(path, path.stat().st_size, label)


def verify(path: Path, unlock: Unlock, room: Path, *, schema: Schema | None = None) -> Label:
    """Unpack a backup into ``room``, open it, check every page, reference and count.

    Raises:
        BackupDamaged: it is not what was stored.
        FileIsNewer: a later program made it.

    """
    check_sqlite()
    with _zip(path) as archive, in_words(room):
        label = _label(archive, path)
        for name in (DATA, WAL, keys.FILE):
            if name in label.sha256:
                _unpack(archive, name, room, path, label.sha256[name])
    key = unlock(keys.decode((room / keys.FILE).read_bytes(), path))
    try:
        with in_words(path), closing(connect_file(room / DATA, key)) as connection:
            inspection.make_single(connection)
            if inspection.problems(connection) or (label.counts and inspection.counts(connection) != label.counts):
                raise BackupDamaged(path=path)
            migrate.refuse_newer(_schema_of(connection), schema or Schema())
    except (NotOurFile, FileIsDamaged) as error:
        raise BackupDamaged(path=path) from error
    files.settle(room / DATA)
    files.settle(room / keys.FILE)
    return label


def _opened_label(room: Path, key: bytes, kind: Kind) -> Label:
    with closing(connect_file(room / DATA, key)) as connection:
        inspection.make_single(connection)
        if inspection.problems(connection):
            raise FileIsDamaged(path=room.parent / DATA)
        counts = inspection.counts(connection)
        schema = _schema_of(connection)
        batch = _one(connection, "SELECT max(seq) FROM batch")
        month = _one(connection, "SELECT max(month) FROM pay_run WHERE state <> ?", RunState.VOID)
        net = _one(
            connection,
            "SELECT sum(net_fen) FROM pay_line WHERE run_id IN (SELECT id FROM pay_run WHERE state <> ? AND month = ?)",
            RunState.VOID,
            month,
        )
    township, office = _whose(room)
    return Label(VERSION, kind, utc_now(), township, office, _digests(room), schema, counts, batch, month, net)


def _one(connection: Any, statement: str, *values: Any) -> Any:
    """One figure for the label; a file of another version may lack the table."""
    try:
        return connection.execute(statement, [str(value) for value in values]).fetchone()[0]
    except sqlcipher.OperationalError:
        return None


def _store(room: Path, label: Label, folder: Path) -> Backup:
    with in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        stamp = label.made_at.strftime("%Y%m%dT%H%M%SZ")
        target = folder / f"CJ_backup_{label.township}_{stamp}_{label.kind}{SUFFIX}"
        number = 2
        while target.exists():
            target = target.with_name(f"CJ_backup_{label.township}_{stamp}_{label.kind}-{number}{SUFFIX}")
            number += 1
        beside = target.with_suffix(".part")
        try:
            with beside.open("wb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                    for name in label.sha256:
                        archive.write(room / name, name)
                    archive.writestr(LABEL, msgspec.json.format(msgspec.json.encode(label), indent=1))
                file.flush()
                os.fsync(file.fileno())
            _read_back(beside, label)
            beside.replace(target)
            files.settle(folder)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
    return Backup(target, target.stat().st_size, label)


def _read_back(path: Path, label: Label) -> None:
    with zipfile.ZipFile(path) as archive:
        for name, digest in label.sha256.items():
            with archive.open(name) as file:
                if _digest(file) != digest:
                    raise BackupDamaged(path=path)


def _unpack(archive: zipfile.ZipFile, name: str, room: Path, path: Path, digest: str) -> None:
    try:
        (room / name).touch(mode=0o600)
        with archive.open(name) as source, (room / name).open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise BackupDamaged(path=path) from error
    with (room / name).open("rb") as file:
        if _digest(file) != digest:
            raise BackupDamaged(path=path)


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


@contextlib.contextmanager
def _zip(path: Path) -> Iterator[zipfile.ZipFile]:
    if not path.is_file():
        raise NoSuchBackup(path=path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise BackupDamaged(path=path) from error
    with archive:
        yield archive


def _label(archive: zipfile.ZipFile, path: Path) -> Label:
    try:
        label = msgspec.json.decode(archive.read(LABEL), type=Label)
    except (KeyError, zipfile.BadZipFile, msgspec.DecodeError, EOFError) as error:
        raise BackupDamaged(path=path) from error
    if not {DATA, keys.FILE} <= label.sha256.keys() <= {DATA, WAL, keys.FILE}:
        raise BackupDamaged(path=path)
    return label


def _digests(room: Path) -> dict[str, str]:
    digests = {}
    for name in (DATA, WAL, keys.FILE):
        if (room / name).exists():
            with (room / name).open("rb") as file:
                digests[name] = _digest(file)
    return digests


def _whose(folder: Path) -> tuple[str, str]:
    owner = keys.read(folder)
    return owner.township, owner.office


def _schema_of(connection: Any) -> str | None:
    found_version = _one(connection, "SELECT version_num FROM alembic_version")
    return None if found_version is None else str(found_version)


def _new_file(path: Path, key: bytes) -> Any:
    path.touch(mode=0o600)
    return connect_file(path, key)


@contextlib.contextmanager
def _workroom(data_dir: Path) -> Iterator[Path]:
    """A folder for the encrypted copy while it is checked."""
    room = files.aside(data_dir, "backup")
    room.mkdir(mode=0o700)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
