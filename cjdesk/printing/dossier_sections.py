"""The sections of a person's dossier as declarations: title, columns, rows, and the sum where there is one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cjdesk.domain import money, rmb
from cjdesk.domain.person_papers import PostFacts
from cjdesk.printing import wording
from cjdesk.printing.canvas import Align
from cjdesk.printing.fonts import Role
from cjdesk.printing.measures import PORTRAIT
from cjdesk.printing.table import Column, Part, SumRow, column
from cjdesk.services.people.dossier_values import (
    Account,
    Corrected,
    Dossier,
    Enrolment,
    Left,
    Objected,
    PaidMonth,
    Proof,
    ReturnedPayment,
    Suspended,
    WaterDuty,
)
from cjdesk.services.year.values import total

HANDED_IN = ("岗位申请审批表（F8）", "身份证、户口页复印件")
"""What every file has to hold; pages and whether it is there are written by hand."""

COMPONENTS = (
    ("base_fen", "基本补贴"),
    ("commission_fen", "水费提成"),
    ("topup_fen", "保底补差"),
    ("allowance_fen", "其他补贴"),
    ("back_pay_fen", "补发"),
    ("deduction_fen", "扣款"),
    ("clawback_fen", "扣回"),
    ("tax_fen", "个税"),
    ("rounding_fen", "取整"),
    ("shortfall_fen", "未扣足"),
)
WIDEST = 20.0
"""A component's column is not wider."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table: ``total`` stands under its last row; ``closed`` says 以下空白 there."""

    title: str
    columns: tuple[Column[Any], ...]
    rows: tuple[Any, ...]
    height: float = 6.1
    head: float = 7.0
    total: SumRow | None = None
    closed: bool = False


def sections(value: Dossier) -> tuple[Section, ...]:
    """The sections that have something to say, in the order of a file."""
    proofs = (*(Proof(what, "") for what in HANDED_IN), *value.proofs)
    found = [
        Section("在岗记录", POSTS, value.posts, 8.4, closed=True),
        Section("协议与证明材料", PROOFS, proofs, 7.4),
        *(_year(year, rows) for year, rows in value.by_year().items()),
        Section("停岗记录", SUSPENSIONS, value.suspensions),
        Section("银行账号", ACCOUNTS, value.accounts),
        Section("退票与补发", RETURNED, value.returned),
        Section(
            "更正与追回", CORRECTIONS, value.corrections, _tall([one.reason for one in value.corrections], 58, 6.1)
        ),
        Section("公示异议", OBJECTIONS, value.objections, _tall(_said(value.objections), 52, 8.4)),
        Section("水费管护", DUTIES, value.duties),
        Section("其他补贴登记", ENROLMENTS, value.enrolments),
        Section("离岗", LEFT, value.left, 8.4),
    ]
    return tuple(one for one in found if one.rows)


def nothing_of(value: Dossier) -> str:
    """Which of the things an inspector looks for there are none of, in one line."""
    looked = (
        ("在岗记录", value.posts),
        ("补贴发放", value.months),
        ("停岗", value.suspensions),
        ("退票", value.returned),
        ("更正与追回", value.corrections),
        ("公示异议", value.objections),
        ("离岗", value.left),
    )
    none = [words for words, rows in looked if not rows]
    return f"以下各项没有记录：{'、'.join(none)}。" if none else ""


def _text(says: Callable[[Any], str], size: float = 9, role: Role = Role.BODY) -> Part[Any]:
    return Part(says, role, size)


def _day(day: date | None) -> str:
    return f"{day:%Y.%m.%d}" if day else wording.NO_RECORD


def _days(first: date | None, last: date | None) -> str:
    """2020.01.01 至 2020.12.31, 2020.01.01 至今; a line where neither is known."""
    if first is None and last is None:
        return wording.NO_RECORD
    return f"{_day(first)} 至 {_day(last)}" if last else f"{_day(first)} 至今"


def _tall(texts: Sequence[str], width: float, least: float) -> float:
    """How high rows must be for the longest of these texts at 8.5 points."""
    lines = max((math.ceil(len(text) * 3.05 / (width - 3)) for text in texts), default=1)
    return max(least, lines * 3.5 + 1.6)


def _yuan(key: str, head: str, width: float, says: Callable[[Any], int], *, size: float = 9) -> Column[Any]:
    return column(
        key, head, width, Part(lambda row: money.show(says(row)), Role.FIGURES, size), align=Align.RIGHT, boxed=True
    )


POSTS: tuple[Column[PostFacts], ...] = (
    column("number", "次序", 12, _text(lambda row: str(row.number), role=Role.FIGURES)),
    column("kind", "岗位", 20, _text(lambda row: row.post_type_name, 9.5), wraps=True),
    column("post", "路段、河段、工程", 48, _text(lambda row: row.post_name, 9.5), wraps=True),
    column("employer", "用人单位", 38, _text(lambda row: row.employer), wraps=True),
    column("start", "上岗", 24, _text(lambda row: _day(row.start), role=Role.FIGURES)),
    column("end", "离岗", 24, _text(lambda row: _day(row.end), role=Role.FIGURES)),
    column("state", "状态", 14, _text(lambda row: row.state)),
)
PROOFS: tuple[Column[Proof], ...] = (
    column("what", "材料", 40, _text(lambda row: row.what), wraps=True),
    column("about", "编号 / 期限", 68, _text(lambda row: row.about), wraps=True),
    column("pages", "页数", 14),
    column("file", "附件", 20),
    column("outcome", "备注", 38, _text(lambda row: row.outcome), wraps=True),
)
SUSPENSIONS: tuple[Column[Suspended], ...] = (
    column("kind", "岗位", 32, _text(lambda row: row.post_type_name)),
    column("days", "起止", 60, _text(lambda row: _days(row.start, row.end), role=Role.FIGURES)),
    column("paid", "计发", 24, _text(lambda row: "计发" if row.paid else "不计发")),
    column("reason", "原因", 64, _text(lambda row: row.reason), wraps=True),
)
ACCOUNTS: tuple[Column[Account], ...] = (
    column("holder", "户名", 26, _text(lambda row: row.holder, 9.5), person=True),
    column("bank", "开户行", 44, _text(lambda row: row.bank), wraps=True),
    column("number", "账号", 48, _text(lambda row: row.number or "待补", role=Role.CODES)),
    column("days", "起止", 40, _text(lambda row: _days(row.first, row.last), 8.5, Role.FIGURES)),
    column("reason", "原因", 22, _text(lambda row: row.reason, 8), wraps=True),
)
RETURNED: tuple[Column[ReturnedPayment], ...] = (
    column("month", "月份", 20, _text(lambda row: f"{row.month.year}.{row.month.month:02d}", role=Role.FIGURES)),
    column("list", "清单", 36, _text(lambda row: row.list_number, 8.5, Role.CODES)),
    column("account", "账号", 40, _text(lambda row: row.account, 8.5, Role.CODES)),
    _yuan("amount", "金额", 24, lambda row: row.amount_fen),
    column("failure", "退票原因", 26, _text(lambda row: row.failure), wraps=True),
    column("day", "登记", 20, _text(lambda row: _day(row.day), 8.5, Role.FIGURES)),
    column("state", "结果", 14, _text(lambda row: row.state)),
)
CORRECTIONS: tuple[Column[Corrected], ...] = (
    column("day", "日期", 22, _text(lambda row: _day(row.day), role=Role.FIGURES)),
    column("kind", "种类", 16, _text(lambda row: row.kind)),
    column(
        "month",
        "所属月",
        20,
        _text(
            lambda row: f"{row.month.year}.{row.month.month:02d}" if row.month else wording.NO_RECORD,
            role=Role.FIGURES,
        ),
    ),
    _yuan("amount", "金额", 26, lambda row: row.amount_fen),
    column("reference", "批次 / 收据号", 38, _text(lambda row: row.reference, 8.5, Role.CODES)),
    column("reason", "原因", 58, _text(lambda row: row.reason, 8.5), wraps=True),
)
OBJECTIONS: tuple[Column[Objected], ...] = (
    column("day", "提出日期", 22, _text(lambda row: _day(row.day), role=Role.FIGURES)),
    column("notice", "公示号", 28, _text(lambda row: row.notice, 8.5, Role.CODES)),
    column("content", "异议内容", 62, _text(lambda row: row.content, 8.5), wraps=True),
    column("outcome", "处理", 16, _text(lambda row: row.outcome)),
    column("note", "核实情况", 52, _text(lambda row: row.note, 8.5), wraps=True),
)
DUTIES: tuple[Column[WaterDuty], ...] = (
    column("scheme", "供水工程", 84, _text(lambda row: row.scheme, 9.5), wraps=True),
    column("share", "分成", 30, _text(lambda row: _percent(row.share_bp), role=Role.FIGURES)),
    column("days", "起止", 66, _text(lambda row: _days(row.first, row.last), role=Role.FIGURES)),
)
ENROLMENTS: tuple[Column[Enrolment], ...] = (
    column("scheme", "补贴", 84, _text(lambda row: row.scheme, 9.5), wraps=True),
    column("days", "起止", 66, _text(lambda row: _days(row.first, row.last), role=Role.FIGURES)),
    column("state", "状态", 30, _text(lambda row: row.state)),
)
LEFT: tuple[Column[Left], ...] = (
    column("number", "次序", 12, _text(lambda row: str(row.post.number), role=Role.FIGURES)),
    column("kind", "岗位", 24, _text(lambda row: row.post.post_type_name), wraps=True),
    column("end", "最后工作日", 26, _text(lambda row: _day(row.post.end), role=Role.FIGURES)),
    column("reason", "原因", 34, _text(lambda row: wording.wide_brackets(row.post.exit_reason)), wraps=True),
    column("note", "说明", 34, _text(lambda row: row.post.exit_note, 8.5), wraps=True),
    column(
        "until",
        "补贴发至",
        24,
        _text(
            lambda row: (
                f"{row.settled_until.year}.{row.settled_until.month:02d}" if row.settled_until else wording.NO_RECORD
            ),
            role=Role.FIGURES,
        ),
    ),
    _yuan("open", "未到账（元）", 26, lambda row: row.open_fen),
)


def _said(objections: Sequence[Objected]) -> list[str]:
    return [text for one in objections for text in (one.content, one.note)]


def _percent(share_bp: int) -> str:
    return f"{share_bp // 100}.{share_bp % 100:02d}".rstrip("0").rstrip(".") + "%"


def _year(year: int, rows: Sequence[PaidMonth]) -> Section:
    """One year's months with every component that somebody got, and their sum in words."""
    pay = total(row.pay for row in rows)
    shown = [(key, head) for key, head in COMPONENTS if any(getattr(row.pay, key) for row in rows)]
    if [key for key, _ in shown] == ["base_fen"] and all(row.pay.base_fen == row.pay.net_fen for row in rows):
        shown = []
    kinds = len({row.post_type_name for row in rows}) > 1
    sums = {key: money.show(getattr(pay, key)) for key, _ in shown} | {"net_fen": money.show(pay.net_fen)}
    months = len({row.month for row in rows if row.pay.net_fen})
    words = "" if shown else f"人民币{rmb.words(pay.net_fen)}"
    return Section(
        f"{year}年考勤与补贴发放（元）",
        tuple(_months(shown, kinds=kinds)),
        tuple(rows),
        total=SumRow("合　计", f"{months} 个月", sums, 7.5, words, Align.CENTRE),
    )


def _months(shown: Sequence[tuple[str, str]], *, kinds: bool) -> list[Column[PaidMonth]]:
    """As pictured where there is one amount; with components each takes a share of what the others leave."""
    plain = not shown and not kinds
    widths = (18.0, 26.0, 22.0, 18.0, 30.0, 38.0, 28.0) if plain else (11.0, 15.0, 10.0, 10.0, 21.0, 25.0, 27.0)
    month, attended, days, grade, net, run, state = widths
    kind = 14.0 if kinds else 0.0
    room = PORTRAIT.inner - sum(widths) - kind
    each = min(WIDEST, room / len(shown)) if shown else 0.0
    state += room - each * len(shown)
    size = 9.0 if plain else 8.5
    head = "计发天数" if plain else "计发|天数"
    return [
        column("month", "月份", month, _text(lambda row: f"{row.month.month}月", role=Role.FIGURES)),
        column(
            "attended",
            "出勤/应出勤" if plain else "出勤/|应出勤",
            attended,
            _text(_attended, size, Role.FIGURES),
        ),
        *([column("kind", "岗位", kind, _text(lambda row: row.post_type_name, 8), wraps=True)] if kinds else []),
        column("days", head, days, _text(lambda row: str(row.paid_days), role=Role.FIGURES)),
        column("grade", "考核", grade, _text(lambda row: row.grade or wording.NO_RECORD, size)),
        *(_yuan(key, words, each, _component(key), size=8.5) for key, words in shown),
        _yuan("net_fen", "实发金额", net, lambda row: row.pay.net_fen, size=size),
        column("run", "批次", run, _text(lambda row: row.run, 8, Role.CODES)),
        column("state", "发放结果", state, _text(_state, size - 0.5)),
    ]


def _component(key: str) -> Callable[[PaidMonth], int]:
    return lambda row: int(getattr(row.pay, key))


def _attended(row: PaidMonth) -> str:
    if row.required_tenths is None or row.attended_tenths is None:
        return "全勤"
    return f"{wording.days(row.attended_tenths)}/{wording.days(row.required_tenths)}"


def _state(row: PaidMonth) -> str:
    return f"{row.state} {row.day:%Y.%m.%d}" if row.day else row.state
