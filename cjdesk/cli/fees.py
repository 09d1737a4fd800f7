"""``cjdesk fees``: receipts, totals, books, readings, schemes and the month of the water fees without the window."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from cjdesk.cli import fee_books, fee_schemes, fee_words
from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.db.database import Database
from cjdesk.domain.money import parse_fen
from cjdesk.i18n import N_, tr
from cjdesk.services import fees
from cjdesk.services.fees import NewReading, NewReceipt, Total

TOTAL = N_("Enter the total of a month")
RECEIPT = N_("Enter a receipt")
REFUND = N_("Enter a refund")
VOID = N_("Void a receipt")
NO_INCOME = N_("State that nothing came in")
READING = N_("Enter a meter reading")
BILLS = N_("Make the flat-fee bills")


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("fees")
    fee_words.month_verb(group.verb("list", _list, N_("the month by scheme and warden, with what is wrong")))
    enter = fee_words.scheme_verb(
        group.verb("enter", _enter, N_("the total of a month: what came in, refunds, numbers"))
    )
    fee_words.month_verb(enter)
    fee_words.add(enter, "--warden", "--received", "--refund", "--numbers", "--original")
    receipt = fee_words.scheme_verb(group.verb("receipt", _receipt, N_("one receipt, or a refund of one")))
    fee_words.add(receipt, "--warden", "--numbers", "--payer", "--refund-of", "--household")
    receipt.add_argument("--day", required=True, metavar="YYYY-MM-DD", help=tr("the day"))
    receipt.add_argument("--amount", required=True, metavar="YUAN", help=tr("the amount in yuan"))
    void = fee_words.scheme_verb(group.verb("void", _void, N_("a receipt entered by mistake, or spoilt ones")))
    void.add_argument("--numbers", required=True, metavar="NUMBERS", help=fee_words.HELP["--numbers"]())
    fee_words.reason(void)
    nothing = fee_words.scheme_verb(group.verb("no-income", _no_income, N_("state that nothing came in in a month")))
    fee_words.month_verb(nothing)
    reading = fee_words.scheme_verb(group.verb("reading", _reading, N_("a household's meter reading; makes its bill")))
    fee_words.month_verb(reading)
    reading.add_argument("--household", required=True, metavar="NUMBER", help=fee_words.HELP["--household"]())
    reading.add_argument("--now", required=True, metavar="M3", help=tr("what the meter shows, in cubic metres"))
    fee_words.add(reading, "--before", "--old-last")
    fee_words.month_verb(
        fee_words.scheme_verb(group.verb("bill", _bill, N_("flat-fee bills for every household without one")))
    )
    fee_books.register(group.group("book", N_("receipt books: handed out, taken back, voided")))
    fee_schemes.register(group.group("scheme", N_("water schemes: register, rate, shares, price, households")))


# What the verbs do


def _list(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted = month(args.month)
    with opened(args) as database:
        found = database.ask(fees.of_month, wanted)
    for line in found.lines:
        terminal.say(
            tr(
                "{scheme} {warden} {numbers}: received {received_fen}, refunded {refund_fen}, net {net_fen}, "
                "{rate}, commission {commission_fen}",
                scheme=line.scheme, warden=line.warden or "—", numbers=line.numbers or "—",
                received_fen=line.received_fen, refund_fen=line.refund_fen, net_fen=line.net_fen, rate=line.rate or "—",
                commission_fen=line.commission_fen,
            )
        )  # fmt: skip
    for one in found.problems:
        terminal.say(f"{'▲' if one.severity == fees.ERROR else '△'} {one.message}")
    terminal.say(
        tr(
            "{schemes} schemes, {entered} entered: net {net_fen} yuan, commission {commission_fen} yuan",
            schemes=found.schemes, entered=found.entered, net_fen=found.net_fen, commission_fen=found.commission_fen,
        )
    )  # fmt: skip
    terminal.result(
        {
            "month": wanted,
            "lines": [_line(one) for one in found.lines],
            "problems": [_problem(one) for one in found.problems],
            "received_fen": found.received_fen,
            "refund_fen": found.refund_fen,
            "net_fen": found.net_fen,
            "commission_fen": found.commission_fen,
            "counted_fen": found.counted_fen,
            "left_out_fen": found.left_out_fen,
            "locked": found.locked,
        }
    )


def _line(one: fees.MonthLine) -> dict[str, Any]:
    return {
        "scheme": one.scheme,
        "warden": one.warden,
        "village": one.village,
        "period": one.period,
        "numbers": one.numbers,
        "received_fen": one.received_fen,
        "refund_fen": one.refund_fen,
        "net_fen": one.net_fen,
        "rate": one.rate,
        "basis": one.basis,
        "share_bp": one.share_bp,
        "commission_fen": one.commission_fen,
        "change_fen": one.change_fen,
        "no_income": one.no_income,
        "problems": [_problem(problem) for problem in one.problems],
    }


def _problem(one: fees.FeeProblem) -> dict[str, Any]:
    return {"code": one.code, "severity": one.severity, "message": one.message}


def _enter(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted = month(args.month)
    total = Total(
        None if args.received is None else parse_fen(args.received, negative=False, field="received"),
        None if args.refund is None else parse_fen(args.refund, negative=False, field="refund"),
        args.numbers,
        args.original or "",
    )

    def act(database: Database, scheme: str) -> None:
        database.do(TOTAL, fees.enter_total, scheme, fee_words.warden(args, database, scheme), wanted, total)
        line = next(one for one in database.ask(fees.of_month, wanted).lines if one.scheme_id == scheme)
        terminal.say(tr("{scheme}: net {net_fen} yuan", scheme=args.scheme, net_fen=line.net_fen))
        terminal.result(_line(line))

    fee_words.on_scheme(args, act)


def _receipt(args: argparse.Namespace, terminal: Terminal) -> None:
    fen, day = parse_fen(args.amount, negative=False, field="amount"), fee_words.day(args.day, "day")

    def act(database: Database, scheme: str) -> None:
        household = database.ask(fees.household_numbered, scheme, args.household) if args.household else None
        warden = fee_words.warden(args, database, scheme)
        new = NewReceipt(day, fen, args.numbers or "", warden, household, args.payer)
        if args.refund_of:
            key = database.do(REFUND, fees.add_refund, scheme, new, original=args.refund_of)
        elif household:
            key = database.do(RECEIPT, fees.take_payment, household, new)
        else:
            key = database.do(RECEIPT, fees.add_receipt, scheme, new)
        signed = -fen if args.refund_of else fen
        terminal.say(tr("Entered: {scheme}, {amount_fen} yuan", scheme=args.scheme, amount_fen=signed))
        terminal.result({"id": key, "scheme": args.scheme, "amount_fen": signed, "received": day})

    fee_words.on_scheme(args, act)


def _void(args: argparse.Namespace, terminal: Terminal) -> None:
    def act(database: Database, scheme: str) -> None:
        found = database.ask(fees.receipt_numbered, scheme, args.numbers)
        if found is not None:
            database.do(VOID, fees.void_receipt, found, reason=args.reason)
        else:
            database.do(VOID, fees.void_number, scheme, typed=args.numbers, reason=args.reason, day=date.today())
        terminal.say(tr("Void: {numbers}", numbers=args.numbers))
        terminal.result({"numbers": args.numbers, "voided": args.reason})

    fee_words.on_scheme(args, act)


def _no_income(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted = month(args.month)

    def act(database: Database, scheme: str) -> None:
        database.do(NO_INCOME, fees.state_no_income, scheme, wanted, by=database.clerk)
        terminal.say(tr("Stated: {scheme} received nothing in {month}.", scheme=args.scheme, month=wanted))
        terminal.result({"scheme": args.scheme, "month": wanted, "no_income": True})

    fee_words.on_scheme(args, act)


def _reading(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted = month(args.month)
    new = NewReading(
        fees.parse_litres(args.now),
        before_litres=fees.parse_litres(args.before, field="before") if args.before else None,
        old_last=fees.parse_litres(args.old_last, field="old_last") if args.old_last else None,
    )

    def act(database: Database, scheme: str) -> None:
        household = database.ask(fees.household_numbered, scheme, args.household)
        bill = database.do(READING, fees.enter_reading, household, wanted, new)
        terminal.say(tr("Household {number}: bill {bill_fen} yuan", number=args.household, bill_fen=bill.bill_fen))
        terminal.result(bill)

    fee_words.on_scheme(args, act)


def _bill(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted = month(args.month)

    def act(database: Database, scheme: str) -> None:
        count = database.do(BILLS, fees.bill_all, scheme, wanted)
        terminal.say(tr("{count} bills made", count=count))
        terminal.result({"scheme": args.scheme, "month": wanted, "bills": count})

    fee_words.on_scheme(args, act)
