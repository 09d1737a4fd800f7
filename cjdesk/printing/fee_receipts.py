"""水费收据: three receipts a page, each with its stub beside it to be cut off; blank ones to be filled by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import QPainter

from cjdesk.domain import money, rmb
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.fee_receipt import Receipt, Receipts
from cjdesk.domain.fees.readings import cubic_metres
from cjdesk.printing import machine_readable, qr, unwritable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fonts import Role
from cjdesk.printing.label_table import Grid, Labelled, Row, paint_labels, texts
from cjdesk.printing.machine_readable import Told
from cjdesk.printing.measures import GRID, PORTRAIT, SIGNATURE, SLIPS_WHITE, Span
from cjdesk.printing.pages import Imprint, Pages, Stamp
from cjdesk.services.fees import receipt_code, receipt_figures

FORM, BLANK = "RECEIPT", "BLANK"
"""Receipts of money that was taken, and blank ones of a book."""

PER_PAGE = 3
HEIGHT = PORTRAIT.height / PER_PAGE
STUB, MAIN, CUT = Span(PORTRAIT.left, 54), Span(80, 118), 76.0
"""The stub at the left, the receipt at the right, the line to cut along between them."""

STUB_GRID = Grid(STUB.x, STUB.width, label=17, label_size=9)
MAIN_GRID = Grid(MAIN.x, MAIN.width, label=19, value=40, label_size=9)
CODE = 12.0
"""Receipts are cut apart, so each has a code of its own; a blank one, which nobody can check, has none."""
TOP, ROW, WORDS, SUM = 18.0, 6.0, 9.0, 8.0
GREY = "#606060"


@dataclass(frozen=True, slots=True)
class ReceiptsContent:
    """What painting needs: the receipts in printed order and who prints them."""

    value: Receipts
    stamp: Stamp


def layout(value: Receipts, stamp: Stamp) -> Pages[ReceiptsContent]:
    """Three a page. NOTHING_TO_PRINT without any."""
    if not value.receipts:
        raise NothingToPrint(form="水费收据", month=str(value.month or value.number))

    form = FORM if value.month is not None else BLANK
    whole = Imprint(form, value.number, machine_readable.check_code([receipt_figures(one) for one in value.receipts]))
    parts = _parts(form, value.receipts)
    content = ReceiptsContent(value, stamp)
    title = f"{value.scheme}水费收据 {value.number}"
    count = -(-len(value.receipts) // PER_PAGE)
    return Pages(
        form,
        title,
        PORTRAIT,
        count,
        content,
        paint,
        lambda: (machine_readable.form(whole, _told(content), parts),),
        imprints=(whole, *parts),
        white=SLIPS_WHITE,
        lacking=lambda: unwritable.names(
            (one.number, name) for one in value.receipts for name in (one.payer, one.collector)
        ),
    )


def paint(painter: QPainter, pages: Pages[ReceiptsContent], index: int) -> None:
    """Paint one page; the painter's unit is the millimetre."""
    content = pages.content
    mine = content.value.receipts[index * PER_PAGE : (index + 1) * PER_PAGE]
    with Canvas(painter).page() as canvas:
        for place, one in enumerate(mine):
            top = place * HEIGHT
            _paint_stub(canvas, content, one, top)
            _paint_main(canvas, content, one, top)
            canvas.dashes(CUT, top + 4, CUT, top + HEIGHT - 4, weight=SIGNATURE, colour=GREY)
            if place:
                canvas.cut(top)


def _parts(form: str, receipts: Sequence[Receipt]) -> tuple[Imprint, ...]:
    """Every receipt is paper of its own, with its number and code."""
    return tuple(Imprint(form, one.number, code) for one in receipts if (code := receipt_code(one)))


def _told(content: ReceiptsContent) -> Iterator[Told]:
    """Receipt by receipt; the words of stub and receipt stand beside each other on the same lines."""
    for one in content.value.receipts:
        stub, main, number = _STUB_WORDS, _main_words(content.value, one), _number(one)
        back = _BACK if one.refund else ""
        yield "".join((stub[0], number, main[0], number, stub[1], back, main[1], back))
        yield from texts(_stub_rows(content.value, one))
        yield from texts(_rows(content.value, one))
        yield "".join((_SIGNED, _SIGNED, _TAKEN if one.refund else "", _SEAL, _foot_words(content, one)))


# The two halves

_STUB_WORDS = "存根联", "水费收据存根"
_SIGNED, _TAKEN, _SEAL, _BACK = "管水员签字：", "领款人签字：", "（盖章）", "退费"


def _main_words(value: Receipts, one: Receipt) -> tuple[str, str]:
    """Whose part the receipt is, and its title."""
    tags = ["收据联（交款人存）", *([wording.DEMO] if value.demo else [])]
    return wording.GAP.join(tags), "农村供水水费退费收据" if one.refund else "农村供水水费收据"


def _paint_main(canvas: Canvas, content: ReceiptsContent, one: Receipt, top: float) -> None:
    value = content.value
    checked = receipt_code(one)
    code = qr.content(Imprint(FORM, one.number, checked), 1, 1) if checked else ""
    _head(canvas, one, MAIN, top, (*_main_words(value, one), 15), code=code)
    middle = paint_labels(canvas, MAIN_GRID, top + TOP, _rows(value, one)) + 5.2
    _sign(canvas, MAIN.x, middle, MAIN.x + 46, _SIGNED)
    if one.refund:
        _sign(canvas, MAIN.x + 50, middle, MAIN.x + 96, _TAKEN)
    canvas.text(MAIN.x + MAIN.width, middle, _SEAL, Role.BODY, 9.5, align=Align.RIGHT)
    _foot(canvas, content, one, top)


def _paint_stub(canvas: Canvas, content: ReceiptsContent, one: Receipt, top: float) -> None:
    _head(canvas, one, STUB, top, (*_STUB_WORDS, 12))
    middle = paint_labels(canvas, STUB_GRID, top + TOP, _stub_rows(content.value, one)) + 5.2
    _sign(canvas, STUB.x, middle, STUB.x + STUB.width, _SIGNED)


def _rows(value: Receipts, one: Receipt) -> tuple[Row, ...]:
    """The table of a receipt, as it is printed or left for the pen."""
    month = f"{value.month.year}年{value.month.month}月" if value.month else ""
    place = wording.place(value.county_name, value.township_name)

    def pair(left: Labelled, right: Labelled) -> Row:
        return Row((_closed(one, left), _closed(one, right)), ROW)

    return (
        Row((Labelled("供水工程", f"{place}{value.village}　{value.scheme}", wraps=True),), ROW),
        pair(Labelled("户名", one.payer, person=True), Labelled("户号", one.household, Role.CODES)),
        pair(Labelled("表号", one.meter_no, Role.CODES), Labelled("收款月份", month)),
        pair(_litres("上期读数", one.before_litres), _litres("本期读数", one.now_litres)),
        pair(_litres("用水量", one.used_litres), Labelled("单价", _price(one.milliyuan_per_m3), Role.FIGURES)),
        pair(Labelled("本月应收", _yuan(one.bill_fen), Role.FIGURES), Labelled("收费方式", one.price_kind)),
        Row((Labelled("金额（大写）", _words(one), Role.TITLE, 11),), WORDS),
        Row((Labelled("金额（小写）", _figures(one), Role.FIGURES_BOLD, 12), _kind(one)), SUM),
        pair(_by(one), _on(one)),
        Row((_closed(one, Labelled("备注", one.remark, wraps=True)),), ROW),
    )


def _stub_rows(value: Receipts, one: Receipt) -> tuple[Row, ...]:
    kind = _kind(one)
    words = "" if one.amount_fen is None else _words(one)
    cells = (
        Labelled("供水工程", value.scheme, size=9, wraps=True),
        Labelled("户名", one.payer, person=True),
        Labelled("户号", one.household, Role.CODES),
        _on(one),
        Labelled("本月应收", _yuan(one.bill_fen), Role.FIGURES),
        Labelled(kind.label, kind.value, kind.role, 9),
        Labelled("大写", words, Role.TITLE, 9.5, wraps=True),
        Labelled("金额", _figures(one), Role.FIGURES_BOLD, 11),
        _by(one),
        Labelled("备注", one.remark, size=9, wraps=True),
    )
    heights = {"大写": WORDS, "金额": SUM}
    return tuple(Row((_closed(one, cell),), heights.get(cell.label, ROW)) for cell in cells)


def _closed(one: Receipt, cell: Labelled) -> Labelled:
    """A cell that is empty on a receipt of money is closed, so that nothing is written into it afterwards."""
    return cell if cell.value or one.amount_fen is None else replace(cell, value=wording.NO_RECORD, person=False)


def _by(one: Receipt) -> Labelled:
    return Labelled("经手人" if one.refund else "收款人", one.collector, person=True)


def _on(one: Receipt) -> Labelled:
    day = wording.day(one.received) if one.received else "　　　年　　月　　日"
    return Labelled("退款日期" if one.refund else "收款日期", day)


def _kind(one: Receipt) -> Labelled:
    """What else is to be said of the money: what a refund pays back, how many receipts it sums, how it was paid."""
    if one.refund:
        return Labelled("原收据号", one.original, Role.CODES)
    if one.count > 1:
        return Labelled("收据份数", f"{one.count} 份")
    return Labelled("付款方式", "□ 现金　□ 转账")


def _litres(label: str, litres: int | None) -> Labelled:
    return Labelled(label, "" if litres is None else f"{cubic_metres(litres)} m³", Role.FIGURES)


def _price(milliyuan: int | None) -> str:
    """Yuan for a cubic metre with two decimals, three where the price has them."""
    if milliyuan is None:
        return ""
    return f"{milliyuan // 1000}.{milliyuan % 1000:03d}".removesuffix("0") + " 元/m³"


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{money.show(fen)} 元"


def _figures(one: Receipt) -> str:
    return "¥" if one.amount_fen is None else f"¥{money.show(one.amount_fen)}"


def _words(one: Receipt) -> str:
    """The capitals, a refund's with 负; places for them on a blank receipt."""
    if one.amount_fen is None:
        return "人民币　　　仟　　　佰　　　拾　　　元　　　角　　　分"
    return f"人民币{rmb.words(one.amount_fen)}"


# Around the table


def _head(
    canvas: Canvas, one: Receipt, span: Span, top: float, words: tuple[str, str, float], *, code: str = ""
) -> None:
    """Which part it is, its number and QR code; under them the title, with 退费 in a box beside it."""
    part, title, size = words
    end, middle = span.x + span.width, top + 13
    if code:
        canvas.code(end, top + 4.5, CODE, code)
        end -= CODE + 2
    canvas.text(span.x, top + 6.6, part, Role.FIGURES, 7.5)
    canvas.text(end, top + 6.6, _number(one), Role.CODES_BOLD, 11, align=Align.RIGHT, room=span.width * 0.7)
    half = canvas.text(span.x + span.width / 2, middle, title, Role.TITLE, size, align=Align.CENTRE) / 2
    if one.refund:
        x, wide = span.x + span.width / 2 + half + 2, canvas.width(_BACK, Role.HEADER, 9) + 2.6
        canvas.box(x, middle - 2.6, wide, 5.2, GRID)
        canvas.text(x + wide / 2, middle, _BACK, Role.HEADER, 9, align=Align.CENTRE)


def _number(one: Receipt) -> str:
    return f"No. {one.number or wording.NO_RECORD}"


def _sign(canvas: Canvas, x: float, middle: float, end: float, label: str) -> None:
    wide = canvas.text(x, middle, label, Role.BODY, 9.5)
    canvas.line(x + wide + 0.4, middle + 2.1, end, middle + 2.1, SIGNATURE)


def _foot(canvas: Canvas, content: ReceiptsContent, one: Receipt, top: float) -> None:
    canvas.text(MAIN.x, top + 93.4, _foot_words(content, one), Role.FIGURES, 7, room=MAIN.width)


def _foot_words(content: ReceiptsContent, one: Receipt) -> str:
    stamp, code = content.stamp, receipt_code(one)
    parts = [
        f"{content.value.number}",
        "内部收款凭据，盖章有效",
        f"打印 {wording.minute(stamp.printed_at)}",
        f"第{stamp.copy}份",
    ]
    if code:
        parts.append(f"校验码 {wording.check(code)}")
    return wording.GAP.join(parts)
