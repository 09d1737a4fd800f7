"""F14 年度发放汇总表: one post type and fund of a year, twelve month columns, and what was paid for other months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cjdesk.domain import money
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Align
from cjdesk.printing.fonts import Role
from cjdesk.printing.list_form import Heights, ListForm, cut
from cjdesk.printing.list_pages import pages_of
from cjdesk.printing.page_frame import Frame, Signer
from cjdesk.printing.pages import Attachment, Pages, Stamp, bound
from cjdesk.printing.table import Column, Part, SumRow, column
from cjdesk.services.year import Pay, Year, YearLine, total

FORM = "F14"
FULL, LAST = 20, 18
SUM = 7
STARTS = (122,)
HEIGHTS = Heights(head_size=9, sum_size=8.5, lift=1.2)
PAID = "发放金额（元）"
COUNTED = "按所属月统计"

SIGNERS = (
    Signer("制表人：", 63),
    Signer("审核人：", 63),
    Signer("单位负责人：", 70),
    Signer("（盖章）", 68, dated=True),
)


@dataclass(frozen=True, slots=True)
class YearRow:
    """A line with its place on paper."""

    number: int
    line: YearLine


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A 补发 or 扣回: in which month it was booked, for which month."""

    number: int
    line: YearLine
    booked: Month
    kind: str
    month: Month
    amount_fen: int


@dataclass(frozen=True, slots=True)
class FormOf:
    """One post type and fund of the year, under a number of its own."""

    year: Year
    post: str
    fund: str
    number: str
    stamp: Stamp


def layout(year: Year, stamp: Stamp) -> Pages[Any]:
    """A form for each post type and fund, bound behind each other. NOTHING_TO_PRINT for a year without pay."""
    parts = year.parts()
    if not parts:
        raise NothingToPrint(form="年度发放汇总表", month=str(year.year))
    made: list[Pages[Any]] = []
    for number, ((_, name, fund), lines) in enumerate(parts.items(), start=1):
        form = FormOf(year, name, fund, f"YEAR-{year.year}-{number:04d}", stamp)
        made.append(_summary(form, lines))
        corrections = _corrections(lines)
        if corrections:
            made.append(_corrected(form, corrections))
    return bound(made)


def _summary(form: FormOf, lines: tuple[YearLine, ...]) -> Pages[Any]:
    year = form.year
    rows = [YearRow(place, line) for place, line in enumerate(lines, start=1)]
    shown = [_shown(row) for row in rows]
    frame = frame_of(year, form.number, shown, form.stamp, FORM)

    def attachments() -> tuple[Attachment, ...]:
        return (machine_readable.table(f"{frame.number}.json", FORM, shown),)

    listed = ListForm(
        frame=frame,
        title=f"{place_of(year)}{year.year}年度公益性岗位（{form.post}）补贴发放汇总表",
        subtitle=subtitle_of(year, form.fund),
        starts=STARTS,
        columns=COLUMNS,
        pages=cut(rows, full=FULL, last=LAST),
        sum_of=_sum,
        strong="total",
        signers=SIGNERS,
        heights=HEIGHTS,
    )
    return pages_of(listed, attachments)


def _month_column(month: int) -> Column[YearRow]:
    def says(row: YearRow) -> str:
        net = row.line.net_in(month)
        return "" if net is None else money.plain(net)

    part = Part(says, Role.FIGURES, 8.5)
    return column(f"m{month}", f"{month}月", 13, part, align=Align.RIGHT, boxed=True, group=PAID)


COLUMNS: tuple[Column[YearRow], ...] = (
    column("number", "序号", 8, Part(lambda row: str(row.number), Role.FIGURES, 9)),
    column("name", "姓名", 18, Part(lambda row: row.line.name, Role.BODY, 10.5), person=True),
    column("id_no", "身份证号码", 34, Part(lambda row: row.line.id_no, Role.CODES, 9)),
    column("place", "村、组", 22, Part(lambda row: row.line.village + row.line.group, Role.BODY, 9), wraps=True),
    *(_month_column(month) for month in range(1, 13)),
    column("months", "月数", 9, Part(lambda row: str(row.line.paid_months), Role.FIGURES, 9.5), boxed=True),
    column(
        "total",
        "年度合计|（元）",
        25,
        Part(lambda row: money.show(row.line.total.net_fen), Role.FIGURES_BOLD, 11),
        align=Align.RIGHT,
        boxed=True,
    ),
)


def _sum(label: str, rows: Sequence[YearRow]) -> SumRow:
    months: dict[int, list[Pay]] = {}
    for row in rows:
        for one in row.line.months:
            months.setdefault(one.month.month, []).append(one.pay)
    values = {f"m{month}": money.plain(total(pays).net_fen) for month, pays in months.items()}
    values["months"] = str(sum(row.line.paid_months for row in rows))
    values["total"] = money.show(sum(row.line.total.net_fen for row in rows))
    return SumRow(label, f"{len(rows)} 人", values, height=SUM)


# 补发、扣回明细: what stands in a month's column and is for another month


def _corrections(lines: Sequence[YearLine]) -> tuple[CorrectionRow, ...]:
    found = [(line, one.month, correction) for line in lines for one in line.months for correction in one.corrections]
    return tuple(
        CorrectionRow(number, line, booked, one.kind, one.month, one.amount_fen)
        for number, (line, booked, one) in enumerate(found, start=1)
    )


def _month(month: Month) -> str:
    return f"{month.year}年{month.month}月"


CORRECTIONS: tuple[Column[CorrectionRow], ...] = (
    column("number", "序号", 12, Part(lambda row: str(row.number), Role.FIGURES, 9)),
    column("name", "姓名", 30, Part(lambda row: row.line.name, Role.BODY, 10.5), person=True),
    column("id_no", "身份证号码", 48, Part(lambda row: row.line.id_no, Role.CODES, 9)),
    column("place", "村、组", 44, Part(lambda row: row.line.village + row.line.group, Role.BODY, 9), wraps=True),
    column("kind", "种类", 24, Part(lambda row: row.kind, Role.BODY, 10)),
    column("month", "更正的月份", 38, Part(lambda row: _month(row.month), Role.BODY, 10)),
    column("booked", "记入的月份", 38, Part(lambda row: _month(row.booked), Role.BODY, 10)),
    column(
        "amount",
        "金额（元）",
        38,
        Part(lambda row: money.show(row.amount_fen), Role.FIGURES, 10),
        align=Align.RIGHT,
        boxed=True,
    ),
)


def _corrected(form: FormOf, rows: tuple[CorrectionRow, ...]) -> Pages[Any]:
    year = form.year
    shown: list[dict[str, str | int]] = [
        {
            "id_no": row.line.id_no,
            "kind": row.kind,
            "month": str(row.month),
            "booked": str(row.booked),
            "amount_fen": row.amount_fen,
        }
        for row in rows
    ]
    return pages_of(
        ListForm(
            frame=frame_of(year, f"{form.number}B", shown, form.stamp, FORM),
            title=f"{place_of(year)}{year.year}年度公益性岗位（{form.post}）补发、扣回明细表",
            subtitle=subtitle_of(year, form.fund),
            starts=STARTS,
            columns=CORRECTIONS,
            pages=cut(rows, full=FULL, last=LAST),
            sum_of=_count,
            signers=SIGNERS,
            heights=HEIGHTS,
        )
    )


def _count(label: str, rows: Sequence[CorrectionRow]) -> SumRow:
    """Back pay and claw-back are opposite in sign: both sums stand in words, none is netted."""
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[row.kind] = kinds.get(row.kind, 0) + row.amount_fen
    words = "，".join(f"{kind} {money.show(fen)} 元" for kind, fen in kinds.items())
    return SumRow(label, f"{len(rows)} 笔：{words}", {}, height=SUM)


# What the forms of a year share


def place_of(year: Year) -> str:
    """从江县贯洞镇."""
    return wording.place(year.county_name, year.township_name)


def subtitle_of(year: Year, fund: str) -> tuple[str, ...]:
    """Employer, fund, how far the year has come and how it is counted."""
    until = f"截至{_month(year.until)}" if year.until is not None else ""
    return (
        f"用人单位：{year.employer}",
        f"资金来源：{fund}",
        wording.GAP.join(word for word in (until, COUNTED, "单位：元") if word),
    )


def frame_of(year: Year, number: str, shown: list[dict[str, str | int]], stamp: Stamp, form: str) -> Frame:
    """Head and foot of a form that never hangs anywhere."""
    return Frame(
        form=form,
        copy_name="内部资料，注意保密",
        number_label="报表号",
        number=number,
        check_code=machine_readable.check_code(shown),
        stamp=stamp,
        demo=year.demo,
        draft=False,
    )


def _shown(row: YearRow) -> dict[str, str | int]:
    shown: dict[str, str | int] = {"number": row.number, "name": row.line.name, "id_no": row.line.id_no}
    for one in row.line.months:
        shown[str(one.month)] = one.pay.net_fen
    return shown | {"months": row.line.paid_months, "total_fen": row.line.total.net_fen}
