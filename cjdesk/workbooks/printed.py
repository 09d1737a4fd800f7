"""Write workbooks that print like a form: title and head on every page, widths in millimetres, pages as on paper."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from cjdesk.domain.errors import WorkbookNotWritten

_MM = 72 / 25.4
"""Points in a millimetre: row heights and margins are given so."""

_PIXELS = 96 / 25.4
_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d\d|-?\d+\.\d\d")
_A4 = 9
_FONT = "宋体"
_LEADING = 1.3
"""What a spreadsheet needs for a line, as a multiple of its size."""

_TITLE_HEIGHT = 11.5
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


class Style(Enum):
    """What a row is, which is how it looks."""

    LINE = "line"
    SUM = "sum"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column: head (lines parted by a line break), the words over several heads, width in millimetres.

    ``right`` columns hold amounts: written as numbers with two decimals, all other cells are text. ``fill`` is a colour
    behind the lines.
    """

    head: str
    width: float
    group: str = ""
    right: bool = False
    size: float = 10
    fill: str = ""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row: a cell for each column, None where the cell on its left goes on; its height in millimetres."""

    cells: tuple[str | None, ...]
    height: float
    style: Style = Style.LINE


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A form: title, the line under it, columns, its pages row by row, the foot's left, middle and right words."""

    name: str
    title: str
    subtitle: str
    columns: tuple[PrintedColumn, ...]
    head_height: float
    pages: tuple[tuple[PrintedRow, ...], ...]
    foot: tuple[str, str, str]
    landscape: bool = True
    subtitle_height: float = 6.5


def write_printed(path: Path, sheets: Sequence[PrintedSheet]) -> Path:
    """Write a workbook, one sheet for each form; an existing file is replaced whole.

    Errors: WORKBOOK_NOT_WRITTEN, and the file that was there is as before.
    """
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".cjdesk-") as folder:
            beside = Path(folder) / "new.xlsx"
            book = xlsxwriter.Workbook(str(beside), {"strings_to_formulas": False, "strings_to_urls": False})
            try:
                names: set[str] = set()
                formats = _Formats(book)
                for sheet in sheets:
                    _write(book.add_worksheet(_name(sheet.name, names)), formats, sheet)
            finally:
                book.close()
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            beside.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise WorkbookNotWritten(field="xlsx", name=path.name) from error
    return path


class _Formats:
    """Cell formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **values: object) -> Any:
        key = tuple(sorted(values.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": _FONT, "valign": "vcenter", **values})
        return self._made[key]

    def cell(self, column: PrintedColumn, style: Style, *, amount: bool) -> Any:
        """A cell of the table, or of a row without a frame."""
        if style is Style.PLAIN:
            return self.of(align="left", font_size=10, text_wrap=True, num_format="@")
        values: dict[str, object] = {"border": 1, "font_size": column.size, "text_wrap": not amount}
        values |= {"align": "right" if column.right else "center", "num_format": "#,##0.00" if amount else "@"}
        if column.fill:
            values["bg_color"] = column.fill
        if style is Style.SUM:
            values |= {"bold": True, "bg_color": "#F4F4F4", "font_size": 10}
        return self.of(**values)


def _write(page: Any, formats: _Formats, sheet: PrintedSheet) -> None:
    _set_up(page, sheet)
    top = _head(page, formats, sheet)
    row, breaks = top, []
    for number, rows in enumerate(sheet.pages):
        if number:
            breaks.append(row)
        for one in rows:
            page.set_row(row, one.height * _MM)
            _row(page, formats, sheet, row, one)
            row += 1
    page.set_h_pagebreaks(breaks)
    page.repeat_rows(0, top - 1)
    page.freeze_panes(top, 0)


def _set_up(page: Any, sheet: PrintedSheet) -> None:
    """A4, fit to one page wide, as many pages long as it has."""
    if sheet.landscape:
        page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.set_margins(left=15 / 25.4, right=10 / 25.4, top=10 / 25.4, bottom=15 / 25.4)
    left, middle, right = (words.replace("&", "&&") for words in sheet.foot)
    page.set_footer(f"&L&8{left}&C&8第 &P 页　共 &N 页{middle}&R&8{right}", {"margin": 7 / 25.4})
    for index, column in enumerate(sheet.columns):
        page.set_column_pixels(index, index, round(column.width * _PIXELS))


def _head(page: Any, formats: _Formats, sheet: PrintedSheet) -> int:
    """Title, subtitle and column heads; gives the first row below them."""
    last = len(sheet.columns) - 1
    page.set_row(0, _TITLE_HEIGHT * _MM)
    page.merge_range(0, 0, 0, last, sheet.title, formats.of(bold=True, font_size=18, align="center", shrink=True))
    page.set_row(1, sheet.subtitle_height * _MM)
    page.merge_range(1, 0, 1, last, sheet.subtitle, formats.of(font_size=9.5, align="left", text_wrap=True))
    grouped = any(column.group for column in sheet.columns)
    lines = max(column.head.count("\n") + 1 + bool(column.group) for column in sheet.columns)
    line = sheet.head_height * _MM / lines
    size = min(9.5, round(line / _LEADING, 1))
    head = formats.of(bold=True, font_size=size, align="center", border=1, text_wrap=True, bg_color="#EFEFEF")
    for row, share in ((2, 1), (3, lines - 1)) if grouped else ((2, lines),):
        page.set_row(row, share * line)
    for index, column in enumerate(sheet.columns):
        if not grouped:
            page.write_string(2, index, column.head, head)
        elif column.group:
            page.write_string(3, index, column.head, head)
        else:
            page.merge_range(2, index, 3, index, column.head, head)
    if grouped:
        _groups(page, sheet.columns, head)
    return 4 if grouped else 3


def _groups(page: Any, columns: Sequence[PrintedColumn], head: Any) -> None:
    first = 0
    while first < len(columns):
        last = first
        while last + 1 < len(columns) and columns[last + 1].group == columns[first].group:
            last += 1
        if columns[first].group and last > first:
            page.merge_range(2, first, 2, last, columns[first].group, head)
        elif columns[first].group:
            page.write_string(2, first, columns[first].group, head)
        first = last + 1


def _row(page: Any, formats: _Formats, sheet: PrintedSheet, row: int, one: PrintedRow) -> None:
    first = 0
    while first < len(one.cells):
        last = first
        while last + 1 < len(one.cells) and one.cells[last + 1] is None:
            last += 1
        column, text = sheet.columns[first], one.cells[first] or ""
        amount = column.right and last == first and _AMOUNT.fullmatch(text) is not None
        look = formats.cell(column, one.style, amount=amount)
        if last > first:
            page.merge_range(row, first, row, last, text, look)
        elif amount:
            page.write_number(row, first, float(text.replace(",", "")), look)
        else:
            page.write_string(row, first, text, look)
        first = last + 1


def _name(wanted: str, taken: set[str]) -> str:
    """A sheet name that Excel takes: no more than 31 characters, none of its marks, once in a workbook."""
    plain = _NOT_IN_A_NAME.sub("_", wanted)[:_LONGEST_NAME] or "1"
    name, number = plain, 2
    while name.lower() in taken:
        end = f"_{number}"
        name, number = plain[: _LONGEST_NAME - len(end)] + end, number + 1
    taken.add(name.lower())
    return name
