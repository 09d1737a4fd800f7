"""What a cell says, in the spellings of domain.md A13 and the dirt of D-02; what Excel damaged is refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjdesk.domain.errors import UserError
from cjdesk.domain.month import Month
from cjdesk.workbooks import cells
from cjdesk.workbooks.reading import ErrorCell

NEW_YEAR = date(2021, 1, 1)
EXCEL_TIME = datetime(2021, 1, 1)  # noqa: DTZ001 - Excel knows no zones


def code_of(reader: Any, cell: Any) -> str:
    with pytest.raises(UserError) as caught:
        reader(cell)
    return caught.value.code


@pytest.mark.parametrize(
    "cell",
    [
        20210101.0, 20210101, "20210101", "2021.1.1", "2021-1-1", "2021/1/1", "2021/01/01", "2021年1月1日", "2021年1月1号",
        "２０２１－１－１", " 2021. 1. 1\n", "2021-01-01 00:00:00", NEW_YEAR, EXCEL_TIME,
    ],
)  # fmt: skip
def test_dates_in_every_spelling(cell: Any) -> None:
    assert cells.day(cell) == cells.Day(NEW_YEAR)


@pytest.mark.parametrize("cell", [44197.0, 44197, "44197", 44197.5])
def test_a_bare_number_of_days_is_marked(cell: Any) -> None:
    assert cells.day(cell) == cells.Day(NEW_YEAR, serial=True)


@pytest.mark.parametrize("cell", ["2018年9月", "2018.9", 2018.9, 201809.0, "2018", "2018-09"])
def test_a_month_is_no_date(cell: Any) -> None:
    assert code_of(cells.day, cell) == "DATE_INCOMPLETE"


@pytest.mark.parametrize("cell", ["2021-13-01", "2021-02-29", "三月", 12.0, True, -5.0, "1.2", "20210230"])
def test_what_is_no_date_is_refused(cell: Any) -> None:
    assert code_of(cells.day, cell) == "DATE_FORMAT"


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert cells.day(text) == cells.Day(day)
    serial = (day - date(1899, 12, 30)).days
    assert cells.day(float(serial)) == cells.Day(day, serial=True)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2020.7.11-2021.7.10", date(2020, 7, 11), date(2021, 7, 10)),
        ("2020-07-11至2021-07-10", date(2020, 7, 11), date(2021, 7, 10)),
        ("2020-07-11-2021-07-10", date(2020, 7, 11), date(2021, 7, 10)),
        ("2020年7月11日—2021年7月10日止", date(2020, 7, 11), date(2021, 7, 10)),
        ("20200711-20210710", date(2020, 7, 11), date(2021, 7, 10)),
        ("2020.6.16-", date(2020, 6, 16), None),
        ("2020.6.16至今", date(2020, 6, 16), None),
    ],
)
def test_periods(cell: str, first: date, last: date | None) -> None:
    assert cells.period(cell) == (first, last)


def test_a_day_with_its_reason() -> None:
    assert cells.day_and_words("2020.11.5 其他：转岗") == (date(2020, 11, 5), "其他:转岗")
    assert cells.day_and_words("2020年11月5日因病") == (date(2020, 11, 5), "因病")
    assert cells.day_and_words("外出务工") == (None, "外出务工")
    assert code_of(cells.day_and_words, "2020.11 外出") == "DATE_INCOMPLETE"


def test_months() -> None:
    for cell in ("2020年11月", "2020-11", "2020.11", 202011.0, date(2020, 11, 5), "2020年11月份"):
        assert cells.month(cell) == Month(2020, 11)
    assert code_of(cells.month, 2020.1) == "MONTH_FORMAT"
    assert code_of(cells.month, "11月") == "MONTH_FORMAT"


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("1,000.00元", 100000),
        ("￥1,000.00", 100000),
        ("１０００", 100000),
        ("1000.00 ", 100000),
        (86.35, 8635),
        ("", None),
    ],
)
def test_money(cell: Any, fen: int | None) -> None:
    assert cells.fen(cell) == fen


def test_codes_lose_blanks_but_no_digit() -> None:
    assert cells.code("6299 9953 1396 1968 282") == "6299995313961968282"
    assert cells.code("\u200b０８５５－1000841\xa0") == "0855-1000841"
    assert cells.code("'007") == "007"
    assert cells.code(15400001502.0) == "15400001502"
    assert code_of(cells.code, 6.2999e18) == "CELL_DAMAGED"
    assert code_of(cells.code, 1.5) == "CELL_DAMAGED"


def test_errors_of_excel_are_no_text() -> None:
    for reader in (cells.text, cells.code, cells.day, cells.fen, cells.month, cells.tenths, cells.yes_no):
        assert code_of(reader, ErrorCell("#N/A")) == "CELL_DAMAGED"
    assert code_of(cells.text, "#REF!") == "CELL_DAMAGED"


def test_words_are_tidied() -> None:
    assert cells.text(" 腊溪村\u3000三组\n") == "腊溪村 三组"
    assert cells.text("習(xí)水&amp;仁懷") == "習水&仁懷"
    assert cells.text("\xa0") is None
    with pytest.raises(UserError) as caught:
        cells.text("长" * 61, 60)
    assert caught.value.code == "TEXT_TOO_LONG"


def test_days_and_shares() -> None:
    assert [cells.tenths(cell) for cell in (17.5, 0.0, "21天", "17.5", 21, "")] == [175, 0, 210, 175, 210, None]
    assert code_of(cells.tenths, 32.0) == "DAYS_FORMAT"
    assert code_of(cells.tenths, 0.25) == "DAYS_FORMAT"
    assert code_of(cells.decimal, "一成") == "PERCENT_FORMAT"
    assert str(cells.decimal("１２．５％")) == "12.5"


def test_yes_and_no() -> None:
    assert [cells.yes_no(cell) for cell in ("是", "√", True, "否", "不发", "", "×")] == [
        True,
        True,
        True,
        False,
        False,
        None,
        False,
    ]
    assert code_of(cells.yes_no, "也许") == "WORD_UNKNOWN"
