"""Water schemes, their wardens' shares and rates, and the receipts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Travelling
from cjdesk.db.types import Fen


class WaterScheme(Base, Travelling):
    """A water supply scheme (供水工程)."""

    __tablename__ = "water_scheme"
    __table_args__ = (UniqueConstraint("township", "name"),)

    name: Mapped[str] = mapped_column(String(80))
    village: Mapped[str | None] = mapped_column(String(60))
    households: Mapped[int | None]


class SchemeRate(Base, Travelling):
    """The commission rate of a scheme in basis points, from a day on."""

    __tablename__ = "scheme_rate"
    __table_args__ = (UniqueConstraint("scheme_id", "valid_from"),)

    scheme_id: Mapped[str] = mapped_column(ForeignKey("water_scheme.id"), index=True)
    rate_bp: Mapped[int]
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
    """Money received (refunds negative) by a warden for a scheme, in fen."""

    __tablename__ = "fee_receipt"
    __table_args__ = (UniqueConstraint("scheme_id", "number", "received", "amount_fen"),)

    scheme_id: Mapped[str] = mapped_column(ForeignKey("water_scheme.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    received: Mapped[date] = mapped_column(index=True)
    number: Mapped[str | None] = mapped_column(String(30))
    payer: Mapped[str | None] = mapped_column(String(80))
    amount_fen: Mapped[int] = mapped_column(Fen)
    remark: Mapped[str | None] = mapped_column(String(100))
