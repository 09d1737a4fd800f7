"""What there is to see of cooperatives: the tree, the members of one, its teams with captain units."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from cjdesk.db.models import Cooperative, Membership, Person, PersonCategory, Team
from cjdesk.domain import captains

TIERS = ("county", "township", "village")


@dataclass(frozen=True, slots=True)
class CooperativeNode:
    """One cooperative in the tree, with the number of its own open members."""

    id: str
    name: str
    tier: str
    parent_id: str | None
    credit_code: str | None
    founded: date | None
    chair_name: str | None
    state: str
    members: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as the list shows it."""

    id: str
    person_id: str
    name: str
    id_no: str
    village: str
    group: str
    phone: str | None
    categories: tuple[str, ...]
    skill: str | None
    joined: date
    left: date | None
    share_fen: int
    team_id: str | None
    team: str
    captain: bool
    work_status: str
    work_unit: str | None
    work_wage_fen: int | None


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Some members, how many there are in all, their shares together, how many work away."""

    rows: tuple[MemberRow, ...]
    total: int
    share_fen: int
    away: int


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team, how many it leads and how many captain units (应设队长数) that gives."""

    id: str
    name: str
    captain_name: str
    captain_id_no: str | None
    members: int
    captain_units: int


SORTS: Mapping[str, ColumnElement[Any] | Any] = {
    "name": Person.search,
    "village": Person.village,
    "joined": Membership.joined,
    "share": Membership.share_fen,
    "team": Team.name,
    "work_status": Membership.work_status,
    "work_unit": Membership.work_unit,
    "wage": Membership.work_wage_fen,
}
"""What the list of members can be sorted by."""

_AT_HOME = ("未务工", "")


def tree(session: Session) -> tuple[CooperativeNode, ...]:
    """Every cooperative, parents before their children, by tier and name."""
    counts = (
        select(Membership.cooperative_id, func.count().label("members"))
        .where(Membership.left.is_(None))
        .group_by(Membership.cooperative_id)
        .subquery()
    )
    rows = session.execute(
        select(Cooperative, counts.c.members)
        .outerjoin(counts, counts.c.cooperative_id == Cooperative.id)
        .order_by(Cooperative.name)
    ).all()
    nodes = [
        CooperativeNode(
            one.id,
            one.name,
            one.tier,
            one.parent_id,
            one.credit_code,
            one.founded,
            one.chair_name,
            one.state,
            count or 0,
        )
        for one, count in rows
    ]
    return tuple(_parents_first(nodes))


def members(
    session: Session,
    cooperative_id: str | None = None,
    text: str = "",
    *,
    team_id: str | None = None,
    away_only: bool = False,
    with_left: bool = False,
    sort: str = "name",
    descending: bool = False,
    offset: int = 0,
    limit: int = 200,
    today: date | None = None,
) -> MemberPage:
    """Members of one cooperative (or of all), found by words as in ``people.find``."""
    day = today or date.today()
    chosen: list[ColumnElement[bool]] = []
    if cooperative_id is not None:
        chosen.append(Membership.cooperative_id == cooperative_id)
    if team_id is not None:
        chosen.append(Membership.team_id == team_id)
    away = Membership.work_status.is_not(None) & Membership.work_status.not_in(_AT_HOME)
    if away_only:
        chosen.append(away)
    if not with_left:
        chosen.append(or_(Membership.left.is_(None), Membership.left > day))
    for word in unicodedata.normalize("NFKC", text).casefold().split():
        chosen.append(Person.search.contains(word, autoescape=True))
    base = select(Membership.id).join(Person, Person.id == Membership.person_id).where(*chosen)
    total, share_fen, away_count = session.execute(
        select(func.count(), func.coalesce(func.sum(Membership.share_fen), 0), func.count().filter(away)).where(
            Membership.id.in_(base)
        )
    ).one()
    column = SORTS[sort]
    rows = session.execute(
        select(Membership, Person, Team.name)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(*chosen)
        .order_by((column.desc() if descending else column.asc()).nulls_last(), Person.search, Person.id_no)
        .offset(offset)
        .limit(limit)
    ).all()
    categories = _categories(session, [person.id for _, person, _ in rows], day)
    found = tuple(
        MemberRow(
            id=one.id,
            person_id=person.id,
            name=person.name,
            id_no=person.id_no,
            village=person.village or "",
            group=person.village_group or "",
            phone=person.phone,
            categories=tuple(categories.get(person.id, ())),
            skill=one.skill,
            joined=one.joined,
            left=one.left,
            share_fen=one.share_fen,
            team_id=one.team_id,
            team=team or "",
            captain=one.captain,
            work_status=one.work_status or "",
            work_unit=one.work_unit,
            work_wage_fen=one.work_wage_fen,
        )
        for one, person, team in rows
    )
    return MemberPage(found, total, int(share_fen), away_count)


def teams(session: Session, cooperative_id: str) -> tuple[TeamRow, ...]:
    """The teams of a cooperative."""
    leads = aliased(Membership)
    rows = session.execute(
        select(Team, func.count(leads.id))
        .outerjoin(leads, (leads.team_id == Team.id) & leads.left.is_(None))
        .where(Team.cooperative_id == cooperative_id)
        .group_by(Team.id)
        .order_by(Team.name)
    )
    return tuple(
        TeamRow(team.id, team.name, team.captain_name or "", team.captain_id_no, count, captains.units(count))
        for team, count in rows
    )


def _parents_first(nodes: list[CooperativeNode]) -> list[CooperativeNode]:
    children: dict[str | None, list[CooperativeNode]] = {}
    known = {node.id for node in nodes}
    for node in sorted(nodes, key=lambda one: (TIERS.index(one.tier) if one.tier in TIERS else 9, one.name)):
        children.setdefault(node.parent_id if node.parent_id in known else None, []).append(node)
    ordered: list[CooperativeNode] = []

    def walk(parent: str | None) -> None:
        for node in children.get(parent, []):
            ordered.append(node)
            walk(node.id)

    walk(None)
    return ordered


def _categories(session: Session, ids: list[str], day: date) -> dict[str, list[str]]:
    rows = session.execute(
        select(PersonCategory.person_id, PersonCategory.code)
        .where(PersonCategory.person_id.in_(ids))
        .where(or_(PersonCategory.valid_to.is_(None), PersonCategory.valid_to >= day))
        .order_by(PersonCategory.code)
    )
    found: dict[str, list[str]] = {}
    for person_id, code in rows:
        found.setdefault(person_id, []).append(code)
    return found
