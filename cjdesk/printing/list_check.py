"""A list on its pages against its data: head, every cell of every row, sums, total in words, number and code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cjdesk.domain import money
from cjdesk.i18n import N_
from cjdesk.printing import page_tables
from cjdesk.printing.attached import Listed
from cjdesk.printing.fonts import MISSING
from cjdesk.printing.list_form import PART, SUM
from cjdesk.printing.list_pages import AMOUNT
from cjdesk.printing.page_tables import Foot, Table, TableRow, blankless
from cjdesk.printing.page_text import PageContent
from cjdesk.printing.pages import Imprint
from cjdesk.printing.payroll_columns import NAME_LACKS

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

CUT = 60
"""So much of a text is shown where it differs."""

_SUM, _PART = blankless(SUM), blankless(PART)
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
class ReadPage:
    """A page that was read, with its number in the file and its foot."""

    number: int
    content: PageContent
    foot: Foot


def list_differences(listed: Listed, pages: Sequence[ReadPage]) -> list[Difference]:
    """What the pages of a list say otherwise than its data."""
    reader = _ListReader(listed)
    found: list[Difference] = []
    count = listed.of or len(pages)
    for index, page in enumerate(pages, start=listed.before + 1):
        at = page.number
        found += foot_differences(listed.imprint, page, index, count)
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


def foot_differences(imprint: Imprint, page: ReadPage, index: int, count: int) -> Iterator[Difference]:
    """Number, check code, and page ``index`` of ``count`` at the foot."""
    at, foot = page.number, page.foot
    if foot.check_code != imprint.check_code or not foot.words.endswith(blankless(imprint.number)):
        said = f"{imprint.number} {imprint.check_code}"
        yield Difference(at, "", "check_code", said, f"{foot.words[-CUT:]} {foot.check_code}")
    if (foot.page, foot.pages) != (index, count):
        yield Difference(at, "", "page_number", f"{index}/{count}", f"{foot.page}/{foot.pages}")


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
            if label == _SUM:
                yield from self._sum(page, row, self._listed.sums(label, start, self._at))
            elif label == _PART:
                yield from self._sum(page, row, self._listed.sums(label, self._part, self._at))
                self._part = self._at
            elif self._wholes and label == blankless(self._wholes[0][0]):
                yield from self._sum(page, row, self._wholes.pop(0))
            elif self._words and len(row.cells) == 2 and row.cells[1].startswith(_CAPITALS):
                yield from unlike(page, label, "words", self._words, row.cells[1])
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
            yield from unlike(page, cells[0], head, expected, found)

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


def unlike(page: int, row: str, what: str, expected: str, found: str) -> Iterator[Difference]:
    """A text that differs in more than a character that no font had here or there."""
    wanted, shown = blankless(expected), found
    if len(wanted) == len(shown) and all(one in {other, MISSING} for one, other in zip(shown, wanted, strict=True)):
        return
    lacks = blankless(NAME_LACKS)
    if wanted.replace(lacks, "").strip(";") == shown.replace(lacks, "").strip(";"):
        return
    yield Difference(page, row, what, expected.replace("\n", " "), found)
