"""Small workbooks that tests make for themselves."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

HEADINGS = ("姓名", "身份证号", "岗位类别", "上岗时间", "村", "组", "银行账号", "月补贴标准")
"""The headings of a small roster."""
ROW = ("石小花", "522699199203050040", "护路员", date(2020, 3, 1), "干团村", "一组", "6299993448630435552", 1000)


def xlsx(path: Path, sheets: dict[str, Sequence[Sequence[Any]]], *, hidden: Sequence[str] = ()) -> Path:
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, value, day)
                elif isinstance(value, str) and value.startswith("="):
                    page.write_formula(number, column, value, None, "#N/A")
                elif isinstance(value, str):
                    page.write_string(number, column, value)
                elif value is not None:
                    page.write_number(number, column, value)
        if name in hidden:
            page.hide()
    book.close()
    return path


def roster(path: Path, *rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> Path:
    return xlsx(path, {"花名册": [headings, *rows]})


def row(**changed: Any) -> tuple[Any, ...]:
    """ROW with other cells, named by heading."""
    return tuple(changed.get(heading, cell) for heading, cell in zip(HEADINGS, ROW, strict=True))


def ods(path: Path, sheet: str, rows: Sequence[Sequence[str]], *, hidden: Sequence[int] = ()) -> Path:
    """The least that an ods file holds."""
    body = "".join(
        f"<table:table-row{' table:visibility=' + chr(34) + 'collapse' + chr(34) if number in hidden else ''}>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in line
        )
        + "</table:table-row>"
        for number, line in enumerate(rows, start=1)
    )
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" '
        f'xmlns:text="{names}text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="{sheet}">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{names}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path
