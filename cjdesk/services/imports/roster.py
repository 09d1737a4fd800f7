"""The roster: persons with their categories, accounts, posts, agreements; and the sheet of suspensions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Agreement, Assignment, BankAccount, Post, Rule, Suspension
from cjdesk.domain import bank_no
from cjdesk.domain.categories import Category
from cjdesk.domain.errors import (
    AgeOver60,
    AgeOver65,
    AgeUnder16,
    BankLuhn,
    BankMissing,
    BankShared,
    BirthMismatch,
    CellDamaged,
    CodeMissing,
    DateMissing,
    DateOrder,
    DuplicateIdInFile,
    EndMissing,
    IdConsecutive,
    NotOnPost,
    PersonNotRegistered,
    PhoneWrong,
    SameNameBirth,
    SexMismatch,
    TwoOpenPosts,
    TwoOpenPostsInFile,
    UnknownPostType,
    UserError,
)
from cjdesk.domain.id_number import IdNumber, normalise
from cjdesk.domain.names import completed_years
from cjdesk.domain.states import AssignmentState
from cjdesk.services.imports import words
from cjdesk.services.imports.changes import Changes
from cjdesk.services.imports.person_rows import PersonFacts, name_refusal, note_other_name, take_person
from cjdesk.services.imports.registry import END, Registry, Stored, is_same, overlap, table_rows
from cjdesk.services.imports.sheet_rows import Findings, Line, lines
from cjdesk.workbooks import cells
from cjdesk.workbooks.forms import ROSTER, SUSPENSIONS
from cjdesk.workbooks.headers import Table
from cjdesk.workbooks.reading import Cell, ErrorCell

_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}")


@dataclass(slots=True)
class Entry:
    """A row of the roster with everything read from it."""

    line: Line
    id: IdNumber
    name: str
    facts: dict[str, Any]
    categories: tuple[str, ...] | None
    post_type: str
    post_name: str | None
    employer: str | None
    fund: str | None
    start: date
    end: date | None
    state: AssignmentState | None
    exit_reason: str | None
    exit_note: str | None
    standard_fen: int | None
    agreement: tuple[date | None, date | None]
    bank_name: str | None
    bank_no: str | None
    bank_holder: str | None
    remark: str | None
    stored: Stored | None = None


@dataclass(frozen=True, slots=True)
class Ages:
    """The ages of R-03 and R-04 for a post type."""

    least: int = 16
    warning: int = 60
    error: int = 65


def check(
    session: Session, findings: Findings, tables: Sequence[Table], progress: Callable[[], None]
) -> tuple[Changes, dict[tuple[str, int], str]]:
    """Read every row, find what is wrong, and say what would change; gives the state of each accepted row."""
    registry = Registry.load(session, findings.today, everything=True)
    vocabulary = words.vocabulary(session)
    ages = _ages(session)
    entries: list[Entry] = []
    for table in tables:
        if table.form is ROSTER:
            entries.extend(_read_table(findings, table, vocabulary, registry.township, progress))
    accepted = _across_rows(entries, registry, ages)
    changes = Changes(registry.township)
    writer = _Writer(registry, changes, vocabulary)
    states: dict[tuple[str, int], str] = {}
    for entry in accepted:
        before = changes.count
        created = writer.take(entry)
        states[entry.line.where] = "created" if created else "updated" if changes.count > before else "unchanged"
        progress()
    for table in tables:
        if table.form is SUSPENSIONS:
            states |= _suspensions(session, findings, table, registry, changes)
    return changes, states


def _read_table(
    findings: Findings,
    table: Table,
    vocabulary: words.Vocabulary,
    township: str,
    progress: Callable[[], None],
) -> Iterable[Entry]:
    previous = ""
    for line in lines(findings, table):
        cell = line.cell("id_no")
        written = normalise(cell) if isinstance(cell, str) else ""
        if previous and written.isdecimal() and len(written) == 18 and int(written) == int(previous) + 1:
            line.note("id_no", IdConsecutive(value=written))
        previous = written if written.isdecimal() else ""
        entry = _read_row(line, vocabulary, township)
        if entry is not None:
            yield entry
        progress()


def _read_row(line: Line, vocabulary: words.Vocabulary, township: str) -> Entry | None:
    """Everything a row says; None when something that every row needs is missing."""
    id_no = line.id_no()
    name = line.name()
    post_type = line.read("post_type", vocabulary.post_type, CodeMissing(column="岗位类别"))
    start = line.day("start", DateMissing())
    end, leaving = line.read("leaving", cells.day_and_words) or (None, None)
    reason, note = _why(line, end, leaving)
    state = line.read("state", words.state)
    village, group = _village(line)
    account = _account(line)
    agreement = _agreement(line)
    relocated = line.read("relocated", cells.yes_no)
    categories = line.read("categories", vocabulary.categories_of)
    if relocated and Category.YDBQ not in (categories or ()):
        categories = (*(categories or ()), str(Category.YDBQ))
    facts = {
        "ethnicity": line.read("ethnicity", words.ethnicity),
        "education": line.read("education", words.education),
        "phone": _phone(line),
        "village": village,
        "village_group": group,
        "disability_no": line.code("disability_no", 20),
        "insured": line.read("insured", cells.yes_no),
    }
    entry_standard = line.read("standard", cells.fen)
    post_name, employer, fund = line.text("post_name", 100), line.text("employer", 100), line.text("fund", 60)
    bank_name, bank_holder, remark = line.text("bank_name", 80), line.text("bank_holder", 50), line.text("remark", 200)
    if start is not None and end is not None and end < start:
        line.note("leaving", DateOrder(field="end", start=start.isoformat(), end=end.isoformat()))
    if state is AssignmentState.LEFT and end is None and not _noted(line, "leaving"):
        line.note("leaving", EndMissing(name=name or "", state=state.value))
    if id_no is not None:
        _compare(line, id_no)
    if id_no is None or name is None or post_type is None or start is None:
        return None
    return Entry(
        line, id_no, name, facts, categories, post_type, post_name, employer, fund, start, end, state, reason, note,
        entry_standard, agreement, bank_name, account, bank_holder, remark,
    )  # fmt: skip


def _noted(line: Line, key: str) -> bool:
    """Whether the cell was already found wrong (an empty value then says nothing)."""
    return not cells.is_empty(line.cell(key)) and line.refused


def _why(line: Line, end: date | None, leaving: str | None) -> tuple[str | None, str | None]:
    told = line.text("exit_reason", 100) or leaving
    if end is None or told is None:
        return None, None
    reason, note = words.exit_reason(told)
    return reason, note[:100] if note else None


def _village(line: Line) -> tuple[str | None, str | None]:
    village, group = line.text("village", 60), line.text("group", 60)
    if not line.has("village") and group is not None:
        return words.place(group)
    return village, group[:30] if group else None


def _phone(line: Line) -> str | None:
    number = line.code("phone", 40)
    if number is None:
        return None
    typed = isinstance(line.cell("phone"), str)
    if not _PHONE.fullmatch(number) or (not typed and not number.startswith("1")):
        line.note("phone", PhoneWrong(number=number))
        return number if typed and len(number) <= 20 else None
    return number


def _account(line: Line) -> str | None:
    def read(cell: Cell) -> bank_no.Account | None:
        if isinstance(cell, ErrorCell):
            raise CellDamaged(value=cell.text)
        return bank_no.check(cells.shown(cell) if not isinstance(cell, (int, float)) else cell)

    account = line.read("bank_no", read)
    if account is None:
        return None
    if account.luhn_fails:
        line.note("bank_no", BankLuhn())
    return account.value


def _agreement(line: Line) -> tuple[date | None, date | None]:
    first, last = line.read("agreement", cells.period) or (None, None)
    first, last = line.day("agreement_from") or first, line.day("agreement_to") or last
    if first is not None and last is not None and last < first:
        key = "agreement" if line.has("agreement") else "agreement_to"
        line.note(key, DateOrder(field="end", start=first.isoformat(), end=last.isoformat()))
    return first, last


def _compare(line: Line, id_no: IdNumber) -> None:
    """What the sheet says beside the ID number must agree with it; the number is followed."""
    sex = line.read("sex", words.sex)
    if sex is not None and sex != id_no.sex:
        shown = {"1": "男", "2": "女"}
        line.note("sex", SexMismatch(written=shown[sex], found=shown[id_no.sex]))
    cell = line.cell("birth")
    if cells.is_empty(cell):
        return
    written = cells.shown(cell)
    if not _birth_agrees(written, id_no.birth):
        line.note("birth", BirthMismatch(written=written, found=id_no.birth.isoformat()))


def _birth_agrees(written: str, birth: date) -> bool:
    """1990.1 may stand for January or, in a number cell, for October."""
    numbers = re.findall(r"\d+", written.translate(_HALF_WIDTH))
    digits = "".join(numbers)
    if len(numbers) == 1:
        numbers = [digits[:4], digits[4:6], digits[6:8]]
    year, month, day = (*numbers, "", "", "")[:3]
    if not year or int(year) != birth.year:
        return False
    if month and int(month) != birth.month and not (month == "1" and birth.month == 10 and not day):
        return False
    return not day or int(day) == birth.day


_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def _ages(session: Session) -> Callable[[str], Ages]:
    rows = session.execute(select(Rule.code, Rule.post_type, Rule.severity, Rule.value).where(Rule.fund.is_(None)))
    values: dict[tuple[str, str | None], dict[str, Any]] = {}
    for code, post_type, severity, value in rows:
        values[code, post_type] = {} if severity == "off" else dict(value or {})

    def ages(post_type: str) -> Ages:
        least = values.get(("R-03", post_type)) or values.get(("R-03", None)) or {}
        upper = values.get(("R-04", post_type), values.get(("R-04", None), {"warning_age": 60, "error_age": 65}))
        return Ages(int(least.get("age", 16)), int(upper.get("warning_age", 999)), int(upper.get("error_age", 999)))

    return ages


def _across_rows(entries: Sequence[Entry], registry: Registry, ages: Callable[[str], Ages]) -> list[Entry]:
    """Check rows against each other and against the register; the later of two rows is the refused one."""
    in_file = {entry.id.value for entry in entries}
    together: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        together[entry.id.value].append(entry)
    for group in together.values():
        _match_stored(group, registry)
    accounts, births = _others(registry, in_file)
    taken: dict[str, list[Entry]] = defaultdict(list)
    accepted: list[Entry] = []
    for entry in entries:
        _check_age(entry, ages(entry.post_type))
        error = _clash(entry, taken[entry.id.value], together[entry.id.value], registry)
        if error is not None:
            entry.line.note("id_no" if error.code == "DUPLICATE_ID" else "post_type", error)
        if error is None and not entry.line.refused:
            lock = _lock(entry, registry)
            if lock is not None:
                entry.line.note("start", lock)
        if entry.line.refused:
            continue
        first = not taken[entry.id.value]
        taken[entry.id.value].append(entry)
        accepted.append(entry)
        if entry.bank_no is None:
            if registry.accounts.get(registry.persons.get(entry.id.value, {}).get("id", ""), {}).get("number") is None:
                entry.line.note("bank_no", BankMissing(name=entry.name))
        else:
            owner = accounts.setdefault(entry.bank_no, (entry.id.value, entry.name))
            if owner[0] != entry.id.value:
                entry.line.note("bank_no", BankShared(name=entry.name, other=owner[1]))
        if first:
            twin = births.setdefault((entry.name, entry.id.birth), entry.id.value)
            if twin != entry.id.value:
                entry.line.note("name", SameNameBirth(name=entry.name, id_tail=twin[-4:]))
    return accepted


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
        sheet, row = other.line.where
        if not is_same(other.name, entry.name) or (other.post_type == entry.post_type and other.start == entry.start):
            return DuplicateIdInFile(field="id_no", name=other.name, sheet=sheet, row=row)
        if overlap(other.start, other.end, entry.start, entry.end):
            return TwoOpenPostsInFile(
                field="post_type", name=entry.name, post=other.post_name or other.post_type,
                start=other.start.isoformat(), end=other.end.isoformat() if other.end else "—",
            )  # fmt: skip
    refusal = name_refusal(registry, entry.id.value, entry.name)
    if refusal is not None:
        return refusal
    spoken_of = [other.stored["id"] for other in group if other.stored is not None]
    for row in registry.assignments_of(entry.id.value):
        if row["id"] not in spoken_of and overlap(row["start"], row["end"], entry.start, entry.end):
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
    """Days of an assignment that a locked month was computed with stay; a late newcomer gets back pay."""
    row = entry.stored
    if row is None or not registry.closed:
        return None
    if row["start"] != entry.start:
        first, last = sorted((row["start"], entry.start))
        return registry.lock_on(entry.post_type, first, last)
    if entry.end is not None and row["end"] != entry.end:
        first, last = sorted((row["end"] or END, entry.end))
        return registry.lock_on(entry.post_type, first, last if last != END else None)
    if entry.standard_fen is not None and row["standard_fen"] != entry.standard_fen:
        return registry.lock_on(entry.post_type, entry.start, entry.end)
    return None


class _Writer:
    """Turns accepted rows into changes."""

    def __init__(self, registry: Registry, changes: Changes, vocabulary: words.Vocabulary) -> None:
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


_POST_COLUMNS = ("post_type", "name", "village", "employer", "fund")


def _suspensions(
    session: Session, findings: Findings, table: Table, registry: Registry, changes: Changes
) -> dict[tuple[str, int], str]:
    stored = {(row["assignment_id"], row["start"]): row for row in table_rows(session, Suspension, registry.township)}
    states: dict[tuple[str, int], str] = {}
    for line in lines(findings, table):
        id_no = line.id_no()
        start, end = line.day("start", DateMissing()), line.day("end")
        paid = line.read("paid", cells.yes_no, CodeMissing(column="是否发放"))
        reason = line.text("reason", 40)
        if start is not None and end is not None and end < start:
            line.note("end", DateOrder(field="end", start=start.isoformat(), end=end.isoformat()))
        if id_no is None or start is None or line.refused:
            continue
        rows = registry.assignments_of(id_no.value)
        name = cells.text(line.cell("name")) or ""
        if not rows:
            line.note("id_no", PersonNotRegistered(field="id_no", name=name))
            continue
        note_other_name(registry, line, id_no.value)
        assignment = next((row for row in rows if overlap(row["start"], row["end"], start, start)), None)
        if assignment is None:
            line.note("start", NotOnPost(field="start", name=name, day=start.isoformat()))
            continue
        row = stored.get((assignment["id"], start))
        before = changes.count
        values = {"end": end, "paid": paid, "reason": reason}
        if row is None or any(row[column] != value for column, value in values.items() if value is not None):
            lock = registry.lock_on(assignment["post_type"], start, end)
            if lock is not None:
                line.note("start", lock)
                continue
        if row is None:
            stored[assignment["id"], start] = changes.insert(
                Suspension, assignment_id=assignment["id"], start=start, **values
            )
            states[line.where] = "created"
            continue
        changes.update(Suspension, row, **{column: value for column, value in values.items() if value is not None})
        states[line.where] = "updated" if changes.count > before else "unchanged"
    return states


__all__ = ["UnknownPostType", "check"]
