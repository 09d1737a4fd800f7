"""F6 劳务合作社社员名册: the members of one cooperative on A4 landscape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cjdesk.domain import money
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.member_register import MemberLine, MemberRegister
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Align
from cjdesk.printing.fonts import Role
from cjdesk.printing.list_form import Heights, ListForm, cut
from cjdesk.printing.list_pages import pages_of
from cjdesk.printing.page_frame import Frame, Signer
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.printing.table import Column, Part, SumRow, column

FORM = "F6"
FULL, LAST = 20, 18
SUM = 6.5
WORK = "务工情况"

SIGNERS = (
    Signer("制表人：", 68),
    Signer("理事长：", 68),
    Signer("村委会审核：", 67),
    Signer("（盖章）", 69, dated=True),
)


def _yuan(fen: int) -> str:
    text = money.show(fen)
    return text.removesuffix(".00")


COLUMNS: tuple[Column[MemberLine], ...] = (
    column("number", "序号", 8, Part(lambda line: str(line.number), Role.FIGURES, 9)),
    column("name", "姓名", 17, Part(lambda line: line.name, Role.BODY, 10.5), person=True),
    column("sex", "性别", 7, Part(lambda line: wording.SEXES.get(line.sex, line.sex), Role.BODY, 9)),
    column("ethnicity", "民族", 10, Part(lambda line: line.ethnicity.removesuffix("族"), Role.BODY, 9)),
    column("id_no", "身份证号码", 34, Part(lambda line: line.id_no, Role.CODES, 9)),
    column("place", "村、组", 21, Part(lambda line: line.village + line.group, Role.BODY, 9), wraps=True),
    column("categories", "人员类别", 25, Part(lambda line: "、".join(line.categories), Role.BODY, 8.5), wraps=True),
    column("phone", "联系电话", 22, Part(lambda line: line.phone, Role.CODES, 9)),
    column("skill", "技能", 14, Part(lambda line: line.skill, Role.BODY, 9), wraps=True),
    column("joined", "入社|时间", 16, Part(lambda line: f"{line.joined:%Y.%m}", Role.FIGURES, 9)),
    column(
        "share",
        "出资|（元）",
        15,
        Part(lambda line: _yuan(line.share_fen), Role.FIGURES, 9.5),
        align=Align.RIGHT,
        boxed=True,
    ),
    column(
        "team",
        "劳务队",
        15,
        Part(lambda line: line.team, Role.BODY, 8.5),
        Part(lambda line: "（队长）" if line.captain else "", Role.BODY, 7.5),
    ),
    column("status", "状态", 14, Part(lambda line: line.status or "—", Role.BODY, 9), group=WORK),
    column(
        "unit",
        "单位 / 工种",
        30,
        Part(lambda line: line.unit, Role.BODY, 7.5),
        Part(lambda line: line.trade, Role.BODY, 7.5),
        group=WORK,
    ),
    column(
        "wage",
        "月工资|（元）",
        14,
        Part(lambda line: "" if line.wage_fen is None else _yuan(line.wage_fen), Role.FIGURES, 9.5),
        align=Align.RIGHT,
        group=WORK,
    ),
    column(
        "since",
        "起始",
        10,
        Part(lambda line: f"{line.since:%y}.{line.since.month}" if line.since else "", Role.FIGURES, 8.5),
        group=WORK,
    ),
)


def layout(value: MemberRegister, stamp: Stamp) -> Pages[ListForm[MemberLine]]:
    """Share the members out over pages. NOTHING_TO_PRINT for a cooperative without members."""
    if not value.lines:
        raise NothingToPrint(form="社员名册", month=value.as_of.isoformat())
    title = value.cooperative if value.cooperative.endswith("名册") else f"{value.cooperative}社员名册"
    rows: list[dict[str, str | int]] = [{"number": line.number, "id_no": line.id_no} for line in value.lines]
    frame = Frame(
        form=FORM,
        copy_name="内部资料，注意保密",
        number_label="名册号",
        number=value.number,
        check_code=machine_readable.check_code(rows),
        stamp=stamp,
        demo=value.demo,
        draft=False,
    )
    counts = "、".join(f"{label} {count} 人" for label, count in value.counts)
    return pages_of(
        ListForm(
            frame=frame,
            title=title,
            subtitle=(
                f"统一社会信用代码：{value.credit_code or '—'}",
                f"理事长：{value.chair or '—'}",
                f"社员 {len(value.lines)} 人" + (f"，其中{counts}（有重叠）" if counts else ""),
                f"截至 {wording.day(value.as_of)}",
            ),
            starts=(95, 137),
            columns=_columns(value.lines),
            pages=cut(value.lines, full=FULL, last=LAST),
            sum_of=_sum_row,
            signers=SIGNERS,
            heights=Heights(head=12, head_size=9, sum_size=9.5, lift=1.2),
        )
    )


def _sum_row(label: str, lines: Sequence[MemberLine]) -> SumRow:
    working = sum(bool(line.status) for line in lines)
    shares = _yuan(sum(line.share_fen for line in lines))
    return SumRow(label, f"{len(lines)} 人", {"share": shares}, height=SUM, after=f"务工 {working} 人")


def _columns(lines: Sequence[MemberLine]) -> tuple[Column[MemberLine], ...]:
    """月工资 and 起始 hide when nobody has them; 单位/工种 takes their width."""
    hidden = set()
    if all(line.wage_fen is None for line in lines):
        hidden.add("wage")
    if all(line.since is None for line in lines):
        hidden.add("since")
    free = sum(one.width for one in COLUMNS if one.key in hidden)
    kept = (one for one in COLUMNS if one.key not in hidden)
    return tuple(replace(one, width=one.width + free) if one.key == "unit" else one for one in kept)
