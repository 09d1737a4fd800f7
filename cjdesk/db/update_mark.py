"""What the data folder remembers of the programs that used it: the highest version, the latest day, the last update.

A small file beside the data, because it has to outlive a restored backup and must be readable before a passphrase is
typed. A missing or spoilt one counts as empty: the trail inside the data file says the same again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

import cjdesk
from cjdesk.db import files
from cjdesk.db.failures import in_words
from cjdesk.db.types import utc_now
from cjdesk.domain.version import Version

FILE = "update.json"
RECORD = "program"
"""Under which the trail has each version that opened the data first; the record's id is the version."""

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """An update whose installer was started: from which version to which, and the backup made just before."""

    before: str
    after: str
    at: datetime
    schema_before: str
    schema_after: str
    backup: str
    told: bool = False
    """Whether the clerk was told how it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The content of the file."""

    highest: str = "0.0.0"
    newest: datetime = _LONG_AGO
    last: Last | None = None

    @property
    def version(self) -> Version:
        """The highest version that ever opened these data."""
        try:
            return Version.parse(self.highest)
        except ValueError:
            return Version(0, 0, 0)


def read(data_dir: Path) -> Mark:
    """The mark of a data folder, an empty one if there is none."""
    try:
        return msgspec.json.decode((data_dir / FILE).read_bytes(), type=Mark)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Mark()


def write(data_dir: Path, mark: Mark) -> None:
    """Replace the mark, whole or not at all."""
    with in_words(data_dir):
        files.write_whole(data_dir / FILE, msgspec.json.format(msgspec.json.encode(mark), indent=1))


def used(data_dir: Path) -> bool:
    """Remember that this program opened the data today; says whether it is the first time for this version."""
    mark, now, mine = read(data_dir), utc_now(), Version.parse(cjdesk.__version__)
    first = mine > mark.version
    newest = max(mark.newest, now)
    if first or newest.date() != mark.newest.date():
        write(data_dir, replace(mark, highest=str(max(mark.version, mine)), newest=newest))
    return first
