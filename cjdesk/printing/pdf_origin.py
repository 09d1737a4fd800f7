"""A PDF proved whole: its pages against the data inside it, and these against the data file that they came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from cjdesk.db.database import Database
from cjdesk.domain.errors import PaperTooOld, PaperUnknown, PdfNotReadable
from cjdesk.domain.paper import PaperCode, Verdict
from cjdesk.domain.sheet import Sheet
from cjdesk.i18n import N_, tr
from cjdesk.printing import machine_readable, originals, pdf_check
from cjdesk.printing.attached import Carried
from cjdesk.printing.list_check import WHAT, Difference
from cjdesk.printing.machine_readable import PrintedForm
from cjdesk.printing.pages import Imprint
from cjdesk.printing.pdf_check import PdfReport
from cjdesk.services import paper as papers
from cjdesk.services import payments, payroll
from cjdesk.services.paper import Finding
from cjdesk.services.payments.values import PaymentList

DATA = "data"
"""What differs when a PDF carries other data than were written into it."""

Progress = Callable[[int, int], None]
"""Called as ``progress(done, total)`` after each page; it may raise to cancel."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a PDF says of itself, and what the data file says of each paper in it (nothing where none was asked)."""

    name: str
    report: PdfReport
    differences: tuple[Difference, ...]
    papers: tuple[Finding, ...]

    @property
    def true(self) -> bool:
        """Whether the pages are what the data say, and each paper in it is a true copy."""
        return self.verdict is Verdict.TRUE_COPY

    @property
    def verdict(self) -> Verdict:
        """What is worst of all that was found."""
        found = {one.verdict for one in self.papers} | ({Verdict.ALTERED} if self.differences else set())
        order = (Verdict.ALTERED, Verdict.UNKNOWN, Verdict.SUPERSEDED)
        return next((one for one in order if one in found), Verdict.TRUE_COPY)


def examine(path: Path, database: Database | None = None, progress: Progress | None = None) -> Examined:
    """Prove a PDF of ours. PDF_NOT_READABLE, PDF_WITHOUT_DATA."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PdfNotReadable(field="pdf", file=path.name) from error
    report = pdf_check.check(content, path.name, progress)
    if database is None:
        return Examined(path.name, report, report.differences, ())
    differences = list(report.differences)
    by_code_alone: set[Imprint] = set()
    for carried in report.carried:
        borne = _borne(carried, report)
        known = database.ask(papers.knows_data, carried.digest, borne)
        original = None if known else _original(database, carried.value)
        if known or (original is not None and original.digest == carried.digest):
            continue
        if original is not None and original.differences:
            differences += original.differences
        elif known is False:
            differences.append(Difference(0, "", DATA, "", carried.name))
        else:
            by_code_alone |= set(borne)
    return Examined(path.name, report, tuple(differences), tuple(_found(database, report, by_code_alone)))


def words(one: Difference) -> str:
    """A difference as a sentence."""
    if one.what == DATA:
        return tr("Its data are not known here: the PDF was changed, or written before a backup was restored.")
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


def _found(database: Database, report: PdfReport, by_code_alone: Collection[Imprint]) -> Iterator[Finding]:
    """What the data file says of each paper in the PDF; drafts of bank lists have no number yet."""
    drafts = {
        listed.imprint.number
        for one in report.carried
        for listed in one.lists
        if isinstance(one.value, PaymentList) and one.value.number is None
    }
    for one in dict.fromkeys(report.imprints):
        found = _look_up(database, one) if one.number not in drafts else None
        if one in by_code_alone and (found is None or found.verdict is Verdict.TRUE_COPY):
            text = N_("The code is right, but that a PDF with these data was written from here is not noted.")
            found = Finding(Verdict.UNKNOWN, one.form, one.number, one.check_code, one.revision, text)
        if found is not None:
            yield found


def _look_up(database: Database, one: Imprint) -> Finding:
    try:
        return database.ask(papers.look_up, PaperCode(one.number, one.check_code, one.form, one.revision))
    except (PaperUnknown, PaperTooOld) as error:
        facts = {key: str(value) for key, value in error.facts.items()}
        return Finding(Verdict.UNKNOWN, one.form, one.number, one.check_code, one.revision, error.template(), facts)


@dataclass(frozen=True, slots=True)
class _Original:
    """The run or list as it stands: what its PDF would carry, and what differs in what is carried."""

    digest: str
    differences: tuple[Difference, ...]


def _original(database: Database, value: object) -> _Original | None:
    """None where the data are of neither run nor list, or it is not there."""
    if isinstance(value, Sheet):
        run_id = next((one.run_id for one in database.ask(payroll.runs, value.month) if one.number == value.number), "")
        if run_id:
            run = database.ask(payroll.sheet, run_id)
            return _Original(machine_readable.sheet(run).digest, originals.sheet_differences(value, run))
    if isinstance(value, PaymentList) and value.number is not None:
        lists = database.ask(payments.lists, value.month, withdrawn=True)
        listed = next((one for one in lists if one.number == value.number), None)
        if listed is not None:
            return _Original(machine_readable.bank_list(listed).digest, originals.list_differences(value, listed))
    return None


def _borne(carried: Carried, report: PdfReport) -> tuple[Imprint, ...]:
    """What the paper bears that carries these data; figures beside a list bear nothing, and go with all there is."""
    if isinstance(carried.value, PrintedForm):
        return carried.value.imprint, *carried.value.borne
    return tuple(one.imprint for one in carried.lists) or report.imprints
