"""``cjdesk scan add|list|get|withdraw``: photos and scans of signed paper, by the number that is printed on it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.domain.errors import ScanNumberMissing
from cjdesk.domain.paper import read_qr
from cjdesk.i18n import N_, error_text, tr
from cjdesk.printing import pdf, scan_files
from cjdesk.services import scans
from cjdesk.services.scans import Added, Picture, ScanValue

ADD = N_("Add a scan of signed paper")
WITHDRAW = N_("Withdraw a scan")
TAKE_OUT = N_("Save a scan to a file")
"""The names of these acts in the history."""


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("scan")
    add = group.verb("add", _add, N_("keep pictures of signed paper: JPEG, PNG, BMP, WebP, TIFF, scanned PDF"))
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help=tr("a picture of a page, or several"))
    add.add_argument("--number", default="", metavar="N", help=tr("the number at the foot of the page, such as PAY-…"))
    add.add_argument("--qr", default="", metavar="TEXT", help=tr("what a hand scanner reads from the code on the page"))
    add.add_argument("--page", type=int, metavar="N", help=tr("which page the first picture is; the others follow"))
    add.add_argument("--remark", default="", metavar="TEXT", help=tr("a remark"))
    listing = group.verb("list", _list, N_("list what is kept of a paper or of a month"))
    what = listing.add_mutually_exclusive_group(required=True)
    what.add_argument("--number", metavar="N", help=tr("the number at the foot of the page, such as PAY-…"))
    what.add_argument("--month", metavar="YYYY-MM", help=tr("the month"))
    listing.add_argument("--withdrawn", action="store_true", help=tr("also what was withdrawn"))
    get = group.verb("get", _get, N_("write a kept picture to a file"))
    get.add_argument("id", metavar="ID", help=tr("the scan, as the list names it"))
    get.add_argument("out", type=Path, metavar="OUT", help=tr("the JPEG file to write"))
    withdraw = group.verb("withdraw", _withdraw, N_("put a wrong scan aside, with a reason"))
    withdraw.add_argument("id", metavar="ID", help=tr("the scan, as the list names it"))
    withdraw.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))


def _add(args: argparse.Namespace, terminal: Terminal) -> int:
    """Each file by itself: a broken one is named, the others are kept all the same."""
    if not (args.number.strip() or args.qr.strip()):
        raise ScanNumberMissing(field="number")
    pdf.without_window()
    code = read_qr(args.qr) if args.qr.strip() else None
    with opened(args) as database:
        found = database.ask(scans.paper, code.number if code is not None else args.number)

        def keep(pictures: Sequence[Picture], first: bool, page: int | None) -> tuple[Added, ...]:
            number, qr = (args.number, args.qr) if first else (found.number, "")
            return database.do(
                ADD, scans.add, pictures, by=database.clerk, number=number, qr=qr, page=page, remark=args.remark
            )

        taken = scan_files.take_in(args.files, keep, code=code, page=args.page, progress=terminal.progress)
        progress = database.ask(scans.progress, found.number)
    if not taken.added:
        raise taken.refused[0].error
    for added in taken.added:
        _tell_added(terminal, added)
    for one in taken.refused:
        terminal.complain(f"{one.name}: {error_text(one.error)}（{one.error.code}）")
    terminal.say(_progress_words(found.number, progress.here, progress.pages))
    terminal.result(
        {
            "number": found.number,
            "added": taken.added,
            "refused": [
                {"file": one.name, "code": one.error.code, "message": error_text(one.error)} for one in taken.refused
            ],
            "here": progress.here,
            "pages": progress.pages,
        }
    )
    return 3 if taken.refused else 0


def _tell_added(terminal: Terminal, one: Added) -> None:
    page = "—" if one.page is None else one.page
    terminal.say(tr("Kept: {number}, page {page} ({id})", number=one.number, page=page, id=one.id))
    for warned in one.warnings:
        terminal.complain(f"{tr(warned.text, **warned.facts)}（{warned.code}）")


def _progress_words(number: str, here: int, pages: int | None) -> str:
    if pages is None:
        return tr("{number}: {here} pages are here.", number=number, here=here)
    return tr("{number}: {here} of {pages} pages are here.", number=number, here=here, pages=pages)


def _list(args: argparse.Namespace, terminal: Terminal) -> None:
    facts: dict[str, Any] = {}
    with opened(args) as database:
        if args.number is not None:
            whole = database.ask(scans.of_paper, args.number, with_withdrawn=args.withdrawn)
            found: Sequence[ScanValue] = whole.scans
            facts = {"number": whole.paper.number, "here": whole.progress.here, "pages": whole.progress.pages}
        else:
            found = database.ask(scans.of_month, month(args.month), with_withdrawn=args.withdrawn)
    for one in found:
        terminal.say(_line(one))
    if facts:
        terminal.say(_progress_words(facts["number"], facts["here"], facts["pages"]))
    elif not found:
        terminal.say(tr("Nothing is kept here yet."))
    terminal.result({**facts, "scans": found})


def _line(one: ScanValue) -> str:
    aside = [*one.warnings, *([tr("withdrawn: {reason}", reason=one.withdrawn)] if one.withdrawn else [])]
    return tr(
        "{number} page {page}: {file}, {width} × {height}, {kilobytes} KB, {day} {by} {aside} ({id})",
        number=one.number,
        page="—" if one.page is None else one.page,
        file=one.file_name,
        width=one.width,
        height=one.height,
        kilobytes=-(-one.size // 1024),
        day=f"{one.added_at.astimezone():%Y-%m-%d %H:%M}",
        by=one.added_by,
        aside="，".join(aside),
        id=one.id,
    )


def _get(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        one = scans.save(database, args.id, args.out, action=TAKE_OUT)
    terminal.say(tr("Written: {path}", path=args.out))
    terminal.result({"id": one.id, "number": one.number, "page": one.page, "file": args.out, "bytes": one.size})


def _withdraw(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        database.do(WITHDRAW, scans.withdraw, args.id, reason=args.reason, by=database.clerk)
    terminal.say(tr("Withdrawn; it stays in the file with the reason."))
    terminal.result({"id": args.id, "withdrawn": args.reason})
