"""The roster with its suspensions, and the attendance, as they can be imported again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import (
    Agreement,
    Assignment,
    Attendance,
    BankAccount,
    CategoryKind,
    Division,
    Person,
    PersonCategory,
    Post,
    Suspension,
)
from cjdesk.domain import codes
from cjdesk.domain.categories import Category
from cjdesk.domain.month import Month
from cjdesk.services.exports.columns import own_township, period, post_names, sheet, yes_no
from cjdesk.workbooks.forms import ATTENDANCE, ROSTER, SUSPENSIONS
from cjdesk.workbooks.writing import Kind, OutSheet

_ROSTER_KEYS = (
    "ordinal", "categories", "township", "village", "group", "name", "sex", "ethnicity", "id_no", "birth", "education",
    "relocated", "standard", "fund", "disability_no", "insured", "bank_name", "bank_no", "bank_holder", "post_type",
    "post_name", "employer", "start", "agreement", "phone", "state", "leaving", "remark",
)  # fmt: skip
_SUSPENSION_KEYS = ("name", "id_no", "start", "end", "paid", "reason")
_ATTENDANCE_KEYS = (
    "name", "id_no", "post_type", "month", "required", "attended", "personal_leave", "sick_leave", "absent", "grade",
)  # fmt: skip
_DAYS = ("required", "attended", "personal_leave", "sick_leave", "absent")


def roster(session: Session, month: Month | None = None) -> list[tuple[OutSheet, int]]:
    """One row for each assignment, by village, group and name; then the suspensions."""
    del month
    township = own_township(session)
    accounts = {
        row.person_id: row for row in session.scalars(select(BankAccount).where(BankAccount.valid_to.is_(None)))
    }
    words, relocated = category_words(session)
    agreements: dict[str, Agreement] = {}
    for agreement in session.scalars(select(Agreement).order_by(Agreement.start)):
        agreements[agreement.assignment_id] = agreement
    name_of_township = session.scalar(
        select(Division.name).where(Division.code == township).order_by(Division.valid_from.desc()).limit(1)
    )
    shared = {"township": name_of_township, "posts": post_names(session)}
    found = session.execute(
        select(Assignment, Person, Post)
        .join(Person, Person.id == Assignment.person_id)
        .join(Post, Post.id == Assignment.post_id)
        .where(Assignment.township == township)
        .order_by(Assignment.post_type, Person.village, Person.village_group, Person.search, Assignment.start)
    ).all()
    rows = [
        _roster_row(assignment, person, post, shared)
        | _account(accounts.get(person.id))
        | {
            "agreement": _agreement(agreements.get(assignment.id)),
            "ordinal": number,
            "categories": "、".join(words.get(person.id, ())) or None,
            "relocated": "是" if person.id in relocated else "否",
        }
        for number, (assignment, person, post) in enumerate(found, start=1)
    ]
    kinds = {"ordinal": Kind.WHOLE, "standard": Kind.FEN, "start": Kind.DATE}
    return [sheet(ROSTER, "花名册", rows, _ROSTER_KEYS, kinds), _suspensions(session, township)]


def category_words(session: Session) -> tuple[dict[str, list[str]], set[str]]:
    """The open categories of each person in words, and who is relocated (a column of its own)."""
    names = {row.code: row.name_2021 for row in session.scalars(select(CategoryKind))}
    words: dict[str, list[str]] = defaultdict(list)
    relocated: set[str] = set()
    for flag in session.scalars(
        select(PersonCategory).where(PersonCategory.valid_to.is_(None)).order_by(PersonCategory.code)
    ):
        if flag.code == Category.YDBQ:
            relocated.add(flag.person_id)
        else:
            words[flag.person_id].append(names.get(flag.code, flag.code))
    return words, relocated


def _roster_row(
    assignment: Assignment,
    person: Person,
    post: Post,
    shared: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "township": shared["township"],
        "village": person.village,
        "group": person.village_group,
        "name": person.name,
        "sex": codes.SEXES[person.sex],
        "ethnicity": codes.ETHNICITIES.get(person.ethnicity or ""),
        "id_no": person.id_no,
        "birth": f"{person.birth:%Y-%m}",
        "education": codes.EDUCATIONS.get(person.education or ""),
        "standard": assignment.standard_fen,
        "fund": post.fund,
        "disability_no": person.disability_no,
        "insured": yes_no(person.insured),
        "post_type": shared["posts"].get(assignment.post_type, assignment.post_type),
        "post_name": post.name,
        "employer": post.employer,
        "start": assignment.start,
        "phone": person.phone,
        "state": assignment.state,
        "leaving": _leaving(assignment.end, assignment.exit_reason, assignment.exit_note),
        "remark": assignment.remark,
    }


def _account(account: BankAccount | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"bank_name": account.bank, "bank_no": account.number, "bank_holder": account.holder}


def _agreement(agreement: Agreement | None) -> str | None:
    return period(agreement.start, agreement.end) if agreement is not None else None


def _leaving(end: date | None, reason: str | None, note: str | None) -> str | None:
    """2020-11-05 其他：转岗."""
    if end is None:
        return None
    why = f"{reason}：{note}" if reason and note else reason
    return f"{end.isoformat()} {why}" if why else end.isoformat()


def _suspensions(session: Session, township: str) -> tuple[OutSheet, int]:
    found = session.execute(
        select(Suspension, Person)
        .join(Assignment, Assignment.id == Suspension.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(Suspension.township == township)
        .order_by(Suspension.start, Person.id_no)
    )
    rows = [
        {
            "name": person.name,
            "id_no": person.id_no,
            "start": suspension.start,
            "end": suspension.end,
            "paid": yes_no(suspension.paid),
            "reason": suspension.reason,
        }
        for suspension, person in found
    ]
    return sheet(SUSPENSIONS, SUSPENSIONS.sheet_name, rows, _SUSPENSION_KEYS, {"start": Kind.DATE, "end": Kind.DATE})


def attendance(session: Session, month: Month | None = None) -> list[tuple[OutSheet, int]]:
    """One row for each assignment and month; of two of one kind in a month the later comes first, as in the import."""
    statement = (
        select(Attendance, Assignment.post_type, Person.name, Person.id_no)
        .join(Assignment, Assignment.id == Attendance.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(Attendance.township == own_township(session))
        .order_by(
            Attendance.month, Assignment.post_type, Person.village, Person.village_group, Person.search, Person.id_no,
            Assignment.start.desc(),
        )
    )  # fmt: skip
    if month is not None:
        statement = statement.where(Attendance.month == month)
    posts = post_names(session)
    rows = [
        {
            "name": name,
            "id_no": id_no,
            "post_type": posts.get(post_type, post_type),
            "month": f"{row.month.year}年{row.month.month}月",
            **{key: getattr(row, f"{key}_tenths") for key in _DAYS},
            "grade": row.grade,
        }
        for row, post_type, name, id_no in session.execute(statement)
    ]
    return [sheet(ATTENDANCE, ATTENDANCE.sheet_name, rows, _ATTENDANCE_KEYS, dict.fromkeys(_DAYS, Kind.TENTHS))]
