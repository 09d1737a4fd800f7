"""追回通知书: the rows of its computation make what it asks for, by the formula that it prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from cjdesk.domain.clawback_notice import ClawbackNotice
from cjdesk.printing import clawback_notice
from tests.printing.conftest import folded
from tests.printing.sample_forms import clawback
from tests.printing.sample_sheets import STAMP

WHOLE = clawback()


def asked(number: int, *, short_fen: int = 0, back_fen: int = 0) -> ClawbackNotice:
    """Of so many months paid too much, with a deduction that a month's pay did not reach, and money that came back."""
    value = replace(WHOLE, months=(WHOLE.months * 2)[:number])
    return replace(value, recovered_fen=back_fen, balance_fen=value.overpaid_fen + short_fen - back_fen)


@pytest.mark.parametrize(
    ("value", "formula"),
    [
        (asked(1), "已发金额 − 应发金额"),
        (asked(2, back_fen=5_000), "已发金额 − 应发金额 − 已退金额"),
        (asked(2, short_fen=20_000, back_fen=5_000), "已发金额 − 应发金额 + 应扣未扣 − 已退金额"),
        (asked(3), "各月多发合计"),
        (asked(4, short_fen=20_000, back_fen=5_000), "各月多发合计 + 应扣未扣 − 已退金额"),
        (asked(0, short_fen=787_655), "应扣未扣"),
        (asked(0, short_fen=787_655, back_fen=100), "应扣未扣 − 已退金额"),
    ],
)
def test_the_formula_names_the_rows_above_it(
    read_back: Callable[..., list[str]], value: ClawbackNotice, formula: str
) -> None:
    (text,) = read_back(clawback_notice.layout(value, STAMP))
    assert folded(f"应退金额{formula}") in text
    heads = {"已发金额": "批次", "应扣未扣": "当月扣款多于", "已退金额": "已从补贴中"}
    for name, row in heads.items():
        assert (name in formula) == (row in text)
