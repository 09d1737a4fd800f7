"""The declarative base and the columns that every travelling record has."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from cjdesk.db.types import MonthText, UtcTime, new_id, utc_now
from cjdesk.domain.month import Month

DIGEST_ONLY = {"audit": "digest"}
"""``info`` of a column with a secret: the trail, which nobody can change, holds a digest instead of the value."""


class Base(DeclarativeBase):
    """All tables, on SQLite and PostgreSQL alike; constraint names are fixed so that Alembic can alter them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcTime, Month: MonthText}


class Keyed:
    """A row with a UUID made where the row was made, never renumbered."""

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id, sort_order=-10)


class Travelling(Keyed):
    """A township-owned row that goes up in batches: owner, optimistic version, time of the last change."""

    township: Mapped[str] = mapped_column(String(9), index=True, sort_order=-9)
    version: Mapped[int] = mapped_column(default=1, sort_order=90)
    changed_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now, sort_order=91)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a class method to SQLAlchemy
        """A stale write raises instead of overwriting somebody else's change."""
        return {"version_id_col": cls.version}
