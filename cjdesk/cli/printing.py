"""``cjdesk print FORM``: the forms of a month, a person, a book or a batch as PDF, each copy counted."""

from __future__ import annotations

import argparse

from cjdesk.cli import (
    batch_forms,
    fee_forms,
    monthly_forms,
    notice_forms,
    paper_check,
    person_forms,
    year_forms,
)
from cjdesk.cli.frame import Verbs
from cjdesk.cli.paper import Job, day, facts_of, form, ids_of, require_village, sheets_of
from cjdesk.db.database import Database
from cjdesk.domain.awards import total_fen
from cjdesk.domain.errors import NothingToPrint, RunNotPayable
from cjdesk.domain.month import Month
from cjdesk.i18n import N_, tr
from cjdesk.printing import (
    award_list,
    bank_sheet,
    clawback_notice,
    fee_ledger,
    members_register,
    payroll_sheet,
    payslips,
)
from cjdesk.printing.pages import Stamp, bound
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.services import awards, fees, payments, payroll, people
from cjdesk.services.cooperatives import tree
from cjdesk.services.member_register import member_register


def register(verbs: Verbs) -> None:
    """Add the verb and a verb for each form."""
    group = verbs.group("print")
    sheet = form(group, "sheet", _sheet, N_("the pay sheet that people sign (F1)"))
    sheet.add_argument("--every-column", action="store_true", help=tr("also columns that are zero everywhere"))
    sheet.add_argument("--by-village", action="store_true", help=tr("a new page and a sum for each village"))
    rows = [str(one) for one in payroll_sheet.ROWS]
    sheet.add_argument("--rows", choices=rows, default=rows[0], help=tr("lines on a page; 15 leave room to sign"))
    sheet.add_argument("--masked", action="store_true", help=tr("ID and account numbers without their middle"))
    notice_forms.register(group)
    year_forms.register(group)
    monthly_forms.register(group)
    person_forms.register(group)
    slips = form(group, "slips", _slips, N_("the slip for each person, four a page, with the explanation (F4)"))
    slips.add_argument("--village", metavar="NAME", help=tr("only this village"))
    slips.add_argument("--id-no", metavar="ID", help=tr("only this person"))
    slips.add_argument("--phone", default="", metavar="NUMBER", help=tr("whom people may ask"))
    bank = form(group, "bank-list", _bank_list, N_("the bank's payment list (F5)"))
    bank.add_argument("--list", metavar="NUMBER", help=tr("only this bank list"))
    bank.add_argument("--bank", default="", metavar="NAME", help=tr("the bank that pays"))
    notice = form(group, "clawback-notice", _clawback_notice, N_("the notice to give money back (F12)"), monthly=False)
    notice.add_argument("--person", required=True, metavar="ID", help=tr("the ID number"))
    notice.add_argument("--phone", default="", metavar="NUMBER", help=tr("whom people may ask"))
    notice.add_argument("--until", metavar="YYYY-MM-DD", help=tr("the day by which it is to come back"))
    ledger = form(group, "ledger", _ledger, N_("the ledger of water fees (F11), a form for each scheme"), posts=False)
    ledger.add_argument("--scheme", metavar="NAME", help=tr("only this water scheme"))
    fee_forms.register(group)
    batch_forms.register(group)
    members = form(group, "members", _members, N_("the members of the cooperatives (F6)"), posts=False)
    members.add_argument("--cooperative", metavar="NAME", help=tr("only this cooperative"))
    paper_check.register(group)
    honoured = form(group, "awards", _awards, N_("the award list of a round (F15), to sign for"), monthly=False)
    honoured.add_argument("--round", required=True, metavar="NAME", help=tr("the round, by name or number"))


def _awards(args: argparse.Namespace, database: Database, _month: None, stamp: Stamp) -> Job:
    value = database.ask(awards.award_list, database.ask(awards.round_named, args.round))
    pages = award_list.layout(value, stamp)
    facts = {"number": value.number, "awards": len(value.shown), "total_fen": total_fen(value.shown)}
    return Job((value.id,), pages, facts)


def _clawback_notice(args: argparse.Namespace, database: Database, _month: None, stamp: Stamp) -> Job:
    person = database.ask(people.by_id_no, args.person)
    value = database.ask(
        payroll.clawback_notice,
        person,
        written=stamp.printed_at.astimezone().date(),
        contact=stamp.printed_by,
        deadline=day(args.until, "until"),
    )
    facts = {"number": value.number, "balance_fen": value.balance_fen}
    return Job((person,), clawback_notice.layout(value, stamp, phone=args.phone), facts)


def _sheet(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    sheets = sheets_of(args, database, wanted)
    numbers = Numbers.TAIL if args.masked else Numbers.FULL
    options = payroll_sheet.SheetOptions(
        stamp,
        every_column=args.every_column,
        by_village=args.by_village,
        rows=int(args.rows),
        ids=numbers,
        accounts=numbers,
    )
    lacking = [
        {"run": sheet.number, "number": line.number, "name": line.name}
        for sheet in sheets
        for line in payroll_sheet.missing_glyphs(sheet)
    ]
    pages = bound([payroll_sheet.layout(sheet, options) for sheet in sheets])
    return Job(ids_of(sheets), pages, {**facts_of(sheets), "missing_glyphs": lacking})


def _slips(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    sheets = sheets_of(args, database, wanted)
    require_village(args.village, (line.village for sheet in sheets for line in sheet.lines), wanted)
    options = payslips.SlipOptions(stamp, village=args.village, id_no=args.id_no, phone=args.phone)
    pages = payslips.layout(sheets, options)
    return Job(ids_of(sheets), pages, {**facts_of(sheets), "slips": len(pages.content.slips)})


def _bank_list(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    """The lists that were made for the month; the one that would be made now, as a draft, when there is none yet."""
    made = [
        one
        for one in database.ask(payments.lists, wanted)
        if args.post is None or set(one.run_ids) <= set(database.ask(payments.of_month, wanted, post_type=args.post))
    ]
    if args.list is not None:
        chosen = database.ask(payments.numbered, args.list)
        made = [one for one in made if one.list_id == chosen]
        if not made:
            raise NothingToPrint(form="银行代发清单", month=str(wanted), field="list")
    if not made:
        run_ids = database.ask(payments.of_month, wanted, post_type=args.post)
        if not run_ids:
            first = sheets_of(args, database, wanted)[0]
            raise RunNotPayable(number=first.number, state=first.state, field="month")
        made = [database.ask(payments.bank_list, run_ids)]
    options = bank_sheet.BankOptions(stamp, bank=args.bank)
    pages = bound([bank_sheet.layout(one, options) for one in made])
    facts = {
        "lists": [{"number": one.number, "rows": len(one.rows), "amount_fen": one.listed_fen} for one in made],
    }
    return Job(tuple(dict.fromkeys(run_id for one in made for run_id in one.run_ids)), pages, facts)


def _ledger(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    if args.scheme is None:
        found = database.ask(fees.ledgers, wanted)
    else:
        found = (database.ask(fees.ledger, database.ask(fees.scheme_named, args.scheme), wanted),)
    if not found:
        raise NothingToPrint(form="水费收缴台账", month=str(wanted), field="month")
    pages = bound([fee_ledger.layout(one, stamp) for one in found])
    facts = {
        "ledgers": [
            {"number": one.number, "scheme": one.scheme, "lines": len(one.lines), "received_fen": one.received_fen}
            for one in found
        ]
    }
    return Job(tuple(one.number for one in found), pages, facts)


def _members(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    chosen = [one for one in database.ask(tree) if args.cooperative in {None, one.name}]
    registers = [(one.id, database.ask(member_register, one.id, as_of=wanted.last)) for one in chosen]
    filled = [(key, value) for key, value in registers if value.lines]
    if not filled:
        raise NothingToPrint(form="社员名册", month=str(wanted), field="cooperative")
    pages = bound([members_register.layout(value, stamp) for _, value in filled])
    facts = {"cooperatives": [{"name": value.cooperative, "members": len(value.lines)} for _, value in filled]}
    return Job(tuple(key for key, _ in filled), pages, facts)
