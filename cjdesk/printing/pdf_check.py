"""Whether the pages of one of our PDFs say what the data inside it say: every row, every sum, every check code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cjdesk.domain.errors import PdfNotReadable, PdfWithoutData
from cjdesk.printing import attached, embedded, form_check, page_tables, page_text
from cjdesk.printing.attached import Carried, Figures
from cjdesk.printing.list_check import CUT, Difference, ReadPage, list_differences
from cjdesk.printing.machine_readable import PrintedForm
from cjdesk.printing.page_tables import blankless
from cjdesk.printing.pages import Imprint
from cjdesk.printing.pdf_objects import NotReadable, PdfFile


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What was compared: pages, rows of lists, and the data that were found; empty differences prove the paper."""

    pages: int
    rows: int
    carried: tuple[Carried, ...]
    imprints: tuple[Imprint, ...]
    differences: tuple[Difference, ...]

    @property
    def proved(self) -> bool:
        """Whether all pages say what the data say."""
        return not self.differences


def check(content: bytes, name: str, progress: Callable[[int, int], None] | None = None) -> PdfReport:
    """Compare the pages of a PDF with the data inside it; ``name`` is the file's, for words.

    ``progress(done, total)`` is called after each page that was read; it may raise to cancel.

    Errors: PDF_NOT_READABLE when it is none of ours, cut off or locked; PDF_WITHOUT_DATA when it carries none.
    """
    try:
        file = PdfFile(content)
        numbers = page_text.page_numbers(file)
    except NotReadable as error:
        raise PdfNotReadable(field="pdf", file=name) from error
    found: list[Difference] = []
    carried = _carried(file, found)
    if not carried and not found:
        raise PdfWithoutData(field="pdf", file=name)
    pages = pages_of(file, numbers, found, progress)
    return _compared(carried, pages, len(numbers), found)


def _carried(file: PdfFile, found: list[Difference]) -> tuple[Carried, ...]:
    made: list[Carried] = []
    try:
        attachments = embedded.attachments(file)
    except NotReadable:
        found.append(Difference(0, "", "attachment", "", ""))
        return ()
    for one in attachments:
        try:
            made.append(attached.read(one))
        except ValueError:
            found.append(Difference(0, "", "attachment", "", one.name))
    return tuple(made)


def pages_of(
    file: PdfFile,
    numbers: Sequence[int],
    found: list[Difference],
    progress: Callable[[int, int], None] | None = None,
) -> list[ReadPage]:
    """The pages as they are read; those that cannot be are ``found``."""
    fonts: dict[int, dict[int, str]] = {}
    pages: list[ReadPage] = []
    for number, one in enumerate(numbers, start=1):
        try:
            page = page_text.read_page(file, one, fonts)
        except NotReadable:
            found.append(Difference(number, "", "page", "", ""))
            continue
        pages.append(ReadPage(number, page, page_tables.foot(page)))
        if progress is not None:
            progress(number, len(numbers))
    return pages


def _compared(carried: Sequence[Carried], pages: list[ReadPage], count: int, found: list[Difference]) -> PdfReport:
    groups = _groups(pages)
    imprints: list[Imprint] = []
    rows = 0
    for one in carried:
        if not one.lists:
            continue
        group = _group_of(one.lists[0].imprint, groups)
        if group is None:
            found.append(Difference(0, "", "pages", one.lists[0].imprint.number, ""))
            continue
        last = one.lists[0].before + one.lists[0].pages
        if last >= one.lists[0].of:
            groups.remove(group)
        if one.lists[0].pages:
            group = group[one.lists[0].before : last] or group
        tries = [(list_differences(listed, group), listed) for listed in one.lists]
        differences, listed = min(tries, key=lambda attempt: len(attempt[0]))
        found += differences
        rows += len(listed.cells)
        imprints.append(listed.imprint)
    forms = [one.value for one in carried if isinstance(one.value, PrintedForm)]
    if forms:
        found += _form_differences(forms, groups)
        rows += sum(isinstance(told, tuple) for one in forms for told in one.content)
        imprints += dict.fromkeys(imprint for one in forms for imprint in (one.imprint, *one.borne))
    for one in carried:
        if isinstance(one.value, Figures):
            found += _with_figures(one.value, carried)
    found += (Difference(page.number, "", "page", "", page.foot.words[-CUT:]) for group in groups for page in group)
    return PdfReport(count, rows, tuple(carried), tuple(imprints), tuple(sorted(found, key=lambda one: one.page)))


def _form_differences(forms: Sequence[PrintedForm], groups: list[list[ReadPage]]) -> Iterator[Difference]:
    """Each form on the pages of its own; slips have no pages, but stand on all of them one after the other."""
    if not _numbered(groups):
        pages = [page for group in groups for page in group]
        groups.clear()
        yield from form_check.slip_differences(forms, pages)
        return
    for one in forms:
        group = _group_of(one.imprint, groups)
        if group is None:
            yield Difference(0, "", "pages", one.number, "")
            continue
        groups.remove(group)
        yield from form_check.form_differences(one, group)


def _numbered(groups: Sequence[Sequence[ReadPage]]) -> bool:
    return any(page.foot.pages for one in groups for page in one)


def _groups(pages: Sequence[ReadPage]) -> list[list[ReadPage]]:
    """The pages of each form: every form begins with its page 1."""
    groups: list[list[ReadPage]] = []
    for page in pages:
        if page.foot.page <= 1 or not groups:
            groups.append([])
        groups[-1].append(page)
    return groups


def _group_of(imprint: Imprint, groups: list[list[ReadPage]]) -> list[ReadPage] | None:
    """The first pages that bear the number, best those with the code; else the only ones there are."""
    number = blankless(imprint.number)
    named = [group for group in groups if any(page.foot.words.endswith(number) for page in group)]
    coded = [group for group in named if group[0].foot.check_code == imprint.check_code]
    if coded or named:
        return (coded or named)[0]
    return groups[0] if len(groups) == 1 else None


def _with_figures(value: Figures, carried: Sequence[Carried]) -> Iterator[Difference]:
    """The figures beside a list are those that its check code is taken from."""
    if not any(one.imprint.check_code == value.check_code for other in carried for one in other.lists):
        yield Difference(0, "", "check_code", value.check_code, "")
