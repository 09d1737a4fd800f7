"""Captains' units counted from the people they lead (从江 rule since September 2019, domain.md 6)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Membership, Person, Team
from cjdesk.domain.captains import units
from cjdesk.domain.month import Month
from cjdesk.services.subsidies.found import enrolled_on
from cjdesk.services.subsidies.quantities import enter


@dataclass(frozen=True, slots=True)
class CaptainUnits:
    """A captain with the teams led on a day, how many people are in them, and the units that makes."""

    id_no: str
    name: str
    person_id: str | None
    teams: tuple[tuple[str, int], ...]

    @property
    def people(self) -> int:
        """Everybody in all the captain's teams."""
        return sum(people for _, people in self.teams)

    @property
    def units(self) -> int:
        """By the people together, not team by team."""
        return units(self.people)

    @property
    def proof(self) -> str:
        """The list in words, as it stands beside the number."""
        return "、".join(f"{team} {people} 人" for team, people in self.teams)


def captain_units(session: Session, day: date) -> tuple[CaptainUnits, ...]:
    """All captains named by ID number, with the members of a day; ``person_id`` is None for one from elsewhere."""
    led = (
        select(Membership.team_id, func.count(Membership.person_id.distinct()).label("people"))
        .where(Membership.joined <= day, or_(Membership.left.is_(None), Membership.left >= day))
        .group_by(Membership.team_id)
        .subquery()
    )
    statement = (
        select(Team.captain_id_no, Team.captain_name, Team.name, led.c.people, Person.id)
        .outerjoin(led, led.c.team_id == Team.id)
        .outerjoin(Person, Person.id_no == Team.captain_id_no)
        .where(Team.captain_id_no.is_not(None))
        .order_by(Team.captain_id_no, Team.name, Team.id)
    )
    teams: dict[str, list[tuple[str, int]]] = defaultdict(list)
    known: dict[str, tuple[str, str | None]] = {}
    for id_no, name, team, people, person in session.execute(statement):
        teams[id_no].append((team, people or 0))
        known[id_no] = (name or "", person)
    return tuple(CaptainUnits(id_no, *known[id_no], tuple(teams[id_no])) for id_no in teams)


def enter_captains(session: Session, month: Month, *, by: str, post_type: str = "DZBT") -> tuple[CaptainUnits, ...]:
    """Enter the units of the month's last day for every captain on the list of the subsidy; gives those entered."""
    entered = []
    for one in captain_units(session, month.last):
        if one.person_id is None or enrolled_on(session, one.person_id, post_type, month.first, month.last) is None:
            continue
        enter(
            session, one.person_id, post_type=post_type, month=month, quantity=one.units,
            proof=f"{one.proof}（{month.last.isoformat()}）"[:200], by=by,
        )  # fmt: skip
        entered.append(one)
    return tuple(entered)
