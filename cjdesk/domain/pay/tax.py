"""Individual income tax that is withheld from a month's pay: nothing, unless the county reads it as 劳务报酬 (4.9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cjdesk.domain.money import divide

NONE, LABOUR = "NONE", "LABOUR"

FREE_FEN = 80_000
"""Nothing is withheld up to 800 yuan; above, 800 are taken off as costs."""

SHARE_FROM_FEN = 400_000
"""Above 4,000 yuan the costs are a fifth of the pay instead."""

BRACKETS = ((2_000_000, 20, 0), (5_000_000, 30, 200_000), (None, 40, 700_000))
"""Upper end of what is taxed, per cent, quick deduction (速算扣除数); fen.

国家税务总局公告2018年第61号, 预扣率表二 (劳务报酬所得).
"""


def withheld(pay_fen: int, kind: str) -> int:
    """The tax on one month's pay in fen, rounded once, halves up; ``kind`` is the policy's ``tax``.

    A pay of zero or below has none. An unknown kind is a KeyError: reference files are checked before they are stored.
    """
    return divide(_RULES[kind](max(pay_fen, 0)), 500)


def _nothing(_pay_fen: int) -> int:
    return 0


def _labour(pay_fen: int) -> int:
    """The tax times 500, so that fifths and per cents are whole."""
    taxed_fifths = 5 * (pay_fen - FREE_FEN) if pay_fen <= SHARE_FROM_FEN else 4 * pay_fen
    if taxed_fifths <= 0:
        return 0
    rate, quick = next((rate, quick) for top, rate, quick in BRACKETS if top is None or taxed_fifths <= 5 * top)
    return taxed_fifths * rate - 500 * quick


_RULES: Mapping[str, Callable[[int], int]] = {NONE: _nothing, LABOUR: _labour}
