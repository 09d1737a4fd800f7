"""Relocated households, their members and the sites, as they can be imported again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Household, Person, ResettlementSite
from cjdesk.domain import codes
from cjdesk.domain.month import Month
from cjdesk.services.exports.columns import own_township, sheet
from cjdesk.workbooks.forms import HOUSEHOLD_MEMBERS, HOUSEHOLDS, SITES
from cjdesk.workbooks.writing import Kind, OutSheet

_HOUSEHOLD_KEYS = ("number", "head_name", "head_id_no", "site", "moved", "kind")
_MEMBER_KEYS = ("number", "name", "relation", "id_no", "ability", "status", "place", "unit")


def households(session: Session, month: Month | None = None) -> list[tuple[OutSheet, int]]:
    """The three sheets of the household workbook."""
    del month
    township = own_township(session)
    persons = session.execute(select(Person.id_no, Person.name).where(Person.township == township))
    names = {id_no: name for id_no, name in persons}  # noqa: C416 - rows are not pairs to mypy
    found = session.execute(
        select(Household, ResettlementSite.name)
        .join(ResettlementSite, ResettlementSite.id == Household.site_id)
        .where(Household.township == township, Household.relocated)
        .order_by(Household.number)
    )
    rows = [
        {
            "number": row.number,
            "head_name": names.get(row.head_id_no or ""),
            "head_id_no": row.head_id_no,
            "site": site,
            "moved": row.moved,
            "kind": row.kind,
        }
        for row, site in found
    ]
    return [
        sheet(HOUSEHOLDS, HOUSEHOLDS.sheet_name, rows, _HOUSEHOLD_KEYS, {"moved": Kind.DATE}),
        _members(session, township),
        _sites(session, township),
    ]


def _members(session: Session, township: str) -> tuple[OutSheet, int]:
    found = session.execute(
        select(Person, Household.number)
        .join(Household, Household.id == Person.household_id)
        .where(Person.township == township, Household.relocated)
        .order_by(Household.number, Person.relation, Person.birth, Person.id_no)
    )
    rows = [
        {
            "number": number,
            "name": person.name,
            "relation": codes.RELATIONS.get(person.relation or ""),
            "id_no": person.id_no,
            "ability": person.labour_ability,
            "status": person.employment_status,
            "place": person.employment_place,
            "unit": person.employment_unit,
        }
        for person, number in found
    ]
    return sheet(HOUSEHOLD_MEMBERS, HOUSEHOLD_MEMBERS.sheet_name, rows, _MEMBER_KEYS, {})


def _sites(session: Session, township: str) -> tuple[OutSheet, int]:
    found = session.scalars(
        select(ResettlementSite).where(ResettlementSite.township == township).order_by(ResettlementSite.name)
    )
    rows = [{"name": row.name, "in_county": "县内" if row.in_county else "跨区域"} for row in found]
    return sheet(SITES, SITES.sheet_name, rows, ("name", "in_county"), {})
