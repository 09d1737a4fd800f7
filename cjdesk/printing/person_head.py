"""The head of a person's paper: label and value cells, and the box where the photograph is glued."""

from __future__ import annotations

from collections.abc import Sequence

from cjdesk.domain.person_papers import PersonFacts
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.cells import CellRow, label, name, paint_cells, row, value
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.measures import FRAME, PORTRAIT
from cjdesk.printing.pages import Lacking

PHOTO = 36
WIDTH = PORTRAIT.inner - PHOTO
ROW = 8.4
GREY = "#808080"
INSURED = {True: "已投保", False: "未投保", None: ""}


def who_rows(one: PersonFacts, height: float, *, id_no: str, phone: str) -> tuple[CellRow, ...]:
    """The first three rows, which every paper has; numbers come as they are to be shown."""
    return (
        row(
            height,
            label(22, "姓名"),
            name(50, one.name, 14),
            label(16, "性别"),
            value(20, one.sex),
            label(16, "民族"),
            value(20, one.ethnicity),
        ),
        row(
            height,
            label(22, "身份证号"),
            value(50, id_no, role=Role.CODES, size=11),
            label(16, "出生"),
            value(56, f"{one.birth:%Y.%m.%d}"),
        ),
        row(
            height,
            label(22, "户籍村组"),
            value(50, one.place),
            label(16, "电话"),
            value(56, phone, role=Role.CODES, size=11),
        ),
    )


def lacking(one: PersonFacts) -> tuple[Lacking, ...]:
    """The person's name when no font here can write it whole."""
    return () if faces().writable(one.name) else (Lacking("1", one.name),)


def paint_head(canvas: Canvas, rows: Sequence[CellRow], top: float) -> float:
    """The cells with the photograph's box beside them; gives the lower edge."""
    left = PORTRAIT.left
    bottom = paint_cells(canvas, rows, left, top)
    x = left + WIDTH
    middle = x + PHOTO / 2
    canvas.text(middle, (top + bottom) / 2 - 2, "照　片", Role.BODY, 10, align=Align.CENTRE, colour=GREY)
    canvas.text(middle, (top + bottom) / 2 + 2.6, "（2寸）", Role.BODY, 10, align=Align.CENTRE, colour=GREY)
    canvas.box(x, top, PHOTO, bottom - top, FRAME)
    return bottom
