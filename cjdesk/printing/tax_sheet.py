"""F14T 个人所得税扣缴年度清单: everybody's gross, tax and net of a year by fund, for the finance office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cjdesk.domain import money
from cjdesk.domain.errors import NothingToPrint
from cjdesk.printing.canvas import Align
from cjdesk.printing.fonts import Role
from cjdesk.printing.list_form import ListForm, cut
from cjdesk.printing.list_pages import pages_of
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.printing.table import Column, Part, SumRow, column
from cjdesk.printing.year_sheet import FULL, HEIGHTS, SIGNERS, STARTS, SUM, frame_of, place_of, subtitle_of
from cjdesk.services.year import Pay, TaxLine, Year, total

FORM = "F14T"


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One person and fund; the number is the person's."""

    number: int
    line: TaxLine
    fund: str
    pay: Pay


def _money(key: str, head: str, width: float, name: str, role: Role = Role.FIGURES) -> Column[TaxRow]:
    def says(row: TaxRow) -> str:
        return money.show(getattr(row.pay, name))

    return column(key, head, width, Part(says, role, 10), align=Align.RIGHT, boxed=True)


COLUMNS: tuple[Column[TaxRow], ...] = (
    column("number", "序号", 10, Part(lambda row: str(row.number), Role.FIGURES, 9)),
    column("name", "姓名", 22, Part(lambda row: row.line.name, Role.BODY, 10.5), person=True),
    column("id_no", "身份证号码", 40, Part(lambda row: row.line.id_no, Role.CODES, 9)),
    column("place", "村、组", 34, Part(lambda row: row.line.village + row.line.group, Role.BODY, 9), wraps=True),
    column("fund", "资金来源", 56, Part(lambda row: row.fund, Role.BODY, 9), wraps=True),
    column("months", "月数", 14, Part(lambda row: str(row.line.months), Role.FIGURES, 9.5)),
    _money("gross", "应发合计|（元）", 32, "gross_fen"),
    _money("tax", "代扣个人|所得税（元）", 30, "tax_fen"),
    _money("net", "实发合计|（元）", 34, "net_fen", Role.FIGURES_BOLD),
)


def layout(year: Year, stamp: Stamp) -> Pages[Any]:
    """The list; without any tax it says so. NOTHING_TO_PRINT for a year without pay."""
    rows = [
        TaxRow(number, line, fund, pay)
        for number, line in enumerate(year.tax_lines(), start=1)
        for fund, pay in line.by_fund.items()
    ]
    if not rows:
        raise NothingToPrint(form="个人所得税扣缴年度清单", month=str(year.year))
    shown = [_shown(row) for row in rows]
    whole = _by_fund(year, rows)
    taxed = "" if year.total.tax_fen else "（本年未扣缴个人所得税）"
    return pages_of(
        ListForm(
            frame=frame_of(year, f"TAX-{year.year}-0001", shown, stamp, FORM),
            title=f"{place_of(year)}{year.year}年度公益性岗位补贴个人所得税扣缴清单",
            subtitle=subtitle_of(year, "、".join(year.by_fund()) + taxed),
            starts=STARTS,
            columns=COLUMNS,
            pages=cut(rows, full=FULL, last=max(FULL - 1 - len(whole), 1)),
            sum_of=_sum,
            whole=whole,
            strong="net",
            signers=SIGNERS,
            heights=HEIGHTS,
        )
    )


def _by_fund(year: Year, rows: Sequence[TaxRow]) -> tuple[SumRow, ...]:
    """The whole, before it what each fund paid where there are several."""
    funds = year.by_fund()
    each = [
        SumRow("其　　中", fund, _values([row for row in rows if row.fund == fund]), height=SUM)
        for fund in funds
        if len(funds) > 1
    ]
    return (*each, _sum("合　　计", rows))


def _sum(label: str, rows: Sequence[TaxRow]) -> SumRow:
    people = len({row.line.person_id for row in rows})
    return SumRow(label, f"{people} 人", _values(rows), height=SUM)


def _values(rows: Sequence[TaxRow]) -> dict[str, str]:
    whole = total(row.pay for row in rows)
    return {
        "gross": money.show(whole.gross_fen),
        "tax": money.show(whole.tax_fen),
        "net": money.show(whole.net_fen),
    }


def _shown(row: TaxRow) -> dict[str, str | int]:
    return {
        "number": row.number,
        "id_no": row.line.id_no,
        "fund": row.fund,
        "gross_fen": row.pay.gross_fen,
        "tax_fen": row.pay.tax_fen,
        "net_fen": row.pay.net_fen,
    }
