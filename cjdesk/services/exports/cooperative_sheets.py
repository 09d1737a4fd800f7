"""Cooperatives, teams and members, as they can be imported again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from cjdesk.db.models import Cooperative, Membership, Person, Team
from cjdesk.domain import codes
from cjdesk.domain.month import Month
from cjdesk.services.exports.columns import own_township, period, sheet, yes_no
from cjdesk.services.exports.roster_sheets import category_words
from cjdesk.workbooks.forms import COOPERATIVES, MEMBERS, TEAMS
from cjdesk.workbooks.writing import Kind, OutSheet

TIERS = {"county": "县", "township": "乡镇", "village": "村"}
_MEMBER_KEYS = (
    "ordinal", "cooperative", "name", "sex", "ethnicity", "id_no", "village", "group", "categories", "phone", "skill",
    "joined", "left", "share", "team", "captain", "status", "unit", "trade", "wage", "period", "remark",
)  # fmt: skip
_COOPERATIVE_KEYS = ("name", "tier", "parent", "credit_code", "founded", "chair_name", "chair_id_no")
_TEAM_KEYS = ("cooperative", "name", "captain_name", "captain_id_no")


def members(session: Session, month: Month | None = None) -> list[tuple[OutSheet, int]]:
    """One row for each membership, past ones too; then the cooperatives and their teams."""
    del month
    township = own_township(session)
    return [_members(session, township), _cooperatives(session, township), _teams(session, township)]


def _members(session: Session, township: str) -> tuple[OutSheet, int]:
    words, relocated = category_words(session)
    found = session.execute(
        select(Membership, Person, Cooperative.name, Team.name)
        .join(Person, Person.id == Membership.person_id)
        .join(Cooperative, Cooperative.id == Membership.cooperative_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(Membership.township == township)
        .order_by(Cooperative.tier, Cooperative.name, Team.name, Person.search, Membership.joined)
    )
    rows = [
        {
            "ordinal": number,
            "cooperative": cooperative,
            "name": person.name,
            "sex": codes.SEXES[person.sex],
            "ethnicity": codes.ETHNICITIES.get(person.ethnicity or ""),
            "id_no": person.id_no,
            "village": person.village,
            "group": person.village_group,
            "categories": "、".join([*words.get(person.id, ()), *(["易地搬迁"] if person.id in relocated else ())])
            or None,
            "phone": person.phone,
            "skill": row.skill,
            "joined": row.joined,
            "left": row.left,
            "share": row.share_fen,
            "team": team,
            "captain": yes_no(row.captain),
            "status": row.work_status,
            "unit": row.work_unit,
            "trade": row.work_trade,
            "wage": row.work_wage_fen,
            "period": period(row.work_start, row.work_end),
            "remark": row.remark,
        }
        for number, (row, person, cooperative, team) in enumerate(found, start=1)
    ]
    kinds = {
        "ordinal": Kind.WHOLE, "joined": Kind.DATE, "left": Kind.DATE, "share": Kind.FEN, "wage": Kind.FEN,
    }  # fmt: skip
    return sheet(MEMBERS, "社员", rows, _MEMBER_KEYS, kinds)


def _cooperatives(session: Session, township: str) -> tuple[OutSheet, int]:
    parent = aliased(Cooperative)
    found = session.execute(
        select(Cooperative, parent.name)
        .outerjoin(parent, parent.id == Cooperative.parent_id)
        .where(Cooperative.township == township)
        .order_by(Cooperative.tier, Cooperative.name)
    )
    rows = [
        {
            "name": row.name,
            "tier": TIERS.get(row.tier, row.tier),
            "parent": upper,
            "credit_code": row.credit_code,
            "founded": row.founded,
            "chair_name": row.chair_name,
            "chair_id_no": row.chair_id_no,
        }
        for row, upper in found
    ]
    return sheet(COOPERATIVES, COOPERATIVES.sheet_name, rows, _COOPERATIVE_KEYS, {"founded": Kind.DATE})


def _teams(session: Session, township: str) -> tuple[OutSheet, int]:
    found = session.execute(
        select(Team, Cooperative.name)
        .join(Cooperative, Cooperative.id == Team.cooperative_id)
        .where(Team.township == township)
        .order_by(Cooperative.name, Team.name)
    )
    rows = [
        {
            "cooperative": cooperative,
            "name": team.name,
            "captain_name": team.captain_name,
            "captain_id_no": team.captain_id_no,
        }
        for team, cooperative in found
    ]
    return sheet(TEAMS, TEAMS.sheet_name, rows, _TEAM_KEYS, {})
