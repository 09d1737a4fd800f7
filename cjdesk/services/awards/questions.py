"""Award rounds asked for: all of them, one by name or number, its list as paper and screen show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Award, AwardRound
from cjdesk.domain.awards import AwardKind, AwardLine, AwardList, Half
from cjdesk.domain.errors import AwardRoundUnknown, AwardUnknown
from cjdesk.domain.states import AwardState
from cjdesk.services import office


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round as the list of rounds shows it; ``total_fen`` is what is awarded, or what all nominated would get."""

    id: str
    number: str
    name: str
    half: Half
    state: str
    nominated: int
    chosen: int
    total_fen: int


def rounds(session: Session) -> tuple[RoundRow, ...]:
    """Every round, the newest half-year first."""
    standing = Award.withdrawn.is_(None)
    counts = {
        row.round_id: row
        for row in session.execute(
            select(
                Award.round_id,
                func.count().label("nominated"),
                func.count().filter(Award.chosen).label("chosen"),
                func.coalesce(func.sum(Award.amount_fen), 0).label("all_fen"),
                func.coalesce(func.sum(Award.amount_fen).filter(Award.chosen), 0).label("chosen_fen"),
            )
            .where(standing)
            .group_by(Award.round_id)
        )
    }
    order = (AwardRound.year.desc(), AwardRound.half.desc(), AwardRound.number.desc())
    found = []
    for row in session.scalars(select(AwardRound).order_by(*order)):
        one = counts.get(row.id)
        chosen = one.chosen if one else 0
        total = int(one.chosen_fen if chosen else one.all_fen) if one else 0
        half = Half(row.year, row.half)
        found.append(
            RoundRow(row.id, row.number, row.name, half, row.state, one.nominated if one else 0, chosen, total)
        )
    return tuple(found)


def round_row(session: Session, round_id: str) -> AwardRound:
    """The stored round, or AWARD_ROUND_UNKNOWN."""
    row = session.get(AwardRound, round_id)
    if row is None:
        raise AwardRoundUnknown(field="round", name=round_id)
    return row


def award_row(session: Session, award_id: str) -> Award:
    """The stored nomination that stands, or AWARD_UNKNOWN."""
    row = session.get(Award, award_id)
    if row is None or row.withdrawn is not None:
        raise AwardUnknown
    return row


def round_named(session: Session, name: str) -> str:
    """The id of the round with this name or number. AWARD_ROUND_UNKNOWN."""
    clean = name.strip()
    wanted = or_(AwardRound.name == clean, AwardRound.number == clean.upper())
    found = session.scalars(select(AwardRound.id).where(wanted)).first()
    if found is None:
        raise AwardRoundUnknown(field="round", name=clean)
    return found


def standing(session: Session, round_id: str) -> list[Award]:
    """The nominations of a round that were not withdrawn, the best first within their kind."""
    order = (Award.kind.desc(), Award.score_tenths.desc().nulls_last(), Award.people.desc(), Award.id)
    return list(
        session.scalars(select(Award).where(Award.round_id == round_id, Award.withdrawn.is_(None)).order_by(*order))
    )


def award_list(session: Session, round_id: str) -> AwardList:
    """A round as one frozen value. AWARD_ROUND_UNKNOWN."""
    row, here = round_row(session, round_id), office.current(session)
    return AwardList(
        id=row.id,
        number=row.number,
        name=row.name,
        half=Half(row.year, row.half),
        state=row.state,
        quotas={AwardKind.COOPERATIVE: row.cooperative_quota, AwardKind.CAPTAIN: row.captain_quota},
        amounts={AwardKind.COOPERATIVE: row.cooperative_fen, AwardKind.CAPTAIN: row.captain_fen},
        lines=tuple(_lines(standing(session, round_id))),
        decided_by=row.decided_by or "",
        county_name=here.county_name,
        township_name=here.township_name,
        office_name=here.name,
        demo=here.demo,
    )


_DECIDED = (AwardState.DECIDED.value, AwardState.PAID.value)


def paid_in(session: Session, year: int) -> int:
    """What the decided rounds of a year come to, in fen (K14)."""
    total = func.coalesce(func.sum(Award.amount_fen), 0)
    return int(session.scalar(select(total).where(*_of_year(year))) or 0)


def chosen_in(session: Session, year: int) -> dict[AwardKind, int]:
    """How many of each kind the decided rounds of a year award."""
    counts = select(Award.kind, func.count()).where(*_of_year(year)).group_by(Award.kind)
    return dict.fromkeys(AwardKind, 0) | {AwardKind(kind): count for kind, count in session.execute(counts)}


def _of_year(year: int) -> tuple[ColumnElement[bool], ...]:
    decided = select(AwardRound.id).where(AwardRound.year == year, AwardRound.state.in_(_DECIDED))
    return Award.round_id.in_(decided), Award.chosen.is_(True), Award.withdrawn.is_(None)


def _lines(found: list[Award]) -> Iterator[AwardLine]:
    for kind in AwardKind:
        for place, row in enumerate((row for row in found if row.kind == kind), start=1):
            yield AwardLine(
                id=row.id,
                kind=kind,
                place=place,
                name=row.name,
                id_no=row.id_no or "",
                unit=row.unit,
                village=row.village,
                people=row.people,
                score_tenths=row.score_tenths,
                amount_fen=row.amount_fen,
                chosen=row.chosen,
                remark=row.remark or "",
            )
