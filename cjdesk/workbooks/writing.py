"""Write workbooks that Excel cannot damage: codes and numbers of people as text cells, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from cjdesk.domain.errors import WorkbookNotWritten
from cjdesk.workbooks.cells import shown
from cjdesk.workbooks.reading import Cell


class Kind(Enum):
    """How a column is written."""

    TEXT = "text"
    DATE = "date"
    FEN = "fen"
    TENTHS = "tenths"
    BASIS_POINTS = "basis points"
    WHOLE = "whole"
    AS_IS = "as it was"


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its heading, the kind of its values, and its width in characters."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 12


@dataclass(frozen=True, slots=True)
class OutSheet:
    """A sheet: lines above the headings as they are, one heading row, then the rows; None is an empty cell."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    above: Sequence[Sequence[Cell]] = ()


_FORMATS: dict[Kind, dict[str, str]] = {
    Kind.TEXT: {"num_format": "@"},
    Kind.DATE: {"num_format": "yyyy-mm-dd"},
    Kind.FEN: {"num_format": "0.00"},
    Kind.TENTHS: {"num_format": "0.0"},
    Kind.BASIS_POINTS: {"num_format": "0.00"},
    Kind.WHOLE: {"num_format": "0"},
}
_DIVISORS = {Kind.FEN: 100, Kind.TENTHS: 10, Kind.BASIS_POINTS: 100, Kind.WHOLE: 1}


def write(path: Path, sheets: Sequence[OutSheet]) -> None:
    """Write a workbook beside its place and move it there; an existing file is replaced whole.

    Errors: WORKBOOK_NOT_WRITTEN, and the file that was there is as before.
    """
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".cjdesk-") as folder:
            beside = Path(folder) / "new.xlsx"
            book = xlsxwriter.Workbook(
                str(beside), {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False}
            )
            try:
                writer = _Writer(book)
                for sheet in sheets:
                    writer.sheet(sheet)
            finally:
                book.close()
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            beside.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise WorkbookNotWritten(name=path.name) from error


class _Writer:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats = {kind: book.add_format(values) for kind, values in _FORMATS.items()}
        self._heading = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})

    def sheet(self, out: OutSheet) -> None:
        """One sheet, row after row."""
        page = self._book.add_worksheet(out.name)
        for index, column in enumerate(out.columns):
            page.set_column(index, index, column.width, self._formats.get(column.kind))
        for number, line in enumerate(out.above):
            for index, cell in enumerate(line):
                self._as_is(page, number, index, cell)
        top = len(out.above)
        for index, column in enumerate(out.columns):
            if column.heading:
                page.write_string(top, index, column.heading, self._heading)
        page.freeze_panes(top + 1, 0)
        for number, row in enumerate(out.rows, start=top + 1):
            for index, (column, value) in enumerate(zip(out.columns, row, strict=True)):
                if value is not None and value != "":
                    self._cell(page, number, index, column.kind, value)

    def _cell(self, page: Any, row: int, index: int, kind: Kind, value: Any) -> None:
        if kind is Kind.AS_IS:
            self._as_is(page, row, index, value)
        elif kind is Kind.DATE and isinstance(value, date):
            page.write_datetime(row, index, datetime(value.year, value.month, value.day), self._formats[kind])  # noqa: DTZ001 - a day has no zone
        elif kind in _DIVISORS and isinstance(value, int):
            page.write_number(row, index, value / _DIVISORS[kind], self._formats[kind])
        else:
            page.write_string(row, index, shown(value), self._formats[Kind.TEXT])

    def _as_is(self, page: Any, row: int, index: int, cell: Cell) -> None:
        if cell == "":
            return
        if isinstance(cell, (str, bool)) or not isinstance(cell, (int, float, date)):
            page.write_string(row, index, shown(cell))
        elif isinstance(cell, (int, float)):
            page.write_number(row, index, cell)
        else:
            day = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a day has no zone
            page.write_datetime(row, index, day, self._formats[Kind.DATE])
