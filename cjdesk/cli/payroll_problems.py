"""``cjdesk payroll problems|clear``: what to look at before a month is locked, and the reasons given to warnings."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.cli.runs import runs_of
from cjdesk.db.database import Database
from cjdesk.i18n import N_, tr
from cjdesk.services import payroll, people, rules
from cjdesk.services.payroll import RunProblem, RunSummary

MARKS = {"error": "▲", "warning": "△", "note": "ⓘ"}
CLEAR = N_("Give a reason for warnings")
WITHDRAW = N_("Take back the reason for a warning")


def register(group: Verbs) -> None:
    """Add the verbs to ``payroll``."""
    found = group.verb("problems", _problems, N_("list what to look at before the lock"))
    add_month(found)
    found.add_argument("--open", action="store_true", help=tr("only errors and warnings without a reason"))
    clear = group.verb("clear", _clear, N_("give warnings of one kind a reason"))
    add_month(clear)
    clear.add_argument("--code", required=True, metavar="CODE", help=tr("the rule or the problem, such as R-12"))
    clear.add_argument("--person", metavar="ID", help=tr("only this ID number"))
    reason = clear.add_mutually_exclusive_group(required=True)
    reason.add_argument("--reason", metavar="TEXT", help=tr("why it goes on all the same"))
    reason.add_argument("--withdraw", metavar="TEXT", help=tr("take the reasons back, and why"))


def add_month(parser: argparse.ArgumentParser) -> None:
    """The month, and perhaps one post type."""
    parser.add_argument("--month", type=str, required=True, metavar="YYYY-MM", help=tr("the month"))
    parser.add_argument("--post", metavar="CODE", help=tr("only this post type, such as HL"))


def tell(terminal: Terminal, problems: Sequence[RunProblem]) -> None:
    """One line for each, with the reason it was given."""
    for problem in problems:
        given = f" ✓ {problem.given.reason}（{problem.given.by}）" if problem.given is not None else ""
        code = f"{problem.rule} {problem.code}" if problem.rule else problem.code
        terminal.say(f"  {MARKS[problem.severity]} {problem.message} [{code}]{given}")


def document(one: RunProblem) -> dict[str, Any]:
    """A problem in JSON."""
    given = None
    if one.given is not None:
        given = {"reason": one.given.reason, "by": one.given.by, "at": one.given.at}
    return {
        "code": one.code,
        "severity": one.severity,
        "rule": one.rule,
        "line": one.number,
        "name": one.name,
        "message": one.message,
        "open": one.open,
        "given": given,
    }


def _problems(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        found = {run: database.ask(payroll.problems, run.run_id) for run in _runs(database, args)}
    shown = {run: [one for one in every if one.open or not args.open] for run, every in found.items()}
    for run, every in shown.items():
        count = Counter(one.severity for one in every)
        terminal.say(
            tr(
                "{number} {post_type}: {errors} errors, {warnings} warnings, {waiting} of them without a reason.",
                number=run.number,
                post_type=run.post_type_name,
                errors=count["error"],
                warnings=count["warning"],
                waiting=sum(one.unanswered for one in every),
            )
        )
        tell(terminal, every)
    terminal.result(
        {
            "month": args.month,
            "runs": [
                {
                    "run_id": run.run_id,
                    "number": run.number,
                    "state": run.state,
                    "post_type": run.post_type,
                    "errors": sum(one.severity == "error" for one in found[run]),
                    "unanswered": sum(one.unanswered for one in found[run]),
                    "problems": [document(one) for one in every],
                }
                for run, every in shown.items()
            ],
        }
    )


def _clear(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        wanted = [
            one
            for run in _runs(database, args)
            for one in database.ask(payroll.problems, run.run_id)
            if args.code in {one.code, one.rule}
        ]
        if args.person is not None:
            who = {row.id for row in database.ask(people.find, args.person).rows if row.id_no == args.person}
            wanted = [one for one in wanted if one.person_id in who]
        if args.reason is not None:
            count = database.do(CLEAR, rules.clear, wanted, args.reason, by=database.clerk)
        else:
            count = database.do(WITHDRAW, rules.withdraw_all, wanted, args.withdraw, by=database.clerk)
    terminal.say(tr("{count} warnings: the reason is recorded.", count=count))
    terminal.result({"month": args.month, "code": args.code, "count": count})


def _runs(database: Database, args: argparse.Namespace) -> list[RunSummary]:
    return runs_of(database, month(args.month), args.post)
