"""What a run is known by: the hash of everything it was computed from, and the code that stands on its paper."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from cjdesk.db.types import canonical

ENGINE = 2
"""The version of the calculation; it goes into the hash, so that a changed rule makes old runs stale."""


def run_hash(engine: int, head: Mapping[str, Any], inputs: Iterable[str]) -> str:
    """SHA-256 over the head and the frozen inputs of all lines; row ids and times are no inputs."""
    digest = hashlib.sha256(canonical([engine, head]))
    for text in inputs:
        digest.update(text.encode())
    return digest.hexdigest()


def check_code(digest: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Eight hexadecimal signs that stand on paper, list and batch: over inputs and results."""
    code = hashlib.sha256(digest.encode())
    for row in rows:
        code.update(canonical([row["number"], row["id_no"], row["post_type"], row["net_fen"], row["flags"]]))
    return code.hexdigest()[:8].upper()
