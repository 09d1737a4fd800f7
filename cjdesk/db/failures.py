"""The one place where what the disk and the database say becomes words for the clerk."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError

from cjdesk.domain.errors import (
    CountyUnreachable,
    DiskFault,
    DiskFull,
    FileIsBusy,
    FileIsDamaged,
    FolderIsGone,
    FolderIsReadOnly,
    NotOurFile,
    RecordChanged,
    UserError,
)

_SAID: tuple[tuple[str, type[UserError]], ...] = (
    ("database or disk is full", DiskFull),
    ("attempt to write a readonly database", FolderIsReadOnly),
    ("unable to open database file", FolderIsReadOnly),
    ("file is not a database", NotOurFile),
    ("file is encrypted or is not a database", NotOurFile),
    ("database disk image is malformed", FileIsDamaged),
    ("database is locked", FileIsBusy),
    ("database table is locked", FileIsBusy),
    ("disk I/O error", DiskFault),
    ("No space left on device", DiskFull),
    ("connection failed", CountyUnreachable),
    ("connection timeout expired", CountyUnreachable),
    ("server closed the connection", CountyUnreachable),
)
"""The words of SQLite (its error numbers do not reach Python through this driver) and of PostgreSQL's client."""

_NUMBERS: dict[int, type[UserError]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EFBIG: DiskFull,
    errno.ENOENT: FolderIsGone,
    errno.ENOTDIR: FolderIsGone,
    errno.EROFS: FolderIsReadOnly,
    errno.EACCES: FolderIsReadOnly,
    errno.EPERM: FolderIsReadOnly,
    errno.EIO: DiskFault,
}


@contextlib.contextmanager
def in_words(path: Path | None) -> Iterator[None]:
    """Turn failures of disk and database into UserErrors; ``path`` is named in them. Others pass unchanged."""
    try:
        yield
    except StaleDataError as error:
        raise RecordChanged from error
    except (exc.DBAPIError, sqlcipher.Error) as error:
        words = _of_database(error, path)
        if words is None:
            raise
        raise words from error
    except OSError as error:
        kind = _NUMBERS.get(error.errno or 0)
        if kind is None:
            raise
        raise kind(path=error.filename or path) from error


def _of_database(error: Exception, path: Path | None) -> UserError | None:
    text = str(error.orig if isinstance(error, exc.DBAPIError) else error)
    for words, kind in _SAID:
        if words in text:
            return kind(path=path)
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return CountyUnreachable()
    return None
