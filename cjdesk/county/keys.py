"""The county's private keys in a file of its folder, readable only with the passphrase.

argon2id stretches the passphrase, ChaCha20-Poly1305 (RFC 8439) seals the keys under it; office and name stand in
the clear and are bound to it, so they cannot be exchanged.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from cjdesk.db import files
from cjdesk.db import keys as station_keys
from cjdesk.domain.errors import CountyExists, CountyIsMissing, CountyKeysLocked, KeyFileIsBad, PassphraseTooWeak
from cjdesk.domain.passphrase import ticks
from cjdesk.sync.keys import KeyCard, Keys, write_card
from cjdesk.sync.manifest import Party

FILE = "county-keys.json"
STATION = "county"


class _Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    office: str
    name: str
    cost: station_keys.Cost
    salt: bytes
    nonce: bytes
    sealed: bytes


class _Private(msgspec.Struct, frozen=True):
    signing: str
    identity: str


@dataclass(frozen=True, slots=True)
class CountyKeys:
    """The county as an office with its keys, opened."""

    office: str
    name: str
    keys: Keys

    @property
    def card(self) -> KeyCard:
        """What townships may know."""
        return KeyCard("county", self.office, STATION, self.name, self.keys.public)

    @property
    def party(self) -> Party:
        """The county as it stands in a manifest."""
        return Party(self.office, STATION, self.keys.public.fingerprint)

    def card_file(self) -> tuple[str, bytes]:
        """Name and content of the file that townships take in with ``batch trust``."""
        return f"CJ_{self.office}_KEY_{self.party.keys[:5]}.json", write_card(self.card, self.keys)


def create(folder: Path, *, office: str, name: str, passphrase: str) -> CountyKeys:
    """Make the county's keys and write them to its folder."""
    require_new(folder, passphrase)
    keys = Keys.new()
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    cost = station_keys.COST
    private = msgspec.json.encode(_Private(keys.signing, keys.identity))
    cipher = ChaCha20Poly1305(_stretched(passphrase, salt, cost))
    stored = _Stored(1, office, name, cost, salt, nonce, cipher.encrypt(nonce, private, _bound(office, name)))
    folder.mkdir(parents=True, exist_ok=True)
    files.write_whole(folder / FILE, msgspec.json.format(msgspec.json.encode(stored), indent=1))
    return CountyKeys(office, name, keys)


def require_new(folder: Path, passphrase: str) -> None:
    """Say what would keep new keys from being made here, before anything is written anywhere."""
    if (folder / FILE).exists():
        raise CountyExists(folder=folder)
    if not ticks(passphrase).enough:
        raise PassphraseTooWeak(field="passphrase")


def unlock(folder: Path, passphrase: str) -> CountyKeys:
    """Open the keys of the county in this folder."""
    try:
        stored = msgspec.json.decode((folder / FILE).read_bytes(), type=_Stored)
    except FileNotFoundError:
        raise CountyIsMissing(folder=folder) from None
    except msgspec.MsgspecError as error:
        raise KeyFileIsBad from error
    try:
        cipher = ChaCha20Poly1305(_stretched(passphrase, stored.salt, stored.cost))
        private = cipher.decrypt(stored.nonce, stored.sealed, _bound(stored.office, stored.name))
    except InvalidTag:
        raise CountyKeysLocked(field="passphrase") from None
    opened = msgspec.json.decode(private, type=_Private)
    return CountyKeys(stored.office, stored.name, Keys(opened.signing, opened.identity))


def _bound(office: str, name: str) -> bytes:
    return f"cjdesk county keys 1\n{office}\n{name}".encode()


def _stretched(passphrase: str, salt: bytes, cost: station_keys.Cost) -> bytes:
    return hash_secret_raw(
        passphrase.encode(), salt, cost.passes, cost.memory_kib, cost.lanes, hash_len=32, type=Type.ID
    )
