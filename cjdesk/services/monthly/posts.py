"""Posts and who stands on them: K01 to K04, K07 and K11 of a month, by village."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Insurance, Person, PersonCategory, Post, Suspension
from cjdesk.domain.categories import MONITORED, Category
from cjdesk.domain.month import Month
from cjdesk.domain.states import AssignmentState
from cjdesk.services.monthly.counted import Counted, key_of
from cjdesk.services.posts import schemes

WITHDRAWN = "撤销"
"""The state of a post that is no more."""

FEMALE = "2"
_NOT_YET = (AssignmentState.PROPOSED.value, AssignmentState.PUBLISHED.value)
_TYPES = {"HL": "posts_hl", "HH": "posts_hh", "GS": "posts_gs"}
_CATEGORIES = {
    **dict.fromkeys((one.value for one in MONITORED), "monitored"),
    Category.TUOPIN.value: "poor",
    Category.YDBQ.value: "relocated",
    Category.CANJI.value: "disabled",
}


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are looked at: from the first of the month to the day of the report."""

    month: Month
    as_of: date

    def days(self, first: date, last: date | None) -> int:
        """Those of the days that lie in the period, as bits."""
        begin = max(first, self.month.first)
        end = self.as_of if last is None else min(last, self.as_of)
        return ((1 << (end - begin).days + 1) - 1) << (begin.day - 1) if begin <= end else 0

    @property
    def today(self) -> int:
        """The bit of the day of the report."""
        return 1 << (self.as_of.day - 1)

    def __contains__(self, day: date | None) -> bool:
        """Whether a day lies in the period."""
        return day is not None and self.month.first <= day <= self.as_of


class _Time(NamedTuple):
    id: str
    person_id: str
    post_id: str
    post_type: str
    start: date
    end: date | None
    state: str

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or self.end >= day)


def count(session: Session, counted: Counted, period: Period) -> frozenset[str]:
    """Count posts, people, changes and insured days; gives who is on post on the day of the report."""
    times = _times(session, period)
    away = _suspended(session, period)
    days: dict[str, int] = defaultdict(int)
    for one in times:
        days[one.person_id] |= _on_post(one, away, period)
    people = _people(session, days)
    _posts(session, counted, period, times)
    for one in times:
        village = key_of(people[one.person_id].village)
        if one.start in period:
            counted.put("joined", village, one.id)
        if one.end in period:
            counted.put("left", village, one.id)
    on_post = frozenset(person for person, mine in days.items() if mine & period.today)
    for person in on_post:
        counted.put("on_post", key_of(people[person].village), person)
        if people[person].sex == FEMALE:
            counted.put("women", key_of(people[person].village), person)
    for person, code in _categories(session, period.as_of):
        if person in on_post and code in _CATEGORIES:
            counted.put(_CATEGORIES[code], key_of(people[person].village), person)
    _insured(session, counted, period, people, days)
    return on_post


class _Who(NamedTuple):
    village: str | None
    sex: str
    insured: bool | None


def _times(session: Session, period: Period) -> list[_Time]:
    """The times on posts that touch the period, those of subsidies left out."""
    columns = (
        Assignment.id, Assignment.person_id, Assignment.post_id, Assignment.post_type, Assignment.start,
        Assignment.end, Assignment.state,
    )  # fmt: skip
    statement = (
        select(*columns)
        .where(Assignment.start <= period.as_of)
        .where(or_(Assignment.end.is_(None), Assignment.end >= period.month.first))
        .where(Assignment.state.not_in(_NOT_YET), Assignment.post_type.not_in(schemes(session)))
        .order_by(Assignment.start, Assignment.id)
    )
    return [_Time(*row) for row in session.execute(statement)]


def _suspended(session: Session, period: Period) -> Mapping[str, list[tuple[date, date | None]]]:
    """Every suspension of an assignment up to the day, by assignment."""
    found: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    statement = select(Suspension.assignment_id, Suspension.start, Suspension.end)
    for assignment, start, end in session.execute(statement.where(Suspension.start <= period.as_of)):
        found[assignment].append((start, end))
    return found


def _on_post(one: _Time, away: Mapping[str, list[tuple[date, date | None]]], period: Period) -> int:
    """The days somebody stood on the post; a state 停岗 or 离岗 whose days nobody knows leaves none."""
    spans = away.get(one.id, [])
    if (one.state == AssignmentState.SUSPENDED and not spans) or (
        one.state == AssignmentState.LEFT and one.end is None
    ):
        return 0
    days = period.days(one.start, one.end)
    for start, end in spans:
        days &= ~period.days(start, end)
    return days


def _people(session: Session, wanted: Iterable[str]) -> Mapping[str, _Who]:
    known = frozenset(wanted)
    rows = session.execute(select(Person.id, Person.village, Person.sex, Person.insured))
    return {row[0]: _Who(*row[1:]) for row in rows if row[0] in known}


def _posts(session: Session, counted: Counted, period: Period, times: Iterable[_Time]) -> None:
    """Each post once, or as many times as people stand on it: a roster may give one name to the posts of a village.

    A post counts from the first day somebody stood on it.
    """
    holders: dict[str, dict[str, str]] = defaultdict(dict)
    for one in times:
        if one.covers(period.as_of) and not (one.state == AssignmentState.LEFT and one.end is None):
            holders[one.post_id][one.person_id] = one.id
    later = set(
        session.scalars(
            select(Assignment.post_id).group_by(Assignment.post_id).having(func.min(Assignment.start) > period.as_of)
        )
    )
    statement = select(Post.id, Post.post_type, Post.village).where(Post.state != WITHDRAWN)
    for post, kind, village in session.execute(statement.where(Post.post_type.not_in(schemes(session)))):
        if post in later:
            continue
        for place in tuple(holders[post].values()) or (post,):
            counted.put(_TYPES.get(kind, "posts_other"), key_of(village), place)
            counted.put("posts", key_of(village), place)


def _categories(session: Session, day: date) -> Iterable[tuple[str, str]]:
    """Person and category of all that hold on a day."""
    statement = (
        select(PersonCategory.person_id, PersonCategory.code)
        .where(or_(PersonCategory.valid_from.is_(None), PersonCategory.valid_from <= day))
        .where(or_(PersonCategory.valid_to.is_(None), PersonCategory.valid_to >= day))
    )
    return [(person, code) for person, code in session.execute(statement)]


def _insured(
    session: Session, counted: Counted, period: Period, people: Mapping[str, _Who], days: Mapping[str, int]
) -> None:
    """Person-days on post and those of them insured: by the policies, else by what the roster says (as R-12 does)."""
    policies: dict[str, int] = defaultdict(int)
    statement = (
        select(Insurance.person_id, Insurance.start, Insurance.end)
        .where(Insurance.start <= period.month.last)
        .where(or_(Insurance.end.is_(None), Insurance.end >= period.month.first))
    )
    for person, start, end in session.execute(statement):
        policies[person] |= period.days(start, end)
    for person, mine in days.items():
        who = people[person]
        covered = policies.get(person, mine if who.insured else 0)
        counted.add("post_days", key_of(who.village), mine.bit_count())
        counted.add("insured_days", key_of(who.village), (mine & covered).bit_count())
