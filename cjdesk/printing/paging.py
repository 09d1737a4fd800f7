"""How lines fall on pages: full pages, a last page with room for the totals, never one with totals alone."""

from __future__ import annotations

FEWEST = 5
"""So many people at least stand on a last page that follows others, so that totals are never signed alone."""


def split(
    count: int, *, full: int, last: int, first: int | None = None, only: int | None = None, fewest: int = FEWEST
) -> tuple[range, ...]:
    """The line indexes of each page; ``full`` rows fit a page, ``last`` fit above the totals.

    ``first`` fit the first of several pages, ``only`` a page that is first and last, where these differ. A page that
    is left short because people moved on is followed by the last one only.
    """
    if count <= 0:
        raise ValueError("nothing to lay out")
    first = full if first is None else first
    only = last if only is None else only
    if count <= only:
        return (range(count),)
    rest = (count - first) % full or full if count > first else 0
    if not fewest <= rest <= last:
        rest = min(fewest, last, count)
    before = count - rest
    starts = [0, *range(first, before, full)]
    ends = [*starts[1:], before]
    return (*(range(*cut) for cut in zip(starts, ends, strict=True)), range(before, count))
