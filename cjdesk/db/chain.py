"""The hash chain of the audit trail: appending links, walking them.

The hash of an entry is the SHA-256 of the JSON array ``[previous hash, seq, at, clerk, action, record, record id,
old, new]``, the documents in the very bytes in which they are stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Text, desc, select, text, type_coerce
from sqlalchemy.orm import Session, SessionTransaction

from cjdesk.db.models.audit import AuditEntry
from cjdesk.db.types import utc_now

START = "0" * 64
"""What the first entry has as its previous hash."""

_COLUMNS = ("seq", "at", "clerk", "action", "record", "record_id", "old", "new", "previous", "hash")
_INFO = "trail"

Link = tuple[str, bytes | None, bytes | None]
"""A record's id, its old and its new values as canonical JSON."""


@dataclass(slots=True)
class Trail:
    """Who acts in this transaction, under which name, and where its chain stands."""

    clerk: str
    action: str
    at: str = field(default_factory=lambda: utc_now().strftime("%Y-%m-%dT%H:%M:%SZ"))
    head: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk over the trail found; ``broken_at`` is the first entry that does not fit."""

    entries: int
    broken_at: int | None
    head: str

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, taken out or put in."""
        return self.broken_at is None


def begin(session: Session, clerk: str, action: str) -> None:
    """Give a session the name under which everything it changes is recorded."""
    session.info[_INFO] = Trail(clerk, action)


def trail_of(session: Session) -> Trail:
    """The session's trail; a session that may only read has none, and that is a bug of the caller."""
    trail = session.info.get(_INFO)
    if not isinstance(trail, Trail):
        raise RuntimeError("a change outside Database.do")  # noqa: TRY004 - not a matter of types
    return trail


def take_turn(session: Session) -> Trail:
    """Read where the chain stands; on PostgreSQL other writers wait from here until this transaction ends."""
    trail = trail_of(session)
    if trail.head is None:
        if session.connection().dialect.name == "postgresql":
            session.execute(text("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE"))
        newest = select(AuditEntry.seq, AuditEntry.hash).order_by(desc(AuditEntry.seq)).limit(1)
        row = session.execute(newest).first()
        trail.head = (0, START) if row is None else (row.seq, row.hash)
    return trail


def append(session: Session, record: str, links: Iterable[Link]) -> None:
    """Write links to the trail, each hashed over the one before, in one executemany."""
    trail = take_turn(session)
    assert trail.head is not None
    seq, previous = trail.head
    act = (trail.at, trail.clerk, trail.action, record)
    rows = []
    for link in links:
        seq += 1
        digest = _digest(previous, seq, act, link)
        record_id, old, new = link
        rows.append((seq, *act, record_id, old and old.decode(), new and new.decode(), previous, digest))
        previous = digest
    if rows:
        connection = session.connection()
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        names = ", ".join(_COLUMNS)
        connection.exec_driver_sql(f"INSERT INTO audit ({names}) VALUES ({', '.join([mark] * len(_COLUMNS))})", rows)  # noqa: S608 - constants
        trail.head = seq, previous


def walk(session: Session) -> ChainReport:
    """Recompute every hash from the first entry on; stops at the first that does not fit."""
    entry = AuditEntry
    columns = (
        entry.seq,
        type_coerce(entry.at, Text),
        entry.clerk,
        entry.action,
        entry.record,
        entry.record_id,
        type_coerce(entry.old, Text),
        type_coerce(entry.new, Text),
        entry.previous,
        entry.hash,
    )
    previous, count = START, 0
    for row in session.execute(select(*columns).order_by(entry.seq).execution_options(yield_per=2000)):
        seq, at, clerk, action, record, record_id, old, new, stored_previous, stored = row
        old_bytes = None if old is None else old.encode()
        new_bytes = None if new is None else new.encode()
        digest = _digest(previous, seq, (at, clerk, action, record), (record_id, old_bytes, new_bytes))
        if seq != count + 1 or stored_previous != previous or stored != digest:
            return ChainReport(count, seq, previous)
        previous, count = digest, count + 1
    return ChainReport(count, None, previous)


_encode = msgspec.json.Encoder(enc_hook="".join).encode
"""SQLAlchemy's names are a kind of str that msgspec does not know."""


def _digest(previous: str, seq: int, act: tuple[str, str, str, str], link: Link) -> str:
    record_id, old, new = link
    raw = msgspec.Raw
    return hashlib.sha256(_encode((previous, seq, *act, record_id, old and raw(old), new and raw(new)))).hexdigest()


def forget_head(session: Session, _previous: SessionTransaction) -> None:
    """After a rollback, also one to a savepoint, the head is read again."""
    trail = session.info.get(_INFO)
    if isinstance(trail, Trail):
        trail.head = None
