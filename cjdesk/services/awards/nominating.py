"""Cooperatives and captains are nominated in a round, get their scores, or are taken out again with a reason."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Award, AwardRound, Cooperative, Membership, Person, Team
from cjdesk.domain import id_number, names
from cjdesk.domain.awards import SEPARATOR, AwardKind
from cjdesk.domain.errors import AwardRoundClosed, AwardTwice, CaptainNameMissing, CooperativeUnknown, ReasonMissing
from cjdesk.domain.states import AwardState
from cjdesk.services.awards.questions import award_row, round_row
from cjdesk.services.who import name_of

_OPEN = frozenset({AwardState.DRAFT, AwardState.PUBLISHED})
_AT_HOME = ("未务工", "")


def nominate_cooperative(
    session: Session,
    round_id: str,
    cooperative_id: str,
    *,
    by: str,
    score_tenths: int | None = None,
    people: int | None = None,
    remark: str = "",
) -> str:
    """Put a cooperative on the list and give the nomination's id; people are its members who work away.

    Errors: AWARD_ROUND_CLOSED, AWARD_TWICE, COOPERATIVE_UNKNOWN.
    """
    row, union = _open(session, round_id), session.get(Cooperative, cooperative_id)
    if union is None:
        raise CooperativeUnknown
    return _add(
        session,
        row,
        Award(
            kind=AwardKind.COOPERATIVE.value,
            key=union.id,
            cooperative_id=union.id,
            name=union.name,
            unit=union.chair_name or "",
            village=_village_of(session, union.id),
            people=_away(session, Membership.cooperative_id == union.id) if people is None else people,
            amount_fen=row.cooperative_fen,
            score_tenths=score_tenths,
        ),
        by=by,
        remark=remark,
    )


def nominate_captain(
    session: Session,
    round_id: str,
    id_no: str,
    *,
    by: str,
    name: str = "",
    unit: str = "",
    village: str = "",
    people: int | None = None,
    score_tenths: int | None = None,
    remark: str = "",
) -> str:
    """Put a captain on the list and give the nomination's id.

    Name, unit, village and people come from the register and the teams as far as they are not given; a captain may
    come from outside, then at least the name is needed. Errors: AWARD_ROUND_CLOSED, AWARD_TWICE,
    CAPTAIN_NAME_MISSING, those of ID numbers.
    """
    row = _open(session, round_id)
    number = id_number.check(id_no, today=date.today()).value
    person = session.scalars(select(Person).where(Person.id_no == number)).first()
    known = name.strip() or (person.name if person is not None else "") or _captain_name(session, number)
    if not known:
        raise CaptainNameMissing(field="name", id_no=f"{number[:6]}********{number[-4:]}")
    teams = session.execute(
        select(Team, Cooperative)
        .join(Cooperative, Cooperative.id == Team.cooperative_id)
        .where(Team.captain_id_no == number)
        .order_by(Cooperative.name, Team.name)
    ).all()
    led = _led(session, [team.id for team, _ in teams])
    return _add(
        session,
        row,
        Award(
            kind=AwardKind.CAPTAIN.value,
            key=number,
            cooperative_id=teams[0][1].id if teams else None,
            name=names.tidy(known).strip(),
            id_no=number,
            unit=(unit.strip() or "、".join(f"{team.name}{SEPARATOR}{union.name}" for team, union in teams))[:120],
            village=village.strip() or (person.village if person is not None else "") or "",
            people=led if people is None else people,
            amount_fen=row.captain_fen,
            score_tenths=score_tenths,
        ),
        by=by,
        remark=remark,
    )


def score(session: Session, award_id: str, tenths: int | None) -> None:
    """Enter or correct a score, in tenths of a point. AWARD_UNKNOWN, AWARD_ROUND_CLOSED."""
    row = award_row(session, award_id)
    _open(session, row.round_id)
    row.score_tenths = tenths
    session.flush()


def withdraw(session: Session, award_id: str, *, reason: str, by: str) -> None:
    """Take a nomination out; it stays in the file with the reason. AWARD_UNKNOWN, AWARD_ROUND_CLOSED."""
    row = award_row(session, award_id)
    _open(session, row.round_id)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    row.withdrawn = f"{reason.strip()[:140]}（{name_of(session, by)}）"
    session.flush()


def _open(session: Session, round_id: str) -> AwardRound:
    row = round_row(session, round_id)
    if row.state not in _OPEN:
        raise AwardRoundClosed(round=row.name, state=row.state)
    return row


def _add(session: Session, row: AwardRound, award: Award, *, by: str, remark: str) -> str:
    same = select(Award.name).where(Award.round_id == row.id, Award.key == award.key, Award.withdrawn.is_(None))
    known = session.scalars(same).first()
    if known is not None:
        raise AwardTwice(field="name", name=known, round=row.name)
    award.township, award.round_id = row.township, row.id
    award.remark = remark.strip()[:200] or None
    award.nominated_by = name_of(session, by)
    session.add(award)
    session.flush()
    return award.id


def _village_of(session: Session, cooperative_id: str) -> str:
    """Where most of its members live."""
    villages = session.scalars(
        select(Person.village)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.cooperative_id == cooperative_id, Membership.left.is_(None))
    )
    found = Counter(one for one in villages if one)
    return found.most_common(1)[0][0] if found else ""


def _away(session: Session, which: ColumnElement[bool]) -> int:
    working = Membership.work_status.is_not(None) & Membership.work_status.not_in(_AT_HOME)
    statement = select(func.count()).where(which, Membership.left.is_(None), working)
    return session.scalar(statement) or 0


def _led(session: Session, team_ids: list[str]) -> int:
    """The open members of these teams."""
    statement = select(func.count()).where(Membership.team_id.in_(team_ids), Membership.left.is_(None))
    return session.scalar(statement) or 0


def _captain_name(session: Session, id_no: str) -> str:
    """A captain who is in no register of people, but leads a team."""
    found = select(Team.captain_name).where(Team.captain_id_no == id_no, Team.captain_name.is_not(None))
    return session.scalars(found).first() or ""
