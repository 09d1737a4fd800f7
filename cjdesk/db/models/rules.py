"""What rules are answered with: cleared warnings, the county's comparison lists, publicity and objections."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Travelling
from cjdesk.domain.month import Month


class Clearance(Base, Travelling):
    """A warning that somebody went on with, and why; it holds for the very facts it was given for (``facts_hash``)."""

    __tablename__ = "clearance"
    __table_args__ = (UniqueConstraint("code", "post_type", "month", "assignment_id", "person_id", "facts_hash"),)

    code: Mapped[str] = mapped_column(String(30))
    rule: Mapped[str | None] = mapped_column(String(8))
    post_type: Mapped[str | None] = mapped_column(String(12))
    month: Mapped[Month | None] = mapped_column(index=True)
    assignment_id: Mapped[str | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    facts_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(200))
    cleared_by: Mapped[str] = mapped_column(String(50))
    cleared_at: Mapped[datetime]
    withdrawn: Mapped[str | None] = mapped_column(String(200))


class Comparison(Base, Travelling):
    """A line of a comparison list (县里比对): death, business, company insurance, migrant job, cadre, frozen ID, ...

    ``since`` is the first day it holds; ``until`` the last one, open when NULL.
    """

    __tablename__ = "comparison"
    __table_args__ = (UniqueConstraint("township", "kind", "id_no", "since"),)

    kind: Mapped[str] = mapped_column(String(12))
    id_no: Mapped[str] = mapped_column(String(18), index=True)
    name: Mapped[str | None] = mapped_column(String(50))
    since: Mapped[date]
    until: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(100))
    note: Mapped[str | None] = mapped_column(String(200))


class Publicity(Base, Travelling):
    """A poster that hangs (公示): of a run before it is paid (发放) or of people before they take a post (拟聘).

    It hangs from ``start`` up to and including ``end``, which was counted from ``days`` by ``counting``; ``revision``
    is that of the run. ``show_ids`` prints the first three and last two characters of ID numbers, ``mask_names`` only
    the surname. ``place`` is where it hangs, ``reception`` where people may object.
    """

    __tablename__ = "publicity"
    __table_args__ = (UniqueConstraint("township", "number"),)

    number: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10))
    run_id: Mapped[str | None] = mapped_column(ForeignKey("pay_run.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(200))
    start: Mapped[date]
    days: Mapped[int]
    counting: Mapped[str] = mapped_column(String(10))
    end: Mapped[date]
    show_ids: Mapped[bool] = mapped_column(default=False)
    mask_names: Mapped[bool] = mapped_column(default=False)
    phones: Mapped[str | None] = mapped_column(String(200))
    reception: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(50))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(50))
    photo: Mapped[str | None] = mapped_column(String(200))
    remark: Mapped[str | None] = mapped_column(String(200))
    withdrawn: Mapped[str | None] = mapped_column(String(200))


class PublicitySubject(Base, Travelling):
    """Somebody on a poster of people who are to take a post."""

    __tablename__ = "publicity_subject"
    __table_args__ = (UniqueConstraint("publicity_id", "assignment_id"),)

    publicity_id: Mapped[str] = mapped_column(ForeignKey("publicity.id"), index=True)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), index=True)


class Objection(Base, Travelling):
    """What somebody said against a poster (异议), against one person on it or all of it, and what came of it."""

    __tablename__ = "objection"

    publicity_id: Mapped[str] = mapped_column(ForeignKey("publicity.id"), index=True)
    assignment_id: Mapped[str | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    raised: Mapped[date]
    raised_by: Mapped[str | None] = mapped_column(String(80))
    content: Mapped[str] = mapped_column(String(400))
    outcome: Mapped[str | None] = mapped_column(String(10))
    outcome_note: Mapped[str | None] = mapped_column(String(400))
    decided: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(50))
