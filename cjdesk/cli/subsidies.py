"""``cjdesk subsidy schemes|enrol|leave|enter|import|withdraw|captains|list``: subsidies that are no post."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, day, month, opened
from cjdesk.domain.money import parse_fen, show
from cjdesk.i18n import N_, tr
from cjdesk.services import subsidies
from cjdesk.services.people.found import person_with


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("subsidy")
    group.verb("schemes", _schemes, N_("the subsidies of the reference, and how many people are on each list"))
    enrol = group.verb("enrol", _enrol, N_("put a person on the list of a subsidy"))
    _add_person(enrol)
    enrol.add_argument(
        "--from", dest="start", required=True, metavar="YYYY-MM-DD", help=tr("the first day on the list")
    )
    enrol.add_argument("--to", dest="end", metavar="YYYY-MM-DD", help=tr("the last day on the list"))
    enrol.add_argument("--name", default="", metavar="TEXT", help=tr("what is paid for, such as a workshop"))
    enrol.add_argument("--employer", metavar="TEXT", help=tr("the employing unit"))
    leave = group.verb("leave", _leave, N_("take a person off the list"))
    _add_person(leave)
    leave.add_argument("--to", dest="end", required=True, metavar="YYYY-MM-DD", help=tr("the last day on the list"))
    leave.add_argument("--reason", metavar="TEXT", help=tr("why"))
    enter = group.verb("enter", _enter, N_("say how many units a person on the list gets in a month"))
    _add_person(enter)
    _add_month(enter)
    enter.add_argument("--quantity", type=int, required=True, metavar="N", help=tr("how many units"))
    enter.add_argument("--unit", metavar="YUAN", help=tr("the amount of a unit (default: the county's)"))
    enter.add_argument("--proof", metavar="TEXT", help=tr("the list the number was counted from"))
    enter.add_argument("--payee", metavar="NAME", help=tr("the organisation that is paid instead of the person"))
    enter.add_argument("--payee-bank", default="", metavar="BANK", help=tr("its bank"))
    enter.add_argument("--payee-account", default="", metavar="NO", help=tr("its account"))
    withdraw = group.verb("withdraw", _withdraw, N_("take an entry out of its month, with the reason"))
    withdraw.add_argument("entry", metavar="ID")
    withdraw.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))
    captains = group.verb("captains", _captains, N_("enter the units of every captain on the list"))
    captains.add_argument("--post", default="DZBT", metavar="CODE", help=tr("the subsidy, such as DZBT"))
    _add_month(captains)
    read = group.verb("import", _import, N_("enter the units of a month, or a round of awards, from a workbook"))
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--post", required=True, metavar="CODE", help=tr("the subsidy, such as DZBT"))
    read.add_argument(
        "--name", default="", metavar="TEXT", help=tr("the round: who is not on the list is put on it for this month")
    )
    _add_month(read)
    shown = group.verb("list", _list, N_("who is on the list, and the entries of some months"))
    shown.add_argument("--post", required=True, metavar="CODE", help=tr("the subsidy, such as DZBT"))
    shown.add_argument("--from", dest="first", metavar="YYYY-MM", help=tr("the first month (default: --month)"))
    _add_month(shown)


def _add_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id_no", metavar="ID_NO", help=tr("the person's ID number"))
    parser.add_argument("--post", required=True, metavar="CODE", help=tr("the subsidy, such as DZBT"))


def _add_month(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--month", required=True, metavar="YYYY-MM", help=tr("the month"))


def _schemes(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        found = database.ask(subsidies.schemes, date.today())
    for one in found:
        state = "✓" if one.active else tr("switched off")
        terminal.say(f"{one.code:6} {one.name} {one.pay} {one.unit} {one.people} {state}")
    terminal.result({"schemes": found})


def _enrol(args: argparse.Namespace, terminal: Terminal) -> None:
    end = day(args.end) if args.end else None
    with opened(args) as database:
        person = database.ask(person_with, args.id_no)
        made = database.do(
            N_("Put on the list of a subsidy"), subsidies.enrol, person.id, post_type=args.post,
            start=day(args.start), end=end, name=args.name, employer=args.employer,
        )  # fmt: skip
    terminal.say(tr("{name} is on the list of {post_type} from {day} on.", name=person.name, post_type=args.post,
                    day=args.start))  # fmt: skip
    terminal.result({"assignment_id": made})


def _leave(args: argparse.Namespace, terminal: Terminal) -> None:
    last = day(args.end)
    with opened(args) as database:
        person = database.ask(person_with, args.id_no)
        row = database.ask(subsidies.enrolment_on, person.id, args.post, last)
        database.do(N_("Take off the list of a subsidy"), subsidies.leave, row, end=last, note=args.reason)
    terminal.say(tr("{name} is on the list of {post_type} until {day}.", name=person.name, post_type=args.post,
                    day=args.end))  # fmt: skip
    terminal.result({"assignment_id": row})


def _enter(args: argparse.Namespace, terminal: Terminal) -> None:
    unit = parse_fen(args.unit, negative=False, field="unit") if args.unit else None
    payee = subsidies.Payee(args.payee, args.payee_bank, args.payee_account) if args.payee else None
    with opened(args) as database:
        person = database.ask(person_with, args.id_no)
        made = database.do(
            N_("Enter the units of a subsidy"), subsidies.enter, person.id, post_type=args.post,
            month=month(args.month), quantity=args.quantity, unit_fen=unit, proof=args.proof, payee=payee,
            by=database.clerk,
        )  # fmt: skip
    terminal.say(tr("{name}: {n} in {month}.", name=person.name, n=args.quantity, month=args.month))
    terminal.result({"entry": made})


def _withdraw(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        database.do(
            N_("Withdraw the units of a subsidy"), subsidies.withdraw, args.entry, reason=args.reason, by=database.clerk
        )
    terminal.say(tr("Withdrawn; compute the month again."))
    terminal.result({"entry": args.entry})


def _captains(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        entered = database.do(
            N_("Enter the captains' units"), subsidies.enter_captains, month(args.month), post_type=args.post,
            by=database.clerk,
        )  # fmt: skip
    for one in entered:
        terminal.say(tr("{name}: {people} people, {n} units ({proof})", name=one.name, people=one.people, n=one.units,
                        proof=one.proof))  # fmt: skip
    terminal.result({"entered": [_captain(one) for one in entered]})


def _captain(one: subsidies.CaptainUnits) -> dict[str, Any]:
    return {"id_no": one.id_no, "name": one.name, "people": one.people, "units": one.units}


def _import(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted = month(args.month)
    rows = subsidies.read_rows(args.file)
    with opened(args) as database:
        made = database.do(
            N_("Enter the units of a subsidy"), subsidies.enter_rows, rows, post_type=args.post, month=wanted,
            name=args.name, by=database.clerk,
        )  # fmt: skip
        counted = database.ask(subsidies.count, args.post, wanted, wanted)
    terminal.say(tr("{n} rows entered; the month has {quantity} units, {fen} yuan.", n=len(made),
                    quantity=counted.quantity, fen=show(counted.amount_fen)))  # fmt: skip
    terminal.result({"entries": made, "count": counted})


def _list(args: argparse.Namespace, terminal: Terminal) -> None:
    last = month(args.month)
    first = month(args.first) if args.first else last
    with opened(args) as database:
        people = database.ask(subsidies.enrolled, args.post, last)
        rows = database.ask(subsidies.entries, args.post, first, last)
        counted = database.ask(subsidies.count, args.post, first, last)
    for person in people:
        until = person.end.isoformat() if person.end else "…"
        terminal.say(f"{person.name}  {person.id_no}  {person.scheme}  {person.start.isoformat()} – {until}")
    for row in rows:
        gone = f"  ✕ {row.withdrawn}" if row.withdrawn else ""
        terminal.say(
            f"{row.month}  {row.name}  {row.quantity} × {show(row.unit_fen)} = {show(row.amount_fen)}  {row.id}{gone}"
        )
    terminal.say(tr("{n} entries, {quantity} units, {fen} yuan", n=counted.entries, quantity=counted.quantity,
                    fen=show(counted.amount_fen)))  # fmt: skip
    terminal.result({"people": people, "entries": [_entry(row) for row in rows], "count": counted})


def _entry(row: subsidies.SubsidyRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "month": row.month,
        "id_no": row.id_no,
        "name": row.name,
        "quantity": row.quantity,
        "unit_fen": row.unit_fen,
        "amount_fen": row.amount_fen,
        "proof": row.proof,
        "payee_name": row.payee_name,
        "withdrawn": row.withdrawn,
    }
