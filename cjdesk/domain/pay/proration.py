"""The ways to prorate a monthly standard (PR-03), as exact ratios of whole numbers, and the one that does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cjdesk.domain.month import Month
from cjdesk.domain.pay.days import PaidDays, workdays
from cjdesk.domain.pay.inputs import Attendance, Policy


@dataclass(frozen=True, slots=True)
class Share:
    """Each piece earns ``standard × weight ÷ whole``; ``off`` ÷ ``off_whole`` of that is taken off for absence (P3)."""

    weights: tuple[int, ...]
    whole: int
    off: int = 0
    off_whole: int = 1

    @property
    def weight(self) -> int:
        """All pieces together: the floor is prorated by ``weight ÷ whole``."""
        return sum(self.weights)


Mode = Callable[[Month, PaidDays, Policy, Attendance | None], Share]


def prorate(month: Month, paid: PaidDays, policy: Policy, attendance: Attendance | None) -> Share:
    """The share of the standard by the policy's mode; the weights stand beside ``paid.pieces``.

    P2 needs an attendance with required days; without one nothing is earned, and the caller flags it.
    """
    return MODES[policy.proration](month, paid, policy, attendance)


def fixed_amount(_month: Month, paid: PaidDays, _policy: Policy, _attendance: Attendance | None) -> Share:
    """P0 (定额, domain.md 4.8): the whole month by any day in it; a standard that changes weighs by its days."""
    if not paid.count:
        return Share((0,) * len(paid.pieces), 1)
    return Share(_counts(paid), paid.count)


def calendar_days(_month: Month, paid: PaidDays, _policy: Policy, _attendance: Attendance | None) -> Share:
    """P1: S·n/D."""
    return Share(_counts(paid), paid.in_month)


def attended_days(_month: Month, paid: PaidDays, _policy: Policy, attendance: Attendance | None) -> Share:
    """P2: S·min(a, r)/r; a standard that changes inside the month weighs by its paid days."""
    if attendance is None or attendance.required_tenths <= 0 or not paid.count:
        return Share((0,) * len(paid.pieces), 1)
    attended = min(max(attendance.attended_tenths, 0), attendance.required_tenths)
    return Share(tuple(n * attended for n in _counts(paid)), attendance.required_tenths * paid.count)


def month_of_21_75(month: Month, paid: PaidDays, _policy: Policy, attendance: Attendance | None) -> Share:
    """P3: S − S·absent/21.75, at least 0; who was not on post all month earns min(S, S·workdays/21.75)."""
    absent = max(attendance.unpaid_tenths, 0) if attendance else 0
    # absent/10 days of 21.75 = 2·absent/435
    off, off_whole = min(2 * absent, 435), 435
    if paid.count == paid.in_month:
        return Share(_counts(paid), paid.count, off, off_whole)
    worked = tuple(workdays(month, piece.days) for piece in paid.pieces)
    if sum(worked) * 4 >= 87:
        return Share(worked, sum(worked), off, off_whole)
    return Share(tuple(4 * days for days in worked), 87, off, off_whole)


def half_months(_month: Month, paid: PaidDays, _policy: Policy, _attendance: Attendance | None) -> Share:
    """P4: each half of the month (to the 15th, from the 16th) is earned whole by any paid day in it."""
    first = tuple(sum(day <= 15 for day in piece.days) for piece in paid.pieces)
    second = tuple(len(piece.days) - count for piece, count in zip(paid.pieces, first, strict=True))
    one, two = sum(first) or 1, sum(second) or 1
    return Share(tuple(a * two + b * one for a, b in zip(first, second, strict=True)), 2 * one * two)


def cutoff_day(_month: Month, paid: PaidDays, policy: Policy, _attendance: Attendance | None) -> Share:
    """P5: the whole month if the cut-off day is a paid day, else nothing."""
    day = min(policy.cutoff_day, paid.in_month)
    return Share(tuple(int(day in piece.days) for piece in paid.pieces), 1)


def month_of_30(_month: Month, paid: PaidDays, _policy: Policy, _attendance: Attendance | None) -> Share:
    """P6: S − S·off/30, at least 0; S·n/30 when fewer than 15 days are paid."""
    if not paid.count:
        return Share((0,) * len(paid.pieces), 1)
    earned = paid.count if paid.count < 15 else max(30 - (paid.in_month - paid.count), 0)
    return Share(tuple(n * earned for n in _counts(paid)), 30 * paid.count)


MODES: Mapping[str, Mode] = {
    "P0": fixed_amount,
    "P1": calendar_days,
    "P2": attended_days,
    "P3": month_of_21_75,
    "P4": half_months,
    "P5": cutoff_day,
    "P6": month_of_30,
}


def _counts(paid: PaidDays) -> tuple[int, ...]:
    return tuple(len(piece.days) for piece in paid.pieces)
