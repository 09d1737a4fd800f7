"""A kept picture written to a file outside the desk, which the history says."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from cjdesk.db import audit, files
from cjdesk.db.database import Database
from cjdesk.db.failures import in_words
from cjdesk.services.scans.questions import picture
from cjdesk.services.scans.values import ScanValue


def save(database: Database, scan_id: str, path: Path, *, action: str) -> ScanValue:
    """Write the picture whole or not at all, then note the act under the name ``action`` (D-11).

    Errors: SCAN_UNKNOWN, SCAN_DAMAGED, DISK_FULL and the others of a folder.
    """
    one, content = database.ask(picture, scan_id)
    with in_words(path):
        files.write_whole(path, content)
    database.do(action, _note, one)
    return one


def _note(session: Session, one: ScanValue) -> None:
    """The picture shows names and numbers: who took it out stands in the history."""
    audit.note(session, "scan_export", one.id, {"number": one.number, "page": one.page, "size": one.size})
