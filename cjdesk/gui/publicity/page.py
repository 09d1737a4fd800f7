"""公示: what hangs on the wall and until when, what people object, and ending it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from cjdesk.domain import money
from cjdesk.domain.publicity import PublicityKind
from cjdesk.domain.states import PublicityState
from cjdesk.gui.commands import Command
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.gui.filters import Choice, Filter, Segment
from cjdesk.gui.header import month_words
from cjdesk.gui.list_page import Empty, ListPage
from cjdesk.gui.page import Hit, StatusNote
from cjdesk.gui.publicity import paper, rows, words
from cjdesk.gui.publicity.pane import TABLES, NoticePane
from cjdesk.gui.publicity.rows import NoticeRow
from cjdesk.gui.row_menu import RowMenu
from cjdesk.gui.row_model import Column, Look, Slice, View
from cjdesk.gui.scan_dialog import open_scans
from cjdesk.gui.table import Total
from cjdesk.i18n import N_, tr
from cjdesk.services import publicity
from cjdesk.services.publicity import Notice

CLOSE = N_("Close a public notice")


class PublicityPage(ListPage):
    """The notices of the month, and every one that still hangs."""

    KEY = "notices"
    TITLE = N_("Public notice")
    MONTHLY = True
    OPENS = ("publicity",)
    TABLES = frozenset({"publicity", "objection", "pay_run", "assignment", "scan"})
    SEARCH_GROUP = N_("Notices")
    SEARCH_HINT = N_("Name, place, number")
    COLUMNS = rows.COLUMNS
    SEGMENTS = (
        Segment("", N_("All")),
        Segment("open", N_("Hanging")),
        Segment("problem", N_("To do"), problem=True),
    )
    FILTERS = (Filter("kind", N_("Kind")),)
    COMMANDS = (
        Command("notices.new", N_("&Make a notice..."), "new", shortcut="Ctrl+N", icon="add", button="primary",
                words=N_("Make a notice")),
        Command("notices.hang", N_("&Register hanging..."), "hang", button="standard", words=N_("Register hanging")),
        Command("notices.objection", N_("Register an &objection..."), "objection", button="standard",
                words=N_("Objection")),
        Command("notices.decide", N_("&Decide the objection..."), "decide"),
        Command("notices.close", N_("&End the notice..."), "close_notice", icon="check", button="standard",
                words=N_("End it")),
        Command("notices.print", N_("&Print the notice..."), "print_page", icon="print", button="standard",
                words=N_("Print")),
        Command("notices.scans", N_("&Scans of signed paper..."), "show_scans", icon="import"),
        Command("notices.withdraw", N_("&Take down early..."), "withdraw", separate=True),
        Command("notices.propose", N_("Propose for a po&st..."), "propose", separate=True),
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """List and pane."""
        super().__init__(desk, parent)
        self.table.horizontalHeader().setStretchLastSection(True)
        self._rows: tuple[NoticeRow, ...] = ()
        self._may_make = False
        self.card = NoticePane(self, self.pane)
        keys = (
            "notices.hang",
            "notices.objection",
            "notices.decide",
            "notices.close",
            "notices.print",
            "notices.scans",
        )
        self.row_menu = RowMenu(self, (*keys, "notices.withdraw"))
        self.row_opened.connect(self._on_self_row_opened)

    # Reading

    def refresh(self) -> None:
        """Ask again."""
        today = date.today()
        found = self.desk.ask(publicity.notices, today=today, month=self.desk.month)
        self._rows = tuple(NoticeRow(one, today) for one in found)
        self._may_make = bool(self.desk.ask(publicity.candidates)) or bool(self.desk.ask(publicity.proposed))
        super().refresh()
        self.badge_changed.emit(self.badge())

    def fetch(self, view: View) -> Slice:
        """Notices are few: narrowed here."""
        found = rows.chosen(self._rows, view)
        return Slice(found[view.offset : view.offset + view.limit], len(found))

    def choices(self, key: str) -> Sequence[Choice]:
        """Payment or post."""
        del key
        return [Choice(kind.value, words.kind(kind.value)) for kind in PublicityKind]

    def counts(self) -> dict[str, int]:
        """All, those that hang, those with something to do."""
        return {
            "": len(self._rows),
            "open": sum(row.notice.state == PublicityState.OPEN or bool(row.notice.undecided) for row in self._rows),
            "problem": sum(row.open_problem for row in self._rows),
        }

    def totals(self) -> Sequence[Total]:
        """How many notices, how many objections."""
        found = [row.notice for row in rows.chosen(self._rows, self.view())]
        undecided = sum(len(one.undecided) for one in found)
        said = [Total("title", tr("{n} notices", n=len(found)))]
        if undecided:
            said.append(Total("result", tr("{n} not decided", n=undecided), ink="error"))
        return said

    def empty(self) -> Empty:
        """What to do first."""
        if self.filtered():
            return Empty(tr("No notice fits the filter."))
        month = month_words(self.desk.month)
        return Empty(
            tr("No notice in {month}. Once the pay is locked, its notice can be made.", month=month),
            ("notices.new", "notices.propose"),
        )

    def look(self, row: object, column: Column) -> Look | None:
        """What no longer stands is grey; what the clerk has to do is bold."""
        if not isinstance(row, NoticeRow):
            return None
        if row.notice.state in {PublicityState.WITHDRAWN, PublicityState.SUPERSEDED} and column.key != "state":
            return Look(ink="disabled")
        if column.key == "objections" and row.notice.undecided:
            return Look(ink="error", bold=True)
        return None

    def spoken(self, row: object, column: Column) -> str:
        """A screen reader hears the weekday of the end and what was objected."""
        if not isinstance(row, NoticeRow):
            return ""
        if column.key == "end":
            return words.span(row.notice)
        if column.key == "objections":
            return "；".join(one.content for one in row.notice.undecided)
        return ""

    def show_row(self, row: object | None) -> None:
        """The notice in the pane."""
        self.card.show_row(row)

    def status(self) -> StatusNote:
        """The chosen notice; what is to be done are the problems."""
        row = self.table.current_row()
        text = f"{row.notice.number} {words.span(row.notice)}" if isinstance(row, NoticeRow) else ""
        undecided = any(one.notice.undecided for one in self._rows)
        return StatusNote(text, sum(one.open_problem for one in self._rows), tone="error" if undecided else "warn")

    def badge(self) -> int:
        """Objections that nobody has decided."""
        return sum(len(row.notice.undecided) for row in self._rows)

    def hits(self, text: str, limit: int) -> list[Hit]:
        """Notices by number, title or place."""
        today = date.today()
        found = [NoticeRow(one, today) for one in self.desk.ask(publicity.notices, today=today)]
        rest = rows.chosen(found, View(text=text))[:limit]
        return [Hit("publicity", row.id, f"{row.title} {row.notice.number}", row.state.word) for row in rest]

    def open_thing(self, kind: str, key: str) -> None:
        """A notice from elsewhere, in its own month."""
        del kind
        self.show_notice(key)

    def show_notice(self, notice_id: str) -> None:
        """Put the cursor on it, in its month, without a filter."""
        found = self.desk.ask(publicity.notice, notice_id, today=date.today())
        self.desk.set_month(found.month)
        self.refresh()
        self.clear_filters()
        self.select(notice_id)

    def next_problem(self, step: int) -> bool:
        """F8: the next that wants something."""
        ids = [row.id for row in rows.chosen(self._rows, self.view()) if row.open_problem]
        if not ids:
            return False
        row = self.table.current_row()
        now = ids.index(row.id) if isinstance(row, NoticeRow) and row.id in ids else -1 if step > 0 else 0
        return self.select(ids[(now + step) % len(ids)])

    def blocked(self, command: str) -> str:
        """One reason, in words."""
        if command == "file.export":
            return tr("print the notice instead")
        if command == "notices.propose":
            return ""
        if command == "notices.new":
            return "" if self._may_make else tr("lock the pay first")
        row = self.table.current_row()
        if not isinstance(row, NoticeRow):
            return tr("no notice chosen")
        return _blocked(command, row.notice)

    # Acting

    def new(self) -> None:
        """Ctrl+N."""
        self._in_pane(self.card.start_new)

    def propose(self) -> None:
        """Somebody for a post."""
        self._in_pane(self.card.start_proposal)

    def hang(self) -> None:
        """How it really hangs."""
        self._in_pane(self.card.start_hang)

    def objection(self) -> None:
        """Somebody objects."""
        self._in_pane(self.card.start_objection)

    def decide(self) -> None:
        """What came of it."""
        self._in_pane(self.card.start_decide)

    def withdraw(self) -> None:
        """Take it down before its end."""
        self._in_pane(self.card.start_withdraw)

    def close_notice(self) -> None:
        """结束公示, after a question."""
        row = self.table.current_row()
        if not isinstance(row, NoticeRow):
            return
        notice = row.notice
        amount = tr("{amount} yuan", amount=money.show(notice.amount_fen)) if notice.is_pay else ""
        dialog = ConfirmDialog(
            self,
            title=tr("End the notice"),
            question=tr("End notice {number}?", number=notice.number),
            verb=tr("&End now"),
            subject=notice.title,
            facts=[
                Fact(row.kind, tr("{n} people", n=notice.people), amount, words.span(notice), bold=True),
                Fact(tr("Objections"), str(len(notice.objections)), "", row.result),
            ],
            notes=[Note("info", tr("After that it cannot be hung again; late objections can still be written down."))],
        )
        confirm(dialog, lambda: self.guarded(self._close, notice.id))

    def print_page(self) -> None:
        """Poster and results, as they will be printed."""
        row = self.table.current_row()
        if isinstance(row, NoticeRow):
            paper.open_preview(self, self.desk, row.notice)

    def show_scans(self) -> None:
        """签字扫描件 and photos of the notice."""
        row = self.table.current_row()
        if isinstance(row, NoticeRow):
            open_scans(self, self.desk, row.notice.number)

    # Inside

    def _close(self, notice_id: str) -> None:
        closed = self.desk.do(CLOSE, publicity.close, notice_id, by=self.desk.clerk.login, today=date.today())
        self.desk.changes.tell(TABLES)
        self.desk.say(tr("Notice {number} has ended.", number=closed.number))

    def _in_pane(self, start: Callable[[], None]) -> None:
        self.set_pane_open(value=True)
        self.guarded(start)

    def _on_self_row_opened(self, _row: object) -> None:
        self.set_pane_open(value=True)
        self.pane.setFocus()


def _blocked(command: str, notice: Notice) -> str:
    """Why an act on this notice cannot be done."""
    hangs = notice.state == PublicityState.OPEN
    gone = "" if hangs else tr("hangs no longer")
    stands = hangs or notice.state == PublicityState.CLOSED
    waits = tr("until {day}", day=words.day(notice.end)) if notice.left >= 0 else ""
    reasons = {
        "notices.hang": gone,
        "notices.withdraw": gone,
        "notices.objection": "" if stands else gone,
        "notices.decide": "" if notice.undecided else tr("nothing to decide"),
        "notices.close": gone or waits or (tr("objection open") if notice.undecided else ""),
    }
    return reasons.get(command, "")
