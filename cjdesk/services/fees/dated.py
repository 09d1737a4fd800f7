"""Values of a scheme that hold from a day on: a new one ends the one before and lasts until a later one begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import PostType, SchemeRate, SchemeShare, WaterPrice, WaterScheme
from cjdesk.domain.errors import SchemeGone
from cjdesk.domain.month import Month
from cjdesk.services import months

Dated = TypeVar("Dated", SchemeRate, SchemeShare, WaterPrice)


def scheme_of(session: Session, scheme_id: str) -> WaterScheme:
    """The row of a scheme; WATER_SCHEME_UNKNOWN without one."""
    row = session.get(WaterScheme, scheme_id)
    if row is None:
        raise SchemeGone(field="scheme")
    return row


def require_open(session: Session, days: Iterable[date], *, what: str = "receipt") -> None:
    """MONTH_IS_LOCKED if the wardens' pay of the month of one of these days is locked; a late change is noted."""
    wanted = sorted({Month.of(day) for day in days})
    for kind in wardens_types(session):
        for month in wanted:
            months.require_open(session, month, post_type=kind, what=what)


def require_open_since(session: Session, day: date, *, what: str) -> None:
    """MONTH_IS_LOCKED if a month from this day on is locked for wardens: what holds from a day changes all after it."""
    known = months.closed(session)
    first = Month.of(day)
    for kind in wardens_types(session):
        for month in sorted({month for month, closed in known.runs if closed == kind and month >= first}):
            months.require_open(session, month, post_type=kind, what=what)


def wardens_types(session: Session) -> tuple[str, ...]:
    """The post types that earn commission."""
    return tuple(session.scalars(select(PostType.code).where(PostType.commission).order_by(PostType.code)))


def valid_on(rows: Iterable[Dated], day: date) -> list[Dated]:
    """Those of the rows that hold on a day."""
    return [row for row in rows if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)]


def set_from(
    session: Session, model: type[Dated], scheme: WaterScheme, wanted: Sequence[dict[str, Any]], first: date
) -> None:
    """Let ``wanted`` hold from ``first`` until a later change; what held that day ends the day before.

    Shares are told apart by their person; of rates and prices there is one at a time.
    """
    rows = list(session.scalars(select(model).where(model.scheme_id == scheme.id).order_by(model.valid_from)))
    later = min((row.valid_from for row in rows if row.valid_from > first), default=None)
    last = later - timedelta(days=1) if later is not None else None
    kept: set[str] = set()
    for values in wanted:
        same = next((row for row in rows if row.valid_from == first and _is_of(row, values)), None)
        if same is None:
            same = model(township=scheme.township, scheme_id=scheme.id, valid_from=first, **values)
            session.add(same)
        for name, value in values.items():
            setattr(same, name, value)
        same.valid_to = last
        session.flush()
        kept.add(same.id)
    for row in valid_on(rows, first):
        if row.id not in kept:
            row.valid_to = first - timedelta(days=1)
    session.flush()


def _is_of(row: Any, values: dict[str, Any]) -> bool:
    return getattr(row, "person_id", None) == values.get("person_id")
