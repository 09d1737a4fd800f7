"""The office itself: where this data file belongs, and who works in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import DIGEST_ONLY, Base, Keyed
from cjdesk.db.types import Document, utc_now


class Office(Base, Keyed):
    """One row: the township (or, at the county, the county) that owns this file."""

    __tablename__ = "office"

    township: Mapped[str] = mapped_column(String(9))
    station: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    employer: Mapped[str] = mapped_column(String(100))
    demo: Mapped[bool] = mapped_column(default=False)
    single_clerk: Mapped[bool] = mapped_column(default=False)
    signing_key: Mapped[str | None] = mapped_column(String(64), info=DIGEST_ONLY)
    age_identity: Mapped[str | None] = mapped_column(String(80), info=DIGEST_ONLY)
    county_keys: Mapped[dict[str, str]] = mapped_column(Document, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Clerk(Base, Keyed):
    """A person who may open this file. Passphrases live in the key file, not here."""

    __tablename__ = "clerk"

    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(50))
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
