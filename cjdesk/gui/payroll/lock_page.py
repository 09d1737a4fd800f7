"""审核锁定 in three steps: problems with their reasons, what changed since last month, count and sum; then the lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cjdesk.domain import money, rmb
from cjdesk.domain.sheet import Sheet
from cjdesk.gui import tasks
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import Desk
from cjdesk.gui.header import span_words
from cjdesk.gui.labels import label
from cjdesk.gui.lines import ProblemLine, fact
from cjdesk.gui.payroll.rows import PayRow
from cjdesk.gui.payroll.warnings import WarningList
from cjdesk.gui.row_model import Column, Order, RowModel, Slice
from cjdesk.gui.step_page import Step, StepPage
from cjdesk.gui.table import RowTable
from cjdesk.i18n import N_, tr
from cjdesk.services import payroll, rules
from cjdesk.services.rules import Finding

GIVE = N_("Give a reason for warnings")
LOCK = N_("Lock the pay")

STEPS = (
    Step("problems", N_("Problems"), N_("Each △ with a reason"), N_("No ▲ may be left, and each △ needs its reason.")),
    Step("changes", N_("Differences"), N_("Compared with last month"), N_("Who gets another sum, and why.")),
    Step("confirm", N_("Lock the pay"), N_("Count, sum, in words"), N_("A last look at what will stand on the sheet.")),
)

CHANGES = (
    Column("name", N_("Name"), 84, order=""),
    Column("place", N_("Village, group"), 128, order=""),
    Column("before_fen", N_("Last month"), 100, "money", order=""),
    Column("net_fen", N_("Net pay"), 100, "money", bold=True, order=""),
    Column("difference_fen", N_("Difference"), 100, "money", order=""),
    Column("reason", N_("Reason of change"), 300, order=""),
)

Earlier = dict[tuple[str | None, ...], str]


class LockPage(StepPage):
    """Signals: ``locked(Sheet)`` after the lock, ``left()`` when the clerk goes back before it."""

    locked = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, sheet: Sheet, problems: Sequence[Finding], changed: Sequence[PayRow]) -> None:
        """``problems`` and ``changed`` as the page 工资 shows them now."""
        subject = f"{sheet.post_type_name} · {span_words(sheet)}"
        super().__init__(N_("Check and lock"), STEPS, subtitle=subject)
        self.desk, self.sheet = desk, sheet
        self._problems = tuple(problems)
        self._changed = tuple(row for row in changed if row.difference_fen)
        self.warnings = WarningList()
        self.changes = RowTable(RowModel(CHANGES, self._fetch_changes), name=tr("Differences"))
        self._confirm = QWidget()
        self.leave = Button(tr("&Not yet"), height=32)
        self.aside.addWidget(self.leave)
        self.set_content("problems", self.warnings)
        self.set_content("changes", self._changes_content())
        self.set_content("confirm", self._confirm)
        self.leave.clicked.connect(self.left)
        self.warnings.given.connect(self._on_warnings_given)
        self.next_wanted.connect(self._on_self_next_wanted)
        self.back_wanted.connect(self._on_self_back_wanted)
        QShortcut(QKeySequence("F8"), self, partial(self.warnings.next_waiting, 1))
        QShortcut(QKeySequence("Shift+F8"), self, partial(self.warnings.next_waiting, -1))
        self.warnings.show_findings(self._problems, {})
        self._go("problems")
        self._ask_earlier()

    @property
    def waiting(self) -> int:
        """How many errors, and warnings without a reason, there still are."""
        return sum(one.open for one in self._problems)

    def start(self) -> None:
        """Put the keyboard where the work is: the list while something waits, else the way on."""
        if self.waiting:
            self.warnings.table.setFocus()
        else:
            self.next_button.setFocus()

    def _go(self, key: str) -> None:
        self.go(key)
        last = key == "confirm"
        self.next_button.set_words(tr("&Lock now") if last else tr("Next step"))
        self.next_button.set_key("Ctrl+Enter" if last else "Enter")
        if key == "confirm":
            self._show_confirmation()
        elif key == "changes":
            self.changes.rows.refresh()
        self._look()

    def _look(self) -> None:
        self.block(tr("{n} still to answer", n=self.waiting) if self.waiting else "")

    def _ask_earlier(self) -> None:
        """Last month's reasons for the same warnings, off the GUI thread."""
        database, problems = self.desk.database, self._problems
        if not any(one.unanswered for one in problems):
            return
        tasks.run(self, lambda _: database.ask(rules.earlier, problems), then=self._take_earlier, progress=False)

    def _take_earlier(self, earlier: Earlier) -> None:
        self.warnings.show_findings(self._problems, earlier)

    def _on_warnings_given(self, findings: list[Finding], reason: str) -> None:
        database, by, run = self.desk.database, self.desk.clerk.login, self.sheet.run_id

        def work(_: tasks.Progress) -> tuple[tuple[Finding, ...], Earlier]:
            database.do(GIVE, rules.clear, findings, reason, by=by)
            found = database.ask(payroll.problems, run)
            return found, database.ask(rules.earlier, found)

        def then(result: tuple[tuple[Finding, ...], Earlier]) -> None:
            self._problems, earlier = result
            self.desk.changes.stamp()
            self.warnings.show_findings(self._problems, earlier)
            self._look()
            if not self.warnings.next_waiting(1):
                self.next_button.setFocus()

        tasks.run(self, work, then=then)

    def _on_self_next_wanted(self, key: str) -> None:
        if key == "confirm":
            self._lock()
            return
        self._go("changes" if key == "problems" else "confirm")
        # Enter on the last step, freshly shown, locks nothing
        (self.back_button if key == "changes" else self.next_button).setFocus()

    def _on_self_back_wanted(self, key: str) -> None:
        self._go("changes" if key == "confirm" else "problems")

    def _lock(self) -> None:
        database, by, run = self.desk.database, self.desk.clerk.login, self.sheet.run_id
        self.next_button.setEnabled(False)
        tasks.run(
            self,
            lambda _: database.do(LOCK, payroll.lock, run, by=by, each=True),
            then=self.locked.emit,
            failed=self._on_lock_failed,
        )

    def _on_lock_failed(self, error: Exception) -> None:
        self.next_button.setEnabled(True)
        raise error

    def _fetch_changes(self, _order: Sequence[Order], offset: int, limit: int) -> Slice:
        return Slice(self._changed[offset : offset + limit], len(self._changed))

    def _changes_content(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        total = sum(row.difference_fen or 0 for row in self._changed)
        words = (
            tr("{n} people changed, {difference_fen} yuan in all.", n=len(self._changed), difference_fen=total)
            if self._changed
            else tr("Nobody’s sum changed, or there is no month before to compare with.")
        )
        column.addWidget(label(words, "bold", wraps=True))
        self.changes.setMinimumHeight(180)
        column.addWidget(self.changes, 1)
        return inside

    def _show_confirmation(self) -> None:
        layout = self._confirm.layout()
        if layout is None:
            column = QVBoxLayout(self._confirm)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            sheet = self.sheet
            question = tr("Lock {month} for {name}?", month=span_words(sheet), name=sheet.post_type_name)
            column.addWidget(label(question, "title", wraps=True))
            column.addSpacing(8)
            column.addWidget(fact(tr("People"), tr("{n} people", n=sheet.people), bold=True))
            amount = tr("{amount} yuan", amount=money.show(sheet.net_fen))
            column.addWidget(fact(tr("Net pay"), amount, bold=True))
            column.addWidget(fact(tr("In words"), rmb.words(sheet.net_fen), bold=True))
            column.addWidget(fact(tr("Check code"), sheet.check_code))
            column.addSpacing(8)
            answered = sum(one.given is not None for one in self._problems)
            if answered:
                column.addWidget(ProblemLine(tr("{n} warnings go on with a reason.", n=answered), "warning"))
            note = tr("Attendance and dates on post cannot be changed then; it can be unlocked with a reason.")
            column.addWidget(ProblemLine(note, "info"))
            column.addStretch(1)


class LockDialog(QDialog):
    """The steps as a window of their own over the desk; Esc leaves without locking."""

    def __init__(self, owner: QWidget, page: LockPage) -> None:
        """As large as the desk."""
        super().__init__(owner.window())
        self.page = page
        self.setWindowTitle(tr("Check and lock"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(page)
        page.left.connect(self.reject)
        self.resize(owner.window().size())


def open_lock(
    owner: QWidget,
    desk: Desk,
    sheet: Sheet,
    problems: Sequence[Finding],
    changed: Sequence[PayRow],
    *,
    then: Callable[[Sheet], None],
    after: Callable[[], None],
) -> LockDialog:
    """Open the steps; ``then`` gets the locked sheet, ``after`` is called when the clerk leaves without it."""
    dialog = LockDialog(owner, LockPage(desk, sheet, problems, changed))

    def locked(after_lock: Sheet) -> None:
        dialog.accept()
        then(after_lock)

    dialog.page.locked.connect(locked)
    dialog.rejected.connect(after)
    dialog.open()
    dialog.page.start()
    return dialog
