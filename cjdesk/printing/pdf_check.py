"""Whether the pages of one of our PDFs say what the data inside it say: every row, every sum, every check code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cjdesk.domain import masks, money
from cjdesk.domain.errors import PdfNotReadable, PdfWithoutData
from cjdesk.i18n import N_
from cjdesk.printing import attached, embedded, page_tables, page_text
from cjdesk.printing.attached import Carried, Listed, Shown
from cjdesk.printing.fonts import MISSING
from cjdesk.printing.list_pages import AMOUNT
from cjdesk.printing.page_tables import Foot, Table, TableRow, blankless
from cjdesk.printing.page_text import PageContent
from cjdesk.printing.pages import Imprint
from cjdesk.printing.payroll_columns import NAME_LACKS
from cjdesk.printing.pdf_objects import NotReadable, PdfFile

SUM, PART = "本页小计", "村小计"

WHAT = {
    "attachment": N_("the data inside the file"),
    "page": N_("the page"),
    "pages": N_("the pages of the form"),
    "page_number": N_("the page number"),
    "check_code": N_("the check code"),
    "title": N_("the title"),
    "head": N_("the heads of the columns"),
    "row": N_("the row"),
    "sum": N_("the sum"),
    "words": N_("the total in words"),
    "text": N_("the text"),
}
"""What may differ, in words; another key is the head of a column."""

_CUT = 60
_ID = re.compile(r"\d{17}[\dX]")
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_CAPITALS = blankless("人民币（大写）")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something on a page that is not what the data say; page 0 is the file, row "" the whole page.

    ``what`` is a key of WHAT, or the head of the column.
    """

    page: int
    row: str
    what: str
    expected: str
    found: str


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


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    content: PageContent
    foot: Foot


def check(content: bytes, name: str) -> PdfReport:
    """Compare the pages of a PDF with the data inside it; ``name`` is the file's, for words.

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
    pages = _pages(file, numbers, found)
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
            made.append(attached.read(one.name, one.content))
        except ValueError:
            found.append(Difference(0, "", "attachment", "", one.name))
    return tuple(made)


def _pages(file: PdfFile, numbers: Sequence[int], found: list[Difference]) -> list[_Page]:
    fonts: dict[int, dict[int, str]] = {}
    pages: list[_Page] = []
    for number, one in enumerate(numbers, start=1):
        try:
            page = page_text.read_page(file, one, fonts)
        except NotReadable:
            found.append(Difference(number, "", "page", "", ""))
            continue
        pages.append(_Page(number, page, page_tables.foot(page)))
    return pages


def _compared(carried: Sequence[Carried], pages: list[_Page], count: int, found: list[Difference]) -> PdfReport:
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
        tries = [(_list_differences(listed, group), listed) for listed in one.lists]
        differences, listed = min(tries, key=lambda attempt: len(attempt[0]))
        found += differences
        rows += len(listed.cells)
        imprints.append(listed.imprint)
    for one in carried:
        if isinstance(one.value, Shown) and not _also_listed(one.value, carried):
            found += _shown_differences(one.value, groups)
    found += (Difference(page.number, "", "page", "", page.foot.words[-_CUT:]) for group in groups for page in group)
    return PdfReport(count, rows, tuple(carried), tuple(imprints), tuple(sorted(found, key=lambda one: one.page)))


def _groups(pages: Sequence[_Page]) -> list[list[_Page]]:
    """The pages of each form: every form begins with its page 1."""
    groups: list[list[_Page]] = []
    for page in pages:
        if page.foot.page <= 1 or not groups:
            groups.append([])
        groups[-1].append(page)
    return groups


def _group_of(imprint: Imprint, groups: list[list[_Page]]) -> list[_Page] | None:
    """The first pages that bear the number, best those with the code; else the only ones there are."""
    number = blankless(imprint.number)
    named = [group for group in groups if any(page.foot.words.endswith(number) for page in group)]
    coded = [group for group in named if group[0].foot.check_code == imprint.check_code]
    if coded or named:
        return (coded or named)[0]
    return groups[0] if len(groups) == 1 else None


def _also_listed(value: Shown, carried: Sequence[Carried]) -> bool:
    """Rows beside a list of the same paper say nothing more than it."""
    return any(one.imprint.check_code == value.check_code for other in carried for one in other.lists)


def _list_differences(listed: Listed, pages: Sequence[_Page]) -> list[Difference]:
    reader = _ListReader(listed)
    found: list[Difference] = []
    number = blankless(listed.imprint.number)
    count = listed.of or len(pages)
    for index, page in enumerate(pages, start=listed.before + 1):
        at, foot = page.number, page.foot
        if foot.check_code != listed.imprint.check_code or not foot.words.endswith(number):
            said = f"{listed.imprint.number} {listed.imprint.check_code}"
            found.append(Difference(at, "", "check_code", said, f"{foot.words[-_CUT:]} {foot.check_code}"))
        if (foot.page, foot.pages) != (index, count):
            found.append(Difference(at, "", "page_number", f"{index}/{count}", f"{foot.page}/{foot.pages}"))
        tables = page_tables.tables(page.content)
        if blankless(listed.title) not in page_tables.text_of(page.content.marks):
            found.append(Difference(at, "", "title", listed.title, ""))
        if not tables:
            found.append(Difference(at, "", "page", "", ""))
            continue
        found += reader.read(at, tables[0])
        found += _end_differences(at, tables[1:], listed.end)
    found += reader.ended(pages[-1].number)
    return found


class _ListReader:
    """Goes down the pages of a list with the rows that must stand there."""

    def __init__(self, listed: Listed) -> None:
        self._listed = listed
        self._at = 0
        self._part = 0
        self._wholes = list(listed.wholes)
        self._words = listed.words
        self._shown = None if listed.shown is None else list(listed.shown)

    def read(self, page: int, table: Table) -> Iterator[Difference]:
        """Compare the table of a page."""
        start = self._at
        heads = [blankless(head) for head in self._listed.heads]
        first = table.rows[0].cells
        if len(first) != len(heads) or any(head not in cell for head, cell in zip(heads, first, strict=False)):
            yield Difference(page, "", "head", " ".join(heads), " ".join(first))
        for row in table.rows[1:]:
            label = row.cells[0]
            if label == SUM:
                yield from self._sum(page, row, self._listed.sums(label, start, self._at))
            elif label == PART:
                yield from self._sum(page, row, self._listed.sums(label, self._part, self._at))
                self._part = self._at
            elif self._wholes and label == blankless(self._wholes[0][0]):
                yield from self._sum(page, row, self._wholes.pop(0))
            elif self._words and len(row.cells) == 2 and row.cells[1].startswith(_CAPITALS):
                yield from _unlike(page, label, "words", self._words, row.cells[1])
                self._words = ""
            elif label or len(row.cells) == len(heads):
                yield from self._row(page, row)
            elif sum(map(bool, row.cells)) > 1:
                yield Difference(page, "", "row", "", " ".join(row.cells))

    def ended(self, page: int) -> Iterator[Difference]:
        """What never came."""
        for cells in self._listed.cells[self._at :]:
            yield Difference(page, cells[0], "row", " ".join(cells), "")
        for whole in self._wholes:
            yield Difference(page, whole[0], "sum", " ".join(whole), "")
        if self._words:
            yield Difference(page, "", "words", self._words, "")

    def _row(self, page: int, row: TableRow) -> Iterator[Difference]:
        if self._at >= len(self._listed.cells) or len(row.cells) != len(self._listed.heads):
            yield Difference(page, row.cells[0], "row", "", " ".join(row.cells))
            return
        cells = self._listed.cells[self._at]
        self._at += 1
        for head, expected, found in zip(self._listed.heads, cells, row.cells, strict=True):
            yield from _unlike(page, cells[0], head, expected, found)

    def _sum(self, page: int, row: TableRow, expected: Sequence[str]) -> Iterator[Difference]:
        wanted, found = tuple(map(blankless, expected)), tuple(filter(None, row.cells))
        if self._shown is not None:
            # As printed, and the amounts as the rows say.
            rest = iter(_amounts(found[1:]))
            shown = tuple(map(blankless, self._shown.pop(0))) if self._shown else ()
            wanted = shown if all(one in rest for one in _amounts(wanted[1:])) else wanted
        if wanted[1:] != found[1:]:
            yield Difference(page, row.cells[0], "sum", " ".join(wanted), " ".join(found))


def _amounts(texts: Sequence[str]) -> list[int]:
    return [money.parse_fen(text) for text in texts if AMOUNT.fullmatch(text)]


def _end_differences(page: int, tables: Sequence[Table], end: Sequence[str]) -> Iterator[Difference]:
    """Tables below the list: every row but the head is one of the words that stand there."""
    words = set(map(blankless, end))
    for table in tables:
        for row in table.rows[1:]:
            if "".join(row.cells) not in words:
                yield Difference(page, row.cells[0], "row", "", " ".join(row.cells))


def _unlike(page: int, row: str, what: str, expected: str, found: str) -> Iterator[Difference]:
    """A text that differs in more than a character that no font had here or there."""
    wanted, shown = blankless(expected), found
    if len(wanted) == len(shown) and all(one in {other, MISSING} for one, other in zip(shown, wanted, strict=True)):
        return
    lacks = blankless(NAME_LACKS)
    if wanted.replace(lacks, "").strip(";") == shown.replace(lacks, "").strip(";"):
        return
    yield Difference(page, row, what, expected.replace("\n", " "), found)


def _shown_differences(value: Shown, groups: list[list[_Page]]) -> Iterator[Difference]:
    """The pages with the code of these data must show each of their texts as often as they do."""
    coded = [one for one in groups if one[0].foot.check_code == value.check_code]
    # Receipts bear a code each: then all pages that no list has claimed are theirs.
    mine = coded[:1] or (groups[:] if not any(page.foot.pages for one in groups for page in one) else [])
    if not mine:
        yield Difference(0, "", "check_code", value.check_code, "")
        return
    for group in mine:
        groups.remove(group)
    pages = [page for group in mine for page in group]
    text = "".join(page_tables.text_of(page.content.marks) for page in pages)
    for number, row in enumerate(value.texts, start=1):
        for one in row:
            if not any(_stands_in(text, blankless(way)) for way in _ways(one)):
                yield Difference(pages[0].number, str(number), "text", one, "")


def _ways(text: str) -> tuple[str, ...]:
    """A text, a day or month as paper writes it too, an ID number without its middle."""
    day = _DAY.fullmatch(text)
    if day is None:
        return (text, masks.id_draft(text)) if _ID.fullmatch(text) else (text,)
    year, month, number = day.groups()
    ways = [text, f"{year}年{int(month)}月" + (f"{int(number)}日" if number else "")]
    return (*ways, f"{year}年{month}月{number}日") if number else tuple(ways)


def _stands_in(text: str, wanted: str) -> bool:
    """Whether a text stands there, a character that no font had as the mark for it."""
    if wanted in text:
        return True
    marked = "".join(f"[{re.escape(one)}{MISSING}]" for one in wanted)
    return MISSING in text and re.search(marked, text) is not None
