"""Posts, who stands on them, and what goes with that, on the wire."""

from __future__ import annotations

from datetime import date

from cjdesk.sync.records.fields import (
    Fen,
    Id,
    Int,
    MonthText,
    Row,
    Text10,
    Text12,
    Text20,
    Text30,
    Text40,
    Text60,
    Text100,
    Text200,
)


class PostRow(Row, frozen=True):
    """A post."""

    number: Text30
    post_type: Text12
    name: Text100
    village: Text60 | None
    employer: Text100 | None
    fund: Text60 | None
    state: Text10


class AssignmentRow(Row, frozen=True):
    """A person on a post."""

    person_id: Id
    post_id: Id
    post_type: Text12
    start: date
    end: date | None
    state: Text10
    exit_reason: Text20 | None
    exit_note: Text100 | None
    standard_fen: Fen | None
    remark: Text200 | None


class SuspensionRow(Row, frozen=True):
    """Days off post."""

    assignment_id: Id
    start: date
    end: date | None
    paid: bool
    reason: Text40 | None


class AgreementRow(Row, frozen=True):
    """A labour agreement."""

    assignment_id: Id
    number: Text40 | None
    start: date
    end: date | None


class InsuranceRow(Row, frozen=True):
    """Accident insurance."""

    person_id: Id
    insurer: Text60 | None
    policy_number: Text40 | None
    start: date
    end: date | None


class AttendanceRow(Row, frozen=True):
    """A month's attendance, tenths of a day."""

    assignment_id: Id
    month: MonthText
    required_tenths: Int
    attended_tenths: Int
    personal_leave_tenths: Int
    sick_leave_tenths: Int
    absent_tenths: Int
    grade: Text10 | None
