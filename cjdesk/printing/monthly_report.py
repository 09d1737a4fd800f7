"""F7 月报统计表: a month of the township by village, posts in the first table, cooperatives and homes in the second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from cjdesk.domain import money
from cjdesk.domain.errors import NothingToPrint
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.list_form import WHOLE, Heights, ListForm, cut
from cjdesk.printing.list_pages import pages_of
from cjdesk.printing.measures import LANDSCAPE
from cjdesk.printing.page_frame import NOTE_SIZE, Frame, Signer, paint_signatures
from cjdesk.printing.pages import Attachment, Pages, Stamp, bound
from cjdesk.printing.table import Column, Part, SumRow, column
from cjdesk.printing.twin import signatures
from cjdesk.services.monthly import Figures, MonthlyReport, Place, VillageRow

FORM = "F7"
FULL, LAST, LINES = 15, 14, 2
"""Rows of a page that goes on and of the last one, which is one less when its small print has more lines than two."""

HEIGHTS = Heights(head=15, row=9, sum_size=10.5)
SUM = 10
NOTE_FIRST, NOTE_PITCH = 3.2, 3.7

UNKNOWN = "（未填村）"
OVERLAP = "各类别有重叠，不可相加"
SIGNERS = (
    Signer("填表人：", 61),
    Signer("审核人：", 61),
    Signer("单位负责人：", 62),
    Signer("（盖章）　上报日期：", 88, dated=True),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its place on paper; the cooperatives above the villages have no number."""

    number: str
    name: str
    kind: Place
    figures: Figures


def layout(report: MonthlyReport, stamp: Stamp) -> Pages[Any]:
    """Both tables behind each other under one number, with one count of pages.

    NOTHING_TO_PRINT where every figure is zero: a month before the registers begin. A month without pay is printed,
    since the county counts its posts and people all the same.
    """
    if report.total.nothing:
        raise NothingToPrint(form="月报统计表", month=str(report.month), field="month")
    shown = _shown(report)
    frame = Frame(
        form=FORM,
        copy_name="",
        number_label="报表号",
        number=report.number,
        check_code=machine_readable.check_code(shown),
        stamp=stamp,
        demo=report.demo,
        draft=False,
        revision=report.revision,
    )
    first, second = _posts(report, frame), _cooperatives(report, frame)
    of = len(first.pages) + len(second.pages)
    parts = [pages_of(replace(first, of=of)), pages_of(replace(second, before=len(first.pages), of=of))]

    def attachments() -> tuple[Attachment, ...]:
        figures = machine_readable.table(f"{report.number}_v{report.revision}.json", FORM, shown)
        return (figures, *both.attachments())

    both = bound(parts)
    return replace(both, attachments=attachments, imprints=(frame.imprint,), respelled=None)


def _form(
    report: MonthlyReport,
    frame: Frame,
    shown: Sequence[Shown],
    rows: tuple[Row, ...],
    notes: Sequence[str],
    *,
    number: float,
    name: float,
) -> ListForm[Row]:
    """One of the two tables with its small print between table and signatures."""
    place = wording.place(report.county_name, report.township_name)
    total = SumRow(WHOLE, "", {one.key: one.says(report.total) for one in shown}, height=SUM)
    lines = _lines(notes)

    def end(canvas: Canvas, bottom: float) -> None:
        for place, line in enumerate(lines):
            middle = bottom + NOTE_FIRST + place * NOTE_PITCH
            canvas.text(LANDSCAPE.left, middle, line, Role.BODY, NOTE_SIZE, room=LANDSCAPE.inner)
        paint_signatures(canvas, LANDSCAPE, SIGNERS, bottom + NOTE_FIRST + (len(lines) - 1) * NOTE_PITCH + 0.6)

    return ListForm(
        frame=frame,
        title=f"{place}{report.month.year}年{report.month.month}月就业帮扶工作月报表",
        subtitle=(
            f"填报单位：{report.office_name}",
            f"统计截止：{wording.day(report.as_of)}",
            f"报表号：{report.number}{wording.GAP}第{report.revision}版",
        ),
        starts=(134,),
        columns=_columns(shown, number, name),
        pages=cut(rows, full=FULL, last=LAST if len(lines) <= LINES else LAST - 1),
        sum_of=lambda _label, _rows: total,
        page_sums=False,
        whole=(total,),
        signers=SIGNERS,
        heights=HEIGHTS,
        empty_words="",
        end=end,
        end_words=(*lines, signatures(SIGNERS)),
    )


def _lines(sentences: Sequence[str]) -> tuple[str, ...]:
    """The small print in as few lines as it needs, sentences kept whole."""
    face = faces().role(Role.BODY)
    lines = [f"注：{sentences[0]}"]
    for sentence in sentences[1:]:
        if face.width(f"{lines[-1]}；{sentence}。", NOTE_SIZE) > LANDSCAPE.inner:
            lines[-1] += "；"
            lines.append(f"　　{sentence}")
        else:
            lines[-1] += f"；{sentence}"
    lines[-1] += "。"
    return tuple(lines)


# Columns

Says = Callable[[Figures], str]


def _count(name: str) -> Says:
    return lambda figures: str(getattr(figures, name))


def _yuan(name: str) -> Says:
    return lambda figures: money.show(getattr(figures, name))


def percent(basis_points: int | None) -> str:
    """97.06%, and a dash where there is nothing to divide by."""
    return "—" if basis_points is None else f"{basis_points // 100}.{basis_points % 100:02d}%"


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of figures: how it reads in a row and, by the same words, in the sum."""

    key: str
    head: str
    width: float
    says: Says
    group: str
    villages_only: bool = False

    def column(self) -> Column[Row]:
        """As the table wants it; what only villages have stays empty for the cooperatives above them."""

        def says(row: Row) -> str:
            above = row.kind in {Place.TOWNSHIP, Place.COUNTY}
            return "" if above and self.villages_only else self.says(row.figures)

        part = Part(says, Role.FIGURES, 10.5)
        return column(self.key, self.head, self.width, part, align=Align.RIGHT, boxed=True, group=self.group)


def _counts(group: str, *columns: tuple[str, str, float], villages_only: bool = False) -> tuple[Shown, ...]:
    return tuple(Shown(key, head, width, _count(key), group, villages_only) for key, head, width in columns)


POSTS, PAY = "岗位数（个）", "补贴发放（按所属月）"
ON_POST = f"在岗人数（人，{OVERLAP}）"
COOPERATIVES, RELOCATED = "劳务合作社", "易地扶贫搬迁就业"

FIRST: tuple[Shown, ...] = (
    *_counts(POSTS, ("posts_hl", "护路员", 12.5), ("posts_hh", "护河员", 12.5), ("posts_gs", "管水员", 12.5),
             ("posts_other", "其他", 10), ("posts", "合计", 13)),
    *_counts(ON_POST, ("on_post", "合计", 12.5), ("poor", "脱贫户", 12), ("monitored", "监测|对象", 12.5),
             ("relocated", "易地|搬迁", 12), ("disabled", "残疾", 11), ("women", "女", 11)),
    *_counts("本月变动", ("joined", "新增", 11), ("left", "退出", 11)),
    *_counts(PAY, ("paid_lines", "人次", 13)),
    Shown("paid_fen", "金额（元）", 27, _yuan("paid_fen"), PAY),
    Shown("commission_fen", "其中提成|（元）", 24, _yuan("commission_fen"), PAY),
    *_counts(PAY, ("unpaid_lines", "未发成", 12)),
    Shown("insured_bp", "意外险|覆盖率", 19.5, lambda figures: percent(figures.insured_bp), ""),
)  # fmt: skip
"""The first table; its columns add up to the width of the page without 其他, which shows itself where there are any."""

MAKE_ROOM = {"paid_fen": 3, "commission_fen": 3, "insured_bp": 4}
"""Where the width of 其他 comes from."""

SECOND: tuple[Shown, ...] = (
    *_counts(COOPERATIVES, ("cooperatives", "社数", 13), ("members", "社员", 15), ("captains", "劳务|队长", 14),
             ("away", "务工|人数", 15), ("departed", "本月|外出", 15)),
    *_counts(RELOCATED, ("households", "搬迁户", 17), ("relocated_people", "搬迁|人口", 18),
             ("poor_households", "贫困户", 17), ("labourers", "劳动力", 18), ("employed_county", "县内|就业", 18),
             ("employed_province", "县外省内|就业", 19), ("employed_outside", "省外|就业", 18),
             ("employed", "就业|小计", 17), ("zero_households", "零就业|家庭", 18), villages_only=True),
)  # fmt: skip


def _columns(shown: Sequence[Shown], number: float, name: float) -> tuple[Column[Row], ...]:
    return (
        column("number", "序号", number, Part(lambda row: row.number, Role.FIGURES, 10)),
        column("name", "村（社区）", name, Part(lambda row: row.name, Role.BODY, 10.5), wraps=True),
        *(one.column() for one in shown),
    )


def _rows(report: MonthlyReport, rows: Sequence[VillageRow], shown: Sequence[Shown]) -> tuple[Row, ...]:
    """Every village, and of the other rows those with a figure in this table."""
    level = report.township_name[-1:] if report.township_name[-1:] in {"镇", "乡"} else "街道"
    names = {Place.UNKNOWN: UNKNOWN, Place.TOWNSHIP: f"{level}级联合社", Place.COUNTY: "县级合作社"}
    found: list[Row] = []
    for row in rows:
        if row.kind is not Place.VILLAGE and not any(_has(row.figures, one) for one in shown):
            continue
        number = "" if row.kind in {Place.TOWNSHIP, Place.COUNTY} else str(len(found) + 1)
        found.append(Row(number, row.village or names.get(row.kind, UNKNOWN), row.kind, row.figures))
    return tuple(found)


def _has(figures: Figures, one: Shown) -> bool:
    return bool(getattr(figures, one.key))


# The two tables


def _posts(report: MonthlyReport, frame: Frame) -> ListForm[Row]:
    total = report.total
    others = bool(total.posts_other)
    shown = tuple(
        replace(one, width=one.width - MAKE_ROOM.get(one.key, 0) * others)
        for one in FIRST
        if others or one.key != "posts_other"
    )
    rows = _rows(report, report.villages, shown)
    frame = replace(frame, copy_name="公益性岗位")
    return _form(report, frame, shown, rows, _post_notes(report), number=9, name=24)


def _cooperatives(report: MonthlyReport, frame: Frame) -> ListForm[Row]:
    rows = _rows(report, report.rows, SECOND)
    frame = replace(frame, copy_name="劳务合作社、易地搬迁就业")
    return _form(report, frame, SECOND, rows, _cooperative_notes(report), number=10, name=30)


def _post_notes(report: MonthlyReport) -> list[str]:
    total = report.total
    quotas = "、".join(f"{name} {posts} 个" for name, posts in report.quotas.items())
    returned = f"，其中银行退回 {total.returned_lines} 人次" if total.returned_lines else ""
    notes = [
        "岗位数为截止日在册未撤销的岗位，含空岗，一岗多人按人数计" + (f"（县下达指标：{quotas}）" if quotas else ""),
        "在岗人数按公民身份号码去重，停岗人员不计入",
        "人员按所在村、岗位按岗位所在村统计",
        "发放按已审核的工资批次统计",
        f"“未发成”为银行退回未补发和尚未列入代发清单的人次{returned}",
        "覆盖率＝已投保人日÷在岗人日",
    ]
    if report.open_runs:
        notes.append(f"{'、'.join(report.open_runs)}本月工资尚未审核，未计入")
    elif not total.paid_lines:
        notes.append("本月没有已审核的补贴发放")
    if report.other_pay.lines:
        amount = money.show(report.other_pay.fen)
        notes.append(f"岗位以外的补贴 {report.other_pay.lines} 人次 {amount} 元不在本表内")
    if report.reported_on is not None:
        notes.append(f"本表为 {wording.day(report.reported_on)}上报数")
    return notes


def _cooperative_notes(report: MonthlyReport) -> list[str]:
    total = report.total
    without = total.households - total.labour_households
    placed = total.employed_county + total.employed_province + total.employed_outside
    able = f"有劳动力的搬迁家庭 {total.labour_households} 户、劳动力 {total.labourers} 人"
    notes = [f"{able}，就业 {total.employed} 人，就业率 {percent(total.employed_bp)}"]
    if without:
        notes.append(f"无劳动力家庭 {without} 户不计为零就业家庭")
    if total.exempt_households:
        notes.append(f"劳动力均在校、患病或服役的家庭 {total.exempt_households} 户不计为零就业家庭")
    if placed < total.employed:
        notes.append(f"就业 {total.employed - placed} 人未填就业地")
    notes += [
        "社员、队长按公民身份号码去重",
        "本月外出按社员务工起始日期统计，未分有组织与自发",
        "帮扶车间不在本系统登记",
        OVERLAP,
    ]
    return notes


def _shown(report: MonthlyReport) -> list[dict[str, str | int]]:
    """Every figure of every row, the sum last: what the check code is of."""
    rows: list[dict[str, str | int]] = [
        {"month": str(report.month), "as_of": report.as_of.isoformat(), "row": row.key, **asdict(row.figures)}
        for row in report.rows
    ]
    return [
        *rows,
        {"month": str(report.month), "as_of": report.as_of.isoformat(), "row": "合计", **asdict(report.total)},
    ]
