"""Whether a genuine update may go onto this computer: its version, its data file, its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cjdesk.domain.errors import (
    UpdateClockIsBehind,
    UpdateHasExpired,
    UpdateIsHere,
    UpdateIsOlder,
    UpdateIsRollback,
    UpdateNeedsAnother,
    UpdateNeedsLaterData,
    UpdateOpensOlderData,
)
from cjdesk.domain.version import Version

CLOCK_LEEWAY = timedelta(days=1)
"""How far the clock of this computer may be behind the one that made the package."""


@dataclass(frozen=True, slots=True)
class Release:
    """What a package says of itself; schemas are the numbers of four digits of the data file. Times are UTC."""

    version: Version
    oldest: Version
    schema_needs: str
    schema_brings: str
    created: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Present:
    """What is on this computer.

    ``highest`` is the newest version ever used on these data, ``newest`` the latest time that they have seen.
    """

    version: Version
    highest: Version
    schema: str
    now: datetime
    newest: datetime


def refuse(release: Release, present: Present) -> None:
    """Raise the first reason why this release may not be installed here.

    A version below the highest one ever used is refused even where an older one runs now; the highest one itself
    may come again after going back.
    """
    if release.version == present.version:
        raise UpdateIsHere(version=release.version)
    if release.version < present.version:
        raise UpdateIsOlder(found=release.version, present=present.version)
    if release.version < present.highest:
        raise UpdateIsRollback(found=release.version, highest=present.highest)
    _refuse_time(release, present)
    if present.version < release.oldest:
        raise UpdateNeedsAnother(found=release.version, oldest=release.oldest, present=present.version)
    if present.schema < release.schema_needs:
        raise UpdateNeedsLaterData(found=present.schema, needs=release.schema_needs)
    if present.schema > release.schema_brings:
        raise UpdateOpensOlderData(found=present.schema, brings=release.schema_brings)


def _refuse_time(release: Release, present: Present) -> None:
    """Expiry against the latest time known, so that a clock set back does not make an old package good."""
    latest = max(present.now, present.newest)
    if present.now > release.expires:
        raise UpdateHasExpired(expires=_day(release.expires))
    if latest > release.expires:
        raise UpdateClockIsBehind(clock=_day(present.now), seen=_day(present.newest))
    if present.now + CLOCK_LEEWAY < release.created:
        raise UpdateClockIsBehind(clock=_day(present.now), seen=_day(release.created))


def _day(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d}"
