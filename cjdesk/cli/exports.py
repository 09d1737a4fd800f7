"""``cjdesk export KIND OUT.xlsx``: write a workbook that can be imported again, or a year's summary."""

from __future__ import annotations

import argparse
from pathlib import Path

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.cli.year import add_year, of_year
from cjdesk.i18n import tr
from cjdesk.services import exports


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = verbs.verb("export", _export)
    kinds = (*exports.KINDS, *exports.YEARLY)
    parser.add_argument("kind", choices=kinds, metavar="KIND", help="、".join(kinds))
    parser.add_argument("out", type=Path, metavar="OUT.xlsx")
    parser.add_argument("--month", metavar="YYYY-MM", help=tr("only this month (receipts, attendance)"))
    add_year(parser, words=tr("the year (year, tax); this year without it"))


def _export(args: argparse.Namespace, terminal: Terminal) -> None:
    of_month = month(args.month) if args.month else None
    with opened(args) as database:
        if args.kind in exports.YEARLY:
            rows = exports.YEARLY[args.kind](of_year(args, database), args.out)
        else:
            rows = database.ask(exports.export, args.kind, args.out, month=of_month)
    terminal.say(tr("{rows} rows written to {path}.", rows=rows, path=args.out))
    terminal.result({"kind": args.kind, "path": args.out, "rows": rows})
