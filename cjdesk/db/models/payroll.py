"""Pay runs, their snapshot lines, bank lists and payments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Travelling
from cjdesk.db.types import Document, Fen
from cjdesk.domain.month import Month


class PayRun(Base, Travelling):
    """One calculation of a post type and month (工资批次); numbers have no gaps, void ones stay visible."""

    __tablename__ = "pay_run"
    __table_args__ = (UniqueConstraint("township", "number"),)

    number: Mapped[str] = mapped_column(String(20))
    month: Mapped[Month] = mapped_column(index=True)
    post_type: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(10), default="正常")
    state: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(default=1)
    head: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    rules_version: Mapped[str] = mapped_column(String(20))
    inputs_hash: Mapped[str] = mapped_column(String(64))
    check_code: Mapped[str] = mapped_column(String(8))
    computed_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(50))
    locked_at: Mapped[datetime | None]
    checked_by: Mapped[str | None] = mapped_column(String(50))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(String(50))
    reason: Mapped[str | None] = mapped_column(String(200))


class PayLine(Base, Travelling):
    """A line of a run with everything that is printed: a reprint next year equals the first print.

    ``regular_key`` is ``assignment|month|fund`` while the line counts and NULL once its run is void, so that the
    unique key of PR-11 holds over all lines that are not void.
    """

    __tablename__ = "pay_line"
    __table_args__ = (UniqueConstraint("run_id", "number"), UniqueConstraint("regular_key"))

    run_id: Mapped[str] = mapped_column(ForeignKey("pay_run.id"), index=True)
    number: Mapped[int]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), index=True)
    regular_key: Mapped[str | None] = mapped_column(String(120))
    id_no: Mapped[str] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(50))
    sex: Mapped[str] = mapped_column(String(1))
    village: Mapped[str] = mapped_column(String(60))
    village_group: Mapped[str] = mapped_column(String(30))
    post_type: Mapped[str] = mapped_column(String(12))
    post_name: Mapped[str] = mapped_column(String(100))
    employer: Mapped[str] = mapped_column(String(100))
    fund: Mapped[str] = mapped_column(String(60))
    bank_name: Mapped[str | None] = mapped_column(String(80))
    bank_no: Mapped[str | None] = mapped_column(String(30))
    bank_holder: Mapped[str | None] = mapped_column(String(50))
    start: Mapped[date]
    end: Mapped[date | None]
    days_in_month: Mapped[int]
    paid_days: Mapped[int]
    required_tenths: Mapped[int | None]
    attended_tenths: Mapped[int | None]
    standard_fen: Mapped[int] = mapped_column(Fen)
    base_fen: Mapped[int] = mapped_column(Fen)
    commission_fen: Mapped[int] = mapped_column(Fen)
    commission_carried_fen: Mapped[int] = mapped_column(Fen)
    topup_fen: Mapped[int] = mapped_column(Fen)
    allowance_fen: Mapped[int] = mapped_column(Fen)
    back_pay_fen: Mapped[int] = mapped_column(Fen)
    deduction_fen: Mapped[int] = mapped_column(Fen)
    clawback_fen: Mapped[int] = mapped_column(Fen)
    tax_fen: Mapped[int] = mapped_column(Fen)
    net_fen: Mapped[int] = mapped_column(Fen)
    carried_forward_fen: Mapped[int] = mapped_column(Fen)
    flags: Mapped[list[str]] = mapped_column(Document)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(Document)
    remark: Mapped[str] = mapped_column(String(200), default="")


class BankList(Base, Travelling):
    """A payment list made from a run (代发清单)."""

    __tablename__ = "bank_list"
    __table_args__ = (UniqueConstraint("township", "number"),)

    number: Mapped[str] = mapped_column(String(24))
    run_id: Mapped[str] = mapped_column(ForeignKey("pay_run.id"), index=True)
    template: Mapped[str] = mapped_column(String(20))
    rows: Mapped[int]
    total_fen: Mapped[int] = mapped_column(Fen)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(50))


class Payment(Base, Travelling):
    """One row of a bank list: the account as it was at list time, and what became of it."""

    __tablename__ = "payment"
    __table_args__ = (UniqueConstraint("list_id", "line_id"),)

    list_id: Mapped[str] = mapped_column(ForeignKey("bank_list.id"), index=True)
    line_id: Mapped[str] = mapped_column(ForeignKey("pay_line.id"), index=True)
    holder: Mapped[str] = mapped_column(String(50))
    bank: Mapped[str | None] = mapped_column(String(80))
    account: Mapped[str] = mapped_column(String(30))
    amount_fen: Mapped[int] = mapped_column(Fen)
    state: Mapped[str] = mapped_column(String(10))
    failure: Mapped[str | None] = mapped_column(String(40))
