"""``cjdesk exits list|keep|end``: the monthly list 动态退出, resolved one by one."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.cli.payroll_problems import MARKS
from cjdesk.domain.errors import ExitCaseUnknown, WrongDate
from cjdesk.i18n import N_, tr
from cjdesk.services import months, people, rules
from cjdesk.services.rules import ExitCase

if TYPE_CHECKING:
    from cjdesk.db.database import Database

KEEP = N_("Keep on post")
END = N_("Leave the post")


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("exits")
    group.verb("list", _list, N_("who it is, and why")).add_argument(
        "--month", required=True, metavar="YYYY-MM", help=tr("the month")
    )
    keep = group.verb("keep", _keep, N_("go on with somebody, with a reason"))
    end = group.verb("end", _end, N_("end the post on its last working day"))
    for parser in (keep, end):
        parser.add_argument("--month", required=True, metavar="YYYY-MM", help=tr("the month"))
        parser.add_argument("--person", required=True, metavar="ID", help=tr("the ID number"))
    keep.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))
    end.add_argument("--on", metavar="YYYY-MM-DD", help=tr("the last working day; what the list proposes without it"))
    end.add_argument("--reason", metavar="TEXT", help=tr("one of the reasons for leaving; the proposed one without it"))
    end.add_argument("--late", metavar="TEXT", help=tr("why it becomes known only now, if that month is locked"))
    end.add_argument("--note", metavar="TEXT", help=tr("more words, needed for 其他"))


def _list(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        cases = database.ask(rules.exit_list, month(args.month))
    for case in cases:
        terminal.say(f"{case.name}  {case.village} {case.group}  {case.post_type_name}  {case.reason}".rstrip())
        for one in case.findings:
            terminal.say(f"  {MARKS[one.severity]} {one.message} [{one.rule}]")
    terminal.say(tr("{count} people, {waiting} to decide.", count=len(cases), waiting=sum(case.open for case in cases)))
    terminal.result({"month": args.month, "cases": [_document(case) for case in cases]})


def _keep(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        case = _case(database, args)
        database.do(KEEP, rules.keep, case, args.reason, by=database.clerk)
    terminal.say(tr("{name} is kept: {reason}", name=case.name, reason=args.reason))
    terminal.result({"person": case.id_no, "kept": args.reason})


def _end(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        case = _case(database, args)
        end = _day(args.on) if args.on else case.end
        reason = args.reason or case.exit_reason
        if args.late is None:
            database.do(END, people.leave, case.assignment_id, end=end, reason=reason, note=args.note)
        else:
            why, who = months.Late(args.late, database.clerk), case.assignment_id
            database.do(END, months.late, why, people.leave, who, end=end, reason=reason, note=args.note)
    terminal.say(tr("{name} left on {day}: {reason}", name=case.name, day=end.isoformat(), reason=reason))
    terminal.result({"person": case.id_no, "end": end, "reason": reason})


def _case(database: Database, args: argparse.Namespace) -> ExitCase:
    for case in database.ask(rules.exit_list, month(args.month)):
        if case.id_no == args.person:
            return case
    raise ExitCaseUnknown(id_tail=args.person[-4:], month=args.month, field="person")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongDate(text=text, field="on") from error


def _document(case: ExitCase) -> dict[str, Any]:
    return {
        "id_no": case.id_no,
        "name": case.name,
        "village": case.village,
        "group": case.group,
        "post_type": case.post_type,
        "start": case.start,
        "open": case.open,
        "kept": case.reason or None,
        "proposed_end": case.end,
        "proposed_reason": case.exit_reason,
        "findings": [
            {"rule": one.rule, "code": one.code, "severity": one.severity, "message": one.message}
            for one in case.findings
        ],
    }
