"""The receipts of water fees and the schemes with rate and shares, as they can be imported again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import FeeReceipt, Person, SchemeRate, SchemeShare, WaterScheme
from cjdesk.domain.month import Month
from cjdesk.services.exports.columns import own_township, sheet
from cjdesk.workbooks.forms import RECEIPTS, SCHEMES
from cjdesk.workbooks.writing import Kind, OutSheet

_RECEIPT_KEYS = ("scheme", "warden", "received", "number", "payer", "amount", "original", "remark")
_SCHEME_KEYS = ("scheme", "village", "households", "rate", "warden", "share")


def receipts(session: Session, month: Month | None = None) -> list[tuple[OutSheet, int]]:
    """All receipts or those of a month; the schemes as they were in that month, or where most receipts lie."""
    township = own_township(session)
    statement = (
        select(FeeReceipt, WaterScheme.name, Person.id_no)
        .join(WaterScheme, WaterScheme.id == FeeReceipt.scheme_id)
        .outerjoin(Person, Person.id == FeeReceipt.person_id)
        .where(FeeReceipt.township == township)
        .order_by(WaterScheme.name, FeeReceipt.received, FeeReceipt.number, FeeReceipt.id)
    )
    if month is not None:
        statement = statement.where(FeeReceipt.received >= month.first, FeeReceipt.received <= month.last)
    found = session.execute(statement).all()
    rows = [
        {
            "scheme": name,
            "warden": id_no,
            "received": row.received,
            "number": f"{row.number}-{row.last_number}" if row.last_number else row.number,
            "payer": row.payer,
            "amount": row.amount_fen,
            "original": row.original_number,
            "remark": row.remark,
        }
        for row, name, id_no in found
    ]
    day = _as_of(month, [row.received for row, _, _ in found])
    kinds = {"received": Kind.DATE, "amount": Kind.FEN}
    return [sheet(RECEIPTS, RECEIPTS.sheet_name, rows, _RECEIPT_KEYS, kinds), _schemes(session, township, day)]


def _as_of(month: Month | None, days: Sequence[date]) -> date:
    if month is not None:
        return month.first
    if not days:
        return date.today()
    return Counter(Month.of(day) for day in days).most_common(1)[0][0].first


def _schemes(session: Session, township: str, day: date) -> tuple[OutSheet, int]:
    found = session.execute(
        select(WaterScheme, SchemeRate.rate_bp, SchemeShare.share_bp, Person.id_no)
        .join(SchemeRate, SchemeRate.scheme_id == WaterScheme.id)
        .join(SchemeShare, SchemeShare.scheme_id == WaterScheme.id)
        .join(Person, Person.id == SchemeShare.person_id)
        .where(WaterScheme.township == township)
        .where(SchemeRate.valid_from <= day, or_(SchemeRate.valid_to.is_(None), SchemeRate.valid_to >= day))
        .where(SchemeShare.valid_from <= day, or_(SchemeShare.valid_to.is_(None), SchemeShare.valid_to >= day))
        .order_by(WaterScheme.name, SchemeShare.ordinal)
    )
    rows = [
        {
            "scheme": scheme.name,
            "village": scheme.village,
            "households": scheme.households,
            "rate": rate,
            "warden": id_no,
            "share": share,
        }
        for scheme, rate, share, id_no in found
    ]
    kinds = {"households": Kind.WHOLE, "rate": Kind.BASIS_POINTS, "share": Kind.BASIS_POINTS}
    return sheet(SCHEMES, SCHEMES.sheet_name, rows, _SCHEME_KEYS, kinds)
