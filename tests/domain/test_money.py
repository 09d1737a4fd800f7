"""Money in fen: reading, showing, rounding, capitals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjdesk.domain import money, rmb
from cjdesk.domain.errors import AmountDecimals, AmountFormat, AmountNegative, AmountTooLarge, UserError
from tests.domain.vectors import cases

FEN = st.integers(-(10**13), 10**13)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1000", 100000),
        ("1,000.5", 100050),
        ("1000元", 100000),
        ("１０００", 100000),
        ("５６．５０", 5650),
        (" 1000.00 ", 100000),
        ("¥1,234.56", 123456),
        ("-80.00", -8000),
        ("1000.500", 100050),
        ("1000.", 100000),
        (1000, 100000),
        (86.35, 8635),
        (0.1 + 0.2, None),
        (Decimal("12.30"), 1230),
        ("0", 0),
        ("-0", 0),
    ],
)
def test_what_people_type_is_read(typed: object, fen: int | None) -> None:
    if fen is None:
        with pytest.raises(AmountDecimals):
            money.parse_fen(typed)
    else:
        assert money.parse_fen(typed) == fen


@pytest.mark.parametrize(
    "typed", ["", None, "壹仟", "1,00", "1.2.3", "1e3", "--1", True, float("nan"), float("inf"), "1 0 0 x"]
)
def test_what_is_no_amount_is_refused(typed: object) -> None:
    with pytest.raises(AmountFormat):
        money.parse_fen(typed, field="amount")


def test_more_than_two_decimals_negative_and_huge_have_their_own_words() -> None:
    with pytest.raises(AmountDecimals):
        money.parse_fen("1.005")
    with pytest.raises(AmountNegative):
        money.parse_fen("-1", negative=False)
    with pytest.raises(AmountTooLarge):
        money.parse_fen("99999999999999999")


@given(FEN)
def test_shown_is_read_back(fen: int) -> None:
    assert money.parse_fen(money.show(fen)) == fen
    assert money.parse_fen(money.plain(fen)) == fen


@given(st.text())
def test_any_text_is_an_amount_or_words(text: str) -> None:
    found: object
    try:
        found = money.parse_fen(text)
    except UserError as error:
        found = error.code
    assert isinstance(found, int) or str(found).startswith("AMOUNT_")


@given(st.integers(-(10**12), 10**12), st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_ratio_is_the_nearest_and_halves_go_away_from_zero(amount: int, numerator: int, denominator: int) -> None:
    exact = Fraction(amount * numerator, denominator)
    found = money.ratio(amount, numerator, denominator)
    assert abs(found - exact) <= Fraction(1, 2)
    if abs(found - exact) == Fraction(1, 2):
        assert abs(found) > abs(exact)
    assert money.ratio(-amount, numerator, denominator) == -found


@given(FEN, st.sampled_from([1, 10, 100]))
def test_rounding_to_jiao_and_yuan(fen: int, unit: int) -> None:
    found = money.round_to(fen, unit)
    assert found % unit == 0
    assert abs(found - fen) * 2 <= unit


@pytest.mark.parametrize("case", cases("rmb"), ids=lambda case: case["id"])
def test_capitals(case: dict[str, object]) -> None:
    assert isinstance(case["fen"], int)
    assert rmb.words(case["fen"]) == case["daxie"]
    assert money.show(case["fen"]) == case["figures"]


VALUES = {digit: value for value, digit in enumerate(rmb.DIGITS)} | {"拾": 10, "佰": 100, "仟": 1000}


def read(words: str) -> int:
    """The fen that capitals say, read by a second way."""
    sign, words = (-1, words[1:]) if words.startswith("负") else (1, words)
    yuan_words, _, rest = words.rpartition("元")
    total = 0
    for scale, mark in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        part, _, after = yuan_words.rpartition(mark) if mark and mark in yuan_words else ("", "", yuan_words)
        if mark and not part:
            continue
        group = part if mark else yuan_words
        yuan_words = after if mark else ""
        digit = value = 0
        for character in group:
            if character in "拾佰仟":
                value, digit = value + digit * VALUES[character], 0
            else:
                digit = VALUES[character]
        total += (value + digit) * scale
    fen = total * 100
    digit = 0
    for character in rest if "元" in words else words:
        if character in rmb.DIGITS:
            digit = VALUES[character]
        elif character == "角":
            fen += digit * 10
        elif character == "分":
            fen += digit
    return sign * fen


@given(st.integers(-(10**14), 10**14))
def test_capitals_say_the_amount_and_nothing_twice(fen: int) -> None:
    words = rmb.words(fen)
    assert read(words) == fen
    assert "零零" not in words
    assert not words.endswith("零")
    assert words.endswith("整") == (fen % 100 == 0)
