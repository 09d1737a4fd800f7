"""Starting another program and leaving: the only thing here that a test may not do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def possible() -> bool:
    """Whether Setup.exe runs on this system."""
    return sys.platform == "win32"


def start(program: Path, words: Sequence[str] = ()) -> None:
    """Start it by itself, so that it outlives this program; OSError when the system refuses.

    Its working folder is the system's: one of ours could not be exchanged while somebody stands in it.
    """
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    subprocess.Popen(  # noqa: S603 - an installer whose every byte was checked, or our own program
        [str(program), *words],
        cwd=os.environ.get("SYSTEMROOT", os.sep),
        creationflags=flags,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        close_fds=True,
    )
