"""A township of a few people for the rules: each is in order until a test says otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.models import (
    Agreement,
    Assignment,
    Attendance,
    BankAccount,
    Comparison,
    Household,
    Person,
    PersonCategory,
)
from cjdesk.domain.id_number import check_digit
from cjdesk.domain.month import Month
from cjdesk.services import payroll, people, reference, rules
from cjdesk.services.posts import post_for
from cjdesk.services.rules import Finding
from tests.services.desk import Rows

TOWNSHIP = "522633101"
MARCH = Month(2021, 3)
HEAD = '[reference]\nversion = "2021-09"\nissuer = "522633"\n\n'


class Scene:
    """People by name; every change goes through the audited door."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.ids: dict[str, str] = {}
        self.posts: dict[str, str] = {}

    def person(self, name: str = "龙小云", birth: date = date(1980, 5, 20), **fields: Any) -> str:
        """Registered, with category, account and insurance."""
        number = len(self.ids) + 1
        body = f"522699{birth:%Y%m%d}{number:03d}"
        home = fields.pop("home", None)
        category, account = fields.pop("category", "TUOPIN"), fields.pop("account", f"6299990000000{number:05d}")
        holder = fields.pop("holder", name)

        def add(session: Session) -> str:
            rows = Rows(session, TOWNSHIP)
            values = {
                "id_no": body + check_digit(body), "name": name, "sex": "1", "birth": birth, "village": "干团村",
                "village_group": "3组", "insured": True, "household_id": self._home(rows, home),
            }  # fmt: skip
            person = rows.add(Person, **(values | fields))
            if category:
                rows.add(PersonCategory, person_id=person, code=category, valid_from=date(2016, 1, 1))
            if account:
                rows.add(BankAccount, person_id=person, holder=holder, bank="从江农商行", number=account)
            return person

        self.ids[name] = self.database.do("person", add)
        return self.ids[name]

    def on_post(
        self, name: str, start: date, end: date | None = None, *, kind: str = "HL", fund: str | None = None,
        agreed: bool = True, state: str | None = None,
    ) -> str:  # fmt: skip
        """An assignment as it is stored, with an agreement over all of it."""

        def add(session: Session) -> str:
            rows = Rows(session, TOWNSHIP)
            post = post_for(
                session, post_type=kind, name=f"{name}的路", village="干团村", employer="干团村委会", fund=fund
            )
            made = rows.add(
                Assignment, person_id=self.ids[name], post_id=post.id, post_type=kind, start=start, end=end,
                state=state or ("离岗" if end else "在岗"),
            )  # fmt: skip
            if agreed:
                rows.add(Agreement, assignment_id=made, start=start, end=end)
            return made

        self.posts[name] = self.database.do("post", add)
        return self.posts[name]

    def ready(self, name: str = "龙小云", birth: date = date(1980, 5, 20), start: date = date(2020, 1, 1)) -> str:
        """Somebody in order and on post."""
        self.person(name, birth)
        return self.on_post(name, start)

    def listed(self, name: str, kind: str, since: date, until: date | None = None) -> None:
        """A line of the county's lists."""

        def add(session: Session) -> None:
            person = session.get_one(Person, self.ids[name])
            Rows(session, TOWNSHIP).add(
                Comparison, kind=kind, id_no=person.id_no, name=name, since=since, until=until, source="县民政局3月"
            )

        self.database.do("list", add)

    def attended(
        self, name: str, month: Month, *, days: int = 22, required: int = 22, grade: str | None = None
    ) -> None:
        """A month's sheet."""
        self.database.do(
            "attendance",
            lambda session: Rows(session, TOWNSHIP).add(
                Attendance, assignment_id=self.posts[name], month=month, required_tenths=required * 10,
                attended_tenths=days * 10, grade=grade,
            ),
        )  # fmt: skip

    def quota(self, posts: int, kind: str = "HL") -> None:
        """The county's quota."""
        text = f'[[quota]]\npost_type = "{kind}"\ntownship = "{TOWNSHIP}"\nposts = {posts}\nfrom = 2020-01-01\n'
        self.county(text)

    def county(self, text: str) -> None:
        """A reference file of the county."""
        self.database.do("reference", reference.load, HEAD + text)

    def change(self, model: type[Any], row_id: str, **values: Any) -> None:
        """Set columns."""

        def set_values(session: Session) -> None:
            row = session.get_one(model, row_id)
            for name, value in values.items():
                setattr(row, name, value)

        self.database.do("change", set_values)

    def run(self, month: Month = MARCH, kind: str = "HL") -> str:
        """Computed."""
        (sheet,) = self.database.do("compute", payroll.compute, month, post_type=kind, by="lifang")
        return sheet.run_id

    def found(self, month: Month = MARCH, kind: str = "HL", rule: str | None = None) -> list[Finding]:
        """What stands in the run's list from rules; with ``rule`` only its."""
        every = self.database.ask(payroll.problems, self.run(month, kind))
        return [one for one in every if one.rule is not None and rule in {None, one.rule}]

    def codes(self, month: Month = MARCH, kind: str = "HL", rule: str | None = None) -> list[tuple[str, str]]:
        """Code and severity of each."""
        return [(one.code, one.severity) for one in self.found(month, kind, rule)]

    def put(self, name: str, start: date, kind: str = "HL", **more: Any) -> people.PutOnPost:
        """Through the service, with its checks."""
        return self.database.do(
            "put on post", people.put_on_post, self.ids[name], post_type=kind, post_name="干团村道", start=start, **more
        )

    def exits(self, month: Month = MARCH) -> dict[str, list[str]]:
        """Names on the exit list with the rules."""
        cases = self.database.ask(rules.exit_list, month)
        return {case.name: [one.rule or "" for one in case.findings] for case in cases}

    @staticmethod
    def _home(rows: Rows, number: str | None) -> str | None:
        from sqlalchemy import select

        if number is None:
            return None
        known = rows.session.scalar(select(Household.id).where(Household.number == number))
        return known or rows.add(Household, number=number, village="干团村")


__all__ = ["MARCH", "TOWNSHIP", "Scene"]
