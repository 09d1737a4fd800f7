"""F1 发放花名册: a locked or draft run on A4 landscape, signed by the people, with subtotals and the total in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtGui import QPainter

from cjdesk.domain import codes, money, rmb
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Canvas
from cjdesk.printing.fonts import faces
from cjdesk.printing.measures import LANDSCAPE
from cjdesk.printing.page_frame import (
    Frame,
    Signer,
    paint_frame,
    paint_note,
    paint_signatures,
    paint_subtitle,
    paint_title,
)
from cjdesk.printing.pages import Attachment, Pages, Stamp
from cjdesk.printing.paging import split
from cjdesk.printing.payroll_columns import Amount, Numbers, columns, components, sums
from cjdesk.printing.table import Column, SumRow, TablePainter

FORM = "F1"
FULL, LAST = 15, 12
VILLAGE_LAST, FINAL_VILLAGE_LAST = 13, 11
"""Rows above 村小计, and above 村小计, 合计 and 大写."""

TOP, HEAD, ROW = 29, 11.5, 9

SIGNERS = (
    Signer("制表人：", 46),
    Signer("审核人：", 46),
    Signer("分管领导：", 48),
    Signer("单位负责人：", 54),
    Signer("（盖章）", 70, dated=True),
)

_PRORATION = {
    "P0": "按月定额发放，当月在册即发整月，不按天数折算",
    "P1": "按日历天计发，基本补贴＝补贴标准×计发天数÷当月天数，四舍五入到分",
    "P2": "按出勤计发，基本补贴＝补贴标准×出勤天数÷应出勤天数（不超过应出勤），四舍五入到分",
    "P3": "缺勤按月计薪天数21.75天折算，四舍五入到分",
    "P4": "按半月计发（15日及以前上岗、16日及以后离岗的按整月）",
    "P5": "按规定日期在岗与否计发整月或不计发",
    "P6": "按每月30天折算计发，四舍五入到分",
}
_FLOORS = {
    "NONE": "不设保底",
    "TOPUP": "保底方式为“补差”，差额列入保底补差",
    "REPORT": "保底方式为“仅提示”，本月不补差",
}


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """What the clerk chooses before printing."""

    stamp: Stamp
    every_column: bool = False
    by_village: bool = False
    ids: Numbers = Numbers.FULL
    accounts: Numbers = Numbers.FULL
    copy_name: str = "审批联（内部资料，注意保密）"


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The lines of one page; ``village`` holds the village's lines on the page where it ends, if it gets a sum."""

    lines: tuple[Line, ...]
    short: bool
    last: bool
    village: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetContent:
    """What painting needs, worked out once."""

    sheet: Sheet
    frame: Frame
    title: str
    subtitle: tuple[str, ...]
    columns: tuple[Column[Line], ...]
    money: tuple[Amount, ...]
    pages: tuple[SheetPage, ...]


def layout(sheet: Sheet, options: SheetOptions) -> Pages[SheetContent]:
    """Share the lines out over pages; nothing is painted. NOTHING_TO_PRINT for a run without lines."""
    if not sheet.lines:
        raise NothingToPrint(form="发放花名册", month=str(sheet.month))
    where = wording.place(sheet.county_name, sheet.township_name)
    months = wording.months(sheet.first_month, sheet.month)
    title = f"{where}{months}{_what(sheet)}发放花名册"
    rows = sheet.rows
    frame = Frame(
        form=FORM,
        copy_name=options.copy_name,
        number_label="批次",
        number=sheet.number,
        check_code=sheet.check_code,
        stamp=options.stamp,
        demo=sheet.demo,
        draft=wording.is_draft(sheet),
        tags=wording.clerk_tags(sheet),
    )
    subtitle = (
        f"用人单位：{sheet.employer}",
        f"资金来源：{_funds(sheet)}",
        f"批次：{sheet.number}{wording.GAP}第{sheet.revision}版",
        "单位：元",
    )
    content = SheetContent(
        sheet=sheet,
        frame=frame,
        title=title,
        subtitle=subtitle,
        columns=columns(sheet, every=options.every_column, ids=options.ids, accounts=options.accounts),
        money=components(sheet, every=options.every_column),
        pages=_village_pages(rows) if options.by_village else _pages(rows),
    )
    open_numbers = options.ids is Numbers.FULL and options.accounts is Numbers.FULL

    def attachments() -> tuple[Attachment, ...]:
        # The file carries no more than the paper shows.
        return (machine_readable.sheet(sheet),) if open_numbers else ()

    return Pages(FORM, title, LANDSCAPE, len(content.pages), content, paint, attachments)


def _what(sheet: Sheet) -> str:
    """What is paid, in the words of the form."""
    if sheet.pay == codes.POST:
        return f"公益性岗位（{sheet.post_type_name}）补贴"
    return sheet.post_type_name


def _funds(sheet: Sheet) -> str:
    """Where the money comes from; commission is paid out of the water fees themselves."""
    funds = wording.wide_brackets("、".join(sheet.funds))
    return f"{funds}（基本补贴）、水费收入（提成）" if sheet.total("commission_fen") else funds


def paint(painter: QPainter, pages: Pages[SheetContent], index: int) -> None:
    """Paint one page; the painter's unit is the millimetre."""
    content = pages.content
    page, sheet = content.pages[index], content.sheet
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, LANDSCAPE, content.frame, index, pages.count)
        paint_title(canvas, LANDSCAPE, content.title)
        paint_subtitle(canvas, LANDSCAPE, content.subtitle, starts=(107, 197))
        table = TablePainter(canvas, content.columns, LANDSCAPE.left, TOP)
        table.head(HEAD)
        table.rows(page.lines, ROW)
        if page.last:
            table.empty(wording.BELOW_EMPTY)
        elif page.short:
            table.empty(wording.FOLLOWS)
        table.sums(SumRow("本页小计", _count(sheet, page.lines), sums(page.lines, content.money)))
        if page.village:
            table.sums(SumRow("村 小 计", _count(sheet, page.village), sums(page.village, content.money)))
        if page.last:
            rows = sheet.rows
            table.sums(SumRow("合　　计", _count(sheet, rows), sums(rows, content.money)))
            table.in_words(rmb.words(sheet.net_fen), money.show(sheet.net_fen))
        bottom = table.close()
        paint_signatures(canvas, LANDSCAPE, SIGNERS, bottom)
        if page.last:
            paint_note(canvas, LANDSCAPE, note(sheet), bottom, room=196)


def missing_glyphs(sheet: Sheet) -> tuple[Line, ...]:
    """The people whose name has a character that is no standard one or that no font here can print."""
    known = faces()
    return tuple(line for line in sheet.rows if not known.writable(line.name))


def note(sheet: Sheet) -> str:
    """The small print of the last page: how the amounts came about."""
    words: list[str] = []
    fees = sheet.post_type == "GS" or sheet.total("commission_fen")
    if fees:
        months = f"{sheet.month.month}月" if len(sheet.months) == 1 else "各月"
        words.append(f"提成按{months}实际收款（含退款）×工程提成比例计算")
        words.append(_FLOORS.get(sheet.floor, ""))
    elif sheet.pay == codes.QUANTITY:
        words.append("金额＝数量×单价")
    else:
        words.append(_PRORATION.get(sheet.proration, ""))
    if len(sheet.months) > 1:
        words.append("各月分别计算，空白为当月不在名单；补发、扣款、扣回已计入所在月份")
    if any(not line.net_fen for line in sheet.lines):
        words.append("零金额行不发放、不进银行清单；“／”处不签字")
    single = sheet.attended and len(sheet.months) == 1
    if single and any(line.required_tenths is None for line in sheet.lines):
        words.append("“—”为无考勤记录")
    if fees and single and sheet.proration == "P1":
        words.append("出勤不参与按日历天计发")
    return "注：" + "；".join(word for word in words if word) + "。"


def _pages(lines: Sequence[Line]) -> tuple[SheetPage, ...]:
    cuts = split(len(lines), full=FULL, last=LAST)
    return tuple(
        SheetPage(tuple(lines[cut.start : cut.stop]), short=len(cut) < FULL, last=number == len(cuts))
        for number, cut in enumerate(cuts, start=1)
    )


def _village_pages(lines: Sequence[Line]) -> tuple[SheetPage, ...]:
    villages = [tuple(group) for _, group in groupby(lines, key=lambda line: line.village)]
    made: list[SheetPage] = []
    for number, village in enumerate(villages, start=1):
        final = number == len(villages)
        cuts = split(len(village), full=FULL, last=FINAL_VILLAGE_LAST if final else VILLAGE_LAST)
        for cut in cuts:
            ends = cut.stop == len(village)
            page = village[cut.start : cut.stop]
            made.append(SheetPage(page, len(cut) < FULL, final and ends, village if ends else ()))
    return tuple(made)


def _count(sheet: Sheet, rows: Sequence[Line]) -> str:
    """人次 are paid months of people: a row of several months counts each of its own."""
    if len(sheet.months) == 1:
        return f"{len(rows)} 人次" + _zero(rows)
    by_row = sheet.by_assignment
    lines = [line for row in rows for line in by_row[row.id]]
    return f"{len(rows)} 人{wording.GAP}{len(lines)} 人次" + _zero(lines)


def _zero(lines: Sequence[Line]) -> str:
    zero = sum(not line.net_fen for line in lines)
    return f"{wording.GAP}其中零金额 {zero} 人次" if zero else ""
