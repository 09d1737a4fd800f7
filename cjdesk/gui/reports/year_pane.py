"""The pane of a year: one person's months with what became of each, corrections, and the components of the year."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from cjdesk.domain import money
from cjdesk.gui.buttons import Button
from cjdesk.gui.header import month_words
from cjdesk.gui.labels import label
from cjdesk.gui.lines import InfoBand, LinkLine, ProblemLine, fact
from cjdesk.gui.pane import Pane
from cjdesk.gui.reports.rows import YearRow, state_of
from cjdesk.i18n import N_, tr
from cjdesk.services.year import Correction, MonthPay, Pay, YearLine

PARTS = (
    (N_("Base pay"), "base_fen", 1),
    (N_("Commission"), "commission_fen", 1),
    (N_("Floor top-up"), "topup_fen", 1),
    (N_("Allowance"), "allowance_fen", 1),
    (N_("Back pay"), "back_pay_fen", 1),
    (N_("Deduction"), "deduction_fen", -1),
    (N_("Claw-back"), "clawback_fen", -1),
    (N_("Tax"), "tax_fen", -1),
    (N_("Rounding"), "rounding_fen", 1),
    (N_("Not yet taken back"), "shortfall_fen", 1),
)
"""Word, field and sign of what makes up a net."""


def fill(pane: Pane, row: YearRow, *, open_thing: Callable[[str, str], None]) -> None:
    """Show one row of the year or of the tax list."""
    pane.clear()
    pane.set_title(row.name, row.place, row.state if row.line is not None else None)
    pane.band.addWidget(_band(row))
    if row.line is not None:
        _months(pane, row.line, open_thing)
        _parts(pane, row.line.total)
    elif row.tax_line is not None:
        for fund, pay in row.tax_line.by_fund.items():
            pane.add_section(fund)
            pane.body.addWidget(fact(tr("Gross pay"), money.show(pay.gross_fen)))
            pane.body.addWidget(fact(tr("Tax"), money.show(pay.tax_fen)))
            pane.body.addWidget(fact(tr("Net pay"), money.show(pay.net_fen), bold=True))
    button = Button(tr("Open the person"), icon="people")
    button.clicked.connect(lambda: open_thing("person", row.person_id))
    pane.foot.addWidget(button)


def empty(pane: Pane) -> None:
    """Nobody is chosen."""
    pane.clear()
    pane.set_title(tr("Year"))


def _band(row: YearRow) -> InfoBand:
    who = " · ".join(part for part in (row.post_type, row.fund) if part)
    band = InfoBand(who)
    line = QHBoxLayout()
    line.setSpacing(6)
    line.addWidget(label(tr("{n} months", n=row.months), "body"))
    line.addWidget(label(money.show(row.net_fen), "result"))
    line.addWidget(label(tr("yuan"), "body"))
    line.addStretch(1)
    band.column.addLayout(line)
    return band


def _months(pane: Pane, line: YearLine, open_thing: Callable[[str, str], None]) -> None:
    pane.add_section(tr("Month by month"))
    for one in line.months:
        month = LinkLine(_month(one), state_of(one), money.show(one.pay.net_fen))
        month.clicked.connect(lambda _checked=False, run=one.run_ids[0]: open_thing("pay_run", run))
        pane.body.addWidget(month)
        for correction in one.corrections:
            pane.body.addWidget(ProblemLine(_correction(correction), "info"))


def _month(one: MonthPay) -> str:
    """3月; with the month it was paid in, where that is another."""
    said = tr("month {n}", n=one.month.month)
    others = [month_words(paid) for paid in one.paid_in if paid != one.month]
    return f"{said} {tr('(paid in {month})', month='、'.join(others))}" if others else said


def _correction(one: Correction) -> str:
    return tr("{kind} for {month}: {amount} yuan", kind=one.kind, month=month_words(one.month),
              amount=money.show(one.amount_fen))  # fmt: skip


def _parts(pane: Pane, pay: Pay) -> None:
    pane.add_section(tr("The year"))
    for words, name, sign in PARTS:
        amount = getattr(pay, name) * sign
        if amount:
            pane.body.addWidget(fact(tr(words), money.show(amount)))
    pane.body.addWidget(fact(tr("Net pay"), money.show(pay.net_fen), bold=True))
