"""The bank's payment file (F5): rows and a layout in, bytes out, as text or as xlsx with text cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from cjdesk.domain.money import plain

CODECS = {"GB18030": "gb18030", "GBK": "gbk", "UTF-8": "utf-8", "UTF-8-BOM": "utf-8-sig"}
LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
ID_KIND = "居民身份证"
VALUES = frozenset(
    {"number", "holder", "account", "bank", "amount", "id_no", "id_kind", "purpose", "phone", "remark", "text", "name"}
)
"""What a column may hold; ``text`` is the fixed text of the column."""


@dataclass(frozen=True, slots=True)
class BankRow:
    """One payment of the file."""

    holder: str
    account: str
    bank: str
    amount_fen: int
    id_no: str
    name: str
    purpose: str
    phone: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, which value it holds, and the fixed text of a ``text`` column."""

    title: str
    value: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a bank wants its file (the keys of ``[[bank_template]]``)."""

    columns: tuple[Column, ...]
    format: str = "text"
    encoding: str = "UTF-8"
    separator: str = ","
    line_end: str = "crlf"
    header: bool = True
    totals: bool = True
    unit: str = "yuan"
    max_rows: int = 0
    one_row_per_account: bool = True


@dataclass(frozen=True, slots=True)
class Control:
    """What the control sheet of an xlsx says, to compare with the paper: label and text."""

    lines: tuple[tuple[str, str], ...] = ()


def layout_of(document: Mapping[str, Any]) -> Layout:
    """The layout of a stored template; a ValueError says which part cannot be used."""
    columns = tuple(
        Column(str(one["title"]), str(one["value"]), str(one.get("text", ""))) for one in document.get("columns", ())
    )
    unknown = sorted({column.value for column in columns} - VALUES)
    if unknown or not columns:
        raise ValueError(f"columns {', '.join(unknown) or '—'}")
    if not {"account", "amount"} <= {column.value for column in columns}:
        raise ValueError("columns account, amount")
    known = {name: document[name] for name in Layout.__slots__ if name in document and name != "columns"}
    layout = Layout(columns=columns, **known)
    if layout.encoding not in CODECS or layout.line_end not in LINE_ENDS or layout.format not in {"text", "xlsx"}:
        raise ValueError("format, encoding, line_end")
    return layout


def suffix(layout: Layout) -> str:
    """The ending of the file's name."""
    if layout.format == "xlsx":
        return ".xlsx"
    return ".csv" if layout.separator == "," else ".txt"


def unwritable(texts: Sequence[str], encoding: str) -> tuple[str, ...]:
    """Those of the texts that the encoding cannot write."""
    codec = CODECS[encoding]
    lost = []
    for text in dict.fromkeys(texts):
        try:
            text.encode(codec)
        except UnicodeEncodeError:
            lost.append(text)
    return tuple(lost)


def write(rows: Sequence[BankRow], layout: Layout, control: Control | None = None) -> tuple[bytes, ...]:
    """The files: one, or several when the bank takes at most ``max_rows`` rows; each with its own totals."""
    size = layout.max_rows or len(rows) or 1
    parts = [rows[start : start + size] for start in range(0, len(rows), size)] or [rows]
    if layout.format == "xlsx":
        return tuple(_xlsx(part, layout, control or Control()) for part in parts)
    return tuple(_text(part, layout) for part in parts)


def _text(rows: Sequence[BankRow], layout: Layout) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=layout.separator, lineterminator=LINE_ENDS[layout.line_end])
    if layout.header:
        writer.writerow([column.title for column in layout.columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(column, number, row, layout) for column in layout.columns])
    if layout.totals:
        writer.writerow(_totals(rows, layout))
    return out.getvalue().encode(CODECS[layout.encoding])


def _xlsx(rows: Sequence[BankRow], layout: Layout, control: Control) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "bold": book.add_format({"bold": True, "num_format": "@"}),
        "money": book.add_format({"num_format": "0.00"}),
        "total": book.add_format({"num_format": "0.00", "bold": True}),
    }
    sheet = book.add_worksheet("代发清单")
    if layout.header:
        sheet.write_row(0, 0, [column.title for column in layout.columns], formats["bold"])
        sheet.freeze_panes(1, 0)
    top = 1 if layout.header else 0
    for index, column in enumerate(layout.columns):
        sheet.set_column(index, index, _WIDTHS.get(column.value, 14))
        _fill(sheet, index, column, top, rows, layout, formats)
    if control.lines:
        _control_sheet(book, control, formats)
    book.close()
    return out.getvalue()


def _fill(  # noqa: PLR0917 - one column of one sheet
    sheet: Any, index: int, column: Column, top: int, rows: Sequence[BankRow], layout: Layout, formats: dict[str, Any]
) -> None:
    """Write one column: amounts as numbers so that they can be added up, everything else as text."""
    total = _totals(rows, layout)[index]
    if column.value == "amount":
        for place, row in enumerate(rows, start=top):
            sheet.write_number(place, index, _number(row.amount_fen, layout), formats["money"])
        if layout.totals:
            amount = sum(row.amount_fen for row in rows)
            sheet.write_number(top + len(rows), index, _number(amount, layout), formats["total"])
        return
    for number, row in enumerate(rows, start=1):
        sheet.write_string(top + number - 1, index, _cell(column, number, row, layout), formats["text"])
    if layout.totals and total:
        sheet.write_string(top + len(rows), index, total, formats["bold"])


def _control_sheet(book: Any, control: Control, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet("核对")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 48)
    for place, (label, value) in enumerate(control.lines):
        sheet.write_string(place, 0, label, formats["bold"])
        sheet.write_string(place, 1, value, formats["text"])


_WIDTHS = {"number": 6, "account": 24, "holder": 14, "bank": 24, "amount": 12, "id_no": 22, "purpose": 28}


def _cell(column: Column, number: int, row: BankRow, layout: Layout) -> str:
    match column.value:
        case "number":
            return str(number)
        case "amount":
            return plain(row.amount_fen) if layout.unit == "yuan" else str(row.amount_fen)
        case "id_kind":
            return ID_KIND
        case "text":
            return column.text
        case name:
            value: str = getattr(row, name)
            return value


def _totals(rows: Sequence[BankRow], layout: Layout) -> list[str]:
    """The trailer under the columns: 合计, the count and the sum."""
    amount = sum(row.amount_fen for row in rows)
    cells = []
    words = [f"合计{len(rows)}笔"]
    for column in layout.columns:
        if column.value == "amount":
            cells.append(plain(amount) if layout.unit == "yuan" else str(amount))
        else:
            cells.append(words.pop() if words else "")
    return cells


def _number(fen: int, layout: Layout) -> Decimal:
    """The amount of a number cell, exact."""
    return Decimal(fen).scaleb(-2) if layout.unit == "yuan" else Decimal(fen)
