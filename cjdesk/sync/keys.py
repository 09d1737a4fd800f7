"""Keys of a desk (station or county): one pair to sign, one pair to be written to, and their public file."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

import msgspec
import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from cjdesk.domain.errors import KeyFileIsBad

CARD_CONTEXT = b"cjdesk key card 1\0"
BATCH_CONTEXT = b"cjdesk batch 1\0"
UPDATE_CONTEXT = b"cjdesk update 1\0"
"""Each use of a signature has its own context, so that one can never stand for the other."""


def sign(seed: str, context: bytes, content: bytes) -> bytes:
    """64 bytes over the context and the content, by the Ed25519 seed given as hex."""
    return _signer(seed).sign(context + content)


def public_half(seed: str) -> str:
    """The Ed25519 public key of a seed, both as hex."""
    return _signer(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def signed(public: str, context: bytes, content: bytes, signature: bytes) -> bool:
    """Whether the owner of this public key (hex) signed the content in this context."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, context + content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(text: str) -> str:
    """Four groups of five letters of a text's hash, to be read out over the telephone."""
    letters = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:20]
    return "-".join(letters[i : i + 5] for i in range(0, 20, 5))


def _signer(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The private halves: Ed25519 seed as hex, and the identity text that the stock age tool takes."""

    signing: str
    identity: str

    @classmethod
    def new(cls) -> Keys:
        """A fresh pair of pairs."""
        seed = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        return cls(seed.hex(), str(pyrage.x25519.Identity.generate()))

    @property
    def public(self) -> PublicKeys:
        """What others may know."""
        recipient = pyrage.x25519.Identity.from_str(self.identity).to_public()
        return PublicKeys(public_half(self.signing), str(recipient))

    def sign(self, context: bytes, content: bytes) -> bytes:
        """64 bytes over the context and the content."""
        return sign(self.signing, context, content)


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public halves: Ed25519 key as hex, age recipient as text."""

    verify: str
    recipient: str

    @property
    def fingerprint(self) -> str:
        """Four groups of five letters, to be compared over the telephone: ``K7QMD-2XNAP-…``."""
        return fingerprint(f"cjdesk fingerprint 1\n{self.verify}\n{self.recipient}\n")

    def signed(self, context: bytes, content: bytes, signature: bytes) -> bool:
        """Whether the owner of these keys signed the content in this context."""
        return signed(self.verify, context, content, signature)


class _Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    role: str
    office: str
    station: str
    name: str
    verify: str
    recipient: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class KeyCard:
    """A desk's public keys as a small file that may be shown to anybody; ``role`` is station or county."""

    role: str
    office: str
    station: str
    name: str
    keys: PublicKeys


def write_card(card: KeyCard, keys: Keys) -> bytes:
    """The card as a JSON file, signed by its own key: proof that the sender holds the private half."""
    plain = _Card(1, card.role, card.office, card.station, card.name, card.keys.verify, card.keys.recipient)
    signature = keys.sign(CARD_CONTEXT, msgspec.json.encode(plain))
    return msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(plain, signature=signature.hex())))


def read_card(content: bytes, role: str) -> KeyCard:
    """A card of that role, checked against its own signature."""
    try:
        card = msgspec.json.decode(content[:10_000], type=_Card)
        signature = bytes.fromhex(card.signature)
        keys = PublicKeys(card.verify, str(pyrage.x25519.Recipient.from_str(card.recipient)))
    except (msgspec.MsgspecError, ValueError, pyrage.RecipientError) as error:
        raise KeyFileIsBad from error
    plain = msgspec.json.encode(msgspec.structs.replace(card, signature=""))
    if card.format != 1 or card.role != role or not keys.signed(CARD_CONTEXT, plain, signature):
        raise KeyFileIsBad
    return KeyCard(card.role, card.office, card.station, card.name, keys)
