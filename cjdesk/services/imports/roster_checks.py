"""Rows of the roster against each other, against the register and against the rules of age."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cjdesk.domain.errors import (
    AgeOver60,
    AgeOver65,
    AgeUnder16,
    BankMissing,
    BankShared,
    DuplicateIdInFile,
    SameNameBirth,
    TwoOpenPosts,
    TwoOpenPostsInFile,
    UserError,
)
from cjdesk.domain.names import completed_years
from cjdesk.domain.rules import OFF
from cjdesk.services.imports.person_rows import name_refusal
from cjdesk.services.imports.registry import Registry, is_same, overlap
from cjdesk.services.imports.roster_reading import Entry
from cjdesk.services.rules.book import book


@dataclass(frozen=True, slots=True)
class Ages:
    """The ages of R-03 and R-04 for a post type."""

    least: int = 16
    warning: int = 60
    error: int = 65


class RosterChecks:
    """Lets the rows of a file in, one after the other; the later of two rows is the refused one."""

    def __init__(self, entries: Sequence[Entry], registry: Registry, ages: Callable[[str], Ages]) -> None:
        """Find for each row the stored assignment it speaks of, before any is judged."""
        self._registry = registry
        self._ages = ages
        self._together: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._together[entry.id.value].append(entry)
        for group in self._together.values():
            _match_stored(group, registry)
        self._accounts, self._births = _others(registry, set(self._together))
        self._taken: dict[str, list[Entry]] = defaultdict(list)

    def lets_in(self, entry: Entry) -> bool:
        """Judge a row; errors and warnings are noted."""
        taken = self._taken[entry.id.value]
        _check_age(entry, self._ages(entry.post_type))
        error = _clash(entry, taken, self._together[entry.id.value], self._registry)
        if error is not None:
            entry.line.note("id_no" if error.code == "DUPLICATE_ID" else "post_type", error)
        lock = _lock(entry, self._registry)
        if lock is not None:
            entry.line.note("start", lock)
        if entry.line.refused:
            return False
        self._warn(entry, first=not taken)
        taken.append(entry)
        return True

    def _warn(self, entry: Entry, *, first: bool) -> None:
        if entry.bank_no is not None:
            owner = self._accounts.setdefault(entry.bank_no, (entry.id.value, entry.name))
            if owner[0] != entry.id.value:
                entry.line.note("bank_no", BankShared(name=entry.name, other=owner[1]))
        elif not self._has_account(entry):
            entry.line.note("bank_no", BankMissing(name=entry.name))
        if first:
            twin = self._births.setdefault((entry.name, entry.id.birth), entry.id.value)
            if twin != entry.id.value:
                entry.line.note("name", SameNameBirth(name=entry.name, id_tail=twin[-4:]))

    def _has_account(self, entry: Entry) -> bool:
        person = self._registry.persons.get(entry.id.value)
        account = self._registry.accounts.get(person["id"]) if person is not None else None
        return account is not None and account["number"] is not None


def ages_by_rule(session: Session) -> Callable[[str], Ages]:
    """The ages that the rules in force ask of a post type; a rule that is off asks nothing."""
    known = book(session)

    def ages(post_type: str) -> Ages:
        least, upper = known.setting("R-03", post_type), known.setting("R-04", post_type)
        if upper.severity == OFF:
            return Ages(least.values["age"], NO_AGE, NO_AGE)
        return Ages(least.values["age"], upper.values["warning_age"], upper.values["error_age"])

    return ages


NO_AGE = 999


def _others(registry: Registry, in_file: set[str]) -> tuple[dict[str, tuple[str, str]], dict[tuple[str, date], str]]:
    """Accounts and births of the stored persons that this file does not speak of."""
    accounts: dict[str, tuple[str, str]] = {}
    births: dict[tuple[str, date], str] = {}
    for id_no, person in registry.persons.items():
        if id_no in in_file:
            continue
        births.setdefault((person["name"], person["birth"]), id_no)
        account = registry.accounts.get(person["id"])
        if account is not None and account["number"]:
            accounts.setdefault(account["number"], (id_no, person["name"]))
    return accounts, births


def _match_stored(group: Sequence[Entry], registry: Registry) -> None:
    """Find for each row of a person the stored assignment it speaks of: same start, else a common day."""
    stored = list(registry.assignments_of(group[0].id.value))
    waiting = []
    for entry in group:
        exact = next(
            (row for row in stored if row["post_type"] == entry.post_type and row["start"] == entry.start), None
        )
        if exact is None:
            waiting.append(entry)
        else:
            entry.stored = exact
            stored.remove(exact)
    for entry in waiting:
        near = next(
            (
                row
                for row in stored
                if row["post_type"] == entry.post_type and overlap(row["start"], row["end"], entry.start, entry.end)
            ),
            None,
        )
        if near is not None:
            entry.stored = near
            stored.remove(near)


def _clash(entry: Entry, taken: Sequence[Entry], group: Sequence[Entry], registry: Registry) -> UserError | None:
    for other in taken:
        sheet, number = other.line.where
        if not is_same(other.name, entry.name) or (other.post_type == entry.post_type and other.start == entry.start):
            return DuplicateIdInFile(field="id_no", name=other.name, sheet=sheet, row=number)
        beside = {other.post_type, entry.post_type} & registry.schemes
        if not beside and overlap(other.start, other.end, entry.start, entry.end):
            return TwoOpenPostsInFile(
                field="post_type", name=entry.name, post=other.post_name or other.post_type,
                start=other.start.isoformat(), end=other.end.isoformat() if other.end else "—",
            )  # fmt: skip
    refusal = name_refusal(registry, entry.id.value, entry.name)
    if refusal is not None:
        return refusal
    spoken_of = [other.stored["id"] for other in group if other.stored is not None]
    for row in registry.assignments_of(entry.id.value):
        if row["id"] in spoken_of or {row["post_type"], entry.post_type} & registry.schemes:
            continue
        if overlap(row["start"], row["end"], entry.start, entry.end):
            post = registry.posts_by_id.get(row["post_id"], {}).get("name", row["post_type"])
            return TwoOpenPosts(field="post_type", name=entry.name, post=post, start=row["start"].isoformat())
    return None


def _check_age(entry: Entry, ages: Ages) -> None:
    age = completed_years(entry.id.birth, entry.start)
    facts = {"name": entry.name, "age": age, "day": entry.start.isoformat()}
    if age < ages.least:
        entry.line.note("id_no", AgeUnder16(field="id_no", **facts))
    elif age > ages.error:
        entry.line.note("id_no", AgeOver65(field="id_no", **facts))
    elif age > ages.warning:
        entry.line.note("id_no", AgeOver60(field="id_no", **facts))


def _lock(entry: Entry, registry: Registry) -> UserError | None:
    """Days on post that a locked month was computed with, or would have been, stay as they are."""
    row = entry.stored
    if not registry.closed.runs:
        return None
    if row is None:
        return registry.dates_lock(entry.post_type, None, (entry.start, entry.end))
    before = (row["start"], row["end"])
    after = (entry.start, entry.end if entry.end is not None else row["end"])
    if entry.standard_fen is not None and row["standard_fen"] != entry.standard_fen:
        return registry.dates_lock(entry.post_type, None, after)
    return registry.dates_lock(entry.post_type, before, after)
