"""The F2 page that every notice for the wall shares: title, text, table, where to object, seal; masked rows only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtGui import QPainter

from cjdesk.domain import money, places
from cjdesk.domain.publicity import CALENDAR, USUAL_DAYS, WORKING
from cjdesk.printing import bank_spelling, machine_readable, twin, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fitting import wrap
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.list_form import lacking
from cjdesk.printing.machine_readable import Told
from cjdesk.printing.measures import A3, PORTRAIT
from cjdesk.printing.page_frame import Frame, paint_frame
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.printing.paging import split
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.table import Column, Part, SumRow, TablePainter, cells, column, sum_texts, texts
from cjdesk.workbooks.printed import PrintedRow, PrintedSheet

FORM = "F2"
COPY_NAME = "公示联（不含身份证号全号、账号、电话）"
HEAD, TOTAL, END = 10, 8, 38
"""Heights of the table's head, its total row, and what stands below it on the last page."""

BOTTOM = 279
HIGHEST_ROW, LOWEST_ROW = 6.6, 6.2
TEXT_TOP, TEXT_PITCH, LATER_TOP = 44.1, 6.6, 42


@dataclass(frozen=True, slots=True)
class PosterOptions:
    """What the clerk chooses: the village, what is masked, the days of publicity, where to object.

    ``ids`` is hidden by default (D-05); TAIL prints the first three and last two characters, FULL does not exist on
    a poster and is taken as TAIL. ``tags`` stand beside the form number (第2版, 已撤回). ``a3`` enlarges the page.
    """

    stamp: Stamp
    village: str | None = None
    ids: Numbers = Numbers.HIDDEN
    mask_names: bool = False
    number: str = ""
    first: date | None = None
    last: date | None = None
    days: int = USUAL_DAYS
    counting: str = CALENDAR
    phones: str = ""
    reception: str = ""
    tags: tuple[str, ...] = ()
    a3: bool = False


@dataclass(frozen=True, slots=True)
class PosterRow:
    """One line as it hangs on the wall: masked when it is made, so that nothing hidden reaches the paper.

    ``person_id``, where known, is never printed: it tells people of one name apart.
    """

    number: int
    name: str
    id_no: str
    place: str
    post: str
    months: int
    amount_fen: int
    remark: str
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a kind of notice says around its rows; ``summed`` prints the money in the total row."""

    title: tuple[str, str]
    about: str
    number_label: str
    number: str
    county: str
    township: str
    people: int
    demo: bool
    draft: bool
    amount_head: str = "金额（元）"
    one_post: bool = False
    with_months: bool = True
    summed: bool = True


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


def pages_of(notice: Notice, rows: tuple[PosterRow, ...], options: PosterOptions) -> Pages[PosterContent]:
    """Lay a notice out; ``rows`` is not empty."""
    text = _text(notice, options)
    pages, height = _paginate(rows, TEXT_TOP + TEXT_PITCH * sum(map(len, text)) - 0.8)
    shown = [_shown(row) for row in rows]
    frame = Frame(
        form=FORM,
        copy_name=COPY_NAME,
        number_label=notice.number_label,
        number=notice.number,
        check_code=machine_readable.check_code(shown),
        stamp=options.stamp,
        demo=notice.demo,
        draft=notice.draft,
        tags=options.tags,
    )
    lines = f"，{len(rows)} 人次" if notice.summed else ""
    amount = {"amount": money.show(sum(row.amount_fen for row in rows))} if notice.summed else {}
    office = wording.place(notice.county, notice.township)
    content = PosterContent(
        frame=frame,
        title=notice.title,
        text=text,
        columns=_columns(rows, options, notice),
        pages=pages,
        row_height=height,
        total=SumRow("合　　计", f"{notice.people} 人{lines}", amount, height=TOTAL, note_align=Align.CENTRE),
        signed=(f"{places.government(office)}（盖章）", _signed_on(options)),
        contacts=_contacts(options),
    )

    enlarged = A3 if options.a3 else 1.0
    return Pages(
        FORM,
        "".join(content.title),
        PORTRAIT,
        len(pages),
        content,
        paint,
        lambda: (machine_readable.form(frame.imprint, _told(content)),),
        enlarged,
        imprints=(frame.imprint,),
        twins=lambda: (_twin(content),),
        lacking=lambda: lacking(content.columns, rows),
        respelled=lambda names: pages_of(notice, tuple(map(bank_spelling.speller(names, _number), rows)), options),
    )


def _told(content: PosterContent) -> Iterator[Told]:
    for index, rows in enumerate(content.pages):
        yield "".join(content.title)
        if index == 0:
            yield from ("".join(paragraph) for paragraph in content.text)
        yield from texts(content.columns, rows)
    yield sum_texts(content.columns, content.total)
    yield from (label + words for label, words in content.contacts)
    yield from content.signed


def _number(row: PosterRow) -> str:
    return str(row.number)


def _twin(content: PosterContent) -> PrintedSheet:
    """The notice as a workbook: its text under the title, its rows in pages as on the wall."""
    last = len(content.pages) - 1
    pages: list[tuple[PrintedRow, ...]] = []
    for index, rows in enumerate(content.pages):
        found = [PrintedRow(cells(content.columns, row), content.row_height) for row in rows]
        if index == last:
            found.append(twin.sum_row(content.columns, content.total))
            words = [label + text for label, text in content.contacts] + list(content.signed)
            found += [twin.across(content.columns, one, twin.NOTE_HEIGHT) for one in words]
        pages.append(tuple(found))
    return PrintedSheet(
        name=content.frame.number,
        title="".join(content.title),
        subtitle="".join("".join(paragraph) for paragraph in content.text),
        columns=tuple(twin.heading(one, content.row_height) for one in content.columns),
        head_height=HEAD,
        pages=tuple(pages),
        foot=twin.foot(content.frame),
        landscape=False,
        subtitle_height=TEXT_PITCH * sum(map(len, content.text)),
    )


def our(township: str) -> str:
    """How a township speaks of itself: 我镇, 我乡, 我街道."""
    return next((f"我{end}" for end in ("街道", "镇", "乡") if township.endswith(end)), "我镇")


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


def _columns(rows: Sequence[PosterRow], options: PosterOptions, notice: Notice) -> tuple[Column[PosterRow], ...]:
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
        (column("post", "岗位", 20, Part(lambda row: row.post, Role.BODY, 11)), not notice.one_post, True),
        (
            column("months", "月数", 12, Part(lambda row: str(row.months), Role.FIGURES, 10.5)),
            notice.with_months,
            False,
        ),
        (
            column(
                "amount",
                notice.amount_head,
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


def _text(notice: Notice, options: PosterOptions) -> tuple[tuple[str, ...], ...]:
    ours = our(notice.township)[1:]
    how = f"对公示内容如有异议，请在公示期内以书面或电话方式向{ours}人社中心反映，我们对反映人信息保密。"
    paragraphs = (
        f"{notice.about}，接受群众监督。",
        f"公示期：{period_words(options)}。{how}",
    )
    face = faces().role(Role.BODY)
    indent = face.width("　　", 12)
    return tuple(wrap(face, text, 12, PORTRAIT.inner, indent) for text in paragraphs)


def period_words(options: PosterOptions) -> str:
    """2020年12月7日至12月13日（7天）, or room to write it by hand."""
    unit = "个工作日" if options.counting == WORKING else "天"
    if options.first and options.last:
        same_year = options.first.year == options.last.year
        end = wording.day(options.last)[5 if same_year else 0 :]
        counted = (options.last - options.first).days + 1 if options.counting != WORKING else options.days
        return f"{wording.day(options.first)}至{end}（{counted}{unit}）"
    return f"　　　　年　　月　　日至　　月　　日（{options.days}{unit}）"


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


def _contacts(options: PosterOptions) -> tuple[tuple[str, str], ...]:
    blank = "＿＿＿＿＿＿＿＿＿＿"
    return (("监督电话：", options.phones or blank), ("受理地点：", options.reception or blank))


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
