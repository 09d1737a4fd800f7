"""Finding persons: words, filters, sorting and pages in SQL; the rows of page 人员."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import BankAccount, Person, PersonCategory
from cjdesk.domain.names import completed_years
from cjdesk.services.people.present import Present, present
from cjdesk.services.people.problems import Problem, Rules, conditions, rules


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as the list shows it; ``state`` is that of the present assignment, or 未上岗."""

    id: str
    state: str
    name: str
    sex: str
    age: int
    id_no: str
    village: str
    group: str
    post_type: str | None
    post_type_name: str
    post_name: str
    categories: tuple[str, ...]
    account: str | None
    phone: str | None
    start: date | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """How many persons each choice of a filter has, among those that the words find."""

    villages: tuple[tuple[str, int], ...]
    post_types: tuple[tuple[str, int], ...]
    states: tuple[tuple[str, int], ...]
    with_problems: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, how many there are in all, and how many each filter would leave."""

    rows: tuple[PersonRow, ...]
    total: int
    facets: Facets


SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("search", "id_no"),
    "state": ("state", "search", "id_no"),
    "sex": ("sex", "search", "id_no"),
    "age": ("birth", "id_no"),
    "id_no": ("id_no",),
    "village": ("village", "village_group", "search", "id_no"),
    "post_type": ("post_type", "search", "id_no"),
    "phone": ("phone", "id_no"),
    "start": ("start", "search", "id_no"),
}
"""What a list can be sorted by; the search column begins with the pinyin of the name."""

_REVERSED = frozenset({"age"})


def find(
    session: Session,
    text: str = "",
    *,
    village: str | None = None,
    post_type: str | None = None,
    state: str | None = None,
    category: str | None = None,
    problems_only: bool = False,
    sort: str = "name",
    descending: bool = False,
    offset: int = 0,
    limit: int = 200,
    today: date | None = None,
) -> Page:
    """Persons whom every word of ``text`` finds (name, pinyin, initials, ID, village, phone, account tail)."""
    day = today or date.today()
    now = present(day)
    in_force = rules(session)
    problems = conditions(now, in_force, day)
    any_problem = or_(*problems.values())
    words = _words_find(text)
    chosen = list(words)
    if village is not None:
        chosen.append(Person.village == village)
    if post_type is not None:
        chosen.append(now.post_type == post_type)
    if state is not None:
        chosen.append(now.state_or_none == state)
    if category is not None:
        chosen.append(_has_category(category, day))
    if problems_only:
        chosen.append(any_problem)
    columns = [condition.label(f"problem_{code}") for code, condition in problems.items()]
    statement = now.of_people(
        select(
            Person.id, Person.name, Person.sex, Person.birth, Person.id_no, Person.village, Person.village_group,
            Person.phone, now.post_type.label("post_type"), now.post_type_name.label("post_type_name"),
            now.post_name.label("post_name"), now.start.label("start"), now.state_or_none.label("state"), *columns,
        )
    )  # fmt: skip
    statement = statement.where(*chosen).order_by(*_order(now, sort, descending)).offset(offset).limit(limit)
    found = session.execute(statement).mappings().all()
    ids = [row["id"] for row in found]
    categories, accounts = _categories(session, ids, day), _accounts(session, ids)
    rows = tuple(_row(dict(row), in_force, day, categories, accounts) for row in found)
    if not offset and len(rows) < limit:
        total = len(rows)
    else:
        total = session.scalar(now.of_people(select(func.count())).where(*chosen)) or 0
    return Page(rows, total, _facets(session, now, words, any_problem))


def _words_find(text: str) -> list[ColumnElement[bool]]:
    """Each word must stand in the search column or end an account."""
    found: list[ColumnElement[bool]] = []
    for word in unicodedata.normalize("NFKC", text).casefold().split():
        safe = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        here: ColumnElement[bool] = Person.search.like(f"%{safe}%", escape="\\")
        if word.isdigit() and len(word) >= 4:
            tail = exists(
                select(BankAccount.id)
                .where(BankAccount.person_id == Person.id, BankAccount.valid_to.is_(None))
                .where(BankAccount.number.like(f"%{safe}", escape="\\"))
                .correlate(Person)
            )
            here = or_(here, tail)
        found.append(here)
    return found


def _has_category(code: str, day: date) -> ColumnElement[bool]:
    return exists(
        select(PersonCategory.id)
        .where(PersonCategory.person_id == Person.id, PersonCategory.code == code)
        .where(or_(PersonCategory.valid_from.is_(None), PersonCategory.valid_from <= day))
        .where(or_(PersonCategory.valid_to.is_(None), PersonCategory.valid_to >= day))
        .correlate(Person)
    )


def _order(now: Present, sort: str, descending: bool) -> list[ColumnElement[Any]]:
    known: dict[str, Any] = {"state": now.state_or_none, "post_type": now.post_type, "start": now.start}
    columns: list[Any] = [known[name] if name in known else getattr(Person, name) for name in SORTS[sort]]
    first: ColumnElement[Any] = columns[0]
    way = first.desc() if descending != (sort in _REVERSED) else first.asc()
    return [way.nulls_last(), *columns[1:]]


def _categories(session: Session, ids: list[str], day: date) -> dict[str, list[str]]:
    statement = (
        select(PersonCategory.person_id, PersonCategory.code)
        .where(PersonCategory.person_id.in_(ids))
        .where(or_(PersonCategory.valid_from.is_(None), PersonCategory.valid_from <= day))
        .where(or_(PersonCategory.valid_to.is_(None), PersonCategory.valid_to >= day))
        .order_by(PersonCategory.code)
    )
    found: dict[str, list[str]] = {}
    for person_id, code in session.execute(statement):
        found.setdefault(person_id, []).append(code)
    return found


def _accounts(session: Session, ids: list[str]) -> dict[str, str | None]:
    statement = select(BankAccount.person_id, BankAccount.number).where(
        BankAccount.person_id.in_(ids), BankAccount.valid_to.is_(None)
    )
    return {person_id: number for person_id, number in session.execute(statement)}  # noqa: C416 - rows are not pairs to mypy


def _row(
    row: Mapping[str, Any],
    in_force: Rules,
    day: date,
    categories: Mapping[str, list[str]],
    accounts: Mapping[str, str | None],
) -> PersonRow:
    return PersonRow(
        id=row["id"],
        state=row["state"],
        name=row["name"],
        sex=row["sex"],
        age=completed_years(row["birth"], day),
        id_no=row["id_no"],
        village=row["village"] or "",
        group=row["village_group"] or "",
        post_type=row["post_type"],
        post_type_name=row["post_type_name"] or row["post_type"] or "",
        post_name=row["post_name"] or "",
        categories=tuple(categories.get(row["id"], ())),
        account=accounts.get(row["id"]),
        phone=row["phone"],
        start=row["start"],
        problems=tuple(in_force.problem(code) for code in in_force.active if row[f"problem_{code}"]),
    )


def _facets(
    session: Session, now: Present, words: list[ColumnElement[bool]], any_problem: ColumnElement[bool]
) -> Facets:
    flag = case((any_problem, 1), else_=0).label("problem")
    each = now.of_people(
        select(Person.village, now.post_type.label("post_type"), now.state_or_none.label("state"), flag)
    )
    one = each.where(*words).subquery()
    keys = (one.c.village, one.c.post_type, one.c.state)
    groups = session.execute(select(*keys, func.count(), func.sum(one.c.problem)).group_by(*keys)).all()

    def counted(place: int) -> tuple[tuple[str, int], ...]:
        counts: dict[str, int] = {}
        for group in groups:
            choice = tuple(group)[place]
            if choice:
                counts[choice] = counts.get(choice, 0) + group[3]
        return tuple(sorted(counts.items()))

    return Facets(
        villages=counted(0),
        post_types=counted(1),
        states=counted(2),
        with_problems=sum(group[4] for group in groups),
    )
