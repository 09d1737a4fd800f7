"""``cjdesk demo DIR``: the main job on a demonstration township, end to end."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path

from cjdesk.cli.demonstration import KIND_NAMES, LOGIN, Demonstration, Step
from cjdesk.cli.frame import Terminal, Verbs, month, passphrase
from cjdesk.domain.errors import DemoFolderNotEmpty
from cjdesk.domain.month import Month
from cjdesk.i18n import tr

SHOWN_PASSPHRASE = "Yanshi-2026"  # noqa: S105 - shown on the screen, guards nothing
"""Everybody may know it: a demonstration is never real data."""

FEWEST, MOST = 10, 20_000


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = verbs.verb("demo", _demo)
    parser.add_argument("folder", type=Path, metavar="DIR", help=tr("a new or empty folder"))
    parser.add_argument("--people", type=_people, default=125, metavar="N", help=tr("people on post (default 125)"))
    parser.add_argument("--month", metavar="M", help=tr("the month to pay (default: last month)"))
    parser.add_argument("--db", metavar="URL", help=tr("the county's PostgreSQL (default: SQLite in DIR)"))


def _demo(args: argparse.Namespace, terminal: Terminal) -> None:
    folder: Path = args.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DemoFolderNotEmpty(field="folder", folder=folder)
    given = args.passphrase_file is not None or "CJDESK_PASSPHRASE" in os.environ
    secret = passphrase(args) if given else SHOWN_PASSPHRASE
    paid = month(args.month) if args.month else Month.of(date.today()).plus(-1)

    def tell(step: Step) -> None:
        terminal.say(f"{step.seconds:7.2f} s  {tr(step.name)}  {step.note}")

    demonstration = Demonstration(folder.absolute(), paid, args.people, secret, args.db, tell)
    demonstration.run()
    for one in demonstration.made:
        terminal.say(f"  {tr(KIND_NAMES[one.kind])} {one.which}: {one.path}".replace(" :", ":"))
    terminal.say(
        tr(
            "The demonstration of {month} took {seconds} s. Open it: cjdesk --data {data} (login {login}, {secret})",
            month=paid,
            seconds=f"{sum(step.seconds for step in demonstration.steps):.1f}",
            data=demonstration.data,
            login=LOGIN,
            secret=tr("your own passphrase") if given else tr("passphrase {passphrase}", passphrase=secret),
        )
    )
    terminal.result(
        {
            "month": paid,
            "data": demonstration.data,
            "county": folder.absolute() / "county",
            "login": LOGIN,
            "made": [{"kind": one.kind, "path": one.path, "which": one.which} for one in demonstration.made],
            "steps": [{"name": step.name, "seconds": step.seconds} for step in demonstration.steps],
        }
    )


def _people(text: str) -> int:
    number = int(text)
    if not FEWEST <= number <= MOST:
        raise argparse.ArgumentTypeError(f"{FEWEST} … {MOST}")
    return number
