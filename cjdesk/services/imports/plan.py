"""An import in two steps: a frozen plan of what would happen, and carrying it out in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import AuditEntry
from cjdesk.domain.errors import PlanIsStale, RowsRejected
from cjdesk.domain.month import Month
from cjdesk.services.imports import attendance, comparison, households, members, receipts, roster
from cjdesk.services.imports.changes import Changes, Progress
from cjdesk.services.imports.problems import Problem
from cjdesk.services.imports.sheet_rows import Findings, RowState, Tidied
from cjdesk.services.pause import in_one_go
from cjdesk.workbooks.forms import KINDS
from cjdesk.workbooks.headers import Table, find_tables
from cjdesk.workbooks.reading import Workbook, read

States = dict[tuple[str, int], str]
Checker = Callable[[Session, Findings, Sequence[Table], Callable[[], None]], tuple[Changes, States]]

_EVERY = 100


@dataclass(frozen=True, slots=True)
class RowResult:
    """What becomes of one row of the file."""

    sheet: str
    row: int
    state: RowState


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do, row by row; nothing is written yet.

    ``problems`` stand in the order of sheets and rows; ``tables`` keep the cells for the corrections workbook.
    """

    kind: str
    file: str
    month: Month | None
    rows: tuple[RowResult, ...]
    problems: tuple[Problem, ...]
    tidied: tuple[Tidied, ...]
    tables: tuple[Table, ...]
    changes: Changes
    head: int

    @property
    def read(self) -> int:
        """Data rows in the file."""
        return len(self.rows)

    def count(self, state: RowState) -> int:
        """Rows with this outcome."""
        return sum(1 for row in self.rows if row.state is state)

    @property
    def rejected(self) -> tuple[Problem, ...]:
        """What refuses rows."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the clerk should look at; these rows go in."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, in rows."""

    kind: str
    file: str
    read: int
    created: int
    updated: int
    unchanged: int
    rejected_rows: int
    rejected: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    tidied: tuple[Tidied, ...]

    def document(self) -> dict[str, object]:
        """The answer of interfaces.md 1."""
        return {
            "kind": self.kind,
            "file": self.file,
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected_rows": self.rejected_rows,
            "rejected": [problem.document() for problem in self.rejected],
            "warnings": [problem.document() for problem in self.warnings],
            "tidied": list(self.tidied),
        }


def preview(
    session: Session,
    kind: str,
    path: Path,
    *,
    month: Month | None = None,
    progress: Progress | None = None,
    today: date | None = None,
) -> ImportPlan:
    """Read and check a file without writing. Errors: the WORKBOOK ones, HEADER_NOT_FOUND, COLUMN_MISSING.

    ``month`` is needed where the file does not say it. ``progress`` may raise to stop.
    """
    return plan_workbook(session, kind, read(path), month=month, progress=progress, today=today)


def plan_workbook(
    session: Session,
    kind: str,
    workbook: Workbook,
    *,
    month: Month | None = None,
    progress: Progress | None = None,
    today: date | None = None,
) -> ImportPlan:
    """The same for a workbook that was read already."""
    return _plan(session, kind, workbook, month=month, progress=progress, today=today or date.today())


@in_one_go
def _plan(
    session: Session,
    kind: str,
    workbook: Workbook,
    *,
    month: Month | None,
    progress: Progress | None,
    today: date,
) -> ImportPlan:
    tables = find_tables(workbook, KINDS[kind])
    findings = Findings(today, rules=dict(_RULES.get(kind, {})))
    findings.hidden_parts(workbook, tables)
    numbers = [(table.sheet.name, row.number) for table in tables for row in table.rows()]
    head = session.scalar(select(func.max(AuditEntry.seq))) or 0
    changes, states = _checker(kind, month)(session, findings, tables, _ticker(progress, 2 * len(numbers)))
    order = {sheet.name: index for index, sheet in enumerate(workbook.sheets)}
    return ImportPlan(
        kind=kind,
        file=workbook.name,
        month=month,
        rows=tuple(RowResult(sheet, row, _state(findings, states, sheet, row)) for sheet, row in numbers),
        problems=tuple(sorted(findings.problems, key=lambda found: (order[found.sheet], found.row))),
        tidied=tuple(findings.tidied),
        tables=tables,
        changes=changes,
        head=head,
    )


def apply(
    session: Session, plan: ImportPlan, *, all_or_nothing: bool = False, progress: Progress | None = None
) -> ImportResult:
    """Write what a plan says, in this transaction; a plan that is not the present state's is refused.

    ``all_or_nothing`` refuses everything when a row is rejected (ROWS_REJECTED). Errors: PLAN_IS_STALE.
    """
    rejected = plan.count(RowState.REJECTED)
    if all_or_nothing and rejected:
        raise RowsRejected(rows=rejected)
    if (session.scalar(select(func.max(AuditEntry.seq))) or 0) != plan.head:
        raise PlanIsStale
    in_one_go(plan.changes.write)(session, progress, 2 * plan.read)
    return result(plan)


def result(plan: ImportPlan) -> ImportResult:
    """A plan in numbers; also the answer of a dry run."""
    return ImportResult(
        kind=plan.kind,
        file=plan.file,
        read=plan.read,
        created=plan.count(RowState.CREATED),
        updated=plan.count(RowState.UPDATED),
        unchanged=plan.count(RowState.UNCHANGED),
        rejected_rows=plan.count(RowState.REJECTED),
        rejected=plan.rejected,
        warnings=plan.warnings,
        tidied=plan.tidied,
    )


def _state(findings: Findings, states: States, sheet: str, row: int) -> RowState:
    if (sheet, row) in findings.refused:
        return RowState.REJECTED
    return RowState(states.get((sheet, row), RowState.UNCHANGED))


def _checker(kind: str, month: Month | None) -> Checker:
    if kind == "roster":
        return roster.check
    if kind == "receipts":
        return lambda session, findings, tables, tick: receipts.check(session, findings, tables, tick, month=month)
    if kind == "attendance":
        return lambda session, findings, tables, tick: attendance.check(session, findings, tables, tick, month=month)
    return {"members": members.check, "households": households.check, "comparison": comparison.check}[kind]


_RULES: Mapping[str, Mapping[str, str]] = {
    "households": {"ID_CHECK_DIGIT": "2.1", "ID_MISSING": "2.1", "ID_BIRTH_DATE": "2.1"},
}
"""Where another rule stands behind a code: R-01 is about post holders."""


def _ticker(progress: Progress | None, total: int) -> Callable[[], None]:
    if progress is None:
        return lambda: None
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if done % _EVERY == 0:
            progress(min(done, total), total)

    return tick
