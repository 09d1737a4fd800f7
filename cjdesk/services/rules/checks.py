"""The rules about the person and the first day on post: what each looks at (R-01 to R-08, R-10, R-11, R-14 to R-17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cjdesk.domain import id_number
from cjdesk.domain.errors import UserError
from cjdesk.domain.names import completed_years
from cjdesk.domain.rules import Setting, Stage, retirement
from cjdesk.domain.rules.time_on_post import placements, term_is_over, years_later
from cjdesk.services.rules import published
from cjdesk.services.rules.world import EVER, OnPost, Subject, World


class Hit(NamedTuple):
    """A rule found something; ``instead`` names the parameter that holds its severity."""

    code: str
    subject: Subject | None
    facts: dict[str, str | int]
    instead: str = ""


def id_is_valid(world: World) -> Iterator[Hit]:
    """R-01."""
    for one in world.subjects:
        try:
            id_number.check(one.id_no, today=date.today())
        except UserError:
            yield Hit("ID_WRONG", one, {})


def two_posts(world: World) -> Iterator[Hit]:
    """R-02 inside the township; the county's list of 双岗 stands with the other lists."""
    for one in world.subjects:
        mine = world.times.get(one.person_id, ())
        if any(other.assignment_id != one.assignment_id and _meets(other, one) for other in mine):
            yield Hit("TWO_POSTS", one, {})


def old_enough(world: World) -> Iterator[Hit]:
    """R-03."""
    for one in world.subjects:
        birth = world.persons[one.person_id].birth
        if one.start.year - birth.year > 40:
            continue
        age = completed_years(birth, one.start)
        if age < world.setting("R-03", one).values["age"]:
            yield Hit("AGE_UNDER_16", one, {"age": age, "day": one.start.isoformat()})


def not_too_old(world: World) -> Iterator[Hit]:
    """R-04."""
    for one in world.newcomers:
        values = world.setting("R-04", one).values
        age = completed_years(world.persons[one.person_id].birth, one.start)
        facts: dict[str, str | int] = {"age": age, "day": one.start.isoformat()}
        if age > values["error_age"]:
            yield Hit("AGE_OVER_65", one, facts | {"limit": values["error_age"]})
        elif age > values["warning_age"]:
            yield Hit("AGE_OVER_60", one, facts | {"limit": values["warning_age"]})


def upper_age(world: World) -> Iterator[Hit]:
    """R-05: passed on the birthday itself."""
    for one in world.subjects:
        values = world.setting("R-05", one).values
        day = years_later(world.persons[one.person_id].birth, values["age"])
        if day > one.last + timedelta(days=values["days"]):
            continue
        if one.end is not None and one.end < day:
            continue
        yield Hit("AGE_PASSED" if day <= one.last else "AGE_NEAR", one, {"age": values["age"], "day": day.isoformat()})


def one_household(world: World) -> Iterator[Hit]:
    """R-06."""
    for one in world.newcomers:
        home = world.persons[one.person_id].household_id
        if not home:
            continue
        others = [
            name
            for person, name, start, end in world.households.get(home, ())
            if person != one.person_id and start <= (one.end or EVER) and (end or EVER) >= one.start
        ]
        if others:
            yield Hit("HOUSEHOLD_ON_POST", one, {"other": "、".join(dict.fromkeys(others))})


def term(world: World) -> Iterator[Hit]:
    """R-07: the days of all placements together; who was near retirement when first placed may stay until then.

    Who is to be put on post is judged on the first day: what was before must leave room for it.
    """
    hiring = world.stage in {Stage.ON_POST, Stage.CONFIRM}
    for one in world.subjects:
        day = one.start if hiring else one.last
        setting = world.setting("R-07", one)
        years = setting.values["years"]
        spans = [(time.start, time.end) for time in world.times.get(one.person_id, ())]
        if not one.assignment_id:
            spans.append((one.start, one.end))
        # the shortest way out: nobody's first day lies that far back
        if not spans or years_later(min(start for start, _ in spans), years) > day:
            continue
        merged = placements(spans)
        if not term_is_over(merged, day, years) or _may_stay(world, one, setting, merged[0][0], day):
            continue
        yield Hit("TERM_OVER", one, {"years": years})


def placed_again(world: World) -> Iterator[Hit]:
    """R-08: the placement that this start belongs to, counted from the first."""
    for one in world.newcomers:
        spans = [(time.start, time.end) for time in world.times.get(one.person_id, ()) if time.start <= one.start]
        if not one.assignment_id:
            spans.append((one.start, one.end))
        count, most = len(placements(spans)), world.setting("R-08", one).values["placements"]
        if count > most:
            yield Hit("PLACED_AGAIN", one, {"count": count, "most": most})


def has_category(world: World) -> Iterator[Hit]:
    """R-10."""
    for one in world.newcomers:
        eligible = world.setting("R-10", one).values["eligible"]
        if not any(
            (not eligible or code in eligible)
            and (start is None or start <= one.start)
            and (end is None or end >= one.start)
            for code, start, end in world.categories.get(one.person_id, ())
        ):
            yield Hit("NO_CATEGORY", one, {"day": one.start.isoformat()})


def registered_here(world: World) -> Iterator[Hit]:
    """R-11: the card names another place than this township."""
    for one in world.newcomers:
        place = world.persons[one.person_id].registered_at
        if place:
            yield Hit("REGISTERED_ELSEWHERE", one, {"place": place})


def can_work(world: World) -> Iterator[Hit]:
    """R-14."""
    for one in world.subjects:
        person = world.persons[one.person_id]
        if not person.labour_ability and not person.health:
            continue
        values = world.setting("R-14", one).values
        if person.labour_ability in values["unfit"]:
            yield Hit("CANNOT_WORK", one, {"ability": person.labour_ability or ""})
        elif person.health in values["health"]:
            yield Hit("CANNOT_WORK", one, {"ability": person.health or ""})


def public_notice(world: World) -> Iterator[Hit]:
    """R-16."""
    ids = [one.assignment_id for one in world.subjects if one.assignment_id]
    states = published.states(world.session, ids)
    for one in world.subjects:
        state = states.get(one.assignment_id)
        if state is None or not state.finished:
            yield Hit("NOT_PUBLISHED", one, {})
        if state is not None and state.objected:
            yield Hit("OBJECTION_OPEN", one, {})


def quota(world: World) -> Iterator[Hit]:
    """R-17: on the last day of the month, or on the first day of who is to be put on post."""
    if world.post_type is None:
        return
    hiring = world.subjects[0] if world.subjects and world.month is None else None
    day = hiring.start if hiring is not None else (world.month.last if world.month is not None else world.last)
    allowed = world.quota(world.post_type, day)
    if allowed is None:
        return
    if hiring is not None:
        filled = world.filled(world.post_type, day, besides=hiring.person_id) + 1
    else:
        filled = world.filled(world.post_type, day)
    if filled > allowed:
        name = world.post_type_names.get(world.post_type, world.post_type)
        yield Hit(
            "OVER_QUOTA", hiring, {"post_type": name, "filled": filled, "quota": allowed, "more": filled - allowed}
        )


def _meets(other: OnPost, one: Subject) -> bool:
    return other.start <= one.last and (other.end or EVER) >= one.first


def _may_stay(world: World, one: Subject, setting: Setting, placed: date, day: date) -> bool:
    """Within so many years of retirement on the day of the first placement, and not retired yet."""
    person, values = world.persons[one.person_id], setting.values
    who = values["women_as"] if person.sex in {"女", "2"} else "男"
    months = retirement.age_in_months(values["retirement"], who, person.birth, placed)
    now = retirement.age_in_months(values["retirement"], who, person.birth, day)
    if months is None or now is None:
        return False
    near = years_later(placed, values["before_retirement"]) >= retirement.day_of(person.birth, months)
    return near and day < retirement.day_of(person.birth, now)
