"""What an import will write, gathered table by table and written through the audited bulk door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import (
    Agreement,
    Assignment,
    Attendance,
    BankAccount,
    Base,
    Comparison,
    Cooperative,
    FeeReceipt,
    Household,
    LateChange,
    Membership,
    Person,
    PersonCategory,
    Post,
    ResettlementSite,
    SchemeRate,
    SchemeShare,
    Suspension,
    Team,
    WaterScheme,
)
from cjdesk.db.types import new_id

Progress = Callable[[int, int], None]
"""Told how much is done of how much; what it raises stops the work, and nothing of it stays."""

ORDER: tuple[type[Base], ...] = (
    ResettlementSite, Household, Person, PersonCategory, BankAccount, Post, Assignment, Suspension, Agreement,
    Cooperative, Team, Membership, WaterScheme, SchemeRate, SchemeShare, FeeReceipt, Attendance, Comparison,
    LateChange,
)  # fmt: skip
"""Tables in the order in which they refer to each other."""

_PIECE = 1000


class Changes:
    """Rows to insert and columns to change; ``count`` grows with each, so a row can tell whether it did anything."""

    __slots__ = ("_new", "count", "inserts", "township", "updates")

    def __init__(self, township: str) -> None:
        """Every new row belongs to this township."""
        self.township = township
        self.count = 0
        self.inserts: dict[type[Base], list[dict[str, Any]]] = {}
        self.updates: dict[type[Base], dict[str, dict[str, Any]]] = {}
        self._new: set[str] = set()

    def insert(self, model: type[Base], **values: Any) -> dict[str, Any]:
        """Add a row and give it with its new id; it may still be changed in place."""
        row = {"id": new_id(), "township": self.township, **values}
        self.inserts.setdefault(model, []).append(row)
        self._new.add(row["id"])
        self.count += 1
        return row

    def update(self, model: type[Base], row: dict[str, Any], **values: Any) -> bool:
        """Change the columns of a stored (or just added) row that differ; tells whether any did."""
        differing = {name: value for name, value in values.items() if row.get(name) != value}
        if not differing:
            return False
        row.update(differing)
        self.count += 1
        if row["id"] not in self._new:
            kept = self.updates.setdefault(model, {}).setdefault(row["id"], {"id": row["id"]})
            kept.update(differing)
        return True

    @property
    def size(self) -> int:
        """How many rows will be written."""
        return sum(map(len, self.inserts.values())) + sum(map(len, self.updates.values()))

    def write(self, session: Session, progress: Progress | None = None, before: int = 0) -> None:
        """Write everything; ``before`` is what the progress has counted until now."""
        total = before + self.size
        done = before
        for model in ORDER:
            changed = list(self.updates.get(model, {}).values())
            if changed:
                audit.update_rows(session, model, changed)
                done += len(changed)
            added: list[Mapping[str, Any]] = list(self.inserts.get(model, ()))
            for start in range(0, len(added), _PIECE):
                piece = added[start : start + _PIECE]
                audit.insert_rows(session, model, piece)
                done += len(piece)
                if progress is not None:
                    progress(done, total)
        if progress is not None:
            progress(total, total)
