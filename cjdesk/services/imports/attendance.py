"""Attendance of a month, one row for each post a person had in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from cjdesk.db.models import Attendance
from cjdesk.domain.errors import (
    AttNotOnPost,
    AttTwice,
    AttUnknownPerson,
    DaysFormat,
    DaysTooMany,
    MonthNeeded,
    OtherMonth,
)
from cjdesk.domain.month import Month
from cjdesk.services import attendance
from cjdesk.services.imports import words
from cjdesk.services.imports.changes import Changes
from cjdesk.services.imports.person_rows import note_other_name
from cjdesk.services.imports.registry import Registry, Stored, overlap, table_rows
from cjdesk.services.imports.sheet_rows import Findings, Line, lines
from cjdesk.workbooks import cells
from cjdesk.workbooks.headers import Table

_LEAVES = ("personal_leave", "sick_leave", "absent")


def check(
    session: Session,
    findings: Findings,
    tables: Sequence[Table],
    progress: Callable[[], None],
    *,
    month: Month | None,
) -> tuple[Changes, dict[tuple[str, int], str]]:
    """Read every row and say what would change."""
    registry = Registry.load(session, findings.today, posts=True)
    vocabulary = words.vocabulary(session)
    stored = {(row["assignment_id"], row["month"]): row for row in table_rows(session, Attendance, registry.township)}
    changes = Changes(registry.township)
    states: dict[tuple[str, int], str] = {}
    seen: dict[tuple[str, Month], int] = {}
    for table in tables:
        if month is None and "month" not in table.columns:
            raise MonthNeeded(field="month")
        for line in lines(findings, table):
            progress()
            found = _read(line, registry, vocabulary, month)
            if found is None:
                continue
            here, of_month, values = found
            assignment = next((row for row in here if (row["id"], of_month) not in seen), None)
            if assignment is None:
                line.note("id_no", AttTwice(row=seen[here[0]["id"], of_month]))
                continue
            seen[assignment["id"], of_month] = line.row.number
            row = stored.get((assignment["id"], of_month))
            if row is not None and all(row[column] == value for column, value in values.items()):
                states[line.where] = "unchanged"
                continue
            lock = registry.month_lock(of_month, assignment["post_type"])
            if lock is not None:
                line.note("id_no", lock)
            elif row is None:
                changes.insert(Attendance, assignment_id=assignment["id"], month=of_month, **values)
                states[line.where] = "created"
            else:
                changes.update(Attendance, row, **values)
                states[line.where] = "updated"
    registry.note_late(changes, "attendance")
    return changes, states


def _check_days(line: Line, days: dict[str, int | None], month: Month) -> None:
    for key, tenths in days.items():
        try:
            attendance.check(tenths or 0, month, field=key)
        except DaysTooMany as error:
            line.note(key, error)


def _read(
    line: Line, registry: Registry, vocabulary: words.Vocabulary, month: Month | None
) -> tuple[list[Stored], Month, dict[str, Any]] | None:
    """The assignments of the row's post in the month, the latest first, with the row's values."""
    id_no = line.id_no()
    post_type = line.read("post_type", vocabulary.post_type)
    written = line.read("month", cells.month, None if month is not None else MonthNeeded(field="month"))
    of_month = written or month
    if month is not None and written is not None and written != month:
        line.note("month", OtherMonth(found=str(written), wanted=str(month)))
    days = {
        "required": line.read("required", cells.tenths),
        "attended": line.read("attended", cells.tenths, DaysFormat(value="")),
        **{key: line.read(key, cells.tenths) for key in _LEAVES},
    }
    grade = line.text("grade", 10)
    if of_month is not None:
        _check_days(line, days, of_month)
    if id_no is None or of_month is None or line.refused:
        return None
    name = cells.text(line.cell("name")) or ""
    rows = registry.assignments_of(id_no.value)
    if not rows:
        line.note("id_no", AttUnknownPerson(field="id_no", name=name))
        return None
    note_other_name(registry, line, id_no.value)
    posts = [row for row in rows if row["post_type"] not in registry.schemes]
    of_type = [row for row in posts if post_type is None or row["post_type"] == post_type]
    here = [row for row in of_type if overlap(row["start"], row["end"], of_month.first, of_month.last)]
    if not here:
        line.note("id_no", AttNotOnPost(name=name or registry.persons[id_no.value]["name"], month=str(of_month)))
        return None
    values: dict[str, Any] = {
        "required_tenths": days["required"] if days["required"] is not None else days["attended"],
        "attended_tenths": days["attended"],
        **{f"{key}_tenths": days[key] or 0 for key in _LEAVES},
        "grade": grade,
    }
    return sorted(here, key=lambda row: row["start"], reverse=True), of_month, values
