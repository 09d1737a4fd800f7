"""F8 岗位申请审批表: who applies for which post, the applicant's own words, and what village, town and county say."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPainter

from cjdesk.domain import money
from cjdesk.domain.form_wording import Wording, fill
from cjdesk.domain.person_papers import ApplicationPaper
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.cells import DATED, CellRow, box, label, paint_cells, row, texts, value
from cjdesk.printing.fonts import Role
from cjdesk.printing.machine_readable import Told
from cjdesk.printing.measures import PORTRAIT
from cjdesk.printing.page_frame import Frame, paint_frame, paint_subtitle, paint_title
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.printing.person_head import WIDTH, lacking, paint_head, who_rows

FORM = "F8"
NAME = "公益性岗位申请审批表"
WORDS = "application"
TOP, ROW = 44, 9
SIGNED = f"申请人（签字、按手印）：　　　　　　　　{DATED}"
JUDGED = f"负责人（签字）：　　　　　　（盖章）　　　　{DATED}"
ATTACHED = "□ 身份证复印件　□ 户口页复印件　□ 人员类别证明　□ 银行卡（存折）复印件　□ 公示照片及结果　□ 其他："
NOTE = "本表一式三份：村民委员会、镇人社中心、县级主管部门各存一份。"


@dataclass(frozen=True, slots=True)
class _Content:
    frame: Frame
    subtitle: tuple[str, str]
    head: tuple[CellRow, ...]
    rest: tuple[CellRow, ...]


def layout(value: ApplicationPaper, words: Wording, stamp: Stamp) -> Pages[_Content]:
    """One page. WORDING_UNKNOWN_FIELD when the county's own words have a place that nobody can fill."""
    facts = {"县": value.office.county_name, "乡镇": value.office.township_name, "乙方": value.person.name}
    statement = "".join(fill(one, facts, form=FORM).text for one in words.paragraphs)
    frame = Frame(
        form=FORM,
        copy_name="内部资料，注意保密",
        number_label="编号",
        number=value.number,
        check_code=machine_readable.check_code([{"number": value.number, "id_no": value.person.id_no}]),
        stamp=stamp,
        demo=value.office.demo,
        draft=False,
    )
    where = wording.place(value.office.county_name, value.office.township_name)
    content = _Content(frame, (f"乡镇：{where}", f"编号：{value.number}"), _who(value), _rest(value, statement))
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
    return (NAME, *content.subtitle, *texts(content.head), *texts(content.rest), NOTE)


def paint(painter: QPainter, pages: Pages[_Content], index: int) -> None:
    """Paint the page; the painter's unit is the millimetre."""
    content = pages.content
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, PORTRAIT, content.frame, index, pages.count)
        paint_title(canvas, PORTRAIT, NAME, middle=29, size=24)
        paint_subtitle(canvas, PORTRAIT, content.subtitle, middle=40)
        bottom = paint_head(canvas, content.head, TOP)
        bottom = paint_cells(canvas, content.rest, PORTRAIT.left, bottom)
        canvas.text(PORTRAIT.left, bottom + 4.4, NOTE, Role.BODY, 9, room=PORTRAIT.inner)


def _who(value_: ApplicationPaper) -> tuple[CellRow, ...]:
    one = value_.person
    return (
        *who_rows(one, ROW, id_no=one.id_no, phone=one.phone),
        row(ROW, label(22, "文化程度"), value(50, one.education), label(16, "劳动力"), value(56, one.labour_ability)),
        row(
            ROW,
            label(22, "人员类别"),
            value(WIDTH - 22, "、".join(one.categories)),
        ),
    )


def _rest(value_: ApplicationPaper, statement: str) -> tuple[CellRow, ...]:
    one, post = value_.person, value_.post
    family = "，".join(f"{relation} {who}".strip() for relation, who in one.household)
    standard = f"{money.show(post.standard_fen)} 元/月" if post and post.standard_fen else ""
    opinion = (("村民委员会|意　见", 27), ("镇人民政府|意　见", 27), ("县级主管部门|意　见", 27))
    return (
        row(ROW, label(22, "现住地址"), value(158, one.address or one.place, align=Align.LEFT)),
        row(ROW, label(22, "家庭成员"), value(158, family, align=Align.LEFT)),
        row(ROW, label(22, "技能特长"), value(50, one.skills), label(22, "开户行"), value(86, one.bank)),
        row(
            ROW,
            label(22, "申请岗位"),
            value(50, post.post_type_name if post else ""),
            label(22, "管护对象"),
            value(86, post.post_name if post else ""),
        ),
        row(
            ROW,
            label(22, "补贴标准"),
            value(50, standard),
            label(22, "用人单位"),
            value(86, post.employer if post else ""),
        ),
        row(
            ROW,
            label(22, "上岗日期"),
            value(50, wording.day(post.start) if post else ""),
            label(22, "资金来源"),
            value(86, wording.wide_brackets(post.fund) if post else ""),
        ),
        row(36, label(22, "本人申请"), box(158, statement, foot=SIGNED)),
        *(row(height, label(22, words), box(158, foot=JUDGED)) for words, height in opinion),
        row(12, label(22, "附　件"), value(158, ATTACHED, size=9.5, align=Align.LEFT)),
    )
