"""公示异议处理结果: what came of an objection, for the wall and the file; who objected stays confidential."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QPainter

from cjdesk.domain import masks, places
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.publicity import Outcome
from cjdesk.printing import machine_readable, unwritable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fitting import wrap
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.machine_readable import Told
from cjdesk.printing.measures import FRAME, GRID, HEADER_FILL, PORTRAIT, Box
from cjdesk.printing.page_frame import Frame, paint_frame
from cjdesk.printing.pages import Pages, Stamp, bound
from cjdesk.printing.proposal_poster import Where
from cjdesk.services.publicity.values import Notice, ObjectionValue

FORM = "F2A"
NAME = "公示异议处理结果"
LABEL, ROW, PITCH, SIZE = 32, 11, 6.6, 12
TOP, TEXT_TOP = 66, 45
ROOM = PORTRAIT.inner - LABEL - 4

EFFECT = {
    Outcome.UPHELD: "异议成立，有关内容予以更正后重新公示。",
    Outcome.REJECTED: "异议不成立，维持公示内容。",
    Outcome.WITHDRAWN: "异议已由反映人撤回，维持公示内容。",
}


@dataclass(frozen=True, slots=True)
class ResultContent:
    """One page for each objection: its rows of label and wrapped text."""

    frame: Frame
    village: str
    text: tuple[str, ...]
    pages: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]
    signed: tuple[tuple[str, str], ...]


def layout(notice: Notice, where: Where, stamp: Stamp, *, village: str | None = None) -> Pages[ResultContent]:
    """A page for each decided objection of a notice. NOTHING_TO_PRINT when none is decided.

    For a ``village`` only those about its people, and those about everybody: what hangs there tells of nobody else.
    """
    decided = [
        one
        for one in notice.objections
        if one.outcome is not None and (village is None or one.village in {village, ""})
    ]
    if not decided:
        raise NothingToPrint(form=NAME, month=str(notice.month))
    tables = tuple(_rows(notice, one) for one in decided)
    shown: list[dict[str, str | int]] = [{label: "".join(lines) for label, lines in rows} for rows in tables]
    office = places.government(wording.place(where.county, where.township))
    face = faces().role(Role.BODY)
    words = "对公示期内收到的异议，经核实，现将处理结果告知如下："
    content = ResultContent(
        frame=Frame(
            form=FORM,
            copy_name=f"{NAME}（不公开反映人）",
            number_label="公示号",
            number=notice.number,
            check_code=machine_readable.check_code(shown),
            stamp=stamp,
            demo=where.demo,
            draft=False,
        ),
        village=village or "",
        text=wrap(face, words, SIZE, PORTRAIT.inner, face.width("　　", SIZE)),
        pages=tables,
        signed=tuple((f"{office}（盖章）", wording.day(one.decided) if one.decided else "") for one in decided),
    )
    return Pages(
        FORM,
        NAME,
        PORTRAIT,
        len(tables),
        content,
        paint,
        lambda: (machine_readable.form(content.frame.imprint, _told(content)),),
        imprints=(content.frame.imprint,),
        lacking=lambda: unwritable.names((notice.number, one.name) for one in decided),
    )


def _told(content: ResultContent) -> Iterator[Told]:
    for rows, signed in zip(content.pages, content.signed, strict=True):
        yield from filter(None, (NAME, content.village, "".join(content.text)))
        yield from ((label, "".join(lines)) for label, lines in rows)
        yield from signed


def layout_by_village(notice: Notice, where: Where, stamp: Stamp) -> Pages[Any]:
    """The pages of each village that an objection is about, bound behind each other; of all when none is named."""
    villages = dict.fromkeys(one.village for one in notice.objections if one.outcome is not None and one.village)
    if not villages:
        return layout(notice, where, stamp)
    return bound([layout(notice, where, stamp, village=village) for village in villages])


def paint(painter: QPainter, pages: Pages[ResultContent], index: int) -> None:
    """Paint one page; the painter's unit is the millimetre."""
    content = pages.content
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, PORTRAIT, content.frame, index, pages.count)
        canvas.text(PORTRAIT.middle, 29, NAME, Role.TITLE, 22, align=Align.CENTRE)
        if content.village:
            words = f"（{content.village}）"
            canvas.text(PORTRAIT.middle, 37, words, Role.BODY, 12, align=Align.CENTRE, room=PORTRAIT.inner)
        for number, line in enumerate(content.text):
            indent = canvas.width("　　", Role.BODY, SIZE) if number == 0 else 0
            canvas.text(PORTRAIT.left + indent, TEXT_TOP + PITCH * number, line, Role.BODY, SIZE)
        bottom = _table(canvas, content.pages[index])
        for words, below in zip(content.signed[index], (20.0, 28.0), strict=True):
            canvas.text(150, bottom + below, words, Role.BODY, SIZE, align=Align.CENTRE)


def _table(canvas: Canvas, rows: tuple[tuple[str, tuple[str, ...]], ...]) -> float:
    y: float = TOP - 12
    top, split = y, PORTRAIT.left + LABEL
    for label, lines in rows:
        height = max(ROW, PITCH * len(lines) + 4.4)
        canvas.fill(PORTRAIT.left, y, LABEL, height, HEADER_FILL)
        canvas.cell(Box(PORTRAIT.left, y, LABEL, height), label, Role.HEADER, SIZE - 1)
        first = y + height / 2 - PITCH * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            canvas.text(split + 2, first + PITCH * number, line, Role.BODY, SIZE, room=ROOM)
        y += height
        canvas.line(PORTRAIT.left, y, PORTRAIT.edge, y, GRID)
    canvas.line(split, top, split, y, GRID)
    canvas.box(PORTRAIT.left, top, PORTRAIT.inner, y - top, FRAME)
    return y


def _rows(notice: Notice, one: ObjectionValue) -> tuple[tuple[str, tuple[str, ...]], ...]:
    face = faces().role(Role.BODY)
    name = masks.name(one.name) if notice.mask_names and one.name else one.name
    effect = EFFECT[Outcome(one.outcome or Outcome.REJECTED)]
    facts = (
        ("公示名称", notice.title),
        ("公示期", f"{wording.day(notice.start)}至{wording.day(notice.end)}"),
        ("张贴地点", notice.place),
        ("异议对象", name or "公示全部内容"),
        ("提出日期", wording.day(one.raised)),
        ("异议内容", _public(one, one.content)),
        ("核实情况", _public(one, one.outcome_note or "—")),
        ("处理结果", f"{one.outcome}。{effect}"),
        ("处理", f"{one.decided_by or ''}　{wording.day(one.decided) if one.decided else ''}"),
    )
    return tuple((label, wrap(face, text, SIZE, ROOM)) for label, text in facts)


def _public(one: ObjectionValue, text: str) -> str:
    return masks.for_the_wall(text, told_by=one.raised_by or "")
