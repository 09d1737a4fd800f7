"""Checking a meter's reading: back, too large, far more than usual, the first one, a new meter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cjdesk.domain.errors import MeterBackwards, ReadingTooLarge
from cjdesk.domain.money import divide

LARGEST = 10**9
"""Litres that no household's meter shows: a million cubic metres has seven digits, their dials have five or six."""

UNUSUAL = 5
"""So many times the average is worth a second look (domain.md 4.5)."""


class ReadingNote(StrEnum):
    """What is worth saying of a reading that is taken all the same."""

    FIRST = "READING_FIRST"
    UNUSUAL = "READING_UNUSUAL"
    CHANGED = "METER_CHANGED"


@dataclass(frozen=True, slots=True)
class Reading:
    """A checked reading: the litres used and what is worth saying of it."""

    used_litres: int
    notes: tuple[ReadingNote, ...] = ()


def read(
    before: int | None, now: int, *, old_last: int | None = None, new_first: int = 0, earlier: Sequence[int] = ()
) -> Reading:
    """The litres used between two readings.

    ``old_last`` is what a replaced meter showed at the end; the new one counts from ``new_first``. ``earlier`` are the
    litres of earlier periods, whose average the use is compared with. Without ``before`` it is the first reading and
    nothing was used yet. Errors: METER_BACKWARDS, READING_TOO_LARGE.
    """
    for one in (now, old_last or 0, new_first):
        if not 0 <= one < LARGEST:
            raise ReadingTooLarge(value=cubic_metres(one), field="now")
    notes = []
    if old_last is not None:
        notes.append(ReadingNote.CHANGED)
        used = _since(before if before is not None else old_last, old_last, "old_last") + _since(new_first, now, "now")
    elif before is None:
        return Reading(0, (ReadingNote.FIRST,))
    else:
        used = _since(before, now, "now")
    usual = average(earlier)
    if usual and used > UNUSUAL * usual:
        notes.append(ReadingNote.UNUSUAL)
    return Reading(used, tuple(notes))


def average(litres: Sequence[int]) -> int:
    """The usual use in litres, rounded; 0 when nothing is known."""
    return divide(sum(litres), len(litres)) if litres else 0


def cubic_metres(litres: int) -> str:
    """Litres as they stand on the dial: 853, 1.5, 0.125."""
    whole, rest = divmod(abs(litres), 1000)
    text = f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
    return f"-{text}" if litres < 0 else text


def _since(before: int, now: int, field: str) -> int:
    if now < before:
        raise MeterBackwards(before=cubic_metres(before), now=cubic_metres(now), field=field)
    return now - before
