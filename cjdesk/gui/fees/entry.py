"""What is typed into a cell of page 水费, stored by the services."""

from __future__ import annotations

from cjdesk.domain import money, typed_date
from cjdesk.domain.month import Month
from cjdesk.gui.desk import Desk
from cjdesk.gui.fees.rows import HouseRow, SchemeRow
from cjdesk.i18n import N_
from cjdesk.services import fees
from cjdesk.services.fees import NewReading, Paid, Total

TYPE = N_("Enter water fees")


def store(desk: Desk, month: Month, row: object, key: str, text: str) -> None:
    """Store a cell; a UserError says why not."""
    if isinstance(row, SchemeRow):
        line = row.line
        desk.do(TYPE, fees.enter_total, line.scheme_id, line.person_id, month, _total(key, text))
    elif isinstance(row, HouseRow) and key in {"now", "before"}:
        desk.do(TYPE, fees.enter_reading, row.id, month, _reading(row, key, text))
    elif isinstance(row, HouseRow):
        desk.do(TYPE, fees.enter_payment, row.id, month, _paid(key, text, month))


def _total(key: str, text: str) -> Total:
    if key == "numbers":
        return Total(numbers=text)
    fen = money.parse_fen(text or "0", negative=False, field=key)
    return Total(received_fen=fen) if key == "received_fen" else Total(refund_fen=fen)


def _reading(row: HouseRow, key: str, text: str) -> NewReading:
    """The first ``before`` of a household alone is its reading: the bill comes with the next one."""
    litres = fees.parse_litres(text, field=key)
    if key == "now":
        return NewReading(litres, before_litres=row.value.before_litres)
    return NewReading(row.value.now_litres or litres, before_litres=litres)


def _paid(key: str, text: str, month: Month) -> Paid:
    if key == "ticket":
        return Paid(numbers=text)
    if key == "paid_on":
        return Paid(received=typed_date.parse(text, near=month.last, field=key))
    return Paid(received_fen=money.parse_fen(text or "0", negative=False, field=key))
