"""``cjdesk init``: a new data folder with its first clerk and the recovery code."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

from cjdesk.cli.frame import Terminal, Verbs, data_dir, passphrase, warn_of_place
from cjdesk.db import files
from cjdesk.db.failures import in_words
from cjdesk.domain.errors import FileExistsAlready, UserError
from cjdesk.i18n import error_text, tr
from cjdesk.services import office
from cjdesk.services.office import OfficeValue, RecoverySheet


@dataclass(frozen=True, slots=True)
class _Paper:
    """What is handed over with the recovery code."""

    here: OfficeValue
    sheet: RecoverySheet
    code: str
    made_by: str


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = verbs.verb("init", _init)
    parser.add_argument("--township", required=True, metavar="CODE", help=tr("the township's 9-digit code"))
    parser.add_argument("--station", required=True, metavar="NAME", help=tr("this computer's name at the county"))
    parser.add_argument("--office", metavar="NAME", help=tr("the office's name on paper"))
    parser.add_argument(
        "--employer", metavar="NAME", help=tr("the employer's name on paper (default: the township government)")
    )
    parser.add_argument("--clerk-name", metavar="NAME", help=tr("the first clerk's name (default: the login)"))
    parser.add_argument("--role", choices=[role.value for role in office.Role], default=office.Role.CLERK.value)
    parser.add_argument("--demo", action="store_true", help=tr("a practice office; nothing of it can be reported"))
    parser.add_argument(
        "--recovery-out",
        type=Path,
        metavar="FILE",
        help=tr("write the recovery code to this file: the sheet to print (.pdf), or text"),
    )


def _init(args: argparse.Namespace, terminal: Terminal) -> None:
    folder, out = data_dir(args), args.recovery_out
    login = args.login or ""
    _reserve(out)
    try:
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
    except BaseException:
        if out is not None:
            out.unlink(missing_ok=True)
        raise
    try:
        here = database.ask(office.current)
    finally:
        database.close()
    warn_of_place(database, terminal)
    sheet = office.recovery_sheet(folder)
    terminal.say(tr("{office}: made in {path}.", office=here.name, path=folder))
    out = _hand_over(terminal, out, _Paper(here, sheet, code, args.clerk_name or login))
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


def _reserve(out: Path | None) -> None:
    """Make sure before anything else that the code can be written there, and not over something."""
    if out is None:
        return
    if out.exists():
        raise FileExistsAlready(path=out, field="recovery_out")
    with in_words(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _hand_over(terminal: Terminal, out: Path | None, paper: _Paper) -> Path | None:
    """Write the code, or show it; it exists nowhere else, so a failed write shows it too."""
    lines = [
        tr("CJDesk recovery code, sheet {number}", number=paper.sheet.number),
        paper.here.name,
        "",
        paper.code,
        "",
        tr("Fingerprint {fingerprint}", fingerprint=paper.sheet.fingerprint),
        tr("Keep it sealed and apart from the backups: with a backup it opens all data. It is not shown again."),
    ]
    if out is not None:
        try:
            with in_words(out):
                if out.suffix.lower() == ".pdf":
                    _write_sheet(out, paper)
                else:
                    files.write_whole(out, ("\n".join(lines) + "\n").encode())
                out.chmod(0o600)
        except UserError as error:
            terminal.complain(error_text(error))
        else:
            terminal.say(tr("The recovery code is in {path}. Print it, lock it away, delete the file.", path=out))
            return out
    for line in lines:
        terminal.say(line)
    return None


def _write_sheet(out: Path, paper: _Paper) -> None:
    from cjdesk.printing import pdf, recovery_sheet  # Qt is loaded only for a PDF

    pdf.without_window()
    here = paper.here
    pages = recovery_sheet.layout(
        office=here.name, code=paper.code, number=paper.sheet.number, made_by=paper.made_by, demo=here.demo
    )
    pdf.write_pdf(pages, out)
