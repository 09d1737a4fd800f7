"""How lines fall on pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjdesk.printing.paging import FEWEST, split


def sizes(count: int, full: int = 15, last: int = 12) -> list[int]:
    return [len(page) for page in split(count, full=full, last=last)]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, [1]),
        (12, [12]),
        (13, [8, 5]),
        (15, [10, 5]),
        (16, [11, 5]),
        (20, [15, 5]),
        (27, [15, 12]),
        (28, [15, 8, 5]),
        (117, [15] * 7 + [12]),
        (149, [15] * 9 + [9, 5]),
    ],
)
def test_sheet_pages_as_pictured(count: int, expected: list[int]) -> None:
    assert sizes(count) == expected


def test_bank_pages_as_pictured() -> None:
    assert sizes(362, 20, 11) == [20] * 17 + [17, 5]


@given(st.integers(1, 3000), st.integers(12, 30), st.integers(5, 12), st.integers(5, 40))
def test_every_line_once_and_never_totals_alone(count: int, full: int, last: int, first: int) -> None:
    pages = split(count, full=full, last=last, first=first)
    assert [index for page in pages for index in page] == list(range(count))
    assert len(pages[-1]) <= last
    assert all(len(page) <= (full if number else first) for number, page in enumerate(pages[:-1]))
    if len(pages) > 1:
        assert len(pages[-1]) >= FEWEST
        assert all(len(page) == full for page in pages[1:-2])


def test_nothing_is_no_page() -> None:
    with pytest.raises(ValueError, match="nothing"):
        split(0, full=15, last=12)
