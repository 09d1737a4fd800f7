"""What runs on the pool for page 导入: reading and checking a file, taking it in."""

from __future__ import annotations

from pathlib import Path

from cjdesk.db.database import Database
from cjdesk.domain.errors import MonthNeeded
from cjdesk.domain.month import Month
from cjdesk.gui.imports.staging import Staging, stage
from cjdesk.gui.imports.words import ACTIONS
from cjdesk.gui.tasks import Progress
from cjdesk.services import imports
from cjdesk.services.imports import ImportPlan, ImportResult
from cjdesk.services.imports.recognise import kind_of
from cjdesk.workbooks.reading import read


def check(database: Database, path: Path, kind: str, month: Month, progress: Progress) -> Staging:
    """Read a file, recognise its kind unless one is given, check every row; nothing is written.

    ``month`` is only used where the file does not say it.
    """
    workbook = read(path)
    progress.check()
    known = kind or kind_of(workbook)

    def plan(of_month: Month | None) -> ImportPlan:
        return database.ask(imports.plan_workbook, known, workbook, month=of_month, progress=progress)

    try:
        return stage(plan(None))
    except MonthNeeded:
        return stage(plan(month))


def take_in(database: Database, plan: ImportPlan, *, all_or_nothing: bool, progress: Progress) -> ImportResult:
    """Write the good rows in one transaction."""
    return database.do(ACTIONS[plan.kind], imports.apply, plan, all_or_nothing=all_or_nothing, progress=progress)
