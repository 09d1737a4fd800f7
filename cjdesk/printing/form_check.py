"""A form that is no list on its pages against its data: every cell of its tables, every text around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cjdesk.printing import page_tables, wording
from cjdesk.printing.fonts import MISSING
from cjdesk.printing.list_check import Difference, ReadPage, foot_differences, unlike
from cjdesk.printing.machine_readable import PrintedForm, Told
from cjdesk.printing.page_tables import blankless

Row = tuple[str, ...]


def form_differences(form: PrintedForm, pages: Sequence[ReadPage]) -> Iterator[Difference]:
    """What the pages of a form say otherwise than its data."""
    for index, page in enumerate(pages, start=1):
        yield from foot_differences(form.imprint, page, index, len(pages))
    yield from _differences(form.content, pages)


def slip_differences(forms: Sequence[PrintedForm], pages: Sequence[ReadPage]) -> Iterator[Difference]:
    """The same for slips that are cut apart: their pages have no foot, each slip has its number and code in itself."""
    for form in forms:
        yield from _borne_differences(form)
    yield from _differences([one for form in forms for one in form.content], pages)


def _borne_differences(form: PrintedForm) -> Iterator[Difference]:
    """The numbers and codes that the paper bears are among its texts, one behind the other."""
    told, at = blankless("".join(one for one in form.content if isinstance(one, str))), 0
    if blankless(form.number) not in told:
        yield Difference(0, "", "check_code", form.number, "")
    for one in form.borne:
        for text in (one.number, wording.check(one.check_code)):
            at = _end_of(blankless(text), told, at) if at >= 0 else at
        if at < 0:
            yield Difference(0, "", "check_code", f"{one.number} {one.check_code}", "")
            return


def _differences(content: Sequence[Told], pages: Sequence[ReadPage]) -> Iterator[Difference]:
    """The tables have no row more than the data and none less; around them more may stand."""
    rows = [one for one in content if not isinstance(one, str) and any(one)]
    found = [
        (page.number, row.cells)
        for page in pages
        for table in page_tables.tables(page.content)
        for row in table.rows
        if any(row.cells)
    ]
    for number, (page, cells) in enumerate(found):
        if number < len(rows):
            yield from _row_differences(page, rows[number], cells)
        else:
            yield Difference(page, cells[0], "row", "", " ".join(cells))
    for row in rows[len(found) :]:
        yield Difference(pages[-1].number if pages else 0, row[0], "row", " ".join(row), "")
    yield from _text_differences([one for one in content if isinstance(one, str)], pages)


def _row_differences(page: int, row: Row, cells: Row) -> Iterator[Difference]:
    """Cell by cell; where a sum row or a seal has other lines between its words, all of them together."""
    if len(row) == len(cells):
        for expected, found in zip(row, cells, strict=True):
            yield from unlike(page, row[0], "text", expected, found)
    elif blankless("".join(row)) != "".join(cells):
        yield Difference(page, row[0], "row", " ".join(row), " ".join(cells))


def _text_differences(texts: Sequence[str], pages: Sequence[ReadPage]) -> Iterator[Difference]:
    """The texts stand one after the other, whatever is between them."""
    words = "".join(page_tables.around(page.content, with_foot=page.foot.page > 0) for page in pages)
    at = 0
    for one in texts:
        end = _end_of(blankless(one), words, at)
        if end < 0:
            yield Difference(pages[0].number if pages else 0, "", "text", one, "")
        else:
            at = end


def _end_of(wanted: str, words: str, start: int) -> int:
    """Where a text ends that stands behind ``start``, a character that no font had as the mark for it; -1 for none."""
    at = words.find(wanted, start)
    if at >= 0:
        return at + len(wanted)
    if MISSING not in words:
        return -1
    marked = re.compile("".join(f"[{re.escape(one)}{MISSING}]" for one in wanted)).search(words, start)
    return marked.end() if marked else -1
