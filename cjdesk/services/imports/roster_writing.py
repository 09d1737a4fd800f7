"""Accepted rows of the roster turned into changes of persons, accounts, posts, assignments and agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

from cjdesk.db.models import Agreement, Assignment, BankAccount, Post
from cjdesk.domain.states import AssignmentState
from cjdesk.services.imports import words
from cjdesk.services.imports.changes import Changes
from cjdesk.services.imports.person_rows import PersonFacts, take_person
from cjdesk.services.imports.registry import Registry, Stored
from cjdesk.services.imports.roster_reading import Entry

_POST_COLUMNS = ("post_type", "name", "village", "employer", "fund")


class RosterWriter:
    """Turns accepted rows into changes."""

    def __init__(self, registry: Registry, changes: Changes, vocabulary: words.Vocabulary) -> None:
        """Continue the numbers of the stored posts."""
        self._registry = registry
        self._changes = changes
        self._vocabulary = vocabulary
        self._numbers: dict[str, int] = {}
        for post in registry.posts_by_id.values():
            prefix, _, last = post["number"].rpartition("-")
            if last.isdecimal():
                self._numbers[prefix] = max(self._numbers.get(prefix, 0), int(last))

    def take(self, entry: Entry) -> bool:
        """Take in a row; whether its assignment is new."""
        facts = PersonFacts(entry.id, entry.name, entry.facts, entry.categories)
        person = take_person(self._registry, self._changes, facts, owns=True)
        self._account(person, entry)
        assignment, created = self._assignment(person, entry)
        self._agreement(assignment, entry, created=created)
        return created

    def _account(self, person: Stored, entry: Entry) -> None:
        known = self._registry.accounts.get(person["id"])
        if known is None:
            if entry.bank_no is not None or entry.bank_name is not None:
                self._new_account(person, entry, None)
            return
        if entry.bank_no is not None and known["number"] not in (None, entry.bank_no):
            self._changes.update(BankAccount, known, valid_to=self._registry.today)
            self._new_account(person, entry, self._registry.today)
            return
        wanted = {"bank": entry.bank_name, "number": entry.bank_no, "holder": entry.bank_holder}
        self._changes.update(BankAccount, known, **{key: value for key, value in wanted.items() if value is not None})

    def _new_account(self, person: Stored, entry: Entry, valid_from: date | None) -> None:
        self._registry.accounts[person["id"]] = self._changes.insert(
            BankAccount,
            person_id=person["id"],
            holder=entry.bank_holder or entry.name,
            bank=entry.bank_name,
            number=entry.bank_no,
            valid_from=valid_from,
            valid_to=None,
            reason=None,
        )

    def _assignment(self, person: Stored, entry: Entry) -> tuple[Stored, bool]:
        row = entry.stored
        post = self._post(entry, row)
        if row is None:
            created = self._changes.insert(
                Assignment,
                person_id=person["id"],
                post_id=post["id"],
                post_type=entry.post_type,
                start=entry.start,
                end=entry.end,
                state=self._state(entry, entry.end).value,
                exit_reason=entry.exit_reason,
                exit_note=entry.exit_note,
                standard_fen=entry.standard_fen,
                remark=entry.remark,
            )
            self._registry.assignments.setdefault(person["id"], []).append(created)
            return created, True
        wanted: dict[str, Any] = {"post_id": post["id"], "start": entry.start}
        told = {
            "end": entry.end, "exit_reason": entry.exit_reason, "exit_note": entry.exit_note,
            "standard_fen": entry.standard_fen, "remark": entry.remark,
        }  # fmt: skip
        wanted |= {column: value for column, value in told.items() if value is not None}
        moved = entry.end is not None and entry.end != row["end"]
        if entry.state is not None and (moved or (row["end"] == entry.end and entry.state.value != row["state"])):
            wanted["state"] = self._state(entry, entry.end).value
        self._changes.update(Assignment, row, **wanted)
        return row, False

    def _state(self, entry: Entry, end: date | None) -> AssignmentState:
        if end is not None and end < self._registry.today:
            return AssignmentState.LEFT
        if entry.state is not None:
            return entry.state
        return AssignmentState.ON_POST if end is None else AssignmentState.LEFT

    def _post(self, entry: Entry, row: Stored | None) -> Stored:
        """The post a row names; what the sheet does not say stays as it is on the stored one."""
        present = self._registry.posts_by_id.get(row["post_id"]) if row is not None else None
        village = entry.facts["village"]
        fallback = f"{village or ''}{self._vocabulary.post_names.get(entry.post_type, entry.post_type)}"
        said = {"name": entry.post_name, "village": village, "employer": entry.employer, "fund": entry.fund}
        if present is not None:
            said = {column: value if value is not None else present[column] for column, value in said.items()}
        key = (entry.post_type, said["name"] or fallback, said["village"], said["employer"], said["fund"])
        if present is not None and key == tuple(present[column] for column in _POST_COLUMNS):
            return present
        post = self._registry.posts.get(key)
        if post is None:
            post = self._changes.insert(
                Post,
                number=self._next_number(entry.post_type),
                **dict(zip(_POST_COLUMNS, key, strict=True)),
                state="在岗",
            )
            self._registry.posts[key] = post
            self._registry.posts_by_id[post["id"]] = post
        return post

    def _next_number(self, post_type: str) -> str:
        prefix = f"{post_type}-{self._registry.township[-3:]}"
        number = self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return f"{prefix}-{number:03d}"

    def _agreement(self, assignment: Stored, entry: Entry, *, created: bool) -> None:
        first, last = entry.agreement
        if first is None:
            return
        known = [] if created else self._registry.agreements.get(assignment["id"], [])
        same = next((row for row in known if row["start"] == first), None)
        if same is None:
            added = self._changes.insert(Agreement, assignment_id=assignment["id"], number=None, start=first, end=last)
            self._registry.agreements.setdefault(assignment["id"], []).append(added)
        elif last is not None:
            self._changes.update(Agreement, same, end=last)
