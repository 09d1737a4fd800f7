"""Installing an update: everything checked again, the data backed up, the installer started from a private copy."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from cjdesk.db import audit, backup, files, update_mark
from cjdesk.db.backup import Kind
from cjdesk.db.database import Database
from cjdesk.db.failures import in_words
from cjdesk.db.types import utc_now
from cjdesk.db.update_mark import Last
from cjdesk.domain.errors import UpdateIsForWindows, UpdateNotStarted, UpdatePartDiffers
from cjdesk.i18n import N_
from cjdesk.services.update import installer
from cjdesk.services.update.check import RECORD, UPDATE, Checked, Offer, check
from cjdesk.services.update.kept import START

NOT_STARTED = N_("The installer of an update did not start")
ROOM = "cjdesk-update-"
SILENT = "/S"

Progress = Callable[[int, int], object]
STEPS = 3


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done before this program ends: the backup, and the installer that is running now."""

    offer: Offer
    backup: Path
    setup: Path


def apply(
    database: Database,
    path: Path,
    *,
    confirmed: str | None = None,
    progress: Progress | None = None,
    start_again: bool = False,
) -> Applied:
    """Check the package again, back the data up, start its installer. The caller closes the desk at once.

    What is executed is a copy in a folder of one's own, written from the bytes that were checked and read back
    before the start. If it does not start, the program and the data are as they were. ``start_again`` opens the
    desk when the installer is done.
    """
    if database.path is None or database.key is None:
        raise TypeError("not a township's data file")
    folder, tell = database.path.parent, progress or (lambda _done, _total: None)
    tell(0, STEPS)
    checked = database.ask(check, path, folder, confirmed=confirmed)
    if not installer.possible():
        raise UpdateIsForWindows
    tell(1, STEPS)
    made = backup.make(database.path, database.key, Kind.UPGRADE)
    tell(2, STEPS)
    setup = _laid_out(checked)
    tell(3, STEPS)
    _note(database, checked.offer, made.path)
    try:
        _refuse_exchanged(setup, checked)
        installer.start(setup, [SILENT, *([START] if start_again else [])])
    except UpdatePartDiffers:
        _take_back(database, checked.offer)
        raise
    except OSError as error:
        _take_back(database, checked.offer)
        raise UpdateNotStarted from error
    return Applied(checked.offer, made.path, setup)


def _laid_out(checked: Checked) -> Path:
    """The installer as a file in a new folder that only this user can read; those of earlier updates go."""
    with in_words(Path(tempfile.gettempdir())):
        for old in Path(tempfile.gettempdir()).glob(f"{ROOM}*"):
            shutil.rmtree(old, ignore_errors=True)
        setup = Path(tempfile.mkdtemp(prefix=ROOM)) / checked.package.manifest.setup
        files.write_whole(setup, checked.package.setup, private=True)
    return setup


def _refuse_exchanged(setup: Path, checked: Checked) -> None:
    """The last look before the start: what lies there now is still what was signed."""
    part = next(one for one in checked.package.manifest.parts if one.name == setup.name)
    with setup.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != part.sha256:
            raise UpdatePartDiffers(name=part.name)


def _note(database: Database, offer: Offer, made: Path) -> None:
    assert database.path is not None
    facts = {"from": offer.present, "to": offer.version, "backup": made.name, "package": offer.sha256}
    database.do(UPDATE, audit.note, RECORD, offer.version, facts)
    last = Last(
        before=offer.present,
        after=offer.version,
        at=utc_now(),
        schema_before=offer.schema_now,
        schema_after=offer.schema_after,
        backup=made.name,
    )
    folder = database.path.parent
    update_mark.write(folder, replace(update_mark.read(folder), last=last))


def _take_back(database: Database, offer: Offer) -> None:
    assert database.path is not None
    database.do(NOT_STARTED, audit.note, RECORD, offer.version, {"to": offer.version})
    folder = database.path.parent
    update_mark.write(folder, replace(update_mark.read(folder), last=None))
