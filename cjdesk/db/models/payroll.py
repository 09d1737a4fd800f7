"""Pay runs, their snapshot lines, what clerks add to them, and what later corrects them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import DIGEST_ONLY, Base, Travelling
from cjdesk.db.types import Document, Fen
from cjdesk.domain.month import Month


class PayRun(Base, Travelling):
    """One calculation of a post type and month (工资批次); numbers have no gaps, void ones stay visible.

    A run that pays several months at once covers ``first_month`` to ``month``; ``first_month`` is NULL for one month.
    The logins beside the signing names tell people of the same name apart (D-09).
    """

    __tablename__ = "pay_run"
    __table_args__ = (UniqueConstraint("township", "number"),)

    number: Mapped[str] = mapped_column(String(20))
    first_month: Mapped[Month | None]
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
    made_login: Mapped[str | None] = mapped_column(String(40))
    locked_at: Mapped[datetime | None]
    checked_by: Mapped[str | None] = mapped_column(String(50))
    checked_login: Mapped[str | None] = mapped_column(String(40))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(String(50))
    approved_login: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(200))


class PayLine(Base, Travelling):
    """A line of a run with everything that is printed: a reprint next year equals the first print.

    ``month`` is the line's own month (a run may pay several); ``inputs`` is what it was computed from,
    frozen as canonical JSON (``services.payroll.frozen``).
    net = base + commission + top-up + allowance + back pay - deduction - claw-back - tax + rounding + shortfall;
    ``owed_fen`` is what the person owed before the line, ``carried_forward_fen`` = owed - claw-back + shortfall after.
    ``regular_key`` is ``assignment|month|fund`` while the line counts and NULL once its run is void, so that the
    unique key of PR-11 holds over all lines that are not void.
    """

    __tablename__ = "pay_line"
    __table_args__ = (UniqueConstraint("run_id", "number"), UniqueConstraint("regular_key"))

    run_id: Mapped[str] = mapped_column(ForeignKey("pay_run.id"), index=True)
    number: Mapped[int]
    month: Mapped[Month] = mapped_column(index=True)
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
    owed_fen: Mapped[int] = mapped_column(Fen, default=0)
    shortfall_fen: Mapped[int] = mapped_column(Fen, default=0)
    rounding_fen: Mapped[int] = mapped_column(Fen, default=0)
    inputs: Mapped[str | None] = mapped_column(Text, info=DIGEST_ONLY)
    flags: Mapped[list[str]] = mapped_column(Document)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(Document)
    remark: Mapped[str] = mapped_column(String(200), default="")


class PayExtra(Base, Travelling):
    """What a clerk adds to a person's month with a reason: 其他补贴, 扣款 or a 补发 that no rule finds.

    ``amount_fen`` is positive; a withdrawn one stays with ``withdrawn`` set.
    """

    __tablename__ = "pay_extra"

    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), index=True)
    month: Mapped[Month] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(10))
    amount_fen: Mapped[int] = mapped_column(Fen)
    reason: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(50))
    withdrawn: Mapped[str | None] = mapped_column(String(200))


class Subsidy(Base, Travelling):
    """A month's amount of a subsidy that goes by quantity (劳务队长补贴, 以工代训, 表彰): quantity × unit.

    ``assignment_id`` is the enrolment in the scheme. With ``payee_name`` an organisation is paid (a cooperative).
    A withdrawn one stays with ``withdrawn`` set, until the month is entered anew.
    """

    __tablename__ = "subsidy"
    __table_args__ = (UniqueConstraint("assignment_id", "month"),)

    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), index=True)
    month: Mapped[Month] = mapped_column(index=True)
    quantity: Mapped[int]
    unit_fen: Mapped[int] = mapped_column(Fen)
    proof: Mapped[str | None] = mapped_column(String(200))
    remark: Mapped[str | None] = mapped_column(String(200))
    payee_name: Mapped[str | None] = mapped_column(String(80))
    payee_bank: Mapped[str | None] = mapped_column(String(80))
    payee_account: Mapped[str | None] = mapped_column(String(30))
    entered_by: Mapped[str] = mapped_column(String(50))
    withdrawn: Mapped[str | None] = mapped_column(String(200))


class Adjustment(Base, Travelling):
    """A correction of a paid month that a later run books (更正): 补发 adds pay, 扣回 opens a receivable.

    ``month`` is the month corrected and ``original_line_id`` its line (NULL when nobody was paid for it); ``run_id``
    and ``line_id`` are where it is booked. It counts unless its run is void.
    """

    __tablename__ = "adjustment"

    run_id: Mapped[str] = mapped_column(ForeignKey("pay_run.id"), index=True)
    line_id: Mapped[str | None] = mapped_column(ForeignKey("pay_line.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), index=True)
    month: Mapped[Month] = mapped_column(index=True)
    original_line_id: Mapped[str | None] = mapped_column(ForeignKey("pay_line.id"))
    kind: Mapped[str] = mapped_column(String(10))
    amount_fen: Mapped[int] = mapped_column(Fen)
    facts: Mapped[dict[str, Any]] = mapped_column(Document)


class CorrectionHold(Base, Travelling):
    """A found difference that the clerk does not book: 暂缓 for now, or 不处理 for good, with the reason.

    It holds only for the very difference ``amount_fen`` (signed: positive is owed to the person).
    """

    __tablename__ = "correction_hold"
    __table_args__ = (UniqueConstraint("assignment_id", "month"),)

    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), index=True)
    month: Mapped[Month]
    kind: Mapped[str] = mapped_column(String(10))
    amount_fen: Mapped[int] = mapped_column(Fen)
    reason: Mapped[str] = mapped_column(String(200))
    decided_by: Mapped[str] = mapped_column(String(50))


class Repayment(Base, Travelling):
    """Money that a person gave back in cash (交回), or a receivable that the office was allowed to drop (核销)."""

    __tablename__ = "repayment"
    __table_args__ = (UniqueConstraint("township", "receipt_number"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    received: Mapped[date]
    amount_fen: Mapped[int] = mapped_column(Fen)
    receipt_number: Mapped[str] = mapped_column(String(40))
    remark: Mapped[str | None] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(50))
    withdrawn: Mapped[str | None] = mapped_column(String(200))


class LateChange(Base, Travelling):
    """A fact of a closed month that became known later (迟到的更正): what was changed, and why it may be."""

    __tablename__ = "late_change"

    assignment_id: Mapped[str | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    month: Mapped[Month] = mapped_column(index=True)
    post_type: Mapped[str] = mapped_column(String(12))
    what: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(50))
