"""What the values of rules may be."""

from __future__ import annotations

import re
from collections.abc import Callable

Check = Callable[[object], bool]


def whole(least: int, most: int) -> Check:
    """A whole number in these bounds, both included."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def one_of(*choices: str) -> Check:
    """One of these words."""
    return lambda value: value in choices


def words(value: object) -> bool:
    """A list of words, perhaps empty."""
    return isinstance(value, (list, tuple)) and all(isinstance(one, str) and one.strip() for one in value)


def ages_of_retirement(value: object) -> bool:
    """The rows of ``retirement.STATUTORY``."""
    return isinstance(value, (list, tuple)) and bool(value) and all(_row(one) for one in value)


def _row(row: object) -> bool:
    if not isinstance(row, dict):
        return False
    months = ("months", "step", "most")
    return (
        row.keys() <= {"who", "from", "born", *months}
        and isinstance(row.get("who"), str)
        and _day(row.get("from"))
        and whole(1, 1200)(row.get("months"))
        and (
            "step" not in row
            or (whole(1, 120)(row["step"]) and whole(1, 600)(row.get("most")) and _day(row.get("born")))
        )
    )


def _day(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", value) is not None
