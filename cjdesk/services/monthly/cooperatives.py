"""Cooperatives on the day of the report: K12 and K13 as far as the register of members holds them, by village."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Cooperative, Membership, Person, Team
from cjdesk.services.member_register import AT_HOME
from cjdesk.services.monthly.counted import COUNTY, TOWNSHIP, Counted, Key, key_of
from cjdesk.services.monthly.posts import Period

RUNNING = "运营"
_TIERS: Mapping[str, Key] = {"township": TOWNSHIP, "county": COUNTY}


def count(session: Session, counted: Counted, period: Period, villages: Iterable[str]) -> Mapping[str, str]:
    """Count cooperatives, members, captains and who works away; gives who works away and where (work_status)."""
    known = tuple(villages)
    places = {
        one.id: _TIERS.get(one.tier) or key_of(village_in(one.name, known))
        for one in session.scalars(
            select(Cooperative)
            .where(Cooperative.state == RUNNING)
            .where(or_(Cooperative.founded.is_(None), Cooperative.founded <= period.as_of))
        )
    }
    for cooperative, key in places.items():
        counted.put("cooperatives", key, cooperative)
    captains = dict.fromkeys(_captains(session, places))
    working: dict[str, str] = {}
    for row, id_no in session.execute(_members(period.as_of)):
        if row.cooperative_id not in places:
            continue
        key = places[row.cooperative_id]
        counted.put("members", key, row.person_id)
        if row.captain:
            captains[key, id_no] = None
        if row.work_status not in (None, "", AT_HOME):
            _away(counted, key, row, period, working)
    for key, captain in captains:
        counted.put("captains", key, captain)
    return working


def _captains(session: Session, places: Mapping[str, Key]) -> Iterator[tuple[Key, str]]:
    """Those of the teams, by ID number, else by name."""
    for cooperative, id_no, name in session.execute(select(Team.cooperative_id, Team.captain_id_no, Team.captain_name)):
        if (id_no or name) and cooperative in places:
            yield places[cooperative], id_no or name or ""


def _away(counted: Counted, key: Key, row: Membership, period: Period, working: dict[str, str]) -> None:
    if row.work_start in period:
        counted.put("departed", key, row.person_id)
    if _works(row, period.as_of):
        counted.put("away", key, row.person_id)
        working[row.person_id] = row.work_status or ""


def village_in(name: str, villages: Iterable[str]) -> str:
    """Whose cooperative it is by its name: the longest village in it, with or without 村; empty when none is."""
    found = [one for one in villages if one in name]
    if not found:
        found = [one for one in villages if len(root := one.removesuffix("村")) > 1 and root in name]
    return max(found, key=len, default="")


def _members(day: date) -> Select[Membership, str]:
    return (
        select(Membership, Person.id_no)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.joined <= day, or_(Membership.left.is_(None), Membership.left > day))
        .order_by(Membership.joined, Membership.id)
    )


def _works(row: Membership, day: date) -> bool:
    begun = row.work_start is None or row.work_start <= day
    return begun and (row.work_end is None or row.work_end >= day)
