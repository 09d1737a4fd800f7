"""The cover of a pay batch: what travels to the county, by village, with places for both seals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from cjdesk.domain import money, rmb
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.printing import label_table, machine_readable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fonts import Role
from cjdesk.printing.label_table import Grid, Labelled, Row, paint_labels, rows_of
from cjdesk.printing.machine_readable import Told
from cjdesk.printing.measures import FRAME, PORTRAIT, SIGNATURE
from cjdesk.printing.page_frame import Frame, paint_frame, paint_title
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.printing.paging import split
from cjdesk.printing.table import Column, Part, SumRow, TablePainter, column, sum_texts, texts
from cjdesk.services.batches import Cover

FORM = "COVER"
NAME = "公益性岗位补贴上报批次封面"
HEAD, ROW, LABEL_ROW, FOOT_ROW, CODE_SIDE = 8, 6.8, 8.5, 8.1, 34
FULL, ONLY, LAST = 27, 14, 14

DATED = ("年", "月", "日")
SEALS = (
    ("上报单位（盖章）", ("制表人：", "审核人：", "审批人：")),
    ("县级接收（盖章）", ("接收人：", "校验码一致　□ 是　□ 否", "接收方式　　□ U盘　□ 网络")),
)

_PRORATION = {
    "P1": "按日历天（P1）",
    "P2": "按出勤（P2）",
    "P3": "21.75天（P3）",
    "P4": "半月（P4）",
    "P5": "时点整月（P5）",
    "P6": "30天（P6）",
}
_FLOORS = {"NONE": "无", "TOPUP": "补差", "REPORT": "仅提示"}


@dataclass(frozen=True, slots=True)
class VillageRow:
    """A village's share of the run."""

    number: int
    village: str
    count: int
    base_fen: int
    commission_fen: int
    net_fen: int


@dataclass(frozen=True, slots=True)
class CoverContent:
    """What painting needs, worked out once."""

    cover: Cover
    frame: Frame
    columns: tuple[Column[VillageRow], ...]
    pages: tuple[tuple[VillageRow, ...], ...]


def layout(cover: Cover, stamp: Stamp) -> Pages[CoverContent]:
    """One page, more for a township of many villages. NOTHING_TO_PRINT for a run without lines."""
    sheet = cover.sheet
    if not sheet.lines:
        raise NothingToPrint(form="上报批次封面", month=str(sheet.month))
    frame = Frame(
        form="封面",
        copy_name="随 U 盘或网络上报件送县",
        number_label="批次",
        number=sheet.number,
        check_code=sheet.check_code,
        stamp=stamp,
        demo=sheet.demo,
        draft=wording.is_draft(sheet),
        tags=wording.clerk_tags(sheet),
        code_form=FORM,
        revision=sheet.revision,
        void=cover.withdrawn or wording.is_void(sheet),
    )
    rows = villages(sheet.lines)
    cuts = split(len(rows), full=FULL, last=LAST, only=ONLY)
    pages = tuple(rows[cut.start : cut.stop] for cut in cuts)
    content = CoverContent(cover, frame, _columns(sheet), pages)
    return Pages(
        FORM,
        f"{NAME} {sheet.number}",
        PORTRAIT,
        len(pages),
        content,
        paint,
        lambda: (machine_readable.form(frame.imprint, _told(content)),),
        imprints=(frame.imprint,),
    )


def _told(content: CoverContent) -> Iterator[Told]:
    sheet, head = content.cover.sheet, label_table.texts(_head_rows(content))
    for rows in content.pages:
        yield from (NAME, _subtitle(sheet))
        yield from (*head, *texts(content.columns, rows))
    yield from (sum_texts(content.columns, _total(sheet)), (_in_words(sheet),))
    yield from label_table.texts(_foot_rows(content))
    yield from ((title + "".join(lines) + "".join(DATED),) for title, lines in SEALS)


def villages(lines: Sequence[Line]) -> tuple[VillageRow, ...]:
    """The sums of each village in printed order."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.village, []).append(line)
    return tuple(
        VillageRow(
            number,
            village,
            len(mine),
            sum(line.base_fen for line in mine),
            sum(line.commission_fen for line in mine),
            sum(line.net_fen for line in mine),
        )
        for number, (village, mine) in enumerate(found.items(), start=1)
    )


def paint(painter: QPainter, pages: Pages[CoverContent], index: int) -> None:
    """Paint one page; the painter's unit is the millimetre."""
    content, last = pages.content, index == pages.count - 1
    sheet = content.cover.sheet
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, PORTRAIT, content.frame, index, pages.count, code=False)
        paint_title(canvas, PORTRAIT, NAME, middle=30.8, size=22)
        canvas.text(PORTRAIT.middle, 40.4, _subtitle(sheet), Role.BODY, 13, align=Align.CENTRE)
        head = Grid(PORTRAIT.left, 140, label=28)
        paint_labels(canvas, head, 49, _head_rows(content))
        canvas.code(PORTRAIT.edge, 49, CODE_SIDE, content.frame.code(index, pages.count), "q")
        table = TablePainter(canvas, content.columns, PORTRAIT.left, 87)
        table.head(HEAD, 10)
        table.rows(content.pages[index], ROW)
        if not last:
            table.close()
            return
        table.sums(_total(sheet), size=10.5, strong="")
        bottom = _paint_in_words(canvas, table, sheet)
        foot = Grid(PORTRAIT.left, PORTRAIT.inner, label=28)
        bottom = paint_labels(canvas, foot, bottom + 4, _foot_rows(content))
        _paint_seals(canvas, bottom + 4)


def _columns(sheet: Sheet) -> tuple[Column[VillageRow], ...]:
    """水费提成 only where there are water fees; its width goes to the village."""
    fees = sheet.post_type == "GS" or bool(sheet.total("commission_fen"))

    def amount(key: str, head: str, width: float, role: Role) -> Column[VillageRow]:
        part: Part[VillageRow] = Part(lambda row: money.show(getattr(row, key)), role, 10.5)
        return column(key, head, width, part, align=Align.RIGHT, boxed=True)

    return (
        column("number", "序号", 12, Part(lambda row: str(row.number), Role.FIGURES, 10)),
        column("village", "村（社区）", 36 if fees else 72, Part(lambda row: row.village, Role.BODY, 11), wraps=True),
        column(
            "count", "人次", 20, Part(lambda row: str(row.count), Role.FIGURES, 10.5), align=Align.RIGHT, boxed=True
        ),
        amount("base_fen", "基本补贴（元）", 36, Role.FIGURES),
        *((amount("commission_fen", "水费提成（元）", 36, Role.FIGURES),) if fees else ()),
        amount("net_fen", "实发金额（元）", 40, Role.FIGURES_BOLD),
    )


def _subtitle(sheet: Sheet) -> str:
    months = wording.months(sheet.first_month, sheet.month)
    return "　　".join((wording.place(sheet.county_name, sheet.township_name), months, sheet.post_type_name))


def _total(sheet: Sheet) -> SumRow:
    rows = villages(sheet.lines)
    values = {
        key: money.show(sum(getattr(row, key) for row in rows)) for key in ("base_fen", "commission_fen", "net_fen")
    }
    return SumRow("合　　计", "", values | {"count": str(sum(row.count for row in rows))}, height=8)


def _head_rows(content: CoverContent) -> tuple[Row, ...]:
    cover, sheet = content.cover, content.cover.sheet
    proration = _PRORATION.get(sheet.proration, sheet.proration)
    rules = f"参考包 {sheet.rules_version}　计发方式 {proration}　保底 {_FLOORS.get(sheet.floor, sheet.floor)}"
    cells = (
        Labelled("批次号", f"{sheet.number}　第{sheet.revision}版", Role.CODES_BOLD, 13),
        Labelled("校验码", wording.check(sheet.check_code), Role.CODES_BOLD, 16),
        Labelled("文件名", cover.file_name, Role.CODES, 10),
        Labelled("规则版本", rules, Role.BODY, 10),
    )
    return rows_of(cells, LABEL_ROW)


def _foot_rows(content: CoverContent) -> tuple[Row, ...]:
    cover, lines = content.cover, content.cover.sheet.lines
    papers = "　".join(f"□ {one.words}" + (f" {one.count} {one.unit}" if one.count else "") for one in cover.papers)
    warned = f"警告 {cover.warnings}" + ("（已逐条说明）" if cover.explained else "")
    checked = (
        f"错误 {cover.errors}",
        warned,
        f"零金额 {sum(not line.net_fen for line in lines)}",
        f"缺账号 {sum(bool(line.net_fen) and not line.bank_no for line in lines)}",
        f"账号重复 {_shared_accounts(lines)}",
    )
    gaps = f"缺号 {'、'.join(map(str, cover.gaps))}" if cover.gaps else "无缺号"
    cells = (
        Labelled("随附纸件", papers, size=10.5, wraps=True),
        Labelled("核对结果", "　".join(checked), size=10.5),
        Labelled("上一批次", f"{cover.before or '无'}　　本机第 {cover.seq} 批，{gaps}", size=10.5, wraps=True),
    )
    return rows_of(cells, FOOT_ROW)


def _shared_accounts(lines: Sequence[Line]) -> int:
    """Accounts that stand with more than one person."""
    owners: dict[str, set[str]] = {}
    for line in lines:
        if line.net_fen and line.bank_no:
            owners.setdefault(line.bank_no, set()).add(line.person_id)
    return sum(len(people) > 1 for people in owners.values())


def _in_words(sheet: Sheet) -> str:
    return f"人民币（大写）{rmb.words(sheet.net_fen)}"


def _paint_in_words(canvas: Canvas, table: TablePainter[VillageRow], sheet: Sheet) -> float:
    canvas.text(PORTRAIT.left + 3, table.y + 4.75, _in_words(sheet), Role.TITLE, 12.5, room=PORTRAIT.inner - 6)
    table.y += 9.5
    return table.close()


def _paint_seals(canvas: Canvas, top: float) -> None:
    height = min(53, 279 - top)
    for x, (title, lines) in zip((PORTRAIT.left, PORTRAIT.edge - 88), SEALS, strict=True):
        canvas.box(x, top, 88, height, FRAME)
        canvas.text(x + 4, top + 4.5, title, Role.HEADER, 11)
        for number, words in enumerate(lines):
            middle = top + 13 + 8 * number
            wide = canvas.text(x + 4, middle, words, Role.BODY, 10)
            if words.endswith("："):
                canvas.line(x + 4 + wide + 0.4, middle + 2.2, x + 46, middle + 2.2, SIGNATURE)
        for place, word in zip((58, 69, 80), DATED, strict=True):
            canvas.text(x + place, top + height - 4.6, word, Role.BODY, 10)
