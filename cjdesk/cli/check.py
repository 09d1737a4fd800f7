"""``cjdesk check``: the file's pages and references, the audit chain, the sums that must agree."""

from __future__ import annotations

import argparse

from cjdesk.cli.frame import Terminal, Verbs, opened
from cjdesk.i18n import tr
from cjdesk.services import check


def register(verbs: Verbs) -> None:
    """Add the verb."""
    verbs.verb("check", _check)


def _check(args: argparse.Namespace, terminal: Terminal) -> int:
    with opened(args) as database:
        report = check.run(database)
    for line in report.file:
        terminal.say(tr("File: {words}", words=line))
    for finding in report.findings:
        terminal.say(f"{finding.where}: {tr(finding.text, **finding.facts)}")
    chain = report.chain
    if chain is None:
        terminal.say(tr("The audit trail cannot be read."))
    elif not chain.whole:
        terminal.say(tr("The audit trail was changed at entry {entry}.", entry=chain.broken_at or 0))
    elif report.sound:
        terminal.say(
            tr("File, references and sums are in order; {entries} audit entries unbroken.", entries=chain.entries)
        )
    terminal.result(
        {
            "sound": report.sound,
            "file": report.file,
            "chain": chain,
            "findings": [
                {"where": one.where, "message": tr(one.text, **one.facts), **one.facts} for one in report.findings
            ],
        }
    )
    return 0 if report.sound else 1
