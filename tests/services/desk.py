"""A desk with a little of everything, and the month of its posts computed by the real services."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.database import Database
from cjdesk.db.models import (
    Agreement,
    Assignment,
    Attendance,
    BankAccount,
    Cooperative,
    FeeReceipt,
    Household,
    Insurance,
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
from cjdesk.db.types import new_id
from cjdesk.domain.id_number import check_digit
from cjdesk.domain.month import Month
from cjdesk.services import office, payroll

MONTH = Month(2020, 11)
PASSPHRASE = "Guandong-2020"


def id_no(number: int) -> str:
    body = f"52269919700101{number:03d}"
    return body + check_digit(body)


def new_desk(folder: Path, township: str, station: str, *, demo: bool = True) -> Database:
    database, _ = office.create_township(
        folder, township=township, station=station, office_name=f"{township}人社中心", login="lifang",
        clerk_name="李芳", passphrase=PASSPHRASE, demo=demo,
    )  # fmt: skip
    return database


def fill(session: Session, *, people: int = 6, first: int = 1) -> list[str]:
    """People on posts (the last two are water wardens), and what hangs on them; gives the persons' ids."""
    township = office.current(session).township
    rows = Rows(session, township)
    site = rows.add(ResettlementSite, name="贯洞安置点", in_county=True)
    home = rows.add(Household, number="H-001", village="干团村", relocated=True, site_id=site, moved=date(2018, 5, 1))
    ids = []
    for number in range(first, first + people):
        warden = number >= first + people - 2
        kind, post_name = ("GS", "干团饮水点") if warden else ("HL", "通村公路")
        person = rows.add(
            Person, id_no=id_no(number), name=f"龙小{number}", sex="男", birth=date(1970, 1, 1), village="干团村",
            village_group="3组", household_id=home,
        )  # fmt: skip
        post = rows.add(
            Post, number=f"{kind}-101-{number:03d}", post_type=kind, name=post_name, village="干团村",
            employer="贯洞镇人民政府",
        )  # fmt: skip
        on_post = rows.add(
            Assignment, person_id=person, post_id=post, post_type=kind, start=date(2020, 1, 1), state="在岗"
        )
        rows.add(PersonCategory, person_id=person, code="HH_TUOPIN", valid_from=date(2016, 1, 1))
        rows.add(
            BankAccount, person_id=person, holder=f"龙小{number}", bank="从江农商行",
            number=f"6299990000000{number:05d}", valid_from=date(2020, 1, 1),
        )  # fmt: skip
        rows.add(Agreement, assignment_id=on_post, start=date(2020, 1, 1), end=date(2020, 12, 31))
        rows.add(Insurance, person_id=person, start=date(2020, 1, 1), end=date(2020, 12, 31))
        ids.append(person)
    rows.add(
        Suspension, assignment_id=on_post, start=date(2020, 6, 1), end=date(2020, 6, 30), paid=False, reason="病假"
    )
    rows.add(Attendance, assignment_id=on_post, month=MONTH, required_tenths=220, attended_tenths=220)
    scheme = rows.add(WaterScheme, name="干团饮水点", village="干团村", households=40)
    rows.add(SchemeRate, scheme_id=scheme, rate_bp=3000, valid_from=date(2020, 1, 1))
    for ordinal, person in enumerate(ids[-2:], start=1):
        rows.add(
            SchemeShare, scheme_id=scheme, person_id=person, share_bp=5000, ordinal=ordinal,
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
    for number, fen in enumerate((30_000, 45_055, -5_000), start=1):
        rows.add(
            FeeReceipt, scheme_id=scheme, person_id=ids[-1], received=date(2020, 11, 10), number=f"{number:07d}",
            amount_fen=fen,
        )  # fmt: skip
    union = rows.add(Cooperative, name="干团村劳务合作社", tier="村", founded=date(2019, 3, 1))
    team = rows.add(Team, cooperative_id=union, name="一队")
    for person in ids[:3]:
        rows.add(
            Membership, cooperative_id=union, person_id=person, team_id=team, joined=date(2019, 3, 1), share_fen=10_000
        )
    return ids


class Rows:
    """Adds rows of one township through the audited bulk door."""

    def __init__(self, session: Session, township: str) -> None:
        self.session, self.township = session, township

    def add(self, model, **values) -> str:
        row = {"id": new_id(), "township": self.township, **values}
        audit.insert_rows(self.session, model, [row])
        return row["id"]


def run_month(database: Database, post_type: str = "HL", *, approved: bool = True, month: Month = MONTH) -> str:
    """Compute and lock a run, and let a second person approve it."""
    (sheet,) = database.do("Compute", payroll.compute, month, post_type=post_type, by="李芳")
    database.do("Lock", payroll.lock, sheet.run_id, by="李芳")
    if approved:
        database.do("Approve", payroll.approve, sheet.run_id, by="吴国芳")
    return sheet.run_id
