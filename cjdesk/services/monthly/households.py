"""Relocated households and their work on the day of the report: K19 to K24, by village."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Household, Person
from cjdesk.domain import codes
from cjdesk.services.monthly.counted import Counted, Key, key_of

EMPLOYED, COUNTY, PROVINCE = "已就业", "县内", "县外省内"
POOR = "贫困"
EXCUSED = frozenset({"在校学生", "患病", "服兵役", "现役军人", "服刑"})
"""A household all of whose labourers are one of these is no 零就业家庭 (K23)."""

YOUNGEST, OLDEST = 16, {"1": 59, "2": 54}
"""Working age in completed years (K20)."""

_VILLAGE_CODE = 12
"""So many digits of a household's number are the code of its village."""


class _Member(NamedTuple):
    id: str
    household: str | None
    id_no: str
    village: str | None
    sex: str
    birth: date
    ability: str | None
    status: str | None
    place: str | None


class _Home(NamedTuple):
    id: str
    number: str
    head: str | None
    village: str | None
    kind: str | None


def count(
    session: Session, counted: Counted, day: date, *, on_post: Collection[str], working: Mapping[str, str]
) -> None:
    """Count households moved by the day, their people, labourers and who of these works where.

    Somebody on a post or away with a cooperative works, whatever the household's sheet says.
    """
    homes = [
        _Home(*row)
        for row in session.execute(
            select(Household.id, Household.number, Household.head_id_no, Household.village, Household.kind)
            .where(Household.relocated, or_(Household.moved.is_(None), Household.moved <= day))
            .order_by(Household.number)
        )
    ]
    members = _members(session)
    villages = _villages(homes, members)
    for home in homes:
        mine, key = members.get(home.id, []), key_of(villages.get(home.id))
        counted.put("households", key, home.id)
        if home.kind == POOR:
            counted.put("poor_households", key, home.id)
        for one in mine:
            counted.put("relocated_people", key, one.id)
        _work(counted, home, key, [one for one in mine if is_labourer(one.birth, one.sex, one.ability, day)],
              on_post=on_post, working=working)  # fmt: skip


def is_labourer(birth: date, sex: str, ability: str | None, day: date) -> bool:
    """Of working age on the day and not called unfit; an ability that nobody filled in is taken for one."""
    age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return ability not in codes.UNFIT and YOUNGEST <= age <= OLDEST.get(sex, OLDEST["1"])


def _work(
    counted: Counted,
    home: _Home,
    key: Key,
    labourers: Sequence[_Member],
    *,
    on_post: Collection[str],
    working: Mapping[str, str],
) -> None:
    if not labourers:
        return
    counted.put("labour_households", key, home.id)
    at_work = False
    for one in labourers:
        counted.put("labourers", key, one.id)
        place = _place(one, on_post, working)
        if place is None:
            continue
        at_work = True
        counted.put("employed", key, one.id)
        if place:
            counted.put(
                {COUNTY: "employed_county", PROVINCE: "employed_province"}.get(place, "employed_outside"), key, one.id
            )
    if at_work:
        counted.put("employed_households", key, home.id)
    elif all(one.status in EXCUSED for one in labourers):
        counted.put("exempt_households", key, home.id)
    else:
        counted.put("zero_households", key, home.id)


def _place(one: _Member, on_post: Collection[str], working: Mapping[str, str]) -> str | None:
    """Where somebody works, empty when nobody says, None for who does not work."""
    if one.status == EMPLOYED:
        return one.place or (COUNTY if one.id in on_post else working.get(one.id, ""))
    if one.id in on_post:
        return COUNTY
    return working.get(one.id)


def _members(session: Session) -> Mapping[str, list[_Member]]:
    found: dict[str, list[_Member]] = defaultdict(list)
    columns = (
        Person.id, Person.household_id, Person.id_no, Person.village, Person.sex, Person.birth, Person.labour_ability,
        Person.employment_status, Person.employment_place,
    )  # fmt: skip
    for row in session.execute(select(*columns).where(Person.household_id.is_not(None), Person.active)):
        one = _Member(*row)
        found[one.household or ""].append(one)
    return found


def _villages(homes: Sequence[_Home], members: Mapping[str, list[_Member]]) -> Mapping[str, str]:
    """Household → village: as stored, else its head's, else its people's, else as most of the same village code."""
    found: dict[str, str] = {}
    by_code: dict[str, Counter[str]] = defaultdict(Counter)
    for home in homes:
        mine = members.get(home.id, [])
        heads = [one.village for one in mine if one.id_no == home.head and one.village]
        village = home.village or next(iter(heads), None) or next((one.village for one in mine if one.village), None)
        if village:
            found[home.id] = village
            by_code[home.number[:_VILLAGE_CODE]][village] += 1
    for home in homes:
        same = by_code.get(home.number[:_VILLAGE_CODE], Counter())
        for village, count in same.most_common(1):
            if home.id not in found and len(home.number) > _VILLAGE_CODE and 2 * count > same.total():
                found[home.id] = village
    return found
