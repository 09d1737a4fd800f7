"""An update package: a plain tar of a signed manifest and the parts it vouches for; bytes in, bytes out.

``manifest.json``, ``manifest.sig`` (Ed25519 over a context string and the manifest's bytes), then the parts in the
order of the manifest; ``tar -xf`` opens it. There is exactly one way to write a package, so every byte of it counts:
a reader refuses whatever is not written that way, before it looks at the signature, and believes nothing before the
signature of a known release key holds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from cjdesk.domain import version
from cjdesk.domain.errors import (
    UpdateHoldsMore,
    UpdateIsCut,
    UpdateIsDamaged,
    UpdateIsNewerFormat,
    UpdateIsNone,
    UpdateKeyUnknown,
    UpdatePartDiffers,
    UpdateSignatureWrong,
    UpdateTooLarge,
)
from cjdesk.domain.update import Release
from cjdesk.domain.version import Version
from cjdesk.sync import archive, keys
from cjdesk.sync.keys import UPDATE_CONTEXT

FORMAT = 1
SUFFIX = ".cju"
HEAD, SIGNATURE = "manifest.json", "manifest.sig"
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader takes before it says no: several times a real package, a fraction of a small memory."""

    package: int = 256 << 20
    manifest: int = 64 << 10
    parts: int = 8


LIMITS = Limits()

Number = Annotated[str, Meta(pattern=version.PATTERN)]
Schema = Annotated[str, Meta(pattern=r"^[0-9]{4}$")]
Time = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
FileName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
Words = Annotated[str, Meta(max_length=4000)]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the package."""

    name: FileName
    bytes: Annotated[int, Meta(ge=1, le=1 << 31)]
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The signed head.

    ``oldest`` is the earliest version it may be put over; schemas are those of the data file: the earliest it can
    bring up, and what it brings them to. ``notes`` are by language (zh_CN, en).
    """

    format: int
    program: Literal["CJDesk"] = "CJDesk"
    system: Literal["windows-x86_64"] = "windows-x86_64"
    version: Number
    oldest: Number
    schema_needs: Schema
    schema_brings: Schema
    created: Time
    expires: Time
    notes: dict[Literal["zh_CN", "en"], Words]
    key: Annotated[str, Meta(max_length=30)]
    parts: Annotated[tuple[Part, ...], Meta(min_length=1, max_length=LIMITS.parts)]

    @property
    def setup(self) -> str:
        """The name of the part that is the installer."""
        return setup_name(self.version)

    @property
    def release(self) -> Release:
        """What the rules look at."""
        return Release(
            Version.parse(self.version),
            Version.parse(self.oldest),
            self.schema_needs,
            self.schema_brings,
            datetime.fromisoformat(self.created),
            datetime.fromisoformat(self.expires),
        )


class _Format(msgspec.Struct):
    format: int


class _Key(msgspec.Struct):
    key: Annotated[str, Meta(pattern=r"^[A-Z2-7-]{1,30}$")] = "?"


@dataclass(frozen=True, slots=True)
class ReleaseKey:
    """A public key that may sign updates: what people call it, and its 32 bytes as hex."""

    name: str
    public: str

    @property
    def id(self) -> str:
        """Its fingerprint, as the manifest names it and as it is read out over the telephone."""
        return key_id(self.public)


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose every byte is vouched for by ``key``; ``parts`` are views of the bytes that were checked."""

    manifest: Manifest
    key: ReleaseKey
    sha256: str
    parts: Mapping[str, memoryview]

    @property
    def setup(self) -> memoryview:
        """The installer."""
        return self.parts[self.manifest.setup]


def setup_name(number: str) -> str:
    """``CJDesk-1.2.0-Setup.exe``."""
    return f"CJDesk-{number}-Setup.exe"


def file_name(number: str) -> str:
    """``CJDesk_1.2.0.cju``."""
    return f"CJDesk_{number}{SUFFIX}"


def key_id(public: str) -> str:
    """The fingerprint of a release key."""
    return keys.fingerprint(f"cjdesk release key 1\n{public}\n")


def seal(head: Manifest, parts: Mapping[str, bytes], seed: str) -> bytes:
    """The package of these parts under the head, whose parts and key are filled in here, signed by the seed (hex).

    ValueError for a head that every reader would refuse.
    """
    vouched = tuple(Part(name, len(content), hashlib.sha256(content).hexdigest()) for name, content in parts.items())
    public = keys.public_half(seed)
    manifest = msgspec.structs.replace(head, parts=vouched, key=key_id(public))
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    content = archive.tar({HEAD: text, SIGNATURE: keys.sign(seed, UPDATE_CONTEXT, text), **parts})
    unseal(content, [ReleaseKey("", public)])
    release = manifest.release
    if release.expires <= release.created or release.version < release.oldest or head.schema_brings < head.schema_needs:
        raise ValueError("the head contradicts itself")
    return content


def unseal(content: bytes, known: Sequence[ReleaseKey], *, name: str = "", limits: Limits = LIMITS) -> Package:
    """Check a package from the outside in: size, form, signature of a known key, manifest, every part."""
    if len(content) > limits.package:
        raise UpdateTooLarge(limit=f"{limits.package >> 20} MB")
    entries = _entries(content, name)
    head = _next(entries, HEAD, limits.manifest)
    signature = _next(entries, SIGNATURE, limits.manifest)
    key = _signer(bytes(head), bytes(signature), known)
    manifest = _manifest(bytes(head))
    parts = {part.name: _checked(part, entries) for part in manifest.parts}
    for more, _ in entries:
        raise UpdateHoldsMore(name=more[:80])
    if manifest.setup not in parts or len(parts) != len(manifest.parts):
        raise UpdateIsDamaged
    return Package(manifest, key, hashlib.sha256(content).hexdigest(), parts)


def _signer(head: bytes, signature: bytes, known: Sequence[ReleaseKey]) -> ReleaseKey:
    for key in known:
        if keys.signed(key.public, UPDATE_CONTEXT, head, signature):
            return key
    try:
        said = msgspec.json.decode(head, type=_Key).key  # only to say which of two things is wrong
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UpdateSignatureWrong from error
    if any(key.id == said for key in known):
        raise UpdateSignatureWrong
    raise UpdateKeyUnknown(key=said)


def _manifest(head: bytes) -> Manifest:
    """Genuine by now; what cannot be read was made for a later program."""
    try:
        found = msgspec.json.decode(head, type=_Format).format
        if found != FORMAT:
            raise UpdateIsNewerFormat(found=found, known=FORMAT)
        manifest = msgspec.json.decode(head, type=Manifest)
        manifest.release  # noqa: B018 - a day that does not exist
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise UpdateIsDamaged from error
    return manifest


def _checked(part: Part, entries: Iterator[tuple[str, memoryview]]) -> memoryview:
    content = _next(entries, part.name, part.bytes)
    if len(content) != part.bytes or hashlib.sha256(content).hexdigest() != part.sha256:
        raise UpdatePartDiffers(name=part.name)
    return content


def _next(entries: Iterator[tuple[str, memoryview]], wanted: str, limit: int) -> memoryview:
    found = next(entries, None)
    if found is None:
        raise UpdateIsCut
    name, content = found
    if name != wanted:
        raise UpdateHoldsMore(name=name[:80])
    if len(content) > limit:
        raise UpdatePartDiffers(name=name)
    return content


def _entries(content: bytes, name: str) -> Iterator[tuple[str, memoryview]]:
    """The files of a tar that is written exactly as :func:`archive.tar` writes it, as views."""
    view, place = memoryview(content), 0
    while any(content[place : place + _BLOCK]):
        inside, size = _read_header(content[place : place + _BLOCK])
        if inside is None:
            if place == 0:
                raise UpdateIsNone(name=name)
            raise UpdateIsCut if len(content) < place + _BLOCK else UpdateIsDamaged
        start, end = place + _BLOCK, place + _BLOCK + size
        place = -(-end // _BLOCK) * _BLOCK
        if place > len(content):
            raise UpdateIsCut
        if any(content[end:place]):
            raise UpdateIsDamaged
        yield inside, view[start:end]
    if place == 0:
        raise UpdateIsNone(name=name)
    _check_end(content, place)


_FIELD = re.compile(rb"[0-7]{11}\0")


def _read_header(header: bytes) -> tuple[str | None, int]:
    """Name and size of an entry; no name where any other byte is not as it must be."""
    size = header[124:136]
    if len(header) < _BLOCK or not _FIELD.fullmatch(size):
        return None, 0
    try:
        name, length = header[:100].rstrip(b"\0").decode("ascii"), int(size[:11], 8)
        return (name, length) if archive.header(name, length) == header else (None, 0)
    except ValueError:
        return None, 0


def _check_end(content: bytes, place: int) -> None:
    whole = archive.tar_size(place)
    if len(content) < whole:
        raise UpdateIsCut
    if len(content) > whole or any(content[place:]):
        raise UpdateIsDamaged
