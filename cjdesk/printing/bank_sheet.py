"""F5 银行代发清单 and F13 二次发放清单: a list on A4 landscape, with the way from the pay sheets to its total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjdesk.domain import money
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.states import ListState
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fonts import Role
from cjdesk.printing.list_form import Heights, InWords, ListForm, cut
from cjdesk.printing.list_pages import pages_of
from cjdesk.printing.measures import (
    FRAME,
    GRID,
    HEADER_FILL,
    LANDSCAPE,
    POINT,
    SIGNATURE,
    SUBTOTAL_FILL,
    UNDER_HEADER,
    Box,
)
from cjdesk.printing.page_frame import Frame, Signer
from cjdesk.printing.pages import Attachment, Pages, Stamp
from cjdesk.printing.table import Column, Part, SumRow, column
from cjdesk.services.payments.paper import list_code
from cjdesk.services.payments.values import (
    BANK_MISSING,
    BANK_SHARED,
    FROZEN,
    REISSUE,
    RETURNED,
    SENT_BEFORE,
    ZERO_LINE,
    PaymentList,
    Row,
)

FORM, AGAIN = "F5", "F13"
FULL, MOST_ON_LAST = 20, 11
TOP, HEAD, ROW, EMPTY, SUM, WORDS = 29, 10, 7, 6, 7, 9.5
GAP, PROOF_HEAD, PROOF_ROW = 3, 5.5, 5.25
PROOF_WIDTHS = (70, 20, 34)
SEAL = (72, 34)
LOWEST = 195

SIGNERS = (
    Signer("制单：", 61.7),
    Signer("复核：", 61.9),
    Signer("财政所负责人：", 74.1),
    Signer("（盖章）", 74.3, dated=True),
)

COLUMNS: tuple[Column[Row], ...] = (
    column("number", "序号", 11, Part(lambda line: str(line.number), Role.FIGURES, 9.5)),
    column("holder", "收款户名", 28, Part(lambda line: line.holder, Role.BODY, 11), person=True),
    column("bank_no", "收款账号", 52, Part(lambda line: wording.grouped(line.account), Role.CODES, 10.5)),
    column("bank_name", "开户行", 46, Part(lambda line: line.bank, Role.BODY, 9.5), wraps=True),
    column(
        "amount",
        "金额（元）",
        28,
        Part(lambda line: money.show(line.amount_fen), Role.FIGURES_BOLD, 11),
        align=Align.RIGHT,
        boxed=True,
    ),
    column("id_no", "证件号码", 42, Part(lambda line: line.id_no, Role.CODES, 10)),
    column("purpose", "摘要", 30, Part(lambda line: line.purpose, Role.BODY, 9), wraps=True),
    column("result", "发放结果|（按回单填写）", 35),
)
AGAIN_COLUMNS: tuple[Column[Row], ...] = (
    *COLUMNS[:3],
    column("bank_name", "开户行", 38, Part(lambda line: line.bank, Role.BODY, 9), wraps=True),
    *COLUMNS[4:6],
    column("origin", "原工资批次 · 原清单", 44, Part(lambda line: line.origin, Role.CODES, 8.5), wraps=True),
    column("result", "发放结果|（按回单填写）", 29),
)
"""A payment made again names the run that it belongs to and the list that it came back from."""


@dataclass(frozen=True, slots=True)
class BankOptions:
    """What the clerk chooses: who pays (the employer unless named) and through which bank."""

    stamp: Stamp
    payer: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Deduction:
    """A step from the pay sheets to the list: pay lines and money that are not on it, or are joined (money 0)."""

    reason: str
    count: int
    amount_fen: int


def layout(value: PaymentList, options: BankOptions) -> Pages[ListForm[Row]]:
    """Share the transfers out over pages; a list that is only looked at carries 草稿. NOTHING_TO_PRINT when empty."""
    if not value.rows:
        raise NothingToPrint(form="银行代发清单", month=str(value.month))
    where = wording.place(value.county_name, value.township_name)
    form = form_of(value)
    what = "二次发放清单" if form == AGAIN else "银行代发清单"
    title = f"{where}{value.month.year}年{value.month.month}月公益性岗位补贴{what}"
    frame = Frame(
        form=form,
        copy_name="银行联（内部资料，注意保密）",
        number_label="清单号",
        number=value.number or "未生成",
        check_code=list_code(value),
        stamp=options.stamp,
        demo=value.demo,
        draft=value.number is None,
        code_form=form,
        void=value.state == ListState.WITHDRAWN,
    )
    subtitle = (
        f"委托单位：{options.payer or value.employer}",
        f"代发银行：{options.bank or '＿' * 14}",
        f"清单号：{frame.number}",
        "单位：元",
    )
    steps = deductions(value)
    note = 6 if value.changed else 0
    room = LOWEST - TOP - HEAD - EMPTY - 2 * SUM - WORDS - GAP - _proof_height(steps) - note
    last = min(MOST_ON_LAST, int(room / ROW))

    def attachments() -> tuple[Attachment, ...]:
        return (machine_readable.bank_list(value),)

    listed = ListForm(
        frame=frame,
        title=title,
        subtitle=subtitle,
        starts=(124, 217),
        columns=AGAIN_COLUMNS if form == AGAIN else COLUMNS,
        pages=cut(value.rows, full=FULL, last=last),
        sum_of=_sum_row,
        signers=SIGNERS,
        heights=Heights(head=HEAD, sum_size=11, lift=0.5),
        words=InWords(value.listed_fen, figures_end=208, height=WORDS),
        end=lambda canvas, bottom: _paint_end(canvas, value, steps, bottom + GAP),
        end_words=tuple(f"{words}　{count}　{money.show(fen)}" for words, count, fen in _proof(value, steps)),
        unread=frozenset(value.not_in_gbk),
    )
    return pages_of(listed, attachments, whole=True)


def form_of(value: PaymentList) -> str:
    """F5, or F13 for payments made again."""
    return AGAIN if value.kind == REISSUE else FORM


def deductions(value: PaymentList) -> tuple[Deduction, ...]:
    """What lies between the pay sheets and this list; steps that took nothing are left out, except zero lines."""

    def left(reason: str, code: str) -> Deduction:
        found = [one for one in value.left_out if one.code == code]
        return Deduction(reason, len(found), sum(one.amount_fen for one in found))

    listed = sum(len(row.line_ids) for row in value.rows)
    steps = (
        left("零金额行", ZERO_LINE),
        left("缺账号，列入“待补账号”清单", BANK_MISSING),
        left("账号与他人重复，待核实", BANK_SHARED),
        left("证件号被县里冻结，暂不发放", FROZEN),
        left("银行退票，待补正账号", RETURNED),
        left("同一人同月已在其他批次发放", SENT_BEFORE),
        Deduction("已列入其他清单", value.lines - listed - len(value.left_out), value.elsewhere_fen),
        Deduction("同一账号合并为一笔", listed - len(value.rows), 0),
    )
    return tuple(one for number, one in enumerate(steps) if one.count or one.amount_fen or number == 0)


def _sum_row(label: str, rows: Sequence[Row]) -> SumRow:
    amount = money.show(sum(row.amount_fen for row in rows))
    return SumRow(label, f"{len(rows)} 笔", {"amount": amount}, height=SUM)


def _proof_height(steps: Sequence[Deduction]) -> float:
    return PROOF_HEAD + PROOF_ROW * (2 + len(steps))


def _paint_end(canvas: Canvas, value: PaymentList, steps: Sequence[Deduction], top: float) -> None:
    _paint_proof(canvas, _proof(value, steps), top)
    _paint_changed(canvas, value, top + _proof_height(steps) + 3)
    x = 147.0
    for number, label in enumerate(("制单：", "复核：", "财政所负责人：")):
        middle = top + 4 + number * 8.55
        wide = canvas.text(x, middle, label, Role.BODY, 10)
        canvas.line(x + wide + 0.4, middle + 2.2, 207, middle + 2.2, SIGNATURE)
    middle = top + 4 + 3 * 8.55
    canvas.text(x, middle, "日期：", Role.BODY, 10)
    for number, word in enumerate(("年", "月", "日")):
        canvas.text(168 + 10.6 * number, middle, word, Role.BODY, 10)
    width, height = SEAL
    left = LANDSCAPE.edge - width
    for x1, y1, x2, y2 in (
        (left, top, left + width, top),
        (left, top + height, left + width, top + height),
        (left, top, left, top + height),
        (left + width, top, left + width, top + height),
    ):
        canvas.dashes(x1, y1, x2, y2, weight=0.6 * POINT, colour="#606060")
    canvas.text(left + width / 2, top + 3.2, "预留印鉴", Role.FIGURES, 8.5, align=Align.CENTRE, colour="#606060")


def _paint_changed(canvas: Canvas, value: PaymentList, middle: float) -> None:
    """Who is paid to another account than the locked sheet shows; a new print of the sheet has its own revision."""
    if value.changed and middle < LOWEST:
        names = [one.name for one in value.changed]
        more = f"等{len(names)}人" if len(names) > _NAMED else ""
        words = f"账号在审核后更换：{'、'.join(names[:_NAMED])}{more}，以本清单为准。"
        canvas.text(LANDSCAPE.left, middle, words, Role.BODY, 9, room=sum(PROOF_WIDTHS))


_NAMED = 6


def _proof(value: PaymentList, steps: Sequence[Deduction]) -> tuple[tuple[str, int, int], ...]:
    """与花名册核对: what the sheets pay, less what is left out or merged, is this list."""
    return (
        (f"F1 {_sheets(value)}实发合计", value.lines, value.net_fen),
        *((f"减：{one.reason}", one.count, one.amount_fen) for one in steps),
        ("等于：本清单", len(value.rows), value.listed_fen),
    )


def _paint_proof(canvas: Canvas, rows: Sequence[tuple[str, int, int]], top: float) -> None:
    left, width = LANDSCAPE.left, sum(PROOF_WIDTHS)
    edges = [left, left + PROOF_WIDTHS[0], left + PROOF_WIDTHS[0] + PROOF_WIDTHS[1], left + width]
    bottom = top + PROOF_HEAD + PROOF_ROW * len(rows)
    canvas.fill(left, top, width, PROOF_HEAD, HEADER_FILL)
    canvas.fill(left, bottom - PROOF_ROW, width, PROOF_ROW, SUBTOTAL_FILL)
    for number, words in enumerate(("与花名册（F1）核对", "人次/笔", "金额（元）")):
        box = Box(edges[number], top, edges[number + 1] - edges[number], PROOF_HEAD)
        canvas.cell(box, words, Role.HEADER, 9)
    y = top + PROOF_HEAD
    canvas.line(left, y, left + width, y, UNDER_HEADER)
    for number, (words, count, fen) in enumerate(rows):
        final = number == len(rows) - 1
        figures = Role.FIGURES_BOLD if final else Role.FIGURES
        cells = (
            (words, Role.HEADER if final else Role.BODY, Align.LEFT),
            (str(count), figures, Align.RIGHT),
            (money.show(fen), figures, Align.RIGHT),
        )
        for place, (text, role, align) in enumerate(cells):
            box = Box(edges[place] + 0.9, y, edges[place + 1] - edges[place] - 1.8, PROOF_ROW)
            canvas.cell(box, text, role, 9.5 if place else 9, align=align)
        y += PROOF_ROW
        canvas.line(left, y, left + width, y, GRID)
    for edge in edges[1:-1]:
        canvas.line(edge, top, edge, bottom, GRID)
    canvas.box(left, top, width, bottom - top, FRAME)


def _sheets(value: PaymentList) -> str:
    count = len(value.run_numbers)
    return f"{'〇一二三四五六七八九十'[count]}张花名册" if 1 < count <= 10 else "花名册"
