"""Posts, who stands on them and when; suspensions, agreements, insurance, attendance."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Travelling
from cjdesk.db.types import Fen
from cjdesk.domain.month import Month


class Post(Base, Travelling):
    """A post (岗位): what is looked after, for whom, from which fund."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("township", "number"),)

    number: Mapped[str] = mapped_column(String(30))
    post_type: Mapped[str] = mapped_column(String(12), index=True)
    name: Mapped[str] = mapped_column(String(100))
    village: Mapped[str | None] = mapped_column(String(60))
    employer: Mapped[str | None] = mapped_column(String(100))
    fund: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default="在岗")


class Assignment(Base, Travelling):
    """A person on a post (在岗记录). ``end`` is the last working day, which is paid."""

    __tablename__ = "assignment"
    __table_args__ = (Index("ix_assignment_type_start_end", "post_type", "start", "end"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    post_id: Mapped[str] = mapped_column(ForeignKey("post.id"), index=True)
    post_type: Mapped[str] = mapped_column(String(12))
    start: Mapped[date]
    end: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10))
    exit_reason: Mapped[str | None] = mapped_column(String(20))
    exit_note: Mapped[str | None] = mapped_column(String(100))
    standard_fen: Mapped[int | None] = mapped_column(Fen)
    remark: Mapped[str | None] = mapped_column(String(200))


class Suspension(Base, Travelling):
    """Days off post (停岗), both ends included; open when ``end`` is NULL."""

    __tablename__ = "suspension"
    __table_args__ = (UniqueConstraint("assignment_id", "start"),)

    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), index=True)
    start: Mapped[date]
    end: Mapped[date | None]
    paid: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(40))


class Agreement(Base, Travelling):
    """A labour agreement (劳务协议) of an assignment."""

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("assignment_id", "start"),)

    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), index=True)
    number: Mapped[str | None] = mapped_column(String(40))
    start: Mapped[date]
    end: Mapped[date | None]


class Insurance(Base, Travelling):
    """Accident insurance (意外险) of a person."""

    __tablename__ = "insurance"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    insurer: Mapped[str | None] = mapped_column(String(60))
    policy_number: Mapped[str | None] = mapped_column(String(40))
    start: Mapped[date]
    end: Mapped[date | None]


class Attendance(Base, Travelling):
    """A month's attendance of an assignment, in tenths of a day."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("assignment_id", "month"),)

    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), index=True)
    month: Mapped[Month] = mapped_column(index=True)
    required_tenths: Mapped[int]
    attended_tenths: Mapped[int]
    personal_leave_tenths: Mapped[int] = mapped_column(default=0)
    sick_leave_tenths: Mapped[int] = mapped_column(default=0)
    absent_tenths: Mapped[int] = mapped_column(default=0)
    grade: Mapped[str | None] = mapped_column(String(10))
