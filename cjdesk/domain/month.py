"""A calendar month as a value that can be ordered, counted and written as YYYY-MM."""

from __future__ import annotations

import calendar
import functools
import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of the Gregorian calendar; ``str()`` gives ``YYYY-MM``."""

    year: int
    month: int

    def __post_init__(self) -> None:
        """Refuse what is no month."""
        if not (1900 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``YYYY-MM``; anything else is a ValueError."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text)
        if not match:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month a day lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The first day."""
        return _days_of(self.year, self.month)[0]

    @property
    def last(self) -> date:
        """The last day."""
        return _days_of(self.year, self.month)[1]

    @property
    def days(self) -> int:
        """28 to 31."""
        return _days_of(self.year, self.month)[1].day

    def plus(self, months: int) -> Month:
        """The month so many months later (negative: earlier)."""
        count = self.year * 12 + self.month - 1 + months
        return Month(count // 12, count % 12 + 1)

    def __contains__(self, day: date) -> bool:
        """Whether the day lies in this month."""
        return (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        """YYYY-MM."""
        return f"{self.year:04d}-{self.month:02d}"


@functools.lru_cache
def _days_of(year: int, month: int) -> tuple[date, date]:
    """First and last day; a payroll asks for those of one month tens of thousands of times."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
