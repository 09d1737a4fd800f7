"""The check code of paper that is no pay run: a digest of the rows that it shows."""

from __future__ import annotations

import hashlib

import msgspec


def check_code(rows: list[dict[str, str | int]]) -> str:
    """Eight hexadecimal digits of the shown rows, for a form that is no batch of its own."""
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()[:8].upper()
