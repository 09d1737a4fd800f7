"""How lines fall on pages: full pages, a last page with room for the totals, never one with totals alone."""

from __future__ import annotations

FEWEST = 5
"""So many people at least stand on a last page that follows others, so that totals are never signed alone."""


def split(count: int, *, full: int, last: int, fewest: int = FEWEST) -> tuple[range, ...]:
    """The line indexes of each page; ``full`` rows fit a page, ``last`` fit above the totals.

    A page that is left short because people moved on is followed by the last one only.
    """
    if count <= 0:
        raise ValueError("nothing to lay out")
    if count <= last:
        return (range(count),)
    rest = count % full or full
    if not fewest <= rest <= last:
        rest = min(fewest, last)
    before = count - rest
    pages = [range(start, min(start + full, before)) for start in range(0, before, full)]
    return (*pages, range(before, count))
