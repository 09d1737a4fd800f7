"""银行: lists and their files, the bank's answers, returned payments, money that people owe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from cjdesk.domain import money, rmb
from cjdesk.domain.states import ListState, PaymentState
from cjdesk.gui import tasks, theme
from cjdesk.gui.commands import Command
from cjdesk.gui.desk import Desk
from cjdesk.gui.filters import Choice, Filter, FilterBox, Segment
from cjdesk.gui.header import month_words
from cjdesk.gui.labels import label
from cjdesk.gui.list_page import Empty, ListPage
from cjdesk.gui.page import Hit, StatusNote
from cjdesk.gui.payments import export, paper, rows
from cjdesk.gui.payments.acts import Acts
from cjdesk.gui.payments.answers import Answers
from cjdesk.gui.payments.equation import Equation, terms_of
from cjdesk.gui.payments.rows import BACK, LISTS, OWED, RESULT, PayLine
from cjdesk.gui.row_model import Column, Look, Slice, View
from cjdesk.gui.scan_dialog import open_scans
from cjdesk.gui.shapes import Chip
from cjdesk.gui.table import Total
from cjdesk.gui.tabs import Tabs
from cjdesk.i18n import N_, tr
from cjdesk.services import payments
from cjdesk.services.payments import PaymentList, Returned, Row, Template
from cjdesk.services.payroll import receivables
from cjdesk.services.payroll.receivables import Receivable

_NEW = "run:"
"""Before the id of a run in the choice of lists: its list is not made yet."""

LIST_STATES = {
    ListState.MADE: ("todo", N_("list made"), "neutral"),
    ListState.SENT: ("running", N_("at the bank"), "info"),
    ListState.BOOKED: ("done", N_("result booked"), "ok"),
    ListState.WITHDRAWN: ("skipped", N_("withdrawn"), "neutral"),
}
ON_TAB = {
    "payments.export": {LISTS},
    "payments.print": {LISTS, RESULT},
    "payments.read": {RESULT},
    "payments.book": {RESULT},
    "payments.account": {BACK},
    "payments.reissue": {BACK},
    "payments.repay": {OWED},
}
"""Which buttons each tab has."""


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page knows of a month."""

    lists: tuple[PaymentList, ...] = ()
    fresh: tuple[PaymentList, ...] = ()
    returned: tuple[Returned, ...] = ()
    owed: tuple[Receivable, ...] = ()
    templates: tuple[Template, ...] = ()


class PaymentsPage(ListPage):
    """Four tabs over one table; the equation of the chosen list stands above it."""

    KEY = "payments"
    TITLE = N_("Bank")
    MONTHLY = True
    OPENS = ("bank_list", "bank_run", "returned")
    TABLES = frozenset(
        {
            "bank_list",
            "payment",
            "pay_run",
            "pay_line",
            "bank_account",
            "account_task",
            "repayment",
            "adjustment",
            "person",
        }
    )
    SEARCH_GROUP = N_("Bank lists")
    COLUMNS = rows.COLUMNS
    SEARCH_HINT = N_("Holder, pinyin, end of account")
    FILTERS = (Filter("bank", N_("Bank branch")),)
    SEGMENTS = (Segment("", N_("All")), Segment("failed", N_("Came back"), problem=True))
    SEGMENTS_LEFT = False
    COMMANDS = (
        Command("payments.print", N_("&Print the list..."), "print_page", icon="print", button="standard",
                words=N_("Print the list")),
        Command("payments.export", N_("&Bank file..."), "export_file", icon="usb", button="primary",
                words=N_("Export bank file")),
        Command("payments.read", N_("&Read the bank's result file..."), "read", shortcut="Ctrl+O", icon="import",
                button="standard", words=N_("Read result file")),
        Command("payments.book", N_("Book the &result..."), "book", shortcut="Ctrl+Return", icon="check",
                button="primary", words=N_("Book the result")),
        Command("payments.account", N_("Put the &account right..."), "fix_account", icon="people", button="standard",
                words=N_("Put the account right")),
        Command("payments.reissue", N_("Make the list of payments made a&gain"), "reissue", icon="payments",
                button="primary", words=N_("Pay again")),
        Command("payments.repay", N_("Register money that came &back..."), "repay", icon="add", button="primary",
                words=N_("Register repayment")),
        Command("payments.withdraw", N_("&Withdraw the list..."), "withdraw", separate=True),
        Command("payments.scans", N_("&Scans of signed paper..."), "show_scans", icon="import"),
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Tabs with the choice of lists, equation, table."""
        super().__init__(desk, parent)
        self.tabs = Tabs(
            [(LISTS, tr("Lists")), (RESULT, tr("Bank results")), (BACK, tr("Returned")), (OWED, tr("Owed"))]
        )
        self.tabs.chosen.connect(self._on_tabs_chosen)
        self.list_box = FilterBox("", [Choice("", "—")])
        self.list_box.setAccessibleName(tr("List"))
        self.list_word = label(tr("List"), "hint", "muted")
        self.list_box.chosen.connect(self._on_list_box_chosen)
        beside = QWidget()
        beside.setFixedHeight(theme.TABS)
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, theme.MARGIN, 0)
        row.setSpacing(8)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.list_word)
        row.addWidget(self.list_box)
        self.tabs_place.addWidget(beside)
        self.equation = Equation()
        self.tabs_place.addWidget(self.equation)
        self.hint = label(tr("Space ticks what came back, a digit says why"), "hint", "muted")
        self.filter_row.addWidget(self.hint)
        self._shown = Shown()
        self._lines: tuple[PayLine, ...] = ()
        self.answers = Answers(self)
        self.acts = Acts(self)
        self._wanted = ""
        self._asked = 0
        self.table.installEventFilter(self)
        self.row_opened.connect(self._on_self_row_opened)

    # Reading

    @property
    def chosen(self) -> PaymentList | None:
        """The list in the box, made or not."""
        key = self.list_box.value()
        if key.startswith(_NEW):
            return next((one for one in self._shown.fresh if key == _NEW + one.run_ids[0]), None)
        return next((one for one in self._shown.lists if one.list_id == key), None)

    @property
    def ticks(self) -> dict[int, str]:
        """What is ticked on the chosen list: row number and reason."""
        return self.answers.ticks(self.chosen)

    def refresh(self) -> None:
        """Read the month off the GUI thread; the old rows stay until the new ones are here."""
        self._asked += 1
        asked, month, database = self._asked, self.desk.month, self.desk.database

        def work(_: tasks.Progress) -> Shown:
            return Shown(
                database.ask(payments.lists, month),
                database.ask(payments.not_listed, month),
                database.ask(payments.returned),
                database.ask(receivables.receivables),
                database.ask(payments.templates),
            )

        def then(shown: Shown) -> None:
            if asked == self._asked:
                self._show(shown)

        tasks.run(self, work, then=then, progress=False)

    def fetch(self, view: View) -> Slice:
        """Narrow the rows of the tab."""
        found = rows.chosen(self._lines, view)
        return Slice(found[view.offset : view.offset + view.limit], len(found))

    def choices(self, key: str) -> Sequence[Choice]:
        """The banks of the rows."""
        names = dict.fromkeys(row.bank for row in self._lines if row.bank)
        return [Choice(one, one) for one in names] if key == "bank" else ()

    def counts(self) -> dict[str, int]:
        """All, and what came back."""
        return {"": len(self._lines), "failed": sum(row.failed for row in self._lines)}

    def totals(self) -> Sequence[Total]:
        """Count and sum of what is shown; on 登记结果 paid + returned = total."""
        found = rows.chosen(self._lines, self.view())
        total = sum(row.amount_fen for row in found)
        unit = tr("{n} people", n=len(found)) if self.tabs.value() == OWED else tr("{n} payments", n=len(found))
        sums = [Total("holder", unit), Total("amount_fen", money.show(total))]
        if self.tabs.value() == RESULT and found:
            back = [row for row in found if row.failed]
            back_fen = sum(row.amount_fen for row in back)
            words = tr(
                "paid {paid} {paid_fen} + returned {back} {back_fen}",
                paid=len(found) - len(back),
                paid_fen=total - back_fen,
                back=len(back),
                back_fen=back_fen,
            )
            sums.append(Total("outcome", words, bold=False))
        if self.tabs.value() in {LISTS, RESULT} and not self.table.isColumnHidden(self._column("post")):
            sums.append(Total("post", rmb.words(total), bold=False))
        return sums

    def empty(self) -> Empty:
        """One sentence what belongs here."""
        tab, month = self.tabs.value(), month_words(self.desk.month)
        if self.filtered():
            return Empty(tr("Nothing fits the filter."))
        if tab == BACK:
            return Empty(tr("No returned payments."))
        if tab == OWED:
            return Empty(tr("Nobody owes anything."))
        if tab == RESULT and not self._shown.lists:
            return Empty(tr("No list of {month} is at the bank yet. Make the bank file first.", month=month))
        if self.chosen is not None:
            return Empty(tr("Nothing of this run can be paid now: the equation above says why."))
        return Empty(tr("Nothing of {month} can be paid yet. Lock and approve the pay first.", month=month))

    def hidden_columns(self) -> frozenset[str]:
        """Those of the other tabs."""
        shown = rows.SHOWN[self.tabs.value()]
        return frozenset(column.key for column in self.COLUMNS if column.key not in shown)

    def look(self, row: object, column: Column) -> Look | None:
        """What came back is seen."""
        if isinstance(row, PayLine) and column.key == "reason" and row.failed:
            return Look(ink="error")
        return None

    def status(self) -> StatusNote:
        """The selection's sum; who cannot be paid."""
        chosen = [row for row in self.table.selected_rows() if isinstance(row, PayLine)]
        total = sum(row.amount_fen for row in chosen)
        words = tr("{n} selected, {total_fen} yuan", n=len(chosen), total_fen=total) if chosen else ""
        made = self.chosen
        waiting = len(made.blocked) if made is not None and self.tabs.value() in {LISTS, RESULT} else 0
        return StatusNote(words, waiting or self.badge(), tone="warn")

    def badge(self) -> int:
        """Returned payments whose account is to be put right."""
        return sum(one.stands in {payments.TO_DO, payments.BLOCKED} for one in self._shown.returned)

    def state_chip(self) -> Chip | None:
        """Where the chosen list is."""
        made = self.chosen
        if made is None or self.tabs.value() not in {LISTS, RESULT}:
            return None
        if made.list_id is None:
            return Chip("todo", tr("not listed yet"), "neutral")
        shape, word, tone = LIST_STATES[ListState(made.state)]
        return Chip(shape, tr(word), tone)

    def hits(self, text: str, limit: int) -> list[Hit]:
        """Lists by number."""
        wanted = text.strip().upper()
        found = [one for one in self._shown.lists if wanted and one.number and wanted in one.number]
        return [
            Hit("bank_list", one.list_id or "", one.number or "", tr("{n} payments", n=len(one.rows)))
            for one in found[:limit]
        ]

    def open_thing(self, kind: str, key: str) -> None:
        """A list, the list of a run, or the returned payments."""
        self._wanted = _NEW + key if kind == "bank_run" else key
        self.tabs.choose(BACK if kind == "returned" else LISTS)
        self.refresh()

    def next_problem(self, step: int) -> bool:
        """F8: the next returned payment."""
        found = rows.chosen(self._lines, self.view())
        places = [place for place, row in enumerate(found) if row.failed]
        if not places:
            return False
        now = self.table.currentIndex().row()
        after = [place for place in places if (place > now if step > 0 else place < now)]
        self.table.go_to((after or places)[0 if step > 0 else -1])
        return True

    def pane_is_open(self) -> bool:
        """Open only while a form is filled in."""
        return hasattr(self, "acts") and self.acts.form is not None

    def blocked(self, command: str) -> str:
        """One reason, in words."""
        made, row = self.chosen, self.table.current_row()
        reason = {
            "payments.export": "" if made is not None and (made.rows and made.agrees) else tr("nothing to pay"),
            "payments.print": "" if made is not None and made.rows else tr("nothing to print here"),
            "payments.scans": "" if made is not None and made.number else tr("no list chosen"),
            "payments.read": "" if self._shown.lists else tr("no list at the bank"),
            "payments.book": self._book_blocked(made),
            "payments.withdraw": self._withdraw_blocked(made),
            "payments.account": "" if isinstance(row, PayLine) and row.returned else tr("choose a returned payment"),
            "payments.reissue": ""
            if any(one.stands == payments.READY for one in self._shown.returned)
            else tr("put an account right first"),
            "payments.repay": "" if isinstance(row, PayLine) and row.owed else tr("nobody chosen"),
        }.get(command)
        if reason is None and command == "file.preview":
            return self.blocked("payments.print")
        return super().blocked(command) if reason is None else reason

    # Acts on lists

    def export_file(self) -> None:
        """导出银行文件."""
        if self.chosen is not None:
            export.ask(self, self.desk, self.chosen, self._shown.templates)

    def print_page(self) -> None:
        """The list on paper, and its control sheet."""
        if self.chosen is not None:
            paper.open_preview(self, self.desk, self.chosen)

    def show_scans(self) -> None:
        """签字扫描件 of the chosen list."""
        if self.chosen is not None and self.chosen.number:
            open_scans(self, self.desk, self.chosen.number)

    # Acts on results

    def toggle(self) -> None:
        """Space: tick the selected rows as returned, or take the ticks away."""
        self.answers.toggle(self._chosen_rows())

    def say_why(self, digit: str) -> None:
        """A digit: tick the selected rows, for this reason."""
        self.answers.say_why(self._chosen_rows(), rows.DIGITS[digit])

    def read(self) -> None:
        """读银行结果文件."""
        start = self.desk.prefs.text("bank/folder") or str(Path.home())
        name, _ = QFileDialog.getOpenFileName(
            self.window(), tr("Read result file"), start, tr("The bank's answer (*.xlsx *.xls *.csv *.txt *.ods)")
        )
        if name:
            self.desk.prefs.set("bank/folder", str(Path(name).parent))
            self.answers.read_file(Path(name))

    def book(self) -> None:
        """登记完成: one question with counts and total, then booked whole."""
        made = self.chosen
        if made is not None and not self._book_blocked(made):
            self.answers.ask(made)

    # Acts on what came back and is owed

    def withdraw(self) -> None:
        """撤回清单."""
        if self.chosen is not None:
            self.acts.withdraw(self.chosen)

    def fix_account(self) -> None:
        """补正账号 of the current row."""
        row = self.table.current_row()
        if isinstance(row, PayLine) and row.returned is not None and not row.returned.again:
            self.acts.fix_account(row.returned)

    def reissue(self) -> None:
        """生成二次清单 of the selected payments that can be paid again, or of all."""
        chosen = [one.returned for one in self.table.selected_rows() if isinstance(one, PayLine) and one.returned]
        ready = [one.payment_id for one in chosen if one.stands == payments.READY] if len(chosen) > 1 else []
        last = next((one.template for one in reversed(self._shown.lists)), "")
        self.acts.reissue(ready or None, last or next((one.code for one in self._shown.templates), ""))

    def repay(self) -> None:
        """登记交回 of the current row."""
        row = self.table.current_row()
        if isinstance(row, PayLine) and row.owed is not None:
            self.acts.repay(row.owed)

    # What happens inside

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space and digits belong to the ticks while results are entered."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.tabs.value() == RESULT:
            if event.key() == Qt.Key.Key_Space and not event.modifiers():
                self.guarded(self.toggle)
                return True
            if event.text() in rows.DIGITS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.guarded(self.say_why, event.text())
                return True
        return bool(super().eventFilter(watched, event))

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        tab = self.tabs.value()
        fresh = [Choice(_NEW + one.run_ids[0], tr("New list {names}", names=_names(one))) for one in shown.fresh]
        made = [Choice(one.list_id or "", f"{one.number} {_names(one)}") for one in shown.lists]
        found = [*fresh, *made] if tab == LISTS else made
        kept = self._wanted or self.list_box.value()
        self.list_box.set_choices(found or [Choice("", "—")])
        if kept.startswith(_NEW) and kept not in {one.value for one in found}:
            run = kept.removeprefix(_NEW)
            kept = next((one.list_id or "" for one in reversed(shown.lists) if run in one.run_ids), kept)
        self.list_box.set_value(kept)
        if self.list_box.value() == kept:
            self._wanted = ""  # else it comes with the next reading
        self.tabs.set_words(BACK, tr("Returned {n}", n=len(shown.returned)) if shown.returned else tr("Returned"))
        self.tabs.set_words(OWED, tr("Owed {n}", n=len(shown.owed)) if shown.owed else tr("Owed"))
        self._again()
        self.badge_changed.emit(self.badge())

    def _again(self) -> None:
        """Show the rows of the tab anew."""
        tab, made = self.tabs.value(), self.chosen
        if tab in {LISTS, RESULT}:
            ticking = tab == RESULT and self.answers.may_tick(made)
            self._lines = rows.list_rows(made, self.ticks, ticking=ticking) if made is not None else ()
        else:
            self._lines = rows.back_rows(self._shown.returned) if tab == BACK else rows.owed_rows(self._shown.owed)
        lists = tab in {LISTS, RESULT}
        for part in (self.list_box, self.list_word, self.filter_boxes["bank"], self.segments):
            if part is not None:
                part.setVisible(lists)
        terms, difference = terms_of(made) if lists and made is not None else ((), 0)
        self.equation.show_terms(terms, difference)
        self.hint.setVisible(tab == RESULT and self.answers.may_tick(self.chosen))
        self._arrange()
        super().refresh()
        self._show_buttons()

    def _show_buttons(self) -> None:
        tab = self.tabs.value()
        for key, button in self.header.buttons.items():
            button.setVisible(tab in ON_TAB.get(key, {tab}))

    def wish(self, list_id: str) -> None:
        """Show this list after the next reading."""
        self._wanted = list_id

    def arrange(self) -> None:
        """Room for the pane, or none."""
        self._arrange()

    def show_again(self) -> None:
        """The rows anew, after a tick."""
        self._again()

    def _chosen_rows(self) -> list[Row]:
        return [one.row for one in self.table.selected_rows() if isinstance(one, PayLine) and one.row is not None]

    def _column(self, key: str) -> int:
        return next(place for place, column in enumerate(self.COLUMNS) if column.key == key)

    def _book_blocked(self, made: PaymentList | None) -> str:
        if made is None or made.list_id is None:
            return tr("no list chosen")
        if made.state == ListState.MADE:
            return tr("not handed to the bank yet")
        if made.state == ListState.BOOKED and not self.ticks:
            return tr("booked already")
        return ""

    def _withdraw_blocked(self, made: PaymentList | None) -> str:
        if made is None or made.list_id is None:
            return tr("no list chosen")
        answered = any(row.state != PaymentState.PENDING for row in made.rows)
        return tr("the bank has answered") if answered else ""

    def _on_pane_closed(self) -> None:
        self.acts.close_form()

    def _on_tabs_chosen(self, _tab: str) -> None:
        self.acts.close_form()
        self.guarded(self._show, self._shown)

    def _on_list_box_chosen(self, _key: str) -> None:
        self.answers.forget_file()
        self._wanted = ""
        self.guarded(self._again)

    def _on_self_row_opened(self, _row: object) -> None:
        if self.tabs.value() == BACK:
            self.guarded(self.fix_account)
        elif self.tabs.value() == OWED:
            self.guarded(self.repay)


def _names(made: PaymentList) -> str:
    return "、".join(made.post_type_names)
