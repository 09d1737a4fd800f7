"""A comparison list of the county (县里比对): one row for each person and what is said of him or her."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from cjdesk.db.models import Comparison
from cjdesk.domain.errors import ComparisonKindMissing, DateMissing, DateOrder
from cjdesk.domain.rules.comparisons import ALIASES, WORDS
from cjdesk.services.imports.changes import Changes
from cjdesk.services.imports.person_rows import note_other_name
from cjdesk.services.imports.registry import Registry, table_rows
from cjdesk.services.imports.sheet_rows import Findings, Line, lines
from cjdesk.workbooks import cells
from cjdesk.workbooks.headers import Table

SOURCE = "县里比对"
"""Where a list comes from that does not say it."""


def check(
    session: Session, findings: Findings, tables: Sequence[Table], progress: Callable[[], None]
) -> tuple[Changes, dict[tuple[str, int], str]]:
    """Read every row and say what would change; people of other townships are taken in too, they may come here."""
    registry = Registry.load(session, findings.today)
    stored = {
        (row["kind"], row["id_no"], row["since"]): row for row in table_rows(session, Comparison, registry.township)
    }
    changes = Changes(registry.township)
    states: dict[tuple[str, int], str] = {}
    for table in tables:
        of_sheet = _kind(table.sheet.name)
        for line in lines(findings, table):
            progress()
            id_no = line.id_no()
            kind = _kind_of(line, of_sheet)
            since, until = line.day("since", DateMissing()), line.day("until")
            if since is not None and until is not None and until < since:
                line.note("until", DateOrder(field="until", start=since.isoformat(), end=until.isoformat()))
            if id_no is None or kind is None or since is None or line.refused:
                continue
            if id_no.value in registry.persons:
                note_other_name(registry, line, id_no.value)
            values = {
                "name": line.text("name", 50),
                "until": until,
                "source": line.text("source", 100) or SOURCE,
                "note": line.text("note", 200),
            }
            row = stored.get((kind, id_no.value, since))
            before = changes.count
            if row is None:
                stored[kind, id_no.value, since] = changes.insert(
                    Comparison, kind=kind, id_no=id_no.value, since=since, **values
                )
                states[line.where] = "created"
                continue
            changes.update(Comparison, row, **{name: value for name, value in values.items() if value is not None})
            states[line.where] = "updated" if changes.count > before else "unchanged"
    return changes, states


def _kind_of(line: Line, of_sheet: str | None) -> str | None:
    """The list a row belongs to: by its own column, else by the name of the sheet."""
    written = cells.text(line.cell("kind")) or ""
    kind = _kind(written) or (of_sheet if not written else None)
    if kind is None:
        line.note("kind", ComparisonKindMissing(field="kind", value=written, choices="、".join(WORDS.values())))
    return kind


def _kind(text: str) -> str | None:
    """The kind that some words name; the longest word found in them wins, so that 干部家属 is not 干部."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = [(len(word), code) for code, names in _NAMES.items() for word in names if word in plain]
    return max(found)[1] if found else None


_NAMES = {
    code: tuple(unicodedata.normalize("NFKC", one) for one in (word, *ALIASES[code])) for code, word in WORDS.items()
}
