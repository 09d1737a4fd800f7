"""``cjdesk print cover|control-sheet``: the papers beside a batch for the county and beside a file for the bank."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from cjdesk.cli.frame import Verbs
from cjdesk.cli.paper import Job, form, note, printing_clerk
from cjdesk.db.database import Database
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.i18n import N_, tr
from cjdesk.printing import bank_control, batch_cover, pdf
from cjdesk.printing.pages import Stamp, bound
from cjdesk.services import batches, payments, prints

KEPT = N_("Take out a bank list")


def register(group: Verbs) -> None:
    """Add both forms."""
    cover = form(group, "cover", _cover, N_("the cover of a pay batch for the county"), monthly=False)
    which = cover.add_mutually_exclusive_group(required=True)
    which.add_argument("--batch", metavar="NAME", help=tr("only this batch"))
    which.add_argument("--month", metavar="YYYY-MM", help=tr("every pay batch of this month"))
    control = form(
        group, "control-sheet", _control, N_("what to compare before a bank file is given away"), posts=False
    )
    control.add_argument("--list", metavar="NUMBER", help=tr("only this bank list"))


def _cover(args: argparse.Namespace, database: Database, wanted: Month | None, stamp: Stamp) -> Job:
    ids = database.ask(batches.covered, name=args.batch or "", month=wanted)
    if not ids:
        raise NothingToPrint(form="上报批次封面", month=str(wanted), field="month")
    found = [database.ask(batches.cover, one) for one in ids]
    facts = {
        "covers": [
            {"batch": one.file_name, "number": one.sheet.number, "net_fen": one.sheet.net_fen, "seq": one.seq}
            for one in found
        ]
    }
    return Job(ids, bound([batch_cover.layout(one, stamp) for one in found]), facts)


def _control(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    chosen = database.ask(payments.numbered, args.list) if args.list is not None else None
    made = [one for one in database.ask(payments.lists, wanted) if chosen in {None, one.list_id}]
    files = [database.do(KEPT, payments.kept, one.list_id) for one in made if one.list_id is not None]
    if not files:
        raise NothingToPrint(form="银行清单核对单", month=str(wanted), field="month")
    facts = {
        "lists": [
            {"number": one.made.number, "rows": len(one.made.rows), "amount_fen": one.made.listed_fen} for one in files
        ]
    }
    ids = tuple(one.list_id for one in made if one.list_id is not None)
    return Job(ids, bound([bank_control.layout(one, stamp) for one in files]), facts)


def write_covers(database: Database, batch_ids: Sequence[str], folder: Path) -> tuple[Path, ...]:
    """Put the covers of pay batches beside their files, each counted as a copy."""
    pdf.without_window()
    paths = []
    for batch_id in batch_ids:
        found = database.ask(batches.cover, batch_id)
        copy = database.ask(prints.next_copy, batch_cover.FORM, [batch_id])
        pages = batch_cover.layout(found, Stamp(utc_now(), printing_clerk(database), copy))
        path = pdf.write_pdf(pages, folder / f"{Path(found.file_name).stem}_封面.pdf")
        note(database, pages, [batch_id], copy)
        paths.append(path)
    return tuple(paths)
