"""The papers of one person: application (F8), agreement (F9) and exit (F10), from the register as it is now."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import (
    Agreement,
    Assignment,
    BankAccount,
    CategoryKind,
    Insurance,
    Person,
    PersonCategory,
    Post,
    PostType,
)
from cjdesk.domain import codes
from cjdesk.domain.errors import NoPostToPrint, NoSuchTimeOnPost
from cjdesk.domain.person_papers import AgreementPaper, ApplicationPaper, ExitPaper, OfficeFacts, PersonFacts, PostFacts
from cjdesk.domain.states import AssignmentState
from cjdesk.services import office, standards
from cjdesk.services.payroll.receivables import balances
from cjdesk.services.people import settled
from cjdesk.services.people.found import person_of

NOT_YET = frozenset({AssignmentState.PROPOSED.value, AssignmentState.PUBLISHED.value})
"""Proposed for a post, but never on it."""


def application(session: Session, person_id: str, *, today: date, number: int | None = None) -> ApplicationPaper:
    """F8 for the time on a post of this number, else the present or last one, else for none.

    Errors: PERSON_UNKNOWN, NO_SUCH_TIME_ON_POST.
    """
    person = person_facts(session, person_id, today=today)
    times = times_on_post(session, person_id)
    post = _chosen(person, times, number) if times or number is not None else None
    return ApplicationPaper(f"SQ-{_numbered(person, post)}", person, post, office_facts(session))


def agreement(session: Session, person_id: str, *, today: date, number: int | None = None) -> AgreementPaper:
    """F9 with the newest registered agreement of the time on the post; without one for a year from its first day.

    Errors: PERSON_UNKNOWN, NO_POST_TO_PRINT, NO_SUCH_TIME_ON_POST.
    """
    person = person_facts(session, person_id, today=today)
    times = times_on_post(session, person_id)
    if not times:
        raise NoPostToPrint(name=person.name, form="F9", field="person")
    post = _chosen(person, times, number)
    signed = session.scalars(
        select(Agreement).where(Agreement.assignment_id == post.id).order_by(Agreement.start.desc())
    ).first()
    start = signed.start if signed else post.start
    return AgreementPaper(
        number=(signed.number if signed else None) or f"XY-{_numbered(person, post)}",
        person=person,
        post=post,
        office=office_facts(session),
        start=start,
        end=signed.end if signed else None,
        insurance=_insurance(session, person_id, start),
    )


def exit_paper(session: Session, person_id: str, *, today: date, number: int | None = None) -> ExitPaper:
    """F10 for somebody who stands or stood on a post: before the exit is registered its day and reason are blank.

    Errors: PERSON_UNKNOWN, NO_POST_TO_PRINT, NO_SUCH_TIME_ON_POST.
    """
    person = person_facts(session, person_id, today=today)
    times = times_on_post(session, person_id)
    if not any(one.state not in NOT_YET for one in times):
        raise NoPostToPrint(name=person.name, form="F10", field="person")
    post = _chosen(person, times, number)
    until, open_fen = settled.of_assignment(session, post.id)
    return ExitPaper(
        number=f"LG-{_numbered(person, post)}",
        person=person,
        post=post,
        office=office_facts(session),
        settled_until=until,
        open_fen=open_fen,
        owed_fen=balances(session).get(person_id, 0),
    )


def office_facts(session: Session) -> OfficeFacts:
    """The office that prints."""
    mine = office.current(session)
    return OfficeFacts(mine.county_name, mine.township_name, mine.employer, mine.demo)


def person_facts(session: Session, person_id: str, *, today: date) -> PersonFacts:
    """Who it is, as the register says today. PERSON_UNKNOWN."""
    row = person_of(session, person_id)
    account = session.scalars(
        select(BankAccount)
        .where(BankAccount.person_id == person_id, BankAccount.valid_to.is_(None))
        .order_by(BankAccount.id.desc())
    ).first()
    return PersonFacts(
        id=row.id,
        name=row.name,
        sex=codes.SEXES.get(row.sex, row.sex),
        birth=row.birth,
        ethnicity=codes.ETHNICITIES.get(row.ethnicity or "", row.ethnicity or ""),
        id_no=row.id_no,
        education=codes.EDUCATIONS.get(row.education or "", row.education or ""),
        phone=row.phone or "",
        village=row.village or "",
        group=row.village_group or "",
        address=row.address or "",
        labour_ability=row.labour_ability or "",
        skills=row.skills or "",
        categories=_categories(session, person_id, today),
        household=_household(session, row),
        bank=(account.bank if account else None) or "",
        account=(account.number if account else None) or "",
        insured=row.insured,
    )


def times_on_post(session: Session, person_id: str) -> tuple[PostFacts, ...]:
    """Every time on a post, the first one first; subsidies that are no post are left out."""
    mine = office.current(session)
    rows = session.execute(
        select(Assignment, Post, PostType)
        .join(Post, Post.id == Assignment.post_id)
        .outerjoin(PostType, PostType.code == Assignment.post_type)
        .where(Assignment.person_id == person_id, or_(PostType.pay.is_(None), PostType.pay == codes.POST))
        .order_by(Assignment.start, Assignment.id)
    ).all()
    found = []
    for number, (one, post, kind) in enumerate(rows, start=1):
        standard = standards.standard_on(session, one.post_type, one.township, one.start)
        found.append(
            PostFacts(
                id=one.id,
                number=number,
                post_number=post.number,
                post_type=one.post_type,
                post_type_name=kind.name if kind else one.post_type,
                post_name=post.name,
                employer=post.employer or mine.employer,
                fund=post.fund or (kind.fund if kind else None) or "",
                start=one.start,
                end=one.end,
                state=one.state,
                standard_fen=standard.amount_fen if standard else one.standard_fen or 0,
                exit_reason=one.exit_reason or "",
                exit_note=one.exit_note or "",
            )
        )
    return tuple(found)


def _chosen(person: PersonFacts, times: tuple[PostFacts, ...], number: int | None) -> PostFacts:
    """The time of this number; without one the present one, else the last."""
    if number is not None:
        if not 1 <= number <= len(times):
            raise NoSuchTimeOnPost(name=person.name, number=number, count=len(times), field="assignment")
        return times[number - 1]
    return next((one for one in reversed(times) if one.end is None), times[-1])


def _numbered(person: PersonFacts, post: PostFacts | None) -> str:
    return f"{person.file_number}-{post.number if post else 0}"


def _insurance(session: Session, person_id: str, day: date) -> str:
    """The accident insurance of a day, else the newest, in words."""
    rows = session.scalars(
        select(Insurance).where(Insurance.person_id == person_id).order_by(Insurance.start.desc())
    ).all()
    valid = [one for one in rows if one.start <= day and (one.end is None or one.end >= day)]
    chosen = next(iter(valid or rows), None)
    if chosen is None:
        return ""
    parts = [chosen.insurer or "", f"保单号 {chosen.policy_number}" if chosen.policy_number else ""]
    days = f"{_day(chosen.start)}起" + (f"至{_day(chosen.end)}止" if chosen.end else "")
    return "，".join([*filter(None, parts), days])


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _categories(session: Session, person_id: str, day: date) -> tuple[str, ...]:
    rows = session.execute(
        select(PersonCategory.code, CategoryKind.name_2021)
        .outerjoin(CategoryKind, CategoryKind.code == PersonCategory.code)
        .where(PersonCategory.person_id == person_id)
        .where(or_(PersonCategory.valid_from.is_(None), PersonCategory.valid_from <= day))
        .where(or_(PersonCategory.valid_to.is_(None), PersonCategory.valid_to >= day))
        .order_by(PersonCategory.code)
    )
    return tuple(dict.fromkeys(name or code for code, name in rows))


def _household(session: Session, person: Person) -> tuple[tuple[str, str], ...]:
    if person.household_id is None:
        return ()
    rows = session.execute(
        select(Person.relation, Person.name)
        .where(Person.household_id == person.household_id)
        .order_by(Person.relation, Person.birth)
    )
    return tuple((codes.RELATIONS.get(relation or "", relation or ""), name) for relation, name in rows)
