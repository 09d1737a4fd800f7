"""``cjdesk clerk add | list | recovery-code``: who may work in this office, and the code for when nobody can get in."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from cjdesk.cli.frame import Terminal, Verbs, data_dir, first_line, opened
from cjdesk.cli.recovery_paper import RecoveryCode, add_out, document, hand_over, reserve
from cjdesk.domain.errors import PassphraseMissing, PassphrasesDiffer
from cjdesk.i18n import N_, tr
from cjdesk.services import office


def register(verbs: Verbs) -> None:
    """Add the verb and its two verbs."""
    group = verbs.group("clerk")
    add = group.verb("add", _add, N_("let one more person in, such as the one who approves"))
    add.add_argument("new_login", metavar="LOGIN")
    add.add_argument("--name", metavar="NAME", help=tr("the name on paper (default: the login)"))
    add.add_argument(
        "--role",
        choices=[role.value for role in office.Role],
        default=office.Role.APPROVER.value,
        help=tr("what this person does (default: approve)"),
    )
    add.add_argument(
        "--new-passphrase-file",
        type=Path,
        metavar="FILE",
        help=tr("its first line is the new clerk's passphrase (else CJDESK_NEW_PASSPHRASE or a prompt)"),
    )
    new = group.verb("recovery-code", _recovery_code, N_("make a new recovery code; the old sheet opens nothing more"))
    add_out(new)
    group.verb("list", _list, N_("list who works or worked here"))


def _add(args: argparse.Namespace, terminal: Terminal) -> None:
    secret = _new_passphrase(args.new_passphrase_file)
    with opened(args) as database:
        made = office.add_clerk(
            database, login=args.new_login, name=args.name or args.new_login, role=args.role, passphrase=secret
        )
    terminal.say(tr("{name} ({login}) can now work here as {role}.", name=made.name, login=made.login, role=made.role))
    terminal.result({"clerk": made})


def _recovery_code(args: argparse.Namespace, terminal: Terminal) -> None:
    reserve(args.recovery_out)
    try:
        with opened(args) as database:
            code = office.renew_recovery(database)
            here = database.ask(office.current)
            name = next(one.name for one in database.ask(office.clerks) if one.login == database.clerk)
    except BaseException:
        if args.recovery_out is not None:
            args.recovery_out.unlink(missing_ok=True)
        raise
    paper = RecoveryCode(here, office.recovery_sheet(data_dir(args)), code, name)
    out = hand_over(terminal, args.recovery_out, paper)
    terminal.result({"recovery": document(paper, out)})


def _list(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        found = database.ask(office.clerks)
    for one in found:
        terminal.say(f"{one.login:20} {one.name:10} {one.role} {'' if one.active else '✕'}")
    terminal.result({"clerks": found})


def _new_passphrase(file: Path | None) -> str:
    if file is not None:
        return first_line(file)
    given = os.environ.get("CJDESK_NEW_PASSPHRASE")
    if given:
        return given
    if not sys.stdin.isatty():
        raise PassphraseMissing(field="new_passphrase")
    first = getpass.getpass(tr("The new clerk's passphrase: "))
    if getpass.getpass(tr("The passphrase again: ")) != first:
        raise PassphrasesDiffer(field="new_passphrase")
    return first
