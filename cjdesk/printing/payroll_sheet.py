"""F1 发放花名册: a locked or draft run on A4 landscape, signed by the people, with subtotals and the total in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from cjdesk.domain import codes, money
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.fonts import faces
from cjdesk.printing.list_form import Heights, InWords, ListForm, ListPage, cut, rows_less
from cjdesk.printing.list_pages import pages_of
from cjdesk.printing.page_frame import Frame, Signer
from cjdesk.printing.pages import Attachment, Pages, Stamp
from cjdesk.printing.payroll_columns import Numbers, columns, components, rounding, shortfall, sums
from cjdesk.printing.table import SumRow

FORM = "F1"
HEAD, EMPTY, SUMMED, WORDS = 11.5, 7, 7.5, 9.5
ROWS = {15: 9.0, 20: 6.75, 25: 5.4}
"""Rows on a full page, and their height in millimetres: 15 leave room to sign or to press a thumb."""

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


APPROVAL, KEPT = "审批联（内部资料，注意保密）", "留存联（号码部分隐去）"


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """What the clerk chooses before printing; ``rows`` on a full page are one of ROWS."""

    stamp: Stamp
    every_column: bool = False
    by_village: bool = False
    rows: int = 15
    ids: Numbers = Numbers.FULL
    accounts: Numbers = Numbers.FULL

    @property
    def whole_numbers(self) -> bool:
        """Only the copy that goes for approval has them (domain.md 5, F1)."""
        return self.ids is Numbers.FULL and self.accounts is Numbers.FULL


def layout(sheet: Sheet, options: SheetOptions) -> Pages[ListForm[Line]]:
    """Share the lines out over pages; nothing is painted. NOTHING_TO_PRINT for a run without lines."""
    if not sheet.lines:
        raise NothingToPrint(form="发放花名册", month=str(sheet.month))
    where = wording.place(sheet.county_name, sheet.township_name)
    months = wording.months(sheet.first_month, sheet.month)
    title = f"{where}{months}{_what(sheet)}发放花名册"
    rows = sheet.rows
    frame = Frame(
        form=FORM,
        copy_name=APPROVAL if options.whole_numbers else KEPT,
        number_label="批次",
        number=sheet.number,
        check_code=sheet.check_code,
        stamp=options.stamp,
        demo=sheet.demo,
        draft=wording.is_draft(sheet),
        tags=wording.clerk_tags(sheet),
        revision=sheet.revision,
        void=wording.is_void(sheet),
    )
    subtitle = (
        f"用人单位：{sheet.employer}",
        f"资金来源：{_funds(sheet)}",
        f"批次：{sheet.number}{wording.GAP}第{sheet.revision}版",
        "单位：元",
    )
    amounts = components(sheet, every=options.every_column)

    def sum_of(label: str, some: Sequence[Line]) -> SumRow:
        return SumRow(label, _count(sheet, some), sums(some, amounts))

    form = ListForm(
        frame=frame,
        title=title,
        subtitle=subtitle,
        starts=(107, 197),
        columns=columns(sheet, every=options.every_column, ids=options.ids, accounts=options.accounts),
        pages=_village_pages(rows, options.rows) if options.by_village else _pages(rows, options.rows),
        sum_of=sum_of,
        strong="net_fen",
        signers=SIGNERS,
        heights=Heights(head=HEAD, row=ROWS[options.rows], empty=EMPTY),
        words=InWords(sheet.net_fen),
        note=note(sheet),
        note_room=196,
    )

    def attachments() -> tuple[Attachment, ...]:
        # The file carries no more than the paper shows.
        return (machine_readable.sheet(sheet),) if options.whole_numbers else ()

    return pages_of(form, attachments, whole=options.whole_numbers)


def _what(sheet: Sheet) -> str:
    """What is paid, in the words of the form."""
    if sheet.pay == codes.POST:
        return f"公益性岗位（{sheet.post_type_name}）补贴"
    return sheet.post_type_name


def _funds(sheet: Sheet) -> str:
    """Where the money comes from; commission is paid out of the water fees themselves."""
    funds = wording.wide_brackets("、".join(sheet.funds))
    return f"{funds}（基本补贴）、水费收入（提成）" if sheet.total("commission_fen") else funds


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
    if len(sheet.months) == 1:
        words += _beside_parts(sheet.lines)
    single = sheet.attended and len(sheet.months) == 1
    if single and any(line.required_tenths is None for line in sheet.lines):
        words.append("“—”为无考勤记录")
    if fees and single and sheet.proration == "P1":
        words.append("出勤不参与按日历天计发")
    return "注：" + "；".join(word for word in words if word) + "。"


def _beside_parts(lines: Sequence[Line]) -> list[str]:
    """Why the sum of 实发 is not what the sums of its parts add up to."""
    carried = sum(map(shortfall, lines))
    rounded = sum(map(rounding, lines))
    words = [f"扣款中{money.show(carried)}元转下月扣"] if carried else []
    if rounded:
        words.append(f"实发按规定取整，合计{'多' if rounded > 0 else '少'}{money.show(abs(rounded))}元")
    return words


def _pages(lines: Sequence[Line], full: int) -> tuple[ListPage[Line], ...]:
    return cut(lines, full=full, last=rows_less(full, EMPTY + SUMMED + WORDS, ROWS[full]))


def _village_pages(lines: Sequence[Line], full: int) -> tuple[ListPage[Line], ...]:
    villages = [tuple(group) for _, group in groupby(lines, key=lambda line: line.village)]
    made: list[ListPage[Line]] = []
    for number, village in enumerate(villages, start=1):
        more = SUMMED + WORDS if number == len(villages) else 0
        pages = cut(village, full=full, last=rows_less(full, EMPTY + SUMMED + more, ROWS[full]))
        made += [*pages[:-1], replace(pages[-1], part=village)]
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
