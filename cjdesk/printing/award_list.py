"""F15 表彰名单: the cooperatives and the captains of an award round, each signing for what they get, on A4 portrait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cjdesk.domain import money
from cjdesk.domain.awards import NAMES, SEPARATOR, AwardKind, AwardLine, AwardList, total_fen
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.states import AwardState
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Align
from cjdesk.printing.fonts import Role
from cjdesk.printing.list_form import WHOLE, Heights, InWords, ListForm, cut
from cjdesk.printing.list_pages import pages_of
from cjdesk.printing.measures import PORTRAIT
from cjdesk.printing.page_frame import Frame, Signer
from cjdesk.printing.pages import Pages, Stamp, bound
from cjdesk.printing.table import Column, Part, SumRow, column

FORM = "F15"
FULL, LAST = 23, 20
SUM = 7.5

SIGNERS = (
    Signer("制表人：", 41),
    Signer("审核人：", 41),
    Signer("单位负责人：", 48),
    Signer("（盖章）", 50, dated=True),
)
HEIGHTS = Heights(head=11, row=9, head_size=9.5, sum_size=10)
UNITS = {AwardKind.COOPERATIVE: "个", AwardKind.CAPTAIN: "人"}
ENDS = {AwardKind.COOPERATIVE: "以 下 空 白，劳 务 队 长 见 后 页", AwardKind.CAPTAIN: wording.BELOW_EMPTY}


@dataclass(frozen=True, slots=True)
class AwardRow:
    """A line of the list with its printed number, from 1 in each table."""

    number: int
    line: AwardLine


def _points(tenths: int | None) -> str:
    """One decimal in every row, so that the column lines up."""
    return "—" if tenths is None else f"{tenths // 10}.{tenths % 10}"


def _amount(width: float) -> Column[AwardRow]:
    return column(
        "amount",
        "奖励金额|（元）",
        width,
        Part(lambda row: money.show(row.line.amount_fen), Role.FIGURES_BOLD, 11),
        align=Align.RIGHT,
        boxed=True,
    )


_NUMBER: Column[AwardRow] = column("number", "序号", 10, Part(lambda row: str(row.number), Role.FIGURES, 9.5))
_VILLAGE: Column[AwardRow] = column(
    "village", "所在村", 21, Part(lambda row: row.line.village, Role.BODY, 10), wraps=True
)
_SCORE: Column[AwardRow] = column(
    "score", "得分", 12, Part(lambda row: _points(row.line.score_tenths), Role.FIGURES, 10)
)

COLUMNS: dict[AwardKind, tuple[Column[AwardRow], ...]] = {
    AwardKind.COOPERATIVE: (
        _NUMBER,
        column("name", "合作社名称", 48, Part(lambda row: row.line.name, Role.BODY, 10.5), wraps=True),
        column("chair", "理事长", 18, Part(lambda row: row.line.unit, Role.BODY, 10.5), person=True),
        _VILLAGE,
        column("people", "组织务工|（人）", 14, Part(lambda row: str(row.line.people), Role.FIGURES, 10)),
        _SCORE,
        _amount(24),
        column("sign", "领款签字（盖章）", 33),
    ),
    AwardKind.CAPTAIN: (
        replace(_NUMBER, width=9),
        column("name", "姓名", 18, Part(lambda row: row.line.name, Role.BODY, 11), person=True),
        column("id_no", "身份证号码", 35, Part(lambda row: row.line.id_no, Role.CODES, 9)),
        column(
            "unit",
            "所在劳务队|合作社",
            36,
            Part(lambda row: row.line.unit.partition(SEPARATOR)[0], Role.BODY, 9.5),
            Part(lambda row: row.line.unit.partition(SEPARATOR)[2], Role.BODY, 8),
        ),
        replace(_VILLAGE, width=16, head=("村",)),
        column("people", "带领|（人）", 10, Part(lambda row: str(row.line.people), Role.FIGURES, 10)),
        replace(_SCORE, width=10),
        _amount(21),
        column("sign", "领款人签字|（按手印）", 25),
    ),
}
"""Widths in millimetres, 180 in all."""


def layout(value: AwardList, stamp: Stamp) -> Pages[Any]:
    """Cooperatives first, then captains, numbered through; nobody's round is no paper (NOTHING_TO_PRINT).

    A round that is not decided carries 草稿 and shows everybody nominated; a void one 作废.
    """
    if not value.shown:
        raise NothingToPrint(form="表彰名单", month=value.name)
    rows = _shown(value)
    frame = Frame(
        form=FORM,
        copy_name="发放联（内部资料，注意保密）",
        number_label="表彰批次",
        number=value.number,
        check_code=machine_readable.check_code(rows),
        stamp=stamp,
        demo=value.demo,
        draft=value.state in {AwardState.DRAFT, AwardState.PUBLISHED},
        void=value.state == AwardState.VOID,
    )
    kinds = [kind for kind in AwardKind if value.of(kind)]
    forms = [_form(value, kind, frame, last=kind is kinds[-1], several=len(kinds) > 1) for kind in kinds]
    together, before = sum(len(form.pages) for form in forms), 0
    parts: list[Pages[Any]] = []
    for form in forms:
        parts.append(pages_of(replace(form, before=before, of=together)))
        before += len(form.pages)

    def whole(some: Sequence[Pages[Any]]) -> Pages[Any]:
        return replace(bound(some), title=f"{value.name} {value.number}", imprints=(frame.imprint,))

    return replace(whole(parts), respelled=lambda names: whole([part.spelled(names) for part in parts]))


def _form(value: AwardList, kind: AwardKind, frame: Frame, *, last: bool, several: bool) -> ListForm[AwardRow]:
    rows = [AwardRow(number, line) for number, line in enumerate(value.of(kind), start=1)]
    where = wording.place(value.county_name, value.township_name)
    whole = [_sum_row(WHOLE, rows)]
    if last and several:
        whole.append(_grand_row(value))
    fen = total_fen(value.shown) if last else total_fen(value.of(kind))
    return ListForm(
        frame=frame,
        title=f"{where}{value.half.words}{NAMES[kind]}表彰名单",
        subtitle=(
            f"填报单位：{value.office_name}",
            f"名额 {value.quotas[kind]} {UNITS[kind]}，每{UNITS[kind]} {money.show(value.amounts[kind])} 元",
            "单位：元",
        ),
        columns=COLUMNS[kind],
        pages=cut(rows, full=FULL, last=LAST),
        sum_of=_sum_row,
        whole=tuple(whole),
        words=InWords(fen, figures_end=196, label="金额总计" if last and several else "合计金额"),
        strong="amount",
        signers=SIGNERS,
        heights=HEIGHTS,
        empty_words=wording.BELOW_EMPTY if last else ENDS[kind],
        paper=PORTRAIT,
    )


def _sum_row(label: str, rows: Sequence[AwardRow]) -> SumRow:
    values = {"amount": money.show(sum(row.line.amount_fen for row in rows))}
    return SumRow(label, f"{len(rows)} {UNITS[rows[0].line.kind]}" if rows else "", values, height=SUM)


def _grand_row(value: AwardList) -> SumRow:
    """Both kinds together."""
    both = f"合作社 {len(value.of(AwardKind.COOPERATIVE))} 个、劳务队长 {len(value.of(AwardKind.CAPTAIN))} 人"
    return SumRow("总　　计", both, {"amount": money.show(total_fen(value.shown))}, height=SUM)


def _shown(value: AwardList) -> list[dict[str, str | int]]:
    return [
        {"kind": line.kind.value, "name": line.name, "id_no": line.id_no, "amount_fen": line.amount_fen}
        for line in value.shown
    ]
