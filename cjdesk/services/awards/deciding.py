"""A round is made, published, decided within its quota, paid, opened again or voided."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Award, AwardRound
from cjdesk.db.types import utc_now
from cjdesk.domain import names
from cjdesk.domain.awards import MOST_AWARDS, NAMES, AwardKind, Half
from cjdesk.domain.errors import (
    AwardAboveQuota,
    AwardAmountWrong,
    AwardQuotaWrong,
    AwardScoreMissing,
    AwardScoreTied,
    AwardUnknown,
    NameMissing,
    NameTaken,
    NothingNominated,
    ReasonMissing,
)
from cjdesk.domain.states import AWARD_STEPS, AwardState, step
from cjdesk.services import office
from cjdesk.services.awards.questions import round_row, standing
from cjdesk.services.who import name_of


def add_round(
    session: Session,
    *,
    half: Half,
    cooperatives: int = 20,
    captains: int = 100,
    cooperative_fen: int = 100_000,
    captain_fen: int = 50_000,
    name: str = "",
    remark: str = "",
) -> str:
    """Make a round with its quotas and amounts and give its id; the usual ones are those of the county in 2020.

    Without a name it is called after its half-year. Errors: AWARD_QUOTA_WRONG, AWARD_AMOUNT_WRONG, NAME_TAKEN.
    """
    for field, quota, fen in (
        ("cooperatives", cooperatives, cooperative_fen),
        ("captains", captains, captain_fen),
    ):
        if not 0 <= quota <= MOST_AWARDS:
            raise AwardQuotaWrong(field=field, value=quota, most=MOST_AWARDS)
        if quota and fen <= 0:
            raise AwardAmountWrong(field=field)
    if not cooperatives + captains:
        raise AwardQuotaWrong(field="cooperatives", value=0, most=MOST_AWARDS)
    clean = names.tidy(name).strip() or f"{half.words}表彰"
    if len(clean) > 60:
        raise NameMissing(field="name")
    if session.scalars(select(AwardRound.id).where(AwardRound.name == clean)).first():
        raise NameTaken(field="name", name=clean)
    row = AwardRound(
        township=office.current(session).township,
        number=_next_number(session, half),
        name=clean,
        year=half.year,
        half=half.half,
        cooperative_quota=cooperatives,
        captain_quota=captains,
        cooperative_fen=cooperative_fen,
        captain_fen=captain_fen,
        state=AwardState.DRAFT.value,
        remark=remark.strip()[:200] or None,
    )
    session.add(row)
    session.flush()
    return row.id


def publish(session: Session, round_id: str) -> None:
    """The list of those nominated hangs on the wall (公示). NOTHING_NOMINATED."""
    row = _stepped(session, round_id, AwardState.PUBLISHED)
    if not standing(session, round_id):
        raise NothingNominated(round=row.name)


def decide(
    session: Session, round_id: str, *, by: str, chosen: Collection[str] | None = None, by_score: bool = False
) -> None:
    """Say who is awarded: the nominations in ``chosen``, the best scores up to the quota, or else all nominated.

    Errors: NOTHING_NOMINATED, AWARD_ABOVE_QUOTA, AWARD_SCORE_MISSING and AWARD_SCORE_TIED by score, AWARD_UNKNOWN.
    """
    row = round_row(session, round_id)
    state = step(AWARD_STEPS, AwardState(row.state), AwardState.DECIDED)
    found = standing(session, round_id)
    if not found:
        raise NothingNominated(round=row.name)
    wanted = {one.id for one in found} if chosen is None else set(chosen)
    if not wanted <= {one.id for one in found}:
        raise AwardUnknown
    quotas = {AwardKind.COOPERATIVE: row.cooperative_quota, AwardKind.CAPTAIN: row.captain_quota}
    for kind, quota in quotas.items():
        mine = [one for one in found if one.kind == kind and one.id in wanted]
        if by_score:
            mine = _best(mine, quota)
        if len(mine) > quota:
            raise AwardAboveQuota(round=row.name, kind=NAMES[kind], quota=quota, count=len(mine))
        kept = {one.id for one in mine}
        for one in found:
            if one.kind == kind:
                one.chosen = one.id in kept
    if not any(one.chosen for one in found):
        raise NothingNominated(round=row.name)
    row.state, row.decided_at, row.decided_by = state.value, utc_now(), name_of(session, by)
    session.flush()


def pay(session: Session, round_id: str) -> None:
    """The money was handed out (发); from now on nothing changes."""
    _stepped(session, round_id, AwardState.PAID)


def reopen(session: Session, round_id: str, *, reason: str, by: str) -> None:
    """Take a decision or publication back, with a reason."""
    words = _reason(reason)
    row = _stepped(session, round_id, AwardState.DRAFT)
    row.reason = f"{words}（{name_of(session, by)}）"
    row.decided_at = row.decided_by = None
    for one in standing(session, round_id):
        one.chosen = False
    session.flush()


def void(session: Session, round_id: str, *, reason: str, by: str) -> None:
    """Void a round of which nothing was paid; it stays visible."""
    words = _reason(reason)
    row = _stepped(session, round_id, AwardState.VOID)
    row.reason = f"{words}（{name_of(session, by)}）"
    session.flush()


def _stepped(session: Session, round_id: str, wanted: AwardState) -> AwardRound:
    row = round_row(session, round_id)
    row.state = step(AWARD_STEPS, AwardState(row.state), wanted).value
    session.flush()
    return row


def _reason(text: str) -> str:
    if not text.strip():
        raise ReasonMissing(field="reason")
    return text.strip()[:140]


def _best(mine: Sequence[Award], quota: int) -> list[Award]:
    """The best ``quota`` of them; the last place must not be a matter of chance."""
    if len(mine) <= quota:
        return list(mine)
    missing = [one for one in mine if one.score_tenths is None]
    if missing:
        raise AwardScoreMissing(count=len(missing), name=missing[0].name)
    ordered = sorted(mine, key=lambda one: -(one.score_tenths or 0))
    if quota and ordered[quota - 1].score_tenths == ordered[quota].score_tenths:
        raise AwardScoreTied(name=ordered[quota - 1].name, other=ordered[quota].name)
    return ordered[:quota]


def _next_number(session: Session, half: Half) -> str:
    """AW-2020H2-01 and on, without gaps."""
    start = f"AW-{half.year:04d}H{half.half}-"
    count = session.scalar(select(func.count()).where(AwardRound.number.startswith(start))) or 0
    return f"{start}{count + 1:02d}"
