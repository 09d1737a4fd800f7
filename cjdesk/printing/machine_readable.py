"""The content of a printed form as JSON, carried inside its PDF so that nobody has to read figures from paper."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence

import msgspec

from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.printing.pages import Attachment
from cjdesk.services.payments.values import PaymentList


def sheet(value: Sheet) -> Attachment:
    """The whole pay sheet; amounts are integer fen, the month YYYY-MM."""
    return Attachment(f"{value.number}_v{value.revision}.json", _json("F1", value))


def bank_list(value: PaymentList) -> Attachment:
    """The whole bank list."""
    return Attachment(f"{value.number or 'draft'}.json", _json("F5", value))


def table(name: str, form: str, rows: list[dict[str, str | int]]) -> Attachment:
    """Rows exactly as they are printed, for forms that must not say more."""
    return Attachment(name, msgspec.json.encode({"form": form, "rows": rows}))


def check_code(rows: list[dict[str, str | int]]) -> str:
    """Eight hexadecimal digits of the shown rows, for a form that is no batch of its own."""
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()[:8].upper()


def _json(form: str, value: Sheet | PaymentList) -> bytes:
    fields = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return msgspec.json.encode({"form": form, **fields})


def _plain(value: object) -> object:
    """Months as YYYY-MM, also inside lines."""
    if isinstance(value, Month):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(one) for one in value]
    return value
