"""Adding and changing persons and their categories, each value checked as the rules of domain.md section 2 ask."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import CategoryKind, Person, PersonCategory
from cjdesk.domain import codes, id_number, names
from cjdesk.domain.errors import CategoryTwice, DateOrder, DuplicateId, PhoneWrong, ValueNotInList
from cjdesk.services.people.found import own_township, person_of
from cjdesk.services.search_text import search_text

_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}")


def add(session: Session, *, name: str, id_no: str, today: date | None = None, **fields: Any) -> str:
    """Register a person and give its id; sex and birth come from the ID number.

    ``fields`` are those of EDITABLE. An ID number that is registered stops with DUPLICATE_ID.
    """
    day = today or date.today()
    number = id_number.check(id_no, today=day)
    _refuse_duplicate(session, number.value, None)
    person = Person(
        township=own_township(session),
        id_no=number.value,
        name=names.normalise(name).value,
        sex=number.sex,
        birth=number.birth,
    )
    for field, value in fields.items():
        setattr(person, field, EDITABLE[field](value))
    person.search = search_text(person)
    session.add(person)
    session.flush()
    return person.id


def edit(session: Session, person_id: str, field: str, value: Any, *, today: date | None = None) -> None:
    """Set one field of EDITABLE; a changed ID number changes sex and birth with it."""
    person = person_of(session, person_id)
    if field == "id_no":
        number = id_number.check(value, today=today or date.today())
        _refuse_duplicate(session, number.value, person_id)
        person.id_no, person.birth, person.sex = number.value, number.birth, number.sex
    else:
        setattr(person, field, EDITABLE[field](value))
    person.search = search_text(person)
    session.flush()


def add_category(
    session: Session,
    person_id: str,
    code: str,
    *,
    valid_from: date | None = None,
    proof: str | None = None,
) -> str:
    """Give a person a category from a day on; the same one cannot run twice."""
    person = person_of(session, person_id)
    words = {row.code: row.name_2021 for row in session.scalars(select(CategoryKind))}
    if code not in words:
        raise ValueNotInList(field="category", value=code, choices="、".join(words.values()))
    still_open = or_(PersonCategory.valid_to.is_(None), PersonCategory.valid_to >= (valid_from or date.today()))
    if session.scalars(
        select(PersonCategory.id).where(PersonCategory.person_id == person_id, PersonCategory.code == code, still_open)
    ).first():
        raise CategoryTwice(field="category", name=person.name, category=words[code])
    row = PersonCategory(
        township=person.township, person_id=person_id, code=code, valid_from=valid_from, valid_to=None, proof=proof
    )
    session.add(row)
    session.flush()
    return row.id


def end_category(session: Session, category_id: str, *, end: date) -> None:
    """End a category; ``end`` is its last valid day."""
    row = session.get(PersonCategory, category_id)
    if row is None:
        person_of(session, "")
        return
    if row.valid_from is not None and end < row.valid_from:
        raise DateOrder(field="valid_to", start=row.valid_from.isoformat(), end=end.isoformat())
    row.valid_to = end
    session.flush()


def _refuse_duplicate(session: Session, id_no: str, but: str | None) -> None:
    other = session.scalars(select(Person).where(Person.id_no == id_no, Person.id != (but or ""))).first()
    if other is not None:
        raise DuplicateId(
            field="id_no", name=other.name, village=other.village or "—", group=other.village_group or "", id=other.id
        )


def _words(longest: int) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        text = names.tidy(str(value or "")).strip()
        return text[:longest] or None

    return check


def _listed(field: str, choices: Mapping[str, str]) -> Callable[[Any], str | None]:
    """Take a code or its word; empty is nothing."""

    def check(value: Any) -> str | None:
        text = str(value or "").strip()
        if not text:
            return None
        if text in choices:
            return text
        bare = text.removesuffix("族") if field == "ethnicity" else text
        for code, word in choices.items():
            if bare == word:
                return code
        raise ValueNotInList(field=field, value=text, choices="、".join(choices.values()))

    return check


def _phone(value: Any) -> str | None:
    text = re.sub(r"[\s\-–—()（）]+", "", unicodedata.normalize("NFKC", str(value or "")))
    if not text:
        return None
    if not _PHONE.fullmatch(text):
        raise PhoneWrong(field="phone", number=text)
    return text


def _yes_no(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _name(value: Any) -> str:
    return names.normalise(value).value


def _name_bank(value: Any) -> str | None:
    return names.normalise(value).value if str(value or "").strip() else None


def _id_no(value: Any) -> str:
    return id_number.check(value, today=date.today()).value


def _ability(value: Any) -> str | None:
    return _listed("labour_ability", {one: one for one in codes.LABOUR_ABILITIES})(value)


EDITABLE: Mapping[str, Callable[[Any], Any]] = {
    "name": _name,
    "name_bank": _name_bank,
    "id_no": _id_no,
    "ethnicity": _listed("ethnicity", codes.ETHNICITIES),
    "education": _listed("education", codes.EDUCATIONS),
    "phone": _phone,
    "village": _words(60),
    "village_group": _words(30),
    "address": _words(200),
    "relation": _listed("relation", codes.RELATIONS),
    "labour_ability": _ability,
    "disability_no": _words(20),
    "skills": _words(100),
    "insured": _yes_no,
    "employment_status": _words(20),
    "employment_place": _words(20),
    "employment_unit": _words(100),
    "remark": _words(2000),
}
"""The fields a clerk may set, each with what checks and cleans its value."""
