"""人员档案: a person's file from application to exit, its sections flowing over as many pages as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtGui import QPainter

from cjdesk.domain import masks, money, rmb
from cjdesk.printing import cells, machine_readable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.cells import CellRow, label, row, value
from cjdesk.printing.dossier_sections import Section, nothing_of, sections
from cjdesk.printing.fonts import Role
from cjdesk.printing.machine_readable import Told
from cjdesk.printing.measures import PORTRAIT, Span
from cjdesk.printing.page_frame import Frame, Signer, paint_frame, paint_signatures, paint_title
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.printing.person_head import INSURED, ROW, lacking, paint_head, who_rows
from cjdesk.printing.table import TablePainter, sum_texts, texts
from cjdesk.services.people.dossier_values import Dossier

FORM = "DOS"
NAME = "公益性岗位人员档案"
GOES_ON = f"{NAME}（续）"
TOP, NEXT_TOP, BOTTOM = 35.0, 25.0, 272.0
TITLE_BELOW, TABLE_BELOW = 6.0, 9.8
"""A section's title and its table stand so far below what is before them."""
CLOSED = 6.1
FEWEST = 2
"""So many rows at least stand under a head."""
LINE, SIGNED = 7.0, 14.0
NUMERALS = "一二三四五六七八九十"

SIGNERS = (Signer("建档人：", 55), Signer("审核人：", 55), Signer("（盖章）", 70, dated=True))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some rows of a section on a page, from ``top``; ``last`` ones bring the sum."""

    section: Section
    title: str
    top: float
    first: int
    stop: int
    last: bool

    @property
    def rows(self) -> tuple[Any, ...]:
        """Its rows."""
        return self.section.rows[self.first : self.stop]


@dataclass(frozen=True, slots=True)
class _Content:
    value: Dossier
    frame: Frame
    pages: tuple[tuple[_Piece, ...], ...]
    notes: tuple[str, ...]
    notes_top: float


def layout(value: Dossier, stamp: Stamp, *, full_numbers: bool = False) -> Pages[_Content]:
    """The file of one person. ID, phone and account numbers lose their middle unless ``full_numbers``."""
    shown = value if full_numbers else masked(value)
    notes = tuple(filter(None, (_span(value), _sums(value), _owed(value), nothing_of(value))))
    pages, top = _flow(sections(shown), notes)
    rows: list[dict[str, str | int]] = [{"number": value.number, "id_no": value.person.id_no}]
    rows += [{"month": str(one.month), "run": one.run, "net_fen": one.pay.net_fen} for one in value.months]
    frame = Frame(
        form="个人档案",
        copy_name="内部资料，注意保密　查阅须登记",
        number_label="档案号",
        number=value.number,
        check_code=machine_readable.check_code(rows),
        stamp=stamp,
        demo=value.office.demo,
        draft=False,
        code_form=FORM,
    )
    content = _Content(shown, frame, pages, notes, top)
    title = f"{NAME} {value.person.name}"
    return Pages(
        FORM,
        title,
        PORTRAIT,
        len(pages),
        content,
        paint,
        lambda: (machine_readable.form(frame.imprint, _told(content)),),
        imprints=(frame.imprint,),
        lacking=lambda: lacking(value.person),
    )


def _told(content: _Content) -> Iterator[Told]:
    person = content.value.person
    for number, page in enumerate(content.pages):
        if number:
            yield from (GOES_ON, person.name, person.id_no)
        else:
            yield NAME
            yield from cells.texts(_head(content.value))
        for piece in page:
            yield from _told_of(piece)
    yield from content.notes


def _told_of(piece: _Piece) -> Iterator[Told]:
    section = piece.section
    yield piece.title
    yield from texts(section.columns, piece.rows)
    if piece.last and section.closed:
        yield "", wording.BELOW_EMPTY
    if piece.last and section.total is not None:
        yield sum_texts(section.columns, section.total)


def masked(value: Dossier) -> Dossier:
    """The same with numbers as they may be seen by who need not know them (D-05)."""
    person = replace(
        value.person,
        id_no=masks.id_draft(value.person.id_no),
        phone=masks.phone(value.person.phone),
        account=masks.bank_draft(value.person.account),
    )
    return replace(
        value,
        person=person,
        accounts=tuple(replace(one, number=masks.bank_draft(one.number)) for one in value.accounts),
        returned=tuple(replace(one, account=masks.bank_draft(one.account)) for one in value.returned),
    )


def paint(painter: QPainter, pages: Pages[_Content], index: int) -> None:
    """Paint one page; the painter's unit is the millimetre."""
    content = pages.content
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, PORTRAIT, content.frame, index, pages.count)
        if index:
            _running_head(canvas, content.value)
        else:
            paint_title(canvas, PORTRAIT, NAME, middle=27, size=24)
            paint_head(canvas, _head(content.value), TOP)
        for piece in content.pages[index]:
            _paint_piece(canvas, piece)
        if index == pages.count - 1:
            y = content.notes_top
            for words in content.notes:
                canvas.text(PORTRAIT.left, y + LINE / 2, words, Role.HEADER, 9.5, room=PORTRAIT.inner)
                y += LINE
            paint_signatures(canvas, PORTRAIT, SIGNERS, y)


def _flow(found: Sequence[Section], notes: Sequence[str]) -> tuple[tuple[tuple[_Piece, ...], ...], float]:
    """The sections page by page, and where the closing lines begin on the last one."""
    pages: list[list[_Piece]] = [[]]
    y = TOP + 5 * ROW
    for number, one in enumerate(found):
        title = f"{_numeral(number + 1)}、{one.title}"
        first = 0
        while first < len(one.rows):
            start = y + TABLE_BELOW
            rest = len(one.rows) - first
            fits = int((BOTTOM - start - one.head) / one.height + 1e-9)
            whole = start + one.head + rest * one.height + _below(one) <= BOTTOM
            stop = len(one.rows) if whole else first + min(fits, rest - 1)
            if stop - first < min(FEWEST, rest) and y > NEXT_TOP:
                pages.append([])
                y = NEXT_TOP
                continue
            stop = max(stop, first + 1)
            last = stop == len(one.rows)
            heading = title if not first else f"{title}（续）"
            pages[-1].append(_Piece(one, heading, start, first, stop, last))
            y = start + one.head + (stop - first) * one.height + (_below(one) if last else 0)
            first = stop
            if not last:
                pages.append([])
                y = NEXT_TOP
    if y + 3 + len(notes) * LINE + SIGNED > BOTTOM + 6:
        pages.append([])
        y = NEXT_TOP
    return tuple(map(tuple, pages)), y + 3


def _below(section: Section) -> float:
    """What stands under a section's last row."""
    return (section.total.height if section.total else 0) + (CLOSED if section.closed else 0)


def _paint_piece(canvas: Canvas, piece: _Piece) -> None:
    section = piece.section
    middle = piece.top - TABLE_BELOW + TITLE_BELOW
    canvas.text(PORTRAIT.left, middle, piece.title, Role.HEADER, 12)
    table = TablePainter(canvas, section.columns, PORTRAIT.left, piece.top)
    table.head(section.head, 9.5)
    table.rows(piece.rows, section.height)
    if piece.last and section.closed:
        table.empty(wording.BELOW_EMPTY, CLOSED)
    if piece.last and section.total is not None:
        table.sums(section.total, size=9.5)
    table.close()


def _running_head(canvas: Canvas, shown: Dossier) -> None:
    """Whose file goes on."""
    person, face = canvas.faces.name(shown.person.name)
    canvas.text(PORTRAIT.middle, 17, GOES_ON, Role.TITLE, 14, align=Align.CENTRE)
    wide = min(face.width(person, 11), 90)
    canvas.cells(face, 11, [(person, 23)], Span(PORTRAIT.left, wide), align=Align.LEFT)
    canvas.text(PORTRAIT.left + wide + 4, 23, shown.person.id_no, Role.CODES, 10)


def _head(shown: Dossier) -> tuple[CellRow, ...]:
    one = shown.person
    return (
        *who_rows(one, ROW, id_no=one.id_no, phone=one.phone),
        row(
            ROW,
            label(22, "人员类别"),
            value(50, "、".join(one.categories)),
            label(16, "学历"),
            value(20, one.education),
            label(16, "意外险"),
            value(20, INSURED[one.insured], size=10),
        ),
        row(
            ROW,
            label(22, "开户行"),
            value(50, one.bank),
            label(16, "账号"),
            value(56, wording.grouped(one.account) if "*" not in one.account else one.account, role=Role.CODES),
        ),
    )


def _span(value: Dossier) -> str:
    """Which months the file tells of, where it was narrowed."""
    if value.first is None and value.last is None:
        return ""
    first, last = (f"{one.year}年{one.month}月" if one else "" for one in (value.first, value.last))
    return f"本档案的发放、停岗、退票和更正只含{first or '最早'}至{last or '现在'}。"


def _sums(value: Dossier) -> str:
    """What all months came to."""
    if not value.months:
        return ""
    pay, first, last = value.pay, value.months[0].month, value.months[-1].month
    months = len({one.month for one in value.months if one.pay.net_fen})
    span = wording.months(first, last)
    return (
        f"{span}共 {months} 个月，实发合计 {money.show(pay.net_fen)} 元（人民币{rmb.words(pay.net_fen)}），"
        f"其中已到账 {money.show(pay.paid_fen)} 元。"
    )


def _owed(value: Dossier) -> str:
    return f"待追回 {money.show(value.owed_fen)} 元。" if value.owed_fen else ""


def _numeral(number: int) -> str:
    return NUMERALS[number - 1] if number <= 10 else f"十{NUMERALS[number - 11]}"
