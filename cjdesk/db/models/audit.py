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


_WORDS = "the audit trail is append-only"

GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
        for act in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        f"CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''{_WORDS}''; END'",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_guard()",
    ),
}
"""What makes the trail append-only on each engine; the migration carries a frozen copy."""

_table = AuditEntry.__table__
assert isinstance(_table, Table)
for _dialect, _statements in GUARDS.items():
    for _statement in _statements:
        event.listen(_table, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]  # SQLAlchemy has no types here
