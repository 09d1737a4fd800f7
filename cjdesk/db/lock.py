"""One program at a time on a data folder: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from cjdesk.db.failures import in_words
from cjdesk.domain.errors import AlreadyOpen

FILE = "cjdesk.lock"

_OFFSET = 1 << 20
"""Windows locks bytes against reading too, so a byte far behind the holder's number is locked."""


class FolderLock:
    """Held from construction until :meth:`release`."""

    def __init__(self, data_dir: Path) -> None:
        """Take the lock.

        Raises:
            AlreadyOpen: another program, or this one, has these data open.

        """
        path = data_dir / FILE
        with in_words(data_dir):
            self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._handle)
        except (BlockingIOError, PermissionError):
            os.lseek(self._handle, 0, os.SEEK_SET)
            holder = os.read(self._handle, 20)
            self.release()
            raise AlreadyOpen(path=data_dir, pid=holder.decode(errors="replace").strip() or "?") from None
        with in_words(data_dir):
            os.ftruncate(self._handle, 0)
            os.write(self._handle, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Give it back; twice does no harm."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, _OFFSET, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
