"""``cjdesk print year|tax``: the summary of a year (F14) and its tax list."""

from __future__ import annotations

import argparse

from cjdesk.cli.frame import Verbs
from cjdesk.cli.paper import Job, form
from cjdesk.cli.year import add_year, of_year
from cjdesk.db.database import Database
from cjdesk.i18n import N_
from cjdesk.printing import tax_sheet, year_sheet
from cjdesk.printing.pages import Stamp


def register(group: Verbs) -> None:
    """Add both forms."""
    add_year(form(group, "year", _year, N_("what a year paid (F14)"), monthly=False))
    add_year(form(group, "tax", _tax, N_("gross, tax and net of a year, for the finance office"), monthly=False))


def _year(args: argparse.Namespace, database: Database, _month: None, stamp: Stamp) -> Job:
    found = of_year(args, database)
    facts = {"year": found.year, "people": found.people, "net_fen": found.total.net_fen}
    return Job((str(found.year),), year_sheet.layout(found, stamp), facts)


def _tax(args: argparse.Namespace, database: Database, _month: None, stamp: Stamp) -> Job:
    found = of_year(args, database)
    facts = {"year": found.year, "people": found.people, "tax_fen": found.total.tax_fen}
    return Job((str(found.year),), tax_sheet.layout(found, stamp), facts)
