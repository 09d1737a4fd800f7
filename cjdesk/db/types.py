"""Column types that both engines understand: months, money, UTC times, new identifiers."""

from __future__ import annotations

import functools
import os
import time
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import JSON, BigInteger, Dialect, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from cjdesk.domain.month import Month

Fen = BigInteger
Document = JSON().with_variant(JSONB(), "postgresql")


_VERSION_BITS = (0x7 << 76) | (0b10 << 62)
_CHANCE_BITS = (0xFFF << 64) | ((1 << 62) - 1)


def new_id() -> str:
    """A UUID version 7 (RFC 9562): sorts by creation, unique over all stations without asking anyone."""
    chance = int.from_bytes(os.urandom(10))
    value = (time.time_ns() // 1_000_000 << 80) | (chance & _CHANCE_BITS) | _VERSION_BITS
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def utc_now() -> datetime:
    """The present moment, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


_month = functools.lru_cache(Month.parse)
"""A run of thousands of lines has one month or a few."""


class MonthText(TypeDecorator[Month]):
    """A Month, stored as YYYY-MM so that text order is time order."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Month to text."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Month | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Text to Month."""
        return None if value is None else _month(value)


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time, stored as 2026-03-15T10:32:05Z on both engines."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Aware time to text; a naive one is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive time")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Text to aware time."""
        return None if value is None else datetime.fromisoformat(value)


class CanonicalDocument(TypeDecorator[dict[str, Any]]):
    """A document whose very bytes are hashed, so it is kept as text: JSON, keys sorted, no blanks, UTF-8."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Document to text."""
        return None if value is None else canonical(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Text to document."""
        if value is None:
            return None
        document: dict[str, Any] = msgspec.json.decode(value)
        return document


def _plain(value: object) -> str:
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, str):
        return "".join(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")


canonical = msgspec.json.Encoder(enc_hook=_plain, order="deterministic").encode
"""A value as canonical JSON."""
