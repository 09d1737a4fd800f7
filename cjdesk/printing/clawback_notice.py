"""F12 追回通知书: what somebody is asked to give back, how it was computed, and the receipt that it was delivered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from cjdesk.domain import masks, money, rmb
from cjdesk.domain.clawback_notice import ClawbackNotice, Overpaid
from cjdesk.printing import machine_readable, unwritable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fitting import wrap
from cjdesk.printing.fonts import Role
from cjdesk.printing.machine_readable import Told
from cjdesk.printing.measures import FRAME, GRID, PORTRAIT, Box
from cjdesk.printing.page_frame import Frame, paint_frame, paint_title
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.printing.table import Column, Part, TablePainter, column, texts
from cjdesk.services.payroll import trace

FORM = "F12"
NAME, RECEIPT = "公益性岗位补贴追回通知书", "送 达 回 执"
TOLD_WHOLE, MOST_MONTHS = 2, 8
"""So many months are told by paid and due, so many by one row each; what lies beyond is one row for all."""
SHORT = "应扣未扣"
TEXT = 13.0
LINE = 8.05
CUT = 226.0
HEADER_FILL = "#EFEFEF"
BOX = "□"


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the computation."""

    item: str
    how: str
    amount: str
    strong: bool = False


_TABLE: tuple[Column[_Row], ...] = (
    column("item", "项目", 50, Part(lambda row: row.item, Role.BODY, 11)),
    column("how", "计算", 80, Part(lambda row: row.how, Role.BODY, 11), wraps=True),
    column("amount", "金额（元）", 50, Part(lambda row: row.amount, Role.FIGURES, 12), align=Align.RIGHT),
)


@dataclass(frozen=True, slots=True)
class _Content:
    value: ClawbackNotice
    frame: Frame
    phone: str


def layout(value: ClawbackNotice, stamp: Stamp, *, phone: str = "") -> Pages[_Content]:
    """One page for one person; ``phone`` is printed for questions."""
    rows: list[dict[str, str | int]] = [
        {"month": str(one.month), "run": one.run, "paid_fen": one.paid_fen, "due_fen": one.due_fen}
        for one in value.months
    ]
    rows.append({"id_no": value.id_no, "recovered_fen": value.recovered_fen, "balance_fen": value.balance_fen})
    frame = Frame(
        form=FORM,
        copy_name="一式三份：本人、单位、镇人社中心",
        number_label="编号",
        number=value.number,
        check_code=machine_readable.check_code(rows),
        stamp=stamp,
        demo=value.demo,
        draft=False,
    )
    title = f"{NAME} {value.name}"
    content = _Content(value, frame, phone)
    return Pages(
        FORM,
        title,
        PORTRAIT,
        1,
        content,
        paint,
        lambda: (machine_readable.form(frame.imprint, _told(content)),),
        imprints=(frame.imprint,),
        lacking=lambda: unwritable.names([(value.number, value.name)]),
    )


def _told(content: _Content) -> Iterator[Told]:
    value = content.value
    yield from (NAME, _number(value), _who(value), _why(value))
    yield from texts(_TABLE, [row for row in _rows(value) if not row.strong])
    yield from ((row.item, row.how, row.amount) for row in _rows(value) if row.strong)
    yield (_in_words(value),)
    yield from (*_how_to_pay(value, content.phone), *_signed(value), RECEIPT)
    yield from _receipt_rows(value)


def paint(painter: QPainter, pages: Pages[_Content], index: int) -> None:
    """Paint the page; the painter's unit is the millimetre."""
    value = pages.content.value
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, PORTRAIT, pages.content.frame, index, pages.count)
        paint_title(canvas, PORTRAIT, NAME, middle=35, size=24)
        canvas.text(PORTRAIT.middle, 45.5, _number(value), Role.BODY, 12, align=Align.CENTRE)
        middle = _paragraph(canvas, _who(value), 58.5, indent=False)
        middle = _paragraph(canvas, _why(value), middle)
        bottom = _computation(canvas, value, middle - 3)
        middle = bottom + 8
        for words in _how_to_pay(value, pages.content.phone):
            middle = _paragraph(canvas, words, middle)
        _sender(canvas, value, middle + 4)
        _receipt(canvas, value)


def _paragraph(canvas: Canvas, words: str, middle: float, *, indent: bool = True) -> float:
    """Lines of 13 points; gives where the next one stands."""
    face = canvas.faces.role(Role.BODY)
    first = face.width("　　", TEXT) if indent else 0.0
    for number, line in enumerate(wrap(face, words, TEXT, PORTRAIT.inner, first)):
        canvas.text(PORTRAIT.left + (0 if number else first), middle, line, Role.BODY, TEXT, room=PORTRAIT.inner)
        middle += LINE
    return middle


def _number(value: ClawbackNotice) -> str:
    return f"〔{value.written.year}〕{value.number}"


def _who(value: ClawbackNotice) -> str:
    return f"{value.name}（{value.village}{value.group}，身份证号 {masks.id_draft(value.id_no)}）："


def _why(value: ClawbackNotice) -> str:
    months = "、".join(dict.fromkeys(f"{one.month.year}年{one.month.month}月" for one in value.months))
    last = f"，最后工作日为{wording.day(value.last_day)}" if value.last_day else ""
    post = f"你原任{value.post_type_name}" if value.last_day else f"你任{value.post_type_name}"
    told = f"{months}补贴多发" if months else "已发补贴中有应扣款项"
    return f"{post}{last}。经核对，{told}，按有关规定应予退回。核算如下："


def _computation(canvas: Canvas, value: ClawbackNotice, top: float) -> float:
    """The table, and the amount in words under it; gives its bottom."""
    table = TablePainter(canvas, _TABLE, PORTRAIT.left, top)
    table.head(9, 11)
    rows = _rows(value)
    table.rows([row for row in rows if not row.strong], 9 if len(rows) <= 6 else 6.5)
    bottom = table.close()
    for row in rows:
        if row.strong:
            bottom = _strong(canvas, row, bottom)
    canvas.box(PORTRAIT.left, bottom, PORTRAIT.inner, 10, FRAME)
    canvas.text(PORTRAIT.left + 3, bottom + 5, _in_words(value), Role.TITLE, 13, room=PORTRAIT.inner - 6)
    return bottom + 10


def _in_words(value: ClawbackNotice) -> str:
    return f"应退金额人民币（大写）{rmb.words(value.balance_fen)}"


def _strong(canvas: Canvas, row: _Row, top: float) -> float:
    edges = (PORTRAIT.left, PORTRAIT.left + 50, PORTRAIT.left + 130, PORTRAIT.edge)
    cells = ((row.item, Role.TITLE, Align.CENTRE), (row.how, Role.TITLE, Align.CENTRE))
    for place, (words, role, align) in enumerate(cells):
        box = Box(edges[place] + 1, top, edges[place + 1] - edges[place] - 2, 9)
        canvas.cell(box, words, role, 11, align=align)
    box = Box(edges[2] + 1, top, edges[3] - edges[2] - 1.9, 9)
    canvas.cell(box, row.amount, Role.FIGURES_BOLD, 12, align=Align.RIGHT)
    for edge in edges[1:-1]:
        canvas.line(edge, top, edge, top + 9, GRID)
    canvas.box(PORTRAIT.left, top, PORTRAIT.inner, 9, FRAME)
    return top + 9


def _rows(value: ClawbackNotice) -> list[_Row]:
    rows: list[_Row] = []
    if len(value.months) <= TOLD_WHOLE:
        for one in value.months:
            rows += _month_rows(one, named=len(value.months) > 1)
    else:
        rows += [_one_row(one) for one in value.months[:MOST_MONTHS]]
        rest = value.months[MOST_MONTHS:]
        if rest:
            more = sum(one.paid_fen - one.due_fen for one in rest)
            span = f"{rest[0].month}至{rest[-1].month}，共 {len(rest)} 个月"
            rows.append(_Row("其余月份多发", span, money.show(more)))
    other = value.balance_fen + value.recovered_fen - value.overpaid_fen
    if other:
        rows.append(_Row(SHORT, "当月扣款多于当月补贴的部分", money.show(other)))
    if value.recovered_fen:
        rows.append(_Row("已退金额", "已从补贴中扣回、交回", money.show(-value.recovered_fen)))
    rows.append(_Row("应退金额", _formula(value, other), money.show(value.balance_fen), strong=True))
    return rows


def _formula(value: ClawbackNotice, other: int) -> str:
    """How the rows above make what is asked for, in their own names."""
    told = "已发金额 − 应发金额" if len(value.months) <= TOLD_WHOLE else "各月多发合计"
    terms = [*([told] if value.months else []), *([SHORT] if other else [])]
    return " + ".join(terms) + (" − 已退金额" if value.recovered_fen else "")


def _month_rows(one: Overpaid, *, named: bool) -> list[_Row]:
    month = f"{one.month.year}年{one.month.month}月"
    paid = f"{month}（批次 {one.run}）" if one.run else month
    return [
        _Row("已发金额", paid, money.show(one.paid_fen)),
        _Row("应发金额", (f"{month}：" if named else "") + _how(one), money.show(one.due_fen)),
    ]


def _one_row(one: Overpaid) -> _Row:
    how = f"已发 {money.show(one.paid_fen)}，应发 {money.show(one.due_fen)}"
    return _Row(f"{one.month.year}年{one.month.month}月多发", how, money.show(one.paid_fen - one.due_fen))


def _how(one: Overpaid) -> str:
    """The arithmetic of the month in one line, as the sheet explains it; nothing due is said in words."""
    if not one.due_fen:
        return "当月不应发放"
    told = [trace.words(step) for step in one.steps if "exact" in step.facts]
    return "；".join(told) or "按核对后的天数、实收计算"


def _how_to_pay(value: ClawbackNotice, phone: str) -> Sequence[str]:
    place = wording.place(value.county_name, value.township_name)
    return (
        (
            f"请于{wording.day(value.deadline)}前退回上述款项。可到镇财政所交现金（索取收据），也可存入{place}财政所账户，"
            "并注明姓名和“退公岗补贴”。如对核算有异议，请在收到本通知之日起10个工作日内持本通知到镇人社中心反映。"
        ),
        f"联系人：{value.contact}　　电话：{phone or '＿＿＿＿＿＿＿＿'}",
    )


def _signed(value: ClawbackNotice) -> tuple[str, str]:
    return f"{value.employer}（盖章）", wording.day(value.written)


def _sender(canvas: Canvas, value: ClawbackNotice, top: float) -> None:
    middle = min(max(top, 176.0), CUT - 15)
    seal, day = _signed(value)
    canvas.text(155, middle, seal, Role.BODY, TEXT, align=Align.CENTRE, room=86)
    canvas.text(155, middle + 9, day, Role.BODY, TEXT, align=Align.CENTRE)


def _receipt_rows(value: ClawbackNotice) -> tuple[tuple[str, str, str, str], ...]:
    return (
        ("文书", _number(value), "应退金额", f"{money.show(value.balance_fen)} 元"),
        ("收件人签字（按手印）", "", "收到日期", "年　　月　　日"),
        ("送达人签字", "", "送达方式", f"{BOX} 当面　{BOX} 邮寄　{BOX} 留置"),
    )


def _receipt(canvas: Canvas, value: ClawbackNotice) -> None:
    """送达回执, below the line where it is cut off."""
    canvas.cut(CUT)
    canvas.text(PORTRAIT.middle, 234.3, RECEIPT, Role.TITLE, 16, align=Align.CENTRE)
    rows = _receipt_rows(value)
    amount = rows[0][-1]
    widths = (26, 64, 26, 64)
    left, top, height = PORTRAIT.left, 240.3, 11.0
    for row in rows:
        x = left
        for place, (words, wide) in enumerate(zip(row, widths, strict=True)):
            label = place in {0, 2}
            if label:
                canvas.fill(x, top, wide, height, HEADER_FILL)
            box = Box(x + 1, top, wide - 2, height)
            role = Role.FIGURES if label else Role.FIGURES_BOLD if words == amount else Role.BODY
            canvas.cell(box, words, role, 10.5, wraps=label)
            canvas.line(x, top, x, top + height, GRID)
            x += wide
        canvas.line(left, top, left + sum(widths), top, GRID)
        top += height
    canvas.box(left, 240.3, sum(widths), height * len(rows), FRAME)
