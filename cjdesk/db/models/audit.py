"""The audit trail: append-only, hash-chained, written in the same transaction as the change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base
from cjdesk.db.types import Document


class AuditEntry(Base):
    """Who changed which record, when, in which named act, from what to what; ``hash`` covers ``previous``."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime]
    clerk: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(80))
    record: Mapped[str] = mapped_column(String(40), index=True)
    record_id: Mapped[str] = mapped_column(String(36), index=True)
    old: Mapped[dict[str, Any] | None] = mapped_column(Document)
    new: Mapped[dict[str, Any] | None] = mapped_column(Document)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
