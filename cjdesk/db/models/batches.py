"""Batches that went out and answers that came in (township); stations, batches taken in and answers (county)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Keyed
from cjdesk.db.types import Document, Fen, utc_now


class Batch(Base, Keyed):
    """A batch this station made (批次), with its place in the chain and its state.

    ``seq`` is the running number of the station; a batch that came back is made again as the next version of it.
    """

    __tablename__ = "batch"
    __table_args__ = (UniqueConstraint("seq", "batch_version"), UniqueConstraint("name"))

    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(8))
    period: Mapped[str] = mapped_column(String(6))
    seq: Mapped[int]
    batch_version: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str | None] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    run_id: Mapped[str | None] = mapped_column(String(36))
    run_revision: Mapped[int | None]
    post_type: Mapped[str | None] = mapped_column(String(12))
    people: Mapped[int] = mapped_column(default=0)
    rows: Mapped[int]
    total_fen: Mapped[int] = mapped_column(Fen, default=0)
    state: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(50))
    exported_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[dict[str, Any] | None] = mapped_column(Document)


class BatchFile(Base, Keyed):
    """The sealed bytes of a batch, which the station can open too; vouched for by the batch's SHA-256."""

    __tablename__ = "batch_file"

    batch_id: Mapped[str] = mapped_column(ForeignKey("batch.id"), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Station(Base, Keyed):
    """At the county: a desk that may send, with its public keys."""

    __tablename__ = "station"
    __table_args__ = (UniqueConstraint("township", "station"),)

    station: Mapped[str] = mapped_column(String(40))
    township: Mapped[str] = mapped_column(String(9))
    name: Mapped[str] = mapped_column(String(100), default="")
    verify_key: Mapped[str] = mapped_column(String(64))
    age_recipient: Mapped[str] = mapped_column(String(80))
    revoked: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[datetime] = mapped_column(default=utc_now)


class TakenBatch(Base, Keyed):
    """At the county: a batch that was taken in, or is held until a missing one arrives.

    ``state`` is HELD, FORKED (its turn came and it did not follow), or as the answers say: DELIVERED, REVIEWED,
    PASSED, RETURNED, PARTLY_RETURNED.
    """

    __tablename__ = "taken_batch"
    __table_args__ = (UniqueConstraint("station_id", "seq", "batch_version"),)

    station_id: Mapped[str] = mapped_column(ForeignKey("station.id"), index=True)
    township: Mapped[str] = mapped_column(String(9))
    seq: Mapped[int]
    batch_version: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(8))
    period: Mapped[str] = mapped_column(String(6))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(20))
    rows: Mapped[int]
    total_fen: Mapped[int] = mapped_column(Fen, default=0)
    received_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(String(400))
    manifest: Mapped[dict[str, Any]] = mapped_column(Document)


class TakenFile(Base, Keyed):
    """At the county: a batch as it came, sealed; what the records' history rests on."""

    __tablename__ = "taken_file"

    batch_id: Mapped[str] = mapped_column(ForeignKey("taken_batch.id"), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Answer(Base, Keyed):
    """At the county: a signed answer for a station, kept as the very bytes that are handed out."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("station_id", "seq"),)

    station_id: Mapped[str] = mapped_column(ForeignKey("station.id"), index=True)
    batch_id: Mapped[str] = mapped_column(ForeignKey("taken_batch.id"), index=True)
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary)
