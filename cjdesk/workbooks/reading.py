"""Open a workbook of any kind and give its sheets with every cell as it was typed."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine as calamine

from cjdesk.domain.errors import WorkbookEmpty, WorkbookGone, WorkbookPassword, WorkbookTooLarge, WorkbookUnreadable
from cjdesk.workbooks.container import MAX_FILE_BYTES, Archive, Kind, recognise
from cjdesk.workbooks.marks import Marks, ods_marks, xlsx_marks
from cjdesk.workbooks.old_excel import xls_marks


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that Excel itself shows as an error, such as #N/A."""

    text: str

    def __str__(self) -> str:
        """As Excel shows it."""
        return self.text


Cell = str | float | int | bool | date | datetime | time | timedelta | ErrorCell
"""A cell; an empty one is the empty text. A number is a number only when the file says so."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[0]`` is row 1 of the file, every row has the same width."""

    name: str
    rows: list[list[Cell]]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    visible: bool
    typed: bool
    """False for csv, where everything is text and a number has no type."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read whole."""

    name: str
    sheets: tuple[Sheet, ...]


def read(path: Path) -> Workbook:
    """Read a whole workbook (.xlsx .xls .ods .csv); a bad file is refused with words and nothing is half read."""
    kind = recognise(path)
    sheets = _read_text(path) if kind is Kind.TEXT else _read_cells(path, kind)
    if not any(sheet.rows for sheet in sheets):
        raise WorkbookEmpty(name=path.name)
    return Workbook(path.name, sheets)


def _read_cells(path: Path, kind: Kind) -> tuple[Sheet, ...]:
    try:
        marks = _MARKS[kind](path)
        _refuse_far(path, marks)
        with calamine.CalamineWorkbook.from_path(path) as workbook:
            return tuple(
                _sheet(workbook, info, marks.get(info.name, Marks()))
                for info in workbook.sheets_metadata
                if info.typ == calamine.SheetTypeEnum.WorkSheet
            )
    except calamine.PasswordError as error:
        raise WorkbookPassword(name=path.name) from error
    except FileNotFoundError as error:
        raise WorkbookGone(name=path.name) from error
    except (calamine.CalamineError, zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError) as error:
        raise WorkbookUnreadable(name=path.name) from error
    except BaseException as error:
        # A damaged .xls makes the cell reader panic; what it raises then is no Exception and has no importable class.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookUnreadable(name=path.name) from error


def _fill_merged(rows: list[list[Cell]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """A cell merged over several rows (a village over its people) stands in each of them."""
    for (top, left), (bottom, right) in merged:
        if left == right and bottom < len(rows) and rows[top][left] != "":
            for row in rows[top + 1 : bottom + 1]:
                if row[left] == "":
                    row[left] = rows[top][left]


def _refuse_far(path: Path, marks: Mapping[str, Marks]) -> None:
    if any(mark.too_far for mark in marks.values()):
        raise WorkbookTooLarge(name=path.name, megabytes=path.stat().st_size >> 20, limit=MAX_FILE_BYTES >> 20)


_MARKS: Mapping[Kind, Callable[[Path], dict[str, Marks]]] = {
    Kind.XLSX: lambda path: xlsx_marks(Archive(path)),
    Kind.ODS: lambda path: ods_marks(Archive(path)),
    Kind.XLS: xls_marks,
}


def _sheet(workbook: calamine.CalamineWorkbook, info: calamine.SheetMetadata, marks: Marks) -> Sheet:
    sheet = workbook.get_sheet_by_name(info.name)
    rows: list[list[Cell]] = []
    rows.extend([*cells] for cells in sheet.to_python(skip_empty_area=False))
    _fill_merged(rows, sheet.merged_cell_ranges or ())
    for (row, column), text in marks.errors.items():
        if row <= len(rows) and column < len(rows[row - 1]):
            rows[row - 1][column] = ErrorCell(text)
    return Sheet(
        info.name,
        rows,
        frozenset(marks.hidden_rows),
        frozenset(marks.hidden_columns),
        visible=info.visible == calamine.SheetVisibleEnum.Visible,
        typed=True,
    )


def _read_text(path: Path) -> tuple[Sheet, ...]:
    text = _decoded(path)
    if text.lstrip()[:1] == "<":
        # Web systems export pages under the name .xls: Excel shows them, but they are no workbook.
        raise WorkbookUnreadable(name=path.name)
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    separator = max(",\t;|", key=lambda mark: sum(line.count(mark) for line in lines))
    if not any(separator in line for line in lines):
        raise WorkbookUnreadable(name=path.name)
    try:
        read_rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise WorkbookUnreadable(name=path.name) from error
    width = max((len(row) for row in read_rows), default=0)
    rows: list[list[Cell]] = [[*map(_bare, row), *[""] * (width - len(row))] for row in read_rows]
    return (Sheet(path.stem, rows, frozenset(), frozenset(), visible=True, typed=False),)


def _bare(cell: str) -> str:
    """Some programs write a code as a formula, so that Excel leaves it alone: ="0012"."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def _decoded(path: Path) -> str:
    """UTF-8 when every byte agrees, else GB18030: what Excel on a Chinese Windows writes."""
    content = path.read_bytes()
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise WorkbookUnreadable(name=path.name)
