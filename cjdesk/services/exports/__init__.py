"""Workbooks out: the register written in the columns that the import reads; taking one in again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from cjdesk.domain.month import Month
from cjdesk.services.exports import cooperative_sheets, fee_sheets, household_sheets, roster_sheets, year_sheets
from cjdesk.services.year import Year
from cjdesk.workbooks.writing import OutSheet, write

Builder = Callable[[Session, Month | None], list[tuple[OutSheet, int]]]

KINDS: Mapping[str, Builder] = {
    "roster": roster_sheets.roster,
    "receipts": fee_sheets.receipts,
    "attendance": roster_sheets.attendance,
    "members": cooperative_sheets.members,
    "households": household_sheets.households,
}
"""What can be written; the same kinds as can be imported."""


YEARLY: Mapping[str, Callable[[Year, Path], int]] = {
    "year": year_sheets.write_year,
    "tax": year_sheets.write_tax,
}
"""Summaries of a year; they are not imported again."""


def export(session: Session, kind: str, path: Path, *, month: Month | None = None) -> int:
    """Write a workbook and give the number of its rows.

    ``month`` narrows receipts and attendance; the other kinds have no month. Errors: WORKBOOK_NOT_WRITTEN.
    """
    built = KINDS[kind](session, month)
    write(path, [sheet for sheet, _ in built])
    return sum(rows for _, rows in built)


__all__ = ["KINDS", "YEARLY", "export"]
