"""The attendance sheets of a month (F3), a form for each village: blank to be filled in, or with what was entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Attendance, PostType
from cjdesk.domain.attendance_sheet import AttendanceLine, AttendanceSheet, Attended
from cjdesk.domain.month import Month
from cjdesk.domain.pay.inputs import DaysOff
from cjdesk.domain.publicity import WorkCalendar
from cjdesk.services import office, standards
from cjdesk.services.payroll import inputs
from cjdesk.services.payroll.inputs import Holder
from cjdesk.services.publicity.settings import work_calendar


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which forms: of one village or post type, all by default; ``by_post`` parts a village's post types.

    ``filled`` prints the totals that were entered, otherwise the village writes them.
    """

    village: str | None = None
    post_type: str | None = None
    by_post: bool = False
    filled: bool = False


def attendance_sheets(session: Session, month: Month, wanted: Wanted = Wanted()) -> tuple[AttendanceSheet, ...]:
    """The forms of a month in the order of villages, people in the order of the pay sheet; none when nobody is on post.

    A village keeps its number in the month whatever is chosen; people without one stand on the last form.
    """
    mine = office.current(session)
    kinds = attending(session, month)
    found = inputs.holders_in(session, month, kinds, mine.township, mine.employer)
    ranks = inputs.village_codes(session, mine.township)
    everybody = sorted(
        (one for some in found.values() for one in some),
        key=lambda one: (not one.village, inputs.place(ranks, one)),
    )
    names = standards.post_type_names(session)
    facts = _Facts(
        month=month,
        calendar=work_calendar(session),
        names=names,
        off=inputs.days_off_in(session, month),
        attended=_attended(session, month) if wanted.filled else {},
    )
    sheets = []
    for place, (village, people) in enumerate(_by_village(everybody).items(), start=1):
        if wanted.village not in {None, village}:
            continue
        for kind, some in _parts(people, kinds, wanted):
            if not some:
                continue
            lines = tuple(facts.line(number, one) for number, one in enumerate(some, start=1))
            sheets.append(
                AttendanceSheet(
                    number=f"KQ-{month.year:04d}{month.month:02d}-{place:03d}" + (f"-{kind}" if kind else ""),
                    month=month,
                    village=village,
                    post_type_name=names.get(kind, kind),
                    county_name=mine.county_name,
                    township_name=mine.township_name,
                    demo=mine.demo,
                    filled=wanted.filled,
                    free=facts.free,
                    announced=facts.calendar.announced(month.year),
                    required_tenths=facts.required(lines),
                    lines=lines,
                )
            )
    return tuple(sheets)


def attending(session: Session, month: Month) -> tuple[str, ...]:
    """The post types with somebody on post in the month whose attendance is kept."""
    none = set(session.scalars(select(PostType.code).where(PostType.attendance.is_(False))))
    return tuple(kind for kind in inputs.post_types(session, month) if kind not in none)


def _by_village(people: Iterable[Holder]) -> Mapping[str, list[Holder]]:
    found: dict[str, list[Holder]] = defaultdict(list)
    for one in people:
        found[one.village].append(one)
    return found


def _parts(people: Sequence[Holder], kinds: Sequence[str], wanted: Wanted) -> list[tuple[str, list[Holder]]]:
    """A village's people together, or those of each post type."""
    if wanted.post_type is None and not wanted.by_post:
        return [("", list(people))]
    chosen = kinds if wanted.post_type is None else (wanted.post_type,)
    return [(kind, [one for one in people if one.post_type == kind]) for kind in chosen]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was read of the month for everybody, by assignment."""

    month: Month
    calendar: WorkCalendar
    names: Mapping[str, str]
    off: Mapping[str, Sequence[DaysOff]]
    attended: Mapping[str, Attended]

    @property
    def days(self) -> list[date]:
        """Every day of the month."""
        return [self.month.first + timedelta(days=ahead) for ahead in range(self.month.days)]

    @property
    def free(self) -> frozenset[int]:
        """Weekends and holidays."""
        return frozenset(day.day for day in self.days if not self.calendar.works(day))

    def required(self, lines: Iterable[AttendanceLine]) -> tuple[int, int]:
        """What was entered for these people; without anything the working days."""
        entered = [one.attended.required_tenths for one in lines if one.attended is not None]
        working = 10 * (self.month.days - len(self.free))
        return (min(entered), max(entered)) if entered else (working, working)

    def line(self, number: int, one: Holder) -> AttendanceLine:
        """A row of the form."""
        return AttendanceLine(
            number=number,
            person_id=one.person_id,
            name=one.name,
            post_type_name=self.names.get(one.post_type, one.post_type),
            post_name=one.post_name,
            off=frozenset(day.day for day in self.days if self._is_off(one, day)),
            attended=self.attended.get(one.assignment_id),
        )

    def _is_off(self, one: Holder, day: date) -> bool:
        if day < one.start or (one.end is not None and day > one.end):
            return True
        spans = self.off.get(one.assignment_id, ())
        return any(span.start <= day and (span.end is None or day <= span.end) for span in spans)


def _attended(session: Session, month: Month) -> Mapping[str, Attended]:
    rows = session.scalars(select(Attendance).where(Attendance.month == month))
    return {
        row.assignment_id: Attended(
            row.required_tenths,
            row.attended_tenths,
            row.personal_leave_tenths,
            row.sick_leave_tenths,
            row.absent_tenths,
            row.grade or "",
        )
        for row in rows
    }
