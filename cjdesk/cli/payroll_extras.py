"""``cjdesk payroll extra add|withdraw|list``: what a clerk adds to a person's month, with the reason."""

from __future__ import annotations

import argparse

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.cli.runs import require_post
from cjdesk.domain import codes
from cjdesk.domain.money import parse_fen, show
from cjdesk.i18n import N_, tr
from cjdesk.services.payroll import extras
from cjdesk.services.people.found import person_with

_KINDS = {"allowance": codes.ALLOWANCE, "deduction": codes.DEDUCTION, "back-pay": codes.BACK_PAY}


def register(verbs: Verbs) -> None:
    """Add the group to ``payroll``."""
    group = verbs.group("extra", N_("allowances, deductions and back pay with a reason"))
    add = group.verb("add", _add, N_("add an amount to a person's month"))
    add.add_argument("id_no", metavar="ID_NO", help=tr("the person's ID number"))
    add.add_argument("--month", required=True, metavar="YYYY-MM", help=tr("the month"))
    add.add_argument("--post", required=True, metavar="CODE", help=tr("the post type, such as HL"))
    add.add_argument("--kind", required=True, choices=[*_KINDS, *codes.EXTRA_KINDS])
    add.add_argument("--amount", required=True, metavar="YUAN")
    add.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))
    withdraw = group.verb("withdraw", _withdraw, N_("take an amount out of its month again"))
    withdraw.add_argument("extra", metavar="ID")
    withdraw.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))
    shown = group.verb("list", _list, N_("the amounts of a month, withdrawn ones too"))
    shown.add_argument("--month", required=True, metavar="YYYY-MM", help=tr("the month"))
    shown.add_argument("--post", metavar="CODE", help=tr("only this post type, such as HL"))


def _add(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted, fen = month(args.month), parse_fen(args.amount, field="amount")
    kind = _KINDS.get(args.kind, args.kind)
    with opened(args) as database:
        person = database.ask(person_with, args.id_no)
        require_post(database, args.post)
        assignment = database.ask(extras.assignment_in, person.id, args.post, wanted)
        made = database.do(
            N_("Add an amount with a reason"),
            extras.add,
            assignment,
            month=wanted,
            kind=kind,
            amount_fen=fen,
            reason=args.reason,
            by=database.clerk,
        )
    words = tr(
        "{name}: {kind} {amount} yuan in {month}; compute the month again.",
        name=person.name,
        kind=kind,
        amount=show(fen),
        month=args.month,
    )
    terminal.say(words)
    terminal.result({"extra": made})


def _withdraw(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        database.do(N_("Withdraw an amount"), extras.withdraw, args.extra, reason=args.reason, by=database.clerk)
    terminal.say(tr("Withdrawn; compute the month again."))
    terminal.result({"extra": args.extra})


def _list(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        require_post(database, args.post)
        rows = database.ask(extras.extras, month(args.month), post_type=args.post)
    for row in rows:
        gone = f"  ✕ {row.withdrawn}" if row.withdrawn else ""
        terminal.say(f"{row.name}  {row.kind}  {show(row.amount_fen)}  {row.reason}  {row.entered_by}  {row.id}{gone}")
    terminal.result({"month": args.month, "extras": rows})
