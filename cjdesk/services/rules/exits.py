"""The monthly list 动态退出: who may have to leave by R-05, R-07, R-15, R-18 or R-21, until somebody decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Person
from cjdesk.domain.month import Month
from cjdesk.domain.rules import NOTE, Stage
from cjdesk.services.rules.clearances import answered, clear
from cjdesk.services.rules.evaluate import evaluate, graver_first
from cjdesk.services.rules.finding import Finding
from cjdesk.services.rules.subjects import of_month
from cjdesk.services.rules.world import Subject

REASONS: Mapping[str, str] = {
    "R-05": "超龄",
    "R-07": "期满",
    "R-15": "条件不再符合",
    "R-18": "死亡",
    "R-21": "长期不在岗",
}
"""The reason for leaving that each rule proposes; the clerk may choose another."""

_OF_LIST: Mapping[str, str] = {
    "BUSINESS": "创业(办理营业执照)",
    "COMPANY_INSURED": "实现其他就业",
    "WORKS_AWAY": "外出务工",
}


@dataclass(frozen=True, slots=True)
class ExitCase:
    """One person on post with what was found; ``end`` and ``exit_reason`` are what ending it would say."""

    assignment_id: str
    person_id: str
    name: str
    id_no: str
    village: str
    group: str
    post_type: str
    post_type_name: str
    start: date
    findings: tuple[Finding, ...]
    end: date
    exit_reason: str

    @property
    def open(self) -> bool:
        """Whether somebody still has to decide; a note needs no decision."""
        return any(one.open for one in self.findings)

    @property
    def can_be_kept(self) -> bool:
        """Whether a reason is enough."""
        return all(one.severity != "error" for one in self.findings)

    @property
    def reason(self) -> str:
        """Why the person is kept, once that was said."""
        return next((one.given.reason for one in self.findings if one.given is not None), "")


def exit_list(session: Session, month: Month) -> tuple[ExitCase, ...]:
    """The month's cases: those that wait first, then by place; who left in time is no case any more."""
    world = of_month(session, month, Stage.EXIT)
    by_assignment: dict[str, list[Finding]] = defaultdict(list)
    for one in answered(session, graver_first(evaluate(world))):
        by_assignment[one.assignment_id or ""].append(one)
    subjects = {one.assignment_id: one for one in world.subjects if one.assignment_id in by_assignment}
    people = _people(session, [one.person_id for one in subjects.values()])
    names = world.post_type_names
    cases = [
        _case(one, people[one.person_id], names.get(one.post_type, one.post_type), tuple(by_assignment[key]))
        for key, one in subjects.items()
    ]
    return tuple(sorted(cases, key=lambda case: (not case.open, all(one.severity == NOTE for one in case.findings))))


def keep(session: Session, case: ExitCase, reason: str, *, by: str) -> None:
    """Go on with the person, with a reason for every warning of the case; an error cannot be kept (NOT_A_WARNING)."""
    clear(session, [one for one in case.findings if one.severity != NOTE], reason, by=by)


def _case(one: Subject, person: Person, post_type_name: str, findings: tuple[Finding, ...]) -> ExitCase:
    worst = findings[0]
    died = next((each for each in findings if each.code == "DECEASED"), None)
    end = date.fromisoformat(str(died.facts["since"])) if died is not None else one.last
    return ExitCase(
        assignment_id=one.assignment_id,
        person_id=one.person_id,
        name=one.name,
        id_no=one.id_no,
        village=person.village or "",
        group=person.village_group or "",
        post_type=one.post_type,
        post_type_name=post_type_name,
        start=one.start,
        findings=findings,
        end=max(end, one.start),
        exit_reason=_OF_LIST.get(worst.code) or REASONS[worst.rule or ""],
    )


def _people(session: Session, ids: list[str]) -> dict[str, Person]:
    return {row.id: row for row in session.scalars(select(Person).where(Person.id.in_(ids)))}
