"""Changes of cooperatives: registered, edited, members in, out and over, teams and captains."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Cooperative, Membership, Office, Person, Team
from cjdesk.domain import names
from cjdesk.domain.errors import (
    CooperativeInCircle,
    CooperativeUnknown,
    DateOrder,
    MemberTwoCoops,
    NameMissing,
    NameTaken,
    PersonUnknown,
    ValueNotInList,
)
from cjdesk.services.cooperatives.questions import TIERS

STATES = ("运营", "停业", "空壳")
VILLAGE = "village"

_EDITABLE_MEMBERSHIP = frozenset(
    {
        "team_id", "share_fen", "captain", "skill", "work_status", "work_unit", "work_trade", "work_wage_fen",
        "work_start", "work_end", "remark",
    }
)  # fmt: skip
_EDITABLE_COOPERATIVE = frozenset(
    {"name", "tier", "parent_id", "credit_code", "founded", "chair_id_no", "chair_name", "state"}
)


def add(
    session: Session,
    *,
    name: str,
    tier: str,
    parent_id: str | None = None,
    credit_code: str | None = None,
    founded: date | None = None,
    chair_name: str | None = None,
) -> str:
    """Register a cooperative."""
    clean = _name(session, name, None)
    if tier not in TIERS:
        raise ValueNotInList(field="tier", value=tier, choices=", ".join(TIERS))
    row = Cooperative(
        township=_township(session),
        name=clean,
        tier=tier,
        parent_id=parent_id,
        credit_code=credit_code,
        founded=founded,
        chair_name=chair_name,
    )
    session.add(row)
    session.flush()
    return row.id


def edit(session: Session, cooperative_id: str, field: str, value: Any) -> None:
    """Set one field of a cooperative: name, tier, parent_id, credit_code, founded, chair_id_no, chair_name, state."""
    row = _cooperative(session, cooperative_id)
    if field not in _EDITABLE_COOPERATIVE:
        raise AttributeError(field)
    if field == "name":
        value = _name(session, value, cooperative_id)
    elif field == "tier" and value not in TIERS:
        raise ValueNotInList(field=field, value=value, choices=", ".join(TIERS))
    elif field == "state" and value not in STATES:
        raise ValueNotInList(field=field, value=value, choices="、".join(STATES))
    elif field == "parent_id":
        _refuse_circle(session, row, value)
    setattr(row, field, value)
    session.flush()


def add_team(session: Session, cooperative_id: str, *, name: str, captain_name: str | None = None) -> str:
    """Add a team; its name is unique in the cooperative."""
    cooperative = _cooperative(session, cooperative_id)
    clean = names.tidy(name).strip()
    if not clean:
        raise NameMissing(field="name")
    if session.scalars(select(Team.id).where(Team.cooperative_id == cooperative_id, Team.name == clean)).first():
        raise NameTaken(field="name", name=clean)
    row = Team(township=cooperative.township, cooperative_id=cooperative_id, name=clean, captain_name=captain_name)
    session.add(row)
    session.flush()
    return row.id


def set_captain(session: Session, team_id: str, membership_id: str | None) -> None:
    """Make a member the captain of a team; None leaves it without one."""
    team = session.get(Team, team_id)
    if team is None:
        raise CooperativeUnknown
    for row in session.scalars(select(Membership).where(Membership.team_id == team_id, Membership.captain)):
        row.captain = False
    if membership_id is None:
        team.captain_id_no = team.captain_name = None
    else:
        member = _membership(session, membership_id)
        person = session.get_one(Person, member.person_id)
        member.team_id, member.captain = team_id, True
        team.captain_id_no, team.captain_name = person.id_no, person.name
    session.flush()


def add_member(
    session: Session,
    cooperative_id: str,
    person_id: str,
    *,
    joined: date,
    share_fen: int = 0,
    team_id: str | None = None,
) -> str:
    """Take a person in; a person is a member of one village cooperative at a time (MEMBER_TWO_COOPS)."""
    cooperative = _cooperative(session, cooperative_id)
    person = session.get(Person, person_id)
    if person is None:
        raise PersonUnknown
    open_ones = session.execute(
        select(Membership, Cooperative)
        .join(Cooperative, Cooperative.id == Membership.cooperative_id)
        .where(Membership.person_id == person_id)
        .where(or_(Membership.left.is_(None), Membership.left > joined))
    )
    for membership, other in open_ones:
        if other.id == cooperative_id or (other.tier == VILLAGE and cooperative.tier == VILLAGE):
            raise MemberTwoCoops(
                field="person", name=person.name, cooperative=other.name, joined=membership.joined.isoformat()
            )
    row = Membership(
        township=cooperative.township,
        cooperative_id=cooperative_id,
        person_id=person_id,
        team_id=team_id,
        joined=joined,
        share_fen=share_fen,
    )
    session.add(row)
    session.flush()
    return row.id


def leave(session: Session, membership_id: str, *, left: date) -> None:
    """End a membership; a captain's team is left without a captain."""
    row = _membership(session, membership_id)
    if left < row.joined:
        raise DateOrder(field="left", start=row.joined.isoformat(), end=left.isoformat())
    if row.captain and row.team_id is not None:
        set_captain(session, row.team_id, None)
    row.left = left
    session.flush()


def transfer(session: Session, membership_id: str, cooperative_id: str, *, day: date) -> str:
    """Move a member to another cooperative: out on that day, in on the same day, the share goes along."""
    row = _membership(session, membership_id)
    leave(session, membership_id, left=day)
    return add_member(session, cooperative_id, row.person_id, joined=day, share_fen=row.share_fen)


def edit_member(session: Session, membership_id: str, field: str, value: Any) -> None:
    """Set one field of a membership: team, share, skill and the present work away."""
    row = _membership(session, membership_id)
    if field not in _EDITABLE_MEMBERSHIP:
        raise AttributeError(field)
    if field == "team_id" and value is not None:
        team = session.get(Team, value)
        if team is None or team.cooperative_id != row.cooperative_id:
            raise CooperativeUnknown
    setattr(row, field, value)
    session.flush()


def _township(session: Session) -> str:
    return session.scalars(select(Office.township)).one()


def _cooperative(session: Session, cooperative_id: str) -> Cooperative:
    row = session.get(Cooperative, cooperative_id)
    if row is None:
        raise CooperativeUnknown
    return row


def _membership(session: Session, membership_id: str) -> Membership:
    row = session.get(Membership, membership_id)
    if row is None:
        raise CooperativeUnknown
    return row


def _name(session: Session, name: str, but: str | None) -> str:
    clean = names.tidy(name).strip()
    if not clean:
        raise NameMissing(field="name")
    if session.scalars(select(Cooperative.id).where(Cooperative.name == clean, Cooperative.id != (but or ""))).first():
        raise NameTaken(field="name", name=clean)
    return clean


def _refuse_circle(session: Session, row: Cooperative, parent_id: str | None) -> None:
    step = parent_id
    while step is not None:
        if step == row.id:
            raise CooperativeInCircle(field="parent_id", name=row.name)
        step = _cooperative(session, step).parent_id
