"""Which days of a month are paid, and at which standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cjdesk.domain.month import Month
from cjdesk.domain.pay.inputs import DaysOff, Standard


@dataclass(frozen=True, slots=True)
class Piece:
    """Paid days of one standard, as day numbers of the month in order."""

    standard_fen: int
    since: date
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PaidDays:
    """The paid part of a month: first and last day on post, all paid days, days suspended without pay."""

    in_month: int
    first: int
    last: int
    days: tuple[int, ...]
    unpaid_off: int
    pieces: tuple[Piece, ...]
    without_standard: int

    @property
    def count(self) -> int:
        """How many days are paid."""
        return len(self.days)


_EVERY = tuple(range(1, 32))


def paid_days(
    month: Month, start: date, end: date | None, days_off: Sequence[DaysOff], standards: Sequence[Standard]
) -> PaidDays:
    """Both the start day and the last working day are paid; suspended unpaid days are not (PR-03).

    ``standards`` ascend; the one valid on each day applies (PR-02). Days before the first one, or with an amount of
    0 (a gap), count in ``without_standard`` and earn nothing.
    """
    in_month = month.days
    opening, closing = month.first, month.last
    first = start.day if start > opening else 1
    last = end.day if end is not None and end < closing else in_month
    if start > closing or (end is not None and (end < opening or end < start)):
        return PaidDays(in_month, 0, 0, (), 0, (), 0)
    days = _EVERY[first - 1 : last]
    on_post = len(days)
    for off in days_off:
        if off.paid or off.start > closing or (off.end is not None and off.end < opening):
            continue
        from_day = off.start.day if off.start > opening else 1
        to_day = off.end.day if off.end is not None and off.end < closing else in_month
        days = tuple(day for day in days if not from_day <= day <= to_day)
    pieces = _pieces(month, days, standards)
    covered = sum(len(piece.days) for piece in pieces)
    return PaidDays(in_month, first, last, days, on_post - len(days), pieces, len(days) - covered)


def _pieces(month: Month, days: tuple[int, ...], standards: Sequence[Standard]) -> tuple[Piece, ...]:
    opening, closing = month.first, month.last
    valid: list[tuple[int, Standard]] = []
    for standard in standards:
        if standard.since > closing:
            break
        if standard.since <= opening:
            valid = [(1, standard)]
        else:
            valid.append((standard.since.day, standard))
    if len(valid) == 1 and valid[0][0] == 1:
        standard = valid[0][1]
        return (Piece(standard.amount_fen, standard.since, days),) if days and standard.amount_fen else ()
    pieces = []
    for index, (from_day, standard) in enumerate(valid):
        until = valid[index + 1][0] if index + 1 < len(valid) else 32
        part = tuple(day for day in days if from_day <= day < until)
        if part and standard.amount_fen:
            pieces.append(Piece(standard.amount_fen, standard.since, part))
    return tuple(pieces)


def workdays(month: Month, days: Sequence[int]) -> int:
    """Mondays to Fridays among these days of the month (public holidays are not known)."""
    weekday = month.first.weekday()
    return sum((weekday + day - 1) % 7 < 5 for day in days)
