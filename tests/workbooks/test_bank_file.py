"""The bank's file by its layout: order, separator, encoding, unit, trailer, parts, text cells."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from cjdesk.workbooks import bank_file
from cjdesk.workbooks.bank_file import BankRow, Column, Control, Layout

ROWS = [
    BankRow(
        "潘文㛃",
        "6299996842747278045",
        "从江农商行贯洞支行",
        67_742,
        "522699196109212572",
        "潘文㛃",
        "2021年3月护路员补贴",
    ),
    BankRow(
        "古丽娜·买买提",
        "012345678901",
        "邮储银行, 从江支行",
        100_000,
        "52269919930305006X",
        "古丽娜·买买提",
        "补贴",
        "15400000071",
    ),
]
COLUMNS = (Column("序号", "number"), Column("户名", "holder"), Column("账号", "account"), Column("金额", "amount"))


def text(layout: Layout) -> str:
    (content,) = bank_file.write(ROWS, layout)
    return content.decode(bank_file.CODECS[layout.encoding])


def test_order_header_and_trailer_follow_the_layout() -> None:
    assert text(Layout(COLUMNS, separator="|")) == (
        "序号|户名|账号|金额\r\n"
        "1|潘文㛃|6299996842747278045|677.42\r\n"
        "2|古丽娜·买买提|012345678901|1000.00\r\n"
        "合计2笔|||1677.42\r\n"
    )


def test_unit_line_end_and_bare_rows() -> None:
    layout = Layout(COLUMNS[2:], header=False, totals=False, unit="fen", line_end="lf", separator="\t")
    assert text(layout) == "6299996842747278045\t67742\n012345678901\t100000\n"


def test_a_separator_inside_a_value_is_quoted() -> None:
    layout = Layout((Column("开户行", "bank"), Column("账号", "account"), Column("金额", "amount")), totals=False)
    assert text(layout).splitlines()[2] == '"邮储银行, 从江支行",012345678901,1000.00'


def test_fixed_texts_and_the_kind_of_paper() -> None:
    columns = (Column("证件类型", "id_kind"), Column("币种", "text", "人民币"), *COLUMNS[2:])
    assert text(Layout(columns, header=False, totals=False)).splitlines()[0].startswith("居民身份证,人民币,")


@pytest.mark.parametrize(("encoding", "mark"), [("GB18030", b""), ("UTF-8", b""), ("UTF-8-BOM", b"\xef\xbb\xbf")])
def test_encodings_keep_rare_characters(encoding: str, mark: bytes) -> None:
    (content,) = bank_file.write(ROWS, Layout(COLUMNS, encoding=encoding))
    assert content.startswith(mark)
    assert "潘文㛃" in content.decode(bank_file.CODECS[encoding])


def test_what_an_encoding_lacks_is_named() -> None:
    assert bank_file.unwritable(["潘文㛃", "石富", "潘文㛃", "赵老𠅤"], "GBK") == ("潘文㛃", "赵老𠅤")
    assert bank_file.unwritable(["潘文㛃", "赵老𠅤"], "GB18030") == ()


def test_each_part_has_its_own_numbers_and_totals() -> None:
    parts = bank_file.write(ROWS, Layout(COLUMNS, header=False, max_rows=1))
    assert [part.decode().splitlines()[-1] for part in parts] == ["合计1笔,,,677.42", "合计1笔,,,1000.00"]
    assert all(part.decode().startswith("1,") for part in parts)


def test_xlsx_cells_keep_every_digit_as_text() -> None:
    (content,) = bank_file.write(ROWS, Layout(COLUMNS, format="xlsx"), Control((("笔数", "2"),)))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["代发清单"]
    assert [cell.value for cell in sheet[3]] == ["2", "古丽娜·买买提", "012345678901", 1000]
    assert {sheet.cell(row, 3).number_format for row in (2, 3)} == {"@"}
    assert sheet.cell(4, 4).value == 1677.42
    assert [cell.value for cell in book["核对"][1]] == ["笔数", "2"]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"columns": []},
        {"columns": [{"title": "账号", "value": "account"}]},
        {
            "columns": [
                {"title": "账号", "value": "account"},
                {"title": "金额", "value": "amount"},
                {"title": "x", "value": "secret"},
            ]
        },
        {
            "columns": [{"title": "账号", "value": "account"}, {"title": "金额", "value": "amount"}],
            "encoding": "EBCDIC",
        },
    ],
)
def test_a_layout_that_cannot_be_used_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"columns|format"):
        bank_file.layout_of(document)


def test_the_layout_of_a_stored_template() -> None:
    stored = {
        "format": "text", "encoding": "GB18030", "separator": "|", "line_end": "crlf", "header": False, "totals": True,
        "columns": [{"title": "账号", "value": "account"}, {"title": "金额", "value": "amount"}],
    }  # fmt: skip
    layout = bank_file.layout_of(stored)
    assert (layout.encoding, layout.separator, layout.header, layout.unit) == ("GB18030", "|", False, "yuan")
    assert bank_file.suffix(layout) == ".txt"
    assert bank_file.suffix(Layout(COLUMNS)) == ".csv"
    assert bank_file.suffix(Layout(COLUMNS, format="xlsx")) == ".xlsx"
