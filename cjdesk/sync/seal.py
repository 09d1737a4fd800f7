"""Sealing a batch and opening one: rows in, one file out; and back, in steps that each refuse with words.

The order of a reader is fixed: ``unwrap`` (sizes, decryption, the manifest's place), ``verify`` (signature of the
sender it claims, then the hash of every part), and, after the caller has looked at the chain, ``rows`` (schema of
every row, totals). Nothing here writes anything anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import pyrage

from cjdesk.domain.errors import (
    BatchIsDamaged,
    BatchIsForeign,
    BatchIsNewer,
    BatchIsNone,
    BatchIsTooLarge,
    BatchRowIsWrong,
    BatchSignatureWrong,
    BatchTotalsDiffer,
)
from cjdesk.sync import archive, records
from cjdesk.sync.keys import BATCH_CONTEXT, Keys, PublicKeys
from cjdesk.sync.manifest import FORMAT, SUITE, Limits, Manifest, Part, Party, Version

LIMITS = Limits()
HEAD, SIGNATURE, ENDING = "manifest.json", "manifest.sig", ".jsonl"
_AGE = b"age-encryption.org/"
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A finished batch: the manifest as it was signed, the file's bytes and their SHA-256."""

    manifest: Manifest
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Letter:
    """An opened batch whose sender has not been believed yet."""

    manifest: Manifest
    head: bytes
    signature: bytes
    files: Mapping[str, bytes]
    sha256: str


def seal(head: Manifest, rows: records.Rows, *, keys: Keys, readers: Sequence[str]) -> Sealed:
    """Sign the rows under the head, whose parts and totals are filled in here, for the age recipients.

    Rows may hold what is already text for a date; each part is read back through its schema before it is signed,
    so a batch that a reader would refuse is never made.
    """
    files = {part: _encoder.encode_lines(lines) for part, lines in rows.items()}
    checked = {part: _decoded(part, content) for part, content in files.items()}
    parts = tuple(
        Part(part + ENDING, len(content), hashlib.sha256(content).hexdigest(), len(checked[part]))
        for part, content in sorted(files.items())
    )
    manifest = msgspec.structs.replace(head, parts=parts, totals=records.totals(head.kind, checked))
    text = msgspec.json.format(_encoder.encode(manifest), indent=1)
    tar = {HEAD: text, SIGNATURE: keys.sign(BATCH_CONTEXT, text)}
    tar |= {part.name: files[part.name.removesuffix(ENDING)] for part in parts}
    content = pyrage.encrypt(archive.pack(tar), [pyrage.x25519.Recipient.from_str(reader) for reader in readers])
    return Sealed(manifest, content, hashlib.sha256(content).hexdigest())


def digest(rows: records.Rows) -> str:
    """SHA-256 over the rows as they travel: the same for two batches that say the same."""
    return _digest(
        (part + ENDING, hashlib.sha256(_encoder.encode_lines(lines)).hexdigest()) for part, lines in rows.items()
    )


def digest_of(manifest: Manifest) -> str:
    """The digest of the rows that a manifest vouches for."""
    return _digest((part.name, part.sha256) for part in manifest.parts)


def _digest(parts: Iterable[tuple[str, str]]) -> str:
    return hashlib.sha256(_encoder.encode(sorted(parts))).hexdigest()


def unwrap(content: bytes, keys: Keys, *, name: str = "", limits: Limits = LIMITS) -> Letter:
    """Decrypt, expand and find the manifest; believe none of it."""
    if len(content) > limits.sealed:
        raise BatchIsTooLarge(limit=f"{limits.sealed >> 20} MB")
    if not content.startswith(_AGE):
        raise BatchIsNone(name=name)
    try:
        packed = pyrage.decrypt(content, [pyrage.x25519.Identity.from_str(keys.identity)])
    except pyrage.DecryptError as error:
        raise (BatchIsForeign if "No matching keys" in str(error) else BatchIsDamaged) from error
    files = archive.unpack(packed, limits)
    head, signature = files.pop(HEAD, b""), files.pop(SIGNATURE, b"")
    if len(head) > limits.manifest:
        raise BatchIsTooLarge(limit=f"{limits.manifest >> 20} MB")
    manifest = _manifest(head)
    if sum(part.rows for part in manifest.parts) > limits.rows:
        raise BatchIsTooLarge(limit=f"{limits.rows:,}")
    return Letter(manifest, head, signature, files, hashlib.sha256(content).hexdigest())


def verify(letter: Letter, *, sender: PublicKeys, reader: Party) -> None:
    """Check that the sender signed exactly this, for exactly this reader, and that every part is what was signed."""
    manifest = letter.manifest
    if not sender.signed(BATCH_CONTEXT, letter.head, letter.signature) or manifest.sender.keys != sender.fingerprint:
        raise BatchSignatureWrong
    if manifest.recipient != reader:
        raise BatchIsForeign
    if sorted(letter.files) != sorted(part.name for part in manifest.parts):
        raise BatchIsDamaged
    for part in manifest.parts:
        content = letter.files[part.name]
        if len(content) != part.bytes or hashlib.sha256(content).hexdigest() != part.sha256:
            raise BatchIsDamaged


def rows(letter: Letter) -> dict[str, list[msgspec.Struct]]:
    """Every row through its schema, the counts and totals recomputed; a batch that is not so is refused whole."""
    manifest = letter.manifest
    allowed = records.PARTS[manifest.kind]
    result: dict[str, list[msgspec.Struct]] = {}
    for part in manifest.parts:
        name = part.name.removesuffix(ENDING)
        if name not in allowed:
            raise BatchIsDamaged
        result[name] = _decoded(name, letter.files[part.name])
        if len(result[name]) != part.rows:
            raise BatchTotalsDiffer(name=name, said=part.rows, found=len(result[name]))
    found = records.totals(manifest.kind, result)
    for name in sorted(manifest.totals.keys() | found.keys()):
        if manifest.totals.get(name) != found.get(name):
            raise BatchTotalsDiffer(name=name, said=manifest.totals.get(name), found=found.get(name))
    return result


def _manifest(head: bytes) -> Manifest:
    try:
        version = msgspec.json.decode(head, type=Version)
        if version.format > FORMAT or version.suite != SUITE:
            raise BatchIsNewer(found=f"{version.format} {version.suite}", known=f"{FORMAT} {SUITE}")
        manifest = msgspec.json.decode(head, type=Manifest)
    except msgspec.MsgspecError as error:
        raise BatchIsDamaged from error
    if manifest.kind not in records.PARTS:
        raise BatchIsNewer(found=manifest.kind, known=", ".join(records.PARTS))
    return manifest


def _decoded(part: str, content: bytes) -> list[msgspec.Struct]:
    decoder = msgspec.json.Decoder(records.schema(part))
    try:
        if b"\\u0000" in content:  # no database keeps it
            raise msgspec.ValidationError("NUL")
        return decoder.decode_lines(content)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BatchRowIsWrong(part=part, row=_first_wrong(part, content)) from error


def _first_wrong(part: str, content: bytes) -> int:
    decoder = msgspec.json.Decoder(records.schema(part))
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return number
        if b"\\u0000" in line:
            return number
    return 0
