"""What stands around the table on every page of every form: form number, title, QR code, signatures, foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjdesk.printing import qr, wording
from cjdesk.printing.canvas import Align, Canvas
from cjdesk.printing.fonts import Role
from cjdesk.printing.measures import DRAFT_GREY, GRID, SIGNATURE, Paper
from cjdesk.printing.pages import Imprint, Stamp

QR_SIDE = 13
_SIDE_ZONE = 17
"""Kept free on each side of the title: form number at the left, QR code at the right."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The words around a form's tables; ``number`` and ``check_code`` tie paper and batch together.

    ``code_form`` names the form in the QR code where its printed name is no short code. ``void`` paper is marked 作废.
    """

    form: str
    copy_name: str
    number_label: str
    number: str
    check_code: str
    stamp: Stamp
    demo: bool
    draft: bool
    tags: tuple[str, ...] = ()
    code_form: str = ""
    only_copy: bool = False
    revision: int = 1
    void: bool = False

    @property
    def imprint(self) -> Imprint:
        """What the QR code and the foot say."""
        return Imprint(self.code_form or self.form, self.number, self.check_code, self.revision)

    def code(self, index: int, count: int) -> str:
        """The text of the QR code on page ``index`` (from 0) of ``count``."""
        return qr.content(self.imprint, index + 1, count)


def paint_frame(canvas: Canvas, paper: Paper, frame: Frame, index: int, count: int, *, code: bool = True) -> None:
    """Everything but title, table and signatures; ``code=False`` for a form with a QR code of its own."""
    if frame.void or frame.draft:
        mark = wording.VOID if frame.void else wording.DRAFT
        canvas.mark(paper.middle, paper.height / 2, mark, size=150, colour=DRAFT_GREY, degrees=20)
    x = paper.left
    room = paper.inner - QR_SIDE - 2
    canvas.text(x, 9.7, f"{frame.form}{wording.GAP}{frame.copy_name}", Role.FIGURES, 7.5, room=room)
    tags = ((wording.DEMO,) if frame.demo else ()) + frame.tags
    for tag in tags:
        x += _tag(canvas, x, tag) + 1.5
    if code:
        canvas.code(paper.edge, 8, QR_SIDE, frame.code(index, count))
    _foot(canvas, paper, frame, index, count)


def paint_title(canvas: Canvas, paper: Paper, title: str, *, middle: float = 17, size: float = 20) -> None:
    """A title on one line between the side zones; it shrinks, it never wraps."""
    room = paper.inner - 2 * _SIDE_ZONE
    canvas.text(paper.middle, middle, title, Role.TITLE, size, align=Align.CENTRE, room=room)


def paint_subtitle(
    canvas: Canvas, paper: Paper, words: Sequence[str], *, middle: float = 25.5, starts: Sequence[float] = ()
) -> None:
    """Words from the left margin to the right one; those between stand at ``starts`` unless they need other places."""
    size, least = 9.5, 3.0
    wide = [canvas.width(text, Role.BODY, size) for text in words]
    shrink = min(1.0, (paper.inner - least * (len(words) - 1)) / sum(wide))
    size, wide = size * shrink, [one * shrink for one in wide]
    last = paper.edge - wide[-1]
    places = [paper.left]
    for index in range(1, len(words) - 1):
        after = places[-1] + wide[index - 1] + least
        before = last - sum(wide[index:-1]) - least * (len(words) - 1 - index)
        wished = starts[index - 1] if index <= len(starts) else after
        places.append(min(max(after, wished), before))
    for text, x in zip(words, (*places, last), strict=True):
        canvas.text(x, middle, text, Role.BODY, size)


@dataclass(frozen=True, slots=True)
class Signer:
    """A place to sign: label and share of the width; one without a line holds 盖章 and the date."""

    label: str
    share: float
    dated: bool = False


def paint_signatures(canvas: Canvas, paper: Paper, signers: Sequence[Signer], table_bottom: float) -> None:
    """The signature line under a table, 8.5 mm high, 1.5 mm below it."""
    whole = sum(one.share for one in signers)
    x, middle, size = paper.left, table_bottom + 5.8, 9.5
    for one in signers:
        wide = paper.inner * one.share / whole
        label = canvas.text(x, middle, one.label, Role.BODY, size)
        if one.dated:
            date_at = x + label + (wide - label) * 0.22
            for index, word in enumerate(("年", "月", "日")):
                canvas.text(date_at + index * 10, middle, word, Role.BODY, size)
        else:
            canvas.line(x + label + 0.4, table_bottom + 7.9, x + wide - 4, table_bottom + 7.9, SIGNATURE)
        x += wide


def _tag(canvas: Canvas, x: float, words: str) -> float:
    size, top, height = 7.0, 12.4, 4.1
    wide = canvas.width(words, Role.FIGURES, size) + 2.6
    canvas.box(x, top, wide, height, GRID)
    canvas.text(x + wide / 2, top + height / 2, words, Role.FIGURES, size, align=Align.CENTRE)
    return wide


def _foot(canvas: Canvas, paper: Paper, frame: Frame, index: int, count: int) -> None:
    stamp, size = frame.stamp, 7.5
    printed = (
        "CJDesk",
        f"打印：{wording.minute(stamp.printed_at)}",
        f"打印人：{stamp.printed_by}",
        "唯一一份" if frame.only_copy else f"第{stamp.copy}份",
    )
    page = f"第 {index + 1} 页　共 {count} 页"
    wide = canvas.text(paper.middle, paper.footer, page, Role.FIGURES, 8.5, align=Align.CENTRE)
    room = paper.inner / 2 - wide / 2 - 3
    canvas.text(paper.left, paper.footer, wording.GAP.join(printed), Role.FIGURES, size, room=room)
    code = f"{frame.number_label} {frame.number}{wording.GAP}校验码 {wording.check(frame.check_code)}"
    canvas.text(paper.edge, paper.footer, code, Role.FIGURES, size, align=Align.RIGHT, room=room)


NOTE_SIZE = 8.5
NOTE_BELOW = 12.4
"""The note stands so far below the table, under the signatures."""


def paint_note(canvas: Canvas, paper: Paper, words: str, table_bottom: float, room: float | None = None) -> None:
    """The small print of a last page."""
    width = paper.inner if room is None else room
    canvas.text(paper.left, table_bottom + NOTE_BELOW, words, Role.BODY, NOTE_SIZE, room=width)
