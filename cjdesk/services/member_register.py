"""The register of a cooperative's members (F6) as one frozen value, in the order of the paper."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import CategoryKind, Cooperative, Membership, Person, PersonCategory, Team
from cjdesk.domain import codes
from cjdesk.domain.errors import CooperativeUnknown
from cjdesk.domain.member_register import MemberLine, MemberRegister
from cjdesk.services import office

AT_HOME = "未务工"


def member_register(session: Session, cooperative_id: str, *, as_of: date | None = None) -> MemberRegister:
    """Who is a member on a day, by village, group and name. COOPERATIVE_UNKNOWN when there is no such cooperative."""
    day = as_of or date.today()
    cooperative = session.get(Cooperative, cooperative_id)
    if cooperative is None:
        raise CooperativeUnknown
    rows = session.execute(
        select(Membership, Person, Team.name)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(Membership.cooperative_id == cooperative_id, Membership.joined <= day)
        .where(or_(Membership.left.is_(None), Membership.left > day))
        .order_by(Person.village, Person.village_group, Person.search, Person.id_no)
    ).all()
    categories = _categories(session, [person.id for _, person, _ in rows], day)
    lines = tuple(
        _line(number, membership, person, team, categories.get(person.id, ()))
        for number, (membership, person, team) in enumerate(rows, start=1)
    )
    counts = Counter(word for line in lines for word in line.categories)
    return MemberRegister(
        number=f"MC-{cooperative.township}-{day:%Y%m%d}",
        cooperative=cooperative.name,
        credit_code=cooperative.credit_code or "",
        chair=cooperative.chair_name or "",
        as_of=day,
        counts=tuple(counts.most_common(3)),
        demo=office.current(session).demo,
        lines=lines,
    )


def _line(
    number: int, membership: Membership, person: Person, team: str | None, categories: tuple[str, ...]
) -> MemberLine:
    away = membership.work_status not in (None, "", AT_HOME)
    return MemberLine(
        number=number,
        name=person.name,
        sex=person.sex,
        ethnicity=codes.ETHNICITIES.get(person.ethnicity or "", ""),
        id_no=person.id_no,
        village=person.village or "",
        group=person.village_group or "",
        categories=categories,
        phone=person.phone or "",
        skill=membership.skill or "",
        joined=membership.joined,
        share_fen=membership.share_fen,
        team=team or "",
        captain=membership.captain,
        status=(membership.work_status or "") if away else "",
        unit=(membership.work_unit or "") if away else "",
        trade=(membership.work_trade or "") if away else "",
        wage_fen=membership.work_wage_fen if away else None,
        since=membership.work_start if away else None,
    )


def _categories(session: Session, ids: list[str], day: date) -> dict[str, tuple[str, ...]]:
    rows = session.execute(
        select(PersonCategory.person_id, CategoryKind.name_2021)
        .join(CategoryKind, CategoryKind.code == PersonCategory.code)
        .where(PersonCategory.person_id.in_(ids))
        .where(or_(PersonCategory.valid_from.is_(None), PersonCategory.valid_from <= day))
        .where(or_(PersonCategory.valid_to.is_(None), PersonCategory.valid_to >= day))
        .order_by(PersonCategory.code)
    )
    found: dict[str, tuple[str, ...]] = {}
    for person_id, word in rows:
        found[person_id] = (*found.get(person_id, ()), word)
    return found
