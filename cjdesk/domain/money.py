"""Money is whole fen: read from what people type, shown with two decimals, divided with one rounding."""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal

from cjdesk.domain.errors import AmountDecimals, AmountFormat, AmountNegative, AmountTooLarge

LARGEST = 10**15
"""Ten thousand billion yuan in fen; anything beyond is a mistake and would leave the range of a sheet's cell."""

_SHAPE = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?")
_DIRT = re.compile("[\\s\u200b-\u200f\ufeff']+")


def parse_fen(value: object, *, negative: bool = True, field: str | None = None) -> int:
    """Fen from yuan as typed (1000, 1,000.5, 1000元, full width) or from a number cell; never rounds.

    ``negative=False`` refuses amounts below zero. A float cell is read by its shortest decimal text, so 86.35 stays
    86.35. Errors: AMOUNT_FORMAT, AMOUNT_DECIMALS, AMOUNT_NEGATIVE, AMOUNT_TOO_LARGE.
    """
    text = _plain(value)
    text = text.removesuffix("元整").removesuffix("元").removeprefix("人民币").lstrip("¥￥")
    match = _SHAPE.fullmatch(text)
    if not match:
        raise AmountFormat(field=field, value=_shown(value))
    sign, whole, part = match[1], match[2].replace(",", ""), match[3] or ""
    if len(part.rstrip("0")) > 2:
        raise AmountDecimals(field=field, value=_shown(value))
    if len(whole) > 18:
        raise AmountTooLarge(field=field, value=_shown(value))
    fen = int(whole) * 100 + int((part + "00")[:2])
    if fen > LARGEST:
        raise AmountTooLarge(field=field, value=_shown(value))
    if sign == "-" and fen:
        if not negative:
            raise AmountNegative(field=field, value=_shown(value))
        return -fen
    return fen


def show(fen: int) -> str:
    """Yuan with thousands commas and two decimals: 1,000.00, minus as ASCII."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def plain(fen: int) -> str:
    """Yuan with two decimals and no thousands mark, as banks want it: 1000.00."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"


def divide(numerator: int, denominator: int) -> int:
    """The nearest whole number, halves away from zero (PR-04), in integers only."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    if numerator < 0:
        return -((-2 * numerator + denominator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def ratio(amount: int, numerator: int, denominator: int) -> int:
    """``amount × numerator ÷ denominator``, rounded once, halves away from zero."""
    return divide(amount * numerator, denominator)


def basis_points(amount: int, points: int) -> int:
    """``amount`` times a rate in basis points (1/10,000), rounded once, halves away from zero."""
    return divide(amount * points, 10_000)


def round_to(amount: int, unit: int) -> int:
    """The nearest multiple of ``unit`` fen (10 = jiao, 100 = yuan), halves away from zero."""
    return amount if unit <= 1 else divide(amount, unit) * unit


def _plain(value: object) -> str:
    """The text of a typed value or a cell, half-width and without blanks."""
    if isinstance(value, str):
        return _DIRT.sub("", unicodedata.normalize("NFKC", value))
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        # A cell of a workbook; its shortest text is what the sheet shows, e-notation only appears far outside money.
        return repr(value) if math.isfinite(value) else ""
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else ""
    return ""


def _shown(value: object) -> str:
    return "" if value is None else str(value)[:40]
