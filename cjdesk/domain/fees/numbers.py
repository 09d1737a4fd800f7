"""Receipt numbers: fixed width with their leading zeros, runs from first to last, overlaps, gaps, books."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cjdesk.domain.errors import ReceiptNumberFormat, ReceiptRunOrder, ReceiptRunTooLong, ReceiptRunWidth

LONGEST = 5_000
"""So many receipts a month's line holds at most: a hundred books of fifty."""

_SHAPE = re.compile(r"([A-Z]{0,8}[-/]?)([0-9]{1,18})")
_BETWEEN = re.compile(r"\s*(?:–|—|－|~|～|至|到)\s*")


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Receipts from ``first`` to ``last``, both included, printed with ``width`` digits behind ``prefix``."""

    prefix: str
    width: int
    first: int
    last: int

    def __len__(self) -> int:
        """How many receipts."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        """0012301–0012386, or one number."""
        return self.first_text if self.first == self.last else f"{self.first_text}–{self.last_text}"

    @property
    def first_text(self) -> str:
        """The first number as printed."""
        return self.text(self.first)

    @property
    def last_text(self) -> str:
        """The last number as printed."""
        return self.text(self.last)

    @property
    def series(self) -> tuple[str, int]:
        """What makes numbers comparable: 0012301 and 12301 are receipts of different prints."""
        return self.prefix, self.width

    def text(self, number: int) -> str:
        """A number of this series as printed."""
        return f"{self.prefix}{number:0{self.width}d}"

    def shared(self, other: Run) -> int:
        """How many receipts stand in both runs."""
        if self.series != other.series:
            return 0
        return max(0, min(self.last, other.last) - max(self.first, other.first) + 1)


def run(first: str, last: str | None = None) -> Run:
    """A run from its printed ends; without ``last`` one receipt.

    Errors: RECEIPT_NUMBER, RECEIPT_RUN_WIDTH (ends of different prints), RECEIPT_RUN_ORDER, RECEIPT_RUN_LONG.
    """
    prefix, start = _read(first)
    other, end = _read(last) if last else (prefix, start)
    if (prefix, len(start)) != (other, len(end)):
        raise ReceiptRunWidth(first=prefix + start, last=other + end, field="numbers")
    if int(end) < int(start):
        raise ReceiptRunOrder(first=prefix + start, last=other + end, field="numbers")
    found = Run(prefix, len(start), int(start), int(end))
    if len(found) > LONGEST:
        raise ReceiptRunTooLong(first=found.first_text, last=found.last_text, count=len(found), field="numbers")
    return found


def typed(text: str) -> Run | None:
    """A run as a clerk types it: 0012301-0012386, 0012301–386 (the end's last digits), or one number; None if empty."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    parts = _BETWEEN.split(plain)
    if len(parts) == 1:
        parts = re.split(r"(?<=[0-9])\s*-\s*", plain)
    if len(parts) > 2:
        raise ReceiptNumberFormat(value=text.strip(), field="numbers")
    first = parts[0]
    if len(parts) == 1:
        return run(first)
    last = parts[1]
    if last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return run(first, last)


def stored(first: str | None, last: str | None) -> Run | None:
    """The run of a stored receipt; None for one without a number or with one that is no receipt's."""
    try:
        return run(first, last) if first else None
    except (ReceiptNumberFormat, ReceiptRunWidth, ReceiptRunOrder, ReceiptRunTooLong):
        return None


def overlaps(runs: Sequence[Run]) -> Iterator[tuple[int, int, int]]:
    """Pairs of places in ``runs`` that share receipts, and how many; each pair once."""
    order = sorted(range(len(runs)), key=lambda place: runs[place])
    for index, place in enumerate(order):
        for other in order[index + 1 :]:
            if runs[other].series != runs[place].series or runs[other].first > runs[place].last:
                break
            yield place, other, runs[place].shared(runs[other])


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The same receipts in as few runs as there are, in order."""
    found: list[Run] = []
    for one in sorted(runs):
        before = found[-1] if found else None
        if before is not None and before.series == one.series and one.first <= before.last + 1:
            found[-1] = Run(one.prefix, one.width, before.first, max(before.last, one.last))
        else:
            found.append(one)
    return tuple(found)


def gaps(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The receipts between those of ``runs`` that are in none of them, series by series."""
    return tuple(
        Run(one.prefix, one.width, one.last + 1, two.first - 1)
        for one, two in pairwise(joined(runs))
        if one.series == two.series
    )


def missing(book: Run, used: Iterable[Run]) -> tuple[Run, ...]:
    """The receipts of a book that were passed over: unused ones below the highest used."""
    inside = [
        Run(book.prefix, book.width, max(one.first, book.first), min(one.last, book.last))
        for one in used
        if one.shared(book)
    ]
    if not inside:
        return ()
    start = Run(book.prefix, book.width, book.first - 1, book.first - 1)
    return gaps([start, *inside])


def outside(one: Run, books: Iterable[Run]) -> int:
    """How many receipts of a run stand in no book."""
    covered = sum(one.shared(book) for book in joined(books))
    return len(one) - covered


def _read(text: str) -> tuple[str, str]:
    match = _SHAPE.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
    if match is None:
        raise ReceiptNumberFormat(value=text.strip()[:40], field="numbers")
    return match[1], match[2]
