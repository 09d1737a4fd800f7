"""Workbooks are written with text cells for every code, whole or not at all, and never with a formula."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cjdesk.domain.errors import UserError
from cjdesk.workbooks.reading import ErrorCell, read
from cjdesk.workbooks.writing import Column, Kind, OutSheet, write

COLUMNS = (
    Column("账号"), Column("日期", Kind.DATE), Column("金额", Kind.FEN), Column("天", Kind.TENTHS),
    Column("比例", Kind.BASIS_POINTS), Column("户", Kind.WHOLE), Column("原样", Kind.AS_IS),
)  # fmt: skip


def test_each_kind_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [
        ("0012345678901234567", date(2020, 3, 1), 123450, 175, 3333, 86, 43891.0),
        (None, None, None, None, None, None, ""),
        ("=1+1", date(1960, 2, 29), -1200, 0, 10000, 0, "=cmd|' /C calc'!A0"),
    ]
    write(path, [OutSheet("表", COLUMNS, rows, above=[["标题"]])])
    (sheet,) = read(path).sheets
    assert sheet.rows[0][0] == "标题"
    assert sheet.rows[1] == [column.heading for column in COLUMNS]
    assert sheet.rows[2] == ["0012345678901234567", date(2020, 3, 1), 1234.5, 17.5, 33.33, 86.0, 43891.0]
    assert set(sheet.rows[3]) == {""}
    assert sheet.rows[4] == ["=1+1", date(1960, 2, 29), -12.0, 0.0, 100.0, 0.0, "=cmd|' /C calc'!A0"]


def test_other_cells_are_written_as_they_are_shown(tmp_path: Path) -> None:
    write(
        tmp_path / "a.xlsx",
        [OutSheet("表", [Column("原样", Kind.AS_IS)] * 3, [(True, ErrorCell("#N/A"), date(2020, 3, 1))])],
    )
    assert read(tmp_path / "a.xlsx").sheets[0].rows[1] == ["TRUE", "#N/A", date(2020, 3, 1)]


def test_what_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[str, ...]]:
        yield ("一",)
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(UserError) as caught:
        write(path, [OutSheet("表", [Column("甲")], rows())])
    assert caught.value.code == "WORKBOOK_NOT_WRITTEN"
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(UserError) as caught:
        write(tmp_path / "a.xlsx", [OutSheet("表", [Column("甲")], [("一",)])])
    assert caught.value.code == "WORKBOOK_NOT_WRITTEN"
