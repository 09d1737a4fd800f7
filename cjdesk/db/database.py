"""The data file and its two verbs: ask reads, do changes under a name; no session outlives a call."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

import cjdesk
from cjdesk.db import audit, backup, chain, files, keys, migrate, place, restore, update_mark, upgrade
from cjdesk.db.engine import BUSY_SECONDS, check_sqlite, county_engine, file_engine, reader
from cjdesk.db.failures import in_words
from cjdesk.db.lock import FolderLock
from cjdesk.db.migrate import Schema
from cjdesk.domain.errors import DataExistsAlready, FileIsBusy, NoDataFile, NotOurFile, UserError
from cjdesk.i18n import N_

FILE = "cjdesk.db"

P = ParamSpec("P")
R = TypeVar("R")


class _Session(Session):
    """A session whose flushes leave a trace."""


audit.watch(_Session)


class Database:
    """One open data file (or the county's engine) and the clerk who works on it; safe from any thread."""

    def __init__(
        self,
        engine: Engine,
        *,
        clerk: str,
        path: Path | None = None,
        key: bytes | None = None,
        lock: FolderLock | None = None,
    ) -> None:
        """Take over an engine whose schema is right; use :func:`open_township` for a file."""
        self.clerk = clerk
        self.path = path
        self.key = key
        self.backup_problem: UserError | None = None
        self.place_problem: UserError | None = None if path is None else place.problem(path.parent)
        self.closed = False
        self._engine = engine
        self._reader = reader(engine)
        self._lock = lock
        self._writing = threading.Lock()
        self._writer: int | None = None

    @property
    def busy(self) -> bool:
        """Whether a change is under way now; a window would rather say so than wait."""
        return self._writing.locked()

    def ask(self, question: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a question on one unchanging state of the data; it cannot write."""
        with in_words(self.path), _Session(self._reader, expire_on_commit=False) as session:
            return question(session, *args, **kwargs)

    def do(self, action: str, change: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a change in one transaction, recorded under ``action`` (a marked message id).

        Commits when the change returns; on any exception nothing of it stays.
        """
        with self._turn(), in_words(self.path), _Session(self._engine, expire_on_commit=False) as session:
            chain.begin(session, self.clerk, action)
            session.connection()  # waits for its turn now, so that the change does not start in vain
            result = change(session, *args, **kwargs)
            session.commit()
            return result

    def close(self) -> None:
        """Fold the write-ahead log into the file, close it and let others open it."""
        self.closed = True
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Writers of this program queue here, so that a short change waits for a long one without polling."""
        me = threading.get_ident()
        if self._writer == me:
            raise RuntimeError("do inside do: one user event is one transaction")
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise FileIsBusy
        self._writer = me
        try:
            yield
        finally:
            self._writer = None
            self._writing.release()


def open_township(data_dir: Path, login: str, passphrase: str, *, schema: Schema | None = None) -> Database:
    """Unlock the data of a township for a clerk.

    Brings an older file to this program's schema (on a copy, after a backup). Every reason why this cannot be
    done is a UserError, and the data are then as they were.
    """
    check_sqlite()
    schema = schema or Schema()
    keys.read(data_dir)
    lock = FolderLock(data_dir)
    try:
        with in_words(data_dir):
            restore.finish(data_dir)
            files.sweep(data_dir)
            key = keys.unlock(data_dir, login, passphrase)
            database = _at_head(data_dir / FILE, key, schema, clerk=login, lock=lock)
    except BaseException:
        lock.release()
        raise
    try:
        if update_mark.used(data_dir):
            database.do(FIRST_USE, audit.note, update_mark.RECORD, cjdesk.__version__, {})
        backup.daily(data_dir / FILE, key)
    except UserError as problem:
        database.backup_problem = problem
    return database


def _at_head(path: Path, key: bytes, schema: Schema, *, clerk: str, lock: FolderLock) -> Database:
    """The file, brought to the schema this program knows."""
    if not path.exists():
        raise NoDataFile(path=path)
    found = _version(path, key)
    migrate.refuse_newer(found, schema)
    if found != schema.head:
        upgrade.upgrade(path, key, found, schema)
    return Database(file_engine(path, key), clerk=clerk, path=path, key=key, lock=lock)


def _version(path: Path, key: bytes) -> str:
    engine = file_engine(path, key)
    try:
        with in_words(path), reader(engine).connect() as connection:
            found = migrate.version(connection)
    finally:
        engine.dispose()
    if found is None:
        raise NotOurFile(path=path)
    return found


def open_county(url: str, *, clerk: str = "county") -> Database:
    """Open the county's database, making or upgrading its tables when needed."""
    schema = Schema()
    engine = county_engine(url)
    path = Path(engine.url.database) if engine.dialect.name == "sqlite" and engine.url.database else None
    with in_words(path):
        with reader(engine).connect() as connection:
            found = migrate.version(connection)
        migrate.refuse_newer(found, schema)
        if found != schema.head:
            migrate.bring_to_head(engine, schema)
    return Database(engine, clerk=clerk, path=path)


def create_file(
    data_dir: Path,
    fill: Callable[[Session], None],
    *,
    township: str,
    office: str,
    login: str,
    clerk_name: str,
    role: str,
    passphrase: str,
) -> tuple[Database, str]:
    """Make key file and data file, filled by ``fill``; they appear in ``data_dir`` together, complete, or not at all.

    Gives the open database and the recovery code, which is shown once.
    """
    check_sqlite()
    place.refuse_network(data_dir)
    with in_words(data_dir):
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (data_dir / FILE).exists():
        raise DataExistsAlready(path=data_dir)
    lock = FolderLock(data_dir)
    beside = files.aside(data_dir, "new")
    try:
        with in_words(data_dir):
            beside.mkdir()
            code = keys.create(
                beside, township=township, office=office, login=login, name=clerk_name, role=role, passphrase=passphrase
            )
            key = keys.unlock(beside, login, passphrase)
            (beside / FILE).touch(mode=0o600)
            engine = file_engine(beside / FILE, key)
            try:
                migrate.bring_to_head(engine, Schema())
                Database(engine, clerk=login, path=beside / FILE).do(CREATE, fill)
            finally:
                engine.dispose()
            files.settle(beside / FILE)
            _keep_orphan(data_dir / keys.FILE)
            (beside / keys.FILE).replace(data_dir / keys.FILE)
            (beside / FILE).replace(data_dir / FILE)
            files.settle(data_dir)
            return Database(
                file_engine(data_dir / FILE, key), clerk=login, path=data_dir / FILE, key=key, lock=lock
            ), code
    except BaseException:
        lock.release()
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


CREATE = N_("Create the office")
FIRST_USE = N_("Use a version of the program for the first time")


def _keep_orphan(key_file: Path) -> None:
    """A key file whose data file is gone may still open some copy of it: it is put aside, not written over."""
    if key_file.exists():
        key_file.replace(key_file.with_name(f"keys.old-{secrets.token_hex(4)}.json"))
