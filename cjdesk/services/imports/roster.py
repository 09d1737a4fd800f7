"""The roster: persons with their categories, accounts, posts, agreements; and the sheet of suspensions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from cjdesk.services.imports import suspensions, words
from cjdesk.services.imports.changes import Changes
from cjdesk.services.imports.registry import Registry
from cjdesk.services.imports.roster_checks import RosterChecks, ages_by_rule
from cjdesk.services.imports.roster_reading import Entry, read_table
from cjdesk.services.imports.roster_writing import RosterWriter
from cjdesk.services.imports.sheet_rows import Findings
from cjdesk.workbooks.forms import ROSTER, SUSPENSIONS
from cjdesk.workbooks.headers import Table


def check(
    session: Session, findings: Findings, tables: Sequence[Table], progress: Callable[[], None]
) -> tuple[Changes, dict[tuple[str, int], str]]:
    """Read every row, find what is wrong, and say what would change; gives the state of each accepted row."""
    registry = Registry.load(session, findings.today, everything=True)
    vocabulary = words.vocabulary(session)
    entries: list[Entry] = []
    for table in tables:
        if table.form is ROSTER:
            entries.extend(read_table(findings, table, vocabulary, progress))
    checks = RosterChecks(entries, registry, ages_by_rule(session))
    changes = Changes(registry.township)
    writer = RosterWriter(registry, changes, vocabulary)
    states: dict[tuple[str, int], str] = {}
    for entry in [entry for entry in entries if checks.lets_in(entry)]:
        before = changes.count
        created = writer.take(entry)
        states[entry.line.where] = "created" if created else "updated" if changes.count > before else "unchanged"
        progress()
    for table in tables:
        if table.form is SUSPENSIONS:
            states |= suspensions.check(session, findings, table, registry, changes)
    registry.note_late(changes, "assignment")
    return changes, states
