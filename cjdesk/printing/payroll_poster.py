"""F2 公示表: who is paid what, for the wall of the village; never a full ID number, account or reason of leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtGui import QPainter

from cjdesk.domain import masks, money, places
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.domain.places import group_order
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fitting import wrap
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.measures import PORTRAIT
from cjdesk.printing.page_frame import Frame, paint_frame
from cjdesk.printing.pages import Attachment, Pages, Stamp
from cjdesk.printing.paging import split
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.table import Column, Part, SumRow, TablePainter, column

FORM = "F2"
HEAD, TOTAL, END = 10, 8, 38
"""Heights of the table's head, its total row, and what stands below it on the last page."""

BOTTOM = 279
HIGHEST_ROW, LOWEST_ROW = 6.6, 6.2
TEXT_TOP, TEXT_PITCH, LATER_TOP = 44.1, 6.6, 42


@dataclass(frozen=True, slots=True)
class PosterOptions:
    """What the clerk chooses: the village, what is masked, the days of publicity, where to object.

    ``ids`` is hidden by default (D-05); TAIL prints the first three and last two characters, FULL does not exist on
    a poster and is taken as TAIL.
    """

    stamp: Stamp
    village: str | None = None
    ids: Numbers = Numbers.HIDDEN
    mask_names: bool = False
    number: str = ""
    first: date | None = None
    last: date | None = None
    days: int = 7
    phones: tuple[tuple[str, str], ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class PosterRow:
    """One line as it hangs on the wall: masked when it is made, so that nothing hidden reaches the paper."""

    number: int
    name: str
    id_no: str
    place: str
    post: str
    months: int
    amount_fen: int
    remark: str


@dataclass(frozen=True, slots=True)
class PosterContent:
    """What painting needs, worked out once."""

    frame: Frame
    title: tuple[str, ...]
    text: tuple[tuple[str, ...], ...]
    columns: tuple[Column[PosterRow], ...]
    pages: tuple[tuple[PosterRow, ...], ...]
    row_height: float
    total: SumRow
    signed: tuple[str, str]
    contacts: tuple[tuple[str, str], ...]


def layout(runs: Sheet | Sequence[Sheet], options: PosterOptions) -> Pages[PosterContent]:
    """The poster of one or more runs of a month. NOTHING_TO_PRINT when nobody there is paid."""
    sheets = (runs,) if isinstance(runs, Sheet) else tuple(runs)
    chosen = [
        line for sheet in sheets for line in sheet.lines if line.net_fen and options.village in {None, line.village}
    ]
    if not chosen:
        raise NothingToPrint(form="公示表", month=str(sheets[0].month) if sheets else "")
    first = sheets[0]
    names = {sheet.post_type: sheet.post_type_name for sheet in sheets}
    if len(sheets) > 1:
        villages = {line.village: None for sheet in sheets for line in sheet.lines}
        rank = {village: number for number, village in enumerate(villages)}
        chosen.sort(key=lambda line: (rank[line.village], group_order(line.group), line.id_no))
    rows = tuple(
        _row(number, line, first.month, names[line.post_type], options) for number, line in enumerate(chosen, start=1)
    )
    text = _text(first, tuple(names.values()), options)
    text_lines = sum(map(len, text))
    pages, height = _paginate(rows, TEXT_TOP + TEXT_PITCH * text_lines - 0.8)
    shown = [_shown(row) for row in rows]
    frame = Frame(
        form=FORM,
        copy_name="公示联（不含身份证号全号、账号、电话）",
        number_label="公示号" if options.number else "批次",
        number=options.number or _numbers(sheets),
        check_code=machine_readable.check_code(shown),
        stamp=options.stamp,
        demo=any(sheet.demo for sheet in sheets),
        draft=any(wording.is_draft(sheet) for sheet in sheets),
    )
    people = len({line.person_id for line in chosen})
    total = SumRow(
        "合　　计",
        f"{people} 人，{len(rows)} 人次",
        {"amount": money.show(sum(row.amount_fen for row in rows))},
        height=TOTAL,
        note_align=Align.CENTRE,
    )
    office = wording.place(first.county_name, first.township_name)
    content = PosterContent(
        frame=frame,
        title=_title(first, options, tuple(names.values())),
        text=text,
        columns=_columns(rows, options, one_post=len(names) == 1),
        pages=pages,
        row_height=height,
        total=total,
        signed=(f"{places.government(office)}（盖章）", _signed_on(options)),
        contacts=_contacts(options),
    )

    def attachments() -> tuple[Attachment, ...]:
        return (machine_readable.table(f"{frame.number}_F2.json", FORM, shown),)

    return Pages(FORM, "".join(content.title), PORTRAIT, len(pages), content, paint, attachments)


def paint(painter: QPainter, pages: Pages[PosterContent], index: int) -> None:
    """Paint one page; the painter's unit is the millimetre."""
    content = pages.content
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, PORTRAIT, content.frame, index, pages.count)
        for number, line in enumerate(content.title):
            middle = 24.7 + 9 * number
            canvas.text(PORTRAIT.middle, middle, line, Role.TITLE, 20, align=Align.CENTRE, room=PORTRAIT.inner - 34)
        top: float = LATER_TOP
        if index == 0:
            top = _paint_text(canvas, content.text)
        table = TablePainter(canvas, content.columns, PORTRAIT.left, top)
        table.head(HEAD, 10)
        table.rows(content.pages[index], content.row_height)
        if index < pages.count - 1:
            table.close()
            return
        table.sums(content.total, label_size=11, size=11, strong="amount")
        _paint_end(canvas, content, table.close())


def _row(number: int, line: Line, month: Month, post: str, options: PosterOptions) -> PosterRow:
    return PosterRow(
        number=number,
        name=masks.name(line.name) if options.mask_names else line.name,
        id_no="" if options.ids is Numbers.HIDDEN else masks.id_public(line.id_no),
        place=line.village + line.group,
        post=post,
        months=1,
        amount_fen=line.net_fen,
        remark=_dates(line, month),
    )


def _dates(line: Line, month: Month) -> str:
    """Joining and leaving only: a remark of the run may name an illness."""
    words = []
    if line.start in month and line.start > month.first:
        words.append(f"{line.start.month}月{line.start.day}日上岗")
    if line.end is not None and line.end in month:
        words.append(f"{line.end.month}月{line.end.day}日离岗")
    return "，".join(words)


def _columns(rows: Sequence[PosterRow], options: PosterOptions, *, one_post: bool) -> tuple[Column[PosterRow], ...]:
    """The columns in use; the width of those left out goes to the ones that grow, in proportion."""
    all_columns: tuple[tuple[Column[PosterRow], bool, bool], ...] = (
        (column("number", "序号", 12, Part(lambda row: str(row.number), Role.FIGURES, 10)), True, False),
        (column("name", "姓名", 27, Part(lambda row: row.name, Role.BODY, 12), person=True), True, True),
        (
            column("id_no", "身份证号|（部分隐去）", 38, Part(lambda row: row.id_no, Role.CODES, 10)),
            options.ids is not Numbers.HIDDEN,
            False,
        ),
        (column("place", "村、组", 28, Part(lambda row: row.place, Role.BODY, 11), wraps=True), True, True),
        (column("post", "岗位", 20, Part(lambda row: row.post, Role.BODY, 11)), not one_post, True),
        (column("months", "月数", 12, Part(lambda row: str(row.months), Role.FIGURES, 10.5)), True, False),
        (
            column(
                "amount",
                "金额（元）",
                24,
                Part(lambda row: money.show(row.amount_fen), Role.FIGURES, 11.5),
                align=Align.RIGHT,
                boxed=True,
            ),
            True,
            True,
        ),
        (
            column("remark", "备注", 19, Part(lambda row: row.remark, Role.BODY, 8.5), wraps=True),
            any(row.remark for row in rows),
            True,
        ),
    )
    kept = [(one, grows) for one, used, grows in all_columns if used]
    free = PORTRAIT.inner - sum(one.width for one, _ in kept)
    growing = sum(one.width for one, grows in kept if grows)
    return tuple(replace(one, width=one.width * (1 + free / growing)) if grows else one for one, grows in kept)


def _title(sheet: Sheet, options: PosterOptions, posts: tuple[str, ...]) -> tuple[str, ...]:
    where = sheet.township_name + (options.village or "")
    post = f"（{posts[0]}）" if len(posts) == 1 else ""
    return (f"关于{where}{sheet.month.year}年{sheet.month.month}月公益性岗位{post}", "补贴发放的公示")


def _text(sheet: Sheet, posts: tuple[str, ...], options: PosterOptions) -> tuple[tuple[str, ...], ...]:
    ours = next((f"我{end}" for end in ("街道", "镇", "乡") if sheet.township_name.endswith(end)), "我镇")
    when = f"{sheet.month.year}年{sheet.month.month}月"
    if options.first and options.last:
        same_year = options.first.year == options.last.year
        end = wording.day(options.last)[5 if same_year else 0 :]
        days = (options.last - options.first).days + 1
        period = f"{wording.day(options.first)}至{end}（{days}天）"
    else:
        period = f"　　　　年　　月　　日至　　月　　日（{options.days}天）"
    what = f"{ours}{options.village or ''}{when}{'、'.join(posts)}补贴发放情况"
    texts = (
        f"根据公益性岗位开发管理有关规定，经村级申报、乡镇审核，现将{what}予以公示，接受群众监督。",
        f"公示期：{period}。对公示内容如有异议，请在公示期内以书面或电话方式向{ours[1:]}人社中心反映，我们对反映人信息保密。",
    )
    face = faces().role(Role.BODY)
    indent = face.width("　　", 12)
    return tuple(wrap(face, text, 12, PORTRAIT.inner, indent) for text in texts)


def _paint_text(canvas: Canvas, text: tuple[tuple[str, ...], ...]) -> float:
    middle = TEXT_TOP
    for paragraph in text:
        for number, line in enumerate(paragraph):
            indent = canvas.width("　　", Role.BODY, 12) if number == 0 else 0
            canvas.text(PORTRAIT.left + indent, middle, line, Role.BODY, 12, room=PORTRAIT.inner - indent)
            middle += TEXT_PITCH
    return middle - 0.8


def _paint_end(canvas: Canvas, content: PosterContent, bottom: float) -> None:
    middle = bottom + 6.5
    for label, words in content.contacts:
        wide = canvas.text(PORTRAIT.left, middle, label, Role.HEADER, 12)
        x = PORTRAIT.left + wide + 1
        canvas.text(x, middle, words, Role.BODY, 12, room=PORTRAIT.edge - x)
        middle += 7.1
    for words, below in zip(content.signed, (26.6, 34.5), strict=True):
        canvas.text(157, bottom + below, words, Role.BODY, 12, align=Align.CENTRE)


def _numbers(sheets: Sequence[Sheet]) -> str:
    """The run shown, or the first and the last of several: PAY-202011-0001~0003."""
    numbers = sorted(sheet.number for sheet in sheets)
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]}~{numbers[-1].rpartition('-')[2]}"


def _contacts(options: PosterOptions) -> tuple[tuple[str, str], ...]:
    blank = "＿＿＿＿＿＿＿＿＿＿"
    phones = "　　".join(f"{name}　{number}" for name, number in options.phones) or blank
    return (("监督电话：", phones), ("受理地点：", options.place or blank))


def _signed_on(options: PosterOptions) -> str:
    return wording.day(options.first) if options.first else "　　年　　月　　日"


def _paginate(rows: tuple[PosterRow, ...], top: float) -> tuple[tuple[tuple[PosterRow, ...], ...], float]:
    """Rows a little lower rather than a second page; otherwise full pages of the highest rows."""
    room = BOTTOM - END - TOTAL - HEAD - top
    height = min(HIGHEST_ROW, room / len(rows))
    if height >= LOWEST_ROW:
        return (rows,), height
    height = 6.6
    cuts = split(
        len(rows),
        full=int((BOTTOM - LATER_TOP - HEAD) / height),
        last=int((BOTTOM - END - TOTAL - HEAD - LATER_TOP) / height),
        first=int((BOTTOM - top - HEAD) / height),
        only=int(room / height),
    )
    return tuple(rows[cut.start : cut.stop] for cut in cuts), height


def _shown(row: PosterRow) -> dict[str, str | int]:
    """A row as printed, for the check code and the attachment; an ID number that is not printed is not there."""
    shown: dict[str, str | int] = {
        "number": row.number,
        "name": row.name,
        "place": row.place,
        "post": row.post,
        "months": row.months,
        "amount_fen": row.amount_fen,
        "remark": row.remark,
    }
    return shown | ({"id_no": row.id_no} if row.id_no else {})
