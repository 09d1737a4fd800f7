"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path


def write_whole(path: Path, content: bytes | memoryview, *, private: bool = False) -> None:
    """Write beside, flush, fsync, read back and compare, rename; on any failure the old file is as it was.

    A private file can be read by nobody else on this computer.
    """
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        beside.touch(mode=0o600 if private else 0o666)
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _compare(beside, content)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    settle(path.parent)


@contextlib.contextmanager
def all_or_none(path: Path) -> Iterator[None]:
    """A file is written inside and then counted: when either fails, none is there that was not there before."""
    there = os.path.lexists(path)
    try:
        yield
    except BaseException:
        if not there:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise


ASIDE = ".cjdesk-"
"""What names begin with that this program makes for a while; whatever is left of them may go."""


def aside(folder: Path, purpose: str) -> Path:
    """A name beside the data for work that is not finished."""
    return folder / f"{ASIDE}{purpose}-{secrets.token_hex(4)}"


def sweep(folder: Path) -> None:
    """Remove what programs left that died in the middle of their work; the folder must be locked."""
    for left in folder.glob(f"{ASIDE}*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)


def settle(path: Path) -> None:
    """Fsync a file, or a folder's names (which Windows does by itself)."""
    if path.is_dir():
        if sys.platform == "win32":
            return
        flags = os.O_RDONLY
    else:
        flags = os.O_RDWR
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _compare(path: Path, content: bytes | memoryview) -> None:
    if path.read_bytes() != content:
        raise OSError(errno.EIO, "read back differs", str(path))
