"""The desks that may send to this county."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Station
from cjdesk.domain.errors import StationIsUnknown, StationKeyDiffers
from cjdesk.i18n import N_
from cjdesk.sync.keys import PublicKeys, read_card

REGISTER = N_("Register a desk")
REVOKE = N_("Revoke a desk's key")


@dataclass(frozen=True, slots=True)
class StationValue:
    """A registered desk."""

    township: str
    station: str
    name: str
    fingerprint: str
    revoked: bool


def register(session: Session, content: bytes, *, replace: bool = False) -> StationValue:
    """Take in a desk's key file; another key than the known one, or a revoked desk, only with ``replace``."""
    card = read_card(content, "station")
    known = find(session, card.office, card.station)
    if known is None:
        known = Station(township=card.office, station=card.station)
        session.add(known)
    elif (known.revoked or public_keys(known) != card.keys) and not replace:
        raise StationKeyDiffers(station=card.station, known=public_keys(known).fingerprint, found=card.keys.fingerprint)
    known.name, known.revoked = card.name, False
    known.verify_key, known.age_recipient = card.keys.verify, card.keys.recipient
    session.flush()
    return _value(known)


def revoke(session: Session, township: str, station: str) -> StationValue:
    """From now on nothing that this desk's key signs is taken in."""
    known = find(session, township, station)
    if known is None:
        raise StationIsUnknown(station=station, township=township)
    known.revoked = True
    return _value(known)


def stations(session: Session) -> tuple[StationValue, ...]:
    """All desks, by township."""
    return tuple(_value(row) for row in session.scalars(select(Station).order_by(Station.township, Station.station)))


def find(session: Session, township: str, station: str) -> Station | None:
    """One desk's row."""
    return session.scalars(select(Station).where(Station.township == township, Station.station == station)).first()


def public_keys(station: Station) -> PublicKeys:
    """With which keys a desk signs and is written to."""
    return PublicKeys(station.verify_key, station.age_recipient)


def _value(row: Station) -> StationValue:
    return StationValue(row.township, row.station, row.name, public_keys(row).fingerprint, row.revoked)
