"""``cjdesk init``: a new data folder with its first clerk and the recovery code."""

from __future__ import annotations

import argparse

from cjdesk.cli.frame import Terminal, Verbs, data_dir, passphrase, warn_of_place
from cjdesk.cli.recovery_paper import RecoveryCode, add_out, document, hand_over, reserve
from cjdesk.i18n import tr
from cjdesk.services import office


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
    add_out(parser)


def _init(args: argparse.Namespace, terminal: Terminal) -> None:
    folder, out = data_dir(args), args.recovery_out
    login = args.login or ""
    reserve(out)
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
    paper = RecoveryCode(here, sheet, code, args.clerk_name or login)
    out = hand_over(terminal, out, paper)
    terminal.result(
        {
            "data": folder,
            "township": here.township,
            "township_name": here.township_name,
            "office": here.name,
            "login": login,
            "recovery": document(paper, out),
        }
    )
