"""Differences of locked months as the list shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjdesk.gui.row_model import Column, View
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr
from cjdesk.services.payroll import Difference, corrections
from cjdesk.services.search_text import search_words

COLUMNS = (
    Column("state", N_("Handling"), 84, "chip", order=""),
    Column("month", N_("Month"), 76),
    Column("name", N_("Name"), 84),
    Column("place", N_("Village, group"), 120),
    Column("post", N_("Post"), 76, pane=False),
    Column("then_fen", N_("Was given"), 96, "money"),
    Column("now_fen", N_("Should be"), 96, "money"),
    Column("amount_fen", N_("Difference"), 100, "money", bold=True),
    Column("line", N_("Run, line"), 150, pane=False, compact=False, order=""),
    Column("reason", N_("Why known later"), 190, order=""),
)


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One difference."""

    difference: Difference
    words: str
    id: str
    state: Chip
    month: str
    name: str
    place: str
    post: str
    then_fen: int
    now_fen: int
    amount_fen: int
    line: str
    reason: str


def row(one: Difference, names: dict[str, str]) -> CorrectionRow:
    """The row of a difference; ``names`` are those of the post types."""
    then = sum(_sign(name) * before for name, before, _ in one.parts)
    line = f"{one.run_number} · {one.line_number}" if one.line_number else tr("nobody was paid")
    return CorrectionRow(
        difference=one,
        words=search_words(one.name, one.id_no, None, one.village, one.group),
        id=f"{one.assignment_id} {one.month}",
        state=_chip(one),
        month=str(one.month),
        name=one.name,
        place=f"{one.village} {one.group}".strip(),
        post=names.get(one.post_type, one.post_type),
        then_fen=then,
        now_fen=then + one.amount_fen,
        amount_fen=one.amount_fen,
        line=line,
        reason=one.hold_reason or one.reason,
    )


def chosen(rows: Sequence[CorrectionRow], view: View) -> list[CorrectionRow]:
    """The rows that a view wants, in its order."""
    found = [
        one
        for one in rows
        if (not view.segment or (view.segment == "held") == (one.difference.hold is not None))
        and view.text.casefold() in one.words
    ]
    for order in reversed(view.order):
        found.sort(key=lambda one: getattr(one, order.by), reverse=order.descending)
    return found


def _sign(component: str) -> int:
    return -1 if component == "deduction" else 1


def _chip(one: Difference) -> Chip:
    if one.hold == corrections.LATER:
        return Chip("waiting", tr("Put off"), "neutral")
    if one.hold == corrections.NEVER:
        return Chip("skipped", tr("Left out"), "neutral")
    return Chip("running", tr("Back pay"), "info") if one.amount_fen > 0 else Chip("warning", tr("Claw-back"), "warn")
