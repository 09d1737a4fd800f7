"""``cjdesk reference load FILE`` and ``cjdesk reference show``."""

from __future__ import annotations

import argparse
from pathlib import Path

from cjdesk.cli.frame import Terminal, Verbs, opened
from cjdesk.i18n import N_, tr
from cjdesk.services import reference


def register(verbs: Verbs) -> None:
    """Add the verb and its two verbs."""
    group = verbs.group("reference")
    load = group.verb("load", _load, N_("take in a reference file (TOML)"))
    load.add_argument("file", type=Path, metavar="FILE")
    group.verb("show", _show, N_("show what is in force"))


def _load(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        result = database.do(N_("Load reference data"), reference.load, args.file)
    terminal.say(
        tr(
            "Reference {version}: {added} entries added, {changed} changed, {ended} ended, {unchanged} as before.",
            version=result.version,
            added=result.added,
            changed=result.changed,
            ended=result.ended,
            unchanged=result.unchanged,
        )
    )
    terminal.result(result)


def _show(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        view = database.ask(reference.show)
    terminal.say(tr("Reference {version} of {issuer}", version=view.version or "—", issuer=view.issuer or "—"))
    for table, rows in view.tables.items():
        terminal.say(f"[[{table}]]")
        for row in rows:
            terminal.say("  " + "  ".join(f"{name}={value}" for name, value in row.items() if value not in (None, {})))
    terminal.result({"reference": {"version": view.version, "issuer": view.issuer}, **view.tables})
