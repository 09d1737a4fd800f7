"""Citizen ID numbers: every vector, every message, and the laws of the check digit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjdesk.domain import id_number
from cjdesk.domain.errors import (
    IdBirthTooOld,
    IdCheckDigit,
    IdFifteenDigits,
    IdFormat,
    IdLostInExcel,
    IdMissing,
    IdProvince,
    IdUnsupportedKind,
    UserError,
)
from tests.domain.vectors import cases

TODAY = date(2025, 1, 1)


@pytest.mark.parametrize("case", cases("id_numbers"), ids=lambda case: case["id"])
def test_vector(case: dict[str, object]) -> None:
    if case["ok"]:
        found = id_number.check(case["input"], today=TODAY)
        assert (found.value, found.birth.isoformat(), found.sex) == (case["stored"], case["birth"], case["sex"])
        return
    with pytest.raises(UserError) as caught:
        id_number.check(case["input"], today=TODAY)
    assert caught.value.code == case["code"]
    assert caught.value.field == "id_no"
    if "expected_check" in case:
        assert caught.value.facts["expected"] == case["expected_check"]
    if "convertible_to" in case:
        assert caught.value.facts["converted"] == case["convertible_to"]


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (None, IdMissing),
        ("  \u3000\u200b", IdMissing),
        (522633199001010011, IdLostInExcel),
        (5.22633199001010e17, IdLostInExcel),
        ("5.22633E17", IdLostInExcel),
        ("５.22633Ｅ＋17", IdLostInExcel),
        ("5226331990010100", IdFormat),
        ("52263319900101001Y", IdFormat),
        ("022633199001010011", IdFormat),
        ("H12345678", IdUnsupportedKind),
        ("GBR123456789012", IdUnsupportedKind),
        ("990633199001010011", IdUnsupportedKind),
        ("162633199001010011", IdProvince),
        ("522633900101001", IdFifteenDigits),
    ],
)
def test_other_input_has_its_own_message(raw: object, error: type[UserError]) -> None:
    with pytest.raises(error):
        id_number.check(raw, today=TODAY)


def test_older_than_120_is_refused() -> None:
    first17 = "52263319040101001"
    number = first17 + id_number.check_digit(first17)
    with pytest.raises(IdBirthTooOld):
        id_number.check(number, today=date(2025, 1, 1))
    assert id_number.check(number, today=date(2024, 12, 31)).birth == date(1904, 1, 1)


@pytest.mark.parametrize(
    "dirty",
    [
        "'522633199001010011",
        "522633-19900101-0011",
        "\ufeff522633199001010011\u200b",
        "522633199001010011\n",
        "\u00a0522633199001010011\u00a0",
        "522633　19900101　0011",
    ],
)
def test_dirt_of_spreadsheets_is_taken_off(dirty: str) -> None:
    assert id_number.check(dirty, today=TODAY).value == "522633199001010011"


NUMBERS = st.builds(
    lambda prefix, birth, order: f"{prefix}{birth:%Y%m%d}{order:03d}",
    st.sampled_from(["522633", "522699", "450226", "110101", "650101"]),
    st.dates(date(1930, 1, 1), date(2024, 12, 31)),
    st.integers(0, 999),
)


@given(NUMBERS)
def test_a_number_with_its_check_digit_is_read_back(first17: str) -> None:
    found = id_number.check(first17 + id_number.check_digit(first17), today=TODAY)
    assert f"{found.birth:%Y%m%d}" == first17[6:14]
    assert found.sex == ("1" if int(first17[16]) % 2 else "2")


@given(NUMBERS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(first17: str, place: int, step: int) -> None:
    number = first17 + id_number.check_digit(first17)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    with pytest.raises(UserError):
        id_number.check(wrong, today=TODAY)


@given(NUMBERS, st.integers(0, 15))
def test_two_neighbours_swapped_never_pass(first17: str, place: int) -> None:
    number = first17 + id_number.check_digit(first17)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(UserError):
            id_number.check(swapped, today=TODAY)


@given(NUMBERS)
def test_a_wrong_last_character_names_the_right_one(first17: str) -> None:
    right = id_number.check_digit(first17)
    wrong = "1" if right != "1" else "2"
    with pytest.raises(IdCheckDigit) as caught:
        id_number.check(first17 + wrong, today=TODAY)
    assert caught.value.facts["expected"] == right


@given(st.text())
def test_any_text_is_a_number_or_words(text: str) -> None:
    try:
        value = id_number.check(text, today=TODAY).value
    except UserError as error:
        value = error.code
    assert len(value) == 18 or value.startswith("ID_")
