"""Batches that went out and answers that came in (township); stations and batches taken in (county)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Keyed
from cjdesk.db.types import Document, Fen


class Batch(Base, Keyed):
    """A batch this station made (批次), with its place in the chain and its state."""

    __tablename__ = "batch"
    __table_args__ = (UniqueConstraint("seq"), UniqueConstraint("name"))

    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(8))
    period: Mapped[str] = mapped_column(String(6))
    seq: Mapped[int]
    batch_version: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str | None] = mapped_column(String(64))
    run_id: Mapped[str | None] = mapped_column(String(36))
    rows: Mapped[int]
    total_fen: Mapped[int] = mapped_column(Fen, default=0)
    state: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]
    exported_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[dict[str, Any] | None] = mapped_column(Document)


class Station(Base, Keyed):
    """At the county: a station that may send, with its public keys."""

    __tablename__ = "station"

    station: Mapped[str] = mapped_column(String(40), unique=True)
    township: Mapped[str] = mapped_column(String(9))
    verify_key: Mapped[str] = mapped_column(String(64))
    age_recipient: Mapped[str | None] = mapped_column(String(80))
    revoked: Mapped[bool] = mapped_column(default=False)


class TakenBatch(Base, Keyed):
    """At the county: a batch that was taken in or is held until a missing one arrives, with the answer given."""

    __tablename__ = "taken_batch"
    __table_args__ = (UniqueConstraint("station", "seq"),)

    station: Mapped[str] = mapped_column(String(40), index=True)
    seq: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    received_at: Mapped[datetime]
    manifest: Mapped[dict[str, Any]] = mapped_column(Document)
    held: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
