"""The release keys that are built into the program."""

from __future__ import annotations

import tomllib
from pathlib import Path

from cjdesk import paths
from cjdesk.sync.update import ReleaseKey


def key_file() -> Path:
    """Where they stand."""
    return paths.resources() / "update" / "release_keys.toml"


def release_keys() -> tuple[ReleaseKey, ...]:
    """Whoever signed with one of these may bring an update."""
    found = tomllib.loads(key_file().read_text(encoding="utf-8"))
    return tuple(ReleaseKey(str(one["name"]), str(one["public"])) for one in found["key"])
