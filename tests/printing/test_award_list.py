"""F15 表彰名单: both kinds on one paper, numbered through, with the sums of S23; draft, void, one kind alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cjdesk.domain.awards import AwardKind, total_fen
from cjdesk.domain.errors import NothingToPrint
from cjdesk.printing import award_list, list_pages
from cjdesk.printing.measures import PORTRAIT
from cjdesk.printing.pages import Pages
from tests.printing.sample_awards import round_of
from tests.printing.sample_sheets import STAMP

Read = Callable[[Pages[Any]], list[str]]


def test_the_columns_fill_the_page() -> None:
    for columns in award_list.COLUMNS.values():
        assert sum(column.width for column in columns) == PORTRAIT.inner


def test_s23_on_paper(read_back: Read) -> None:
    pages = award_list.layout(round_of(20, 100), STAMP)
    texts = read_back(pages)
    assert len(texts) == 6
    assert [f"第{number}页共6页" in text for number, text in enumerate(texts, start=1)] == [True] * 6
    first, last = texts[0], texts[-1]
    for words in ("先进合作社表彰名单", "20,000.00", "贰万元整", "20个", "劳务队长见后页", "1,000.00"):
        assert words in first
    assert "70,000.00" not in first
    for words in (
        "优秀劳务队长表彰名单",
        "50,000.00",
        "70,000.00",
        "柒万元整",
        "合作社20个、劳务队长100人",
        "以下空白",
    ):
        assert words in last


def test_the_sums_of_pages_are_those_of_the_list() -> None:
    value = round_of(20, 100)
    forms = [part.content for part in award_list.layout(value, STAMP).content]
    found = [sum(row.line.amount_fen for row in page.rows) for form in forms for page in form.pages]
    assert sum(found) == total_fen(value.shown) == 7_000_000


def test_one_kind_alone_has_no_grand_total(read_back: Read) -> None:
    texts = read_back(award_list.layout(round_of(3, 0), STAMP))
    assert len(texts) == 1
    assert "3,000.00" in texts[0]
    assert "总计" not in texts[0]


def test_one_imprint_for_all_tables() -> None:
    pages = award_list.layout(round_of(2, 30), STAMP)
    (imprint,) = pages.imprints
    assert (imprint.form, imprint.number) == ("F15", "AW-2020H2-01")
    changed = award_list.layout(round_of(2, 29), STAMP)
    assert changed.imprints[0].check_code != imprint.check_code


def test_draft_until_decided_and_void_for_ever(read_back: Read) -> None:
    for state, mark in (("拟定", "草稿"), ("公示中", "草稿"), ("已定", ""), ("已发", ""), ("已作废", "作废")):
        (text,) = read_back(award_list.layout(round_of(0, 3, state=state), STAMP))
        assert [word for word in ("草稿", "作废") if word in text] == ([mark] if mark else [])


def test_only_the_chosen_are_on_the_decided_list(read_back: Read) -> None:
    value = round_of(3, 0)
    value = replace(value, lines=(value.lines[0], replace(value.lines[1], chosen=False), value.lines[2]))
    (text,) = read_back(award_list.layout(value, STAMP))
    assert "2,000.00" in text
    assert value.lines[1].village not in text


def test_a_round_without_anybody_is_no_paper() -> None:
    with pytest.raises(NothingToPrint):
        award_list.layout(round_of(0, 0), STAMP)


def test_the_workbook_has_a_sheet_for_each_kind(tmp_path: Path) -> None:
    import openpyxl

    pages = award_list.layout(round_of(2, 3), STAMP)
    path = list_pages.write_twin(pages, tmp_path / "awards.xlsx")
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == len([kind for kind in AwardKind if round_of(2, 3).of(kind)])
