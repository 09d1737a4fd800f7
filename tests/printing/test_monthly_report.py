"""F7: every village and figure stands on paper as in the report, however many villages there are."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cjdesk.domain import money
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.printing import list_pages, monthly_report, pdf
from cjdesk.printing.measures import LANDSCAPE
from cjdesk.services.monthly import Figures, MonthlyReport, Place, VillageRow
from cjdesk.services.monthly.values import FIGURES, OtherPay
from tests.printing.sample_sheets import STAMP

Read = Callable[..., list[str]]
VILLAGES = (
    "腊溪村",
    "宰翁村",
    "摆榜村",
    "俾榜村",
    "卡岔村",
    "引寨村",
    "务团村",
    "卡坪村",
    "岑往村",
    "俾翁村",
    "污溪村",
    "摆虽村",
)
LONG = "从江县贯洞镇第二联合党支部滚合苗族侗族社区"


def figures(number: int, **changes: int) -> Figures:
    """Figures that are all different, so that a column in the wrong place is seen."""
    counts = {name: number * 37 % 89 + place for place, name in enumerate(FIGURES)}
    counts |= {"posts_other": 0, "paid_fen": 2_740_127 + 91 * number, "commission_fen": 140_794 - 7 * number}
    counts |= {"post_days": 840, "insured_days": 840 - number}
    return Figures(**{**counts, **changes})


def summed(rows: tuple[VillageRow, ...]) -> Figures:
    return Figures(**{name: sum(getattr(row.figures, name) for row in rows) for name in FIGURES})


def report_of(*villages: str, other_posts: bool = False, **changes: object) -> MonthlyReport:
    """A report of these villages, people without one, and the township's cooperative."""
    more = {"posts_other": 3} if other_posts else {}
    rows = (
        *(VillageRow(Place.VILLAGE, name, figures(number, **more)) for number, name in enumerate(villages, start=1)),
        VillageRow(Place.UNKNOWN, "", figures(50, **more)),
        VillageRow(Place.TOWNSHIP, "", Figures(cooperatives=1, members=9, captains=1, away=6)),
    )
    made = MonthlyReport(
        month=Month(2020, 11),
        as_of=date(2020, 11, 30),
        county_name="从江县",
        township_name="贯洞镇",
        office_name="从江县贯洞镇人力资源和社会保障服务中心",
        demo=True,
        number="STAT-202011",
        revision=1,
        rows=rows,
        total=summed(rows),
    )
    return replace(made, **changes)


def many(count: int = 31) -> MonthlyReport:
    """More villages than a page holds, with everything in it that may be."""
    names = tuple(f"{LONG[:9]}{number}村" for number in range(1, count + 1))
    return report_of(
        *names, other_posts=True, quotas={"护路员": 150, "护河员": 110, "管水员": 120}, open_runs=("护河员", "管水员"),
        other_pay=OtherPay(12, 1_234_567), reported_on=date(2020, 12, 5), revision=2,
    )  # fmt: skip


def cells(one: Figures, number: int, name: str) -> str:
    """A row of the first table as its text is read back."""
    counts = (one.posts_hl, one.posts_hh, one.posts_gs, one.posts, one.on_post, one.poor, one.monitored,
              one.relocated, one.disabled, one.women, one.joined, one.left, one.paid_lines)  # fmt: skip
    share = (one.insured_days * 20_000 + one.post_days) // (2 * one.post_days)
    return (
        f"{number}{name}{''.join(map(str, counts))}{money.show(one.paid_fen)}{money.show(one.commission_fen)}"
        f"{one.unpaid_lines}{share // 100}.{share % 100:02d}%"
    )


def homes(one: Figures, number: int, name: str) -> str:
    """A row of the second table."""
    counts = (one.cooperatives, one.members, one.captains, one.away, one.departed, one.households, one.relocated_people,
              one.poor_households, one.labourers, one.employed_county, one.employed_province, one.employed_outside,
              one.employed, one.zero_households)  # fmt: skip
    return f"{number}{name}{''.join(map(str, counts))}"


def test_columns_fill_the_paper() -> None:
    for value in (report_of(*VILLAGES), many()):
        for part in monthly_report.layout(value, STAMP).content:
            assert sum(one.width for one in part.content.columns) == pytest.approx(LANDSCAPE.inner)


def test_every_village_stands_there_with_its_figures(read_back: Read) -> None:
    value = report_of(*VILLAGES)
    found = read_back(monthly_report.layout(value, STAMP))
    assert len(found) == 2
    for number, row in enumerate(value.villages, start=1):
        assert cells(row.figures, number, row.village or "(未填村)") in found[0]
        assert homes(row.figures, number, row.village or "(未填村)") in found[1]
    total = value.total
    assert f"合计{total.posts_hl}{total.posts_hh}{total.posts_gs}{total.posts}{total.on_post}" in found[0]
    assert money.show(total.paid_fen) in found[0]
    assert f"合计{total.cooperatives}{total.members}{total.captains}" in found[1]
    assert "镇级联合社1916" in found[1]
    for page, text in enumerate(found, start=1):
        assert "从江县贯洞镇2020年11月就业帮扶工作月报表" in text
        assert "统计截止:2020年11月30日" in text
        assert "STAT-202011第1版" in text
        assert f"第{page}页共2页" in text
        assert "各类别有重叠,不可相加" in text
        for word in ("填表人", "审核人", "单位负责人", "上报日期"):
            assert word in text
    assert "其他" not in found[0].split("注:")[0]


def test_more_villages_go_on_with_the_head_again(read_back: Read) -> None:
    value = many()
    pages = monthly_report.layout(value, STAMP)
    found = read_back(pages)
    assert len(found) == pages.count == 6
    for text in found[:3]:
        assert "其中提成" in text
        assert "其他" in text
    assert [text.count("合计") for text in found[:3]][:2] == [2, 2]
    assert "护路员150个、护河员110个、管水员120个" in found[2]
    assert "护河员、管水员本月工资尚未审核,未计入" in found[2]
    assert "岗位以外的补贴12人次12,345.67元不在本表内" in found[2]
    assert "本表为2020年12月5日上报数" in found[2]
    on_pages = [row for part in pages.content for page in part.content.pages for row in page.rows]
    assert [row.name for row in on_pages if row.kind is Place.VILLAGE] == [row.village for row in value.rows[:31]] * 2
    for number, text in enumerate(found, start=1):
        assert f"第{number}页共6页" in text
        assert "填表人" in text


@pytest.mark.parametrize("count", range(1, 47))
def test_no_village_is_lost_and_no_page_holds_the_total_alone(count: int) -> None:
    for part in monthly_report.layout(report_of(*(f"{number}村" for number in range(count))), STAMP).content:
        form = part.content
        rows = [row for page in form.pages for row in page.rows]
        assert len(rows) == len({row.name for row in rows}) >= count + 1
        assert all(page.rows for page in form.pages)
        assert len(form.pages[-1].rows) <= monthly_report.LAST
        assert all(len(page.rows) <= monthly_report.FULL for page in form.pages)


def test_long_names_and_great_amounts_stay_in_their_cells(read_back: Read) -> None:
    rows = (VillageRow(Place.VILLAGE, LONG, figures(1, paid_fen=1_234_567_890, commission_fen=987_654_321)),)
    value = report_of(rows=rows, total=summed(rows))
    text = read_back(monthly_report.layout(value, STAMP))[0]
    assert "12,345,678.90" in text
    assert "9,876,543.21" in text


def test_a_month_without_pay_is_printed_and_says_so(read_back: Read) -> None:
    rows = (VillageRow(Place.VILLAGE, "腊溪村", Figures(posts=1, posts_hl=1)),)
    value = report_of(rows=rows, total=summed(rows))
    text = read_back(monthly_report.layout(value, STAMP))[0]
    assert "本月没有已审核的补贴发放" in text
    assert "—" in text


def test_a_month_of_nothing_is_refused() -> None:
    with pytest.raises(NothingToPrint):
        monthly_report.layout(report_of(rows=(), total=Figures()), STAMP)


def test_the_file_carries_the_figures_and_the_code_is_theirs() -> None:
    value = report_of(*VILLAGES)
    pages = monthly_report.layout(value, STAMP)
    carried, *_ = pages.attachments()
    rows = json.loads(carried.content)["rows"]
    assert carried.name == "STAT-202011_v1.json"
    assert [row["row"] for row in rows] == [*VILLAGES, "~unknown", "~township", "合计"]
    assert rows[-1]["paid_fen"] == value.total.paid_fen
    (imprint,) = pages.imprints
    assert (imprint.form, imprint.number, imprint.revision) == ("F7", "STAT-202011", 1)
    other = monthly_report.layout(replace(value, total=replace(value.total, women=0)), STAMP)
    assert other.imprints[0].check_code != imprint.check_code


def test_the_workbook_holds_both_tables(tmp_path: Path) -> None:
    value = report_of(*VILLAGES)
    path = list_pages.write_twin(monthly_report.layout(value, STAMP), tmp_path / "月报.xlsx")
    book = load_workbook(path)
    assert len(book.worksheets) == 2
    first = [[cell for cell in row if cell is not None] for row in book.worksheets[0].iter_rows(values_only=True)]
    (row,) = [row for row in first if "宰翁村" in row]
    assert row[:3] == ["2", "宰翁村", str(value.rows[1].figures.posts_hl)]
    assert round(row[-4] * 100) == value.rows[1].figures.paid_fen
    (total,) = [row for row in first if row and row[0] == "合　　计"]
    assert round(total[-4] * 100) == value.total.paid_fen


def test_it_is_a4_across(tmp_path: Path) -> None:
    pages = monthly_report.layout(report_of(*VILLAGES), STAMP)
    assert (pages.paper.width, pages.paper.height) == (297, 210)
    assert pdf.write_pdf(pages, tmp_path / "f7.pdf").stat().st_size > 0
