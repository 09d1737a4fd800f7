"""The rows and columns of page 公示."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cjdesk.gui.publicity import words
from cjdesk.gui.row_model import Column, View
from cjdesk.i18n import N_, tr
from cjdesk.services.publicity import Notice

COLUMNS = (
    Column("kind", N_("Kind"), 84, pane=False),
    Column("title", N_("Notice name"), 200, pane_width=190),
    Column("place", N_("Place"), 130, pane_width=120),
    Column("start", N_("Begins"), 92, "date"),
    Column("end", N_("Ends"), 92, "date"),
    Column("left", N_("Remaining"), 112, "number", order="end"),
    Column("photo", N_("Photo"), 60, compact=False, pane=False, order=""),
    Column("objections", N_("Objections"), 60, "number", order=""),
    Column("result", N_("Result"), 88, order=""),
    Column("state", N_("State"), 88, "chip"),
)


class NoticeRow:
    """A notice as the list shows it."""

    __slots__ = (
        "end", "id", "kind", "left", "name", "notice", "objections", "photo", "place", "result", "start", "state",
        "title",
    )  # fmt: skip

    def __init__(self, notice: Notice, today: date) -> None:
        self.notice = notice
        self.id = notice.id
        self.kind = words.kind(notice.kind)
        self.title = self.name = short_title(notice)
        self.place = notice.place
        self.start, self.end = notice.start, notice.end
        self.left = words.left(notice, today)
        self.photo = tr("yes") if notice.photo else "—"
        self.objections = str(len(notice.objections))
        self.result = words.outcome(notice)
        self.state = words.chip(notice, today)

    @property
    def open_problem(self) -> bool:
        """Whether the clerk has to do something now."""
        return bool(self.notice.undecided) or self.notice.may_close


def short_title(notice: Notice) -> str:
    """2026年3月 护路员（第2版）: what tells notices apart; the full title stands in the pane."""
    if not notice.is_pay:
        return tr("{n} people proposed · {number}", n=notice.people, number=notice.number)
    version = f" {tr('version {n}', n=notice.revision)}" if notice.revision > 1 else ""
    month = tr("{year}-{month:02d}", year=notice.month.year, month=notice.month.month)
    return f"{month} {notice.post}{version}"


def chosen(found: Sequence[NoticeRow], view: View) -> list[NoticeRow]:
    """Narrowed and sorted as the list wants it."""
    text = view.text.strip()
    rows = [
        row
        for row in found
        if (not text or any(text in part for part in (row.title, row.place, row.notice.number, row.notice.title)))
        and view.filters.get("kind", row.notice.kind) == row.notice.kind
        and (view.segment != "open" or row.notice.state == "公示中" or row.notice.undecided)
        and (view.segment != "problem" or row.open_problem)
    ]
    for order in reversed(view.order):
        rows.sort(key=lambda row: _key(row, order.by), reverse=order.descending)
    return rows


def _key(row: NoticeRow, by: str) -> str:
    return row.state.word if by == "state" else str(getattr(row, by))
