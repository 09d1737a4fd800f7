"""What is wrong with a person today, as SQL conditions with the severity that the county's rules give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import Session, aliased

from cjdesk.db.models import Agreement, BankAccount, Insurance, Person
from cjdesk.domain.rules import KINDS, Stage
from cjdesk.domain.states import AssignmentState
from cjdesk.i18n import N_
from cjdesk.services.people.present import Present
from cjdesk.services.rules.book import book

ON_POST = (AssignmentState.ON_POST.value, AssignmentState.SUSPENDED.value)

WORDS: Mapping[str, str] = {
    "TWO_OPEN_POSTS": N_("Two open posts"),
    "BANK_SHARED": N_("Account shared"),
    "BANK_MISSING": N_("No account"),
    "AGREEMENT_MISSING": N_("Agreement not signed"),
    "INSURANCE_MISSING": N_("Not insured"),
    "AGE_PASSED": N_("Over the age"),
}
"""Problem codes in the order of their weight, with the words for a cell (message ids)."""

RULES: Mapping[str, str] = {
    "TWO_OPEN_POSTS": "R-02",
    "BANK_SHARED": "R-19",
    "BANK_MISSING": "R-19",
    "AGREEMENT_MISSING": "R-13",
    "INSURANCE_MISSING": "R-12",
    "AGE_PASSED": "R-05",
}

KIND: Mapping[str, str] = {
    "TWO_OPEN_POSTS": "TWO_POSTS",
    "BANK_SHARED": "BANK_SHARED",
    "BANK_MISSING": "BANK_MISSING",
    "AGREEMENT_MISSING": "NO_AGREEMENT",
    "INSURANCE_MISSING": "NO_INSURANCE",
    "AGE_PASSED": "AGE_PASSED",
}
"""What the rule calls it."""

STAGES: Mapping[str, Stage] = {"BANK_SHARED": Stage.BANK}
"""Asked as at another stage than the month's run."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem's code, the rule it comes from, and how grave it is: error, warning or note."""

    code: str
    rule: str
    severity: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The severities in force and the values they use."""

    severities: Mapping[str, str]
    upper_age: int

    def problem(self, code: str) -> Problem:
        """A problem with its severity of today."""
        return Problem(code, RULES[code], self.severities[code])

    @property
    def active(self) -> tuple[str, ...]:
        """The codes that are not switched off, gravest first."""
        return tuple(code for code in WORDS if self.severities[code] != "off")


def rules(session: Session) -> Rules:
    """The severities in force for everybody, whatever the post."""
    known = book(session)
    severities = {
        code: known.setting(rule).at(KINDS[KIND[code]][1], STAGES.get(code, Stage.RUN)) for code, rule in RULES.items()
    }
    return Rules(severities, int(known.setting("R-05").values["age"]))


def conditions(now: Present, in_force: Rules, today: date) -> dict[str, ColumnElement[bool]]:
    """One condition for each code on a row of ``now.of_people``."""
    on_post = now.state.in_(ON_POST)
    account = aliased(BankAccount)
    other = aliased(BankAccount)
    shared = exists(
        select(account.id)
        .join(other, and_(other.number == account.number, other.person_id != account.person_id))
        .where(account.person_id == Person.id, account.valid_to.is_(None), other.valid_to.is_(None))
        .correlate(Person)
    )
    known: dict[str, ColumnElement[bool]] = {
        "TWO_OPEN_POSTS": now.open_posts > 1,
        "BANK_SHARED": shared,
        "BANK_MISSING": and_(
            on_post, ~_exists(BankAccount, BankAccount.number.is_not(None), BankAccount.valid_to.is_(None))
        ),
        "AGREEMENT_MISSING": and_(
            on_post,
            ~exists(
                select(Agreement.id)
                .where(Agreement.assignment_id == now.assignment_id, _covers(Agreement, today))
                .correlate_except(Agreement)
            ),
        ),
        "INSURANCE_MISSING": and_(on_post, Person.insured.is_not(True), ~_exists(Insurance, _covers(Insurance, today))),
        "AGE_PASSED": and_(on_post, Person.birth <= _years_before(today, in_force.upper_age)),
    }
    return {code: known[code] if code in in_force.active else false() for code in WORDS}


def _exists(model: Any, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    mine: Select[Any] = select(model.id).where(model.person_id == Person.id, *where).correlate(Person)
    return exists(mine)


def _covers(model: Any, today: date) -> ColumnElement[bool]:
    return and_(model.start <= today, or_(model.end.is_(None), model.end >= today))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
