"""The age of retirement as dated data: from 2025-01-01 it rises with the month of birth."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

STATUTORY: tuple[Mapping[str, Any], ...] = (
    {"who": "男", "from": "1978-06-02", "months": 720},
    {"who": "女", "from": "1978-06-02", "months": 600},
    {"who": "女干部", "from": "1978-06-02", "months": 660},
    {"who": "男", "from": "2025-01-01", "months": 720, "born": "1965-01-01", "step": 4, "most": 36},
    {"who": "女", "from": "2025-01-01", "months": 600, "born": "1975-01-01", "step": 2, "most": 60},
    {"who": "女干部", "from": "2025-01-01", "months": 660, "born": "1970-01-01", "step": 4, "most": 36},
)
"""Who, from which day the row holds, the age in months, and: who is born from ``born`` on retires one month later for
each ``step`` months of birth begun, at most ``most`` (decision of the NPC Standing Committee of 2024-09-13)."""


def age_in_months(table: Iterable[Mapping[str, Any]], who: str, birth: date, on: date) -> int | None:
    """The age, in months, at which somebody retires by the row valid on a day; None when no row is."""
    rows = [row for row in table if row["who"] == who and row["from"] <= on.isoformat()]
    if not rows:
        return None
    row = max(rows, key=lambda one: str(one["from"]))
    months = int(row["months"])
    if "step" not in row:
        return months
    born = date.fromisoformat(row["born"])
    later = (birth.year - born.year) * 12 + birth.month - born.month
    return months if later < 0 else months + min(later // int(row["step"]) + 1, int(row["most"]))


def day_of(birth: date, months: int) -> date:
    """The day on which an age of so many months is reached; where the month lacks that day, the first of the next."""
    year, month = divmod(birth.year * 12 + birth.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(birth.day, last)) + timedelta(days=birth.day > last)
