"""How long a poster hangs: the first day counts, working days follow the announced holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjdesk.domain.errors import PublicityDays, ValueNotInList
from cjdesk.domain.publicity import CALENDAR, WORKING, WorkCalendar, days_left, period

NATIONAL_DAY = WorkCalendar(
    {date(2021, 10, day): "休" for day in range(1, 8)} | {date(2021, 9, 26): "班", date(2021, 10, 9): "班"}
)
STARTS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
CALENDARS = st.dictionaries(
    st.dates(date(2019, 1, 1), date(2027, 2, 28)), st.sampled_from(["休", "班"]), max_size=40
).map(WorkCalendar)


def test_calendar_days_count_the_first():
    found = period(date(2020, 12, 7), 7, CALENDAR, WorkCalendar())
    assert (found.end, found.guessed_years) == (date(2020, 12, 13), ())


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2021, 9, 24), 3, date(2021, 9, 27)),  # Friday, the Sunday worked instead, Monday
        (date(2021, 9, 30), 3, date(2021, 10, 9)),  # Thursday, Friday the 8th, the Saturday worked instead
        (date(2021, 10, 2), 3, date(2021, 10, 11)),  # begins on a day off: counts from the 8th
    ],
)
def test_working_days_follow_the_announced_ones(start: date, days: int, end: date):
    found = period(start, days, WORKING, NATIONAL_DAY)
    assert (found.end, found.guessed_years) == (end, ())


def test_a_year_without_announced_holidays_is_told():
    assert period(date(2021, 12, 30), 7, WORKING, NATIONAL_DAY).guessed_years == (2022,)
    assert period(date(2023, 3, 1), 7, WORKING, NATIONAL_DAY).guessed_years == (2023,)
    assert period(date(2023, 3, 1), 7, CALENDAR, NATIONAL_DAY).guessed_years == ()


@pytest.mark.parametrize("days", [-1, 0, 2, 11, 365])
def test_days_outside_three_to_ten_are_refused(days: int):
    with pytest.raises(PublicityDays):
        period(date(2021, 1, 1), days, CALENDAR, WorkCalendar())


def test_another_counting_is_refused():
    with pytest.raises(ValueNotInList):
        period(date(2021, 1, 1), 7, "weeks", WorkCalendar())


@given(STARTS, st.integers(3, 10), CALENDARS)
def test_so_many_working_days_lie_in_the_period(start: date, days: int, calendar: WorkCalendar):
    found = period(start, days, WORKING, calendar)
    span = [start + timedelta(days=ahead) for ahead in range((found.end - start).days + 1)]
    assert sum(map(calendar.works, span)) == days
    assert calendar.works(found.end)
    assert found.end >= period(start, days, CALENDAR, calendar).end


@given(STARTS, st.integers(3, 10), st.sampled_from([CALENDAR, WORKING]), CALENDARS)
def test_what_is_left_goes_down_to_nothing(start: date, days: int, counting: str, calendar: WorkCalendar):
    end = period(start, days, counting, calendar).end
    walk = [start + timedelta(days=ahead) for ahead in range((end - start).days + 3)]
    left = [days_left(end, today, counting=counting, calendar=calendar) for today in walk]
    assert left == sorted(left, reverse=True)
    assert left[-3:] == [0, -1, -2]
    assert left[0] == days - (calendar.works(start) if counting == WORKING else 1)
