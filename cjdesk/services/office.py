"""The office of a data file and the clerks who work in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.database import Database, create_file
from cjdesk.db.models import Clerk, Division, Office
from cjdesk.services import reference


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


def clerks(session: Session) -> tuple[ClerkValue, ...]:
    """Everybody who works or worked here, by login."""
    rows = session.scalars(select(Clerk).order_by(Clerk.login))
    return tuple(ClerkValue(row.id, row.login, row.name, row.role, row.active) for row in rows)


def division_name(session: Session, code: str) -> str:
    """The newest name of a division; its code while no reference data name it."""
    newest = select(Division.name).where(Division.code == code).order_by(Division.valid_from.desc()).limit(1)
    return session.scalar(newest) or code


def create_township(
    data_dir: Path,
    *,
    township: str,
    station: str,
    office_name: str,
    login: str,
    clerk_name: str,
    passphrase: str,
    employer: str | None = None,
    role: str = Role.CLERK,
    demo: bool = False,
) -> tuple[Database, str]:
    """Make a new data folder with its first clerk and the built-in reference; the second value is shown once."""

    def fill(session: Session) -> None:
        session.add(
            Office(township=township, station=station, name=office_name, employer=employer or office_name, demo=demo)
        )
        session.add(Clerk(login=login, name=clerk_name, role=role))
        session.flush()
        reference.load(session, reference.built_in())

    return create_file(
        data_dir,
        fill,
        township=township,
        office=office_name,
        login=login,
        clerk_name=clerk_name,
        role=role,
        passphrase=passphrase,
    )
