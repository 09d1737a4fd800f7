"""Labour cooperatives on three tiers, their members, teams and captains."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Travelling
from cjdesk.db.types import Fen


class Cooperative(Base, Travelling):
    """A labour cooperative (劳务合作社); tier is county, township or village."""

    __tablename__ = "cooperative"
    __table_args__ = (UniqueConstraint("township", "name"),)

    name: Mapped[str] = mapped_column(String(80))
    tier: Mapped[str] = mapped_column(String(10))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("cooperative.id"))
    credit_code: Mapped[str | None] = mapped_column(String(18))
    founded: Mapped[date | None]
    chair_id_no: Mapped[str | None] = mapped_column(String(18))
    chair_name: Mapped[str | None] = mapped_column(String(50))
    state: Mapped[str] = mapped_column(String(10), default="运营")


class Team(Base, Travelling):
    """A labour team (劳务队) and its captain."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("cooperative_id", "name"),)

    cooperative_id: Mapped[str] = mapped_column(ForeignKey("cooperative.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    captain_id_no: Mapped[str | None] = mapped_column(String(18))
    captain_name: Mapped[str | None] = mapped_column(String(50))


class Membership(Base, Travelling):
    """A person in a cooperative; open while ``left`` is NULL. ``work_*`` is the present migrant job (务工)."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("cooperative_id", "person_id", "joined"),)

    cooperative_id: Mapped[str] = mapped_column(ForeignKey("cooperative.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[str | None] = mapped_column(ForeignKey("team.id"), index=True)
    joined: Mapped[date]
    left: Mapped[date | None]
    share_fen: Mapped[int] = mapped_column(Fen, default=0)
    captain: Mapped[bool] = mapped_column(default=False)
    skill: Mapped[str | None] = mapped_column(String(40))
    work_status: Mapped[str | None] = mapped_column(String(20))
    work_unit: Mapped[str | None] = mapped_column(String(100))
    work_trade: Mapped[str | None] = mapped_column(String(40))
    work_wage_fen: Mapped[int | None] = mapped_column(Fen)
    work_start: Mapped[date | None]
    work_end: Mapped[date | None]
    remark: Mapped[str | None] = mapped_column(String(200))
