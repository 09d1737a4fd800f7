"""The county's own house: its database, its keys, and the one row that says which county this is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from cjdesk.county import keys
from cjdesk.county.keys import STATION, CountyKeys
from cjdesk.db.database import Database, open_county
from cjdesk.db.models import Office
from cjdesk.domain.errors import CountyDatabaseMissing, CountyExists, CountyIsMissing, CountyPartsMissing
from cjdesk.i18n import N_


@dataclass(frozen=True, slots=True)
class County:
    """An open county: where records land and with which keys it answers."""

    database: Database
    own: CountyKeys
    demo: bool

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def begin(url: str, folder: Path, *, office: str, name: str, passphrase: str, demo: bool = False) -> County:
    """Make a new county: tables and office row in the database, keys in the folder; a second time is refused."""
    keys.require_new(folder, passphrase)
    database = _database(url)
    try:
        database.do(N_("Begin the county"), _found, office=office, name=name, demo=demo)
        own = keys.create(folder, office=office, name=name, passphrase=passphrase)
    except BaseException:
        database.close()
        raise
    return County(database, own, demo)


def enter(url: str, folder: Path, passphrase: str) -> County:
    """Open a county that was begun before."""
    own = keys.unlock(folder, passphrase)
    database = _database(url)
    try:
        demo = database.ask(_demo, own.office)
    except BaseException:
        database.close()
        raise
    if demo is None:
        database.close()
        raise CountyIsMissing(folder=url.rsplit("@", 1)[-1])
    return County(database, own, demo)


def _database(url: str) -> Database:
    try:
        return open_county(url)
    except ArgumentError as error:
        raise CountyDatabaseMissing(field="db") from error
    except ModuleNotFoundError as error:
        raise CountyPartsMissing(name=error.name) from error


def _found(session: Session, *, office: str, name: str, demo: bool) -> None:
    known = session.scalars(select(Office)).first()
    if known is None:
        session.add(Office(township=office, station=STATION, name=name, employer=name, demo=demo))
    elif (known.township, known.demo) != (office, demo):
        raise CountyExists(folder=known.name)


def _demo(session: Session, office: str) -> bool | None:
    return session.scalars(select(Office.demo).where(Office.township == office)).first()
