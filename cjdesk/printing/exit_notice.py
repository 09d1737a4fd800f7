"""F10 离岗审批表 and, below a line to cut along, 离岗通知书 for the person, on one sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from cjdesk.domain import codes, masks, money, places
from cjdesk.domain.form_wording import Paragraph, Wording, fill
from cjdesk.domain.person_papers import ExitPaper
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.cells import DATED, CellRow, box, label, lines, name, paint_cells, row, texts, value
from cjdesk.printing.fitting import wrap
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.machine_readable import Told
from cjdesk.printing.measures import POINT, PORTRAIT, SIGNATURE
from cjdesk.printing.page_frame import Frame, paint_frame, paint_subtitle, paint_title
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.printing.person_head import lacking

FORM = "F10"
NAME = "公益性岗位离岗审批表"
WORDS = "exit"
TOP, ROW = 39, 8.4
CUT, NOTICE_TITLE, NOTICE_TOP, RECEIPT_TOP = 170.0, 178.0, 187.0, 254.0
TEXT, LEADING = 12.0, 1.65
SMALLEST = 8.0
BOX, TICKED = "□", "■"
REASON_SIZE = 10.0
SIGNED = f"签字（按手印）：　　　　　　　　　　|{DATED}"
JUDGED = f"负责人（签字）：　　　　　　　　　　|（盖章）　　{DATED}"
NOTICE = "离 岗 通 知 书"
RECEIPT = (
    row(9, label(26, "收件人签字|（按手印）"), value(64, ""), label(26, "收到日期"), value(64, DATED)),
    row(9, label(26, "送达人签字"), value(64, ""), label(26, "送达方式"), value(64, "□ 当面　□ 邮寄　□ 留置")),
)


@dataclass(frozen=True, slots=True)
class _Content:
    frame: Frame
    subtitle: tuple[str, str]
    approval: tuple[CellRow, ...]
    paragraphs: tuple[Paragraph, ...]
    sender: str


def layout(value: ExitPaper, words: Wording, stamp: Stamp) -> Pages[_Content]:
    """One page. WORDING_UNKNOWN_FIELD when the county's own words have a place that nobody can fill."""
    facts = _facts(value)
    where = wording.place(value.office.county_name, value.office.township_name)
    who = f"{value.person.name}（{value.person.place or '—'}，身份证号 {masks.id_draft(value.person.id_no)}）："
    plain: dict[str, str | int] = {
        "number": value.number,
        "id_no": value.person.id_no,
        "last_day": str(value.post.end),
        "reason": value.post.exit_reason,
        "owed_fen": value.owed_fen,
    }
    frame = Frame(
        form=FORM,
        copy_name="审批表存镇人社中心，通知书交本人",
        number_label="编号",
        number=value.number,
        check_code=machine_readable.check_code([plain]),
        stamp=stamp,
        demo=value.office.demo,
        draft=False,
    )
    content = _Content(
        frame,
        (f"乡镇：{where}", f"编号：{value.number}"),
        _approval(value),
        (Paragraph(who, heading=True), *(fill(one, facts, form=FORM) for one in words.paragraphs)),
        f"{value.post.employer or places.government(where)}（盖章）",
    )
    return Pages(
        FORM,
        f"{NAME} {value.person.name}",
        PORTRAIT,
        1,
        content,
        paint,
        lambda: (machine_readable.form(frame.imprint, _told(content)),),
        imprints=(frame.imprint,),
        lacking=lambda: lacking(value.person),
    )


def _told(content: _Content) -> tuple[Told, ...]:
    notice = (NOTICE, *(one.text for one in content.paragraphs), content.sender)
    return (NAME, *content.subtitle, *texts(content.approval), *notice, *texts(RECEIPT))


def paint(painter: QPainter, pages: Pages[_Content], index: int) -> None:
    """Paint the page; the painter's unit is the millimetre."""
    content = pages.content
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, PORTRAIT, content.frame, index, pages.count)
        paint_title(canvas, PORTRAIT, NAME, middle=26, size=22)
        paint_subtitle(canvas, PORTRAIT, content.subtitle, middle=35.5)
        paint_cells(canvas, content.approval, PORTRAIT.left, TOP)
        canvas.dashes(0, CUT, PORTRAIT.width, CUT, weight=SIGNATURE, colour="#808080")
        canvas.text(3, CUT, "✂", Role.FIGURES, 12, colour="#808080")
        _notice(canvas, content)


def _approval(exit_: ExitPaper) -> tuple[CellRow, ...]:
    person, post = exit_.person, exit_.post
    until = exit_.settled_until
    money_words = f"未到账 {money.show(exit_.open_fen)} 元；待追回 {money.show(exit_.owed_fen)} 元"
    return (
        row(
            ROW,
            label(22, "姓名"),
            name(40, person.name),
            label(16, "性别"),
            value(14, person.sex),
            label(22, "身份证号"),
            value(66, person.id_no, role=Role.CODES, size=11),
        ),
        row(ROW, label(22, "岗位"), value(70, post.post_type_name), label(22, "村组"), value(66, person.place)),
        row(ROW, label(22, "管护对象"), value(70, post.post_name), label(22, "用人单位"), value(66, post.employer)),
        row(
            ROW,
            label(22, "上岗日期"),
            value(70, wording.day(post.start)),
            label(22, "最后工作日"),
            value(66, wording.day(post.end) if post.end else DATED),
        ),
        row(
            ROW,
            label(22, "补贴发至"),
            value(70, f"{until.year}年{until.month}月" if until else wording.NO_RECORD),
            label(22, "款项结清"),
            value(66, money_words),
        ),
        row(19, label(22, "离岗原因"), lines(158, _reasons(post.exit_reason, 155), REASON_SIZE)),
        row(ROW, label(22, "说　明"), value(158, post.exit_note, align=Align.LEFT)),
        row(27, label(22, "本　人|意　见"), box(70, foot=SIGNED), label(22, "村民委员会|意　见"), box(66, foot=JUDGED)),
        row(
            28, label(22, "用人单位|意　见"), box(70, foot=JUDGED), label(22, "镇人民政府|意　见"), box(66, foot=JUDGED)
        ),
    )


def _reasons(chosen: str, width: float) -> list[str]:
    """Every reason behind its box, the registered one filled; a reason stays whole on its line."""
    face = faces().role(Role.BODY)
    found: list[str] = []
    for one in codes.EXIT_REASONS:
        words = f"{TICKED if one == chosen else BOX} {wording.wide_brackets(one)}"
        longer = f"{found[-1]}　{words}" if found else words
        if found and face.width(longer, REASON_SIZE) > width:
            found.append(words)
        else:
            found[-1:] = [longer]
    return found


def _notice(canvas: Canvas, content: _Content) -> None:
    """离岗通知书 with its receipt."""
    canvas.text(PORTRAIT.middle, NOTICE_TITLE, NOTICE, Role.TITLE, 16, align=Align.CENTRE)
    size = _text(canvas, content.paragraphs)
    middle = RECEIPT_TOP - 15
    canvas.text(152, middle, content.sender, Role.BODY, min(size, TEXT), align=Align.CENTRE, room=88)
    canvas.text(152, middle + 7, "　　　年　　月　　日", Role.BODY, min(size, TEXT), align=Align.CENTRE)
    paint_cells(canvas, RECEIPT, PORTRAIT.left, RECEIPT_TOP)


def _text(canvas: Canvas, paragraphs: Sequence[Paragraph]) -> float:
    """The wording, in the largest size that stands above the seal; gives the size."""
    face, size, room = canvas.faces.role(Role.BODY), TEXT, RECEIPT_TOP - 20 - NOTICE_TOP
    while True:
        lines = [
            (number == 0 and not one.heading, text)
            for one in paragraphs
            for number, text in enumerate(
                wrap(face, one.text, size, PORTRAIT.inner, 0 if one.heading else 2 * size * POINT)
            )
        ]
        if len(lines) * LEADING * size * POINT <= room or size <= SMALLEST:
            break
        size -= 0.5
    for number, (first, text) in enumerate(lines):
        indent = 2 * size * POINT if first else 0
        middle = NOTICE_TOP + LEADING * size * POINT * (number + 0.5)
        canvas.text(PORTRAIT.left + indent, middle, text, Role.BODY, size, room=PORTRAIT.inner - indent)
    return size


def _facts(value_: ExitPaper) -> Mapping[str, str]:
    post, until = value_.post, value_.settled_until
    return {
        "县": value_.office.county_name,
        "乡镇": wording.place(value_.office.county_name, value_.office.township_name),
        "乙方": value_.person.name,
        "岗位": post.post_type_name,
        "管护对象": post.post_name,
        "用人单位": post.employer,
        "离岗原因": post.exit_note if post.exit_reason == "其他" else wording.wide_brackets(post.exit_reason),
        "最后工作日": wording.day(post.end) if post.end else "",
        "补贴发至": f"{until.year}年{until.month}月" if until else "",
    }
