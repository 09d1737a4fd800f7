"""``cjdesk year show|tax``: what a year paid, per person, month, component and fund."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, opened
from cjdesk.db.database import Database
from cjdesk.domain.errors import WrongYear
from cjdesk.domain.money import show
from cjdesk.i18n import N_, tr
from cjdesk.services import year
from cjdesk.services.year import Pay, Year


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("year")
    add_year(group.verb("show", _show, N_("show what everybody was paid, by month")))
    add_year(group.verb("tax", _tax, N_("show gross, tax and net of everybody, by fund")))


def add_year(parser: argparse.ArgumentParser, *, words: str | None = None) -> None:
    """Add ``--year``."""
    parser.add_argument("--year", metavar="YYYY", help=words or tr("the year; this year without it"))


def of_year(args: argparse.Namespace, database: Database) -> Year:
    """The year that is meant. WRONG_YEAR."""
    text = args.year or str(date.today().year)
    if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text) >= 1900):
        raise WrongYear(field="year", text=text)
    return database.ask(year.year, int(text), today=date.today())


def _show(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        found = of_year(args, database)
    for line in found.lines:
        terminal.say(
            f"{line.name}  {line.village}{line.group}  {line.post_type_name}  {line.fund}  "
            f"{line.paid_months}  {show(line.total.net_fen)}"
        )
    whole = found.total
    terminal.say(
        tr(
            "{year}: {people} people, {net_fen} yuan; paid {paid_fen}, on its way {pending_fen}, back {failed_fen}, "
            "on no list {unlisted_fen}",
            year=found.year,
            people=found.people,
            net_fen=whole.net_fen,
            paid_fen=whole.paid_fen,
            pending_fen=whole.pending_fen,
            failed_fen=whole.failed_fen,
            unlisted_fen=whole.unlisted_fen,
        )
    )
    terminal.result(
        {
            "year": found.year,
            "until": str(found.until) if found.until else None,
            "people": found.people,
            "totals": _pay(whole),
            "funds": {fund: _pay(pay) for fund, pay in found.by_fund().items()},
            "months": {f"{found.year}-{month:02d}": _pay(pay) for month, pay in found.by_month().items()},
            "lines": [
                {
                    "id_no": line.id_no,
                    "name": line.name,
                    "village": line.village,
                    "group": line.group,
                    "post_type": line.post_type,
                    "fund": line.fund,
                    "paid_months": line.paid_months,
                    "totals": _pay(line.total),
                    "months": [
                        {
                            "month": one.month,
                            "paid_in": one.paid_in,
                            "runs": one.runs,
                            "corrections": one.corrections,
                            **_pay(one.pay),
                        }
                        for one in line.months
                    ],
                }
                for line in found.lines
            ],
        }
    )


def _tax(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        found = of_year(args, database)
    lines = found.tax_lines()
    for line in lines:
        pay = line.pay
        terminal.say(
            f"{line.name}  {line.village}{line.group}  {show(pay.gross_fen)}  {show(pay.tax_fen)}  {show(pay.net_fen)}"
        )
    whole = found.total
    terminal.say(
        tr(
            "{year}: {people} people, gross {gross_fen}, tax {tax_fen}, net {net_fen} yuan",
            year=found.year,
            people=found.people,
            gross_fen=whole.gross_fen,
            tax_fen=whole.tax_fen,
            net_fen=whole.net_fen,
        )
    )
    terminal.result(
        {
            "year": found.year,
            "people": found.people,
            "totals": _taxed(whole),
            "lines": [
                {
                    "id_no": line.id_no,
                    "name": line.name,
                    "months": line.months,
                    **_taxed(line.pay),
                    "funds": {fund: _taxed(pay) for fund, pay in line.by_fund.items()},
                }
                for line in lines
            ],
        }
    )


def _pay(pay: Pay) -> dict[str, Any]:
    return {name: getattr(pay, name) for name in Pay.__dataclass_fields__}


def _taxed(pay: Pay) -> dict[str, int]:
    return {"gross_fen": pay.gross_fen, "tax_fen": pay.tax_fen, "net_fen": pay.net_fen}
