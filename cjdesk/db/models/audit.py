"""The audit trail: append-only, hash-chained, written in the same transaction as the change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, BigInteger, Integer, String, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base
from cjdesk.db.types import CanonicalDocument


class AuditEntry(Base):
    """Who changed which record, when, in which named act, from what to what; ``hash`` covers ``previous``."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime]
    clerk: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(80))
    record: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str] = mapped_column(String(36), index=True)
    old: Mapped[dict[str, Any] | None] = mapped_column(CanonicalDocument)
    new: Mapped[dict[str, Any] | None] = mapped_column(CanonicalDocument)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit"
        " BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit"
        " BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RAISE EXCEPTION ''the audit trail is append-only''; END'",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()",
    ),
}
"""What makes the trail append-only on each engine; the migration carries a frozen copy."""

_table = AuditEntry.__table__
assert isinstance(_table, Table)
for _dialect, _statements in GUARDS.items():
    for _statement in _statements:
        event.listen(_table, "after_create", DDL(_statement).execute_if(dialect=_dialect))
