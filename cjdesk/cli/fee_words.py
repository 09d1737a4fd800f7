"""What the verbs of water fees share: arguments with their help, the scheme, the warden, a day."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

from cjdesk.cli.frame import opened
from cjdesk.db.database import Database
from cjdesk.domain.errors import WrongDate
from cjdesk.i18n import tr
from cjdesk.services import fees

HELP: dict[str, Callable[[], str]] = {
    "--warden": lambda: tr("the warden's ID number (default: the only one of the scheme)"),
    "--received": lambda: tr("what came in, in yuan"),
    "--refund": lambda: tr("what was paid back, in yuan"),
    "--numbers": lambda: tr("receipt numbers, such as 0012301-0012386"),
    "--original": lambda: tr("the receipt that a refund pays back"),
    "--refund-of": lambda: tr("the receipt that a refund pays back"),
    "--payer": lambda: tr("who paid"),
    "--household": lambda: tr("the household's number"),
    "--before": lambda: tr("the reading before, for a household whose readings begin here"),
    "--old-last": lambda: tr("the last reading of a replaced meter"),
    "--day": lambda: tr("the day (default: today)"),
}


def add(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add arguments by name."""
    for name in names:
        parser.add_argument(name, metavar="TEXT", help=HELP[name]())


def month_verb(parser: argparse.ArgumentParser) -> None:
    """The month."""
    parser.add_argument("--month", required=True, metavar="YYYY-MM", help=tr("the month"))


def scheme_verb(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The scheme by its name."""
    parser.add_argument("--scheme", required=True, metavar="NAME", help=tr("the water scheme"))
    return parser


def reason(parser: argparse.ArgumentParser) -> None:
    """Why."""
    parser.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))


def on_scheme(args: argparse.Namespace, act: Callable[[Database, str], None]) -> None:
    """Open the data and act on the scheme that is named."""
    with opened(args) as database:
        act(database, database.ask(fees.scheme_named, args.scheme))


def warden(args: argparse.Namespace, database: Database, scheme: str) -> str | None:
    """The warden that is named, else the only one of the scheme."""
    if args.warden:
        return database.ask(fees.warden_with, args.warden)
    shares = database.ask(fees.scheme, scheme, date.today()).shares
    return shares[0].person_id if len(shares) == 1 else None


def day(text: str, field: str) -> date:
    """A day as YYYY-MM-DD; WRONG_DATE."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongDate(field=field, text=text) from error
