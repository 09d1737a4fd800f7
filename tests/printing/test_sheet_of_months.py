"""F1 of several months and of subsidies, read back: a column for each month, one row for each assignment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from cjdesk.domain import money, rmb
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.printing import payroll_sheet
from cjdesk.printing.measures import LANDSCAPE
from cjdesk.printing.payroll_columns import MONTH, Numbers, columns
from cjdesk.printing.payroll_sheet import SheetOptions
from tests.printing.conftest import folded
from tests.printing.sample_sheets import STAMP, line, sheet

OPTIONS = SheetOptions(STAMP)


def several(first: Month, last: Month, people: int = 30, **changes: object) -> Sheet:
    """Everybody's months; each seventh person joins a month late, and the third has something taken off in the last."""
    base = replace(sheet("HL"), first_month=first, month=last, **changes)
    lines = []
    for person, one in enumerate(base.lines[:people]):
        for month in base.months:
            if person % 7 == 3 and month == first:
                continue
            taken = 3_000 if person == 2 and month == last else 0
            lines.append(
                replace(
                    one, id=f"{one.id}-{month}", number=len(lines) + 1, month=month, deduction_fen=taken,
                    net_fen=one.net_fen - taken,
                )
            )  # fmt: skip
    return replace(base, lines=tuple(lines))


def keys(run: Sheet) -> list[str]:
    return [one.key for one in columns(run, every=False, ids=Numbers.FULL, accounts=Numbers.FULL)]


def test_each_month_has_its_column_and_every_row_adds_up(read_back: Callable[..., list[str]]) -> None:
    run = several(Month(2020, 10), Month(2020, 12))
    pages = payroll_sheet.layout(run, OPTIONS)
    assert "2020年10月至12月公益性岗位（护路员）补贴发放花名册" in pages.title
    texts = read_back(pages)
    whole = "".join(texts)
    for row in run.rows:
        assert row.id_no in whole
        assert money.show(row.net_fen) in whole
    for month in run.months:
        total = sum(one.net_fen for one in run.lines if one.month == month)
        assert money.show(total) in texts[-1]
    assert "30人" in texts[-1]
    assert f"{len(run.lines)}人次" in texts[-1]
    assert folded(f"人民币（大写）{rmb.words(run.net_fen)}") in texts[-1]
    assert "12月扣款30.00" in texts[0]
    assert sum(len(page.rows) for page in pages.content.pages) == len(run.rows) == 30


@pytest.mark.parametrize(
    ("first", "last", "head"),
    [
        (Month(2020, 12), Month(2021, 2), "2020年12月至2021年2月"),
        (Month(2020, 7), Month(2020, 12), "2020年7月至12月"),
        (Month(2020, 1), Month(2020, 12), "2020年1月至12月"),
    ],
)
def test_any_number_of_months_fits_the_paper(
    first: Month, last: Month, head: str, read_back: Callable[..., list[str]]
) -> None:
    run = several(first, last, people=16)
    pages = payroll_sheet.layout(run, OPTIONS)
    assert head in pages.title
    made = columns(run, every=False, ids=Numbers.FULL, accounts=Numbers.FULL)
    assert sum(one.width for one in made) == pytest.approx(LANDSCAPE.inner)
    assert sum(one.key.startswith(MONTH) for one in made) == len(run.months)
    text = "".join(read_back(pages))
    for row in run.rows:
        if row.bank_no and row.net_fen:
            assert row.bank_no in text


def test_one_month_looks_as_ever() -> None:
    assert keys(sheet("HL")) == [
        "number", "name", "sex", "id_no", "place", "attendance", "days", "standard", "net_fen", "account", "signature",
        "remark",
    ]  # fmt: skip


def test_villages_sum_the_months_of_their_people(read_back: Callable[..., list[str]]) -> None:
    run = several(Month(2020, 10), Month(2020, 12))
    pages = payroll_sheet.layout(run, replace(OPTIONS, by_village=True))
    village = run.rows[0].village
    mine = [row for row in run.rows if row.village == village]
    ends = next(number for number, page in enumerate(pages.content.pages) if page.part)
    assert money.show(sum(row.net_fen for row in mine)) in read_back(pages)[ends]


def subsidy(**changes: object) -> Sheet:
    lines = tuple(
        line(number, name=f"杨{number}", required_tenths=None, attended_tenths=None, standard_fen=30_000,
             base_fen=30_000 * number, net_fen=30_000 * number)
        for number in (1, 2, 3)
    )  # fmt: skip
    fields = {"pay": "quantity", "unit": "个队", "attended": False, "proration": "P0", "post_type": "DZBT",
              "post_type_name": "劳务队长补贴", "lines": lines}  # fmt: skip
    return replace(sheet("HL"), **(fields | changes))


def test_a_subsidy_by_quantity_shows_number_and_unit(read_back: Callable[..., list[str]]) -> None:
    run = subsidy()
    assert keys(run)[5:8] == ["quantity", "standard", "net_fen"]
    pages = payroll_sheet.layout(run, OPTIONS)
    assert pages.title.endswith("2020年11月劳务队长补贴发放花名册")
    (text,) = read_back(pages)
    assert "金额=数量×单价" in text or "金额＝数量×单价" in text
    assert "出勤" not in text
    assert money.show(180_000) in text


def test_a_fixed_subsidy_says_that_days_do_not_count(read_back: Callable[..., list[str]]) -> None:
    lines = tuple(replace(one, base_fen=40_000, net_fen=40_000, standard_fen=40_000) for one in subsidy().lines)
    run = subsidy(pay="fixed", unit="", post_type="YZBT", post_type_name="就业扶贫援助补贴", lines=lines)
    assert keys(run)[5:7] == ["standard", "net_fen"]
    (text,) = read_back(payroll_sheet.layout(run, OPTIONS))
    assert "不按天数折算" in text
    assert "无考勤记录" not in text
