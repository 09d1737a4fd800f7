"""Putting a backup in the place of the present data, which are kept as a backup first.

Data file and key file change together: both are laid ready and a note says so, then they are moved. A program that
dies in between finishes the move when the folder is opened next.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from cjdesk.db import backup, files, keys
from cjdesk.db.backup import DATA, WAL, Backup, Kind, Label, Unlock
from cjdesk.db.failures import in_words
from cjdesk.db.lock import FolderLock
from cjdesk.db.migrate import Schema
from cjdesk.domain.errors import FileIsDamaged, NotOurFile, UserError

_READY = "cjdesk-restore"
_NOTE = "cjdesk-restore.pending"


def restore(
    data_dir: Path, source: Path, unlock: Unlock, *, schema: Schema | None = None
) -> tuple[Label, Backup | None]:
    """Check a backup by opening it, keep what is there now, then swap; gives the label and the backup of before.

    Works in an empty folder too (a new computer). The data must not be open.
    """
    with in_words(data_dir):
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FolderLock(data_dir)
    try:
        finish(data_dir)
        with in_words(data_dir):
            ready = data_dir / _READY
            shutil.rmtree(ready, ignore_errors=True)
            ready.mkdir()
            try:
                label = backup.verify(source, unlock, ready, schema=schema)
                kept = _keep_present(data_dir, unlock(keys.read(ready)))
            except BaseException:
                shutil.rmtree(ready, ignore_errors=True)
                raise
            files.settle(ready)
            files.write_whole(data_dir / _NOTE, source.name.encode())
        finish(data_dir)
        return label, kept
    finally:
        lock.release()


def finish(data_dir: Path) -> None:
    """Finish a restore that was laid ready; the folder must be locked."""
    note, ready = data_dir / _NOTE, data_dir / _READY
    if not note.exists():
        return
    with in_words(data_dir):
        if (ready / DATA).exists():
            for companion in (WAL, f"{DATA}-shm"):
                (data_dir / companion).unlink(missing_ok=True)
        for name in (DATA, keys.FILE):
            with suppress(FileNotFoundError):
                (ready / name).replace(data_dir / name)
        files.settle(data_dir)
        note.unlink()
        shutil.rmtree(ready, ignore_errors=True)
        (data_dir / "attempts.json").unlink(missing_ok=True)


def _keep_present(data_dir: Path, key: bytes) -> Backup | None:
    present = data_dir / DATA
    if not present.exists():
        return None
    try:
        kept = backup.make(present, key, Kind.RESTORE)
    except (NotOurFile, FileIsDamaged):
        kept = backup.keep_unopened(present, Kind.RESTORE)
    with suppress(UserError):
        backup.prune(data_dir / backup.FOLDER)
    return kept
