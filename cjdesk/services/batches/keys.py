"""The desk's own keys, made when first needed, and the county's keys that it trusts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Office
from cjdesk.domain.errors import CountyKeyDiffers, CountyKeyMissing
from cjdesk.sync.keys import KeyCard, Keys, PublicKeys, read_card, write_card
from cjdesk.sync.manifest import Party


def own(session: Session) -> Keys:
    """The private keys of this desk; they live in the encrypted data file and are made on first need."""
    office = session.scalars(select(Office)).one()
    if office.signing_key is None or office.age_identity is None:
        made = Keys.new()
        office.signing_key, office.age_identity = made.signing, made.identity
        session.flush()
    return Keys(office.signing_key, office.age_identity)


def card(session: Session) -> KeyCard:
    """This desk's public keys, as they go to the county."""
    office = session.scalars(select(Office)).one()
    return KeyCard("station", office.township, office.station, office.name, own(session).public)


def speaker(session: Session) -> tuple[KeyCard, Keys]:
    """What this desk needs to speak to the county over the network: who it is, and its keys."""
    return card(session), own(session)


def card_file(session: Session) -> tuple[str, bytes]:
    """Name and content of the small file with which the county registers this desk."""
    made = card(session)
    return f"CJ_{made.office}_KEY_{made.keys.fingerprint[:5]}.json", write_card(made, own(session))


def trust(session: Session, content: bytes, *, replace: bool = False) -> KeyCard:
    """Take in the county's key file; another key than the trusted one only with ``replace``."""
    given = read_card(content, "county")
    known = county_or_none(session)
    if known is not None and known.keys != given.keys and not replace:
        raise CountyKeyDiffers(known=known.keys.fingerprint, found=given.keys.fingerprint)
    office = session.scalars(select(Office)).one()
    office.county_keys = {
        "office": given.office,
        "station": given.station,
        "name": given.name,
        "verify": given.keys.verify,
        "recipient": given.keys.recipient,
    }
    return given


def county_or_none(session: Session) -> KeyCard | None:
    """The county that this desk trusts, if any."""
    stored = session.scalars(select(Office.county_keys)).one()
    if not stored:
        return None
    keys = PublicKeys(stored["verify"], stored["recipient"])
    return KeyCard("county", stored["office"], stored["station"], stored["name"], keys)


def county(session: Session) -> KeyCard:
    """The county that this desk trusts; COUNTY_KEY_MISSING before its key file was taken in."""
    known = county_or_none(session)
    if known is None:
        raise CountyKeyMissing
    return known


def party(given: KeyCard) -> Party:
    """A desk as it stands in a manifest."""
    return Party(given.office, given.station, given.keys.fingerprint)
