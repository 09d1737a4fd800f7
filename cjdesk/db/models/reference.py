"""What the county decides, with dates: divisions, funds, post types, standards, policies, quotas, rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Keyed
from cjdesk.db.types import Document, Fen


class Dated(Keyed):
    """Valid from its first day up to and including its last (open when NULL)."""

    valid_from: Mapped[date] = mapped_column(index=True)
    valid_to: Mapped[date | None]


class Division(Base, Dated):
    """A county, township or village by its code (domain.md 2.3); a renamed one has a later row."""

    __tablename__ = "division"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    code: Mapped[str] = mapped_column(String(12), index=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    parent: Mapped[str | None] = mapped_column(String(12), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    successor: Mapped[str | None] = mapped_column(String(12))


class Fund(Base, Dated):
    """Where money comes from (资金来源)."""

    __tablename__ = "fund"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60), index=True)


class CategoryKind(Base, Keyed):
    """A person category code with its words in the 2020 and the 2021 vocabulary (domain.md 2.4, D-01)."""

    __tablename__ = "category_kind"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name_2020: Mapped[str] = mapped_column(String(40))
    name_2021: Mapped[str] = mapped_column(String(40))


class PostType(Base, Keyed):
    """A kind of post: HL, HH, GS and more by data (domain.md 2.5), or another subsidy on the same engine (4.8).

    ``pay`` is post (by days on post), fixed (定额: the whole standard for a month with a day in it) or quantity
    (``Subsidy`` rows: quantity × unit, ``unit`` the counting word); ``commission`` says that water fees earn
    commission; ``attendance`` that the month has an attendance sheet.
    """

    __tablename__ = "post_type"

    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    work_time: Mapped[str] = mapped_column(String(10), default="part")
    fund: Mapped[str | None] = mapped_column(String(60))
    active: Mapped[bool] = mapped_column(default=True)
    pay: Mapped[str] = mapped_column(String(10), default="post")
    unit: Mapped[str | None] = mapped_column(String(10))
    commission: Mapped[bool] = mapped_column(default=False)
    attendance: Mapped[bool] = mapped_column(default=True)
    ordinal: Mapped[int] = mapped_column(default=0)


class Standard(Base, Dated):
    """The monthly stipend of a post type in fen; a township's own row wins over the county's (NULL)."""

    __tablename__ = "standard"
    __table_args__ = (UniqueConstraint("post_type", "township", "valid_from"),)

    post_type: Mapped[str] = mapped_column(String(12))
    township: Mapped[str | None] = mapped_column(String(9))
    amount_fen: Mapped[int] = mapped_column(Fen)


class Policy(Base, Dated):
    """How a post type is paid (PR-03 to PR-09; the keys of interfaces.md 5)."""

    __tablename__ = "policy"
    __table_args__ = (UniqueConstraint("post_type", "valid_from"),)

    post_type: Mapped[str] = mapped_column(String(12))
    proration: Mapped[str] = mapped_column(String(2))
    cutoff_day: Mapped[int] = mapped_column(default=15)
    floor: Mapped[str] = mapped_column(String(6))
    floor_fen: Mapped[int] = mapped_column(Fen, default=0)
    floor_settlement: Mapped[str] = mapped_column(String(8), default="month")
    commission_cap_fen: Mapped[int] = mapped_column(Fen, default=0)
    round_net_to_fen: Mapped[int] = mapped_column(default=1)
    recovery_limit_bp: Mapped[int] = mapped_column(default=10000)
    assessment_bp: Mapped[dict[str, int]] = mapped_column(Document, default=dict)
    single_clerk: Mapped[bool] = mapped_column(default=False)
    tax: Mapped[str] = mapped_column(String(10), default="NONE")


class Rule(Base, Keyed):
    """The severity (error, warning, note, off) and value of one rule R-nn, optionally narrowed."""

    __tablename__ = "rule"
    __table_args__ = (UniqueConstraint("code", "post_type", "fund"),)

    code: Mapped[str] = mapped_column(String(8))
    severity: Mapped[str] = mapped_column(String(8))
    post_type: Mapped[str | None] = mapped_column(String(12))
    fund: Mapped[str | None] = mapped_column(String(60))
    value: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)


class Holiday(Base, Keyed):
    """A day that is no working day (休), or a weekend day that is one (班), as the State Council announced it."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(2))
    name: Mapped[str | None] = mapped_column(String(40))


class Quota(Base, Dated):
    """How many posts of a type a township may fill (岗位指标)."""

    __tablename__ = "quota"
    __table_args__ = (UniqueConstraint("post_type", "township", "valid_from"),)

    post_type: Mapped[str] = mapped_column(String(12))
    township: Mapped[str] = mapped_column(String(9))
    posts: Mapped[int]


class BankTemplate(Base, Keyed):
    """The layout of a bank's payment file as data: columns, separator, encoding, trailer (domain.md 4.6)."""

    __tablename__ = "bank_template"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    layout: Mapped[dict[str, Any]] = mapped_column(Document)


class ReferenceLoad(Base, Keyed):
    """Which reference file was taken in, when; the newest version is printed on every run."""

    __tablename__ = "reference_load"

    reference_version: Mapped[str] = mapped_column(String(20))
    issuer: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    ordinal: Mapped[int] = mapped_column(unique=True)
