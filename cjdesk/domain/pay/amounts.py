"""Rounding a sum of pieces once (PR-04, PR-05), and showing a number before it is rounded."""

from __future__ import annotations

from collections.abc import Sequence

from cjdesk.domain.money import divide


def squeeze(numerators: Sequence[int], denominator: int) -> tuple[int, ...]:
    """Pieces rounded one by one, the last takes the remainder of the rounded whole (倒挤)."""
    if not numerators:
        return ()
    whole = divide(sum(numerators), denominator)
    pieces = [divide(numerator, denominator) for numerator in numerators[:-1]]
    return (*pieces, whole - sum(pieces))


def share_out(amount: int, shares_bp: Sequence[int]) -> tuple[int, ...]:
    """An amount by shares in basis points; the last sharer takes the remainder (PR-07)."""
    if not shares_bp:
        return ()
    parts = [divide(amount * share, 10_000) for share in shares_bp[:-1]]
    return (*parts, amount - sum(parts))


def exact(numerator: int, denominator: int) -> str:
    """A ratio of fen in yuan before rounding: 863.636... or 863.64, cut after three decimals."""
    sign = "-" if (numerator < 0) != (denominator < 0) and numerator else ""
    numerator, denominator = abs(numerator), abs(denominator)
    fen, rest = divmod(numerator, denominator)
    text = f"{sign}{fen // 100:,}.{fen % 100:02d}"
    if not rest:
        return text
    digit, rest = divmod(rest * 10, denominator)
    return f"{text}{digit}{'...' if rest else ''}"


def percent(points: int) -> str:
    """Basis points as people say them: 20%, 33.33%, 12.5%."""
    text = f"{points / 100:.2f}".rstrip("0").rstrip(".")
    return f"{text}%"


def days(tenths: int) -> str:
    """Tenths of a day as people say them: 22, 18.5."""
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f'.{rest}' if rest else ''}"
