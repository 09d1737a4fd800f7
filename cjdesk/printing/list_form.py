"""A list form as a declaration: columns, pages, sums, signatures. Painting and the Excel twin follow from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from cjdesk.printing import wording
from cjdesk.printing.bank_spelling import person_of
from cjdesk.printing.canvas import Canvas
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.measures import LANDSCAPE, Paper
from cjdesk.printing.page_frame import Frame, Signer
from cjdesk.printing.pages import Lacking
from cjdesk.printing.paging import split
from cjdesk.printing.table import Column, SumRow

V = TypeVar("V")

SUM, PART, WHOLE = "本页小计", "村 小 计", "合　　计"


@dataclass(frozen=True, slots=True)
class Heights:
    """Heights in millimetres and sizes in points of the table's parts; ``lift`` moves the signatures up."""

    top: float = 29
    head: float = 11
    row: float = 7
    empty: float = 6
    head_size: float = 9.5
    sum_size: float = 10
    lift: float = 0


@dataclass(frozen=True, slots=True)
class ListPage(Generic[V]):
    """The rows of one page; ``part`` holds the rows of the village that ends here, if it gets a sum of its own."""

    rows: tuple[V, ...]
    short: bool = False
    part: tuple[V, ...] = ()


@dataclass(frozen=True, slots=True)
class InWords:
    """The grand total in capitals and figures; right of ``figures_end`` the seal has its place."""

    fen: int
    figures_end: float = 216
    height: float = 9.5
    label: str = "合计金额"


@dataclass(frozen=True, slots=True)
class ListForm(Generic[V]):
    """One list on paper.

    ``sum_of(label, rows)`` gives the sum row of any rows, None for a list without sums; ``whole`` stands under the last
    page's sum, by default the sum of all. ``legend`` stands under every table. A last page with ``full`` rows has no
    room for the words that nothing follows: its frame says so. ``end(canvas, bottom)`` paints what stands below the
    last table instead of signatures; its words for the workbook are ``end_words``. ``strong`` is the column whose sums
    are set larger. ``page_sums`` off: only the whole list's. Where one paper holds several lists, ``before`` pages
    stand before this one's, ``of`` in all. ``unread`` are texts that many banks cannot read.
    """

    frame: Frame
    title: str
    subtitle: tuple[str, ...]
    columns: tuple[Column[V], ...]
    pages: tuple[ListPage[V], ...]
    sum_of: Callable[[str, Sequence[V]], SumRow] | None
    signers: tuple[Signer, ...]
    heights: Heights = field(default_factory=Heights)
    starts: tuple[float, ...] = ()
    whole: tuple[SumRow, ...] | None = None
    words: InWords | None = None
    strong: str = ""
    legend: str = ""
    full: int | None = None
    note: str = ""
    note_room: float | None = None
    empty_words: str = wording.BELOW_EMPTY
    end: Callable[[Canvas, float], None] | None = None
    end_words: tuple[str, ...] = ()
    paper: Paper = LANDSCAPE
    page_sums: bool = True
    before: int = 0
    of: int = 0
    unread: frozenset[str] = frozenset()

    @property
    def rows(self) -> tuple[V, ...]:
        """The rows of all pages."""
        return tuple(row for page in self.pages for row in page.rows)

    def wholes(self) -> tuple[SumRow, ...]:
        """The sum rows of the whole list."""
        if self.whole is not None:
            return self.whole
        return (self.sum_of(WHOLE, self.rows),) if self.sum_of is not None else ()


def cut(rows: Sequence[V], *, full: int, last: int) -> tuple[ListPage[V], ...]:
    """Rows shared out over pages; a list without rows has one empty page."""
    if not rows:
        return (ListPage((), short=True),)
    return tuple(
        ListPage(tuple(rows[one.start : one.stop]), short=len(one) < full)
        for one in split(len(rows), full=full, last=last)
    )


def rows_less(full: int, height: float, row: float) -> int:
    """How many rows remain of a full page when so many millimetres are needed for something else."""
    return full - math.ceil(height / row)


def words_below(form: ListForm[V], index: int) -> str:
    """What stands in the row under a page's lines that nothing follows there; empty where there is no such row."""
    if index == len(form.pages) - 1:
        return "" if len(form.pages[index].rows) == form.full else form.empty_words
    return wording.FOLLOWS if form.pages[index].short else ""


def sums(form: ListForm[V], index: int) -> tuple[SumRow, ...]:
    """The sum rows of a page: its own, its village's where that ends, the whole list's on the last page."""
    page = form.pages[index]
    found = []
    if form.sum_of is not None:
        found = [form.sum_of(SUM, page.rows)] if form.page_sums else []
        if page.part:
            found.append(form.sum_of(PART, page.part))
    return (*found, *(form.wholes() if index == len(form.pages) - 1 else ()))


def lacking(
    columns: Sequence[Column[V]], rows: Sequence[V], unread: frozenset[str] = frozenset()
) -> tuple[Lacking, ...]:
    """The texts with a character that is no standard one or that no font here can print, by the number of their row.

    With them those that many banks cannot read: ``unread``.
    """
    known = faces()
    parts = [part for one in columns for part in one.parts if part.role is Role.BODY]
    return tuple(
        Lacking(number_of(columns, row), text, person_of(row), unread=writable)
        for row in rows
        for part in parts
        if not (writable := known.writable(text := part.says(row))) or text in unread
    )


def number_of(columns: Sequence[Column[V]], row: V) -> str:
    """The printed number of a row."""
    return columns[0].parts[0].says(row) if columns[0].parts else ""
