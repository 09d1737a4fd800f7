"""What an old .xls hides: rows, columns and error cells, read from its records (MS-CFB and MS-XLS)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from cjdesk.domain.errors import WorkbookPassword, WorkbookUnreadable
from cjdesk.workbooks.marks import Marks

_FREE = 0xFFFFFFFA
"""Sector numbers from here on end a chain."""
_EOF, _FORMULA, _FILEPASS, _COLINFO, _BOUNDSHEET, _BOOLERR, _ROW = 0x0A, 0x06, 0x2F, 0x7D, 0x85, 0x205, 0x208
_DIMENSIONS = 0x200
_CELLS = frozenset({_FORMULA, _BOOLERR, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x27E})
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def xls_marks(path: Path) -> dict[str, Marks]:
    """The marks of each sheet by name.

    A file whose records do not hold together is refused here: the cell reader would ask for all the memory there is.
    Errors: WORKBOOK_PASSWORD, WORKBOOK_UNREADABLE.
    """
    try:
        book = _book_stream(path.read_bytes())
        sheets = dict(_sheets(book))
        if sheets.pop("", None) is not None:
            raise WorkbookPassword(name=path.name)
        return {name: _sheet_marks(book, offset) for name, offset in sheets.items()}
    except (struct.error, IndexError, UnicodeDecodeError, _DoesNotHold) as error:
        raise WorkbookUnreadable(name=path.name) from error


class _DoesNotHold(Exception):
    """A number in the file points outside of it."""


def _holds(fact: bool) -> None:
    if not fact:
        raise _DoesNotHold


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    """Sheet names with the place of their records; an empty name says that the stream is encrypted."""
    old = struct.unpack_from("<4xH", book)[0] < 0x0600
    for kind, data in _records(book, 0):
        if kind == _FILEPASS:
            yield "", 0
            return
        if kind == _BOUNDSHEET:
            (offset,) = struct.unpack_from("<I", data)
            _holds(offset < len(book))
            length = data[6]
            if old:
                yield data[7 : 7 + length].decode("gb18030"), offset
            elif data[7] & 1:
                yield data[8 : 8 + length * 2].decode("utf-16-le"), offset
            else:
                yield data[8 : 8 + length].decode("latin-1"), offset


def _sheet_marks(book: bytes, offset: int) -> Marks:
    marks = Marks()
    for kind, data in _records(book, offset):
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", data)
            _holds(column <= 255)
        if kind == _DIMENSIONS:
            _check_dimensions(data)
        if kind == _ROW and len(data) >= 14:
            row, flags = struct.unpack_from("<H10xH", data)
            if flags & 0x20:
                marks.hidden_rows.add(row + 1)
        elif kind == _COLINFO and len(data) >= 10:
            first, last, flags = struct.unpack_from("<HH4xH", data)
            if flags & 1:
                marks.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == _BOOLERR and len(data) >= 8 and data[7]:
            row, column = struct.unpack_from("<HH", data)
            marks.errors[row + 1, column] = _ERRORS.get(data[6], "#N/A")
        elif kind == _FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
            row, column = struct.unpack_from("<HH", data)
            marks.errors[row + 1, column] = _ERRORS.get(data[8], "#N/A")
    return marks


def _check_dimensions(data: bytes) -> None:
    """The area that the sheet says it uses: one that ends before it begins is counted as four thousand million rows."""
    top, below, left, beside = struct.unpack_from("<IIHH" if len(data) >= 14 else "<HHHH", data)
    _holds(top <= below <= 65536 and left <= beside <= 256)


def _records(book: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream up to its end."""
    while offset + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, offset)
        if kind == _EOF:
            return
        yield kind, book[offset + 4 : offset + 4 + length]
        offset += 4 + length


def _book_stream(content: bytes) -> bytes:
    """The stream Workbook of a compound file."""
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    _holds(shift in {9, 12} and small_shift == 6)
    sector, small = 1 << shift, 1 << small_shift
    counts = struct.unpack_from("<II", content, 40) + struct.unpack_from("<I", content, 64)
    _holds(all(count * sector <= len(content) for count in counts))
    directory, cutoff, small_table = struct.unpack_from("<I4xII", content, 48)
    table = _table(content, sector)
    entries = _chain(content, table, directory, sector)
    root_start, found = 0, (0, 0)
    for place in range(0, len(entries) - 127, 128):
        name_length, kind = struct.unpack_from("<HB", entries, place + 64)
        start, size = struct.unpack_from("<II", entries, place + 116)
        _holds(kind == 0 or (size <= len(content) and name_length <= 64))
        name = entries[place : place + max(name_length - 2, 0)].decode("utf-16-le")
        if kind == 5:
            root_start = start
        elif name in {"Workbook", "Book"}:
            found = (start, size)
    start, size = found
    _holds(size > 0)
    if size >= cutoff:
        return _chain(content, table, start, sector)[:size]
    smalls = _chain(content, table, root_start, sector)
    numbers = _numbers(_chain(content, table, small_table, sector))
    return b"".join(smalls[one * small : (one + 1) * small] for one in _walk(numbers, start))[:size]


def _table(content: bytes, sector: int) -> tuple[int, ...]:
    """The allocation table, whose own sectors are listed in the header and in a chain of sectors."""
    listed = list(struct.unpack_from("<109I", content, 76))
    (next_list,) = struct.unpack_from("<I", content, 68)
    lists = 0
    while next_list < _FREE and lists < 1000:
        more = _numbers(content[(next_list + 1) * sector : (next_list + 2) * sector])
        listed += more[:-1]
        next_list = more[-1]
        lists += 1
    parts = (content[(one + 1) * sector : (one + 2) * sector] for one in listed if one < _FREE)
    return _numbers(b"".join(parts))


def _chain(content: bytes, table: tuple[int, ...], start: int, sector: int) -> bytes:
    return b"".join(content[(one + 1) * sector : (one + 2) * sector] for one in _walk(table, start))


def _walk(table: tuple[int, ...], start: int) -> Iterator[int]:
    """The sectors of a chain; one that runs in a circle ends."""
    for _ in range(len(table)):
        if start >= len(table):
            return
        yield start
        start = table[start]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
