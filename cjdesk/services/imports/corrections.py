"""The corrections workbook (更正文件): refused rows with their own cells, and why each was refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cjdesk.services.imports.plan import ImportPlan
from cjdesk.services.imports.problems import Problem
from cjdesk.workbooks.cells import shown
from cjdesk.workbooks.forms import CODES
from cjdesk.workbooks.headers import Row, Table, label
from cjdesk.workbooks.reading import Cell
from cjdesk.workbooks.writing import Column, Kind, OutSheet, write

REASON, CODE = "原因", "错误代码"
REASON_BESIDE_ANOTHER = "退回原因"
"""The heading where the table has a column 原因 of its own."""


def write_rejects(plan: ImportPlan, path: Path) -> int:
    """Write the refused rows under their own headings; put right, the workbook can be imported as it is.

    Gives the number of rows; without any the file is not written. Errors: WORKBOOK_NOT_WRITTEN.
    """
    refused: dict[tuple[str, int], list[Problem]] = {}
    for problem in plan.rejected:
        refused.setdefault((problem.sheet, problem.row), []).append(problem)
    sheets = [
        _sheet(table, {row: found for (sheet, row), found in refused.items() if sheet == table.sheet.name})
        for table in plan.tables
    ]
    kept = [sheet for sheet in sheets if sheet is not None]
    if kept:
        write(path, kept)
    return len(refused)


def _sheet(table: Table, refused: dict[int, list[Problem]]) -> OutSheet | None:
    if not refused:
        return None
    codes = {index for key, index in table.columns.items() if key in CODES}
    headings = table.sheet.rows[table.last_heading - 1]
    columns = [
        Column(shown(heading), Kind.TEXT if index in codes else Kind.AS_IS, 22 if index in codes else 12)
        for index, heading in enumerate(headings)
    ]
    own_reason = label(REASON) in table.form.keys_by_label
    columns += [Column(REASON_BESIDE_ANOTHER if own_reason else REASON, Kind.TEXT, 60), Column(CODE, Kind.TEXT, 20)]
    above: list[list[Cell]] = list(table.sheet.rows[: table.last_heading - 1])
    rows = [row for row in table.rows() if row.number in refused]
    return OutSheet(table.sheet.name, columns, _rows(rows, codes, refused), above)


def _rows(rows: list[Row], codes: set[int], refused: dict[int, list[Problem]]) -> Iterator[list[Cell]]:
    for row in rows:
        found = refused[row.number]
        cells = [shown(cell) if index in codes else cell for index, cell in enumerate(row.cells)]
        reasons = "；".join(f"{problem.column}：{problem.message}" for problem in found)
        yield [*cells, reasons, " ".join(dict.fromkeys(problem.code for problem in found))]
