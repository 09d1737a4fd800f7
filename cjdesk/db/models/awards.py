"""Award rounds of the half-year (以奖代补): rounds with quotas and amounts, and who was nominated and chosen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Travelling
from cjdesk.db.types import Fen

_STANDS = "withdrawn IS NULL"


class AwardRound(Base, Travelling):
    """A round of awards (表彰): so many cooperatives and captains at so much each, in one half of a year.

    ``half`` is 1 or 2; amounts and quotas are data of the round (domain.md S23 has two readings).
    """

    __tablename__ = "award_round"
    __table_args__ = (UniqueConstraint("township", "number"), UniqueConstraint("township", "name"))

    number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    half: Mapped[int]
    cooperative_quota: Mapped[int]
    captain_quota: Mapped[int]
    cooperative_fen: Mapped[int] = mapped_column(Fen)
    captain_fen: Mapped[int] = mapped_column(Fen)
    state: Mapped[str] = mapped_column(String(10))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(50))
    remark: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(String(200))


class Award(Base, Travelling):
    """A cooperative or captain nominated in a round; ``chosen`` once the round is decided.

    Names, unit, village and people are those of the day of the nomination, so that a reprint equals the first print.
    ``key`` is the cooperative's id or the captain's ID number: it stands once in a round, which the index holds.
    ``score_tenths`` is the score in tenths of a point.
    """

    __tablename__ = "award"
    __table_args__ = (
        Index(
            "ix_award_standing",
            "round_id",
            "key",
            unique=True,
            sqlite_where=text(_STANDS),
            postgresql_where=text(_STANDS),
        ),
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("award_round.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(40))
    cooperative_id: Mapped[str | None] = mapped_column(ForeignKey("cooperative.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    id_no: Mapped[str | None] = mapped_column(String(18))
    unit: Mapped[str] = mapped_column(String(120))
    village: Mapped[str] = mapped_column(String(60))
    people: Mapped[int]
    score_tenths: Mapped[int | None]
    amount_fen: Mapped[int] = mapped_column(Fen)
    chosen: Mapped[bool] = mapped_column(default=False)
    remark: Mapped[str | None] = mapped_column(String(200))
    nominated_by: Mapped[str] = mapped_column(String(50))
    withdrawn: Mapped[str | None] = mapped_column(String(200))
