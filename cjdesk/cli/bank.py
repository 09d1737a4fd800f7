"""``cjdesk bank``: lists and their files, what the bank answers, accounts put right, payments made again."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from cjdesk.cli import bank_words as words
from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.cli.runs import require_post, runs_of
from cjdesk.db.database import Database
from cjdesk.db.failures import in_words
from cjdesk.db.files import write_whole
from cjdesk.domain.errors import ListMissing, NobodyTicked, RunNotPayable, TaskUnknown, TemplateMissing
from cjdesk.i18n import N_, tr
from cjdesk.services import payments, payroll
from cjdesk.services.payments import BankFile, PaymentList, Returned
from cjdesk.workbooks import bank_control

MAKE = N_("Make a bank list")
HAND_OVER = N_("Hand over a bank list")
WITHDRAW = N_("Withdraw a bank list")
RESULT = N_("Book the bank's answer")
TICK = N_("Tick returned payments")
REISSUE = N_("Pay returned payments again")
FIX = N_("Put an account right")


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("bank")
    making = group.verb("list", _list, N_("make the payment list of the approved runs; nothing leaves the office yet"))
    _of_month(making)
    making.add_argument("--template", required=True, metavar="CODE", help=tr("the bank's template"))
    export = group.verb("export", _export, N_("write the payment list of the approved runs as the bank's file"))
    _of_month(export, required=False)
    export.add_argument("--list", metavar="NUMBER", help=tr("take out a list again that was made before"))
    export.add_argument("--template", metavar="CODE", help=tr("the bank's template"))
    export.add_argument("--control", type=Path, metavar="XLSX", help=tr("also write the control sheet"))
    export.add_argument("out", type=Path, metavar="OUT")
    result = group.verb("result", _result, N_("book the bank's result file, whole or not at all"))
    result.add_argument("--list", metavar="NUMBER", help=tr("the list that it answers"))
    result.add_argument("--rest-paid", action="store_true", help=tr("what the file does not mention is paid"))
    result.add_argument("--dry-run", action="store_true", help=tr("only look"))
    result.add_argument("file", type=Path, metavar="FILE")
    tick = group.verb("tick", _tick, N_("book by hand which payments came back"))
    tick.add_argument("--list", required=True, metavar="NUMBER", help=tr("the list that it answers"))
    tick.add_argument("--failed", action="append", default=[], metavar="ACCOUNT=REASON",
                      help=tr("the account, or its last digits, and why it came back"))  # fmt: skip
    tick.add_argument("--rest-open", action="store_true", help=tr("the others are not paid yet"))
    withdraw = group.verb("withdraw", _withdraw, N_("take a list back that the bank has not got"))
    withdraw.add_argument("--list", required=True, metavar="NUMBER", help=tr("the list"))
    withdraw.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))
    withdraw.add_argument("--not-at-bank", action="store_true", help=tr("I made sure that the bank has not got it"))
    group.verb("tasks", _tasks, N_("show returned payments and what they wait for"))
    fix = group.verb("fix-account", _fix, N_("enter the right account of a returned payment, with its proof"))
    fix.add_argument("--person", required=True, metavar="ID_NO", help=tr("ID number of the person"))
    fix.add_argument("--account", required=True, metavar="NUMBER", help=tr("the account"))
    fix.add_argument("--again", required=True, metavar="NUMBER", help=tr("the same account, read once more"))
    fix.add_argument("--proof", required=True, metavar="TEXT", help=tr("what proves it"))
    fix.add_argument("--bank", metavar="NAME", help=tr("bank branch"))
    fix.add_argument("--holder", metavar="NAME", help=tr("account holder, if it is not the person"))
    fix.add_argument("--reason", metavar="TEXT", help=tr("why somebody else holds it"))
    again = group.verb("reissue", _reissue, N_("make the list that pays returned payments again"))
    again.add_argument("--template", required=True, metavar="CODE", help=tr("the bank's template"))
    again.add_argument("--person", action="append", metavar="ID_NO", help=tr("only this person"))
    status = group.verb("status", _status, N_("show lists, and where every fen of the month is"))
    _of_month(status)


def _of_month(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    parser.add_argument("--month", required=required, metavar="YYYY-MM", help=tr("the month"))
    parser.add_argument("--post", metavar="CODE", help=tr("only this post type, such as HL"))


def _list(args: argparse.Namespace, terminal: Terminal) -> int:
    """Make the list; exit code 3 when people wait for an account and are not on it."""
    with opened(args) as database:
        file = _made(database, args)
    return _answer(terminal, file, [])


def _export(args: argparse.Namespace, terminal: Terminal) -> int:
    """Hand the list over, then write its file: a copy that fails may be taken out again."""
    if args.list is None and args.month is None:
        raise ListMissing(field="list")
    with opened(args) as database:
        if args.list is None:
            list_id = str(_made(database, args).made.list_id)
        else:
            list_id = database.ask(payments.numbered, args.list)
        file = database.do(HAND_OVER, payments.hand_over, list_id, by=database.clerk)
    paths = _paths(args.out, len(file.parts))
    for path, content in zip(paths, file.parts, strict=True):
        _write(path, content)
    if args.control is not None:
        parts = [
            (path.name, part.rows, part.total_fen, part.sha256) for path, part in zip(paths, file.files, strict=True)
        ]
        _write(args.control, bank_control.write(payments.control_lines(file.made), parts, made_at=file.made.made_at))
        paths.append(args.control)
    return _answer(terminal, file, paths)


def _result(args: argparse.Namespace, terminal: Terminal) -> int:
    with in_words(args.file):
        content = args.file.read_bytes()
    with opened(args) as database:
        if args.dry_run:
            read = database.ask(payments.look, args.file, content, number=args.list)
            words.tell_read(terminal, read)
            terminal.result(words.read_document(read))
            return 3 if read.problems else 0
        booked = database.do(
            RESULT, payments.take, args.file, content, by=database.clerk, number=args.list, rest_paid=args.rest_paid
        )
    words.tell_booked(terminal, booked)
    terminal.result(words.booked_document(booked))
    return 0


def _tick(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        made = database.ask(payments.listed, database.ask(payments.numbered, args.list))
        failed: dict[str, str] = {}
        for one in args.failed:
            tail, _, reason = one.partition("=")
            failed |= dict.fromkeys(_row_of(made, tail), reason)
        result = database.do(
            TICK, payments.register, str(made.list_id), failed, by=database.clerk, rest_paid=not args.rest_open
        )
    words.tell_list(terminal, result)
    terminal.result(words.list_document(result))


def _withdraw(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        list_id = database.ask(payments.numbered, args.list)
        gone = database.do(
            WITHDRAW, payments.withdraw, list_id, by=database.clerk, reason=args.reason, not_at_bank=args.not_at_bank
        )
    terminal.say(tr("Withdrawn: {number}, {reason}", number=gone.number or "", reason=gone.withdrawn))
    terminal.result(words.list_document(gone))


def _tasks(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        waiting = database.ask(payments.returned)
    words.tell_returned(terminal, waiting)
    terminal.result({"returned": [words.returned_document(one) for one in waiting]})


def _fix(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        open_ones = [one for one in database.ask(payments.returned) if one.id_no == args.person and not one.again]
        if not open_ones:
            raise TaskUnknown(field="person", person=args.person)
        for one in _different_accounts(open_ones):
            done = database.do(
                FIX, payments.fix_account, one.task_id, args.account, args.again, proof=args.proof, by=database.clerk,
                bank=args.bank, holder=args.holder, reason=args.reason,
            )  # fmt: skip
    terminal.say(tr("The account of {name} is put right.", name=open_ones[0].name))
    if done.luhn_fails:
        terminal.say(tr("The last digit of the card number does not fit: compare it with the card."))
    if done.shared_with:
        terminal.say(tr("The same account has: {names}", names="、".join(done.shared_with)))
    terminal.result({"name": open_ones[0].name, "luhn_fails": done.luhn_fails, "shared_with": done.shared_with})


def _reissue(args: argparse.Namespace, terminal: Terminal) -> int:
    with opened(args) as database:
        chosen = None
        if args.person:
            waiting = database.ask(payments.returned)
            chosen = [one.payment_id for one in waiting if one.id_no in args.person]
            unknown = [one for one in args.person if one not in {found.id_no for found in waiting}]
            if unknown:
                raise TaskUnknown(field="person", person=unknown[0])
        file = database.do(REISSUE, payments.reissue, chosen, template_code=args.template, by=database.clerk)
    return _answer(terminal, file, [])


def _status(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted = month(args.month)
    with opened(args) as database:
        found = database.ask(payments.lists, wanted, withdrawn=True)
        require_post(database, args.post)
        runs = [run for run in database.ask(payroll.runs, wanted) if args.post in {None, run.post_type}]
        balances = [database.ask(payments.balance, run.run_id) for run in runs if run.state != "已作废"]
    words.tell_status(terminal, found, balances)
    terminal.result(
        {
            "month": wanted,
            "lists": [words.list_document(one) for one in found],
            "runs": [words.balance_document(one) for one in balances],
        }
    )


def _made(database: Database, args: argparse.Namespace) -> BankFile:
    """The list of the month's runs, made now or before."""
    if args.template is None:
        raise TemplateMissing(
            field="template", choices="、".join(one.code for one in database.ask(payments.templates)) or "—"
        )
    wanted = month(args.month)
    run_ids = database.ask(payments.of_month, wanted, post_type=args.post)
    if not run_ids:
        first = runs_of(database, wanted, args.post, void=True)[0]
        raise RunNotPayable(number=first.number, state=first.state, field="month")
    return database.do(
        MAKE, payments.make, run_ids, template_code=args.template, by=database.clerk, leave_out_blocked=True
    )


def _answer(terminal: Terminal, file: BankFile, paths: Sequence[Path]) -> int:
    words.tell_made(terminal, file, paths)
    terminal.result(words.made_document(file, paths))
    return 3 if file.made.blocked and file.made.kind == payments.ISSUE else 0


def _write(path: Path, content: bytes) -> None:
    with in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)


def _paths(out: Path, parts: int) -> list[Path]:
    """One file, or several numbered before the ending."""
    if parts == 1:
        return [out]
    return [out.with_name(f"{out.stem}-{number}{out.suffix}") for number in range(1, parts + 1)]


def _row_of(made: PaymentList, tail: str) -> tuple[str, ...]:
    """The lines of the row with this account, the end of it, or the row's number after a #."""
    digits = tail.strip()
    if digits.startswith("#"):
        found = [row for row in made.rows if str(row.number) == digits[1:]]
    else:
        found = [row for row in made.rows if digits and row.account.endswith(digits)]
    if len(found) != 1:
        raise NobodyTicked(field="failed", account=tail, list=made.number or "")
    return found[0].line_ids


def _different_accounts(waiting: Sequence[Returned]) -> list[Returned]:
    """One task for each wrong account: to put it right does the others of the same account too."""
    return list({one.old_account: one for one in waiting if one.stands != payments.READY}.values()) or [waiting[0]]
