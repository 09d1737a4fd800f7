"""The rows and columns of page 统计: a year by person, post type and fund, and its tax list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cjdesk.gui.row_model import Column, View
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr
from cjdesk.services.search_text import search_words
from cjdesk.services.year import MonthPay, Pay, TaxLine, Year, YearLine

COLUMNS = (
    Column("number", N_("No."), 48, "number", muted=True),
    Column("name", N_("Name"), 84),
    Column("place", N_("Village, group"), 116),
    Column("post_type", N_("Post type"), 84, compact=False),
    Column("fund", N_("Fund"), 150, compact=False, pane=False),
    Column("months", N_("Months"), 60, "count"),
    Column("base_fen", N_("Base pay"), 96, "money", compact=False, pane=False),
    Column("commission_fen", N_("Commission"), 88, "money", compact=False, pane=False),
    Column("other_fen", N_("Other parts"), 88, "money", compact=False, pane=False),
    Column("gross_fen", N_("Gross pay"), 108, "money"),
    Column("tax_fen", N_("Tax"), 92, "money"),
    Column("net_fen", N_("Net pay"), 108, "money", bold=True),
    Column("paid_fen", N_("Arrived"), 108, "money"),
    Column("pending_fen", N_("On its way"), 100, "money"),
    Column("failed_fen", N_("Returned, not paid again"), 96, "money"),
    Column("unlisted_fen", N_("On no list"), 100, "money"),
    Column("state", N_("State"), 96, "chip", order=""),
)

YEAR_COLUMNS = frozenset({
    "post_type", "base_fen", "commission_fen", "other_fen", "paid_fen", "pending_fen", "failed_fen", "unlisted_fen",
    "state",
})  # fmt: skip
"""Columns of one tab only; ``tax_fen`` stands on both where anything was withheld."""

HIDE_WHEN_ZERO = ("commission_fen", "other_fen", "pending_fen", "failed_fen", "unlisted_fen")


@dataclass(frozen=True, slots=True)
class YearRow:
    """One line of the year, or one person and fund of the tax list; amounts in fen."""

    id: str
    person_id: str
    number: int
    name: str
    village: str
    place: str
    kind: str
    post_type: str
    fund: str
    months: int
    base_fen: int
    commission_fen: int
    other_fen: int
    gross_fen: int
    tax_fen: int
    net_fen: int
    paid_fen: int
    pending_fen: int
    failed_fen: int
    unlisted_fen: int
    state: Chip | None
    words: str
    line: YearLine | None
    tax_line: TaxLine | None

    @property
    def failed(self) -> bool:
        """Whether money came back and nobody has sent it again."""
        return self.failed_fen != 0


def rows(year: Year) -> tuple[YearRow, ...]:
    """The lines of the year."""
    return tuple(
        _row(
            number, line.key, line, line.total,
            months=line.paid_months, kind=line.post_type, post_type=line.post_type_name, fund=line.fund, line=line,
        )
        for number, line in enumerate(year.lines, start=1)
    )  # fmt: skip


def tax_rows(year: Year) -> tuple[YearRow, ...]:
    """The tax list: a row for each person and fund, the number is the person's."""
    return tuple(
        _row(number, f"{line.person_id}|{fund}", line, pay, months=line.months, fund=fund, tax_line=line)
        for number, line in enumerate(year.tax_lines(), start=1)
        for fund, pay in line.by_fund.items()
    )


def _row(
    number: int,
    key: str,
    who: YearLine | TaxLine,
    pay: Pay,
    *,
    months: int,
    fund: str,
    kind: str = "",
    post_type: str = "",
    line: YearLine | None = None,
    tax_line: TaxLine | None = None,
) -> YearRow:
    return YearRow(
        id=key,
        person_id=who.person_id,
        number=number,
        name=who.name,
        village=who.village,
        place=f"{who.village} {who.group}".strip(),
        kind=kind,
        post_type=post_type,
        fund=fund,
        months=months,
        base_fen=pay.base_fen,
        commission_fen=pay.commission_fen,
        other_fen=pay.gross_fen - pay.base_fen - pay.commission_fen,
        gross_fen=pay.gross_fen,
        tax_fen=pay.tax_fen,
        net_fen=pay.net_fen,
        paid_fen=pay.paid_fen,
        pending_fen=pay.pending_fen,
        failed_fen=pay.failed_fen,
        unlisted_fen=pay.unlisted_fen,
        state=chip(pay),
        words=search_words(who.name, who.id_no, None, who.village, who.group),
        line=line,
        tax_line=tax_line,
    )


def chip(pay: Pay) -> Chip | None:
    """What became of the money, the worst first."""
    if pay.failed_fen:
        return Chip("returned", tr("Returned, not paid again"), "warn")
    if pay.unlisted_fen:
        return Chip("todo", tr("On no list"), "neutral")
    if pay.pending_fen:
        return Chip("waiting", tr("On its way"), "neutral")
    return Chip("done", tr("Arrived"), "ok", quiet=True) if pay.net_fen else None


def state_of(one: MonthPay) -> str:
    """What became of one month's money, in a word."""
    found = chip(one.pay)
    return found.word if found is not None else "—"


def chosen(found: Sequence[YearRow], view: View) -> list[YearRow]:
    """Narrowed and sorted as the list wants it."""
    text = view.text.strip().lower()
    wanted: Mapping[str, str] = view.filters
    kept = [
        row
        for row in found
        if (not text or text in row.words or text in row.place.lower())
        and wanted.get("village", row.village) == row.village
        and wanted.get("fund", row.fund) == row.fund
        and wanted.get("kind", row.kind) == row.kind
        and (view.segment != "unpaid" or row.net_fen != row.paid_fen)
        and (view.segment != "failed" or row.failed)
    ]
    for order in reversed(view.order):
        kept.sort(key=lambda row: getattr(row, order.by), reverse=order.descending)
    return kept
