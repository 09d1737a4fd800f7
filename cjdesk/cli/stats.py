"""``cjdesk stats --as-of D``: the indicators K01 to K30 of this township, and which of them nobody keeps here."""

from __future__ import annotations

import argparse
from datetime import date

from cjdesk.cli.frame import Terminal, Verbs, day, opened
from cjdesk.domain.money import show
from cjdesk.i18n import tr
from cjdesk.services import monthly
from cjdesk.services.monthly import Indicator


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = verbs.verb("stats", _stats)
    parser.add_argument("--as-of", metavar="YYYY-MM-DD", help=tr("the day; today without it"))


def _stats(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted = day(args.as_of) if args.as_of else date.today()
    with opened(args) as database:
        found = database.ask(monthly.indicators, wanted)
    for one in found:
        terminal.say(f"{one.code}  {tr(one.name)}  {_value(one)}  （{tr(one.definition)}）")
    terminal.result(
        {
            "as_of": wanted,
            "indicators": [
                {
                    "code": one.code,
                    "name": tr(one.name),
                    "value": one.value,
                    "unit": one.unit if one.unit in {"fen", "bp"} else tr(one.unit),
                    "definition": tr(one.definition),
                    "kept": one.kept,
                }
                for one in found
            ],
        }
    )


def _value(one: Indicator) -> str:
    if one.value is None:
        return "—"
    if one.unit == "fen":
        return tr("{amount} yuan", amount=show(one.value))
    if one.unit == "bp":
        return f"{one.value // 100}.{one.value % 100:02d}%"
    return f"{one.value} {tr(one.unit)}"
