"""Who and what is stored already, loaded once for an import: persons and all that hangs on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import (
    Agreement,
    Assignment,
    BankAccount,
    Base,
    LateChange,
    Office,
    Person,
    PersonCategory,
    Post,
)
from cjdesk.domain.errors import MonthIsLocked
from cjdesk.domain.month import Month
from cjdesk.domain.names import same_name
from cjdesk.services import months
from cjdesk.services.imports.changes import Changes
from cjdesk.services.months import Closed, Late, Pair, Span
from cjdesk.services.posts import schemes

Stored = dict[str, Any]
"""A stored row by column, as it stands or will stand."""

END = date.max


def table_rows(session: Session, model: type[Base], township: str) -> list[Stored]:
    """All rows of a table that belong to the township, as dicts."""
    table = model.__table__
    statement = select(table).where(table.c.township == township).order_by(table.c.id)
    return [dict(row) for row in session.execute(statement).mappings()]


def township_of(session: Session) -> str:
    """The township whose file this is."""
    return session.scalars(select(Office.township)).one()


@dataclass
class Registry:
    """The stored persons with their posts; new ones join as the rows are taken in."""

    township: str
    today: date
    persons: dict[str, Stored]
    categories: dict[str, dict[str, Stored]] = field(default_factory=dict)
    accounts: dict[str, Stored] = field(default_factory=dict)
    posts: dict[tuple[str | None, ...], Stored] = field(default_factory=dict)
    posts_by_id: dict[str, Stored] = field(default_factory=dict)
    assignments: dict[str, list[Stored]] = field(default_factory=dict)
    agreements: dict[str, list[Stored]] = field(default_factory=dict)
    closed: Closed = field(default_factory=lambda: Closed({}))
    schemes: frozenset[str] = frozenset()
    """Post types that are subsidies: they go beside a post, and nobody attends them."""
    late: Late | None = None
    late_pairs: set[Pair] = field(default_factory=set)

    @classmethod
    def load(cls, session: Session, today: date, *, posts: bool = False, everything: bool = False) -> Registry:
        """Load the persons; with ``posts`` their assignments, with ``everything`` what the roster holds."""
        township = township_of(session)
        registry = cls(township, today, {row["id_no"]: row for row in table_rows(session, Person, township)})
        registry.closed = months.closed(session)
        registry.schemes = schemes(session)
        registry.late = months.lateness(session)
        if posts or everything:
            registry.assignments = _by(table_rows(session, Assignment, township), "person_id")
            for row in table_rows(session, Post, township):
                registry.posts_by_id[row["id"]] = row
                registry.posts.setdefault(post_key(row), row)
        if everything:
            registry.agreements = _by(table_rows(session, Agreement, township), "assignment_id")
        registry._load_flags(session)
        return registry

    def _load_flags(self, session: Session) -> None:
        for row in table_rows(session, PersonCategory, self.township):
            if row["valid_to"] is None:
                self.categories.setdefault(row["person_id"], {})[row["code"]] = row
        for row in table_rows(session, BankAccount, self.township):
            if row["valid_to"] is None:
                self.accounts[row["person_id"]] = row

    def assignments_of(self, id_no: str) -> list[Stored]:
        """The assignments of a person, by ID number."""
        person = self.persons.get(id_no)
        return [] if person is None else self.assignments.get(person["id"], [])

    def month_lock(self, month: Month, post_type: str) -> MonthIsLocked | None:
        """The refusal, if the month is locked for the post type."""
        return self._judged(self.closed.touched(month, post_type))

    def dates_lock(self, post_type: str, old: Span | None, new: Span | None) -> MonthIsLocked | None:
        """The refusal, if going from the old to the new days on post touches a locked month."""
        return self._judged(self.closed.touched_by_dates(post_type, old, new))

    def note_late(self, changes: Changes, what: str) -> None:
        """Add to what is written that these closed months have to be looked at again."""
        if self.late is None:
            return
        for month, post_type in sorted(self.late_pairs):
            changes.insert(
                LateChange,
                month=month,
                post_type=post_type,
                what=what,
                reason=self.late.reason,
                entered_by=self.late.by,
            )

    def _judged(self, touched: Iterable[Pair]) -> MonthIsLocked | None:
        """The first refusal; in a late import none, and the months are remembered to be looked at again."""
        pairs = list(touched)
        if pairs and self.late is None:
            return self.closed.refusal(pairs[0])
        self.late_pairs.update(pairs)
        return None


def post_key(row: Stored) -> tuple[str | None, ...]:
    """What makes two rows of a roster stand on the same post."""
    return row["post_type"], row["name"], row["village"], row["employer"], row["fund"]


def overlap(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    """Whether two periods have a common day; both ends count."""
    return start <= (other_end or END) and other_start <= (end or END)


def is_same(one: str, other: str) -> bool:
    """Whether two names are meant to be one."""
    return one == other or same_name(one, other)


def _by(rows: Iterable[Stored], column: str) -> dict[str, list[Stored]]:
    grouped: dict[str, list[Stored]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return dict(grouped)
