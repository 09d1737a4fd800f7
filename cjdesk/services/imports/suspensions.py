"""The sheet of suspensions that comes with a roster."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cjdesk.db.models import Suspension
from cjdesk.domain.errors import CodeMissing, DateMissing, DateOrder, NotOnPost, PersonNotRegistered
from cjdesk.services.imports.changes import Changes
from cjdesk.services.imports.person_rows import note_other_name
from cjdesk.services.imports.registry import Registry, overlap, table_rows
from cjdesk.services.imports.sheet_rows import Findings, lines
from cjdesk.workbooks import cells
from cjdesk.workbooks.headers import Table


def check(
    session: Session, findings: Findings, table: Table, registry: Registry, changes: Changes
) -> dict[tuple[str, int], str]:
    """Read the sheet 停岗; the state of each accepted row."""
    stored = {(row["assignment_id"], row["start"]): row for row in table_rows(session, Suspension, registry.township)}
    states: dict[tuple[str, int], str] = {}
    for line in lines(findings, table):
        id_no = line.id_no()
        start, end = line.day("start", DateMissing()), line.day("end")
        paid = line.read("paid", cells.yes_no, CodeMissing(column="是否发放"))
        reason = line.text("reason", 40)
        if start is not None and end is not None and end < start:
            line.note("end", DateOrder(field="end", start=start.isoformat(), end=end.isoformat()))
        if id_no is None or start is None or line.refused:
            continue
        rows = registry.assignments_of(id_no.value)
        name = cells.text(line.cell("name")) or ""
        if not rows:
            line.note("id_no", PersonNotRegistered(field="id_no", name=name))
            continue
        note_other_name(registry, line, id_no.value)
        assignment = next((row for row in rows if overlap(row["start"], row["end"], start, start)), None)
        if assignment is None:
            line.note("start", NotOnPost(field="start", name=name, day=start.isoformat()))
            continue
        row = stored.get((assignment["id"], start))
        before = changes.count
        values = {"end": end, "paid": paid, "reason": reason}
        if row is None or any(row[column] != value for column, value in values.items() if value is not None):
            lock = registry.dates_lock(assignment["post_type"], None, (start, end))
            if lock is not None:
                line.note("start", lock)
                continue
        if row is None:
            stored[assignment["id"], start] = changes.insert(
                Suspension, assignment_id=assignment["id"], start=start, **values
            )
            states[line.where] = "created"
            continue
        changes.update(Suspension, row, **{column: value for column, value in values.items() if value is not None})
        states[line.where] = "updated" if changes.count > before else "unchanged"
    return states
