"""``cjdesk fees scheme``: water schemes registered, their rates, shares, prices and households."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from cjdesk.cli import fee_words
from cjdesk.cli.frame import Terminal, Verbs, opened
from cjdesk.db.database import Database
from cjdesk.domain.fees.bills import PERIODS, Price, PriceKind
from cjdesk.domain.money import parse_fen
from cjdesk.domain.pay.commission import Basis
from cjdesk.domain.rates import parse_percent
from cjdesk.i18n import N_, tr
from cjdesk.services import fees

SCHEME = N_("Change a water scheme")
HOUSEHOLD = N_("Change a household of a scheme")


def register(group: Verbs) -> None:
    """Add the verbs of schemes."""
    add = fee_words.scheme_verb(group.verb("add", _scheme_add, N_("register a scheme")))
    add.add_argument("--village", metavar="NAME", help=tr("the village"))
    add.add_argument("--households", type=int, metavar="N", help=tr("how many households it serves"))
    add.add_argument("--period", choices=tuple(PERIODS), default="月", help=tr("how often fees are collected"))
    rate = fee_words.scheme_verb(group.verb("rate", _rate, N_("the commission from a day on")))
    rate.add_argument("--percent", default="0", metavar="N", help=tr("per cent"))
    rate.add_argument("--basis", choices=tuple(Basis), default=Basis.RECEIVED.value, help=tr("what it is counted from"))
    rate.add_argument("--per-household", default="0", metavar="YUAN", help=tr("yuan a household and month"))
    _since(rate)
    shares = fee_words.scheme_verb(group.verb("shares", _shares, N_("the wardens and their shares from a day on")))
    shares.add_argument("shares", nargs="+", metavar="ID:PERCENT", help=tr("ID number and per cent of each warden"))
    _since(shares)
    price = fee_words.scheme_verb(group.verb("price", _price, N_("the price from a day on")))
    price.add_argument("--kind", required=True, choices=tuple(PriceKind), help=tr("kind of price"))
    for name, text in (
        ("--per-m3", N_("yuan for a cubic metre")),
        ("--monthly", N_("yuan a month, flat or for service")),
        ("--minimum", N_("cubic metres charged at least a month")),
        ("--free", N_("cubic metres free a month")),
    ):
        price.add_argument(name, default="0", metavar="N", help=tr(text))
    _since(price)
    home = fee_words.scheme_verb(group.verb("household", _household, N_("take a household in")))
    home.add_argument("--name", required=True, metavar="NAME", help=tr("the household's name"))
    home.add_argument("--number", metavar="NUMBER", help=tr("its number (default: the next one)"))
    home.add_argument("--meter", metavar="NUMBER", help=tr("the meter's number"))
    home.add_argument("--reduction", default="0", metavar="N", help=tr("per cent let off, such as 50 for 低保"))
    home.add_argument("--reason", metavar="TEXT", help=tr("why it is let off"))
    _since(home)


def _scheme_add(args: argparse.Namespace, terminal: Terminal) -> None:
    values = {"village": args.village, "households": args.households, "period": args.period}
    with opened(args) as database:
        key = database.do(SCHEME, fees.add_scheme, name=args.scheme, **values)
    terminal.say(tr("Registered: {scheme}", scheme=args.scheme))
    terminal.result({"id": key, "scheme": args.scheme})


def _rate(args: argparse.Namespace, terminal: Terminal) -> None:
    fen = parse_fen(args.per_household, negative=False, field="per_household")
    values = {"rate_bp": parse_percent(args.percent), "basis": args.basis, "per_household_fen": fen}
    _change(args, terminal, fees.set_rate, **values)


def _shares(args: argparse.Namespace, terminal: Terminal) -> None:
    def act(database: Database, scheme: str) -> None:
        wanted = []
        for text in args.shares:
            id_no, _, percent = text.partition(":")
            wanted.append((database.ask(fees.warden_with, id_no), parse_percent(percent or "100")))
        database.do(SCHEME, fees.set_shares, scheme, wanted, valid_from=fee_words.day(args.since, "from"))
        _said(args, terminal)

    fee_words.on_scheme(args, act)


def _price(args: argparse.Namespace, terminal: Terminal) -> None:
    price = Price(
        PriceKind(args.kind),
        fees.parse_litres(args.per_m3, field="price"),  # yuan with three decimals, as cubic metres are litres
        parse_fen(args.monthly, negative=False, field="price"),
        fees.parse_litres(args.minimum, field="price"),
        fees.parse_litres(args.free, field="price"),
    )

    def act(database: Database, scheme: str) -> None:
        database.do(SCHEME, fees.set_price, scheme, price, valid_from=fee_words.day(args.since, "from"))
        _said(args, terminal)

    fee_words.on_scheme(args, act)


def _household(args: argparse.Namespace, terminal: Terminal) -> None:
    values = {
        "name": args.name,
        "number": args.number,
        "meter_no": args.meter,
        "reduction_bp": parse_percent(args.reduction),
        "reduction_reason": args.reason,
    }

    def act(database: Database, scheme: str) -> None:
        key = database.do(HOUSEHOLD, fees.add_account, scheme, valid_from=fee_words.day(args.since, "from"), **values)
        terminal.say(tr("Registered: {scheme}", scheme=args.name))
        terminal.result({"id": key, "scheme": args.scheme, "name": args.name})

    fee_words.on_scheme(args, act)


def _change(args: argparse.Namespace, terminal: Terminal, change: Callable[..., None], **values: Any) -> None:
    def act(database: Database, scheme: str) -> None:
        database.do(SCHEME, change, scheme, valid_from=fee_words.day(args.since, "from"), **values)
        _said(args, terminal)

    fee_words.on_scheme(args, act)


def _said(args: argparse.Namespace, terminal: Terminal) -> None:
    terminal.say(tr("Changed: {scheme}, from {since} on", scheme=args.scheme, since=args.since))
    terminal.result({"scheme": args.scheme, "from": args.since})


def _since(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="since", required=True, metavar="YYYY-MM-DD", help=tr("from this day on"))
