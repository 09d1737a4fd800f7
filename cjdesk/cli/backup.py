"""``cjdesk backup make | list | verify FILE | restore FILE``."""

from __future__ import annotations

import argparse
from pathlib import Path

from cjdesk.cli.frame import Terminal, Verbs, data_dir, opened, passphrase
from cjdesk.db import recovery
from cjdesk.domain.errors import LoginInvalid, RecoveryCodeMistyped
from cjdesk.i18n import N_, tr
from cjdesk.services import backups
from cjdesk.services.backups import BackupValue, Secret


def register(verbs: Verbs) -> None:
    """Add the verb and its four verbs."""
    group = verbs.group("backup")
    make = group.verb("make", _make, N_("make a backup now and check it by opening it"))
    make.add_argument("--to", type=Path, metavar="DIR", help=tr("where to, such as a stick (default: the data folder)"))
    listed = group.verb("list", _list, N_("list the backups, newest first"))
    listed.add_argument(
        "--in", dest="folder", type=Path, metavar="DIR", help=tr("look here instead of the data folder")
    )
    for name, run, text in (
        ("verify", _verify, N_("try a backup out without touching the present data")),
        ("restore", _restore, N_("put a backup in the place of the present data, which are kept as a backup")),
    ):
        parser = group.verb(name, run, text)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--recovery-code-file",
            type=Path,
            metavar="FILE",
            help=tr("open it with the recovery code in this file; the passphrase is then the new one"),
        )


def _make(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        made = backups.make(database, args.to)
    terminal.say(tr("Backup made and checked: {path}", path=made.path))
    terminal.result({"backup": made})


def _list(args: argparse.Namespace, terminal: Terminal) -> None:
    found = backups.listed(args.folder or data_dir(args))
    if not found:
        terminal.say(tr("There are no backups here yet."))
    for one in found:
        terminal.say(_line(one))
    terminal.result({"backups": found})


def _verify(args: argparse.Namespace, terminal: Terminal) -> None:
    good = backups.verify(args.file, _secret(args))
    terminal.say(tr("This backup can be restored: {line}", line=_line(good)))
    terminal.result({"backup": good, "restorable": True})


def _restore(args: argparse.Namespace, terminal: Terminal) -> None:
    secret = _secret(args)
    done = backups.restore(data_dir(args), args.file, secret, passphrase(args) if secret.recovery_code else None)
    terminal.say(tr("Restored: {line}", line=_line(done.restored)))
    if done.kept is not None:
        terminal.say(tr("What was there before is kept in {path}.", path=done.kept.path))
    terminal.result(done)


def _secret(args: argparse.Namespace) -> Secret:
    if args.login is None:
        raise LoginInvalid(login="", field="login")
    if args.recovery_code_file is None:
        return Secret(args.login, passphrase=passphrase(args))
    try:
        lines = args.recovery_code_file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RecoveryCodeMistyped(field="recovery_code") from error
    return Secret(args.login, recovery_code=next(filter(recovery.is_code, lines), ""))


def _line(one: BackupValue) -> str:
    return tr(
        "{made_at}  {kind}  {people} people  last batch {batch}  {month}  {name}",
        made_at=f"{one.made_at.astimezone():%Y-%m-%d %H:%M}",
        kind=tr(backups.KIND_NAMES[one.kind]),
        people="—" if one.people is None else one.people,
        batch="—" if one.last_batch is None else f"{one.last_batch:04d}",
        month=one.last_month or "—",
        name=one.path.name,
    )
