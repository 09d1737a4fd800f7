"""``cjdesk print monthly``: the month's report to the county (F7), as it is now or as it was reported."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from cjdesk.cli.frame import Verbs
from cjdesk.cli.paper import Job, form
from cjdesk.db.database import Database
from cjdesk.domain.errors import NotReported
from cjdesk.domain.month import Month
from cjdesk.i18n import N_, tr
from cjdesk.printing import monthly_report
from cjdesk.printing.pages import Stamp
from cjdesk.services import monthly
from cjdesk.services.monthly import MonthlyReport

SUBMIT = N_("Report a month")
"""The name of the act in the history."""


def register(group: Verbs) -> None:
    """Add the verb."""
    parser = form(group, "monthly", _monthly, N_("the month’s report by village (F7)"), posts=False)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--submit", action="store_true", help=tr("keep these figures as what is reported"))
    which.add_argument("--as-reported", action="store_true", help=tr("the figures as they were reported last"))


def _monthly(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    today = date.today()
    if args.as_reported:
        kept = database.ask(monthly.reported, wanted)
        if kept is None:
            raise NotReported(month=str(wanted), field="month")
        found = kept
    else:
        found = database.ask(monthly.report, wanted, today=today)
    pages = monthly_report.layout(found, stamp)
    if args.submit and found.reported_on is None:
        found = database.do(SUBMIT, monthly.submit, wanted, today=today)
        pages = monthly_report.layout(found, stamp)
    return Job((found.number,), pages, _facts(found))


def _facts(found: MonthlyReport) -> dict[str, Any]:
    return {
        "number": found.number,
        "revision": found.revision,
        "as_of": found.as_of,
        "reported_on": found.reported_on,
        "villages": len(found.villages),
        "on_post": found.total.on_post,
        "paid_fen": found.total.paid_fen,
    }
