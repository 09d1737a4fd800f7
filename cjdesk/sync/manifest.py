"""What a batch says about itself: kind, sender, place in the chain, parts, totals; and its file name."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

FORMAT = 1
"""The only format version so far; a reader refuses a higher one with words."""

SUITE = "age-x25519.zstd.ed25519.sha256"
"""What seals and signs a batch. A suite of the Chinese national algorithms (SM2, SM3, SM4) gets its own id."""

UP = ("ROSTER", "PAY", "FEE", "COOP")
"""Kinds that a township sends."""

DOWN = ("ACK", "RET")
"""Kinds with which the county answers."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the tar: JSON lines of one kind of record."""

    name: str
    bytes: int
    sha256: str
    rows: int


class Party(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who sends or receives: the office's code, its desk, the fingerprint of its keys."""

    office: str
    station: str
    keys: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The signed head of a batch. Times are UTC (2026-03-15T10:32:05Z), amounts integer fen.

    ``previous`` is the SHA-256 of the file with the number before, None for number 1 and for answers;
    ``supersedes`` are those of the earlier versions of this number.
    """

    format: int
    suite: str
    kind: str
    township: str
    station: str
    period: str
    seq: int
    version: int
    previous: str | None
    supersedes: tuple[str, ...] = ()
    reference: str
    creator: str
    approver: str | None
    created: str
    demo: bool
    sender: Party
    recipient: Party
    parts: tuple[Part, ...]
    totals: dict[str, int]


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
