"""The previous version of the program, which the installer keeps beside the present one."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from cjdesk.domain.version import Version

KEPT = "CJDesk.previous"
"""The folder beside the program's own (build_specs/README.md, Where things lie)."""

SWITCH = "/ROLLBACK"


@dataclass(frozen=True, slots=True)
class Previous:
    """What one could go back to: its folder, its version, the newest data file that it opens."""

    folder: Path
    version: str
    schema: str


def program_folder() -> Path | None:
    """Where the installed program lies; None for one that no installer put there."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def previous() -> Previous | None:
    """What the installer kept; None when there is nothing, or nothing whole."""
    mine = program_folder()
    return None if mine is None else _found(mine.with_name(KEPT))


def _found(folder: Path) -> Previous | None:
    steps = [file.name[:4] for file in folder.glob("*/migrations/versions/[0-9][0-9][0-9][0-9]_*.py")]
    try:
        version = str(Version.parse((folder / "version.txt").read_text(encoding="utf-8").strip()))
    except (OSError, ValueError):
        return None
    return Previous(folder, version, max(steps)) if steps else None


def way_back(found: Previous) -> tuple[Path, tuple[str, ...]]:
    """The program that puts it back, and its words."""
    return found.folder / "back.exe", (SWITCH,)
