"""The year as a workbook: the printed summary, every month with its components, and the list for the tax office."""

from __future__ import annotations

from pathlib import Path

from cjdesk.domain import money
from cjdesk.services.year import MonthPay, Year, YearLine
from cjdesk.workbooks.writing import Column, Kind, OutSheet, write

_WHO = (Column("姓名", width=12), Column("身份证号", width=21), Column("村", width=14), Column("组", width=10))
_POST = (Column("岗位", width=10), Column("资金来源", width=26))

COMPONENTS = (
    ("基本补贴", "base_fen"),
    ("水费提成", "commission_fen"),
    ("保底补差", "topup_fen"),
    ("其他补贴", "allowance_fen"),
    ("补发", "back_pay_fen"),
    ("扣款", "deduction_fen"),
    ("扣回", "clawback_fen"),
    ("个税", "tax_fen"),
    ("取整", "rounding_fen"),
    ("未扣足", "shortfall_fen"),
    ("实发", "net_fen"),
    ("已到账", "paid_fen"),
    ("待发放", "pending_fen"),
    ("退票未补", "failed_fen"),
    ("未制清单", "unlisted_fen"),
)
"""Heading and field; deductions stand as positive amounts, as on the lines."""


def write_year(year: Year, path: Path) -> int:
    """The summary (rows as F14), and a sheet with every month; gives the rows of the first. WORKBOOK_NOT_WRITTEN."""
    write(path, [_summary(year), _months(year)])
    return len(year.lines)


def write_tax(year: Year, path: Path) -> int:
    """The annual list for the finance office, a row for each person and fund. WORKBOOK_NOT_WRITTEN."""
    columns = (
        Column("序号", Kind.WHOLE, 6), *_WHO, Column("资金来源", width=26), Column("月数", Kind.WHOLE, 6),
        Column("应发合计", Kind.FEN), Column("代扣个人所得税", Kind.FEN, 16), Column("实发合计", Kind.FEN),
    )  # fmt: skip
    rows = [
        (
            number, line.name, line.id_no, line.village, line.group, fund, line.months, pay.gross_fen, pay.tax_fen,
            pay.net_fen,
        )
        for number, line in enumerate(year.tax_lines(), start=1)
        for fund, pay in line.by_fund.items()
    ]  # fmt: skip
    whole = year.total
    last = ("合计", None, None, None, None, None, whole.gross_fen, whole.tax_fen, whole.net_fen)
    write(path, [OutSheet("个税清单", columns, [*rows, (None, *last)])])
    return len(rows)


def _summary(year: Year) -> OutSheet:
    columns = (
        Column("序号", Kind.WHOLE, 6), *_WHO, *_POST, *(Column(f"{month}月", Kind.FEN, 10) for month in range(1, 13)),
        Column("月数", Kind.WHOLE, 6), Column("年度合计", Kind.FEN),
    )  # fmt: skip
    rows = [
        (
            number, line.name, line.id_no, line.village, line.group, line.post_type_name, line.fund,
            *(line.net_in(month) for month in range(1, 13)), line.paid_months, line.total.net_fen,
        )
        for number, line in enumerate(year.lines, start=1)
    ]  # fmt: skip
    months = year.by_month()
    sums = (months[month].net_fen if month in months else None for month in range(1, 13))
    paid = sum(line.paid_months for line in year.lines)
    whole = (None, "合计", None, None, None, None, None, *sums, paid, year.total.net_fen)
    until = f"截至{year.until.year}年{year.until.month}月，" if year.until else ""
    title = f"{year.county_name}{year.township_name}{year.year}年度公益性岗位补贴发放汇总表"
    above = ((title,), (f"{until}按所属月统计，单位：元",))
    return OutSheet("年度汇总", columns, [*rows, whole], above)


def _months(year: Year) -> OutSheet:
    columns = (
        *_WHO, *_POST, Column("所属月"), Column("发放月"), Column("工资批次", width=22),
        *(Column(heading, Kind.FEN, 11) for heading, _ in COMPONENTS), Column("补发扣回说明", width=40),
    )  # fmt: skip
    rows = [_month_row(line, one) for line in year.lines for one in line.months]
    return OutSheet("各月明细", columns, rows)


def _month_row(line: YearLine, one: MonthPay) -> tuple[object, ...]:
    words = "；".join(f"{note.kind}{note.month} {money.plain(note.amount_fen)}" for note in one.corrections)
    amounts = (getattr(one.pay, name) for _, name in COMPONENTS)
    return (
        line.name, line.id_no, line.village, line.group, line.post_type_name, line.fund, str(one.month),
        "、".join(map(str, one.paid_in)), "、".join(one.runs), *amounts, words,
    )  # fmt: skip
