"""F11 水费收缴台账: bills and receipts of a water scheme on A4 landscape, with the commission that comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cjdesk.domain import money
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.fee_ledger import FeeLedger, LedgerLine
from cjdesk.domain.fees.readings import cubic_metres
from cjdesk.domain.pay.amounts import percent
from cjdesk.domain.pay.commission import Basis
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fonts import Role
from cjdesk.printing.list_form import Heights, InWords, ListForm, cut
from cjdesk.printing.list_pages import pages_of
from cjdesk.printing.measures import FRAME, GRID, HEADER_FILL, LANDSCAPE, SIGNATURE, UNDER_HEADER, Box
from cjdesk.printing.page_frame import Frame, Signer
from cjdesk.printing.pages import Attachment, Pages, Stamp
from cjdesk.printing.table import Column, Part, SumRow, column
from cjdesk.printing.twin import signatures

FORM = "F11"
FULL, MOST_ON_LAST = 20, 14
TOP, HEAD, ROW, EMPTY, SUM, WORDS = 29, 11, 7, 6, 7, 9
GAP, SHARE_HEAD, SHARE_ROW = 3, 6, 6
SHARE_WIDTHS = (64, 22, 34)
LOWEST = 195
METER = "水表（m³）"
NO_INCOME = "本月无收入（已确认）"

SIGNERS = (
    Signer("管水员：", 68),
    Signer("村负责人：", 68),
    Signer("镇审核人：", 68),
    Signer("（盖章）", 68, dated=True),
)


def _litres(value: int | None) -> str:
    return "" if value is None else cubic_metres(value)


def _price(value: int | None) -> str:
    """Yuan for a cubic metre with two decimals, three where the price has them."""
    if value is None:
        return ""
    text = f"{value // 1000}.{value % 1000:03d}"
    return text.removesuffix("0")


def _fen(value: int | None) -> str:
    return "" if value is None else money.show(value)


COLUMNS: tuple[Column[LedgerLine], ...] = (
    column("number", "序号", 10, Part(lambda line: str(line.number), Role.FIGURES, 9.5)),
    column("name", "户名", 26, Part(lambda line: line.name, Role.BODY, 11), person=True),
    column("meter_no", "表号", 28, Part(lambda line: line.meter_no, Role.CODES, 10)),
    column(
        "before",
        "上期读数",
        20,
        Part(lambda line: _litres(line.before_litres), Role.FIGURES, 10.5),
        align=Align.RIGHT,
        group=METER,
    ),
    column(
        "now",
        "本期读数",
        20,
        Part(lambda line: _litres(line.now_litres), Role.FIGURES, 10.5),
        align=Align.RIGHT,
        group=METER,
    ),
    column(
        "used",
        "用量",
        16,
        Part(lambda line: _litres(line.used_litres), Role.FIGURES, 10.5),
        align=Align.RIGHT,
        boxed=True,
        group=METER,
    ),
    column(
        "price",
        "单价|（元/m³）",
        18,
        Part(lambda line: _price(line.milliyuan_per_m3), Role.FIGURES, 10.5),
        align=Align.RIGHT,
    ),
    column(
        "bill",
        "应收|（元）",
        24,
        Part(lambda line: _fen(line.bill_fen), Role.FIGURES, 10.5),
        align=Align.RIGHT,
        boxed=True,
    ),
    column(
        "received",
        "实收|（元）",
        26,
        Part(lambda line: money.show(line.received_fen), Role.FIGURES_BOLD, 11),
        align=Align.RIGHT,
        boxed=True,
    ),
    column("receipt", "收据号", 24, Part(lambda line: line.receipt_number, Role.CODES, 10), wraps=True),
    column(
        "day",
        "收款日期",
        20,
        Part(lambda line: f"{line.received:%m-%d}" if line.received else "", Role.FIGURES, 10),
    ),
    column("remark", "备注", 40, Part(lambda line: line.remark, Role.BODY, 9), wraps=True),
)

_METER = frozenset({"before", "now", "used", "price"})
_HOUSEHOLD = frozenset({"meter_no", "bill"})
_MORE = (("received", 34.0), ("receipt", 70.0), ("name", 60.0))
"""Where the width of hidden columns goes, up to so much; the rest goes to 备注."""


def layout(value: FeeLedger, stamp: Stamp) -> Pages[ListForm[LedgerLine]]:
    """Share the lines out over pages. NOTHING_TO_PRINT without a line, unless it is stated that nothing came in."""
    if not value.lines and not value.no_income:
        raise NothingToPrint(form="水费收缴台账", month=str(value.month))
    where = wording.place(value.county_name, value.township_name)
    title = f"{where}农村供水工程水费收缴台账（{value.month.year}年{value.month.month}月）"
    rows: list[dict[str, str | int]] = [
        {"number": line.number, "name": line.name, "receipt": line.receipt_number, "received_fen": line.received_fen}
        for line in value.lines
    ]
    frame = Frame(
        form=FORM,
        copy_name="镇、村留存",
        number_label="台账号",
        number=value.number,
        check_code=machine_readable.check_code(rows),
        stamp=stamp,
        demo=value.demo,
        draft=False,
    )
    place = "，".join(one for one in (value.village, f"{value.households} 户" if value.households else "") if one)
    way = f"{wording.GAP}计费方式：{value.price}" if value.price else ""
    subtitle = (
        f"供水工程：{value.scheme}" + (f"（{place}）" if place else ""),
        f"管水员：{'、'.join(value.wardens) or '—'}{way}",
        f"台账号：{value.number}{wording.GAP}单位：元",
    )
    shares = _shares(value)
    room = LOWEST - TOP - HEAD - EMPTY - 2 * SUM - WORDS - GAP - _shares_height(shares)
    last = max(5, min(MOST_ON_LAST, int(room / ROW)))
    columns = _columns(value)
    metered = any(one.key == "meter_no" for one in columns)

    def attachments() -> tuple[Attachment, ...]:
        return (machine_readable.table(f"{value.number}.json", FORM, rows),)

    form = ListForm(
        frame=frame,
        title=title,
        subtitle=subtitle,
        starts=(130,),
        columns=columns,
        pages=cut(value.lines, full=FULL, last=last),
        sum_of=lambda label, lines: _sum_row(label, lines, room=metered),
        signers=SIGNERS,
        heights=Heights(sum_size=11, lift=1.2),
        words=InWords(value.received_fen, figures_end=193 if metered else 216, height=WORDS, label="实收金额"),
        empty_words=wording.BELOW_EMPTY if value.lines else NO_INCOME,
        end=lambda canvas, bottom: _paint_end(canvas, shares, bottom + GAP),
        end_words=(*("　".join(row) for row in shares), signatures(SIGNERS)),
    )
    return pages_of(form, attachments)


def _sum_row(label: str, lines: Sequence[LedgerLine], *, room: bool) -> SumRow:
    count = f"{sum(one.receipts for one in lines)} 笔收款，{sum(one.refunds for one in lines)} 笔退费"
    sums = {
        "used": cubic_metres(sum(one.used_litres or 0 for one in lines)),
        "bill": money.show(sum(one.bill_fen or 0 for one in lines)),
        "received": money.show(sum(one.received_fen for one in lines)),
    }
    # Without the columns of a household the words stand right of the sum.
    return SumRow(label, count if room else "", sums, height=SUM, after="" if room else count)


def _columns(value: FeeLedger) -> tuple[Column[LedgerLine], ...]:
    """Without meters their columns go, without households 表号 and 应收 too; the width goes to what is left."""
    hidden: set[str] = set()
    if not any(line.now_litres is not None for line in value.lines):
        hidden |= _METER
    if not value.by_household:
        hidden |= _HOUSEHOLD
    free = sum(one.width for one in COLUMNS if one.key in hidden)
    kept = [one for one in COLUMNS if one.key not in hidden]
    if hidden >= _METER:
        kept = [replace(one, head=("户号",)) if one.key == "meter_no" else one for one in kept]
    for key, most in (*_MORE, ("remark", 272.0)):
        for place, one in enumerate(kept):
            if one.key == key:
                more = max(0.0, min(free, most - one.width))
                kept[place] = replace(one, width=one.width + more)
                free -= more
    return tuple(kept)


def _shares(value: FeeLedger) -> tuple[tuple[str, str, str], ...]:
    """The commission of the scheme and what each warden gets of it: words, rate, amount."""
    how = {
        Basis.RECEIVED: "本月实收（含退款）× 工程提成比例",
        Basis.BILLED: "本月应收 × 工程提成比例",
        Basis.HOUSEHOLDS: "户数 × 每户每月提成",
    }
    first = how.get(Basis(value.basis), "") if value.basis in set(Basis) else "本月提成（依据有变动）"
    rows = [(first or "本月提成", value.rate or "—", money.show(value.commission_fen))]
    rows += [(f"其中：{one.name}", percent(one.share_bp), money.show(one.amount_fen)) for one in value.shares]
    if value.left_out_fen:
        rows.append(("不计提成的收款（当日无人在岗）", "—", money.show(value.left_out_fen)))
    return tuple(rows)


def _shares_height(rows: Sequence[tuple[str, str, str]]) -> float:
    return SHARE_HEAD + SHARE_ROW * len(rows)


def _paint_end(canvas: Canvas, shares: Sequence[tuple[str, str, str]], top: float) -> None:
    _paint_shares(canvas, shares, top)
    for number, label in enumerate(("管水员：", "村负责人（盖章）：", "镇审核人：")):
        middle = top + 4.5 + number * 8.9
        wide = canvas.text(151, middle, label, Role.BODY, 10)
        canvas.line(151 + wide + 1, middle + 2.2, 237, middle + 2.2, SIGNATURE)
    for x, word in ((261, "年"), (272, "月"), (283, "日")):
        canvas.text(x, top + 4.5 + 2 * 8.9, word, Role.BODY, 10)


def _paint_shares(canvas: Canvas, rows: Sequence[tuple[str, str, str]], top: float) -> None:
    """本月提成计算: what goes to the pay sheet."""
    left, width = LANDSCAPE.left, sum(SHARE_WIDTHS)
    edges = [left, left + SHARE_WIDTHS[0], left + sum(SHARE_WIDTHS[:2]), left + width]
    bottom = top + _shares_height(rows)
    canvas.fill(left, top, width, SHARE_HEAD, HEADER_FILL)
    for number, words in enumerate(("本月提成计算（送花名册 F1）", "比例", "金额（元）")):
        box = Box(edges[number], top, edges[number + 1] - edges[number], SHARE_HEAD)
        canvas.cell(box, words, Role.HEADER, 9)
    y = top + SHARE_HEAD
    canvas.line(left, y, left + width, y, UNDER_HEADER)
    for row in rows:
        for place, text in enumerate(row):
            role = Role.FIGURES if place else Role.BODY
            box = Box(edges[place] + 0.9, y, edges[place + 1] - edges[place] - 1.8, SHARE_ROW)
            canvas.cell(box, text, role, 9.5, align=Align.RIGHT if place else Align.LEFT)
        y += SHARE_ROW
        canvas.line(left, y, left + width, y, GRID)
    for edge in edges[1:-1]:
        canvas.line(edge, top, edge, bottom, GRID)
    canvas.box(left, top, width, bottom - top, FRAME)
