"""Five wrong passphrases close the door for fifteen minutes, also over a restart (D-07)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from cjdesk.db import files
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import TooManyAttempts

ALLOWED = 5
CLOSED_FOR = timedelta(minutes=15)

_FILE = "attempts.json"


class _Count(msgspec.Struct):
    failed: int
    last: datetime


def check(data_dir: Path, who: str) -> None:
    """Refuse while the door is closed.

    Raises:
        TooManyAttempts: with the minutes that remain.

    """
    count = _read(data_dir).get(who)
    if count is None or count.failed < ALLOWED:
        return
    remains = min(count.last + CLOSED_FOR - utc_now(), CLOSED_FOR)
    if remains > timedelta(0):
        raise TooManyAttempts(minutes=-(-int(remains.total_seconds()) // 60), field="passphrase")


def failed(data_dir: Path, who: str) -> int:
    """Count one failure and say how many tries are left."""
    counts = _read(data_dir)
    before = counts.get(who)
    number = 1 if before is None or before.failed >= ALLOWED else before.failed + 1
    counts[who] = _Count(number, utc_now())
    _write(data_dir, counts)
    return ALLOWED - number


def passed(data_dir: Path, who: str) -> None:
    """Forget the failures of one who got in."""
    counts = _read(data_dir)
    if counts.pop(who, None) is not None:
        _write(data_dir, counts)


def _read(data_dir: Path) -> dict[str, _Count]:
    try:
        return msgspec.json.decode((data_dir / _FILE).read_bytes(), type=dict[str, _Count])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


def _write(data_dir: Path, counts: dict[str, _Count]) -> None:
    files.write_whole(data_dir / _FILE, msgspec.json.encode(counts))
