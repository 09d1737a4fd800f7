"""Workbooks of every kind are read with every cell as it was typed; bad files are refused with words."""

from __future__ import annotations

import contextlib
import os
import random
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from cjdesk.domain.errors import UserError
from cjdesk.workbooks import container
from cjdesk.workbooks.reading import ErrorCell, read
from tests.workbooks import made

DATA = Path(__file__).parents[1] / "data" / "workbooks"


def code_of(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read(path)
    return caught.value.code


def test_cells_keep_their_type(tmp_path: Path) -> None:
    rows = [["a", 12.5, date(2020, 3, 1)], ["001", 44197, "=1/0"]]
    (sheet,) = read(made.xlsx(tmp_path / "a.xlsx", {"表": rows})).sheets
    assert sheet.rows[0] == ["a", 12.5, date(2020, 3, 1)]
    assert sheet.rows[1] == ["001", 44197.0, ErrorCell("#N/A")]


def test_hidden_rows_columns_and_sheets_are_found(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "h.xlsx"))
    page = book.add_worksheet("看得见")
    for number in range(5):
        page.write(number, 2, number)
    page.set_row(3, None, None, {"hidden": True})
    page.set_column(2, 2, 10, None, {"hidden": True})
    book.add_worksheet("藏").hide()
    book.close()
    seen, hidden = read(tmp_path / "h.xlsx").sheets
    assert seen.hidden_rows == {4}
    assert seen.hidden_columns == {2}
    assert (seen.visible, hidden.visible) == (True, False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_in_use(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes("姓名,身份证号\r\n石小花,522699199203050040\r\n\u9f91某,'\r\n".encode(encoding))
    (sheet,) = read(path).sheets
    assert sheet.name == "名单"
    assert sheet.rows[1:] == [["石小花", "522699199203050040"], ["\u9f91某", "'"]]
    assert not sheet.typed


def test_a_code_written_as_a_formula_is_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,账号\n石小花,"=""0012345678901"""\n', encoding="utf-8")
    assert read(path).sheets[0].rows[1] == ["石小花", "0012345678901"]


def test_a_cell_merged_over_rows_stands_in_each(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "m.xlsx"))
    page = book.add_worksheet()
    for number in range(4):
        page.write(number, 1, number)
    page.merge_range(1, 0, 3, 0, "干团村")
    page.merge_range(4, 0, 4, 1, "合计")
    book.close()
    rows = read(tmp_path / "m.xlsx").sheets[0].rows
    assert [row[0] for row in rows] == ["", "干团村", "干团村", "干团村", "合计"]
    assert rows[4][1] == ""


def test_old_xls_is_read() -> None:
    (sheet,) = read(DATA / "roster.xls").sheets
    assert sheet.rows[1][:4] == ["石小花", "522699199203050040", "护路员", date(2020, 3, 1)]
    assert isinstance(sheet.rows[3][1], float)
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {7}


def test_a_big_old_xls_is_read_with_its_hidden_rows() -> None:
    (sheet,) = read(DATA / "long.xls").sheets
    assert len(sheet.rows) == 400
    assert sheet.hidden_rows == {7, 390}
    assert sheet.rows[1][5] == ErrorCell("#N/A")


def test_a_password_on_an_old_xls_is_named(tmp_path: Path) -> None:
    content = bytearray((DATA / "roster.xls").read_bytes())
    begin = content.index(bytes.fromhex("09081000"))
    content[begin + 20 : begin + 22] = bytes.fromhex("2f00")
    path = tmp_path / "password.xls"
    path.write_bytes(content)
    assert code_of(path) == "WORKBOOK_PASSWORD"


def test_ods_is_read_with_its_hidden_rows(tmp_path: Path) -> None:
    path = made.ods(tmp_path / "a.ods", "名单", [["姓名"], ["石小花"], ["杨秀英"]], hidden=[3])
    (sheet,) = read(path).sheets
    assert sheet.rows == [["姓名"], ["石小花"], ["杨秀英"]]
    assert sheet.hidden_rows == {3}


def test_an_ods_row_repeated_without_end_is_refused(tmp_path: Path) -> None:
    whole = made.ods(tmp_path / "a.ods", "名单", [["姓名"], ["石小花"]])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "b.ods", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            endless = b'<table:table-row table:number-rows-repeated="4294967295">'
            target.writestr(name, content.replace(b"<table:table-row>", endless, 1))
    assert code_of(tmp_path / "b.ods") == "WORKBOOK_TOO_LARGE"


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "a.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    assert code_of(picture) == "WORKBOOK_UNREADABLE"
    letter = tmp_path / "letter.xlsx"
    letter.write_text("dear colleague", encoding="utf-8")
    assert code_of(letter) == "WORKBOOK_UNREADABLE"
    page = tmp_path / "page.xls"
    page.write_text("<html><table><tr><td>姓名, 身份证号</td></tr></table></html>", encoding="utf-8")
    assert code_of(page) == "WORKBOOK_UNREADABLE"
    torn = tmp_path / "torn.xlsx"
    torn.write_bytes(made.roster(tmp_path / "whole.xlsx", made.ROW).read_bytes()[:3000])
    assert code_of(torn) == "WORKBOOK_UNREADABLE"
    other_zip = tmp_path / "other.xlsx"
    with zipfile.ZipFile(other_zip, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert code_of(other_zip) == "WORKBOOK_UNREADABLE"


def test_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    whole = made.roster(tmp_path / "whole.xlsx", made.ROW)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<worksheet><sheetData><row" if "sheet1" in name else source.read(name))
    assert code_of(tmp_path / "bad.xlsx") == "WORKBOOK_UNREADABLE"


@pytest.mark.parametrize("name", ["roster.xls", "long.xls", "password.xlsx", "clean.xlsx"])
def test_a_file_damaged_anywhere_is_read_or_refused_never_a_bug(tmp_path: Path, name: str) -> None:
    whole = made.roster(tmp_path / "clean.xlsx", made.ROW) if name == "clean.xlsx" else DATA / name
    original, dice = whole.read_bytes(), random.Random(name)
    for turn in range(40):
        content = bytearray(original)
        if turn % 2:
            content = content[: dice.randrange(len(content))]
        else:
            for _ in range(dice.randrange(1, 30)):
                content[dice.randrange(len(content))] = dice.randrange(256)
        path = tmp_path / f"{turn}{whole.suffix}"
        path.write_bytes(content)
        with contextlib.suppress(UserError):
            read(path)


def test_a_password_is_named() -> None:
    assert code_of(DATA / "password.xlsx") == "WORKBOOK_PASSWORD"


def test_an_et_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "名单.et"
    path.write_bytes((DATA / "roster.xls").read_bytes())
    assert code_of(path) == "WORKBOOK_ET"


def test_200_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        os.truncate(file.fileno(), 200 * 1024 * 1024)
    assert code_of(path) == "WORKBOOK_TOO_LARGE"


def test_a_zip_bomb_is_refused_before_it_expands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_EXPANDED_BYTES", 1_000_000)
    whole = made.roster(tmp_path / "whole.xlsx", made.ROW)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name) + (b" " * 2_000_000 if "sheet1" in name else b""))
    assert code_of(bomb) == "WORKBOOK_TOO_LARGE"
    # The same with a directory that lies about the size.
    data = bytearray(bomb.read_bytes())
    size = (2_000_000 + zipfile.ZipFile(whole).getinfo("xl/worksheets/sheet1.xml").file_size).to_bytes(4, "little")
    lying = tmp_path / "lying.xlsx"
    lying.write_bytes(bytes(data).replace(size, (1000).to_bytes(4, "little")))
    assert code_of(lying) == "WORKBOOK_TOO_LARGE"


def test_one_cell_at_the_end_of_the_world_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write(0, 0, "姓名")
    page.write(1048575, 16383, "x")
    book.close()
    assert code_of(path) == "WORKBOOK_TOO_LARGE"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("sheet1", b'r="A2"', b'r="A118446744073709551616"'),
        ("sharedStrings", b"uniqueCount", b'uniqueCount="42949672955" more'),
    ],
)
def test_numbers_that_ask_for_all_the_memory_are_refused(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    whole = made.roster(tmp_path / "whole.xlsx", made.ROW)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "greedy.xlsx", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new, 1) if part in name else content)
    assert code_of(tmp_path / "greedy.xlsx") == "WORKBOOK_TOO_LARGE"


def test_formatted_but_empty_cells_far_out_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "styled.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write(0, 0, "姓名")
    page.write_blank(1048575, 16383, None, book.add_format({"bold": True}))
    book.close()
    assert read(path).sheets[0].rows == [["姓名"]]


def test_an_entity_bomb_does_not_expand(tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    whole = made.roster(tmp_path / "whole.xlsx", made.ROW)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "bomb.xlsx", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if "sharedStrings" in name:
                content = content.replace(b"<sst", f"<!DOCTYPE x [{entities}]><sst".encode(), 1)
                content = content.replace("石小花".encode(), b"&a11;")
            target.writestr(name, content)
    assert code_of(tmp_path / "bomb.xlsx") == "WORKBOOK_UNREADABLE"


def test_an_empty_file_and_an_empty_workbook_are_named(tmp_path: Path) -> None:
    (tmp_path / "nothing.xlsx").touch()
    assert code_of(tmp_path / "nothing.xlsx") == "WORKBOOK_EMPTY"
    assert code_of(made.xlsx(tmp_path / "blank.xlsx", {"Sheet1": []})) == "WORKBOOK_EMPTY"


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    assert code_of(tmp_path / "gone.xlsx") == "WORKBOOK_GONE"
    assert code_of(tmp_path) == "WORKBOOK_UNREADABLE"
