"""Dates as clerks type them: 20260315, 0315, 3.15, 15, 2026年3月15日, 2026-3-15."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from cjdesk.domain.errors import DateFormat

_PARTS = re.compile(r"(?:([0-9]{4})[-./年])?([0-9]{1,2})[-./月]([0-9]{1,2})日?")
_DIGITS = {
    8: re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
    4: re.compile(r"()([0-9]{2})([0-9]{2})"),
    2: re.compile(r"()()([0-9]{2})"),
    1: re.compile(r"()()([0-9])"),
}


def parse(text: str, *, near: date, field: str | None = None) -> date:
    """The day meant by ``text``; what is left out (year, month) is taken from ``near``. Errors: DATE_FORMAT."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    match = _PARTS.fullmatch(plain)
    if match is None and plain.isdigit() and len(plain) in _DIGITS:
        match = _DIGITS[len(plain)].fullmatch(plain)
    if match is None:
        raise DateFormat(field=field, value=text)
    year, month, day = match.groups()
    try:
        return date(int(year or near.year), int(month or near.month), int(day))
    except ValueError:
        raise DateFormat(field=field, value=text) from None
