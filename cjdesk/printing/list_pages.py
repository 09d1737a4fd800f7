"""A list form as pages: the one paint function of all of them, the Excel twin, the check of characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtGui import QPainter

from cjdesk.domain import money, rmb
from cjdesk.domain.errors import NoTwin
from cjdesk.printing import bank_spelling, list_form, machine_readable, twin, wording
from cjdesk.printing.canvas import Canvas
from cjdesk.printing.fonts import Role
from cjdesk.printing.list_form import ListForm
from cjdesk.printing.machine_readable import PrintedColumn, PrintedList
from cjdesk.printing.page_frame import paint_frame, paint_note, paint_signatures, paint_subtitle, paint_title
from cjdesk.printing.pages import Attachment, Pages, Spelled
from cjdesk.printing.table import TablePainter, cells, sum_texts
from cjdesk.workbooks.printed import write_printed

V = TypeVar("V")

LEGEND_BELOW = 3.6
"""The legend stands so far below the table, above the signatures."""

AMOUNT = re.compile(r"-?[\d,]+(\.\d\d?)?")
"""An amount or count as a table shows it."""


def pages_of(
    form: ListForm[V], attachments: Callable[[], tuple[Attachment, ...]] = tuple, *, whole: bool = False
) -> Pages[ListForm[V]]:
    """The form as pages, with its Excel twin and the check of its characters.

    A PDF also carries the list as it is printed, unless the ``attachments`` hold the whole list anyway.
    """

    def carried() -> tuple[Attachment, ...]:
        return attachments() if whole else (*attachments(), machine_readable.printed(printed(form)))

    return Pages(
        form.frame.imprint.form,
        form.title,
        form.paper,
        len(form.pages),
        form,
        paint,
        carried,
        imprints=(form.frame.imprint,),
        twins=lambda: (twin.of(form),),
        lacking=lambda: list_form.lacking(form.columns, form.rows, form.unread),
        respelled=lambda names: pages_of(respelled(form, names)),
    )


def respelled(form: ListForm[V], names: Spelled) -> ListForm[V]:
    """The form with other names in some rows, said in their 备注 or at the head. Its data are the list as printed."""

    def number(row: V) -> str:
        return list_form.number_of(form.columns, row)

    speller = bank_spelling.speller(names, number)
    pages = tuple(
        replace(page, rows=tuple(map(speller, page.rows)), part=tuple(map(speller, page.part))) for page in form.pages
    )
    made = replace(form, pages=pages)
    if any(one.key == "remark" for one in form.columns):
        return made
    changed = [number(row) for row, old in zip(made.rows, form.rows, strict=True) if row is not old]
    head = wording.GAP.join((form.frame.copy_name, bank_spelling.mark(changed)))
    return replace(made, frame=replace(form.frame, copy_name=head)) if changed else made


def printed(form: ListForm[V]) -> PrintedList:
    """The form's cells, for those who prove the paper."""
    words = form.words
    imprint = form.frame.imprint
    rows = tuple(cells(form.columns, row) for row in form.rows)
    sums = {} if form.sum_of is None else form.sum_of("", form.rows).values
    return PrintedList(
        form=imprint.form,
        number=imprint.number,
        check_code=imprint.check_code,
        revision=imprint.revision,
        title=form.title,
        columns=tuple(
            PrintedColumn("".join(one.head), one.boxed and _is_sum(sums.get(one.key, ""), [row[index] for row in rows]))
            for index, one in enumerate(form.columns)
        ),
        rows=rows,
        sums=tuple(
            sum_texts(form.columns, one) for index in range(len(form.pages)) for one in list_form.sums(form, index)
        ),
        words="" if words is None else capitals(words.fen),
        end=form.end_words,
        pages=len(form.pages),
        before=form.before,
        of=form.of or len(form.pages),
    )


def total_of(texts: Sequence[str]) -> int | None:
    """The sum of a column's amounts as hundredths, however they are written; None for one that holds other things."""
    amounts = [text for text in texts if text]
    if not amounts or not all(AMOUNT.fullmatch(text) for text in amounts):
        return None
    return sum(money.parse_fen(text) for text in amounts)


def _is_sum(said: str, texts: Sequence[str]) -> bool:
    """Whether a total is the sum of its column; distinct people of several villages are fewer."""
    return bool(AMOUNT.fullmatch(said)) and total_of(texts) == money.parse_fen(said)


def capitals(fen: int) -> str:
    """The total as the last row writes it."""
    return f"人民币（大写）{rmb.words(fen)}（小写）¥{money.show(fen)}"


def write_twin(pages: Pages[Any], path: Path) -> Path:
    """The workbook that prints like the form. NO_TWIN for a form that is no list; WORKBOOK_NOT_WRITTEN."""
    sheets = pages.twins()
    if not sheets:
        raise NoTwin(field="xlsx", form=pages.title)
    return write_printed(path, sheets)


def paint(painter: QPainter, pages: Pages[ListForm[V]], index: int) -> None:
    """Paint one page; the painter's unit is the millimetre."""
    form, last = pages.content, index == pages.count - 1
    page, heights = form.pages[index], form.heights
    with Canvas(painter).page() as canvas:
        paint_frame(canvas, form.paper, form.frame, form.before + index, form.of or pages.count)
        paint_title(canvas, form.paper, form.title)
        paint_subtitle(canvas, form.paper, form.subtitle, starts=form.starts)
        table = TablePainter(canvas, form.columns, form.paper.left, heights.top)
        table.head(heights.head, heights.head_size)
        table.rows(page.rows, heights.row)
        if words_below := list_form.words_below(form, index):
            table.empty(words_below, heights.empty)
        for row in list_form.sums(form, index):
            table.sums(row, size=heights.sum_size, strong=form.strong)
        if last and form.words is not None:
            words = form.words
            figures = money.show(words.fen)
            table.in_words(
                rmb.words(words.fen), figures, height=words.height, figures_end=words.figures_end, label=words.label
            )
        bottom = table.close()
        if form.legend:
            canvas.text(form.paper.left, bottom + LEGEND_BELOW, form.legend, Role.BODY, 9, room=form.paper.inner)
        if last and form.end is not None:
            form.end(canvas, bottom)
        else:
            paint_signatures(canvas, form.paper, form.signers, bottom - heights.lift)
        if last and form.note:
            paint_note(canvas, form.paper, form.note, bottom, room=form.note_room)
