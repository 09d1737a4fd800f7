"""``cjdesk payroll corrections|hold|release|owed|repay|drop``: what corrects locked months, and what people owe."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.db.database import Database
from cjdesk.domain import money
from cjdesk.domain.errors import PersonUnknown, WrongDate
from cjdesk.domain.money import show
from cjdesk.domain.month import Month
from cjdesk.i18n import N_, tr
from cjdesk.services import payroll, people
from cjdesk.services.payroll import Difference, corrections, receivables, recomputed

HOLDS = {"later": corrections.LATER, "never": corrections.NEVER}


def register(group: Verbs) -> None:
    """Add the verbs to ``cjdesk payroll``."""
    listed = group.verb("corrections", _list, N_("what locked months should have paid by what is known now"))
    listed.add_argument("--month", metavar="YYYY-MM", help=tr("months before this one; without it, all"))
    listed.add_argument("--all", action="store_true", help=tr("look at every locked month, not only changed ones"))
    held = group.verb("hold", _hold, N_("leave a difference out, with the reason"))
    _person_and_month(held)
    held.add_argument("--kind", choices=tuple(HOLDS), default="later", help=tr("for now, or for good"))
    held.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))
    _person_and_month(group.verb("release", _release, N_("book a difference after all")))
    owed = group.verb("owed", _owed, N_("who owes the office something, and how it came about"))
    owed.add_argument("--all", action="store_true", help=tr("also who has paid everything back"))
    for name, run, words in (
        ("repay", _repay, N_("money that came back in cash, by its receipt")),
        ("drop", _drop, N_("a debt that need not come back, by the paper that allows it")),
    ):
        parser = group.verb(name, run, words)
        parser.add_argument("--person", required=True, metavar="ID", help=tr("the ID number"))
        parser.add_argument("--amount", required=True, metavar="YUAN", help=tr("the amount in yuan, such as 100.50"))
        parser.add_argument("--receipt", required=True, metavar="NUMBER", help=tr("number of the receipt or paper"))
        parser.add_argument("--date", metavar="YYYY-MM-DD", help=tr("the day; today without it"))
        parser.add_argument("--remark", default="", metavar="TEXT", help=tr("remark; needed to drop a debt"))


def _person_and_month(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", required=True, metavar="ID", help=tr("the ID number"))
    parser.add_argument("--month", required=True, metavar="YYYY-MM", help=tr("the month that was locked"))


def _list(args: argparse.Namespace, terminal: Terminal) -> None:
    before = month(args.month) if args.month else Month(9999, 12)
    with opened(args) as database:
        found = database.ask(recomputed.differences, before, everything=args.all)
    for one in found:
        sign = "+" if one.amount_fen > 0 else ""
        held = f" [{one.hold}：{one.hold_reason}]" if one.hold else ""
        terminal.say(f"{one.month}  {one.name}  {one.village} {one.group}  {sign}{show(one.amount_fen)}{held}")
        for words in payroll.part_words(one):
            terminal.say(f"    {words}")
    back = sum(one.amount_fen for one in found if one.amount_fen > 0)
    taken = -sum(one.amount_fen for one in found if one.amount_fen < 0)
    terminal.say(
        tr(
            "{n} differences: back pay {back_fen}, to take back {taken_fen}.",
            n=len(found),
            back_fen=back,
            taken_fen=taken,
        )
    )
    terminal.result({"differences": [_document(one) for one in found], "back_pay_fen": back, "clawback_fen": taken})


def _document(one: Difference) -> dict[str, Any]:
    return {
        "month": one.month,
        "id_no": one.id_no,
        "name": one.name,
        "post_type": one.post_type,
        "fund": one.fund,
        "run": one.run_number,
        "line": one.line_number,
        "amount_fen": one.amount_fen,
        "parts": [{"component": name, "then_fen": then, "now_fen": now} for name, then, now in one.parts],
        "reason": one.reason,
        "hold": one.hold,
        "hold_reason": one.hold_reason,
    }


def _hold(args: argparse.Namespace, terminal: Terminal) -> None:
    of_month = month(args.month)
    with opened(args) as database:
        assignment = _assignment(database, args.person, of_month)
        database.do(
            N_("Leave a difference out"),
            corrections.hold,
            assignment,
            of_month,
            kind=HOLDS[args.kind],
            reason=args.reason,
            by=database.clerk,
        )
    terminal.say(tr("Left out; compute the month again."))
    terminal.result({"assignment_id": assignment, "month": of_month, "hold": HOLDS[args.kind]})


def _release(args: argparse.Namespace, terminal: Terminal) -> None:
    of_month = month(args.month)
    with opened(args) as database:
        assignment = _assignment(database, args.person, of_month)
        database.do(N_("Book a difference after all"), corrections.release, assignment, of_month)
    terminal.say(tr("Released; compute the month again."))
    terminal.result({"assignment_id": assignment, "month": of_month, "hold": None})


def _assignment(database: Database, id_no: str, of_month: Month) -> str:
    found = database.ask(recomputed.differences, of_month.plus(1), everything=True)
    for one in found:
        if one.id_no == id_no.strip().upper() and one.month == of_month:
            return one.assignment_id
    raise PersonUnknown(field="person")


def _owed(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        found = database.ask(receivables.receivables, settled=args.all)
    for one in found:
        terminal.say(f"{one.name}  {one.id_no}  {one.village} {one.group}  {show(one.balance_fen)}")
        for entry in one.entries:
            sign = "+" if entry.amount_fen > 0 else ""
            what = f"{entry.what} {entry.month or ''}".strip()
            terminal.say(f"    {entry.day}  {what}  {sign}{show(entry.amount_fen)}  {entry.reference}")
    total = sum(one.balance_fen for one in found)
    terminal.say(tr("{n} people owe {total_fen} in all.", n=len(found), total_fen=total))
    terminal.result({"people": list(found), "total_fen": total})


def _repay(args: argparse.Namespace, terminal: Terminal) -> None:
    _back(args, terminal, receivables.CASH, N_("Register money given back"))


def _drop(args: argparse.Namespace, terminal: Terminal) -> None:
    _back(args, terminal, receivables.DROPPED, N_("Drop a debt"))


def _back(args: argparse.Namespace, terminal: Terminal, kind: str, action: str) -> None:
    with opened(args) as database:
        person = database.ask(people.by_id_no, args.person)
        database.do(
            action,
            receivables.repay,
            person,
            amount_fen=money.parse_fen(args.amount, negative=False, field="amount"),
            received=_day(args.date),
            receipt_number=args.receipt,
            by=database.clerk,
            kind=kind,
            remark=args.remark,
        )
        after = database.ask(receivables.of_person, person)
    terminal.say(tr("{name} still owes {balance_fen}.", name=after.name, balance_fen=after.balance_fen))
    terminal.result({"id_no": after.id_no, "balance_fen": after.balance_fen})


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        raise WrongDate(field="date", text=text) from error
