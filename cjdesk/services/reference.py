"""What the county decides, taken in from reference files and shown: divisions, funds, standards, policies, rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk import paths
from cjdesk.db.models import (
    BankTemplate,
    Base,
    CategoryKind,
    Division,
    Fund,
    Holiday,
    Office,
    Person,
    Policy,
    PostType,
    Quota,
    ReferenceLoad,
    Rule,
    SchemeRate,
    SchemeShare,
    Standard,
    WaterScheme,
)
from cjdesk.domain.errors import ReferenceUnreadable, ReferenceWrongValue
from cjdesk.domain.reference_file import Entry, parse
from cjdesk.domain.rules import RULES
from cjdesk.services import months
from cjdesk.services.rules.book import LOCK_RULE
from cjdesk.workbooks import bank_file

LARGEST_FILE = 5_000_000
PUBLICITY_RULE = "R-16"
VOCABULARY_RULE = "D-01"


@dataclass(frozen=True, slots=True)
class Stored:
    """Where the entries of one table of the file are kept, and which columns tell one entry from another."""

    model: type[Base]
    key: tuple[str, ...]
    dated: bool = False


STORED: Mapping[str, Stored] = {
    "division": Stored(Division, ("code",), dated=True),
    "fund": Stored(Fund, ("code",), dated=True),
    "category": Stored(CategoryKind, ("code",)),
    "post_type": Stored(PostType, ("code",)),
    "standard": Stored(Standard, ("post_type", "township"), dated=True),
    "policy": Stored(Policy, ("post_type",), dated=True),
    "rule": Stored(Rule, ("code", "post_type", "fund")),
    "quota": Stored(Quota, ("post_type", "township"), dated=True),
    "bank_template": Stored(BankTemplate, ("code",)),
    "holiday": Stored(Holiday, ("day",)),
}


PAID_BY = frozenset({"standard", "policy", "scheme"})
"""Tables that pay is computed from: what they change in the past is looked for in the locked months."""

UNSAID_STAYS: Mapping[type[Base], tuple[str, ...]] = {Rule: ("severity", "value")}
"""Columns that keep what they hold when an entry does not say them."""


@dataclass(slots=True)
class LoadResult:
    """What taking in a file did: entries that are new, changed, ended by a later one, or were there already."""

    version: str
    issuer: str
    added: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0

    @property
    def written(self) -> int:
        """How many rows were touched."""
        return self.added + self.changed + self.ended


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """Everything in force, table by table under the keys of the file."""

    version: str | None
    issuer: str | None
    tables: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)


def built_in() -> Path:
    """The reference that every new data file starts with."""
    return paths.resources() / "reference" / "congjiang.toml"


def load(session: Session, source: Path | str) -> LoadResult:
    """Take in a reference file (a path) or its text.

    A later entry of the same key ends the earlier one on the day before; an entry with the same first day replaces
    its values; nothing is removed. Locked runs keep what they were computed with. The same file twice changes nothing.
    """
    text = _read(source) if isinstance(source, Path) else source
    file = parse(text)
    result = LoadResult(file.version, file.issuer)
    known = _known_post_types(session) | {one.values["code"] for one in file.entries if one.table == "post_type"}
    since: dict[str, date] = {}
    for entry in file.entries:
        post_type = entry.values.get("post_type")
        if post_type is not None and post_type not in known:
            raise ReferenceWrongValue(line=entry.line, key="post_type", value=post_type)
        if entry.table == "bank_template":
            _check_template(entry)
        before = result.written
        if entry.table == "scheme":
            _take_scheme(session, entry, result)
        elif entry.table in STORED:
            _take(session, STORED[entry.table], _columns(entry), result)
        if entry.table in PAID_BY and result.written != before:
            for kind in [post_type] if post_type is not None else _commissioned(session):
                since[kind] = min(since.get(kind, entry.values["from"]), entry.values["from"])
    _look_again(session, file.version, file.issuer, since)
    for values in _kept_as_rules(file.entries):
        _take(session, STORED["rule"], values, result)
    _remember(session, file.version, file.issuer, hashlib.sha256(text.encode()).hexdigest(), result)
    session.flush()
    return result


def version(session: Session) -> str | None:
    """The reference version in force; it is printed on every run."""
    return session.scalar(select(ReferenceLoad.reference_version).order_by(ReferenceLoad.ordinal.desc()).limit(1))


def show(session: Session) -> ReferenceView:
    """Everything that was taken in, in the order of the codes and dates."""
    newest = session.scalars(select(ReferenceLoad).order_by(ReferenceLoad.ordinal.desc()).limit(1)).first()
    return ReferenceView(
        version=newest.reference_version if newest else None,
        issuer=newest.issuer if newest else None,
        tables={table: _shown(session, stored) for table, stored in STORED.items()},
    )


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ReferenceUnreadable(file=path.name)
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceUnreadable(file=path.name) from error


def _look_again(session: Session, file_version: str, issuer: str, since: Mapping[str, date]) -> None:
    """The locked months that a backdated entry reaches; their lines stand, a later run books the difference."""
    late = months.Late(file_version, issuer)
    for kind, day in since.items():
        pairs = [pair for pair in months.closed(session).runs if pair[1] == kind and pair[0].last >= day]
        months.note_late(session, sorted(pairs), late, what="reference", assignment_id=None)


def _commissioned(session: Session) -> list[str]:
    return list(session.scalars(select(PostType.code).where(PostType.commission)))


def _known_post_types(session: Session) -> set[str]:
    return set(session.scalars(select(PostType.code)))


def _check_template(entry: Entry) -> None:
    """What no single key shows: whether the columns of a bank's template make a file."""
    try:
        bank_file.layout_of(entry.values)
    except ValueError as error:
        raise ReferenceWrongValue(line=entry.line, key="columns", value=f"{entry.values['code']}: {error}") from error


def _columns(entry: Entry) -> dict[str, Any]:
    """An entry's values under the names of the table's columns."""
    values = dict(entry.values)
    if "from" in values:
        values["valid_from"] = values.pop("from")
        values["valid_to"] = values.pop("to")
    if entry.table == "rule" and values["value"] is not None and not isinstance(values["value"], dict):
        values["value"] = {"value": values["value"]}
    if entry.table == "bank_template":
        code, name = values.pop("code"), values.pop("name")
        values = {key: value for key, value in values.items() if value is not None}
        return {"code": code, "name": name, "layout": values}
    return values


def _kept_as_rules(entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    """Publicity days, the lock and the vocabulary are values of the rules they belong to; the severity there stays."""
    nowhere = {"severity": None, "post_type": None, "fund": None}
    for entry in entries:
        if entry.table == "publicity":
            yield {"code": PUBLICITY_RULE, "value": dict(entry.values), **nowhere}
        elif entry.table == "locking":
            yield {"code": LOCK_RULE, "value": dict(entry.values), **nowhere}
    presets = [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in entry.values.items()}
        for entry in entries
        if entry.table == "vocabulary"
    ]
    if presets:
        yield {"code": VOCABULARY_RULE, "value": {"presets": presets}, **nowhere}


def _take(session: Session, stored: Stored, values: dict[str, Any], result: LoadResult) -> None:
    model: Any = stored.model
    mine = [getattr(model, name).is_not_distinct_from(values[name]) for name in stored.key]
    if not stored.dated:
        _store(session, model, session.scalars(select(model).where(*mine)).first(), values, result)
        return
    start: date = values["valid_from"]
    same_day = session.scalars(select(model).where(*mine, model.valid_from == start)).first()
    later = session.scalar(select(func.min(model.valid_from)).where(*mine, model.valid_from > start))
    if same_day is not None and values["valid_to"] is None:
        values = values | {"valid_to": same_day.valid_to}
    if later is not None and (values["valid_to"] is None or values["valid_to"] >= later):
        values = values | {"valid_to": later - timedelta(days=1)}
    before = session.scalars(
        select(model).where(*mine, model.valid_from < start).where(model.valid_to.is_(None) | (model.valid_to >= start))
    )
    for earlier in before:
        earlier.valid_to = start - timedelta(days=1)
        result.ended += 1
    _store(session, model, same_day, values, result)


def _store(session: Session, model: Any, row: Any, values: dict[str, Any], result: LoadResult) -> None:
    if row is None:
        session.add(model(**_filled(session, model, values)))
        session.flush()
        result.added += 1
        return
    kept = UNSAID_STAYS.get(model, ())
    different = {
        name: value
        for name, value in values.items()
        if getattr(row, name) != value and not (value is None and name in kept)
    }
    for name, value in different.items():
        setattr(row, name, value)
    if different:
        session.flush()
        result.changed += 1
    else:
        result.unchanged += 1


def _filled(session: Session, model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """A new row's values, with what the file does not say."""
    if model is PostType:
        return {**values, "ordinal": 1 + (session.scalar(select(func.max(PostType.ordinal))) or 0)}
    if model is Rule:
        declared = RULES.get(values["code"])
        severity = values["severity"] or (declared.severity if declared is not None else "note")
        return {**values, "severity": severity, "value": values["value"] or {}}
    return dict(values)


def _take_scheme(session: Session, entry: Entry, result: LoadResult) -> None:
    """A water scheme with its rate and shares; another township's is passed over."""
    values = entry.values
    own = session.scalar(select(Office.township))
    if values["township"] != own:
        result.unchanged += 1
        return
    scheme = session.scalars(select(WaterScheme).where(WaterScheme.name == values["name"])).first()
    head = {name: values[name] for name in ("township", "name", "village", "households")}
    _store(session, WaterScheme, scheme, head, result)
    scheme = session.scalars(select(WaterScheme).where(WaterScheme.name == values["name"])).one()
    dates = {"township": own, "scheme_id": scheme.id, "valid_from": values["from"], "valid_to": values["to"]}
    _take(session, Stored(SchemeRate, ("scheme_id",), dated=True), dates | {"rate_bp": values["rate_bp"]}, result)
    for ordinal, share in enumerate(values["shares"], start=1):
        person = session.scalar(select(Person.id).where(Person.id_no == share["id_no"]))
        if person is None:
            raise ReferenceWrongValue(line=entry.line, key="id_no", value=share["id_no"])
        row = dates | {"person_id": person, "share_bp": share["share_bp"], "ordinal": ordinal}
        _take(session, Stored(SchemeShare, ("scheme_id", "person_id"), dated=True), row, result)
    if values["shares"]:
        gone = select(SchemeShare).where(
            SchemeShare.scheme_id == scheme.id, SchemeShare.valid_from < values["from"], SchemeShare.valid_to.is_(None)
        )
        for share_row in session.scalars(gone):
            share_row.valid_to = values["from"] - timedelta(days=1)
            result.ended += 1


def _remember(session: Session, file_version: str, issuer: str, sha256: str, result: LoadResult) -> None:
    newest = session.scalars(select(ReferenceLoad).order_by(ReferenceLoad.ordinal.desc()).limit(1)).first()
    if newest is not None and newest.sha256 == sha256 and not (result.added or result.changed or result.ended):
        return
    session.add(
        ReferenceLoad(
            reference_version=file_version,
            issuer=issuer,
            sha256=sha256,
            ordinal=1 if newest is None else newest.ordinal + 1,
        )
    )


def _shown(session: Session, stored: Stored) -> tuple[Mapping[str, Any], ...]:
    model: Any = stored.model
    order = [getattr(model, name) for name in stored.key] + ([model.valid_from] if stored.dated else [])
    names = [column.key for column in model.__table__.columns if column.key != "id"]
    words = {"valid_from": "from", "valid_to": "to"}
    return tuple(
        {words.get(name, name): getattr(row, name) for name in names}
        for row in session.scalars(select(model).order_by(*order))
    )
