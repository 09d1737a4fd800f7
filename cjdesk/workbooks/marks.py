"""What the cell reader does not tell: hidden rows and columns, error cells, and how far a sheet reaches.

The sheet's XML is searched as bytes, never parsed, so no entity can expand in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cjdesk.workbooks.container import Archive

MAX_CELLS = 20_000_000
"""Used rows times used columns; one stray cell in the last column of the last row would need 17 billion."""

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:-]+)\s*=\s*[\"']([^\"']*)[\"']")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]+)(\d+)\"[^>]*?\bt=\"e\"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_WIDE, _WIDE_ODD = (
    re.compile(begin + rb"([A-Za-z]{2,9})\d+[\"'][^>]*[^/]>") for begin in (rb' r="', rb"\sr\s*=\s*[\"']")
)
_ODS_TAG = re.compile(rb"<table:(table|table-row)(\s[^>]*|)>")
_DEEP, _DEEP_ODD = (
    re.compile(begin + rb"[A-Za-z]+(\d{6,})[\"'][^>]*[^/]>") for begin in (rb' r="', rb"\sr\s*=\s*[\"']")
)
_ODD_SPELLINGS = (b"\nr", b"\tr", b"\rr", b" r='", b" r ", b" r\t", b" r\n")
"""XML allows them, no program writes them: only with one of them the slow patterns are used."""
_ODS_WIDE = re.compile(rb"<table:table-cell(?=[^>]*\soffice:value)[^>]*\stable:number-columns-repeated=\"(\d+)\"")
_REPEATED = 10_000
"""So often an ods file may repeat one filled row or cell."""
_CLAIMED = re.compile(rb"\buniqueCount=\"(\d+)\"")
_NUMBER = re.compile(rb"\br=\"(\d+)\"")
_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"")


@dataclass(slots=True)
class Marks:
    """Rows are numbered from 1, columns from 0, as the cells are."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    columns: int = 26

    @property
    def too_far(self) -> bool:
        """Whether the used area is beyond what is read."""
        return self.last_row * self.columns > MAX_CELLS


def xlsx_marks(archive: Archive) -> dict[str, Marks]:
    """The marks of each sheet of an xlsx file, by sheet name; nothing for a binary one (xlsb)."""
    if "xl/workbook.xml" not in archive.names():
        return {}
    names = set(archive.names())
    targets = {
        tag.get("Id", ""): tag.get("Target", "") for tag in _tags(_RELATION, archive.read("xl/_rels/workbook.xml.rels"))
    }
    found: dict[str, Marks] = {}
    for tag in _tags(_SHEET, archive.read("xl/workbook.xml")):
        relation = next((value for key, value in tag.items() if key.endswith(":id")), "")
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            found[_unescaped(tag.get("name", ""))] = _sheet_marks(archive.pieces(part))
    for part in names:
        if part.endswith("sharedStrings.xml") and _strings_claimed(archive, part) > MAX_CELLS:
            found[""] = Marks(last_row=MAX_CELLS + 1)
    return found


def _strings_claimed(archive: Archive, part: str) -> int:
    """How many texts the part says it holds; the cell reader asks for so much memory at once."""
    match = _CLAIMED.search(next(archive.pieces(part), b""))
    return int(match[1]) if match else 0


def ods_marks(archive: Archive) -> dict[str, Marks]:
    """The hidden rows of each sheet of an ods file, by sheet name."""
    found: dict[str, Marks] = {}
    marks, row = Marks(), 0
    content = archive.read("content.xml")
    for match in _ODS_TAG.finditer(content):
        tag = {name: value.decode("utf-8", "replace") for name, value in _ATTRIBUTE.findall(match[2])}
        if match[1] == b"table":
            marks, row = Marks(), 0
            found[_unescaped(tag.get(b"table:name", ""))] = marks
            continue
        count = int(tag.get(b"table:number-rows-repeated", "1"))
        if (
            count > _REPEATED
            and b"office:value" in content[match.end() : content.find(b"</table:table-row", match.end())]
        ):
            marks.last_row = MAX_CELLS
        if tag.get(b"table:visibility", "visible") != "visible":
            marks.hidden_rows.update(range(row + 1, row + 1 + min(count, 10_000)))
        row += count
    if any(int(many) > _REPEATED for many in _ODS_WIDE.findall(content)):
        found[""] = Marks(last_row=MAX_CELLS)
    return found


def _sheet_marks(pieces: Iterable[bytes]) -> Marks:
    marks = Marks()
    row = 0
    for text in _whole_rows(pieces):
        for match in _COLUMN.finditer(text, 0, text.find(b"sheetData")) if row == 0 else ():
            tag = dict(_ATTRIBUTE.findall(match[0]))
            first, last = int(tag.get(b"min", 0)), int(tag.get(b"max", 0))
            marks.hidden_columns.update(range(first - 1, min(last, first + 1000)))
        value_end = max(text.rfind(b"<v>"), text.rfind(b"<is>"), text.rfind(b":v>"))
        for match in _ROW.finditer(text):
            number = _NUMBER.search(match[0])
            row = int(number[1]) if number else row + 1
            if _HIDDEN.search(match[0]):
                marks.hidden_rows.add(row)
            if match.end() <= value_end:
                marks.last_row = max(marks.last_row, row)
        odd = any(spelling in text for spelling in _ODD_SPELLINGS)
        for letters in set((_WIDE_ODD if odd else _WIDE).findall(text)):
            marks.columns = max(marks.columns, _column(letters.upper()) + 1)
        marks.last_row = max([marks.last_row, *map(int, (_DEEP_ODD if odd else _DEEP).findall(text))])
        if b't="e"' in text:
            for column, number_text, value in _ERROR.findall(text):
                marks.errors[int(number_text), _column(column)] = value.decode("utf-8", "replace")
    return marks


def _whole_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the stream where a row begins, so that no tag is split."""
    rest = b""
    for piece in pieces:
        text = rest + piece
        cut = max(text.rfind(b"<row"), text.rfind(b":row "))
        cut = text.rfind(b"<", 0, cut + 1) if cut > 0 else -1
        if cut <= 0:
            rest = text
            continue
        yield text[:cut]
        rest = text[cut:]
    yield rest


def _tags(pattern: re.Pattern[bytes], text: bytes) -> Iterator[dict[str, str]]:
    for match in pattern.finditer(text):
        yield {name.decode(): value.decode("utf-8", "replace") for name, value in _ATTRIBUTE.findall(match[1])}


def _unescaped(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
