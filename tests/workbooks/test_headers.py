"""The heading row is found in any order, under titles, over one or two rows; totals and signatures are passed over."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cjdesk.domain.errors import UserError
from cjdesk.workbooks.forms import KINDS, ROSTER
from cjdesk.workbooks.headers import find_tables, is_aside, label
from cjdesk.workbooks.reading import read
from tests.workbooks import made
from tests.workbooks.made import HEADINGS, ROW


def test_columns_in_any_order(tmp_path: Path) -> None:
    order = list(range(len(HEADINGS)))
    random.Random(1).shuffle(order)
    path = made.roster(
        tmp_path / "a.xlsx", [ROW[index] for index in order], headings=[HEADINGS[index] for index in order]
    )
    (table,) = find_tables(read(path), KINDS["roster"])
    (row,) = table.rows()
    assert row.cells[table.columns["name"]] == "石小花"
    assert row.cells[table.columns["id_no"]] == ROW[1]


def test_other_words_for_headings(tmp_path: Path) -> None:
    headings = (
        "姓 名",
        "公民身份号码",
        "岗位类型",
        "到岗日期",
        "行政村",
        "村民小组",
        "一卡通账号",
        "补贴标准（元/月）",
    )
    (table,) = find_tables(read(made.roster(tmp_path / "a.xlsx", ROW, headings=headings)), KINDS["roster"])
    assert set(table.columns) == {"name", "id_no", "post_type", "start", "village", "group", "bank_no", "standard"}


def test_two_rows_with_groups_and_titles(tmp_path: Path) -> None:
    rows = [
        ["花名册"], ["单位：元"], ["序号", "基本信息", "", "岗位", "", "协议起止", ""],
        ["", "姓名", "身份证号", "岗位类别", "上岗时间", "起", "止"], [1, *ROW[:4], "2020.7.1", "2021.6.30"],
    ]  # fmt: skip
    (table,) = find_tables(read(made.xlsx(tmp_path / "a.xlsx", {"表": rows})), KINDS["roster"])
    assert (table.first_heading, table.last_heading) == (3, 4)
    assert table.columns["agreement_from"] == 5
    assert table.columns["agreement_to"] == 6
    assert [row.number for row in table.rows()] == [5]


def test_totals_headings_and_signatures_are_no_data(tmp_path: Path) -> None:
    path = made.roster(
        tmp_path / "a.xlsx",
        ROW, ("小计", "1人"), (), HEADINGS, made.row(身份证号="522699198808080029"), ("合  计", "2人"), ("制表人：甲", "审核人：乙"),
        ("备注：以上人员均在岗",), ("填表日期：2020.11.30",),
    )  # fmt: skip
    (table,) = find_tables(read(path), KINDS["roster"])
    assert [row.number for row in table.rows()] == [2, 6]


def test_names_that_begin_like_a_total_stay_data() -> None:
    assert is_aside("合计")
    assert is_aside("本页小计")
    assert is_aside("制表人：演示甲")
    assert not is_aside("合理")
    assert not is_aside("石小花")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    headings = [heading if heading != "上岗时间" else "某某" for heading in HEADINGS]
    with pytest.raises(UserError) as caught:
        find_tables(read(made.roster(tmp_path / "a.xlsx", ROW, headings=headings)), KINDS["roster"])
    assert caught.value.code == "COLUMN_MISSING"
    assert caught.value.facts == {"sheet": "花名册", "missing": "上岗时间", "row": 1}


def test_a_sheet_among_good_ones_that_lacks_a_column_is_not_lost(tmp_path: Path) -> None:
    short = [heading if heading != "身份证号" else "编码" for heading in HEADINGS]
    path = made.xlsx(tmp_path / "a.xlsx", {"一": [HEADINGS, ROW], "二": [short, ROW]})
    with pytest.raises(UserError) as caught:
        find_tables(read(path), KINDS["roster"])
    assert caught.value.code == "COLUMN_MISSING"


def test_covers_and_summaries_are_passed_over(tmp_path: Path) -> None:
    summary = [["村", "岗位类别", "人员类别", "备注"], ["干团村", "护路员", "脱贫户", "3人"]]
    path = made.xlsx(tmp_path / "a.xlsx", {"封面": [["2020年花名册"]], "汇总": summary, "名单": [HEADINGS, ROW]})
    assert [table.sheet.name for table in find_tables(read(path), KINDS["roster"])] == ["名单"]


def test_no_heading_at_all(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        find_tables(read(made.xlsx(tmp_path / "a.xlsx", {"表": [["一", "二"], [1, 2]]})), KINDS["roster"])
    assert caught.value.code == "HEADER_NOT_FOUND"


@pytest.mark.parametrize("kind", list(KINDS))
def test_no_heading_word_means_two_fields_of_a_form(kind: str) -> None:
    for form in KINDS[kind]:
        assert len({field.key for field in form.fields}) == len(form.fields)
        assert form.keys_by_label
        for field in form.fields:
            assert form.keys_by_label[label(field.heading)] == field.key
    assert ROSTER.heading("id_no") == "身份证号"
