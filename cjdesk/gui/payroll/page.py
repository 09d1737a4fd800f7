"""工资: the month's run of a post type, from computing to approval; no cell can be typed into."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cjdesk.domain import money, rmb
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.domain.states import CLOSED_RUNS, RunState
from cjdesk.gui import attendance_paper, scan_dialog, tasks, theme
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.buttons import Button
from cjdesk.gui.commands import Command
from cjdesk.gui.desk import Desk
from cjdesk.gui.filters import Choice, Filter, FilterBox, Segment
from cjdesk.gui.header import month_words
from cjdesk.gui.labels import StepLine, label
from cjdesk.gui.list_page import Empty, ListPage
from cjdesk.gui.page import StatusNote
from cjdesk.gui.payroll import acts, explanation, extras, lock_page, paper, rows
from cjdesk.gui.payroll.rows import PayRow
from cjdesk.gui.row_model import Column, Look, Slice, View
from cjdesk.gui.table import Total
from cjdesk.i18n import N_, tr
from cjdesk.services import payroll, scans
from cjdesk.services.payroll import Overview, RunSummary

WAY = (
    (RunState.DRAFT, N_("Draft")),
    (RunState.COMPUTED, N_("Computed")),
    (RunState.LOCKED, N_("Checked")),
    (RunState.APPROVED, N_("Approved")),
)
"""The steps in the header; what comes after approval is the bank's and the county's way."""

SPANS = (("1", N_("one")), ("2", N_("two")), ("3", N_("three")), ("6", N_("six")), ("12", N_("twelve")))
"""How many months, up to the one on the page, F9 puts into one run; a stored run of another number joins them."""

COMPUTE = N_("Compute the pay")
APPROVE = N_("Approve the pay")
UNLOCK = N_("Unlock the pay")
VOID = N_("Void the pay run")


class PayrollPage(ListPage):
    """One post type and month at a time; the sheet is read whole, because paper and bank list are views of it."""

    KEY = "payroll"
    TITLE = N_("Payroll")
    MONTHLY = True
    OPENS = ("pay_run",)
    TABLES = frozenset(
        {"pay_run", "pay_line", "person", "assignment", "suspension", "attendance", "fee_receipt", "bank_account"}
        | {"comparison", "clearance"}
    )
    COLUMNS = rows.COLUMNS
    SEGMENTS = (
        Segment("", N_("All")),
        Segment("changed", N_("With changes")),
        Segment("problems", N_("With problems"), problem=True),
        Segment("zero", N_("Zero amount")),
    )
    SEGMENTS_LEFT = True
    SEARCH_HINT = N_("Name, pinyin")
    FILTERS = (Filter("village", N_("Village")),)
    COMMANDS = (
        Command("payroll.compute", N_("&Compute"), "compute", shortcut="F9", icon="calculate", button="standard"),
        Command(
            "payroll.compute_all", N_("Compute &all post types"), "compute_all", shortcut="Shift+F9", icon="calculate"
        ),
        Command("payroll.lock", N_("&Lock..."), "lock", icon="lock", button="primary", words=N_("Lock")),
        Command("payroll.approve", N_("&Approve..."), "approve", icon="check", button="primary", words=N_("Approve")),
        Command("payroll.preview", N_("Print pre&view..."), "print_page", icon="print", button="standard",
                words=N_("Print preview")),
        Command("payroll.bank", N_("&Bank file..."), "bank_file", icon="payments", button="standard",
                words=N_("Bank file")),
        Command("payroll.attendance", N_("Print a&ttendance sheets..."), "print_attendance", icon="attendance"),
        Command("payroll.why", N_("Wh&y this amount"), "explain", shortcut="Shift+F1"),
        Command("payroll.scans", N_("&Scans of signed paper..."), "show_scans", icon="import"),
        Command("payroll.extra", N_("A&dd back pay or a deduction..."), "add_extra", separate=True),
        Command("payroll.withdraw_extra", N_("&Withdraw an added amount..."), "withdraw_extra"),
        Command("payroll.unlock", N_("&Unlock..."), "unlock", icon="unlock", separate=True),
        Command("payroll.void", N_("&Void the run..."), "void"),
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Post type, run and step line stand beside the month."""
        super().__init__(desk, parent)
        self.post_type = FilterBox("", [Choice("", tr("Post type"))])
        self.post_type.setAccessibleName(tr("Post type"))
        self.post_type.chosen.connect(self._on_post_type_chosen)
        self.run_box = FilterBox(tr("Run"), [Choice("", "—")])
        self.run_box.chosen.connect(self._on_run_box_chosen)
        self.months_box = FilterBox(tr("Months paid"), [Choice(key, tr(words)) for key, words in SPANS])
        self.way = StepLine([tr(word) for _, word in WAY], 0)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.header.add_left(self.post_type)
        self.header.add_left(self.way)
        self.filter_row.addWidget(self.months_box)
        self.filter_row.addWidget(self.run_box)
        self._words = label("", "cell_bold")
        self._words.setObjectName("in words")
        self._code = label("", "hint", "muted")
        self.scans = Button(tr("Scans of signed paper"), "quiet", height=24)
        self.scans.clicked.connect(lambda: self.guarded(self.show_scans))
        self.foot_place.addWidget(self._words_strip())
        self._shown: Overview | None = None
        self._rows: tuple[PayRow, ...] = ()
        self._run_id = ""
        self._person_id = ""
        self._asked = 0

    # Reading

    @property
    def sheet(self) -> Sheet | None:
        """The sheet on the page, if the month is computed."""
        return self._shown.sheet if self._shown else None

    def refresh(self) -> None:
        """Read the run off the GUI thread; the old rows stay until the new ones are here."""
        self._asked += 1
        asked = self._asked
        self._show_buttons()
        month, kind, wanted, database = self.desk.month, self.post_type.value(), self._run_id, self.desk.database

        def work(_: tasks.Progress) -> tuple[Overview, tuple[PayRow, ...]]:
            return _with_rows(
                database.ask(payroll.overview, month, post_type=kind, run_id=wanted, at_once=payroll.MANY)
            )

        def then(result: tuple[Overview, tuple[PayRow, ...]]) -> None:
            if asked != self._asked:
                return
            self._show(*result)
            if not result[0].looked_over:
                tasks.run(
                    self,
                    lambda _: _with_rows(database.ask(payroll.looked_over, result[0])),
                    then=then,
                    title=tr("Looking for problems"),
                )

        tasks.run(self, work, then=then, progress=False)

    def fetch(self, view: View) -> Slice:
        """Narrow and sort the frozen sheet."""
        found = rows.chosen(self._rows, view)
        return Slice(found[view.offset : view.offset + view.limit], len(found))

    def choices(self, key: str) -> Sequence[Choice]:
        """The villages of the sheet, in its order."""
        if key != "village":
            return ()
        return [Choice(one, one) for one in dict.fromkeys(row.village for row in self._rows)]

    def counts(self) -> dict[str, int]:
        """Over the whole sheet."""
        return {
            "": sum(row.line is not None for row in self._rows),
            "changed": sum(bool(row.difference_fen) for row in self._rows),
            "problems": sum(row.serious for row in self._rows),
            "zero": sum(row.line is not None and not row.net_fen for row in self._rows),
        }

    def totals(self) -> Sequence[Total]:
        """People and the sums of the rows that are shown."""
        if self.sheet is None:
            return ()
        found = rows.chosen(self._rows, self.view())
        sums = [
            Total(column.key, money.show(sum(getattr(row, column.key) or 0 for row in found)))
            for column in self.COLUMNS
            if column.kind == "money" and column.key != "standard_fen"
        ]
        people = tr("{n} people", n=len({row.person_id for row in found if row.line is not None}))
        serious = sum(row.serious for row in found)
        problems = [Total("problem", tr("{n} places", n=serious), ink="error")] if serious else []
        return [Total("number", tr("Filtered") if self.filtered() else tr("Total")), Total("name", people), *sums,
                *problems]  # fmt: skip

    def empty(self) -> Empty:
        """What to do first."""
        month = month_words(self.desk.month)
        if self.sheet is not None:
            return Empty(tr("Nobody fits the filter."))
        if self._shown is None or not self._shown.post_types:
            return Empty(tr("Nobody is on post in {month}. Import the roster, or put people on post.", month=month))
        return Empty(tr("{month} is not computed yet.", month=month), ("payroll.compute", "payroll.compute_all"))

    def hidden_columns(self) -> frozenset[str]:
        """Components that are zero for everyone."""
        hidden = {key for key in rows.HIDE_WHEN_ZERO if not any(getattr(row, key) for row in self._rows)}
        hidden |= rows.hidden_months(self.sheet)
        if not self._compared():
            return frozenset(hidden | set(rows.COMPARED))
        if self.pane_is_open():
            hidden |= {"paid_days", "standard_fen"}
            if "commission_fen" not in hidden:
                hidden.add("attendance")
        return frozenset(hidden)

    def look(self, row: object, column: Column) -> Look | None:
        """Who left is grey; a changed day count or amount is bold where it is explained."""
        if isinstance(row, PayRow) and row.line is None:
            return Look(ink="disabled")
        if isinstance(row, PayRow) and column.key == "difference_fen" and row.difference_fen:
            return Look(bold=True)
        return None

    def show_row(self, row: object | None) -> None:
        """Why this amount; the focus stays in the explanation when it is filled anew."""
        focused = self._explanation_has_focus()
        if isinstance(row, PayRow) and row.line is not None and self.sheet is not None:
            explanation.fill(self.pane, self.sheet, row, open_person=self._open_person, print_slip=self._print_slip)
            if focused:
                explanation.focus(self.pane)
        else:
            explanation.empty(self.pane)

    def spoken(self, row: object, column: Column) -> str:
        """A screen reader hears the problems in whole sentences."""
        if isinstance(row, PayRow) and column.key in ("net_fen", "problem"):
            return " ".join(one.message for one in row.problems)
        return ""

    def status(self) -> StatusNote:
        """The selection's sum, the problems of the run."""
        chosen = [row for row in self.table.selected_rows() if isinstance(row, PayRow)]
        net = sum(row.net_fen or 0 for row in chosen)
        words = tr("{n} selected, net {net_fen} yuan", n=len(chosen), net_fen=net) if chosen else ""
        found = self._shown.problems if self._shown else ()
        errors = sum(one.severity == "error" for one in found)
        warnings = sum(one.unanswered for one in found)
        return StatusNote(words, errors + warnings, tone="error" if errors else "warn")

    def badge(self) -> int:
        """Errors only: they stop the lock."""
        return sum(one.severity == "error" for one in self._shown.problems) if self._shown else 0

    def next_problem(self, step: int) -> bool:
        """F8: the next line with an error or a warning, round the end."""
        found = rows.chosen(self._rows, self.view())
        places = [place for place, row in enumerate(found) if row.serious]
        if not places:
            return False
        now = self.table.currentIndex().row()
        after = [place for place in places if (place > now if step > 0 else place < now)]
        goal = (after or places)[0 if step > 0 else -1]
        self.table.go_to(goal, next(i for i, column in enumerate(self.COLUMNS) if column.key == "net_fen"))
        return True

    def open_thing(self, kind: str, key: str) -> None:
        """A run from elsewhere; ``key`` is its id, then # and the person whose amount is to be explained."""
        del kind
        self._run_id, _, self._person_id = key.partition("#")
        month = self.desk.ask(payroll.month_of, self._run_id)
        if month is not None and month != self.desk.month:
            self.desk.set_month(month)
        self.refresh()

    # Acting

    def blocked(self, command: str) -> str:
        """One reason, in words."""
        if command == "payroll.lock" and self._shown is not None and not self._shown.looked_over:
            return tr("still looking for problems")
        return acts.blocked(command, self.sheet, self._shown.problems if self._shown else ())

    def compute(self) -> None:
        """F9: compute the post type on the page, as many months as chosen; a run that is shown keeps its last one."""
        last = self.sheet.month if self.sheet is not None else self.desk.month
        self._compute(self.post_type.value() or None, last, last.plus(1 - int(self.months_box.value() or 1)))

    def compute_all(self) -> None:
        """Shift+F9: compute every post type that is not locked; runs of several months keep them."""
        self._compute(None, self.desk.month, None)

    def lock(self) -> None:
        """审核锁定 in its steps: problems, differences, count and sum."""
        if self.sheet is None or self._shown is None:
            return
        lock_page.open_lock(
            self, self.desk, self.sheet, self._shown.problems, self._rows, then=self._stepped, after=self.make_stale
        )

    def approve(self) -> None:
        """审批."""
        if self.sheet is not None:
            acts.ask_approve(self, self.sheet, lambda: self._step(APPROVE, payroll.approve))

    def unlock(self) -> None:
        """解锁 with a reason."""
        if self.sheet is not None:
            acts.ask_unlock(self, self.sheet, lambda why: self._step(UNLOCK, partial(payroll.unlock, reason=why)))

    def void(self) -> None:
        """作废 with a reason."""
        if self.sheet is not None:
            acts.ask_void(self, self.sheet, lambda why: self._step(VOID, partial(payroll.void, reason=why)))

    def add_extra(self) -> None:
        """加补发 or 加扣款 for the person in the row."""
        line = self._chosen_line()
        if self.sheet is not None and line is not None:
            self._act_in_pane(extras.adding(self.desk, self.sheet, line))

    def withdraw_extra(self) -> None:
        """Take one of the row's added amounts back."""
        line = self._chosen_line()
        if self.sheet is None or line is None:
            return
        found = extras.standing(self.desk, self.sheet, line)
        if found:
            self._act_in_pane(extras.withdrawing(self.desk, found))
        else:
            self.desk.say(tr("Nothing was added for {name}.", name=line.name))

    def bank_file(self) -> None:
        """The run's list on page 银行."""
        if self.sheet is not None:
            self.desk.open("bank_run", self.sheet.run_id)

    def print_page(self) -> None:
        """Sheet and poster, as they will be printed; from the explanation first the slip that says the same."""
        if self._explanation_has_focus():
            self._print_slip()
        elif self.sheet is not None:
            paper.open_preview(self, self.desk, self.sheet)

    def print_attendance(self) -> None:
        """打印考勤表 of the month (F3)."""
        self.guarded(attendance_paper.open_preview, self, self.desk, self.desk.month)

    def explain(self) -> None:
        """这个数怎么来的 of the row, with the focus in it."""
        if self._chosen_line() is not None:
            self.set_pane_open(value=True)
            self.show_row(self.table.current_row())
            explanation.focus(self.pane)

    def show_scans(self) -> None:
        """签字扫描件 of this run."""
        sheet = self.sheet
        if sheet is not None:
            dialog = scan_dialog.open_scans(self, self.desk, sheet.number)
            dialog.changed.connect(lambda: self._show_scans(sheet))

    # Inside

    def _show_scans(self, sheet: Sheet) -> None:
        """How many pages of the signed sheet are here; nothing to be signed yet, nothing to say."""
        found = self.desk.ask(scans.progress, sheet.number)
        self.scans.set_words(scan_dialog.progress_words(found))
        self.scans.setVisible(sheet.state in CLOSED_RUNS or bool(found.here))

    def _compute(self, kind: str | None, month: Month, first: Month | None) -> None:
        """A cancel before the end leaves everything as it was."""
        by, database = self.desk.clerk.login, self.desk.database

        def work(progress: tasks.Progress) -> tuple[Sheet, ...]:
            progress(0, 0)
            return database.do(COMPUTE, acts.compute, (first, month), kind, by, progress.check)

        tasks.run(self, work, then=self._on_computed, title=tr("Computing the pay"))

    def _explanation_has_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.pane.isVisible() and self.pane.isAncestorOf(focus)

    def _print_slip(self) -> None:
        """工资条 of the person whose amount is explained."""
        line = self._chosen_line()
        if self.sheet is not None:
            paper.open_preview(self, self.desk, self.sheet, slip_of=line)

    def _explain_wanted(self) -> None:
        """The person another page asked for, once the run is here."""
        if self._person_id and self.sheet is not None and self.sheet.run_id == self._run_id:
            person, self._person_id = self._person_id, ""
            if not self.table.select("person_id", person):
                self.clear_filters()
                self.table.select("person_id", person)
            self.explain()

    def _chosen_line(self) -> Line | None:
        row = self.table.current_row()
        return row.line if isinstance(row, PayRow) else None

    def _act_in_pane(self, form: ActForm) -> None:
        """A short form over the explanation; what it changes shows when the month is computed again."""
        self.set_pane_open(value=True)
        self.show_row(self.table.current_row())

        def told() -> None:
            self.show_row(self.table.current_row())
            self.desk.changes.tell({"pay_extra"})
            self.desk.say(tr("Noted. Press F9 to compute the month with it."))

        form.done.connect(told)
        form.left.connect(lambda: self.show_row(self.table.current_row()))
        self.pane.body.insertWidget(0, form)
        form.focus_first()

    def _compared(self) -> bool:
        """Whether there is a month before to compare with."""
        found = self._shown.comparison if self._shown else None
        return found is not None and found.before_month is not None

    def _words_strip(self) -> QWidget:
        strip = QWidget()
        strip.setFixedHeight(28)
        strip.setObjectName("words")
        strip.setStyleSheet(f"#words {{ background: {theme.tokens().readonly}; }}")
        row = QHBoxLayout(strip)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 2)
        row.setSpacing(8)
        row.addWidget(label(tr("In words"), "hint", "muted"))
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(self.scans)
        row.addWidget(self._code)
        self._strip = strip
        strip.hide()
        return strip

    def _show(self, shown: Overview, all_rows: tuple[PayRow, ...]) -> None:
        self._shown, self._rows = shown, all_rows
        sheet = shown.sheet
        self.post_type.set_choices([Choice(code, name) for code, name in shown.post_types] or [Choice("", "—")])
        if sheet is not None:
            self.post_type.set_value(sheet.post_type)
        kind = self.post_type.value()
        mine = [run for run in shown.runs if run.post_type == kind]
        self.run_box.set_choices([Choice(run.run_id, _run_words(run)) for run in mine] or [Choice("", "—")])
        self.run_box.set_value(sheet.run_id if sheet else "")
        self.run_box.setVisible(len(mine) > 1)
        self._show_months(sheet)
        self._show_way(sheet)
        self._strip.setVisible(sheet is not None)
        if sheet is not None:
            self._words.setText(rmb.words(sheet.net_fen))
            version = tr("Rules {version}", version=sheet.rules_version)
            self._show_scans(sheet)
            self._code.setText(f"{version} · {tr('Check code {code}', code=sheet.check_code)}")
        self._arrange()
        super().refresh()
        self._show_buttons()
        self._explain_wanted()
        self.badge_changed.emit(self.badge())

    def _show_buttons(self) -> None:
        for key, button in self.header.buttons.items():
            button.setVisible(acts.shown(key, self.sheet))

    def _show_months(self, sheet: Sheet | None) -> None:
        """The months of the run that is shown, under their names; what was chosen for one to come stays."""
        if sheet is not None:
            count = str(len(sheet.months))
            known = [*SPANS, *([] if count in dict(SPANS) else [(count, count)])]
            self.months_box.set_choices([Choice(key, tr(words)) for key, words in known])
            self.months_box.set_value(count)
        self.rows.columns = rows.month_columns(sheet)
        self.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.rows.columns) - 1)

    def _show_way(self, sheet: Sheet | None) -> None:
        states = [state for state, _ in WAY]
        words = [tr(word) for _, word in WAY]
        if sheet is None:
            self.way.set_steps(words, 0)
        elif sheet.state in states:
            self.way.set_steps(words, states.index(RunState(sheet.state)))
        else:
            self.way.set_steps([*words, acts.state_words(sheet.state)], len(states))

    def _step(self, action: str, change: acts.Change) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        by, database = self.desk.clerk.login, self.desk.database
        tasks.run(self, lambda _: database.do(action, change, sheet.run_id, by=by), then=self._stepped)

    def _stepped(self, after: Sheet) -> None:
        self.desk.changes.stamp()
        self._run_id = after.run_id if after.state != RunState.VOID else ""
        self.desk.changes.tell({"pay_run", "pay_line"})
        self.desk.say(acts.done_words(after))

    def _on_computed(self, sheets: tuple[Sheet, ...]) -> None:
        self.desk.changes.stamp()
        self._run_id = next((one.run_id for one in sheets if one.post_type == self.post_type.value()), "")
        self.desk.changes.tell({"pay_run", "pay_line"})
        said = [
            tr("{name} {n} people, {net_fen} yuan", name=one.post_type_name, n=one.people, net_fen=one.net_fen)
            for one in sheets
        ]
        self.desk.say(tr("Computed: {what}", what="；".join(said)) if said else tr("Nothing was left to compute."))

    def _on_post_type_chosen(self, _value: str) -> None:
        self._run_id = ""
        self.guarded(self.refresh)

    def _on_run_box_chosen(self, value: str) -> None:
        self._run_id = value
        self.guarded(self.refresh)

    def _open_person(self, person_id: str) -> None:
        self.desk.open("person", person_id)

    def entered(self) -> None:
        """The table has the keyboard."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _with_rows(found: Overview) -> tuple[Overview, tuple[PayRow, ...]]:
    return found, rows.rows(found.sheet, found.problems, found.comparison) if found.sheet else ()


def _run_words(run: RunSummary) -> str:
    return f"{run.number} {acts.state_words(run.state)}"
