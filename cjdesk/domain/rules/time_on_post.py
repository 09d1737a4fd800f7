"""How long and how often somebody was on post: terms and placements counted over all posts of a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

Span = tuple[date, date | None]
"""First and last day on post, both counted; open when the last is None."""


def placements(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The placements (安置) that these times on post make, in order.

    One that follows the other without a free day is a transfer inside the same placement.
    """
    found: list[Span] = []
    for start, end in sorted(spans, key=lambda one: one[0]):
        if found and (found[-1][1] is None or start <= found[-1][1] + timedelta(days=1)):
            last = found[-1][1]
            found[-1] = (found[-1][0], None if last is None or end is None else max(last, end))
        else:
            found.append((start, end))
    return tuple(found)


def days_until(merged: Sequence[Span], day: date) -> int:
    """Days on post up to and including a day; ``merged`` as ``placements`` gives them."""
    return sum(
        (min(end or day, day) - start).days + 1
        for start, end in merged
        if start <= day and (end is None or end >= start)
    )


def term_is_over(merged: Sequence[Span], day: date, years: int) -> bool:
    """Whether on this day the time on post is longer than so many years in all.

    The days of all placements are laid end to end before ``day``; the last allowed day of a single one is the day
    before its anniversary.
    """
    count = days_until(merged, day)
    return count > 0 and day >= years_later(day - timedelta(days=count - 1), years)


def years_later(day: date, years: int) -> date:
    """The anniversary; of 29 February it is 1 March in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def first_gap(spans: Iterable[Span], first: date, last: date) -> date | None:
    """The first day from ``first`` to ``last`` that no span covers; None when all are covered."""
    open_from = first
    for start, end in sorted(spans, key=lambda one: one[0]):
        if start > open_from:
            break
        if end is None:
            return None
        open_from = max(open_from, end + timedelta(days=1))
        if open_from > last:
            return None
    return open_from if open_from <= last else None


def overlap(one: Span, other: Span) -> bool:
    """Whether two times have a common day."""
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)
