"""What every verb that prints shares: lay out, write the PDF, count the copy, say what is on it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.cli.runs import runs_of
from cjdesk.db import files
from cjdesk.db.database import Database
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import VillageNotOnPaper, WrongDate
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.i18n import N_, tr
from cjdesk.printing import bank_spelling, file_names, list_pages, margins, pdf
from cjdesk.printing.pages import Pages, Stamp, counted
from cjdesk.services import office, payroll, people, prints

ACTION = N_("Print a form")
"""The name of the act in the history."""


MOST_NAMES = 8
"""So many villages are named to who misspelt one."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a verb prints: the records whose copies are counted, the pages, what else is said of them.

    ``purpose`` is what paper with full numbers is for; it goes into the history (D-11).
    """

    record_ids: tuple[str, ...]
    pages: Pages[Any]
    facts: dict[str, Any]
    purpose: str = ""


LayOut = Callable[..., Job]


def form(
    group: Verbs, name: str, lay_out: LayOut, words: str, *, posts: bool = True, monthly: bool = True
) -> argparse.ArgumentParser:
    """Add a verb that prints; ``lay_out(args, database, month, stamp)`` gets no month where the form has none."""

    def run(args: argparse.Namespace, terminal: Terminal) -> None:
        _print(args, terminal, lay_out)

    parser = group.verb(name, run, words)
    if monthly:
        parser.add_argument("--month", required=True, metavar="YYYY-MM", help=tr("the month"))
    if monthly and posts:
        parser.add_argument("--post", metavar="CODE", help=tr("only this post type, such as HL"))
    parser.add_argument(
        "--pdf",
        required=True,
        type=Path,
        metavar="OUT",
        help=tr("the PDF file to write, or a folder for the usual name"),
    )
    parser.add_argument("--xlsx", type=Path, metavar="OUT", help=tr("also a workbook that prints like the form"))
    words_for_names = tr("names that no font here can write as the bank writes them, where it is known")
    words_for_margins = tr("margins of the PDF: at least so many mm, or 25 mm at the left to bind; usually its own")
    parser.add_argument("--margins", choices=tuple(margins.MARGINS), default="form", help=words_for_margins)
    parser.add_argument("--bank-names", action="store_true", help=words_for_names)
    return parser


def _print(args: argparse.Namespace, terminal: Terminal, lay_out: LayOut) -> None:
    """Lay out, write the files, the PDF last, then count the copy: no PDF is there without its count."""
    wanted = month(args.month) if getattr(args, "month", None) else None
    pdf.without_window()
    with opened(args) as database:
        name = printing_clerk(database)
        job, copy = _with_copy(database, lambda copy: lay_out(args, database, wanted, Stamp(utc_now(), name, copy)))
        job = _respelled(database, job) if args.bank_names else job
        job = replace(job, pages=margins.inside(job.pages, margins.MARGINS[args.margins]))
        usual = file_names.of(job.pages, database.ask(office.current).township)
        path = args.pdf / usual if args.pdf.is_dir() else args.pdf
        workbook = list_pages.write_twin(job.pages, args.xlsx) if args.xlsx is not None else None
        with files.all_or_none(path):
            pdf.write_pdf(job.pages, path, terminal.progress, folders=True)
            note(database, job.pages, job.record_ids, copy, job.purpose)
    count = job.pages.count
    terminal.say(
        tr("{form}: {pages} pages, copy {copy}: {path}", form=job.pages.form, pages=count, copy=copy, path=path)
    )
    lacking = job.facts.get("missing_glyphs")
    if lacking is None:
        lacking = [{"number": one.number, "name": one.text} for one in job.pages.lacking() if not one.unread]
    if lacking:
        names = "、".join(f"{one['name']}（{one['number']}）" for one in lacking)
        terminal.say(
            tr("No font here has all characters of these names; they are printed with 〓: {names}", names=names)
        )
    terminal.result(
        {
            "form": job.pages.form, "pdf": path, "xlsx": workbook, "pages": count, "copy": copy,
            "missing_glyphs": lacking, **job.facts,
        }
    )  # fmt: skip


def note(database: Database, pages: Pages[Any], record_ids: Sequence[str], copy: int, purpose: str = "") -> None:
    """Count a PDF that was written: which copy it is, what its pages bear and what it carries."""
    database.do(
        ACTION,
        prints.record,
        pages.form,
        record_ids,
        copy=copy,
        pages=counted(pages, len(record_ids)),
        purpose=prints.where_to(prints.PDF, purpose),
        imprints=pages.imprints,
        data=pages.digests(),
    )


def _respelled(database: Database, job: Job) -> Job:
    """The same with names as the bank writes them; what still lacks a character is asked of the pages anew."""
    found = job.pages.lacking() if job.pages.respelled is not None else ()
    known = database.ask(people.bank_names, [(one.person_id, one.text) for one in found])
    names = bank_spelling.usable(found, known)
    facts = {key: value for key, value in job.facts.items() if key != "missing_glyphs"}
    said = [{"number": one.number, "name": one.text, "printed": name} for one, name in names.items()]
    return replace(job, pages=job.pages.spelled(names), facts={**facts, "bank_names": said})


def printing_clerk(database: Database) -> str:
    """The name that stands on paper as 打印人."""
    return next((one.name for one in database.ask(office.clerks) if one.login == database.clerk), database.clerk)


def _with_copy(database: Database, lay_out: Callable[[int], Job]) -> tuple[Job, int]:
    """Lay out as the first copy; when it is not the first, again with its number."""
    job = lay_out(1)
    copy = database.ask(prints.next_copy, job.pages.form, job.record_ids)
    return (job if copy == 1 else lay_out(copy)), copy


def sheets_of(args: argparse.Namespace, database: Database, wanted: Month) -> list[Sheet]:
    """The runs of the month that are not void, by number."""
    return [database.ask(payroll.sheet, run.run_id) for run in runs_of(database, wanted, args.post)]


def require_village(village: str | None, known: Iterable[str], wanted: Month) -> None:
    """A village that is given must be one of those that the form could be of. VILLAGE_NOT_ON_PAPER."""
    names = [name for name in dict.fromkeys(known) if name]
    if village and names and village not in names:
        some = "、".join(names[:MOST_NAMES]) + ("……" if len(names) > MOST_NAMES else "")
        raise VillageNotOnPaper(village=village, month=str(wanted), villages=some, field="village")


def ids_of(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """The runs whose copies are counted."""
    return tuple(sheet.run_id for sheet in sheets)


def facts_of(sheets: Sequence[Sheet]) -> dict[str, Any]:
    """What the verb says of the runs it printed."""
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


def day(text: str | None, field: str) -> date | None:
    """A day argument; None where it was not given. WRONG_DATE."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongDate(field=field, text=text) from error
