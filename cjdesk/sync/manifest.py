"""What a batch says about itself: kind, sender, place in the chain, parts, totals; and its file name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

FORMAT = 1
"""The only format version so far; a reader refuses a higher one with words."""

SUITE = "age-x25519.zstd.ed25519.sha256"
"""What seals and signs a batch. A suite of the Chinese national algorithms (SM2, SM3, SM4) gets its own id."""

UP = ("ROSTER", "PAY", "FEE", "COOP")
"""Kinds that a township sends."""

DOWN = ("ACK", "RET")
"""Kinds with which the county answers."""


Count = Annotated[int, Meta(ge=0, le=(1 << 31) - 1)]
Number = Annotated[int, Meta(ge=1, le=99_999_999)]
Fen = Annotated[int, Meta(ge=-(1 << 53), le=1 << 53)]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Code = Annotated[str, Meta(pattern=r"^[0-9]{6}([0-9]{3})?$")]
Name = Annotated[str, Meta(max_length=100)]
Word = Annotated[str, Meta(max_length=40)]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the tar: JSON lines of one kind of record."""

    name: Word
    bytes: Count
    sha256: Sha256
    rows: Count


class Party(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who sends or receives: the office's code, its desk, the fingerprint of its keys."""

    office: Code
    station: Word
    keys: Word


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The signed head of a batch. Times are UTC (2026-03-15T10:32:05Z), amounts integer fen.

    ``previous`` is the SHA-256 of the file with the number before, None for number 1 and for answers;
    ``supersedes`` are those of the earlier versions of this number.
    """

    format: int
    suite: str
    kind: Annotated[str, Meta(pattern=r"^[A-Z]{2,8}$")]
    township: Code
    station: Word
    period: Annotated[str, Meta(pattern=r"^[0-9]{6}$")]
    seq: Number
    version: Annotated[int, Meta(ge=1, le=9999)]
    previous: Sha256 | None
    supersedes: tuple[Sha256, ...] = ()
    reference: Word
    creator: Name
    approver: Name | None
    created: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    demo: bool
    sender: Party
    recipient: Party
    parts: tuple[Part, ...]
    totals: dict[str, Fen]


class Version(msgspec.Struct):
    """The two fields that say whether the rest can be read at all."""

    format: int
    suite: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader takes before it says no; far above any real township, far below a full memory."""

    sealed: int = 64 << 20
    expanded: int = 512 << 20
    parts: int = 64
    rows: int = 2_000_000
    manifest: int = 1 << 20


NAME = re.compile(r"CJ_(\d{6}|\d{9})_([A-Z]{2,8})_(\d{6})_(\d{4,8})_v(\d{1,4})\.cjp")


def file_name(kind: str, *, township: str, period: str, seq: int, version: int) -> str:
    """The name of a batch file: ``CJ_522633101_PAY_202011_0003_v1.cjp``."""
    return f"CJ_{township}_{kind}_{period}_{seq:04d}_v{version}.cjp"


def name_of(manifest: Manifest) -> str:
    """The file name that a manifest asks for."""
    return file_name(
        manifest.kind,
        township=manifest.township,
        period=manifest.period,
        seq=manifest.seq,
        version=manifest.version,
    )
