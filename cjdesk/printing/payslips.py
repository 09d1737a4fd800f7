"""F4 个人工资条: four slips a page to be cut apart, each with the sentences that the window shows for its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import QPainter

from cjdesk.domain import money, rmb
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.pay.steps import read
from cjdesk.domain.sheet import Line, Sheet, Step
from cjdesk.i18n import on_paper
from cjdesk.printing import bank_spelling, machine_readable, qr, unwritable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fitting import wrap
from cjdesk.printing.fonts import Face, Role, faces
from cjdesk.printing.machine_readable import Told
from cjdesk.printing.measures import (
    BASELINE,
    DRAFT_GREY,
    FRAME,
    GRID,
    HEADER_FILL,
    POINT,
    PORTRAIT,
    SLIPS_WHITE,
    Box,
    Span,
)
from cjdesk.printing.pages import Imprint, Pages, Spelled, Stamp

FORM = "F4"
NAME, PAID = "姓名", "实发金额"
PER_PAGE = 4
HEIGHT = PORTRAIT.height / PER_PAGE
LABEL, VALUE = 22.0, 38.0
TABLE_TOP, FACTS, NET = 15, 6, 7.8
CODE = 9.4
"""A slip is cut out, so each has a code of its own; its page is the line's number in the run."""
FOOT = 3.4, 7.5
"""The two lines under the table: the lower one of the last slip stands where printers still print."""
EXPLAINED = 26.4
"""What the explanations have together; sentences shrink until they stand in it."""
READABLE = 7.0
"""Smaller than this, a slip takes the place of two instead."""

ROOM = PORTRAIT.inner - LABEL - 3
LEAST, LINE, SPACE = 4.8, 1.2, 1.6
SIZES = tuple(size / 4 for size in range(40, 15, -1))
"""10 pt down to 4 pt, in quarters."""

_ROWS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("基本补贴", ("base",), "—"),
    ("水费提成", ("commission", "topup"), "—"),
    ("补发 / 扣款", ("allowance", "back_pay", "deduction", "clawback", "tax"), "无"),
    ("合计", ("net",), "—"),
)
"""Label, the components explained in it, and what stands there without any."""


@dataclass(frozen=True, slots=True)
class SlipOptions:
    """Which slips: those of a village or of one person, all by default; ``phone`` is printed for questions."""

    stamp: Stamp
    village: str | None = None
    id_no: str | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """One line with its run; ``place`` is where on its page it begins, ``span`` how many places it takes."""

    sheet: Sheet
    line: Line
    place: int
    span: int


@dataclass(frozen=True, slots=True)
class Slips:
    """All slips in printed order, page by page."""

    pages: tuple[tuple[Slip, ...], ...]
    options: SlipOptions

    @property
    def slips(self) -> tuple[Slip, ...]:
        """All of them."""
        return tuple(slip for page in self.pages for slip in page)


def layout(sheets: Sequence[Sheet], options: SlipOptions) -> Pages[Slips]:
    """The slips of these runs in the order of their sheets; NOTHING_TO_PRINT when nobody is chosen."""
    chosen = [
        (sheet, line)
        for sheet in sheets
        for line in sheet.lines
        if options.village in {None, line.village} and options.id_no in {None, line.id_no}
    ]
    if not chosen:
        raise NothingToPrint(form="工资条", month=str(sheets[0].month), field="month")
    paged = _paged(chosen)
    slips = Slips(paged, options)
    told = [sheet for sheet in sheets if any(one is sheet for one, _ in chosen)]
    title = f"{sheets[0].month.year}年{sheets[0].month.month}月工资条"
    return Pages(
        FORM,
        title,
        PORTRAIT,
        len(paged),
        slips,
        paint,
        lambda: tuple(machine_readable.form(_imprint(sheet), _told(slips, sheet)) for sheet in told),
        imprints=tuple(map(_imprint, sheets)),
        white=SLIPS_WHITE,
        lacking=lambda: unwritable.names((str(line.number), line.name, line.person_id) for _, line in chosen),
        respelled=lambda names: layout([_respelled(sheet, names) for sheet in sheets], options),
    )


def _respelled(sheet: Sheet, names: Spelled) -> Sheet:
    """The run with other names on some lines, which their remark says."""

    def number(line: Line) -> str:
        return str(line.number)

    speller = bank_spelling.speller(names, number)
    return replace(sheet, lines=tuple(map(speller, sheet.lines)))


def _told(slips: Slips, sheet: Sheet) -> Iterator[Told]:
    """The slips of one run."""
    for one in slips.slips:
        if one.sheet is sheet:
            yield from (_tags(sheet), _number(one), _title(one.line))
            yield from (tuple(text for pair in pairs for text in pair) for pairs in _facts(one))
            yield from (*explanations(one.line), (PAID, "".join(_paid(one.line))))
            yield from (_account(one.line), _given_by(one, slips.options))


def _imprint(sheet: Sheet) -> Imprint:
    return Imprint(FORM, sheet.number, sheet.check_code, sheet.revision)


def _paged(chosen: Sequence[tuple[Sheet, Line]]) -> tuple[tuple[Slip, ...], ...]:
    """Slips onto pages; none is cut by the edge of a page."""
    face = faces().role(Role.BODY)
    pages: list[list[Slip]] = [[]]
    place = 0
    for sheet, line in chosen:
        texts = [text for _, text in explanations(line)]
        span = 1 if fitted(face, texts, ROOM, EXPLAINED)[0] >= READABLE else 2
        if place + span > PER_PAGE:
            pages.append([])
            place = 0
        pages[-1].append(Slip(sheet, line, place, span))
        place += span
    return tuple(tuple(page) for page in pages)


def paint(painter: QPainter, pages: Pages[Slips], index: int) -> None:
    """Paint a page; the painter's unit is the millimetre."""
    with Canvas(painter).page() as canvas:
        for slip in pages.content.pages[index]:
            _Painter(canvas, slip, pages.content.options).paint()
            bottom = (slip.place + slip.span) * HEIGHT
            if slip.place + slip.span < PER_PAGE:
                canvas.cut(bottom)


def explanations(line: Line) -> list[tuple[str, str]]:
    """Each row's label and its sentences."""
    return [(label, sentences(line, components) or nothing) for label, components, nothing in _ROWS]


def sentences(line: Line, components: Sequence[str]) -> str:
    """The steps of these components as the window says them, one after the other."""
    return "；".join(_words(step) for step in line.steps if step.component in components)


def _words(step: Step) -> str:
    text, facts = read(step)
    return on_paper(text, **facts)


def _tags(sheet: Sheet) -> str:
    tags = [FORM, "本人联", *([wording.DEMO] if sheet.demo else []), *wording.clerk_tags(sheet)]
    return wording.GAP.join(tags)


def _number(slip: Slip) -> str:
    revision = (f"第{slip.sheet.revision}版",) if slip.sheet.revision > 1 else ()
    return wording.GAP.join((slip.sheet.number, f"第{slip.line.number}号", *revision))


def _title(line: Line) -> str:
    """With the month of the line: a run may pay several."""
    return f"公益性岗位补贴条（{line.month.year}年{line.month.month}月）"


def _facts(slip: Slip) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Labels and values of the two rows at the top of the table."""
    line, attendance = slip.line, wording.NO_RECORD
    if line.required_tenths is not None:
        attendance = f"{wording.days(line.attended_tenths or 0)}/{wording.days(line.required_tenths)} 天"
    return (
        ((NAME, line.name), ("岗位", slip.sheet.post_type_name), ("村、组", f"{line.village}{line.group}")),
        (
            ("补贴标准", f"{money.show(line.standard_fen)} 元/月"),
            ("出勤/应出勤", attendance),
            ("计发天数", f"{line.paid_days} 天"),
        ),
    )


def _paid(line: Line) -> tuple[str, str]:
    """What is paid, in figures and in words."""
    return f"¥{money.show(line.net_fen)} 元", f"人民币（大写）{rmb.words(line.net_fen)}"


def _account(line: Line) -> str:
    """Where the money goes, and the remark."""
    account = f"{line.bank_name or ''}{wording.GAP}尾号 {line.bank_no[-4:]}" if line.bank_no else "（待补账号）"
    said = [
        f"发放账户：{account if line.net_fen else '本月不发放'}",
        *([f"说明：{line.remark}"] if line.remark else []),
    ]
    return (wording.GAP * 2).join(said)


def _given_by(slip: Slip, options: SlipOptions) -> str:
    parts = (
        f"发放单位：{slip.line.employer or slip.sheet.employer}",
        f"咨询电话：{options.phone or '＿＿＿＿＿＿＿＿'}",
        f"校验码 {wording.check(slip.sheet.check_code)}",
        f"打印 {wording.minute(options.stamp.printed_at)} 第{options.stamp.copy}份",
    )
    return (wording.GAP * 2).join(parts)


class _Painter:
    """Paints one slip from its top on."""

    def __init__(self, canvas: Canvas, slip: Slip, options: SlipOptions) -> None:
        self.canvas, self.slip, self.options = canvas, slip, options
        self.top = slip.place * HEIGHT
        self.explained = EXPLAINED + (slip.span - 1) * HEIGHT

    def paint(self) -> None:
        self._head()
        bottom = self._table()
        self._foot(bottom)

    def _head(self) -> None:
        canvas, sheet, line = self.canvas, self.slip.sheet, self.slip.line
        if wording.is_draft(sheet):
            canvas.mark(PORTRAIT.middle, self.top + HEIGHT / 2, wording.DRAFT, size=80, colour=DRAFT_GREY, degrees=20)
        canvas.text(PORTRAIT.left, self.top + 7.9, _tags(sheet), Role.FIGURES, 7.5)
        beside = PORTRAIT.edge - CODE - 1.5
        canvas.text(beside, self.top + 7.9, _number(self.slip), Role.FIGURES, 7.5, align=Align.RIGHT, room=31)
        words = qr.content(_imprint(sheet), line.number, len(sheet.lines))
        canvas.code(PORTRAIT.edge, self.top + TABLE_TOP - 0.8 - CODE, CODE, words)
        canvas.text(PORTRAIT.middle, self.top + 10, _title(line), Role.TITLE, 15, align=Align.CENTRE, room=100)

    def _table(self) -> float:
        y = self.top + TABLE_TOP
        for pairs in _facts(self.slip):
            self._pairs(y, pairs)
            y += FACTS
        y = self._explained(y)
        self._label(y, NET, PAID, Role.HEADER, 11)
        middle, x = y + NET / 2, PORTRAIT.left + LABEL
        figures, words = _paid(self.slip.line)
        large, small = 14, 10.5
        self.canvas.text(x + 1.4, middle, figures, Role.FIGURES_BOLD, large)
        on_line = middle + BASELINE * (large - small) * POINT
        self.canvas.text(x + 45, on_line, words, Role.BODY, small, room=PORTRAIT.edge - x - 47)
        bottom = y + NET
        self.canvas.box(PORTRAIT.left, self.top + TABLE_TOP, PORTRAIT.inner, bottom - self.top - TABLE_TOP, FRAME)
        self.canvas.line(PORTRAIT.left + LABEL, self.top + TABLE_TOP, PORTRAIT.left + LABEL, bottom, GRID)
        return bottom

    def _pairs(self, y: float, pairs: Sequence[tuple[str, str]]) -> None:
        x = PORTRAIT.left
        for label, value in pairs:
            self.canvas.fill(x, y, LABEL, FACTS, HEADER_FILL)
            self.canvas.cell(Box(x + 1, y, LABEL - 2, FACTS), label, Role.FIGURES, 9.5)
            text, face = value, self.canvas.faces.role(Role.BODY)
            if label == NAME:
                name, face = self.canvas.faces.name(value)
                text = wording.spaced(name)
            place = Span(x + LABEL + 1, VALUE - 2)
            self.canvas.cells(face, 10.5, [(text, y + FACTS / 2)], place, align=Align.CENTRE, height=FACTS - 0.6)
            if x > PORTRAIT.left:
                self.canvas.line(x, y, x, y + FACTS, GRID)
            self.canvas.line(x + LABEL, y, x + LABEL, y + FACTS, GRID)
            x += LABEL + VALUE
        self.canvas.line(PORTRAIT.left, y + FACTS, PORTRAIT.edge, y + FACTS, GRID)

    def _explained(self, y: float) -> float:
        texts = explanations(self.slip.line)
        face = self.canvas.faces.role(Role.BODY)
        size, laid = fitted(face, [text for _, text in texts], ROOM, self.explained)
        for (label, _), (lines, height) in zip(texts, laid, strict=True):
            self._label(y, height, label, Role.FIGURES, 9.5)
            pitch = size * LINE * POINT
            middle = y + height / 2 - pitch * (len(lines) - 1) / 2
            for number, words in enumerate(lines):
                place = middle + number * pitch
                self.canvas.text(PORTRAIT.left + LABEL + 1.4, place, words.strip(), Role.BODY, size)
            y += height
            self.canvas.line(PORTRAIT.left, y, PORTRAIT.edge, y, GRID)
        return y

    def _label(self, y: float, height: float, label: str, role: Role, size: float) -> None:
        self.canvas.fill(PORTRAIT.left, y, LABEL, height, HEADER_FILL)
        self.canvas.cell(Box(PORTRAIT.left + 1, y, LABEL - 2, height), label, role, size)

    def _foot(self, bottom: float) -> None:
        for below, words in zip(FOOT, (_account(self.slip.line), _given_by(self.slip, self.options)), strict=True):
            self.canvas.text(PORTRAIT.left, bottom + below, words, Role.BODY, 9, room=PORTRAIT.inner)


def fitted(
    face: Face, texts: Sequence[str], width: float, height: float, broken: Callable[..., tuple[str, ...]] = wrap
) -> tuple[float, list[tuple[tuple[str, ...], float]]]:
    """The largest size at which all texts stand in a height, and for each its lines and its row's height."""
    for size in SIZES:
        lines = [broken(face, text, size, width) for text in texts]
        heights = [max(LEAST, len(one) * size * LINE * POINT + SPACE) for one in lines]
        widest = max(face.width(line, size) for one in lines for line in one)
        if sum(heights) <= height and widest <= width:
            break
    spare = max(height - sum(heights), 0) / len(heights)
    return size, [(one, high + spare) for one, high in zip(lines, heights, strict=True)]
