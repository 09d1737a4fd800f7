"""The bank's payment file (F5): rows and a layout in, bytes out, as text or as xlsx with text cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from cjdesk.domain.errors import ValueTooWide
from cjdesk.domain.money import plain

CODECS = {"GB18030": "gb18030", "GBK": "gbk", "UTF-8": "utf-8", "UTF-8-BOM": "utf-8-sig"}
LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
ID_KIND = "居民身份证"
OF_A_ROW = frozenset(
    {
        "number", "holder", "account", "bank", "amount", "id_no", "id_kind", "purpose", "phone", "remark", "name",
        "village", "division", "standard", "months",
    }
)  # fmt: skip
"""What a column may take from a payment; ``standard`` is the month's standard, ``months`` how many are paid."""
OF_THE_LIST = frozenset({"text", "list", "batch", "year", "month", "day", "township", "post_type"})
"""What a column may take from the whole list; ``text`` is the fixed text of the column (a project code)."""
OF_THE_PART = frozenset({"rows", "total"})
"""What a first or last record may take besides: the count and the sum of its file."""
VALUES = OF_A_ROW | OF_THE_LIST


@dataclass(frozen=True, slots=True)
class BankRow:
    """One payment of the file; amounts are fen."""

    holder: str
    account: str
    bank: str
    amount_fen: int
    id_no: str
    name: str
    purpose: str
    phone: str = ""
    remark: str = ""
    months: int = 1
    village: str = ""
    division: str = ""
    standard_fen: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, which value it holds, the fixed text of a ``text`` column, and its places.

    ``width`` counts bytes of the file's encoding, as banks do (a Chinese sign has two in GBK); 0 leaves it open.
    """

    title: str
    value: str
    text: str = ""
    width: int = 0
    align: str = "left"
    pad: str = " "


@dataclass(frozen=True, slots=True)
class Layout:
    """How a bank wants its file (the keys of ``[[bank_template]]``).

    ``separator`` may be empty: then every column has its ``width``. ``first`` and ``last`` are records of their own
    before and after the rows (count, total); ``totals`` is the row 合计 under the columns. ``result`` tells how the
    bank's answer is to be read (``workbooks.bank_result``).
    """

    columns: tuple[Column, ...]
    format: str = "text"
    encoding: str = "UTF-8"
    separator: str = ","
    line_end: str = "crlf"
    header: bool = True
    totals: bool = True
    unit: str = "yuan"
    max_rows: int = 0
    min_rows: int = 0
    one_row_per_account: bool = True
    file_name: str = ""
    first: tuple[Column, ...] = ()
    last: tuple[Column, ...] = ()
    result: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """What the control sheet of an xlsx says, to compare with the paper: label and text; ``made_at`` dates the file."""

    lines: tuple[tuple[str, str], ...] = ()
    made_at: datetime | None = None


def layout_of(document: Mapping[str, Any]) -> Layout:
    """The layout of a stored template; a ValueError says which part cannot be used."""
    columns, first, last = (_columns(document.get(name) or ()) for name in ("columns", "first", "last"))
    wrong = {one.value for one in columns} - VALUES | {one.value for one in (*first, *last)} - OF_THE_LIST - OF_THE_PART
    if wrong or not columns:
        raise ValueError(f"columns {', '.join(sorted(wrong)) or '—'}")
    if not {"account", "amount"} <= {column.value for column in columns}:
        raise ValueError("columns account, amount")
    plain_keys = {one.name for one in fields(Layout)} - {"columns", "first", "last"}
    known = {name: document[name] for name in plain_keys if document.get(name) is not None}
    layout = Layout(columns=columns, first=first, last=last, **known)
    if layout.encoding not in CODECS or layout.line_end not in LINE_ENDS or layout.format not in {"text", "xlsx"}:
        raise ValueError("format, encoding, line_end")
    if layout.format == "text" and not layout.separator:
        if not all(one.width for one in (*columns, *first, *last)):
            raise ValueError("separator, width")
        if layout.header or layout.totals:
            raise ValueError("separator, header, totals")
    return layout


def _columns(found: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    return tuple(
        Column(
            str(one.get("title", "")),
            str(one["value"]),
            str(one.get("text", "")),
            int(one.get("width", 0)),
            str(one.get("align", "left")),
            str(one.get("pad", " ")),
        )
        for one in found
    )


def suffix(layout: Layout) -> str:
    """The ending of the file's name."""
    if layout.format == "xlsx":
        return ".xlsx"
    return ".csv" if layout.separator == "," else ".txt"


def file_name(pattern: str, head: Mapping[str, str]) -> str:
    """The file's name without its ending by the template's pattern, such as ``DF{year}{month}_{list}``."""
    facts = {**head, "list": head.get("number", "")}
    name = re.sub(r"\{(\w+)\}", lambda found: facts.get(found[1], ""), pattern or "{list}_{post_type}")
    return re.sub(r'[\\/:*?"<>|\s]+', "_", name).strip("._") or "bank"


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


def pieces(rows: Sequence[BankRow], layout: Layout) -> tuple[Sequence[BankRow], ...]:
    """The rows of each file: as many as ``max_rows`` allows; evenly, if the last would have less than ``min_rows``."""
    if not layout.max_rows or len(rows) <= layout.max_rows:
        return (rows,)
    count, rest = -(-len(rows) // layout.max_rows), len(rows) % layout.max_rows
    sizes = [layout.max_rows] * (count - 1) + [rest or layout.max_rows]
    if sizes[-1] < layout.min_rows:
        sizes = [len(rows) // count + (place < len(rows) % count) for place in range(count)]
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    return tuple(rows[start : start + size] for start, size in zip(starts, sizes, strict=True))


def write(
    rows: Sequence[BankRow],
    layout: Layout,
    control: Control | None = None,
    *,
    head: Mapping[str, str] | None = None,
) -> tuple[bytes, ...]:
    """The files of a list (``pieces``), each with its own numbers and totals; ``head`` says what is of the whole list.

    The same rows and control give the same bytes. Errors: VALUE_TOO_WIDE.
    """
    facts = dict(head or {})
    parts = pieces(rows, layout)
    if layout.format == "xlsx":
        return tuple(_xlsx(part, layout, control or Control(), facts) for part in parts)
    return tuple(_text(part, layout, facts) for part in parts)


def _text(rows: Sequence[BankRow], layout: Layout, head: Mapping[str, str]) -> bytes:
    out = io.StringIO()
    end = LINE_ENDS[layout.line_end]
    writer = csv.writer(out, delimiter=layout.separator or ",", lineterminator=end)

    def put(cells: Sequence[str], columns: Sequence[Column]) -> None:
        padded = [_padded(cell, column, layout) for cell, column in zip(cells, columns, strict=True)]
        if layout.separator:
            writer.writerow(padded)
        else:
            out.write("".join(padded) + end)

    if layout.first:
        put([_of_part(column, rows, layout, head) for column in layout.first], layout.first)
    if layout.header:
        put([column.title for column in layout.columns], layout.columns)
    for number, row in enumerate(rows, start=1):
        put([_cell(column, number, row, layout, head) for column in layout.columns], layout.columns)
    if layout.totals:
        put(_totals(rows, layout), layout.columns)
    if layout.last:
        put([_of_part(column, rows, layout, head) for column in layout.last], layout.last)
    return out.getvalue().encode(CODECS[layout.encoding])


def _padded(text: str, column: Column, layout: Layout) -> str:
    """The text in the column's places, counted in bytes of the encoding; VALUE_TOO_WIDE when it does not fit."""
    if not column.width:
        return text
    lacking = column.width - len(text.encode(CODECS[layout.encoding].removesuffix("-sig")))
    if lacking < 0:
        raise ValueTooWide(field="template", value=text, width=column.width, column=column.title or column.value)
    return column.pad * lacking + text if column.align == "right" else text + column.pad * lacking


def _of_part(column: Column, rows: Sequence[BankRow], layout: Layout, head: Mapping[str, str]) -> str:
    if column.value == "rows":
        return str(len(rows))
    if column.value == "total":
        return _money(sum(row.amount_fen for row in rows), layout)
    return _of_list(column, head)


def _of_list(column: Column, head: Mapping[str, str]) -> str:
    if column.value == "text":
        return column.text
    return head.get("number" if column.value == "list" else column.value, "")


def _money(fen: int, layout: Layout) -> str:
    return plain(fen) if layout.unit == "yuan" else str(fen)


def _xlsx(rows: Sequence[BankRow], layout: Layout, control: Control, head: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    # Without a date of its own the file would hold the present moment, and be another file each time.
    book.set_properties({"created": (control.made_at or datetime(2020, 1, 1, tzinfo=UTC)).replace(tzinfo=None)})
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
        _fill(sheet, index, column, top, rows, layout, formats, head)
    if control.lines:
        _control_sheet(book, control, formats)
    book.close()
    return out.getvalue()


def _fill(  # noqa: PLR0917 - one column of one sheet
    sheet: Any,
    index: int,
    column: Column,
    top: int,
    rows: Sequence[BankRow],
    layout: Layout,
    formats: dict[str, Any],
    head: Mapping[str, str],
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
        sheet.write_string(top + number - 1, index, _cell(column, number, row, layout, head), formats["text"])
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


def _cell(column: Column, number: int, row: BankRow, layout: Layout, head: Mapping[str, str]) -> str:
    match column.value:
        case "number" | "months":
            return str(number if column.value == "number" else row.months)
        case "amount":
            return _money(row.amount_fen, layout)
        case "standard":
            return _money(row.standard_fen, layout)
        case "id_kind":
            return ID_KIND
        case name if name in OF_THE_LIST:
            return _of_list(column, head)
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
            cells.append(_money(amount, layout))
        else:
            cells.append(words.pop() if words else "")
    return cells


def _number(fen: int, layout: Layout) -> Decimal:
    """The amount of a number cell, exact."""
    return Decimal(fen).scaleb(-2) if layout.unit == "yuan" else Decimal(fen)
