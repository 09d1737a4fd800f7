"""``cjdesk print verify``: whether a PDF, a QR code or a typed check code is that of the original."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, opened
from cjdesk.db.database import Database
from cjdesk.domain import money, paper
from cjdesk.domain.errors import PaperTooOld, PaperUnknown, PdfNotReadable
from cjdesk.domain.paper import PaperCode, Verdict
from cjdesk.domain.sheet import Sheet
from cjdesk.i18n import N_, tr
from cjdesk.printing import originals, pdf, pdf_check
from cjdesk.printing.list_check import WHAT, Difference
from cjdesk.printing.pdf_check import PdfReport
from cjdesk.services import paper as papers
from cjdesk.services import payments, payroll
from cjdesk.services.paper import VERDICTS, Finding
from cjdesk.services.payments.values import PaymentList

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
    try:
        content = args.pdf.read_bytes()
    except OSError as error:
        raise PdfNotReadable(field="pdf", file=args.pdf.name) from error
    report = pdf_check.check(content, args.pdf.name)
    differences = list(report.differences)
    found: list[Finding] = []
    if args.data is not None:
        with opened(args) as database:
            found = list(_found(database, report))
            differences += _from_originals(database, report)
    true = not differences and all(one.verdict is Verdict.TRUE_COPY for one in found)
    _say_report(terminal, args.pdf.name, report, differences)
    if found and not report.proved:
        terminal.say(tr("The pages and the data inside the file differ: no true copy. Of the data alone:"))
    for one in found:
        _say(terminal, one)
    terminal.result(
        {
            "true": true,
            "pages": report.pages,
            "rows": report.rows,
            "attachments": [one.name for one in report.carried],
            "differences": differences,
            "originals": [_document(one) for one in found],
        }
    )
    return 0 if true else 1


def _found(database: Database, report: PdfReport) -> Iterator[Finding]:
    """What the data file says of each paper in the PDF; one that it does not know is altered or a stranger's."""
    drafts = {
        listed.imprint.number
        for one in report.carried
        for listed in one.lists
        if isinstance(one.value, PaymentList) and one.value.number is None
    }
    for one in dict.fromkeys(report.imprints):
        if one.number in drafts:
            continue
        code = PaperCode(one.number, one.check_code, one.form, one.revision)
        try:
            yield database.ask(papers.look_up, code)
        except (PaperUnknown, PaperTooOld) as error:
            facts = {key: str(value) for key, value in error.facts.items()}
            yield Finding(Verdict.ALTERED, one.form, one.number, one.check_code, one.revision, error.template(), facts)


def _from_originals(database: Database, report: PdfReport) -> Iterator[Difference]:
    for carried in report.carried:
        value = carried.value
        if isinstance(value, Sheet):
            run_id = next(
                (run.run_id for run in database.ask(payroll.runs, value.month) if run.number == value.number), None
            )
            if run_id is not None:
                yield from originals.sheet_differences(value, database.ask(payroll.sheet, run_id))
        elif isinstance(value, PaymentList) and value.number is not None:
            lists = database.ask(payments.lists, value.month, withdrawn=True)
            original = next((one for one in lists if one.number == value.number), None)
            if original is not None:
                yield from originals.list_differences(value, original)


def _say_report(terminal: Terminal, name: str, report: PdfReport, differences: Sequence[Difference]) -> None:
    if not differences:
        terminal.say(
            tr(
                "{file}: all {pages} pages say what the data inside it say ({rows} rows).",
                file=name,
                pages=report.pages,
                rows=report.rows,
            )
        )
    for one in differences[:_SHOWN]:
        terminal.say(f"{name}: {words(one)}")
    if len(differences) > _SHOWN:
        terminal.say(tr("and {n} more differences", n=len(differences) - _SHOWN))


def words(one: Difference) -> str:
    """A difference as a sentence."""
    where = [tr("page {page}", page=one.page)] if one.page else []
    where += [tr("row {row}", row=one.row) if one.row.isdigit() else one.row] if one.row else []
    known = WHAT.get(one.what) or originals.FIELDS.get(one.what)
    what = tr(known) if known else one.what
    place = " · ".join((*where, what))
    if not one.expected and not one.found:
        return tr("{place} cannot be read.", place=place)
    return tr(
        "{place}: expected “{expected}”, found “{found}”.",
        place=place,
        expected=one.expected or "—",
        found=one.found or "—",
    )
