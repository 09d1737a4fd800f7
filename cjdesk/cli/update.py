"""``cjdesk update check FILE | apply FILE | back | status``."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from cjdesk.cli.frame import Terminal, Verbs, data_dir, opened
from cjdesk.i18n import N_, tr
from cjdesk.services import update
from cjdesk.services.update import Offer


def register(verbs: Verbs) -> None:
    """Add the verb and its four verbs."""
    group = verbs.group("update")
    for name, run, text in (
        ("check", _check, N_("check an update package and say what it brings; nothing is changed")),
        ("apply", _apply, N_("check an update package, back the data up, start its installer")),
    ):
        group.verb(name, run, text).add_argument("file", type=Path, metavar="FILE")
    back = group.verb("back", _back, N_("go back to the previous version of the program"))
    back.add_argument(
        "--older-data",
        action="store_true",
        help=tr("where the previous version cannot open the data: go on with the backup made before the update"),
    )
    back.add_argument(
        "--program-only",
        action="store_true",
        help=tr("leave the data untouched and unopened (when this version cannot open them)"),
    )
    group.verb("status", _status, N_("which versions are here, how the last update ended"))


def _check(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        found = database.ask(update.offer, args.file, data_dir(args))
    _say(found, terminal)
    terminal.result({"offer": found, "changes_data": found.changes_data})


def _apply(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        done = update.apply(database, args.file, progress=terminal.progress)
    _say(done.offer, terminal)
    terminal.say(tr("The data were backed up and checked: {path}", path=done.backup))
    terminal.say(tr("The installer is running. Leave CJDesk closed until it is done."))
    terminal.result({"applied": done})


def _back(args: argparse.Namespace, terminal: Terminal) -> None:
    if args.program_only:
        found = update.status(data_dir(args)).back_to
        update.leave()
        terminal.say(tr("{version} is being put back. The data were not touched.", version=found))
        terminal.result({"back": {"version": found, "restored": None, "kept": None}})
        return
    with opened(args) as database:
        done = update.back(database, older_data=args.older_data)
    if done.restored is not None:
        terminal.say(tr("The data of the backup {name} are in place again.", name=done.restored.name))
    terminal.say(tr("The data as they were are kept in {path}.", path=done.kept))
    terminal.say(tr("{version} is being put back. Leave CJDesk closed until it is done.", version=done.version))
    terminal.result({"back": done})


def _status(args: argparse.Namespace, terminal: Terminal) -> None:
    found = update.status(data_dir(args))
    terminal.say(tr("This is CJDesk {version}.", version=found.version))
    if found.highest != found.version:
        terminal.say(tr("The highest version ever used on these data is {version}.", version=found.highest))
    if found.last is not None and found.ended is not None:
        terminal.say(
            tr(
                "Last update: {before} → {after}, started {at}: {ended}",
                before=found.last.before,
                after=found.last.after,
                at=_minute(found.last.at),
                ended=tr(update.ENDED[found.ended]),
            )
        )
        if found.backup is not None:
            terminal.say(tr("The backup from just before it: {path}", path=found.backup))
    if found.back_to is None:
        terminal.say(tr("There is no previous version here to go back to."))
    else:
        terminal.say(
            tr("The previous version {version} is kept; “cjdesk update back” returns to it.", version=found.back_to)
        )
    if not found.keys:
        terminal.say(tr("This program has no release key and takes no update: it was built by hand, not released."))
    terminal.result({"status": found})


def _say(offer: Offer, terminal: Terminal) -> None:
    terminal.say(
        tr(
            "CJDesk {present} → {version}, made {created}, valid until {expires}, signed by {key}",
            present=offer.present,
            version=offer.version,
            created=f"{offer.created.astimezone():%Y-%m-%d}",
            expires=f"{offer.expires.astimezone():%Y-%m-%d}",
            key=offer.key,
        )
    )
    for line in offer.notes.splitlines():
        terminal.say(f"  {line}")
    if offer.changes_data:
        terminal.say(
            tr(
                "The data file will be brought from form {now} to {after} when the new version opens it first.",
                now=offer.schema_now,
                after=offer.schema_after,
            )
        )


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
