"""Water schemes, their prices, wardens' shares and rates, households, meters, receipt books and receipts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Travelling
from cjdesk.db.types import Fen
from cjdesk.domain.month import Month


class WaterScheme(Base, Travelling):
    """A water supply scheme (供水工程); ``period`` is how often its fees are collected: 月, 季, 半年 or 年."""

    __tablename__ = "water_scheme"
    __table_args__ = (UniqueConstraint("township", "name"),)

    name: Mapped[str] = mapped_column(String(80))
    village: Mapped[str | None] = mapped_column(String(60))
    households: Mapped[int | None]
    kind: Mapped[str | None] = mapped_column(String(20))
    population: Mapped[int | None]
    period: Mapped[str] = mapped_column(String(4), default="月")
    account: Mapped[str | None] = mapped_column(String(80))


class SchemeRate(Base, Travelling):
    """The commission of a scheme from a day on: ``rate_bp`` of what is 实收 (received) or 应收 (billed), or 按户.

    With the basis 按户 each household served earns ``per_household_fen`` a month instead.
    """

    __tablename__ = "scheme_rate"
    __table_args__ = (UniqueConstraint("scheme_id", "valid_from"),)

    scheme_id: Mapped[str] = mapped_column(ForeignKey("water_scheme.id"), index=True)
    rate_bp: Mapped[int]
    basis: Mapped[str] = mapped_column(String(4), default="实收")
    per_household_fen: Mapped[int] = mapped_column(Fen, default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class SchemeShare(Base, Travelling):
    """A warden's share in a scheme; the one with the highest ordinal takes the remainder (PR-07)."""

    __tablename__ = "scheme_share"
    __table_args__ = (UniqueConstraint("scheme_id", "person_id", "valid_from"),)

    scheme_id: Mapped[str] = mapped_column(ForeignKey("water_scheme.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    share_bp: Mapped[int]
    ordinal: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class FeeReceipt(Base, Travelling):
    """Money received (refunds negative) by a warden for a scheme, in fen.

    A month's total stands under its receipt numbers ``number`` to ``last_number``; a household's names its account;
    a refund names the ``original_number`` it pays back. A spoilt receipt is kept with amount 0 and why it is
    ``voided``, so that no number is missing.
    """

    __tablename__ = "fee_receipt"
    __table_args__ = (UniqueConstraint("scheme_id", "number", "received", "amount_fen"),)

    scheme_id: Mapped[str] = mapped_column(ForeignKey("water_scheme.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    received: Mapped[date] = mapped_column(index=True)
    number: Mapped[str | None] = mapped_column(String(30))
    last_number: Mapped[str | None] = mapped_column(String(30))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("water_account.id"), index=True)
    payer: Mapped[str | None] = mapped_column(String(80))
    amount_fen: Mapped[int] = mapped_column(Fen)
    original_number: Mapped[str | None] = mapped_column(String(30))
    voided: Mapped[str | None] = mapped_column(String(100))
    remark: Mapped[str | None] = mapped_column(String(100))


class WaterPrice(Base, Travelling):
    """What a scheme charges from a day on (价格): 计量, 包月, 保底计量 or 两部制.

    ``milliyuan_per_m3`` is the price of a cubic metre in 1/1000 yuan, ``monthly_fen`` the flat or service fee,
    ``minimum_litres`` what is charged at least, ``free_litres`` what is free, each a month.
    """

    __tablename__ = "water_price"
    __table_args__ = (UniqueConstraint("scheme_id", "valid_from"),)

    scheme_id: Mapped[str] = mapped_column(ForeignKey("water_scheme.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    milliyuan_per_m3: Mapped[int] = mapped_column(default=0)
    monthly_fen: Mapped[int] = mapped_column(Fen, default=0)
    minimum_litres: Mapped[int] = mapped_column(default=0)
    free_litres: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class WaterAccount(Base, Travelling):
    """A household that takes water from a scheme (用水户); ``reduction_bp`` is let off its bill (五保, 低保)."""

    __tablename__ = "water_account"
    __table_args__ = (UniqueConstraint("scheme_id", "number"),)

    scheme_id: Mapped[str] = mapped_column(ForeignKey("water_scheme.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(50))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    village_group: Mapped[str | None] = mapped_column(String(30))
    meter_no: Mapped[str | None] = mapped_column(String(30))
    reduction_bp: Mapped[int] = mapped_column(default=0)
    reduction_reason: Mapped[str | None] = mapped_column(String(40))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class MeterReading(Base, Travelling):
    """A household's reading of a month in litres and the bill that came of it, rounded to the fen before anything else.

    A flat fee has no readings; ``changed`` says that the meter was replaced, so that the new reading may be lower:
    ``used_litres`` then adds what both meters counted.
    """

    __tablename__ = "meter_reading"
    __table_args__ = (UniqueConstraint("account_id", "month"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("water_account.id"), index=True)
    month: Mapped[Month] = mapped_column(index=True)
    before_litres: Mapped[int | None]
    now_litres: Mapped[int | None]
    changed: Mapped[bool] = mapped_column(default=False)
    used_litres: Mapped[int] = mapped_column(default=0)
    billed_litres: Mapped[int] = mapped_column(default=0)
    bill_fen: Mapped[int] = mapped_column(Fen)
    read_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(100))


class ReceiptBook(Base, Travelling):
    """A book of numbered receipts handed to a warden (收据本)."""

    __tablename__ = "receipt_book"
    __table_args__ = (UniqueConstraint("township", "first_number"),)

    scheme_id: Mapped[str] = mapped_column(ForeignKey("water_scheme.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    first_number: Mapped[str] = mapped_column(String(30))
    last_number: Mapped[str] = mapped_column(String(30))
    handed_out: Mapped[date]
    returned: Mapped[date | None]
    voided: Mapped[str | None] = mapped_column(String(200))


class NoIncome(Base, Travelling):
    """The statement that a scheme received nothing in a month (本月无收入): zero as a fact, not a gap."""

    __tablename__ = "no_income"
    __table_args__ = (UniqueConstraint("scheme_id", "month"),)

    scheme_id: Mapped[str] = mapped_column(ForeignKey("water_scheme.id"), index=True)
    month: Mapped[Month]
    stated_by: Mapped[str] = mapped_column(String(50))
    withdrawn: Mapped[bool] = mapped_column(default=False)
