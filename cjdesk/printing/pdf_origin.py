"""A PDF proved whole: its pages against the data inside it, and these against the data file that they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cjdesk.db.database import Database
from cjdesk.domain.errors import PaperTooOld, PaperUnknown, PdfNotReadable
from cjdesk.domain.paper import PaperCode, Verdict
from cjdesk.domain.sheet import Sheet
from cjdesk.i18n import N_, tr
from cjdesk.printing import originals, pdf_check
from cjdesk.printing.attached import Carried
from cjdesk.printing.list_check import WHAT, Difference
from cjdesk.printing.machine_readable import PrintedForm
from cjdesk.printing.pdf_check import PdfReport
from cjdesk.services import paper as papers
from cjdesk.services import payments, payroll
from cjdesk.services.paper import Finding
from cjdesk.services.payments.values import PaymentList

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
    by_code_alone: set[str] = set()
    for carried in report.carried:
        original = _original(database, carried.value)
        if original is not None:
            differences += original
        elif (known := database.ask(papers.knows_data, carried.digest, _numbers(carried, report))) is False:
            differences.append(Difference(0, "", "data", "", carried.name))
        elif known is None:
            by_code_alone |= set(_numbers(carried, report))
    found = (_unproved(one) if one.number in by_code_alone else one for one in _found(database, report))
    return Examined(path.name, report, tuple(differences), tuple(found))


def words(one: Difference) -> str:
    """A difference as a sentence."""
    where = [tr("page {page}", page=one.page)] if one.page else []
    where += [tr("row {row}", row=one.row) if one.row.isdigit() else one.row] if one.row else []
    known = WHAT.get(one.what) or originals.FIELDS.get(one.what)
    what = tr(known) if known else one.what
    place = " · ".join((*where, what))
    if one.what == "data":
        text = N_("{name} is not known here: the PDF was changed, or written before a backup was restored.")
        return tr(text, name=one.found)
    if not one.expected and not one.found:
        return tr("{place} cannot be read.", place=place)
    return tr(
        "{place}: expected “{expected}”, found “{found}”.",
        place=place,
        expected=one.expected or "—",
        found=one.found or "—",
    )


def _found(database: Database, report: PdfReport) -> Iterator[Finding]:
    """What the data file says of each paper in the PDF; drafts of bank lists have no number yet."""
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
            yield Finding(Verdict.UNKNOWN, one.form, one.number, one.check_code, one.revision, error.template(), facts)


def _original(database: Database, value: object) -> tuple[Difference, ...] | None:
    """What differs from the run or list in the data file; None where the data are of neither, or it is not there."""
    if isinstance(value, Sheet):
        run_id = next((one.run_id for one in database.ask(payroll.runs, value.month) if one.number == value.number), "")
        return originals.sheet_differences(value, database.ask(payroll.sheet, run_id)) if run_id else None
    if isinstance(value, PaymentList) and value.number is not None:
        lists = database.ask(payments.lists, value.month, withdrawn=True)
        original = next((one for one in lists if one.number == value.number), None)
        return originals.list_differences(value, original) if original is not None else None
    return None


def _numbers(carried: Carried, report: PdfReport) -> tuple[str, ...]:
    """The numbers of the paper that carries these data; figures beside a list have none, and go with all there are."""
    imprints = [listed.imprint for listed in carried.lists]
    if isinstance(carried.value, PrintedForm):
        imprints = [carried.value.imprint, *carried.value.borne]
    return tuple(dict.fromkeys(one.number for one in imprints or report.imprints))


def _unproved(found: Finding) -> Finding:
    """Paper whose code is right, but whose data nobody here has noted."""
    if found.verdict is not Verdict.TRUE_COPY:
        return found
    text = N_("The check code is right, but no PDF of it was written from here: nothing proves what it carries.")
    return replace(found, verdict=Verdict.UNKNOWN, text=text, facts={})
