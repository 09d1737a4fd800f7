"""``cjdesk print receipts|blank-receipts``: water fee receipts with their stubs, those of a month and blank ones."""

from __future__ import annotations

import argparse

from cjdesk.cli.frame import Verbs
from cjdesk.cli.paper import Job, form
from cjdesk.db.database import Database
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.i18n import N_, tr
from cjdesk.printing import fee_receipts
from cjdesk.printing.pages import Stamp, bound
from cjdesk.services import fees


def register(group: Verbs) -> None:
    """Add both forms."""
    receipts = form(group, "receipts", _receipts, N_("the water fee receipts of a month, three a page"), posts=False)
    receipts.add_argument("--scheme", metavar="NAME", help=tr("only this water scheme"))
    receipts.add_argument("--number", metavar="NUMBER", help=tr("only this receipt, and the refund of it"))
    blank = form(
        group, "blank-receipts", _blank, N_("unused receipts of a book, to be filled in by hand"), monthly=False
    )
    blank.add_argument("--numbers", required=True, metavar="NUMBERS", help=tr("such as 0012301-0012350"))


def _receipts(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    scheme = database.ask(fees.scheme_named, args.scheme) if args.scheme else None
    if args.number:
        found = database.ask(fees.one_receipt, wanted, args.number, scheme)
    else:
        found = database.ask(fees.month_receipts, wanted, scheme)
    if not found:
        raise NothingToPrint(form="水费收据", month=str(wanted), field="month")
    facts = {
        "receipts": [
            {
                "number": one.number,
                "scheme": one.scheme,
                "receipts": len(one.receipts),
                "refunds": sum(receipt.refund for receipt in one.receipts),
                "amount_fen": one.amount_fen,
            }
            for one in found
        ]
    }
    ids = tuple(receipt.id for one in found for receipt in one.receipts)
    return Job(ids, bound([fee_receipts.layout(one, stamp) for one in found]), facts)


def _blank(args: argparse.Namespace, database: Database, _month: None, stamp: Stamp) -> Job:
    found = database.ask(fees.blank_receipts, args.numbers)
    numbers = tuple(one.number for one in found.receipts)
    facts = {"book": found.number, "scheme": found.scheme, "numbers": numbers}
    return Job(numbers, fee_receipts.layout(found, stamp), facts)
