"""Water schemes: registered, edited, their prices, commissions and wardens' shares by date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Office, Person, SchemeRate, SchemeShare, WaterAccount, WaterPrice, WaterScheme
from cjdesk.domain import names
from cjdesk.domain.errors import (
    BasisUnknown,
    NameTaken,
    PersonUnknown,
    RateRange,
    SchemeNameless,
    SharesNotWhole,
    ValueNotInList,
)
from cjdesk.domain.fees.bills import FULL, PERIODS, Price, PriceKind
from cjdesk.domain.pay.amounts import percent
from cjdesk.domain.pay.commission import Basis
from cjdesk.services.fees.dated import require_open_since, scheme_of, set_from

KINDS = ("千人供水工程", "百人供水工程", "单村供水工程", "小型集中供水工程")
_FIELDS = ("name", "village", "households", "population", "kind", "period", "account")


@dataclass(frozen=True, slots=True)
class ShareValue:
    """A warden's share in a scheme."""

    person_id: str
    name: str
    share_bp: int


@dataclass(frozen=True, slots=True)
class RateValue:
    """A scheme's commission."""

    rate_bp: int
    basis: str
    per_household_fen: int
    since: date


@dataclass(frozen=True, slots=True)
class SchemeValue:
    """A scheme as it is on a day: ``households`` counts the registered ones, else what was told."""

    id: str
    name: str
    village: str
    kind: str
    period: str
    households: int | None
    population: int | None
    account: str
    accounts: int
    rate: RateValue | None
    price: Price | None
    shares: tuple[ShareValue, ...]


def schemes(session: Session, day: date) -> tuple[SchemeValue, ...]:
    """Every scheme by village and name, with rate, price and shares of a day; shares in the order of the remainder."""
    rates = {row.scheme_id: row for row in session.scalars(_on(SchemeRate, day))}
    prices = {row.scheme_id: row for row in session.scalars(_on(WaterPrice, day))}
    people = dict(
        session.execute(select(Person.id, Person.name).join(SchemeShare, SchemeShare.person_id == Person.id)).all()
    )
    shares: dict[str, dict[str, SchemeShare]] = {}
    for row in session.scalars(_on(SchemeShare, day)):
        shares.setdefault(row.scheme_id, {})[row.person_id] = row
    accounts = dict(
        session.execute(
            select(WaterAccount.scheme_id, func.count())
            .where(WaterAccount.valid_from <= day, or_(WaterAccount.valid_to.is_(None), WaterAccount.valid_to >= day))
            .group_by(WaterAccount.scheme_id)
        ).all()
    )
    found = []
    for row in session.scalars(select(WaterScheme).order_by(WaterScheme.village, WaterScheme.name)):
        mine = sorted(shares.get(row.id, {}).values(), key=lambda one: (one.ordinal, one.person_id))
        rate, price = rates.get(row.id), prices.get(row.id)
        found.append(
            SchemeValue(
                row.id, row.name, row.village or "", row.kind or "", row.period,
                accounts.get(row.id) or row.households, row.population, row.account or "", accounts.get(row.id, 0),
                RateValue(rate.rate_bp, rate.basis, rate.per_household_fen, rate.valid_from) if rate else None,
                price_of(price) if price else None,
                tuple(ShareValue(one.person_id, people[one.person_id], one.share_bp) for one in mine),
            )
        )  # fmt: skip
    return tuple(found)


def scheme(session: Session, scheme_id: str, day: date) -> SchemeValue:
    """One of them; WATER_SCHEME_UNKNOWN."""
    scheme_of(session, scheme_id)
    return next(one for one in schemes(session, day) if one.id == scheme_id)


def price_of(row: WaterPrice) -> Price:
    """The price as a value."""
    return Price(PriceKind(row.kind), row.milliyuan_per_m3, row.monthly_fen, row.minimum_litres, row.free_litres)


def add_scheme(session: Session, /, *, name: str, **values: Any) -> str:
    """Register a scheme: village, households, population, kind, period (月 unless said), account."""
    township = session.scalars(select(Office.township)).one()
    clean = _name(session, name, None)
    row = WaterScheme(township=township, name=clean, period="月")
    for key, value in values.items():
        _set(row, key, value)
    session.add(row)
    session.flush()
    return row.id


def edit_scheme(session: Session, scheme_id: str, **values: Any) -> None:
    """Change what stands on the card of a scheme: name, village, households, population, kind, period, account."""
    row = scheme_of(session, scheme_id)
    for key, value in values.items():
        if key == "name":
            row.name = _name(session, value, scheme_id)
        else:
            _set(row, key, value)
    session.flush()


def set_rate(
    session: Session,
    scheme_id: str,
    *,
    valid_from: date,
    rate_bp: int = 0,
    basis: str = Basis.RECEIVED,
    per_household_fen: int = 0,
) -> None:
    """The commission from a day on (PR-07). Errors: RATE_RANGE, BASIS_UNKNOWN, MONTH_IS_LOCKED."""
    row = scheme_of(session, scheme_id)
    if basis not in set(Basis):
        raise BasisUnknown(value=basis, choices="、".join(Basis), field="basis")
    check_rate(rate_bp, "rate")
    if per_household_fen < 0:
        raise RateRange(value=str(per_household_fen), field="per_household")
    require_open_since(session, valid_from, what="rate")
    values = {"rate_bp": rate_bp, "basis": str(basis), "per_household_fen": per_household_fen}
    set_from(session, SchemeRate, row, [values], valid_from)


def set_shares(session: Session, scheme_id: str, shares: Sequence[tuple[str, int]], *, valid_from: date) -> None:
    """The wardens and their shares in basis points from a day on; the last takes the remainder (PR-07, W37).

    Errors: SHARES_NOT_WHOLE, RATE_RANGE, PERSON_UNKNOWN, MONTH_IS_LOCKED.
    """
    row = scheme_of(session, scheme_id)
    for person_id, share_bp in shares:
        check_rate(share_bp, "share")
        if session.get(Person, person_id) is None:
            raise PersonUnknown(field="warden")
    total = sum(share_bp for _, share_bp in shares)
    if total != FULL or len({person_id for person_id, _ in shares}) != len(shares):
        raise SharesNotWhole(scheme=row.name, percent=percent(total), field="share")
    require_open_since(session, valid_from, what="share")
    wanted = [
        {"person_id": person_id, "share_bp": share_bp, "ordinal": ordinal}
        for ordinal, (person_id, share_bp) in enumerate(shares, start=1)
    ]
    set_from(session, SchemeShare, row, wanted, valid_from)


def set_price(session: Session, scheme_id: str, price: Price, *, valid_from: date) -> None:
    """The price from a day on; bills that are made keep theirs. Errors: MONTH_IS_LOCKED."""
    row = scheme_of(session, scheme_id)
    require_open_since(session, valid_from, what="price")
    values = {
        "kind": price.kind.value,
        "milliyuan_per_m3": price.milliyuan_per_m3,
        "monthly_fen": price.monthly_fen,
        "minimum_litres": price.minimum_litres,
        "free_litres": price.free_litres,
    }
    set_from(session, WaterPrice, row, [values], valid_from)


def check_rate(points: int, field: str) -> None:
    """RATE_RANGE for basis points below 0 or over the whole: a rate of 2000 % is a mistake."""
    if not 0 <= points <= FULL:
        raise RateRange(value=percent(points), field=field)


def _on(model: Any, day: date) -> Any:
    return (
        select(model)
        .where(model.valid_from <= day, or_(model.valid_to.is_(None), model.valid_to >= day))
        .order_by(model.valid_from)
    )


def _name(session: Session, name: str, own: str | None) -> str:
    clean = names.tidy(name).strip()[:80]
    if not clean:
        raise SchemeNameless(field="name")
    other = session.scalars(select(WaterScheme.id).where(WaterScheme.name == clean)).first()
    if other is not None and other != own:
        raise NameTaken(field="name", name=clean)
    return clean


def _set(row: WaterScheme, key: str, value: Any) -> None:
    if key not in _FIELDS:
        raise AttributeError(key)
    if key == "period" and value not in PERIODS:
        raise ValueNotInList(field=key, value=value, choices="、".join(PERIODS))
    setattr(row, key, value or (None if key != "period" else "月"))
