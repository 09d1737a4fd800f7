"""What every verb shares: options, passphrase, the open data file, words on the terminal and JSON."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjdesk import i18n, paths, presence
from cjdesk.domain.errors import PassphraseMissing, PassphrasesDiffer, UserError, WrongDate, WrongMonth
from cjdesk.domain.month import Month
from cjdesk.i18n import error_text, tr

if TYPE_CHECKING:
    from cjdesk.db.database import Database

Run = Callable[[argparse.Namespace, "Terminal"], int | None]
"""A verb's work; it gives an exit code when that is not 0."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb, the module in ``cjdesk.cli`` that does it, and its line of help (a message id)."""

    name: str
    module: str
    help: str


class Verbs:
    """Where a module registers what it does: ``verbs.verb("check", run)`` or ``verbs.group("payroll")``."""

    def __init__(self, actions: argparse._SubParsersAction[Any], known: dict[str, Verb] | None = None) -> None:
        self._actions = actions
        self._known = known or {}

    def verb(self, name: str, run: Run, help: str | None = None) -> argparse.ArgumentParser:  # noqa: A002 - argparse's own word
        """Add a verb and give its parser, to add arguments; at the top its help stands in ``cli.VERBS``."""
        parser = self._add(name, help)
        parser.set_defaults(run=run)
        return parser

    def group(self, name: str, help: str | None = None) -> Verbs:  # noqa: A002 - argparse's own word
        """Add a verb that has verbs of its own, such as ``payroll compute``."""
        parser = self._add(name, help)
        return Verbs(parser.add_subparsers(metavar=tr("VERB"), required=True))

    def name_only(self, verb: Verb) -> None:
        """Show a verb in the help without its arguments."""
        self._add(verb.name, None)

    def _add(self, name: str, text: str | None) -> argparse.ArgumentParser:
        shown = tr(self._known[name].help if name in self._known else text or "")
        parser: argparse.ArgumentParser = self._actions.add_parser(name, help=shown, description=shown)
        add_options(parser)
        return parser


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of every verb; they may stand before or after it, so they have no default here."""
    options = parser.add_argument_group(tr("for every verb"))

    def add(*names: str, **kind: Any) -> None:
        options.add_argument(*names, default=argparse.SUPPRESS, **kind)

    add("--data", type=Path, metavar="DIR", help=tr("the data folder"))
    add("--as", dest="login", metavar="USER", help=tr("the clerk's login"))
    add("--passphrase-file", type=Path, metavar="FILE", help=tr("its first line is the passphrase"))
    add("--json", action="store_true", help=tr("one JSON document on standard output"))
    add("--lang", choices=i18n.LANGUAGES, help=tr("language of the words"))
    add("--verbose", action="store_true", help=tr("show the log"))


def fill_options(args: argparse.Namespace) -> argparse.Namespace:
    """Give the options that were not written their defaults."""
    defaults = {
        "data": None,
        "login": os.environ.get("CJDESK_USER"),
        "passphrase_file": None,
        "json": False,
        "lang": "zh_CN",
        "verbose": False,
    }
    for name, value in defaults.items():
        if not hasattr(args, name):
            setattr(args, name, value)
    return args


def data_dir(args: argparse.Namespace) -> Path:
    """The data folder that is meant: ``--data`` or the user's own."""
    return args.data if args.data is not None else paths.default_data_dir()


def passphrase(args: argparse.Namespace, *, new: bool = False) -> str:
    """The passphrase from the file, CJDESK_PASSPHRASE or a prompt; never from an argument.

    ``new`` asks twice at the prompt.
    """
    if args.passphrase_file is not None:
        return first_line(args.passphrase_file)
    given = os.environ.get("CJDESK_PASSPHRASE")
    if given:
        return given
    if not sys.stdin.isatty():
        raise PassphraseMissing(field="passphrase")
    first = getpass.getpass(tr("Passphrase: "))
    if new and getpass.getpass(tr("The passphrase again: ")) != first:
        raise PassphrasesDiffer(field="passphrase")
    return first


def first_line(file: Path) -> str:
    """The first line of a passphrase file; PASSPHRASE_MISSING when there is none."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PassphraseMissing(field="passphrase") from error
    if not lines or not lines[0]:
        raise PassphraseMissing(field="passphrase")
    return lines[0]


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Database]:
    """Open the data file of this call and close it at the end."""
    from cjdesk.db.database import open_township  # a verb's help needs no database

    database = open_township(data_dir(args), login(args), passphrase(args))
    warn_of_place(database, Terminal(json=args.json))
    try:
        yield database
    finally:
        database.close()


def warn_of_place(database: Database, terminal: Terminal) -> None:
    """Say on standard error that the data lie where they may be lost (DATA_ON_NETWORK, DATA_ON_STICK)."""
    if database.place_problem is not None:
        terminal.complain(error_text(database.place_problem))


def login(args: argparse.Namespace) -> str:
    """Who works: ``--as``, CJDESK_USER, or the only clerk there is."""
    if args.login is not None:
        return str(args.login)
    from cjdesk.db.keys import logins  # a verb's help needs no cryptography

    known = logins(data_dir(args))
    return known[0] if len(known) == 1 else ""


def month(text: str) -> Month:
    """Read a month argument; anything else is the clerk's to put right."""
    try:
        return Month.parse(text)
    except ValueError as error:
        raise WrongMonth(field="month", text=text) from error


def day(text: str) -> dt.date:
    """Read a date argument; anything else is the clerk's to put right."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise WrongDate(field="day", text=text) from error


class Terminal:
    """Where a verb speaks: words for people, or one JSON document; progress goes to standard error."""

    def __init__(self, *, json: bool = False) -> None:
        self.json = json
        self._bar_shown = False
        self._answered = False

    def say(self, text: str) -> None:
        """Say a line to the person; with ``--json`` on standard error, so that the document stays alone."""
        self._clear_bar()
        print(text, file=sys.stderr if self.json else sys.stdout, flush=True)

    def complain(self, text: str) -> None:
        """Say a line on standard error, or in a box when CJDesk.exe was started without a console."""
        self._clear_bar()
        if sys.stderr is None:
            presence.box(text)
        else:
            print(text, file=sys.stderr, flush=True)

    def progress(self, done: int, total: int) -> None:
        """Show how far the work is, when somebody looks."""
        if not sys.stderr.isatty():
            return
        filled = 30 * done // total if total else 30
        print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done:,} / {total:,}", end="", file=sys.stderr, flush=True)
        self._bar_shown = True

    def result(self, document: object) -> None:
        """Give the verb's JSON document; without ``--json`` nothing is printed, the words were."""
        self._answered = True
        if self.json:
            print(json.dumps(document, ensure_ascii=False, default=_plain), flush=True)

    def failed(self, error: UserError) -> None:
        """Say what the clerk can put right."""
        message = error_text(error)
        if self.json:
            self.result({"error": {"code": error.code, "message": message, "field": error.field}})
        else:
            self.complain(message)

    def broke(self, report: Path) -> None:
        """Say that we have a bug and where its report is."""
        message = tr(
            "The program made a mistake; this step was not saved, what came before is. Its report: {path}", path=report
        )
        if self.json:
            self.result({"error": {"code": "BUG", "message": message, "field": None, "report": str(report)}})
        else:
            self.complain(message)

    def end(self) -> None:
        """Leave the terminal clean."""
        self._clear_bar()

    def _clear_bar(self) -> None:
        if self._bar_shown:
            print("\r" + " " * 60 + "\r", end="", file=sys.stderr, flush=True)
            self._bar_shown = False


def _plain(value: object) -> object:
    """A value as JSON has it: dates ISO, months YYYY-MM, paths as text, frozen values as objects."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Month):
            return str(value)
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
