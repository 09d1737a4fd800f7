"""Small update packages for tests, signed by keys that are made here and are nobody's release keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from cjdesk.db.migrate import Schema
from cjdesk.sync import archive, update
from cjdesk.sync.keys import UPDATE_CONTEXT, Keys, public_half, sign
from cjdesk.sync.update import FORMAT, HEAD, SIGNATURE, Manifest, ReleaseKey, setup_name

SEED, STRANGER = Keys.new().signing, Keys.new().signing
KEY = ReleaseKey("TEST KEY", public_half(SEED))
SETUP = b"MZ not really a program" + bytes(range(256)) * 4


def stamp(days: float = 0) -> str:
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


def head(version: str = "9.0.0", **changed) -> Manifest:
    values = {
        "format": FORMAT, "version": version, "oldest": "0.1.0", "schema_needs": "0001",
        "schema_brings": Schema().head, "created": stamp(-1), "expires": stamp(180),
        "notes": {"zh_CN": "工资页更快\n打印更清楚", "en": "Payroll is faster\nPrint is sharper"}, "key": "", "parts": (),
    }  # fmt: skip
    return Manifest(**(values | changed))


def package(version: str = "9.0.0", *, setup: bytes = SETUP, seed: str = SEED, **changed) -> bytes:
    return update.seal(head(version, **changed), {setup_name(version): setup}, seed)


def files(content: bytes) -> dict[str, bytes]:
    """A package taken apart, for somebody who wants to put it together otherwise."""
    return {name: bytes(inside) for name, inside in update._entries(content, "")}


def forged(manifest: Manifest | bytes, parts: dict[str, bytes], *, seed: str = SEED) -> bytes:
    """A package that says anything, in the right form, signed by the seed."""
    text = manifest if isinstance(manifest, bytes) else msgspec.json.encode(manifest)
    return archive.tar({HEAD: text, SIGNATURE: sign(seed, UPDATE_CONTEXT, text)} | parts)
