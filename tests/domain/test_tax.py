"""What is withheld: nothing by default; as 劳务报酬 by the table of the tax office, to the fen."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjdesk.domain.pay.tax import LABOUR, NONE, withheld


@pytest.mark.parametrize(
    ("pay", "tax"),
    [
        (-100_000, 0), (0, 0), (79_999, 0), (80_000, 0), (80_001, 0), (80_003, 1), (100_000, 4_000), (110_000, 6_000),
        (400_000, 64_000), (400_001, 64_000), (400_010, 64_002), (2_500_000, 400_000), (2_500_001, 400_000),
        (2_600_000, 424_000), (6_250_000, 1_300_000), (6_250_100, 1_300_032), (10_000_000, 2_500_000),
    ],
)  # fmt: skip
def test_labour_pay_is_withheld_by_the_table(pay: int, tax: int):
    assert withheld(pay, LABOUR) == tax


@given(st.integers(-10_000, 20_000_000))
def test_two_ways_to_the_same_tax(pay: int):
    """In exact decimals: the largest of the three lines, which is how the brackets meet."""
    income = Decimal(max(pay, 0))
    base = income - 80_000 if income <= 400_000 else income * Decimal("0.8")
    lines = [base * Decimal("0.2"), base * Decimal("0.3") - 200_000, base * Decimal("0.4") - 700_000, Decimal(0)]
    assert withheld(pay, LABOUR) == int(max(lines).quantize(Decimal(1), ROUND_HALF_UP))


@given(st.integers(0, 20_000_000))
def test_more_pay_is_never_less_in_hand(pay: int):
    assert pay + 1 - withheld(pay + 1, LABOUR) >= pay - withheld(pay, LABOUR)


@given(st.integers(-(10**9), 10**9))
def test_by_default_nothing_is_withheld(pay: int):
    assert withheld(pay, NONE) == 0
