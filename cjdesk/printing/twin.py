"""The Excel twin of a list form: the same columns, pages and sums as a workbook that prints like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from cjdesk.domain import money, rmb
from cjdesk.printing import list_form, wording
from cjdesk.printing.canvas import Align
from cjdesk.printing.list_form import ListForm
from cjdesk.printing.measures import POINT
from cjdesk.printing.page_frame import Frame, Signer
from cjdesk.printing.table import LABEL_COLUMNS, Column, SumRow, cells
from cjdesk.workbooks.printed import PrintedColumn, PrintedRow, PrintedSheet, Style

V = TypeVar("V")

SIGN_HEIGHT, NOTE_HEIGHT = 8.5, 6.0

_LEADING = 1.3
"""What a spreadsheet needs for a line, as a multiple of its size."""


def of(form: ListForm[V]) -> PrintedSheet:
    """A sheet with the form's rows; what is drawn below the last table stands there as text."""
    last = len(form.pages) - 1
    pages: list[tuple[PrintedRow, ...]] = []
    for index, page in enumerate(form.pages):
        rows = [PrintedRow(cells(form.columns, row), form.heights.row) for row in page.rows]
        if below := list_form.words_below(form, index):
            rows.append(across(form.columns, below, form.heights.empty, Style.LINE))
        rows += [sum_row(form.columns, one) for one in list_form.sums(form, index)]
        if index == last and form.words is not None:
            fen = form.words.fen
            words = f"{form.words.label}　人民币（大写）{rmb.words(fen)}　（小写）¥{money.show(fen)}"
            rows.append(across(form.columns, words, form.words.height, Style.SUM))
        if form.legend:
            rows.append(across(form.columns, form.legend, NOTE_HEIGHT))
        if index != last or form.end is None:
            rows.append(across(form.columns, signatures(form.signers), SIGN_HEIGHT))
        if index == last:
            rows += [across(form.columns, words, NOTE_HEIGHT) for words in (*form.end_words, form.note) if words]
        pages.append(tuple(rows))
    return PrintedSheet(
        name=form.frame.number or form.title,
        title=form.title,
        subtitle=wording.GAP.join(form.subtitle),
        columns=tuple(heading(one, form.heights.row) for one in form.columns),
        head_height=form.heights.head,
        pages=tuple(pages),
        foot=foot(form.frame),
        landscape=form.paper.width > form.paper.height,
    )


def heading(one: Column[V], row_height: float) -> PrintedColumn:
    """The head of a column; the size of its cells fits as many lines as they have into a row."""
    lines = row_height / POINT / (_LEADING * max(len(one.parts), 1))
    size = min(lines, *(part.size for part in one.parts), 11.0)
    return PrintedColumn("\n".join(one.head), one.width, one.group, one.align is Align.RIGHT, size, one.fill)


def sum_row(columns: Sequence[Column[V]], row: SumRow) -> PrintedRow:
    """A row of sums: the label, the note up to the first amount, the amounts, words at the right."""
    boxed = [index for index, one in enumerate(columns) if one.boxed]
    start, end = boxed[0] if boxed else len(columns), boxed[-1] + 1 if boxed else len(columns)
    found: list[str | None] = [None] * len(columns)
    found[0] = row.label
    if start > LABEL_COLUMNS:
        found[LABEL_COLUMNS] = row.note
    for index in range(start, end):
        found[index] = row.values.get(columns[index].key, "")
    if end < len(columns):
        found[end] = row.after
    return PrintedRow(tuple(found), row.height, Style.SUM)


def across(columns: Sequence[Column[V]], words: str, height: float, style: Style = Style.PLAIN) -> PrintedRow:
    """Words over the whole width."""
    return PrintedRow((words, *[None] * (len(columns) - 1)), height, style)


def signatures(signers: Sequence[Signer]) -> str:
    """The places to sign as one line."""
    date = "　　　年　　月　　日"
    return "　".join(one.label + (date if one.dated else "＿" * 8) for one in signers)


def foot(frame: Frame) -> tuple[str, str, str]:
    """As the foot of the paper: who printed when, draft or void, number and check code."""
    mark = wording.VOID if frame.void else wording.DRAFT if frame.draft else ""
    tags = "　".join((*((wording.DEMO,) if frame.demo else ()), *frame.tags, *((mark,) if mark else ())))
    stamp = frame.stamp
    left = f"{frame.form}　{frame.copy_name}　{wording.minute(stamp.printed_at)}　{stamp.printed_by}"
    right = f"{frame.number_label} {frame.number}　校验码 {wording.check(frame.check_code)}"
    return left, f"　{tags}" if tags else "", right
