"""The control sheet of a bank list (核对单), A4 portrait: what to compare before the stick is given away."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPainter

from cjdesk.domain import money
from cjdesk.printing import label_table, machine_readable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.label_table import Grid, Labelled, Row, paint_labels, rows_of
from cjdesk.printing.machine_readable import Told
from cjdesk.printing.measures import PORTRAIT, SIGNATURE
from cjdesk.printing.page_frame import Frame, paint_frame, paint_title
from cjdesk.printing.pages import Lacking, Pages, Stamp
from cjdesk.printing.table import Column, Part, SumRow, TablePainter, column, sum_texts, texts
from cjdesk.services.payments import BankFile, FilePart, control_lines

FORM = "CONTROL"
NAME = "银行清单核对单"
LABEL, ROW, HEAD, PART_ROW = 36, 8.5, 8, 9.5
NAMES = frozenset({"生僻字户名", "账号已更换"})
"""Lines that name people: their font is chosen by the names."""

MOST_PARTS = 8
"""Files that stand on the page; more are summed in one row."""


def columns(file: BankFile) -> tuple[Column[FilePart], ...]:
    """The files of a list by name, with what stands in each."""
    return (
        column("number", "序号", 10, Part(lambda part: str(part.number), Role.FIGURES, 10)),
        column("name", "文件名", 46, Part(file.name_of, Role.BODY, 9), align=Align.LEFT, wraps=True),
        column(
            "rows", "笔数", 16, Part(lambda part: str(part.rows), Role.FIGURES, 10.5), align=Align.RIGHT, boxed=True
        ),
        column(
            "total",
            "合计（元）",
            34,
            Part(lambda part: money.show(part.total_fen), Role.FIGURES_BOLD, 10.5),
            align=Align.RIGHT,
            boxed=True,
        ),
        column(
            "sha256",
            "文件校验码（SHA-256）",
            74,
            Part(lambda part: part.sha256[:32], Role.CODES, 8.5),
            Part(lambda part: part.sha256[32:], Role.CODES, 8.5),
        ),
    )


@dataclass(frozen=True, slots=True)
class ControlContent:
    """What painting needs, worked out once."""

    file: BankFile
    frame: Frame
    subtitle: str
    rows: tuple[Row, ...]


def layout(file: BankFile, stamp: Stamp) -> Pages[ControlContent]:
    """One page."""
    made = file.made
    frame = Frame(
        form="核对单",
        copy_name="随银行文件留存（内部资料，注意保密）",
        number_label="清单号",
        number=made.number or "",
        check_code=made.sha256[:8].upper(),
        stamp=stamp,
        demo=made.demo,
        draft=False,
        code_form=FORM,
    )
    lines = (("模板", f"{file.template_name}（{file.template}）"), *control_lines(made))
    words = (wording.place(made.county_name, made.township_name), f"{made.month.year}年{made.month.month}月")
    rows = rows_of([_labelled(*line) for line in lines], ROW)
    content = ControlContent(file, frame, "　　".join((*words, *made.post_type_names)), rows)
    return Pages(
        FORM,
        f"{NAME} {made.number}",
        PORTRAIT,
        1,
        content,
        paint,
        lambda: (machine_readable.form(frame.imprint, _told(content)),),
        imprints=(frame.imprint,),
        lacking=lambda: tuple(Lacking("", one, unread=faces().writable(one)) for one in made.not_in_gbk),
    )


def _told(content: ControlContent) -> tuple[Told, ...]:
    table, file = columns(content.file), content.file
    more = (("", _more(file)),) if len(file.files) > MOST_PARTS else ()
    rows = (*texts(table, file.files[:MOST_PARTS]), *more, sum_texts(table, _total(file)))
    return (NAME, content.subtitle, *label_table.texts(content.rows), *rows)


def paint(painter: QPainter, pages: Pages[ControlContent], index: int) -> None:
    """Paint the page; the painter's unit is the millimetre."""
    content = pages.content
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, PORTRAIT, content.frame, index, pages.count)
        paint_title(canvas, PORTRAIT, NAME, middle=24, size=20)
        canvas.text(PORTRAIT.middle, 33, content.subtitle, Role.BODY, 12, align=Align.CENTRE)
        bottom = paint_labels(canvas, Grid(PORTRAIT.left, PORTRAIT.inner, LABEL), 40, content.rows)
        table = TablePainter(canvas, columns(content.file), PORTRAIT.left, bottom + 5)
        table.head(HEAD, 10)
        files = content.file.files
        table.rows(files[:MOST_PARTS], PART_ROW)
        if len(files) > MOST_PARTS:
            table.empty(_more(content.file), 7)
        table.sums(_total(content.file), size=10.5, strong="")
        _paint_signatures(canvas, table.close() + 12)


def _more(file: BankFile) -> str:
    return f"另有 {len(file.files) - MOST_PARTS} 个文件，见电子核对单"


def _total(file: BankFile) -> SumRow:
    values = {"rows": str(len(file.made.rows)), "total": money.show(file.made.listed_fen)}
    return SumRow("合　计", "", values, height=8)


def _labelled(name: str, value: str) -> Labelled:
    """A line of the sheet; figures that are compared are bold, names with rare characters choose their font."""
    role = Role.FIGURES_BOLD if name in {"笔数", "合计(元)", "校验码"} else Role.BODY
    return Labelled(name, value, role, 11, person=name in NAMES, wraps=True)


def _paint_signatures(canvas: Canvas, middle: float) -> None:
    """Who compared the file with the paper, and who took it at the bank."""
    for place, words in enumerate(("制单：", "与纸质花名册核对：", "银行签收：")):
        x = PORTRAIT.left + place * 62
        wide = canvas.text(x, middle, words, Role.BODY, 10)
        canvas.line(x + wide + 0.4, middle + 2.2, x + 54, middle + 2.2, SIGNATURE)
