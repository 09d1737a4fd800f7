"""``cjdesk init``: a new data folder with its first clerk and the recovery code."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from cjdesk.cli.frame import Terminal, Verbs, data_dir, passphrase
from cjdesk.db.failures import in_words
from cjdesk.domain.errors import FileExistsAlready
from cjdesk.i18n import tr
from cjdesk.services import office


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = verbs.verb("init", _init)
    parser.add_argument("--township", required=True, metavar="CODE", help=tr("the township's 9-digit code"))
    parser.add_argument("--station", required=True, metavar="NAME", help=tr("this computer's name at the county"))
    parser.add_argument("--office", metavar="NAME", help=tr("the office's name on paper"))
    parser.add_argument("--employer", metavar="NAME", help=tr("the employer's name on paper (default: the office)"))
    parser.add_argument("--clerk-name", metavar="NAME", help=tr("the first clerk's name (default: the login)"))
    parser.add_argument("--role", choices=[role.value for role in office.Role], default=office.Role.CLERK.value)
    parser.add_argument("--demo", action="store_true", help=tr("a practice office; nothing of it can be reported"))
    parser.add_argument("--recovery-out", type=Path, metavar="FILE", help=tr("write the recovery code to this file"))


def _init(args: argparse.Namespace, terminal: Terminal) -> None:
    folder = data_dir(args)
    out: Path | None = args.recovery_out
    if out is not None and out.exists():
        raise FileExistsAlready(path=out, field="recovery_out")
    login = args.login or ""
    database, code = office.create_township(
        folder,
        township=args.township,
        station=args.station,
        office_name=args.office,
        employer=args.employer,
        login=login,
        clerk_name=args.clerk_name or login,
        role=args.role,
        passphrase=passphrase(args, new=True),
        demo=args.demo,
    )
    try:
        here = database.ask(office.current)
    finally:
        database.close()
    sheet = office.recovery_sheet(folder)
    terminal.say(tr("{office}: made in {path}.", office=here.name, path=folder))
    lines = [
        tr("CJDesk recovery code, sheet {number}", number=sheet.number),
        here.name,
        "",
        code,
        "",
        tr("Fingerprint {fingerprint}", fingerprint=sheet.fingerprint),
        tr("Keep it sealed and apart from the backups: with a backup it opens all data. It is not shown again."),
    ]
    if out is None:
        for line in lines:
            terminal.say(line)
    else:
        with in_words(out):
            handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write("\n".join(lines) + "\n")
        terminal.say(tr("The recovery code is in {path}. Print it, lock it away, delete the file.", path=out))
    terminal.result(
        {
            "data": folder,
            "township": here.township,
            "township_name": here.township_name,
            "office": here.name,
            "login": login,
            "recovery": {
                "number": sheet.number,
                "fingerprint": sheet.fingerprint,
                "file": out,
                "code": code if out is None else None,
            },
        }
    )
