"""The control sheet of a bank list (核对单) as xlsx: what to compare with the paper and with the files on the stick."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

from cjdesk.domain.money import show


def write(
    lines: Sequence[tuple[str, str]], files: Sequence[tuple[str, int, int, str]], *, made_at: datetime | None = None
) -> bytes:
    """Label and text of each line, then name, rows, sum in fen and SHA-256 of each file."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": (made_at or datetime(2020, 1, 1, tzinfo=UTC)).replace(tzinfo=None)})
    words = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    bold = book.add_format({"num_format": "@", "bold": True, "valign": "top"})
    sheet = book.add_worksheet("核对单")
    for column, width in enumerate((22, 44, 12, 72)):
        sheet.set_column(column, column, width)
    for row, (label, text) in enumerate(lines):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, text, words)
    top = len(lines) + 1
    for column, title in enumerate(("文件", "笔数", "合计(元)", "校验码（SHA-256）")):
        sheet.write_string(top, column, title, bold)
    for row, (name, count, fen, sha256) in enumerate(files, start=top + 1):
        for column, text in enumerate((name, str(count), show(fen), sha256)):
            sheet.write_string(row, column, text, words)
    last = top + 1 + len(files)
    total = sum(fen for _, _, fen, _ in files)
    for column, text in enumerate(("合计", str(sum(count for _, count, _, _ in files)), show(total))):
        sheet.write_string(last, column, text, bold)
    book.close()
    return out.getvalue()
