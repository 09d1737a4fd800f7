"""A page that shows how a printer prints: rulers from the edges, corners, rare characters, greys, fonts, a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtGui import QPainter

from cjdesk.printing import wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fonts import Role
from cjdesk.printing.measures import DRAFT_GREY, FRAME, GRID, HEADER_FILL, SUBTOTAL_FILL, Box, Paper, Span
from cjdesk.printing.page_frame import QR_SIDE
from cjdesk.printing.pages import Pages

FORM = "TEST"
TITLE = "打印机测试页"
CORNER = 20.0
"""The corner marks stand so many millimetres from both edges."""

RARE_CHARACTERS = "㛃䶮𠅤𬭊"

_TICKS = ((10, 5.0), (5, 3.5), (1, 2.0))
_TO_DO = (
    "一、不缩放（打印机设置里选“实际大小”），印在最常用的纸盒。",
    f"二、量左上角十字的中心到纸边：应为左 {CORNER:.0f} 毫米、上 {CORNER:.0f} 毫米。",
    f"三、右移填“{CORNER:.0f} 减量得的左边”，下移填“{CORNER:.0f} 减量得的上边”，可以是负数；再印一张核对。",
    "四、边上的尺子一格一毫米：从纸边起缺几格，打印机就有几毫米印不到；表格最少离边 8 毫米。",
)
_ROLES = (
    ("标题", Role.TITLE),
    ("正文", Role.BODY),
    ("表头", Role.HEADER),
    ("金额", Role.FIGURES),
    ("号码", Role.CODES),
)
_GREYS = (
    ("表头", HEADER_FILL),
    ("小计", SUBTOTAL_FILL),
    ("草稿", DRAFT_GREY),
    ("深灰", "#808080"),
    ("全黑", "#000000"),
)
_WEIGHTS = (("签字线", 0.4 * 25.4 / 72), ("表格线", GRID), ("外框线", FRAME))


@dataclass(frozen=True, slots=True)
class Trial:
    """What stands on the page: printer, its offset in millimetres, when it was made."""

    printer: str
    right_mm: float
    down_mm: float
    printed_at: datetime


def layout(trial: Trial, paper: Paper) -> Pages[Trial]:
    """One page, on the paper of the form that is to be printed."""
    return Pages(FORM, TITLE, paper, 1, trial, paint)


def paint(painter: QPainter, pages: Pages[Trial], index: int) -> None:
    """Paint the page; the painter's unit is the millimetre."""
    del index
    paper, trial = pages.paper, pages.content
    with Canvas(painter).page() as canvas:
        _rulers(canvas, paper)
        _corners(canvas, paper)
        canvas.text(paper.width / 2, 30, TITLE, Role.TITLE, 20, align=Align.CENTRE)
        offset = f"当前偏移：右移 {trial.right_mm:+.1f} 毫米，下移 {trial.down_mm:+.1f} 毫米"
        words = (f"打印机：{trial.printer or '—'}", offset, wording.minute(trial.printed_at))
        canvas.text(
            paper.width / 2, 39, wording.GAP.join(words), Role.BODY, 10, align=Align.CENTRE, room=paper.width - 60
        )
        y = 50.0
        for line in _TO_DO:
            canvas.text(32, y, line, Role.BODY, 10.5, room=paper.width - 64)
            y += 7.5
        y = _readings(canvas, paper, y + 3)
        y = _samples(canvas, y + 5)
        _greys(canvas, y + 4)
        y += 24 * (paper.width < paper.height)
        content = f"CJ1|TEST|{paper.width:.0f}x{paper.height:.0f}|{trial.right_mm:+.1f}|{trial.down_mm:+.1f}"
        canvas.code(paper.width - 32, y + 4, QR_SIDE * 1.6, content)


def _rulers(canvas: Canvas, paper: Paper) -> None:
    """Millimetres from the top left edge along all four edges, with numbers at the tens."""
    for across, length, other in ((True, paper.width, paper.height), (False, paper.height, paper.width)):
        for mm in range(1, int(length)):
            long = next(size for step, size in _TICKS if mm % step == 0)
            for start, end in ((0.0, long), (other - long, other)):
                if across:
                    canvas.line(mm, start, mm, end, GRID / 2)
                else:
                    canvas.line(start, mm, end, mm, GRID / 2)
            if mm % 10 == 0 and CORNER - 10 < mm < length - 10:
                for at in (7.0, other - 7.0):
                    x, y = (mm, at) if across else (at, mm)
                    canvas.text(x, y, str(mm), Role.FIGURES, 6.5, align=Align.CENTRE)


def _corners(canvas: Canvas, paper: Paper) -> None:
    """A cross in each corner and the frame through them."""
    for x in (CORNER, paper.width - CORNER):
        for y in (CORNER, paper.height - CORNER):
            canvas.line(x - 5, y, x + 5, y, GRID)
            canvas.line(x, y - 5, x, y + 5, GRID)
    canvas.box(CORNER, CORNER, paper.width - 2 * CORNER, paper.height - 2 * CORNER, GRID / 2)


def _readings(canvas: Canvas, paper: Paper, y: float) -> float:
    """Where the clerk writes what was measured."""
    across = 4 if paper.width > paper.height else 2
    wide = (paper.width - 64) / across
    for index, word in enumerate(("量得左边", "量得上边", "应填右移", "应填下移")):
        x = 32 + index % across * wide
        y += 9 * (index > 0 and index % across == 0)
        label = canvas.text(x, y + 3, f"{word}：", Role.BODY, 10.5)
        canvas.line(x + label, y + 5.5, x + wide - 14, y + 5.5, GRID)
        canvas.text(x + wide - 13, y + 3, "毫米", Role.BODY, 10.5)
    return y + 8


def _samples(canvas: Canvas, y: float) -> float:
    """Rare characters of names at the sizes of the forms, and which font does which work here."""
    x = 32 + canvas.text(32, y, "生僻字：", Role.BODY, 10.5)
    for size in (10.0, 14.0, 18.0):
        for character in RARE_CHARACTERS:
            shown, face = canvas.faces.name(character)
            canvas.cells(face, size, [(shown, y)], _span(x, size), align=Align.LEFT)
            x += size * 0.42
        x += 6
    canvas.text(x, y, "（有 〓 处为本机字体缺字）", Role.BODY, 9)
    for label, role in _ROLES:
        y += 8
        canvas.text(32, y, f"{label}：", Role.BODY, 9)
        wide = canvas.text(44, y, "从江县公益性岗位 壹万肆仟元整 0123456789 ¥1,000.00", role, 10)
        canvas.text(44 + wide + 3, y, canvas.faces.role(role).family, Role.BODY, 8)
    return y + 4


def _greys(canvas: Canvas, y: float) -> None:
    """The fills of the forms and the weights of their lines."""
    x = 32.0
    for label, colour in _GREYS:
        canvas.fill(x, y, 16, 9, colour)
        canvas.box(x, y, 16, 9, GRID)
        canvas.cell(Box(x, y + 9.5, 16, 5), label, Role.BODY, 8)
        x += 20
    for number, (label, weight) in enumerate(_WEIGHTS):
        canvas.line(x + 16, y + 2 + number * 5, x + 46, y + 2 + number * 5, weight)
        canvas.text(x + 3, y + 2 + number * 5, label, Role.BODY, 8)


def _span(x: float, size: float) -> Span:
    return Span(x, size)
