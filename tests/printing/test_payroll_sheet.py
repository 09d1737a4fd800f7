"""F1 read back from its PDF: people, amounts, sums and words are those of the sheet."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjdesk.domain import money, rmb
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.sheet import Sheet
from cjdesk.printing import list_form, payroll_sheet, pdf
from cjdesk.printing.fonts import faces
from cjdesk.printing.payroll_columns import Numbers, columns, components, widths
from cjdesk.printing.payroll_sheet import SheetOptions
from tests.printing.conftest import folded
from tests.printing.sample_sheets import STAMP, expected, line, sheet

OPTIONS = SheetOptions(STAMP)
LOST_IN_TEXT = re.compile("[\ue000-\uf8ff\U00010000-\U0010ffff]")
"""Private characters are printed 〓; names outside the BMP print right but have no text in Qt's PDF."""


@pytest.mark.parametrize("post_type", ["HL", "HH", "GS"])
def test_every_person_of_the_month_is_read_back(post_type: str, read_back: Callable[..., list[str]]) -> None:
    run = sheet(post_type)
    pages = payroll_sheet.layout(run, OPTIONS)
    texts = read_back(pages)
    assert len(texts) == pages.count
    for number, (page, text) in enumerate(zip(pages.content.pages, texts, strict=True), start=1):
        assert f"第{number}页共{pages.count}页" in text
        assert folded(pages.title) in text
        assert f"批次{run.number}校验码" in text
        assert "序号姓名" in text
        assert "制表人:" in text
        assert "单位负责人:" in text
        for one in page.rows:
            assert one.id_no in text
            assert money.show(one.net_fen) in text
            if not LOST_IN_TEXT.search(one.name):
                assert folded(one.name) in text or "·" in one.name
            if one.bank_no and one.net_fen:
                assert one.bank_no in text
        assert "本页小计" in text
        assert money.show(sum(one.net_fen for one in page.rows)) in text
    assert sum(len(page.rows) for page in pages.content.pages) == len(run.lines)
    total = expected()["payroll"]["P1_REPORT"]["totals_by_post"][post_type]["net_fen"]
    assert folded(f"人民币（大写）{rmb.words(total)}") in texts[-1]
    assert f"¥{money.show(total)}" in texts[-1]
    assert f"{len(run.lines)}人次" in texts[-1]
    assert "以下空白" in texts[-1]


def test_water_sheet_shows_base_and_commission_and_no_sex() -> None:
    keys = [one.key for one in payroll_sheet.layout(sheet("GS"), OPTIONS).content.columns]
    assert keys[5:9] == ["attendance", "base_fen", "commission_fen", "net_fen"] or "base_fen" in keys
    assert "sex" not in keys
    assert "standard" not in keys


WIDTHS = {
    "GS": [9, 20, 36, 25, 14, 11, 18, 18, 24, 40, 32, 25],
    "HL": [9, 20, 9, 36, 25, 14, 11, 18, 24, 40, 32, 34],
}
EVERY = [9, 18, 34, 20, 13, 10, 16, 16, 15, 15, 15, 22, 33, 22, 14]


@pytest.mark.parametrize("post_type", WIDTHS)
def test_widths_as_in_the_contract(post_type: str) -> None:
    assert [one.width for one in payroll_sheet.layout(sheet(post_type), OPTIONS).content.columns] == WIDTHS[post_type]


def test_widths_with_every_column() -> None:
    pages = payroll_sheet.layout(sheet("GS", "P1_TOPUP"), SheetOptions(STAMP, every_column=True))
    assert [one.width for one in pages.content.columns] == EVERY


def test_topup_column_comes_with_its_amounts() -> None:
    run = sheet("GS", "P1_TOPUP")
    assert [one.key for one in components(run, every=False)] == ["base_fen", "commission_fen", "topup_fen"]
    assert sum(one.width for one in columns(run, every=False, ids=Numbers.FULL, accounts=Numbers.FULL)) == 272


def test_a_row_adds_up_on_paper_when_a_road_warden_is_paid_back() -> None:
    run = sheet("HL", lines=(line(1, back_pay_fen=5000, deduction_fen=300, net_fen=104700),))
    shown = components(run, every=False)
    assert [one.key for one in shown] == ["base_fen", "back_pay_fen", "off_fen"]
    assert sum(one.of(run.lines[0]) for one in shown) == run.lines[0].net_fen


def test_total_of_seven_digits_widens_net() -> None:
    run = sheet("GS", lines=tuple(line(number, net_fen=99_999_999) for number in range(1, 9)))
    found = columns(run, every=True, ids=Numbers.FULL, accounts=Numbers.FULL)
    by_key = {one.key: one.width for one in found}
    assert by_key["net_fen"] >= 23
    assert sum(by_key.values()) == 272


def test_too_many_columns_are_our_bug() -> None:
    with pytest.raises(ValueError, match="paper"):
        widths(["id_no", "account", "remark"], inner=60)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 500_000), min_size=1, max_size=120), st.booleans())
def test_page_sums_add_up_to_the_sheet(amounts: list[int], by_village: bool) -> None:
    lines = tuple(
        line(number, net_fen=fen, base_fen=fen, village=f"{number // 20}村") for number, fen in enumerate(amounts, 1)
    )
    run = sheet("HL", lines=lines)
    pages = payroll_sheet.layout(run, SheetOptions(STAMP, by_village=by_village))
    assert tuple(one for page in pages.content.pages for one in page.rows) == lines
    shown = [list_form.sums(pages.content, index)[0].values["net_fen"] for index in range(pages.count)]
    assert sum(money.parse_fen(text) for text in shown) == run.net_fen
    (whole,) = pages.content.wholes()
    assert whole.values["net_fen"] == money.show(run.net_fen)
    if by_village:
        ended = [one for page in pages.content.pages for one in page.part]
        assert tuple(ended) == lines


def test_short_page_says_that_it_goes_on(read_back: Callable[..., list[str]]) -> None:
    texts = read_back(payroll_sheet.layout(sheet("HL"), OPTIONS))
    assert "本页以下空白,转下页" in texts[9]
    assert all("转下页" not in text for number, text in enumerate(texts) if number != 9)


def test_zero_line_is_printed_and_not_paid(read_back: Callable[..., list[str]]) -> None:
    texts = read_back(payroll_sheet.layout(sheet("HL"), OPTIONS))
    assert "不发放" in texts[9]
    assert "其中零金额1人次" in texts[9]
    assert "零金额行不发放" in texts[-1]


def test_missing_account_is_named(read_back: Callable[..., list[str]]) -> None:
    assert "待补账号" in "".join(read_back(payroll_sheet.layout(sheet("HL"), OPTIONS)))


def test_private_characters_are_listed_and_printed_as_gap(read_back: Callable[..., list[str]]) -> None:
    run = sheet("GS")
    listed = payroll_sheet.missing_glyphs(run)
    assert listed
    assert {one.name for one in listed} >= {one.name for one in run.lines if re.search("[\ue000-\uf8ff]", one.name)}
    text = "".join(read_back(payroll_sheet.layout(run, OPTIONS)))
    assert text.count("姓名缺字,待补") == len(listed)
    assert "〓" in text


def test_rare_name_is_set_whole_in_one_font_that_has_it() -> None:
    name, face = faces().name("赵老\U0002014e")
    assert name == "赵老\U0002014e" or "〓" in name
    assert face.has(name)
    assert faces().writable("欧老㛃")


def test_draft_carries_its_mark_until_the_lock(read_back: Callable[..., list[str]]) -> None:
    assert all("草" in text for text in read_back(payroll_sheet.layout(sheet("HH", locked_at=None), OPTIONS)))
    assert not any("草稿" in text for text in read_back(payroll_sheet.layout(sheet("HH"), OPTIONS)))


def test_demo_and_single_clerk_are_tagged(read_back: Callable[..., list[str]]) -> None:
    run = sheet("HH", single_clerk=True)
    assert all("演示数据" in text and "单人经办" in text for text in read_back(payroll_sheet.layout(run, OPTIONS)))
    real = dataclasses.replace(run, demo=False, single_clerk=False)
    assert not any("演示数据" in text for text in read_back(payroll_sheet.layout(real, OPTIONS)))


def test_masked_copy_has_no_number_not_even_inside(read_back: Callable[..., list[str]], tmp_path: Path) -> None:
    pages = payroll_sheet.layout(sheet("HL"), SheetOptions(STAMP, ids=Numbers.TAIL, accounts=Numbers.TAIL))
    text = "".join(read_back(pages))
    assert not re.search(r"\d{15,}", text)
    assert "审批联" not in text  # that is the copy with all numbers
    assert "留存联" in text
    (attachment,) = pages.attachments()
    assert not re.search(rb"\d{15,}", attachment.content)
    assert "尾号".encode() in attachment.content


def test_extreme_values_are_shrunk_and_never_cut(read_back: Callable[..., list[str]]) -> None:
    long_name = "阿卜杜热合曼·买买提依明·" + "努尔买买提" * 5 + "江江"
    assert len(long_name) == 40
    run = sheet(
        "GS",
        lines=(
            line(1, name=long_name, base_fen=123_456_789_00, net_fen=123_456_789_00, commission_fen=987_654_321),
            line(2, name="王", village="从江县贯洞镇很长名字的行政村民委员会", group="第一百二十三村民小组"),
        ),
    )
    text = "".join(read_back(payroll_sheet.layout(run, OPTIONS)))
    assert "123,456,789.00" in text
    assert "9,876,543.21" in text
    # Lines of one cell may be read in another order; every character stands there.
    assert all(text.count(character) >= long_name.count(character) for character in set(long_name) - {"·"})
    assert rmb.words(run.net_fen) in text


def test_a_sum_that_is_not_that_of_its_parts_is_explained(read_back: Callable[..., list[str]]) -> None:
    """A deduction beyond the pay, and rounding to the jiao: the reader can add up the last page all the same."""
    plain = "".join(read_back(payroll_sheet.layout(sheet("HL"), OPTIONS)))
    assert "转下月扣" not in plain
    assert "取整" not in plain
    beyond = line(1, deduction_fen=900_000, back_pay_fen=12_345, net_fen=0)
    rounded = (line(2, base_fen=86_364, net_fen=86_360), line(3, base_fen=45_455, net_fen=45_460))
    text = "".join(read_back(payroll_sheet.layout(sheet("HL", lines=(beyond, *rounded)), OPTIONS)))
    assert "7876.55" in text  # 备注, which has two lines
    assert "扣款中7,876.55元转下月扣" in text
    assert "实发按规定取整,合计多0.01元" in text


def test_empty_run_is_refused() -> None:
    with pytest.raises(NothingToPrint) as caught:
        payroll_sheet.layout(sheet("HL", lines=()), OPTIONS)
    assert caught.value.code == "NOTHING_TO_PRINT"


def test_pdf_is_a4_landscape_titled_with_fonts_inside_and_carries_the_sheet(tmp_path: Path) -> None:
    run = sheet("GS")
    path = pdf.write_pdf(payroll_sheet.layout(run, OPTIONS), tmp_path / "花名册.pdf")
    info = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode()
    assert "842 x 595 pts (A4)" in info
    assert run.township_name in info
    assert re.search(r"Pages:\s+8\b", info)
    fonts = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True).stdout.decode().splitlines()[2:]
    assert fonts
    assert all(row[row.index("Identity-H") :].split()[1] == "yes" for row in fonts)
    subprocess.run(["pdfdetach", "-saveall", "-o", str(tmp_path), str(path)], check=True, capture_output=True)
    carried = json.loads((tmp_path / f"{run.number}_v1.json").read_bytes())
    assert carried["month"] == "2020-11"
    assert [one["net_fen"] for one in carried["lines"]] == [one.net_fen for one in run.lines]
    assert [one["name"] for one in carried["lines"]] == [one.name for one in run.lines]


def test_layout_paints_nothing_and_is_the_same_twice() -> None:
    run: Sheet = sheet("GS")
    assert payroll_sheet.layout(run, OPTIONS).content.pages == payroll_sheet.layout(run, OPTIONS).content.pages
