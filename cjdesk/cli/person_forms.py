"""``cjdesk print attendance|application|agreement|exit|dossier``: the papers of people."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from cjdesk.cli.frame import Verbs, month
from cjdesk.cli.paper import Job, form, require_village
from cjdesk.cli.runs import require_post
from cjdesk.db.database import Database
from cjdesk.domain.month import Month
from cjdesk.i18n import N_, tr
from cjdesk.printing import attendance_sheet, exit_notice, person_dossier, post_agreement, post_application
from cjdesk.printing.pages import Stamp
from cjdesk.services import people, prints
from cjdesk.services.attendance_sheet import Wanted, attendance_sheets
from cjdesk.services.form_wording import wording
from cjdesk.services.people import papers
from cjdesk.services.people.dossier import Span, dossier


def register(group: Verbs) -> None:
    """Add the five forms."""
    sheet = form(group, "attendance", _attendance, N_("the attendance sheet of each village (F3)"))
    sheet.add_argument("--village", metavar="NAME", help=tr("only this village"))
    sheet.add_argument("--by-post", action="store_true", help=tr("a form for each post type"))
    sheet.add_argument("--filled", action="store_true", help=tr("with the totals entered, not blank for the village"))
    for name, lay_out, words in (
        ("application", _application, N_("the application for a post, with room for opinions (F8)")),
        ("agreement", _agreement, N_("the labour agreement (F9)")),
        ("exit", _exit, N_("the approval of an exit and its notice (F10)")),
    ):
        parser = _of_person(group, name, lay_out, words)
        parser.add_argument(
            "--assignment", type=int, metavar="N", help=tr("which time on a post, from 1; else the present or last one")
        )
    file = _of_person(group, "dossier", _dossier, N_("a person's file from application to exit"))
    file.add_argument("--from", dest="first", metavar="YYYY-MM", help=tr("first month"))
    file.add_argument("--to", dest="last", metavar="YYYY-MM", help=tr("last month"))
    file.add_argument("--full-numbers", action="store_true", help=tr("ID, phone and account numbers whole"))
    file.add_argument(
        "--purpose", default="", metavar="TEXT", help=tr("what full numbers are for; kept in the history")
    )


def _of_person(group: Verbs, name: str, lay_out: Callable[..., Job], words: str) -> argparse.ArgumentParser:
    parser = form(group, name, lay_out, words, monthly=False)
    parser.add_argument("--person", required=True, metavar="ID", help=tr("the ID number"))
    return parser


def _attendance(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    require_post(database, args.post)
    chosen = Wanted(village=args.village, post_type=args.post, by_post=args.by_post, filled=args.filled)
    sheets = database.ask(attendance_sheets, wanted, chosen)
    if not sheets and args.village:
        others = database.ask(attendance_sheets, wanted, replace(chosen, village=None))
        require_village(args.village, (one.village for one in others), wanted)
    pages = attendance_sheet.layout(sheets, wanted, stamp)
    facts = {"sheets": [{"number": one.number, "village": one.village, "people": len(one.lines)} for one in sheets]}
    return Job(tuple(one.number for one in sheets), pages, facts)


def _application(args: argparse.Namespace, database: Database, _month: None, stamp: Stamp) -> Job:
    value, words = _asked(args, database, papers.application), wording(post_application.WORDS, database.path)
    return Job((value.person.id,), post_application.layout(value, words, stamp), {"number": value.number})


def _agreement(args: argparse.Namespace, database: Database, _month: None, stamp: Stamp) -> Job:
    value, words = _asked(args, database, papers.agreement), wording(post_agreement.WORDS, database.path)
    return Job((value.person.id,), post_agreement.layout(value, words, stamp), {"number": value.number})


def _exit(args: argparse.Namespace, database: Database, _month: None, stamp: Stamp) -> Job:
    value, words = _asked(args, database, papers.exit_paper), wording(exit_notice.WORDS, database.path)
    facts = {"number": value.number, "open_fen": value.open_fen, "owed_fen": value.owed_fen}
    return Job((value.person.id,), exit_notice.layout(value, words, stamp), facts)


def _asked(args: argparse.Namespace, database: Database, question: Callable[..., Any]) -> Any:
    person = database.ask(people.by_id_no, args.person)
    return database.ask(question, person, today=date.today(), number=args.assignment)


def _dossier(args: argparse.Namespace, database: Database, _month: None, stamp: Stamp) -> Job:
    purpose = prints.require_purpose(args.purpose) if args.full_numbers else ""
    span = Span(*(month(text) if text else None for text in (args.first, args.last)))
    person = database.ask(people.by_id_no, args.person)
    value = database.ask(dossier, person, today=date.today(), span=span)
    pages = person_dossier.layout(value, stamp, full_numbers=args.full_numbers)
    facts = {"number": value.number, "months": len(value.months), "net_fen": value.pay.net_fen}
    return Job((person,), pages, facts, purpose)
