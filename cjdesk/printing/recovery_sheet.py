"""The recovery sheet: the code that opens the data when every passphrase is forgotten, printed once and sealed."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QPainter

from cjdesk.db import recovery
from cjdesk.printing import machine_readable, pdf, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fitting import wrap
from cjdesk.printing.fonts import Role
from cjdesk.printing.machine_readable import Told
from cjdesk.printing.measures import FRAME, GRID, PORTRAIT, SIGNATURE, UNDER_HEADER
from cjdesk.printing.page_frame import Frame, paint_frame, paint_title
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.printing.table import Column, Part, TablePainter, column, texts

FORM = "RK"
NAME = "CJDesk 数据恢复码"
BOX, PITCH = (40, 14), (43, 16.5)
FOLD = 111.5
GREY = "#606060"

_WHEN = (
    "忘记密码，或电脑损坏、丢失后在新电脑上恢复备份时，由本单位负责人启封，输入以上 8 组字符。"
    "只要有这张纸和一份备份，就能打开全部数据；任何人拿到这两样也能打开，请与备份U盘分开存放。"
)
_HOW = (
    "打印后立即在电脑上按提示输入最后 4 个字符核对，核对完成后本页不再显示。",
    "沿虚线对折，字面朝内，装入信封，骑缝签名并盖章，放入单位保险柜或档案柜。",
    "人员调动、启封使用或怀疑泄露后，重新生成恢复码，旧码即作废，旧纸当面销毁。",
)
_EVENTS = ("封存", "第1次启封", "第2次启封", "作废销毁")

_REGISTER: tuple[Column[str], ...] = (
    column("event", "事项", 26, Part(lambda event: event, Role.FIGURES, 10)),
    column("date", "日期", 34),
    column("clerk", "经手人签字", 40),
    column("witness", "见证人签字", 40),
    column("place", "存放地点 / 原因", 40),
)


@dataclass(frozen=True, slots=True)
class RecoveryPaper:
    """What stands on the sheet; the code goes nowhere else, not even into the data that the PDF carries.

    Whoever takes data out of PDFs must not come to hold it; the check code, which is its fingerprint, proves it.
    """

    code: str
    number: str
    office: str
    machine: str
    demo: bool
    frame: Frame

    @property
    def below(self) -> str:
        """What stands below the title."""
        return self.office + (f"　　编号 {self.number}" if self.number else "")

    @property
    def made(self) -> str:
        """When it was made, where, and by whom."""
        stamp = self.frame.stamp
        words = (f"生成：{wording.minute(stamp.printed_at)}", f"电脑：{self.machine}", f"生成人：{stamp.printed_by}")
        return "　　".join((*words, "本页只打印一次，重打须重新生成"))


def layout(
    *,
    office: str,
    code: str,
    number: str = "",
    made_by: str = "",
    demo: bool = False,
    at: datetime | None = None,
    machine: str = "",
) -> Pages[RecoveryPaper]:
    """One page; it names this ``machine`` by default. RECOVERY_CODE_MISTYPED for a code against its check group."""
    fingerprint = recovery.fingerprint(code)
    shown = number or "RK"
    frame = Frame(
        form="恢复码",
        copy_name="密封保管，不得拍照、复印、上网传输",
        number_label="编号",
        number=shown,
        check_code=fingerprint.replace(" ", ""),
        stamp=Stamp(at or datetime.now(UTC), made_by or office),
        demo=demo,
        draft=False,
        code_form=FORM,
        only_copy=True,
    )
    paper = RecoveryPaper(code, number, office, machine or platform.node() or "—", demo, frame)
    return Pages(
        FORM,
        f"{NAME} {shown}",
        PORTRAIT,
        1,
        paper,
        paint,
        lambda: (machine_readable.form(frame.imprint, _told(paper)),),
        imprints=(frame.imprint,),
    )


def _told(paper: RecoveryPaper) -> tuple[Told, ...]:
    return (NAME, paper.below, *texts(_REGISTER, _EVENTS), paper.made)


def write(path: Path, *, office: str, code: str, number: str = "", made_by: str = "", demo: bool = False) -> Path:
    """Write the sheet as a PDF; nothing but the sheet holds the code."""
    return pdf.write_pdf(layout(office=office, code=code, number=number, made_by=made_by, demo=demo), path)


def paint(painter: QPainter, pages: Pages[RecoveryPaper], index: int) -> None:
    """Paint the page; the painter's unit is the millimetre."""
    paper = pages.content
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, PORTRAIT, paper.frame, index, pages.count)
        paint_title(canvas, PORTRAIT, NAME, middle=32.6, size=24)
        canvas.text(PORTRAIT.middle, 42.5, paper.below, Role.BODY, 12, align=Align.CENTRE, room=PORTRAIT.inner)
        _paint_code(canvas, paper)
        _paint_fold(canvas)
        _paint_words(canvas)
        _paint_register(canvas, paper)


def _paint_code(canvas: Canvas, paper: RecoveryPaper) -> None:
    left, top, width, height = PORTRAIT.left, 52.0, PORTRAIT.inner, 54.0
    canvas.box(left, top, width, height, FRAME)
    canvas.box(left + 1.4, top + 1.4, width - 2.8, height - 2.8, GRID)
    canvas.text(PORTRAIT.middle, 58.9, "恢 复 码", Role.HEADER, 12, align=Align.CENTRE)
    groups = paper.code.split()
    for number, group in enumerate(groups):
        x = left + 5.5 + PITCH[0] * (number % 4)
        y = 63.5 + PITCH[1] * (number // 4)
        canvas.box(x, y, *BOX, UNDER_HEADER)
        canvas.text(x + 2.2, y + 2.8, str(number + 1), Role.FIGURES, 9, colour=GREY)
        canvas.text(x + BOX[0] / 2 + 1.5, y + BOX[1] / 2, group, Role.CODES_BOLD, 24, align=Align.CENTRE)
    note = (
        "不含字母 I、L、O、U 和数字 0、1，抄写时不会混淆；末组为校验组。"
        f"指纹 {recovery.fingerprint(paper.code)}（可与屏幕“恢复码指纹”核对）"
    )
    canvas.text(PORTRAIT.middle, 99.5, note, Role.BODY, 9, align=Align.CENTRE, room=width - 12)


def _paint_fold(canvas: Canvas) -> None:
    canvas.dashes(0, FOLD, 15.5, FOLD, weight=SIGNATURE, colour=GREY)
    canvas.dashes(PORTRAIT.width - 10, FOLD, PORTRAIT.width, FOLD, weight=SIGNATURE, colour=GREY)
    canvas.text(4, FOLD + 2.4, "折叠线", Role.FIGURES, 7.5, colour=GREY)


def _paint_words(canvas: Canvas) -> None:
    left, width, size = PORTRAIT.left, PORTRAIT.inner, 12.0
    face = canvas.faces.role(Role.BODY)
    canvas.text(left, 115.3, "什么时候用", Role.HEADER, 13)
    indent, middle = face.width("　　", size), 122.7
    for number, line in enumerate(wrap(face, _WHEN, size, width, indent)):
        canvas.text(left + (0 if number else indent), middle, line, Role.BODY, size, room=width)
        middle += 6.3
    canvas.text(left, 144.6, "怎样保管", Role.HEADER, 13)
    for number, words in enumerate(_HOW):
        canvas.text(left, 152.2 + 7.15 * number, f"{number + 1}.", Role.BODY, size)
        canvas.text(left + 7, 152.2 + 7.15 * number, words, Role.BODY, size, room=width - 7)


def _paint_register(canvas: Canvas, paper: RecoveryPaper) -> None:
    table = TablePainter(canvas, _REGISTER, PORTRAIT.left, 174.4)
    table.head(8, 10)
    table.rows(_EVENTS, 10)
    bottom = table.close()
    canvas.text(PORTRAIT.left, bottom + 5.8, paper.made, Role.BODY, 10, room=PORTRAIT.inner)
    middle = bottom + 18.5
    wide = canvas.text(PORTRAIT.left, middle, "单位负责人：", Role.BODY, 11)
    canvas.line(PORTRAIT.left + wide + 0.5, middle + 2.3, 104, middle + 2.3, SIGNATURE)
    for x, word in ((107.5, "（盖章）"), (128, "日期："), (155.5, "年"), (167, "月"), (178.8, "日")):
        canvas.text(x, middle, word, Role.BODY, 11)
