"""Persons, their households, dated categories and bank accounts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Travelling


class Household(Base, Travelling):
    """A household (户); the relocation columns are filled for 易地搬迁 households."""

    __tablename__ = "household"
    __table_args__ = (UniqueConstraint("township", "number"),)

    number: Mapped[str] = mapped_column(String(20))
    head_id_no: Mapped[str | None] = mapped_column(String(18))
    village: Mapped[str | None] = mapped_column(String(60))
    relocated: Mapped[bool] = mapped_column(default=False)
    site_id: Mapped[str | None] = mapped_column(ForeignKey("resettlement_site.id"))
    moved: Mapped[date | None]
    kind: Mapped[str | None] = mapped_column(String(10))


class ResettlementSite(Base, Travelling):
    """A resettlement site (安置点); not a division."""

    __tablename__ = "resettlement_site"
    __table_args__ = (UniqueConstraint("township", "name"),)

    name: Mapped[str] = mapped_column(String(80))
    in_county: Mapped[bool]


class Person(Base, Travelling):
    """One person, one ID number (domain.md 2.1). ``search`` holds what the clerk may type to find it.

    ``registered_at`` is the township of the household register (户籍地) when it is another one.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("township", "id_no"),
        Index("ix_person_village_group", "village", "village_group"),
    )

    id_no: Mapped[str] = mapped_column(String(18), index=True)
    name: Mapped[str] = mapped_column(String(50), index=True)
    name_bank: Mapped[str | None] = mapped_column(String(50))
    sex: Mapped[str] = mapped_column(String(1))
    birth: Mapped[date]
    ethnicity: Mapped[str | None] = mapped_column(String(2))
    education: Mapped[str | None] = mapped_column(String(2))
    phone: Mapped[str | None] = mapped_column(String(20))
    village: Mapped[str | None] = mapped_column(String(60))
    village_group: Mapped[str | None] = mapped_column(String(30))
    address: Mapped[str | None] = mapped_column(String(200))
    household_id: Mapped[str | None] = mapped_column(ForeignKey("household.id"), index=True)
    relation: Mapped[str | None] = mapped_column(String(2))
    labour_ability: Mapped[str | None] = mapped_column(String(20))
    health: Mapped[str | None] = mapped_column(String(20))
    registered_at: Mapped[str | None] = mapped_column(String(60))
    disability_no: Mapped[str | None] = mapped_column(String(20))
    skills: Mapped[str | None] = mapped_column(String(100))
    insured: Mapped[bool | None]
    employment_status: Mapped[str | None] = mapped_column(String(20))
    employment_place: Mapped[str | None] = mapped_column(String(20))
    employment_unit: Mapped[str | None] = mapped_column(String(100))
    remark: Mapped[str | None] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=True)
    search: Mapped[str] = mapped_column(Text, default="")


class PersonCategory(Base, Travelling):
    """A category flag of a person with its dates; flags overlap (domain.md 2.4)."""

    __tablename__ = "person_category"
    __table_args__ = (UniqueConstraint("person_id", "code", "valid_from"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    proof: Mapped[str | None] = mapped_column(String(100))


class BankAccount(Base, Travelling):
    """An account of a person; the open one (valid_to NULL) is paid, earlier ones stay as history.

    ``number`` is NULL while only the bank is known (待补账号): the roster names the branch before the card is made.
    """

    __tablename__ = "bank_account"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    holder: Mapped[str] = mapped_column(String(50))
    bank: Mapped[str | None] = mapped_column(String(80))
    number: Mapped[str | None] = mapped_column(String(30), index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(100))
