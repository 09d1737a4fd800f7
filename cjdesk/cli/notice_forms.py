"""``cjdesk print poster|notice|objections``: what hangs on the wall, from its record where there is one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cjdesk.cli.frame import Verbs
from cjdesk.cli.paper import Job, day, facts_of, form, ids_of, require_village, sheets_of
from cjdesk.db.database import Database
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.i18n import N_, tr
from cjdesk.printing import notice_poster, objection_notice, payroll_poster
from cjdesk.printing.pages import Stamp
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.poster_page import PosterOptions
from cjdesk.printing.proposal_poster import Where
from cjdesk.services import office, payroll, publicity
from cjdesk.services.publicity import Notice


def register(group: Verbs) -> None:
    """Add the three forms."""
    poster = form(group, "poster", _poster, N_("the notice for the village wall (F2), masked"))
    poster.add_argument("--village", metavar="NAME", help=tr("only this village"))
    poster.add_argument("--show-ids", action="store_true", help=tr("first three and last two characters of ID numbers"))
    poster.add_argument("--mask-names", action="store_true", help=tr("only the surname"))
    poster.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help=tr("first day of publicity"))
    poster.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help=tr("last day of publicity"))
    notice = form(group, "notice", _notice, N_("a notice as it is recorded (F2)"), monthly=False)
    for parser in (poster, notice):
        parser.add_argument("--by-village", action="store_true", help=tr("a poster for each village"))
        parser.add_argument("--a3", action="store_true", help=tr("on A3 instead of A4"))
    results = form(group, "objections", _objections, N_("what came of the objections to a notice"), monthly=False)
    results.add_argument("--by-village", action="store_true", help=tr("pages for each village, with its people alone"))
    for parser in (notice, results):
        parser.add_argument("--number", required=True, metavar="NUMBER", help=tr("the notice, such as 202603-001"))


def _poster(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    """The runs of the month on one poster; what their notices have in common stands on it."""
    sheets = sheets_of(args, database, wanted)
    require_village(args.village, (line.village for sheet in sheets for line in sheet.lines), wanted)
    options = _recorded(database, sheets, stamp) or PosterOptions(stamp)
    options = replace(
        options,
        village=args.village,
        ids=Numbers.TAIL if args.show_ids else options.ids,
        mask_names=args.mask_names or options.mask_names,
        first=day(args.first, "from") or options.first,
        last=day(args.last, "to") or options.last,
        a3=args.a3,
    )
    lay_out = payroll_poster.layout_by_village if args.by_village else payroll_poster.layout
    return Job(ids_of(sheets), lay_out(sheets, options), facts_of(sheets))


def _recorded(database: Database, sheets: Sequence[Sheet], stamp: Stamp) -> PosterOptions | None:
    """The notices that stand for all these runs as one, if they say the same."""
    found = [database.ask(publicity.standing, sheet.run_id, today=date.today()) for sheet in sheets]
    known = [one for one in found if one is not None]
    options = [notice_poster.options_of(one, stamp) for one in known]
    if len(known) < len(sheets) or len({replace(one, number="") for one in options}) > 1:
        return None
    numbers = sorted(one.number for one in known)
    number = numbers[0] if len(numbers) == 1 else f"{numbers[0]}~{numbers[-1].rpartition('-')[2]}"
    return replace(options[0], number=number)


def _notice(args: argparse.Namespace, database: Database, _month: None, stamp: Stamp) -> Job:
    found = database.ask(publicity.by_number, args.number, today=date.today())
    options = notice_poster.options_of(found, stamp, a3=args.a3)
    if found.run_id is not None:
        sheet = database.ask(payroll.sheet, found.run_id)
        pages = notice_poster.of_run(sheet, options, by_village=args.by_village)
        return Job((found.run_id,), pages, {"notice": found.number, **facts_of([sheet])})
    people = database.ask(publicity.subjects, found.id)
    pages = notice_poster.of_people(people, _where(database, found), options, by_village=args.by_village)
    return Job((found.id,), pages, {"notice": found.number, "people": found.people})


def _objections(args: argparse.Namespace, database: Database, _month: None, stamp: Stamp) -> Job:
    found = database.ask(publicity.by_number, args.number, today=date.today())
    lay_out = objection_notice.layout_by_village if args.by_village else objection_notice.layout
    pages = lay_out(found, _where(database, found), stamp)
    return Job((found.run_id or found.id,), pages, {"notice": found.number, "objections": pages.count})


def _where(database: Database, found: Notice) -> Where:
    mine = database.ask(office.current)
    return Where(mine.county_name, mine.township_name, mine.demo, found.month)
