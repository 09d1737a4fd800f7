"""F14 and the tax list: every month in its column, sums that agree, corrections that name their month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cjdesk.domain import money
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.printing import list_form, tax_sheet, year_sheet
from cjdesk.printing.measures import LANDSCAPE
from cjdesk.services.exports import YEARLY
from cjdesk.services.year import Correction, MonthPay, Pay, Year, YearLine
from tests.printing.sample_sheets import STAMP, line

Read = Callable[..., list[str]]
ROAD, WATER = "交通（农村公路养护资金）", "水费提成"


def month_pay(month: int, net: int, *, tax: int = 0, corrections: tuple[Correction, ...] = ()) -> MonthPay:
    pay = Pay(base_fen=net + tax, tax_fen=tax, net_fen=net, paid_fen=net)
    return MonthPay(Month(2020, month), pay, (Month(2020, month),), (f"PAY-2020{month:02d}-0001",), ("r",), corrections)


def year_line(number: int, months: tuple[MonthPay, ...], *, fund: str = ROAD, kind: str = "HL") -> YearLine:
    one = line(number)
    return YearLine(f"p{number}", one.id_no, one.name, "腊溪村", "一组", kind, "护路员", fund, months)


def year_of(*lines: YearLine) -> Year:
    until = max((one.month for found in lines for one in found.months), default=None)
    return Year(2020, "从江县", "贯洞镇", "从江县贯洞镇人民政府", True, until, date(2020, 12, 31), lines)


def full_year(people: int) -> Year:
    months = tuple(month_pay(month, 100_000) for month in range(1, 12))
    return year_of(*(year_line(number, months[number % 4 :]) for number in range(1, people + 1)))


def test_columns_fill_the_paper() -> None:
    for columns in (year_sheet.COLUMNS, year_sheet.CORRECTIONS, tax_sheet.COLUMNS):
        assert sum(one.width for one in columns) == pytest.approx(LANDSCAPE.inner)


def test_every_page_and_the_whole_add_up(read_back: Read) -> None:
    year = full_year(47)
    pages = year_sheet.layout(year, STAMP)
    found = read_back(pages)
    assert len(found) == pages.count == 3
    content = pages.content[0].content
    rows = [row for page in content.pages for row in page.rows]
    assert sum(row.line.total.net_fen for row in rows) == year.total.net_fen
    of_pages = [list_form.sums(content, index)[0] for index in range(len(content.pages))]
    sums = [money.parse_fen(row.values["total"]) for row in of_pages]
    assert sum(sums) == money.parse_fen(content.wholes()[0].values["total"]) == year.total.net_fen
    assert money.show(year.total.net_fen) in found[-1]
    assert "从江县贯洞镇2020年度公益性岗位(护路员)补贴发放汇总表" in found[0]
    assert "截至2020年11月" in found[0]
    assert "按所属月统计" in found[0]
    assert all(row.line.id_no in "".join(found) for row in rows)
    assert "12月" in found[0]
    assert f"资金来源:{ROAD}".replace("（", "(").replace("）", ")") in found[0]


def test_each_fund_has_a_form_of_its_own() -> None:
    months = (month_pay(3, 70_000),)
    pages = year_sheet.layout(year_of(year_line(1, months), year_line(2, months, fund=WATER)), STAMP)
    assert [part.content.subtitle[1] for part in pages.content] == [f"资金来源：{ROAD}", f"资金来源：{WATER}"]
    assert [part.content.frame.number for part in pages.content] == ["YEAR-2020-0001", "YEAR-2020-0002"]


def test_what_was_booked_for_another_month_is_listed(read_back: Read) -> None:
    back = Correction("补发", Month(2020, 1), 67_742)
    off = Correction("扣回", Month(2019, 12), 30_000)
    year = year_of(year_line(1, (month_pay(2, 167_742, corrections=(back,)), month_pay(3, 70_000, corrections=(off,)))))
    summary, listed = read_back(year_sheet.layout(year, STAMP))
    assert "1677.42" in summary
    for words in (
        "补发、扣回明细表",
        "2020年1月",
        "2020年2月",
        "677.42",
        "2019年12月",
        "300.00",
        "补发677.42元,扣回300.00元",
    ):
        assert words.replace("、", "、") in listed


def test_the_tax_list_of_a_year_without_tax_says_so(read_back: Read) -> None:
    text = "".join(read_back(tax_sheet.layout(full_year(3), STAMP)))
    assert "本年未扣缴个人所得税" in text
    assert "扣缴清单" in text


def test_the_tax_list_sums_by_fund(read_back: Read) -> None:
    taxed = (month_pay(3, 96_000, tax=4_000),)
    year = year_of(year_line(1, taxed), year_line(1, (month_pay(4, 30_000),), fund=WATER), year_line(2, taxed))
    pages = tax_sheet.layout(year, STAMP)
    text = "".join(read_back(pages))
    assert "未扣缴" not in text
    road, water, whole = pages.content.wholes()
    assert (road.values["gross"], road.values["tax"], road.values["net"]) == ("2,000.00", "80.00", "1,920.00")
    assert (water.values["tax"], water.values["net"]) == ("0.00", "300.00")
    assert (whole.note, whole.values["gross"], whole.values["net"]) == ("2 人", "2,300.00", "2,220.00")
    assert "2,220.00" in text


def test_nothing_paid_is_nothing_to_print() -> None:
    for form in (year_sheet, tax_sheet):
        with pytest.raises(NothingToPrint):
            form.layout(year_of(), STAMP)


def cells(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in load_workbook(path)[sheet].iter_rows(values_only=True)]


def test_the_workbook_is_the_twin_of_the_paper(tmp_path: Path) -> None:
    back = Correction("补发", Month(2020, 1), 67_742)
    year = year_of(year_line(1, (month_pay(2, 167_742, corrections=(back,)), month_pay(3, 70_000))), year_line(2, ()))
    path = tmp_path / "年度.xlsx"
    assert YEARLY["year"](year, path) == 2
    rows = cells(path, "年度汇总")
    assert rows[2][:3] == ("序号", "姓名", "身份证号")
    assert rows[3][2] == year.lines[0].id_no
    assert rows[3][7:11] == (None, 1677.42, 700, None)
    assert rows[-1][1] == "合计"
    assert rows[-1][-2:] == (2, 2377.42)
    detail = cells(path, "各月明细")
    assert len(detail) == 3
    assert detail[1][6:9] == ("2020-02", "2020-02", "PAY-202002-0001")
    assert detail[1][-1] == "补发2020-01 677.42"
    assert load_workbook(path)["年度汇总"].cell(4, 3).number_format == "@"


def test_the_tax_workbook_ends_with_its_sum(tmp_path: Path) -> None:
    year = year_of(year_line(1, (month_pay(3, 96_000, tax=4_000),)))
    path = tmp_path / "个税.xlsx"
    assert YEARLY["tax"](year, path) == 1
    rows = cells(path, "个税清单")
    assert rows[1][-3:] == rows[-1][-3:] == (1000, 40, 960)
    assert rows[1][2] == year.lines[0].id_no
