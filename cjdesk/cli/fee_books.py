"""``cjdesk fees book``: receipt books handed out, taken back, voided."""

from __future__ import annotations

import argparse
from datetime import date

from cjdesk.cli import fee_words
from cjdesk.cli.frame import Terminal, Verbs, opened
from cjdesk.db.database import Database
from cjdesk.i18n import N_, tr
from cjdesk.services import fees

BOOK = N_("Receipt book")


def register(group: Verbs) -> None:
    """Add the verbs of books."""
    group.verb("list", _books, N_("every book, what is used and what is missing"))
    out = fee_words.scheme_verb(group.verb("out", _book_out, N_("hand a book out")))
    out.add_argument("--numbers", required=True, metavar="NUMBERS", help=fee_words.HELP["--numbers"]())
    fee_words.add(out, "--warden", "--day")
    for name, run, text in (
        ("back", _book_back, N_("take a book back")),
        ("void", _book_void, N_("void a lost or spoilt book")),
    ):
        parser = group.verb(name, run, text)
        parser.add_argument("--first", required=True, metavar="NUMBER", help=tr("the first number of the book"))
        if name == "back":
            fee_words.add(parser, "--day")
        else:
            fee_words.reason(parser)


def _books(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        found = database.ask(fees.books)
    for one in found:
        missing = "、".join(str(run) for run in one.missing) or "—"
        facts = {"numbers": str(one.run), "scheme": one.scheme, "used": one.used, "missing": missing}
        terminal.say(tr("{numbers} {scheme}: {used} used, missing {missing}", **facts))
    terminal.result(
        {
            "books": [
                {
                    "numbers": str(one.run), "scheme": one.scheme, "warden": one.warden, "handed_out": one.handed_out,
                    "returned": one.returned, "voided": one.voided, "used": one.used,
                    "missing": [str(run) for run in one.missing],
                }
                for one in found
            ]
        }
    )  # fmt: skip


def _book_out(args: argparse.Namespace, terminal: Terminal) -> None:
    first, _, last = args.numbers.partition("-")

    def act(database: Database, scheme: str) -> None:
        day = fee_words.day(args.day, "day") if args.day else date.today()
        warden = fee_words.warden(args, database, scheme)
        database.do(BOOK, fees.hand_out, scheme, first=first, last=last or first, handed_out=day, person_id=warden)
        terminal.say(tr("Handed out: {numbers}", numbers=args.numbers))
        terminal.result({"numbers": args.numbers, "scheme": args.scheme, "handed_out": day})

    fee_words.on_scheme(args, act)


def _book_back(args: argparse.Namespace, terminal: Terminal) -> None:
    day = fee_words.day(args.day, "day") if args.day else date.today()
    with opened(args) as database:
        database.do(BOOK, fees.take_back, database.ask(fees.book_beginning, args.first), day=day)
    terminal.say(tr("Taken back: {numbers}", numbers=args.first))
    terminal.result({"first": args.first, "returned": day})


def _book_void(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        database.do(BOOK, fees.void_book, database.ask(fees.book_beginning, args.first), reason=args.reason)
    terminal.say(tr("Void: {numbers}", numbers=args.first))
    terminal.result({"first": args.first, "voided": args.reason})
