"""F9 劳务协议: the wording of the county with the facts of one post, flowing over two pages at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from cjdesk.domain import money, places, rmb
from cjdesk.domain.errors import WordingTooLong
from cjdesk.domain.form_wording import Paragraph, Wording, fill
from cjdesk.domain.person_papers import AgreementPaper
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Canvas
from cjdesk.printing.fitting import wrap
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.measures import POINT, PORTRAIT, SIGNATURE
from cjdesk.printing.page_frame import Frame, paint_frame, paint_title
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.printing.person_head import lacking

FORM = "F9"
WORDS = "agreement"
MOST_PAGES = 2
SIZES = (12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5)
"""The wording is set in the largest of these that keeps it on the pages."""
LEADING = 1.72
TITLE, FIRST_TOP, NEXT_TOP, BOTTOM = 30.0, 42.0, 26.0, 273.0
SIGNATURES = 44.0
"""What both signatures take; they stand together, under at least one line of the wording."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of text on a page: where its middle stands."""

    x: float
    middle: float
    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class _Content:
    value: AgreementPaper
    frame: Frame
    title: str
    size: float
    pages: tuple[tuple[_Line, ...], ...]
    signatures_top: float


def layout(value: AgreementPaper, words: Wording, stamp: Stamp) -> Pages[_Content]:
    """The agreement of one person and post. Errors: WORDING_UNKNOWN_FIELD, WORDING_TOO_LONG."""
    facts = _facts(value, words)
    paragraphs = [fill(one, facts, form=FORM) for one in words.paragraphs]
    frame = Frame(
        form=FORM,
        copy_name="一式三份：甲方、乙方、镇人社中心",
        number_label="协议号",
        number=value.number,
        check_code=machine_readable.check_code(
            [{"number": value.number, "id_no": value.person.id_no, "text": "".join(one.text for one in paragraphs)}]
        ),
        stamp=stamp,
        demo=value.office.demo,
        draft=False,
    )
    for size in SIZES:
        pages, top = _flow(paragraphs, size)
        if len(pages) <= MOST_PAGES:
            content = _Content(value, frame, words.title, size, pages, top)
            return Pages(
                FORM,
                f"{words.title} {value.person.name}",
                PORTRAIT,
                len(pages),
                content,
                paint,
                lambda: (machine_readable.form(frame.imprint, (words.title, *(one.text for one in paragraphs))),),
                imprints=(frame.imprint,),
                lacking=lambda: lacking(value.person),
            )
    raise WordingTooLong(form=FORM, pages=MOST_PAGES)


def paint(painter: QPainter, pages: Pages[_Content], index: int) -> None:
    """Paint one page; the painter's unit is the millimetre."""
    content = pages.content
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, PORTRAIT, content.frame, index, pages.count)
        if index == 0:
            paint_title(canvas, PORTRAIT, content.title, middle=TITLE, size=24)
        for line in content.pages[index]:
            room = PORTRAIT.edge - line.x
            canvas.text(line.x, line.middle, line.text, line.role, content.size, room=room)
        if index == pages.count - 1:
            _signatures(canvas, content)


def _flow(paragraphs: list[Paragraph], size: float) -> tuple[tuple[tuple[_Line, ...], ...], float]:
    """Lines page by page, and where the signatures begin on the last one."""
    made, pitch, indent = faces(), LEADING * size * POINT, 2 * size * POINT
    pages: list[list[_Line]] = [[]]
    top = FIRST_TOP
    for one in paragraphs:
        role = Role.HEADER if one.heading else Role.BODY
        first = 0 if one.heading else indent
        lines = wrap(made.role(role), one.text, size, PORTRAIT.inner, first)
        needed = pitch * (len(lines) + 1 if one.heading else min(len(lines), 2))
        if top + needed > BOTTOM:
            pages.append([])
            top = NEXT_TOP
        for number, text in enumerate(lines):
            if top + pitch > BOTTOM:
                pages.append([])
                top = NEXT_TOP
            pages[-1].append(_Line(PORTRAIT.left + (0 if number else first), top + pitch / 2, text, role))
            top += pitch
    if top + SIGNATURES > BOTTOM:
        last = pages[-1].pop()
        top = NEXT_TOP
        pages.append([_Line(last.x, top + pitch / 2, last.text, last.role)])
        top += pitch
    return tuple(map(tuple, pages)), top + 5


def _signatures(canvas: Canvas, content: _Content) -> None:
    """甲方 at the left, 乙方 at the right, each with a line and a date."""
    size, pitch = 12.0, 11.0
    sides = (
        (PORTRAIT.left, "甲方（盖章）：", "代表人（签字）："),
        (PORTRAIT.left + 96, "乙方（签字、按手印）：", "联系电话："),
    )
    for x, *labels in sides:
        for number, label in enumerate(labels):
            middle = content.signatures_top + pitch * (number + 0.5)
            wide = canvas.text(x, middle, label, Role.BODY, size)
            canvas.line(x + wide + 1, middle + 2.6, x + 82, middle + 2.6, SIGNATURE)
        middle = content.signatures_top + pitch * 2.6
        canvas.text(x, middle, "签订日期：　　　　年　　　月　　　日", Role.BODY, size)


def _facts(value: AgreementPaper, words: Wording) -> Mapping[str, str]:
    """What the places of the wording are filled with; empty ones become a line to write on."""
    person, post, office = value.person, value.post, value.office
    township = wording.place(office.county_name, office.township_name)
    standard = post.standard_fen
    return {
        "县": office.county_name,
        "乡镇": township,
        "甲方": post.employer or places.government(township),
        "乙方": person.name,
        "身份证号": person.id_no,
        "住址": person.address or (f"{township}{person.place}" if person.place else ""),
        "电话": person.phone,
        "岗位": post.post_type_name,
        "管护对象": post.post_name,
        "用人单位": post.employer,
        "开始": wording.day(value.start),
        "结束": wording.day(value.end) if value.end else "",
        "补贴标准": money.show(standard) if standard else "",
        "补贴大写": rmb.words(standard) if standard else "",
        "资金来源": wording.wide_brackets(post.fund),
        "工作内容": words.words_for(post.post_type),
        "保险": value.insurance,
    }
