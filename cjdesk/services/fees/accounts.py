"""Households that take water from a scheme: taken in, changed, ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import WaterAccount
from cjdesk.domain import names
from cjdesk.domain.errors import AccountGone, AccountTaken, DateOrder, NameMissing
from cjdesk.services.fees.dated import scheme_of
from cjdesk.services.fees.schemes import check_rate

_FIELDS = ("number", "name", "person_id", "village_group", "meter_no", "reduction_bp", "reduction_reason")


def account_of(session: Session, account_id: str) -> WaterAccount:
    """The row of a household; ACCOUNT_UNKNOWN without one."""
    row = session.get(WaterAccount, account_id)
    if row is None:
        raise AccountGone(field="account")
    return row


def add_account(session: Session, /, scheme_id: str, *, name: str, valid_from: date, **values: Any) -> str:
    """Take a household in; without ``number`` it gets the next one. Errors: ACCOUNT_TAKEN, RATE_RANGE."""
    scheme = scheme_of(session, scheme_id)
    taken = set(session.scalars(select(WaterAccount.number).where(WaterAccount.scheme_id == scheme_id)))
    number = values.pop("number", None) or _next_number(taken)
    row = WaterAccount(township=scheme.township, scheme_id=scheme_id, valid_from=valid_from, reduction_bp=0)
    _set(session, row, {"name": name, "number": number, **values})
    session.add(row)
    session.flush()
    return row.id


def edit_account(session: Session, account_id: str, **values: Any) -> None:
    """Change a household's card: number, name, person, group, meter, reduction (五保, 低保) in basis points."""
    row = account_of(session, account_id)
    _set(session, row, values)
    session.flush()


def end_account(session: Session, account_id: str, *, last_day: date) -> None:
    """The household takes no water after this day; its bills stay. Errors: DATE_ORDER."""
    row = account_of(session, account_id)
    if last_day < row.valid_from:
        raise DateOrder(field="end", start=row.valid_from.isoformat(), end=last_day.isoformat())
    row.valid_to = last_day
    session.flush()


def _set(session: Session, row: WaterAccount, values: dict[str, Any]) -> None:
    for key, value in values.items():
        if key not in _FIELDS:
            raise AttributeError(key)
        clean = value
        if key == "name":
            clean = names.tidy(value or "").strip()[:50]
            if not clean:
                raise NameMissing(field="name")
        elif key == "number":
            clean = str(value).strip()[:20]
            _refuse_taken(session, row, clean)
        elif key == "reduction_bp":
            clean = value or 0
            check_rate(clean, "reduction")
        setattr(row, key, clean)


def _refuse_taken(session: Session, row: WaterAccount, number: str) -> None:
    other = session.scalars(
        select(WaterAccount).where(WaterAccount.scheme_id == row.scheme_id, WaterAccount.number == number)
    ).first()
    if other is not None and other.id != row.id:
        raise AccountTaken(number=number, name=other.name, field="number")


def _next_number(taken: set[str]) -> str:
    highest = max((int(one) for one in taken if one.isdigit()), default=0)
    return f"{highest + 1:03d}"
