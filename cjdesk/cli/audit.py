"""``cjdesk log verify``: whether the record of all acts is whole."""

from __future__ import annotations

import argparse

from cjdesk.cli.frame import Terminal, Verbs, opened
from cjdesk.db import audit
from cjdesk.i18n import N_, tr


def register(verbs: Verbs) -> None:
    """Add the verb ``log`` and its verb."""
    verbs.group("log").verb("verify", _verify, N_("walk the chain of all audit entries"))


def _verify(args: argparse.Namespace, terminal: Terminal) -> int:
    with opened(args) as database:
        report = database.ask(audit.verify)
    if report.whole:
        terminal.say(tr("The record is complete and unchanged: {entries} entries.", entries=report.entries))
    else:
        terminal.say(tr("The audit trail was changed at entry {entry}.", entry=report.broken_at or 0))
    terminal.result(
        {"whole": report.whole, "entries": report.entries, "broken_at": report.broken_at, "head": report.head}
    )
    return 0 if report.whole else 1
