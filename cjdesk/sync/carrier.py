"""Putting a file on a stick or into a folder so that it is whole there, or not there at all."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from cjdesk.domain.errors import (
    BatchIsTooLarge,
    CarrierIsFull,
    CarrierIsGone,
    CarrierIsReadOnly,
    CarrierMismatch,
    CarrierNameTaken,
)

_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG}


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write the file under a temporary name there, flush it to the medium, rename it, read it back and compare.

    A file of that name with the same bytes is left as it is; with other bytes it is never overwritten.
    """
    target = folder / name
    waiting = folder / f".{name}.part"
    try:
        if target.exists():
            if target.read_bytes() == content:
                return target
            raise CarrierNameTaken(name=name, folder=folder)
        _write(waiting, content)
        waiting.replace(target)
        _sync_folder(folder)
        same = _read_from_medium(target) == content
    except OSError as error:
        _remove(waiting)
        raise _in_words(error, folder) from error
    if not same:
        _remove(target)
        raise CarrierMismatch
    return target


def take(path: Path, *, limit: int) -> bytes:
    """Read a file that came from elsewhere, never more than the limit."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise CarrierIsGone(folder=path) from error
    if len(content) > limit:
        raise BatchIsTooLarge(limit=f"{limit >> 20} MB")
    return content


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read_from_medium(path: Path) -> bytes:
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            # Forget the cached pages, so that the stick itself answers.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows flushes the directory with the file and cannot open a folder
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network and FAT mounts refuse it; the read-back decides
            os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _in_words(error: OSError, folder: Path) -> CarrierIsFull | CarrierIsReadOnly | CarrierIsGone:
    if error.errno in _FULL:
        return CarrierIsFull(folder=folder)
    if error.errno in _READ_ONLY:
        return CarrierIsReadOnly(folder=folder)
    return CarrierIsGone(folder=folder)
