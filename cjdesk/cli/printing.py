"""``cjdesk print sheet|poster|slips|bank-list|ledger|members``: a form as PDF without the window."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.db.database import Database
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import NoRun, NothingToPrint, RunNotPayable, WrongDate
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import RunState
from cjdesk.i18n import N_, tr
from cjdesk.printing import (
    bank_sheet,
    clawback_notice,
    fee_ledger,
    members_register,
    payroll_poster,
    payroll_sheet,
    payslips,
    pdf,
)
from cjdesk.printing.pages import Pages, Stamp, bound
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.services import fees, office, payments, payroll, people, prints
from cjdesk.services.cooperatives import tree
from cjdesk.services.member_register import member_register

ACTION = N_("Print a form")
"""The name of the act in the history."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a verb prints: the records whose copies are counted, the pages, what else is said of them."""

    record_ids: tuple[str, ...]
    pages: Pages[Any]
    facts: dict[str, Any]


def register(verbs: Verbs) -> None:
    """Add the verb and a verb for each form."""
    group = verbs.group("print")
    sheet = _form(group, "sheet", _sheet, N_("the pay sheet that people sign (F1)"))
    sheet.add_argument("--every-column", action="store_true", help=tr("also columns that are zero everywhere"))
    sheet.add_argument("--by-village", action="store_true", help=tr("a new page and a sum for each village"))
    sheet.add_argument("--masked", action="store_true", help=tr("ID and account numbers without their middle"))
    poster = _form(group, "poster", _poster, N_("the notice for the village wall (F2), masked"))
    poster.add_argument("--village", metavar="NAME", help=tr("only this village"))
    poster.add_argument("--show-ids", action="store_true", help=tr("first three and last two characters of ID numbers"))
    poster.add_argument("--mask-names", action="store_true", help=tr("only the surname"))
    poster.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help=tr("first day of publicity"))
    poster.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help=tr("last day of publicity"))
    slips = _form(group, "slips", _slips, N_("the slip for each person, four a page, with the explanation (F4)"))
    slips.add_argument("--village", metavar="NAME", help=tr("only this village"))
    slips.add_argument("--id-no", metavar="ID", help=tr("only this person"))
    slips.add_argument("--phone", default="", metavar="NUMBER", help=tr("whom people may ask"))
    bank = _form(group, "bank-list", _bank_list, N_("the bank's payment list (F5)"))
    bank.add_argument("--bank", default="", metavar="NAME", help=tr("the bank that pays"))
    notice = group.verb("clawback-notice", _notice, N_("the notice to give money back (F12)"))
    notice.add_argument("--person", required=True, metavar="ID", help=tr("the ID number"))
    notice.add_argument("--until", metavar="YYYY-MM-DD", help=tr("the day by which it is to come back"))
    notice.add_argument("--pdf", required=True, type=Path, metavar="OUT", help=tr("the PDF file to write"))
    ledger = _form(group, "ledger", _ledger, N_("the ledger of water fees (F11), a form for each scheme"), posts=False)
    ledger.add_argument("--scheme", metavar="NAME", help=tr("only this water scheme"))
    members = _form(group, "members", _members, N_("the members of the cooperatives (F6)"), posts=False)
    members.add_argument("--cooperative", metavar="NAME", help=tr("only this cooperative"))


def _form(
    group: Verbs, name: str, lay_out: Callable[..., Job], words: str, *, posts: bool = True
) -> argparse.ArgumentParser:
    def run(args: argparse.Namespace, terminal: Terminal) -> None:
        _print(args, terminal, lay_out)

    parser = group.verb(name, run, words)
    parser.add_argument("--month", required=True, metavar="YYYY-MM", help=tr("the month"))
    if posts:
        parser.add_argument("--post", metavar="CODE", help=tr("only this post type, such as HL"))
    parser.add_argument("--pdf", required=True, type=Path, metavar="OUT", help=tr("the PDF file to write"))
    return parser


def _notice(args: argparse.Namespace, terminal: Terminal) -> None:
    def lay_out(_args: argparse.Namespace, database: Database, _month: Month | None, stamp: Stamp) -> Job:
        person = database.ask(people.by_id_no, args.person)
        value = database.ask(
            payroll.clawback_notice,
            person,
            written=stamp.printed_at.astimezone().date(),
            contact=stamp.printed_by,
            deadline=_day(args.until),
        )
        facts = {"number": value.number, "balance_fen": value.balance_fen}
        return Job((person,), clawback_notice.layout(value, stamp), facts)

    _write(args, terminal, None, lay_out)


def _print(args: argparse.Namespace, terminal: Terminal, lay_out: Callable[..., Job]) -> None:
    _write(args, terminal, month(args.month), lay_out)


def _write(args: argparse.Namespace, terminal: Terminal, wanted: Month | None, lay_out: Callable[..., Job]) -> None:
    """Lay out, write the file, then count the copy: a copy is counted only when it is there."""
    pdf.without_window()
    with opened(args) as database:
        name = next((one.name for one in database.ask(office.clerks) if one.login == database.clerk), database.clerk)
        job, copy = _with_copy(database, lambda copy: lay_out(args, database, wanted, Stamp(utc_now(), name, copy)))
        path = pdf.write_pdf(job.pages, args.pdf, terminal.progress, folders=True)
        database.do(
            ACTION,
            prints.record,
            job.pages.form,
            job.record_ids,
            copy=copy,
            pages=job.pages.count,
            purpose="pdf",
        )
    count = job.pages.count
    terminal.say(
        tr("{form}: {pages} pages, copy {copy}: {path}", form=job.pages.form, pages=count, copy=copy, path=path)
    )
    lacking = job.facts.get("missing_glyphs", [])
    if lacking:
        names = "、".join(f"{one['name']}（{one['number']}）" for one in lacking)
        terminal.say(
            tr("No font here has all characters of these names; they are printed with 〓: {names}", names=names)
        )
    terminal.result({"form": job.pages.form, "pdf": path, "pages": count, "copy": copy, **job.facts})


def _with_copy(database: Database, lay_out: Callable[[int], Job]) -> tuple[Job, int]:
    """Lay out as the first copy; when it is not the first, again with its number."""
    job = lay_out(1)
    copy = database.ask(prints.next_copy, job.pages.form, job.record_ids)
    return (job if copy == 1 else lay_out(copy)), copy


def _sheet(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    sheets = _sheets(args, database, wanted)
    numbers = Numbers.TAIL if args.masked else Numbers.FULL
    options = payroll_sheet.SheetOptions(
        stamp, every_column=args.every_column, by_village=args.by_village, ids=numbers, accounts=numbers
    )
    lacking = [
        {"run": sheet.number, "number": line.number, "name": line.name}
        for sheet in sheets
        for line in payroll_sheet.missing_glyphs(sheet)
    ]
    pages = bound([payroll_sheet.layout(sheet, options) for sheet in sheets])
    return Job(_ids(sheets), pages, {**_facts(sheets), "missing_glyphs": lacking})


def _poster(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    sheets = _sheets(args, database, wanted)
    options = payroll_poster.PosterOptions(
        stamp,
        village=args.village,
        ids=Numbers.TAIL if args.show_ids else Numbers.HIDDEN,
        mask_names=args.mask_names,
        first=_day(args.first),
        last=_day(args.last),
    )
    return Job(_ids(sheets), payroll_poster.layout(sheets, options), _facts(sheets))


def _slips(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    sheets = _sheets(args, database, wanted)
    options = payslips.SlipOptions(stamp, village=args.village, id_no=args.id_no, phone=args.phone)
    pages = payslips.layout(sheets, options)
    return Job(_ids(sheets), pages, {**_facts(sheets), "slips": len(pages.content.slips)})


def _bank_list(args: argparse.Namespace, database: Database, wanted: Month, stamp: Stamp) -> Job:
    """The lists that were made for the month; the one that would be made now, as a draft, when there is none yet."""
    made = [
        one
        for one in database.ask(payments.lists, wanted)
        if args.post is None or set(one.run_ids) <= set(database.ask(payments.of_month, wanted, post_type=args.post))
    ]
    if not made:
        run_ids = database.ask(payments.of_month, wanted, post_type=args.post)
        if not run_ids:
            first = _sheets(args, database, wanted)[0]
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


def _sheets(args: argparse.Namespace, database: Database, wanted: Month) -> list[Sheet]:
    """The runs of the month that are not void, by number."""
    chosen = [
        run
        for run in database.ask(payroll.runs, wanted)
        if run.state != RunState.VOID and args.post in {None, run.post_type}
    ]
    if not chosen:
        raise NoRun(month=str(wanted), field="month")
    return [database.ask(payroll.sheet, run.run_id) for run in chosen]


def _ids(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    return tuple(sheet.run_id for sheet in sheets)


def _facts(sheets: Sequence[Sheet]) -> dict[str, Any]:
    return {
        "runs": [
            {
                "number": sheet.number,
                "state": sheet.state,
                "post_type": sheet.post_type,
                "lines": len(sheet.lines),
                "net_fen": sheet.net_fen,
                "check_code": sheet.check_code,
            }
            for sheet in sheets
        ]
    }


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongDate(field="from", text=text) from error
