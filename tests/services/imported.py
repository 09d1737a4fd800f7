"""Reading back from the data file what a sample's expected.json says, in its very shape."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.models import (
    Agreement,
    Assignment,
    Attendance,
    BankAccount,
    Cooperative,
    FeeReceipt,
    Household,
    Membership,
    Person,
    PersonCategory,
    Post,
    ResettlementSite,
    SchemeRate,
    SchemeShare,
    Suspension,
    Team,
    WaterScheme,
)
from cjdesk.domain import captains
from cjdesk.services import imports
from cjdesk.services.imports import ImportPlan, ImportResult

KINDS = ("roster", "attendance", "receipts", "members", "households")


def take_in(database: Database, kind: str, path: Path, **options: Any) -> tuple[ImportPlan, ImportResult]:
    def work(session: Session) -> tuple[ImportPlan, ImportResult]:
        plan = imports.preview(session, kind, path, **options)
        return plan, imports.apply(session, plan)

    return database.do("Import", work)


def take_in_all(database: Database, folder: Path) -> dict[str, tuple[ImportPlan, ImportResult]]:
    return {kind: take_in(database, kind, folder / f"{kind}.xlsx") for kind in KINDS}


def expected(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def people(session: Session, only: set[str] | None = None) -> list[dict[str, Any]]:
    categories, accounts, assignments = defaultdict(list), {}, defaultdict(list)
    for row in session.scalars(select(PersonCategory)):
        assert row.valid_to is None
        categories[row.person_id].append(row.code)
    for row in session.scalars(select(BankAccount)):
        assert row.valid_to is None
        assert row.person_id not in accounts
        accounts[row.person_id] = row
    agreements = {row.assignment_id: row for row in session.scalars(select(Agreement))}
    for row, post in session.execute(select(Assignment, Post).join(Post, Post.id == Assignment.post_id)):
        assert row.post_type == post.post_type
        agreement = agreements.pop(row.id)
        assignments[row.person_id].append(
            {
                "post_type": row.post_type,
                "post_name": post.name,
                "employer": post.employer,
                "start": row.start.isoformat(),
                "end": iso(row.end),
                "exit_reason": row.exit_reason,
                "exit_note": row.exit_note,
                "state": row.state,
                "standard_fen": row.standard_fen,
                "fund": post.fund,
                "agreement_from": agreement.start.isoformat(),
                "agreement_to": iso(agreement.end),
            }
        )
    assert not agreements
    found = []
    for person in session.scalars(select(Person).order_by(Person.id_no)):
        if only is not None and person.id_no not in only:
            continue
        account = accounts[person.id]
        assert account.holder == person.name
        found.append(
            {
                "id_no": person.id_no,
                "name": person.name,
                "sex": person.sex,
                "birth": person.birth.isoformat(),
                "ethnicity": person.ethnicity,
                "education": person.education,
                "township": person.township,
                "village": person.village,
                "group": person.village_group,
                "categories": sorted(categories[person.id]),
                "disability_no": person.disability_no,
                "bank_name": account.bank,
                "bank_no": account.number,
                "phone": person.phone,
                "insured": person.insured,
                "assignments": sorted(assignments[person.id], key=lambda row: row["start"]),
            }
        )
    return found


def suspensions(session: Session) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Suspension, Person.id_no)
        .join(Assignment, Assignment.id == Suspension.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
    )
    return by_id(
        {"id_no": id_no, "from": iso(row.start), "to": iso(row.end), "paid": row.paid, "reason": row.reason}
        for row, id_no in rows
    )


def attendance(session: Session) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Attendance, Assignment.post_type, Person)
        .join(Assignment, Assignment.id == Attendance.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
    )
    return by_id(
        {
            "id_no": person.id_no,
            "name": person.name,
            "post_type": post_type,
            "required_tenths": row.required_tenths,
            "attended_tenths": row.attended_tenths,
            "personal_leave_tenths": row.personal_leave_tenths,
            "sick_leave_tenths": row.sick_leave_tenths,
            "absent_tenths": row.absent_tenths,
            "grade": row.grade,
        }
        for row, post_type, person in rows
    )


def schemes(session: Session) -> list[dict[str, Any]]:
    found = []
    for scheme in session.scalars(select(WaterScheme)):
        (rate,) = session.scalars(select(SchemeRate).where(SchemeRate.scheme_id == scheme.id))
        shares = session.execute(
            select(Person.id_no, SchemeShare.share_bp)
            .join(Person, Person.id == SchemeShare.person_id)
            .where(SchemeShare.scheme_id == scheme.id)
            .order_by(SchemeShare.ordinal)
        )
        found.append(
            {
                "scheme": scheme.name,
                "village": scheme.village,
                "households": scheme.households,
                "rate_bp": rate.rate_bp,
                "received_fen": sum(
                    session.scalars(select(FeeReceipt.amount_fen).where(FeeReceipt.scheme_id == scheme.id))
                ),
                "wardens": [{"id_no": id_no, "share_bp": share} for id_no, share in shares],
            }
        )
    return sorted(found, key=lambda row: row["scheme"])


def cooperatives(session: Session) -> list[dict[str, Any]]:
    known = {row.id: row for row in session.scalars(select(Cooperative))}
    found = []
    for row in known.values():
        members = session.execute(
            select(Membership, Person, Team.name)
            .join(Person, Person.id == Membership.person_id)
            .outerjoin(Team, Team.id == Membership.team_id)
            .where(Membership.cooperative_id == row.id)
        ).all()
        teams = session.scalars(select(Team).where(Team.cooperative_id == row.id).order_by(Team.name)).all()
        counted = {team.name: sum(1 for _, _, name in members if name == team.name) for team in teams}
        found.append(
            {
                "name": row.name,
                "tier": row.tier,
                "parent": known[row.parent_id].name if row.parent_id else None,
                "credit_code": row.credit_code,
                "chair_id_no": row.chair_id_no,
                "teams": [
                    {
                        "name": team.name,
                        "captain_id_no": team.captain_id_no,
                        "members": counted[team.name],
                        "captain_units": captains.units(counted[team.name]),
                    }
                    for team in teams
                ],
                "members": by_id(
                    {
                        "id_no": person.id_no,
                        "name": person.name,
                        "team": team,
                        "captain": member.captain,
                        "joined": iso(member.joined),
                        "share_fen": member.share_fen,
                        "status": member.work_status,
                        "wage_fen": member.work_wage_fen,
                    }
                    for member, person, team in members
                ),
            }
        )
    return sorted(found, key=lambda row: row["name"])


def households(session: Session) -> list[dict[str, Any]]:
    found = []
    for row, site in session.execute(
        select(Household, ResettlementSite).join(ResettlementSite, ResettlementSite.id == Household.site_id)
    ):
        assert row.relocated
        found.append(
            {
                "household_no": row.number,
                "head_id_no": row.head_id_no,
                "site": site.name,
                "in_county": site.in_county,
                "moved": iso(row.moved),
                "kind": row.kind,
                "members": by_id(
                    {
                        "id_no": person.id_no,
                        "name": person.name,
                        "relation": person.relation,
                        "ability": person.labour_ability,
                        "status": person.employment_status,
                        "place": person.employment_place,
                        "unit": person.employment_unit,
                    }
                    for person in session.scalars(select(Person).where(Person.household_id == row.id))
                ),
            }
        )
    return sorted(found, key=lambda row: row["household_no"])


def iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def by_id(rows: Any) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["id_no"], row.get("post_type", "")))
