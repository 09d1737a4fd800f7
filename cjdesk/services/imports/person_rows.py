"""What rosters, member lists and household lists say of a person, taken into the register in one way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cjdesk.db.models import Person, PersonCategory
from cjdesk.domain.errors import DuplicateId, NameDiffers
from cjdesk.domain.id_number import IdNumber
from cjdesk.domain.names import normalise
from cjdesk.services.imports.changes import Changes
from cjdesk.services.imports.registry import Registry, Stored, is_same
from cjdesk.services.imports.sheet_rows import Line
from cjdesk.services.search_text import search_words
from cjdesk.workbooks.cells import text

_EMPTY: Stored = {
    "name_bank": None, "ethnicity": None, "education": None, "phone": None, "village": None, "village_group": None,
    "address": None, "household_id": None, "relation": None, "labour_ability": None, "disability_no": None,
    "skills": None, "insured": None, "employment_status": None, "employment_place": None, "employment_unit": None,
    "remark": None, "active": True,
}  # fmt: skip
_SEARCHED = ("name", "name_bank", "phone", "village", "village_group")


@dataclass(slots=True)
class PersonFacts:
    """A person as a row has it; ``facts`` are columns of Person, None where the cell is empty."""

    id: IdNumber
    name: str
    facts: dict[str, Any] = field(default_factory=dict)
    categories: tuple[str, ...] | None = None


def name_refusal(registry: Registry, id_no: str, name: str) -> DuplicateId | None:
    """The error when the number belongs to somebody of another name; a name with lost characters may be mended."""
    person = registry.persons.get(id_no)
    if person is None or is_same(person["name"], name) or normalise(person["name"]).lost:
        return None
    return DuplicateId(
        field="id_no", name=person["name"], village=person["village"] or "—", group=person["village_group"] or ""
    )


def take_person(registry: Registry, changes: Changes, row: PersonFacts, *, owns: bool) -> Stored:
    """Add or change a person; an empty cell never erases.

    ``owns`` says that the list is the person's own register (the roster): it changes what is stored and ends the
    undated categories that it no longer names. Other lists only fill in what is not known yet.
    """
    person = registry.persons.get(row.id.value)
    if person is None:
        person = changes.insert(
            Person,
            **_EMPTY | row.facts,
            id_no=row.id.value,
            name=row.name,
            sex=row.id.sex,
            birth=row.id.birth,
            search=search_words(
                row.name,
                row.id.value,
                phone=row.facts.get("phone"),
                village=row.facts.get("village"),
                group=row.facts.get("village_group"),
            ),
        )
        registry.persons[row.id.value] = person
    else:
        _change_person(changes, person, row, owns=owns)
    if row.categories is not None:
        _take_categories(registry, changes, person, row.categories, owns=owns)
    return person


def _change_person(changes: Changes, person: Stored, row: PersonFacts, *, owns: bool) -> None:
    wanted = {
        column: value
        for column, value in row.facts.items()
        if value is not None and person[column] != value and (owns or person[column] is None)
    }
    if owns and person["name"] != row.name:
        wanted["name"] = row.name
    if not wanted:
        return
    changes.update(Person, person, **wanted)
    if any(column in wanted for column in _SEARCHED):
        found_by = search_words(
            person["name"],
            person["id_no"],
            phone=person["phone"],
            village=person["village"],
            group=person["village_group"],
            name_bank=person["name_bank"],
        )
        changes.update(Person, person, search=found_by)


def _take_categories(
    registry: Registry, changes: Changes, person: Stored, categories: tuple[str, ...], *, owns: bool
) -> None:
    known = registry.categories.get(person["id"])
    if known is None:
        known = registry.categories[person["id"]] = {}
    elif not owns and known:
        return
    for code in categories:
        if code not in known:
            known[code] = changes.insert(
                PersonCategory, person_id=person["id"], code=code, valid_from=None, valid_to=None, proof=None
            )
    if owns and len(known) > len(categories):
        for code in [code for code, row in known.items() if code not in categories and row["valid_from"] is None]:
            changes.update(PersonCategory, known.pop(code), valid_to=registry.today)


def note_other_name(registry: Registry, line: Line, id_no: str, key: str = "name") -> None:
    """Warn when a list that only refers to a person has another name for the number."""
    person = registry.persons.get(id_no)
    written = text(line.cell(key))
    if person is not None and written is not None and not is_same(person["name"], written):
        line.note(key, NameDiffers(written=written, found=person["name"]))
