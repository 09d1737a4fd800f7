"""Rates as people type them: per cent with at most two decimals, as basis points."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation

from cjdesk.domain.errors import RateRange


def parse_percent(text: str, *, field: str = "rate") -> int:
    """Basis points from 20, 12.5 or 20%, from 0 to 100. Errors: RATE_RANGE."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("%").strip()
    try:
        points = Decimal(plain) * 100
    except InvalidOperation:
        raise RateRange(value=text.strip()[:20], field=field) from None
    if not points.is_finite() or points != points.to_integral_value() or not 0 <= points <= 10_000:
        raise RateRange(value=text.strip()[:20], field=field)
    return int(points)
