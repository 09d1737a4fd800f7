"""The attendance sheet of one village and month (F3) as one frozen value: who is on post which days, and the totals."""

from __future__ import annotations

from dataclasses import dataclass

from cjdesk.domain.month import Month


@dataclass(frozen=True, slots=True)
class Attended:
    """A month's attendance as it was entered, in tenths of a day; ``grade`` is the assessment."""

    required_tenths: int
    attended_tenths: int
    personal_leave_tenths: int
    sick_leave_tenths: int
    absent_tenths: int
    grade: str


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """Somebody on post in the month: ``off`` are the days (from 1) before the start, after the end and suspended.

    ``attended`` is None on a form that the village fills in, and for who has no attendance yet.
    """

    number: int
    person_id: str
    name: str
    post_type_name: str
    post_name: str
    off: frozenset[int]
    attended: Attended | None


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """One form. ``free`` are weekends and holidays; ``announced`` says that the holidays of the year are known.

    ``required_tenths`` are the working days of the month, or what was entered: the least and the most.
    ``post_type_name`` is empty on a form of all post types; ``village`` for people without one.
    """

    number: str
    month: Month
    village: str
    post_type_name: str
    county_name: str
    township_name: str
    demo: bool
    filled: bool
    free: frozenset[int]
    announced: bool
    required_tenths: tuple[int, int]
    lines: tuple[AttendanceLine, ...]
