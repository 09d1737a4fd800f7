"""The office of a data file: making it, what it is called, who works in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit, keys
from cjdesk.db.database import Database, create_file, open_township
from cjdesk.db.models import Clerk, Division, Office
from cjdesk.domain import places
from cjdesk.domain.errors import ClerkExists, LastClerk, UnknownClerk, UnknownTownship
from cjdesk.domain.reference_file import parse
from cjdesk.i18n import N_
from cjdesk.services import reference

ADD_CLERK = N_("Add a user")
CHANGE_CLERK = N_("Change a user")
CHANGE_PASSPHRASE = N_("Change the passphrase")
RECOVER = N_("Set a new passphrase by the recovery code")
RENEW_RECOVERY = N_("Make a new recovery code")


class Role(StrEnum):
    """What a clerk may do (D-09); the values are shown as they are."""

    CLERK = "经办"
    CHECKER = "审核"
    APPROVER = "审批"
    VIEWER = "只读"


@dataclass(frozen=True, slots=True)
class OfficeValue:
    """Where this file belongs, with the names of today."""

    township: str
    township_name: str
    county_name: str
    station: str
    name: str
    employer: str
    demo: bool
    single_clerk: bool


@dataclass(frozen=True, slots=True)
class ClerkValue:
    """One who works here."""

    id: str
    login: str
    name: str
    role: str
    active: bool


@dataclass(frozen=True, slots=True)
class TownshipValue:
    """A township that the built-in reference knows; chosen at the first run."""

    code: str
    name: str
    county_name: str

    @property
    def office_name(self) -> str:
        """What its office is usually called."""
        return f"{self.county_name}{self.name}人力资源和社会保障服务中心"


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """Which sheet of paper is valid; the code itself is shown once, when it is made."""

    number: str
    fingerprint: str


def current(session: Session) -> OfficeValue:
    """The office of this file."""
    office = session.scalars(select(Office)).one()
    return OfficeValue(
        township=office.township,
        township_name=division_name(session, office.township),
        county_name=division_name(session, office.township[:6]),
        station=office.station,
        name=office.name,
        employer=office.employer,
        demo=office.demo,
        single_clerk=office.single_clerk,
    )


def division_name(session: Session, code: str) -> str:
    """The newest name of a division; its code while no reference data name it."""
    newest = select(Division.name).where(Division.code == code).order_by(Division.valid_from.desc()).limit(1)
    return session.scalar(newest) or code


def clerks(session: Session) -> tuple[ClerkValue, ...]:
    """Everybody who works or worked here, by login."""
    return tuple(_value(row) for row in session.scalars(select(Clerk).order_by(Clerk.login)))


def clerk(session: Session, login: str) -> ClerkValue:
    """One of them, by login."""
    return _value(_clerk(session, login))


def townships() -> tuple[TownshipValue, ...]:
    """The townships that can be chosen before there is a data file."""
    rows = [
        entry.values
        for entry in parse(reference.built_in().read_text(encoding="utf-8")).entries
        if entry.table == "division"
    ]
    names = {row["code"]: row["name"] for row in rows}
    return tuple(
        TownshipValue(row["code"], row["name"], names.get(row["code"][:6], ""))
        for row in rows
        if row["kind"] == "township"
    )


def create_township(
    data_dir: Path,
    *,
    township: str,
    station: str,
    login: str,
    clerk_name: str,
    passphrase: str,
    office_name: str | None = None,
    employer: str | None = None,
    role: str = Role.CLERK,
    demo: bool = False,
) -> tuple[Database, str]:
    """Make a new data folder with its first clerk and the built-in reference; the second value is shown once.

    Raises:
        UnknownTownship: not in the built-in reference; a demonstration may be of anywhere.

    """
    known = {one.code: one for one in townships()}
    if township not in known and not demo:
        raise UnknownTownship(code=township, field="township")
    here = known.get(township)
    name = office_name or (here.office_name if here else township)
    seal = employer or (places.government(f"{here.county_name}{here.name}") if here else name)

    def fill(session: Session) -> None:
        session.add(Office(township=township, station=station, name=name, employer=seal, demo=demo))
        session.add(Clerk(login=login, name=clerk_name, role=role))
        session.flush()
        reference.load(session, reference.built_in())

    return create_file(
        data_dir,
        fill,
        township=township,
        office=name,
        login=login,
        clerk_name=clerk_name,
        role=role,
        passphrase=passphrase,
    )


def add_clerk(database: Database, *, login: str, name: str, role: str, passphrase: str) -> ClerkValue:
    """Let one more person in, with a passphrase of his or her own."""
    data_dir, key = _keys_of(database)

    def change(session: Session) -> ClerkValue:
        if session.scalar(select(Clerk.id).where(Clerk.login == login)) is not None:
            raise ClerkExists(login=login, field="login")
        row = Clerk(login=login, name=name, role=Role(role))
        session.add(row)
        session.flush()
        keys.add(data_dir, key, login=login, name=name, role=role, passphrase=passphrase)
        return _value(row)

    try:
        return database.do(ADD_CLERK, change)
    except ClerkExists:
        raise
    except BaseException:
        if login in keys.logins(data_dir) and login not in database.ask(_logins):
            keys.remove(data_dir, login)
        raise


def change_clerk(database: Database, login: str, *, name: str, role: str) -> None:
    """Correct the name or give another role."""
    data_dir, _ = _keys_of(database)

    def change(session: Session) -> None:
        row = _clerk(session, login)
        row.name, row.role = name, Role(role)
        session.flush()
        if row.active:
            keys.describe(data_dir, login, name=name, role=role)

    database.do(CHANGE_CLERK, change)


def retire_clerk(database: Database, login: str) -> None:
    """Take a clerk's key away; what he or she did stays on record (停用, never deleted)."""
    data_dir, _ = _keys_of(database)

    def change(session: Session) -> None:
        row = _clerk(session, login)
        row.active = False
        session.flush()
        if len(keys.logins(data_dir)) == 1:
            raise LastClerk(login=login)
        keys.remove(data_dir, login)

    database.do(CHANGE_CLERK, change)


def change_passphrase(database: Database, login: str, old: str, new: str) -> None:
    """A clerk's own change; the present passphrase is asked for again."""
    data_dir, _ = _keys_of(database)

    def change(session: Session) -> None:
        audit.note(session, "clerk", _clerk(session, login).id, {"login": login})
        keys.change_passphrase(data_dir, login, old, new)

    database.do(CHANGE_PASSPHRASE, change)


def recover(data_dir: Path, *, code: str, login: str, passphrase: str) -> Database:
    """Open the data with the recovery code and give a clerk a new passphrase; recorded in the trail."""
    key = keys.unlock_with_code(data_dir, code)
    keys.set_passphrase(data_dir, key, login, passphrase)
    database = open_township(data_dir, login, passphrase)
    database.do(RECOVER, partial(_note_clerk, login=login))
    return database


def renew_recovery(database: Database) -> str:
    """Make a new recovery code, shown once; the old sheet is worthless for these data from now on."""
    data_dir, key = _keys_of(database)

    def change(session: Session) -> str:
        office = session.scalars(select(Office)).one()
        code = keys.renew_recovery(data_dir, key)
        sheet = recovery_sheet(data_dir)
        audit.note(session, "office", office.id, {"number": sheet.number, "fingerprint": sheet.fingerprint})
        return code

    return database.do(RENEW_RECOVERY, change)


def recovery_sheet(data_dir: Path) -> RecoverySheet:
    """Number and fingerprint of the valid sheet, as they are printed on it."""
    found = keys.read(data_dir)
    return RecoverySheet(f"RK-{found.township}-{found.recovery.number:02d}", found.recovery.fingerprint)


def _note_clerk(session: Session, *, login: str) -> None:
    audit.note(session, "clerk", _clerk(session, login).id, {"login": login})


def _clerk(session: Session, login: str) -> Clerk:
    row = session.scalars(select(Clerk).where(Clerk.login == login)).one_or_none()
    if row is None:
        raise UnknownClerk(login=login, field="login")
    return row


def _logins(session: Session) -> set[str]:
    return set(session.scalars(select(Clerk.login)))


def _value(row: Clerk) -> ClerkValue:
    return ClerkValue(row.id, row.login, row.name, row.role, row.active)


def _keys_of(database: Database) -> tuple[Path, bytes]:
    """Folder and data key of a township's file; a county's database has no clerks of this kind."""
    if database.path is None or database.key is None:
        raise TypeError("not a township's data file")
    return database.path.parent, database.key
