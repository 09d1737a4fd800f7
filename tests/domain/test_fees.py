"""Water fees without a database: bills, readings, receipt numbers, the three bases of a commission."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjdesk.domain.errors import (
    MeterBackwards,
    PriceIncomplete,
    ReadingTooLarge,
    ReceiptNumberFormat,
    ReceiptRunOrder,
    ReceiptRunTooLong,
    ReceiptRunWidth,
)
from cjdesk.domain.fees import numbers
from cjdesk.domain.fees.bills import Price, PriceKind, bill, months_billed
from cjdesk.domain.fees.numbers import Run
from cjdesk.domain.fees.readings import ReadingNote, cubic_metres, read
from cjdesk.domain.month import Month
from cjdesk.domain.pay.commission import Basis, Received, scheme_dues

METERED = Price(PriceKind.METERED, 2330)


# Bills


def test_w22_the_bill_is_rounded_first_and_the_commission_counts_the_rounded_bill() -> None:
    owed = bill(METERED, 1_500)
    assert owed.bill_fen == 350
    due = scheme_dues("工程", [Received(owed.bill_fen, 2000, (10_000,), ("A",))])["A"]
    assert due.amount_fen == 70


@pytest.mark.parametrize(
    ("price", "used", "months", "reduction_bp", "litres", "fen"),
    [
        (METERED, 28_000, 1, 0, 28_000, 6524),
        (Price(PriceKind.METERED, 2000, free_litres=3_000), 2_000, 1, 0, 0, 0),
        (Price(PriceKind.METERED, 2000, free_litres=3_000), 10_000, 3, 0, 1_000, 200),
        (Price(PriceKind.FLAT, monthly_fen=500), 99_000, 1, 0, 0, 500),
        (Price(PriceKind.FLAT, monthly_fen=500), 0, 12, 0, 0, 6000),
        (Price(PriceKind.MINIMUM, 2000, minimum_litres=5_000), 3_000, 1, 0, 5_000, 1000),
        (Price(PriceKind.MINIMUM, 2000, minimum_litres=5_000), 8_000, 1, 0, 8_000, 1600),
        (Price(PriceKind.MINIMUM, 2000, minimum_litres=5_000), 8_000, 3, 0, 15_000, 3000),
        (Price(PriceKind.TWO_PART, 1500, monthly_fen=300), 10_000, 1, 0, 10_000, 1800),
        (METERED, 28_000, 1, 5000, 28_000, 3262),
        (METERED, 28_000, 1, 10_000, 28_000, 0),
        (Price(PriceKind.FLAT, monthly_fen=333), 0, 1, 5000, 0, 167),
    ],
)
def test_every_price_with_quota_minimum_reduction_and_period(
    price: Price, used: int, months: int, reduction_bp: int, litres: int, fen: int
) -> None:
    owed = bill(price, used, months=months, reduction_bp=reduction_bp)
    assert (owed.billed_litres, owed.bill_fen) == (litres, fen)


prices = st.one_of(
    st.builds(Price, st.just(PriceKind.METERED), st.integers(1, 20_000), st.just(0), st.just(0), st.integers(0, 9_000)),
    st.builds(Price, st.just(PriceKind.FLAT), st.just(0), st.integers(1, 100_000)),
    st.builds(Price, st.just(PriceKind.MINIMUM), st.integers(1, 20_000), st.just(0), st.integers(1, 20_000)),
    st.builds(Price, st.just(PriceKind.TWO_PART), st.integers(1, 20_000), st.integers(1, 100_000)),
)


@given(prices, st.integers(0, 10**8), st.sampled_from([1, 3, 6, 12]), st.integers(0, 10_000))
def test_a_bill_is_within_half_a_fen_of_the_exact_amount(price: Price, used: int, months: int, let_off: int) -> None:
    owed = bill(price, used, months=months, reduction_bp=let_off)
    fee = price.monthly_fen * months if price.kind in (PriceKind.FLAT, PriceKind.TWO_PART) else 0
    exact = (fee + Fraction(owed.billed_litres * price.milliyuan_per_m3, 10_000)) * Fraction(10_000 - let_off, 10_000)
    assert 0 <= owed.bill_fen - exact + Fraction(1, 2) <= 1
    assert owed.bill_fen >= exact - Fraction(1, 2)


@given(prices, st.integers(0, 10**7), st.integers(0, 10**7))
def test_who_uses_more_never_owes_less(price: Price, used: int, more: int) -> None:
    assert bill(price, used).bill_fen <= bill(price, used + more).bill_fen


@pytest.mark.parametrize(
    "kind",
    [
        lambda: Price(PriceKind.METERED),
        lambda: Price(PriceKind.FLAT, 2000),
        lambda: Price(PriceKind.MINIMUM, 2000),
        lambda: Price(PriceKind.TWO_PART, 2000),
        lambda: Price(PriceKind.METERED, 2000, free_litres=-1),
    ],
)
def test_a_price_without_its_parts_is_refused(kind) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PriceIncomplete):
        kind()


@pytest.mark.parametrize(
    ("period", "month", "since", "last", "count"),
    [
        ("月", Month(2021, 3), date(2019, 1, 1), Month(2021, 1), 1),
        ("季", Month(2021, 3), date(2019, 1, 1), Month(2020, 12), 3),
        ("季", Month(2021, 3), date(2021, 2, 20), None, 2),
        ("季", Month(2021, 5), date(2019, 1, 1), Month(2021, 3), 2),
        ("半年", Month(2021, 6), date(2019, 1, 1), None, 6),
        ("年", Month(2021, 10), date(2019, 1, 1), Month(2020, 10), 12),
        ("年", Month(2021, 10), date(2021, 11, 1), None, 0),
    ],
)
def test_a_bill_covers_the_months_since_the_last_one(
    period: str, month: Month, since: date, last: Month | None, count: int
) -> None:
    assert months_billed(period, month, since, last) == count


# Readings


def test_a_meter_that_goes_back_is_refused_unless_it_was_replaced() -> None:
    with pytest.raises(MeterBackwards) as error:
        read(853_000, 12_000)
    assert error.value.field == "now"
    found = read(853_000, 12_000, old_last=870_000)
    assert found.used_litres == 29_000
    assert ReadingNote.CHANGED in found.notes
    with pytest.raises(MeterBackwards) as old:
        read(853_000, 12_000, old_last=800_000)
    assert old.value.field == "old_last"


def test_a_reading_of_ten_to_the_ninth_is_refused() -> None:
    with pytest.raises(ReadingTooLarge):
        read(0, 10**9)
    assert read(0, 10**9 - 1).used_litres == 10**9 - 1


def test_more_than_five_times_the_average_is_worth_a_look() -> None:
    assert read(0, 50_000, earlier=[10_000, 10_000]).notes == ()
    assert read(0, 50_001, earlier=[10_000, 10_000]).notes == (ReadingNote.UNUSUAL,)
    assert read(0, 50_001).notes == ()


def test_the_first_reading_only_opens_the_account() -> None:
    assert read(None, 853_000) == type(read(0, 0))(0, (ReadingNote.FIRST,))


@pytest.mark.parametrize(
    ("litres", "words"), [(853_000, "853"), (1_500, "1.5"), (125, "0.125"), (0, "0"), (-5, "-0.005")]
)
def test_litres_are_shown_as_on_the_dial(litres: int, words: str) -> None:
    assert cubic_metres(litres) == words


# Receipt numbers


def test_a_run_keeps_its_leading_zeros() -> None:
    run = numbers.typed("0012301-0012386")
    assert run is not None
    assert (run.first_text, run.last_text, len(run)) == ("0012301", "0012386", 86)
    assert numbers.typed("0012301–386") == run
    assert numbers.typed("００１２３０１至００１２３８６") == run
    assert str(numbers.typed("0000007")) == "0000007"
    assert numbers.typed("  ") is None


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("0012386-0012301", ReceiptRunOrder),
        ("0012301-00012386", ReceiptRunWidth),
        ("A0012301-B0012386", ReceiptRunWidth),
        ("0000001-9999999", ReceiptRunTooLong),
        ("收据", ReceiptNumberFormat),
        ("1-2-3", ReceiptNumberFormat),
    ],
)
def test_numbers_that_cannot_be_are_refused(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        numbers.typed(text)


def test_numbers_of_different_prints_never_overlap() -> None:
    assert numbers.run("0012301").shared(numbers.run("12301")) == 0
    assert numbers.run("A001").shared(numbers.run("B001")) == 0


runs = st.builds(lambda first, more: Run("", 4, first, first + more), st.integers(0, 200), st.integers(0, 30))


def receipts_of(some: list[Run]) -> list[int]:
    return [number for one in some for number in range(one.first, one.last + 1)]


@given(st.lists(runs, max_size=8))
def test_overlaps_are_what_counting_receipt_by_receipt_finds(some: list[Run]) -> None:
    found = {(min(a, b), max(a, b)): count for a, b, count in numbers.overlaps(some)}
    counted = {}
    for a in range(len(some)):
        for b in range(a + 1, len(some)):
            shared = set(receipts_of([some[a]])) & set(receipts_of([some[b]]))
            if shared:
                counted[a, b] = len(shared)
    assert found == counted


@given(st.lists(runs, max_size=8))
def test_joined_runs_and_gaps_cover_everything_once(some: list[Run]) -> None:
    joined = numbers.joined(some)
    assert sorted(receipts_of(list(joined))) == sorted(set(receipts_of(some)))
    whole = [*receipts_of(list(joined)), *receipts_of(list(numbers.gaps(some)))]
    assert sorted(whole) == (list(range(min(whole), max(whole) + 1)) if whole else [])


@given(runs, st.lists(runs, max_size=6))
def test_missing_receipts_of_a_book_are_the_unused_ones_below_the_highest_used(book: Run, used: list[Run]) -> None:
    inside = set(receipts_of(used)) & set(receipts_of([book]))
    wanted = [number for number in receipts_of([book]) if inside and number < max(inside) and number not in inside]
    assert receipts_of(list(numbers.missing(book, used))) == wanted


@given(runs, st.lists(runs, max_size=6))
def test_receipts_outside_every_book_are_counted(one: Run, books: list[Run]) -> None:
    assert numbers.outside(one, books) == len(set(receipts_of([one])) - set(receipts_of(books)))


# Commission


def test_w37_the_last_sharer_takes_the_remainder() -> None:
    dues = scheme_dues("工程", [Received(33_333, 1500, (6000, 4000), ("A", "B"))])
    assert (dues["A"].amount_fen, dues["B"].amount_fen) == (3000, 2000)


def test_a_fixed_fee_by_household_is_shared_out_by_days() -> None:
    first = Received(0, 0, (10_000,), ("A",), Basis.HOUSEHOLDS, 86, 200, 15, 31)
    second = Received(0, 0, (10_000,), ("B",), Basis.HOUSEHOLDS, 86, 200, 16, 31)
    dues = scheme_dues("工程", [first, second])
    assert dues["A"].amount_fen + dues["B"].amount_fen == 86 * 200
    assert dues["A"].amount_fen == 8323
    assert dues["A"].parts[0].days == 15


@given(
    st.lists(
        st.tuples(st.integers(-(10**6), 10**7), st.integers(0, 10_000), st.integers(1, 31), st.booleans()),
        min_size=1,
        max_size=5,
    )
)
def test_a_scheme_is_rounded_once_whatever_its_bases(parts: list[tuple[int, int, int, bool]]) -> None:
    received = [
        Received(0, 0, (10_000,), ("A",), Basis.HOUSEHOLDS, abs(fen) % 500, rate, days, 31)
        if fixed
        else Received(fen, rate, (10_000,), ("A",), Basis.BILLED)
        for fen, rate, days, fixed in parts
    ]
    exact = sum((Fraction(*one.earned) for one in received), Fraction(0))
    due = scheme_dues("工程", received)["A"]
    assert abs(due.amount_fen - exact) <= Fraction(1, 2)
    again = sum(
        (
            Fraction(one.households * one.per_household_fen * one.days, one.days_in_month)
            if one.basis == Basis.HOUSEHOLDS
            else Fraction(one.receipts_fen * one.rate_bp, 10_000)
            for one in due.parts
        ),
        Fraction(0),
    )
    assert again == exact, "the parts are all that anybody needs to compute it again"
