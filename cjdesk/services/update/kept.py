"""The previous version of the program, which the installer keeps beside the present one (build_specs/README.md)."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from cjdesk.domain.version import Version

KEPT = ".previous"
"""What the name of its folder ends in, beside the program's own."""

EXCHANGE, SWITCH, START = "back.exe", "/ROLLBACK", "/START"
"""The installer's program that exchanges the two folders when no desk runs any more, and starts the desk if asked."""


@dataclass(frozen=True, slots=True)
class Previous:
    """What one could go back to: its version, the newest data file that it opens, the program that puts it back."""

    version: str
    schema: str
    exchange: Path


def program_folder() -> Path | None:
    """Where the installed program lies; None for one that no installer put there."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def previous() -> Previous | None:
    """What the installer kept; None when there is nothing, or nothing whole."""
    mine = program_folder()
    if mine is None:
        return None
    folder = mine.with_name(mine.name + KEPT)
    exchange = folder / EXCHANGE
    version = _version(folder)
    steps = [file.name[:4] for file in folder.glob("*/migrations/versions/[0-9][0-9][0-9][0-9]_*.py")]
    if version is None or not steps or not exchange.is_file():
        return None
    return Previous(version, max(steps), exchange)


def _version(folder: Path) -> str | None:
    try:
        first = (folder / "version.txt").read_text(encoding="utf-8-sig").splitlines()[0]
        return str(Version.parse(first.strip()))
    except (OSError, ValueError, IndexError):
        return None
