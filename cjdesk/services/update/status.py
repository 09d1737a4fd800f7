"""Where this computer stands: what runs, what was ever used, how the last update ended, what one can go back to."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import cjdesk
from cjdesk.db import backup, update_mark
from cjdesk.db.update_mark import Last
from cjdesk.domain.errors import UserError
from cjdesk.domain.version import Version
from cjdesk.i18n import N_
from cjdesk.services.update import installer, trust
from cjdesk.services.update.kept import previous
from cjdesk.sync.update import ReleaseKey

Ended = Literal["done", "not done"]


@dataclass(frozen=True, slots=True)
class Status:
    """``last`` is the last update that was started, ``ended`` how, ``why`` what the installer said if it failed.

    ``back_to`` is the previous version if it is here.
    """

    version: str
    highest: str
    last: Last | None
    ended: Ended | None
    why: str
    backup: Path | None
    back_to: str | None
    installs_here: bool
    keys: tuple[ReleaseKey, ...]


ENDED = {"done": N_("installed"), "not done": N_("not installed; the earlier version still runs")}
"""What the ends are called."""


def status(folder: Path) -> Status:
    """Read from the data folder and the program's own; needs no passphrase."""
    mark, kept = update_mark.read(folder), previous()
    file = None if mark.last is None else folder / backup.FOLDER / mark.last.backup
    return Status(
        version=cjdesk.__version__,
        highest=str(max(mark.version, Version.parse(cjdesk.__version__))),
        last=mark.last,
        ended=_ended(mark.last),
        why=_said_by_installer(mark.last) if _ended(mark.last) == "not done" else "",
        backup=file if file is not None and file.is_file() else None,
        back_to=None if kept is None else kept.version,
        installs_here=installer.possible(),
        keys=trust.release_keys(),
    )


def news(folder: Path) -> Status | None:
    """The status when an update has ended and the clerk has not been told; tells it once."""
    mark = update_mark.read(folder)
    if mark.last is None or mark.last.told:
        return None
    found = status(folder)
    with suppress(UserError):  # a full disk says itself elsewhere; then it is told once more
        update_mark.write(folder, replace(mark, last=replace(mark.last, told=True)))
    return found


def _ended(last: Last | None) -> Ended | None:
    if last is None:
        return None
    mine = Version.parse(cjdesk.__version__)
    return "done" if mine >= Version.parse(last.after) else "not done"


def _said_by_installer(last: Last | None) -> str:
    """The words that a silent installer leaves when it gives up, if they are newer than its start."""
    places = [Path(tempfile.gettempdir())]
    if "LOCALAPPDATA" in os.environ:
        places.append(Path(os.environ["LOCALAPPDATA"]) / "Temp")
    for file in (place / "CJDesk-Setup.txt" for place in places):
        with suppress(OSError, UnicodeError):
            if last is not None and file.stat().st_mtime >= last.at.timestamp():
                return file.read_text(encoding="utf-16")[:500].partition(" ")[2].strip()
    return ""
