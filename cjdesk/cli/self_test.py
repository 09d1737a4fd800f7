"""``cjdesk self-test``: whether this installation does its work on this computer; the clerk's data are not touched."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import cjdesk
from cjdesk.cli.frame import Terminal, Verbs
from cjdesk.db.failures import in_words
from cjdesk.i18n import tr

if TYPE_CHECKING:
    from cjdesk.cli.self_checks import Outcome


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = verbs.verb("self-test", _self_test)
    parser.add_argument("--report", type=Path, metavar="FILE", help=tr("write the report into this file too"))


def _self_test(args: argparse.Namespace, terminal: Terminal) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cjdesk.cli.self_checks import SelfTest  # after the platform is chosen; and help needs none of it

    lines: list[str] = []

    def tell(outcome: Outcome) -> None:
        lines.append(_line(outcome))
        terminal.say(lines[-1])

    with tempfile.TemporaryDirectory(prefix="cjdesk-self-test-", ignore_cleanup_errors=True) as name:
        test = SelfTest(Path(name), tell)
        test.run()
    failed = sum(not one.passed for one in test.outcomes)
    lines.append(
        tr("Self-test passed: {n} checks.", n=len(test.outcomes))
        if test.passed
        else tr(
            "Self-test failed: {failed} of {n} checks. Install CJDesk again; if it stays so, give this report "
            "to the county.",
            failed=failed,
            n=len(test.outcomes),
        )
    )
    terminal.say(lines[-1])
    if args.report is not None:
        with in_words(args.report):
            args.report.write_text("\n".join(lines) + "\n", encoding="utf-8")
    terminal.result(
        {
            "version": cjdesk.__version__,
            "passed": test.passed,
            "checks": [
                {"name": one.name, "passed": one.passed, "seconds": one.seconds, "note": one.note}
                for one in test.outcomes
            ],
        }
    )
    return 0 if test.passed else 1


def _line(outcome: Outcome) -> str:
    verdict = tr("passed") if outcome.passed else tr("FAILED")
    return f"{outcome.seconds:7.2f} s  {verdict}  {outcome.name}  {outcome.note}".rstrip()
