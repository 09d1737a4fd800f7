"""Looking at an update package: is it genuine, and may it go onto this computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cjdesk
from cjdesk.db import migrate, update_mark
from cjdesk.db.models import AuditEntry
from cjdesk.db.types import utc_now
from cjdesk.domain import update as rules
from cjdesk.domain.errors import UpdateTooLarge, UpdateUnreadable, UpdateWasExchanged
from cjdesk.domain.update import Present
from cjdesk.domain.version import Version
from cjdesk.i18n import N_, language
from cjdesk.services.update import trust
from cjdesk.sync import update as package
from cjdesk.sync.update import LIMITS, Package, ReleaseKey

UPDATE = N_("Install an update")
RECORD = "update"
"""Under which the trail has the updates; the record's id is the version."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that may be installed here; ``sha256`` tells it from any other one."""

    path: Path
    present: str
    version: str
    created: datetime
    expires: datetime
    notes: str
    key: str
    bytes: int
    sha256: str
    schema_now: str
    schema_after: str

    @property
    def changes_data(self) -> bool:
        """Whether the data file will be brought to a new form, so that the present program no longer opens it."""
        return self.schema_now != self.schema_after


@dataclass(frozen=True, slots=True)
class Checked:
    """An offer together with the very bytes that were checked."""

    offer: Offer
    package: Package


def check(
    session: Session,
    path: Path,
    folder: Path,
    *,
    confirmed: str | None = None,
    keys: Sequence[ReleaseKey] | None = None,
    now: datetime | None = None,
) -> Checked:
    """Check a package whole; ``folder`` is the data folder, ``confirmed`` the SHA-256 that the clerk agreed to.

    Every reason against it is a UserError of ``domain/errors/update.py``. Nothing is written.
    """
    found = package.unseal(read(path), trust.release_keys() if keys is None else keys, name=path.name)
    if confirmed is not None and found.sha256 != confirmed:
        raise UpdateWasExchanged
    here = present(session, folder, now=now or utc_now())
    release = found.manifest.release
    rules.refuse(release, here)
    offer = Offer(
        path=path,
        present=str(here.version),
        version=str(release.version),
        created=release.created,
        expires=release.expires,
        notes=_notes(found),
        key=f"{found.key.name} ({found.key.id})",
        bytes=path.stat().st_size,
        sha256=found.sha256,
        schema_now=here.schema,
        schema_after=release.schema_brings,
    )
    return Checked(offer, found)


def offer(session: Session, path: Path, folder: Path) -> Offer:
    """What a package would bring, if it may be installed here."""
    return check(session, path, folder).offer


def read(path: Path, *, limit: int = LIMITS.package) -> bytes:
    """The file's bytes, never more than the limit; from here on nobody can exchange them."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise UpdateUnreadable(path=path) from error
    if len(content) > limit:
        raise UpdateTooLarge(limit=f"{limit >> 20} MB")
    return content


def present(session: Session, folder: Path, *, now: datetime) -> Present:
    """What runs here, and what these data have seen: by the mark beside them, and by the trail inside them."""
    mark = update_mark.read(folder)
    mine = Version.parse(cjdesk.__version__)
    newest = session.scalar(select(func.max(AuditEntry.at))) or now
    used = session.scalars(select(AuditEntry.record_id).where(AuditEntry.record == update_mark.RECORD).distinct())
    return Present(
        version=mine,
        highest=max(mine, mark.version, *(Version.parse(one) for one in used)),
        schema=migrate.version(session.connection()) or "",
        now=now,
        newest=max(newest, mark.newest),
    )


def _notes(found: Package) -> str:
    notes = found.manifest.notes
    return notes.get(language(), next(iter(notes.values()), ""))  # type: ignore[call-overload,no-any-return]
