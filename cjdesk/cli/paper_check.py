"""``cjdesk print verify``: whether a PDF, a QR code or a typed check code is that of the original."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, opened
from cjdesk.domain import money, paper
from cjdesk.domain.paper import PaperCode, Verdict
from cjdesk.i18n import N_, tr
from cjdesk.printing import pdf, pdf_origin
from cjdesk.printing.pdf_origin import Examined
from cjdesk.services import paper as papers
from cjdesk.services.paper import VERDICTS, Finding

_SHOWN = 20


def register(group: Verbs) -> None:
    """Add the verb to those of ``print``."""
    parser = group.verb("verify", _verify, N_("whether paper is a true copy: by PDF, QR code or check code"))
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument(
        "--pdf", type=Path, metavar="FILE", help=tr("a PDF of this program, with --data also its origin")
    )
    given.add_argument("--qr", metavar="TEXT", help=tr("what the QR code says"))
    given.add_argument("--number", metavar="NUMBER", help=tr("the number at the foot, with --code"))
    parser.add_argument("--code", default="", metavar="CODE", help=tr("the check code at the foot"))


def _verify(args: argparse.Namespace, terminal: Terminal) -> int:
    if args.pdf is not None:
        return _pdf(args, terminal)
    code = paper.read_qr(args.qr) if args.qr is not None else paper.typed_code(args.number, args.code)
    with opened(args) as database:
        found = database.ask(papers.look_up, code)
    _say(terminal, found)
    terminal.result(_document(found, code))
    return 0 if found.verdict is Verdict.TRUE_COPY else 1


def _say(terminal: Terminal, found: Finding) -> None:
    words = tr(VERDICTS[found.verdict])
    paper = f"{found.form} {found.number}".strip()  # a typed number and code name no form
    terminal.say(f"{paper}: {words}. {found.why}")
    if found.lines is not None:
        amount = money.show(found.amount_fen or 0)
        terminal.say(
            tr(
                "The original: {subject}, {lines} lines, {amount} yuan.",
                subject=found.subject,
                lines=found.lines,
                amount=amount,
            )
        )


def _document(found: Finding, code: PaperCode | None = None) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "form": found.form,
        "number": found.number,
        "check_code": found.check_code,
        "revision": found.revision,
        "page": code.page if code else None,
        "pages": code.pages if code else None,
        "message": found.why,
        "lines": found.lines,
        "amount_fen": found.amount_fen,
    }


def _pdf(args: argparse.Namespace, terminal: Terminal) -> int:
    """The pages against the data inside the file; with a data folder also these against the original."""
    pdf.without_window()
    if args.data is None:
        found = pdf_origin.examine(args.pdf)
    else:
        with opened(args) as database:
            found = pdf_origin.examine(args.pdf, database)
    _say_report(terminal, found)
    if found.papers and not found.report.proved:
        terminal.say(tr("The pages and the data inside the file differ: no true copy. Of the data alone:"))
    for one in found.papers:
        _say(terminal, one)
    terminal.result(
        {
            "true": found.true,
            "pages": found.report.pages,
            "rows": found.report.rows,
            "attachments": [one.name for one in found.report.carried],
            "differences": found.differences,
            "originals": [_document(one) for one in found.papers],
        }
    )
    return 0 if found.true else 1


def _say_report(terminal: Terminal, found: Examined) -> None:
    if not found.differences:
        terminal.say(
            tr(
                "{file}: all {pages} pages say what the data inside it say ({rows} rows).",
                file=found.name,
                pages=found.report.pages,
                rows=found.report.rows,
            )
        )
    for one in found.differences[:_SHOWN]:
        terminal.say(f"{found.name}: {pdf_origin.words(one)}")
    if len(found.differences) > _SHOWN:
        terminal.say(tr("and {n} more differences", n=len(found.differences) - _SHOWN))
