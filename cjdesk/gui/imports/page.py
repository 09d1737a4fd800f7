"""Page 导入: choose a file, see every row with its state, walk through what was found, take the good rows in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from cjdesk.gui import tasks
from cjdesk.gui.buttons import Button
from cjdesk.gui.commands import Command
from cjdesk.gui.desk import Desk
from cjdesk.gui.filters import Choice, Filter, FilterBox, Segment
from cjdesk.gui.imports.ask import ask_place, ask_workbook
from cjdesk.gui.imports.pane import FindingsPane
from cjdesk.gui.imports.staging import COLUMNS, FIX, LOOK, READY, SAME, TIDY, StagedRow, Staging, cell_of, marked
from cjdesk.gui.imports.words import KIND_WORDS, TITLES
from cjdesk.gui.imports.work import check, take_in
from cjdesk.gui.labels import StepLine, label
from cjdesk.gui.list_page import Empty, ListPage
from cjdesk.gui.messages import Cancelled, MessageBar, Remedy, tell
from cjdesk.gui.page import StatusNote
from cjdesk.gui.row_model import Column, Look, Slice, View
from cjdesk.gui.table import Total
from cjdesk.i18n import N_, tr
from cjdesk.services import imports
from cjdesk.services.imports import ImportResult

STEPS = (N_("File"), N_("Headings"), N_("Check"), N_("Done"))
_CHECK, _DONE = 2, 4
CHANGED_TABLES = frozenset(
    {
        "person", "person_category", "bank_account", "post", "assignment", "suspension", "agreement", "household",
        "resettlement_site", "cooperative", "team", "membership", "water_scheme", "fee_receipt", "attendance",
    }
)  # fmt: skip


class ImportPage(ListPage):
    """A file on its way into the register."""

    KEY = "imports"
    TITLE = N_("Import")
    OPENS = ("import",)
    COLUMNS = COLUMNS
    GRID = True
    SEGMENTS_LEFT = True
    SEGMENTS = (
        Segment("all", N_("All")),
        Segment(READY, N_("Ready")),
        Segment(TIDY, N_("Tidied")),
        Segment(LOOK, N_("To look at")),
        Segment(FIX, N_("To put right"), problem=True),
        Segment(SAME, N_("As before")),
    )
    FILTERS = (Filter("sheet", N_("Sheet")),)
    COMMANDS = (
        Command("imports.apply", N_("&Import"), "apply", shortcut="Ctrl+Return", icon="import", button="primary",
                words=N_("Import"), show_key=False),
        Command("imports.open", N_("&Choose a file..."), "choose", "file", "Ctrl+O", "file", button="standard",
                words=N_("Choose a file"), show_key=False),
        Command("imports.rejects", N_("&Save the corrections workbook..."), "save_rejects", icon="export"),
        Command("imports.leave", N_("&Give up this file"), "give_up", button="quiet", words=N_("Give up")),
        Command("imports.all", N_("&All or nothing"), "toggle_all_or_nothing", separate=True),
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Waits for a file."""
        super().__init__(desk, parent)
        self.steps = StepLine([tr(one) for one in STEPS], 0)
        self.header.add_left(self.steps)
        self.kind_box = FilterBox(
            tr("Kind"), [Choice("", tr("by its headings")), *(Choice(k, tr(w)) for k, w in KIND_WORDS.items())]
        )
        self.kind_box.chosen.connect(self._on_kind_box_chosen)
        self.filter_row.insertWidget(0, self.kind_box)
        self.all_or_nothing = QCheckBox(tr("All rows or none"))
        self.all_or_nothing.toggled.connect(self._on_all_or_nothing_toggled)
        self.file_words = label("", "hint", "muted")
        self.rejects_button = Button(tr("Corrections workbook"), height=24)
        self.rejects_button.clicked.connect(self.save_rejects)
        self.pane.foot.addWidget(self.all_or_nothing)
        self.pane.foot.addStretch(1)
        self.pane.foot.addWidget(self.rejects_button)
        self.filter_row.addWidget(self.file_words)
        self.row_bar = MessageBar()
        self.foot_place.addWidget(self.row_bar)
        self.findings = FindingsPane(self.pane)
        self.findings.first_wanted.connect(self._on_findings_first_wanted)
        self.findings.group_wanted.connect(self._on_findings_group_wanted)
        self.row_changed.connect(self._on_self_row_changed)
        self.staging: Staging | None = None
        self.result: ImportResult | None = None
        self._path: Path | None = None
        self._busy = ""
        self._shown: Sequence[StagedRow] = ()
        self._show_file()

    # What the list shows

    def fetch(self, view: View) -> Slice:
        """Rows of the file; they are in memory already."""
        if self.staging is None:
            return Slice((), 0)
        if not view.offset:
            rows = self.staging.of(view.segment)
            sheet = view.filters.get("sheet")
            self._shown = [row for row in rows if row.sheet == sheet] if sheet else rows
        return Slice(self._shown[view.offset : view.offset + view.limit], len(self._shown))

    def choices(self, key: str) -> Sequence[Choice]:  # noqa: ARG002 - there is one filter
        """The sheets of the file."""
        return [Choice(name, name) for name in self.staging.sheets] if self.staging is not None else ()

    def counts(self) -> dict[str, int]:
        """Rows by what is to be done."""
        if self.staging is None:
            return {}
        return {"all": len(self.staging.rows)} | {g: self.staging.count(g) for g in (READY, TIDY, LOOK, FIX, SAME)}

    def totals(self) -> Sequence[Total]:
        """The sum that must come out."""
        if self.staging is None:
            return ()
        return (Total("row", "", bold=False), Total("state", self._sum()))

    def empty(self) -> Empty:
        """Before a file is chosen, or nothing of this sort in it."""
        if self._busy:
            return Empty(self._busy)
        if self.staging is None:
            return Empty(
                tr(
                    "Choose a workbook (.xlsx .xls .ods .csv): a roster, receipts, attendance, a register of"
                    " members, relocated households or a comparison list of the county."
                    " Nothing is written before you have seen every row."
                ),
                ("imports.open",),
            )
        return Empty(tr("No rows of this sort in the file."))

    def hidden_columns(self) -> frozenset[str]:
        """Columns that the file does not have."""
        known = self.staging.columns if self.staging is not None else frozenset[str]()
        return frozenset(one.key for one in self.COLUMNS) - known

    def look(self, row: object, column: Column) -> Look | None:
        """Wrong cells red, tidied cells tinted."""
        if not isinstance(row, StagedRow):
            return None
        back = marked(row, column.key)
        return Look(back=back, ink="error" if back == "error" else "") if back else None

    def status(self) -> StatusNote:
        """The sum, and what is to be put right."""
        if self.staging is None:
            return StatusNote()
        wrong = self.staging.count(FIX)
        return StatusNote(self._sum(), wrong, tr("To put right {n}", n=wrong) if wrong else "")

    def next_problem(self, step: int) -> bool:
        """The next row with an error, then those with a warning; the cursor goes into the cell."""
        if self.staging is None:
            return False
        wanted = {FIX} if self.staging.count(FIX) else {LOOK}
        total = len(self._shown)
        now = self.table.currentIndex().row()
        for distance in range(1, total + 1):
            place = (now + step * distance) % total
            if self._shown[place].group in wanted:
                self._go_to(place)
                return True
        if self.filtered() and (self.staging.count(FIX) or self.staging.count(LOOK)):
            self.clear_filters()
            return self.next_problem(step)
        return False

    def open_thing(self, kind: str, key: str) -> None:  # noqa: ARG002 - one kind of thing
        """Another page wants a file of this kind."""
        if key in KIND_WORDS:
            self.kind_box.set_value(key)
        self.choose()

    def blocked(self, command: str) -> str:
        """Why not, in the button."""
        if self._busy and command.startswith("imports."):
            return tr("busy")
        match command:
            case "imports.apply":
                return self._why_not()
            case "imports.rejects":
                refused = self.staging is not None and self.staging.count(FIX)
                return "" if refused else tr("nothing to put right")
            case "imports.leave":
                return "" if self.staging is not None else tr("choose a file first")
            case "imports.open" | "imports.all":
                return ""
        return super().blocked(command)

    # Commands

    def choose(self) -> None:
        """Ask for a file."""
        ask_workbook(self, self.load)

    def load(self, path: Path) -> None:
        """Read and check a file on the pool; nothing is written."""
        self._path = path
        kind, month, database = self.kind_box.value(), self.desk.month, self.desk.database
        self.staging = self.result = None
        self._busy = tr("Checking {file}...", file=path.name)
        self.message_bar.hide()
        self._show_file()
        tasks.run(
            self,
            lambda progress: check(database, path, kind, month, progress),
            then=self._on_checked,
            failed=self._on_not_checked,
            title=tr("Checking"),
        )

    def apply(self) -> None:
        """Write the good rows, all in one transaction."""
        staging = self.staging
        if staging is None or self._why_not():
            return
        plan, whole, database = staging.plan, self.all_or_nothing.isChecked(), self.desk.database

        self._busy = tr("Importing {file}...", file=plan.file)
        self.desk.changes.saving.emit()
        self.refresh_commands()
        tasks.run(
            self,
            lambda progress: take_in(database, plan, all_or_nothing=whole, progress=progress),
            then=self._on_applied,
            failed=self._on_not_applied,
            title=tr("Importing"),
        )

    def save_rejects(self) -> None:
        """Ask where the refused rows go."""
        if self.staging is not None and self._path is not None:
            ask_place(self, self._path, self.write_rejects)

    def write_rejects(self, path: Path) -> None:
        """Write the refused rows with their reasons."""
        if self.staging is None:
            return
        plan = self.staging.plan
        tasks.run(
            self,
            lambda _progress: imports.write_rejects(plan, path),
            then=lambda rows: self.message_bar.say(
                "ok",
                tr("{n} rows are in {file}: put them right there and import that file.", n=rows, file=path.name),
            ),
            title=tr("Writing"),
        )

    def give_up(self) -> None:
        """Forget the file; nothing was written, or everything is."""
        self.staging = self.result = None
        self._path = None
        self.message_bar.hide()
        self.clear_filters()
        self._show_file()

    def toggle_all_or_nothing(self) -> None:
        """The tick."""
        self.all_or_nothing.toggle()

    # What happens

    def _on_checked(self, staging: Staging) -> None:
        self._busy = ""
        self.staging = staging
        self.clear_filters()
        self._show_file()
        if not staging.news:
            wrong = staging.count(FIX)
            if wrong:
                said = tr("This file has nothing new besides {n} rows to put right.", n=wrong)
            else:
                said = tr("This file has nothing new: every row is in the register already.")
            self.message_bar.say("info", said)
        self.table.setFocus()

    def _on_not_checked(self, error: Exception) -> None:
        self._busy = ""
        self._show_file()
        tell(self, error)

    def _on_applied(self, result: ImportResult) -> None:
        self._busy = ""
        self.result = result
        if self.staging is not None:
            for row in self.staging.rows:
                row.done = True
        self._show_file()
        self.desk.changes.stamp()
        self.desk.changes.tell(CHANGED_TABLES)
        said = tr(
            "Imported: {created} new, {updated} changed, {unchanged} as before.",
            created=result.created, updated=result.updated, unchanged=result.unchanged,
        )  # fmt: skip
        if result.rejected_rows:
            said += " " + tr(
                "{n} rows were left out: put them right in the corrections workbook.", n=result.rejected_rows
            )
        remedies = [Remedy(N_("Corrections workbook"), self.save_rejects)] if result.rejected_rows else []
        self.message_bar.say("warn" if result.rejected_rows else "ok", said, remedies=remedies)

    def _on_not_applied(self, error: Exception) -> None:
        self._busy = ""
        if not isinstance(error, Cancelled):
            self.desk.changes.not_saved.emit(error)
        else:
            self.desk.changes.stamp()
        self.refresh_commands()
        tell(self, error)

    def _on_kind_box_chosen(self, _kind: str) -> None:
        if self._path is not None and self.result is None:
            self.load(self._path)

    def _on_all_or_nothing_toggled(self, _on: bool) -> None:
        self.refresh_commands()

    def _on_findings_first_wanted(self, code: str) -> None:
        self.clear_filters()
        for place, row in enumerate(self._shown):
            if any(one.code == code for one in row.problems):
                self._go_to(place, code)
                return

    def _on_findings_group_wanted(self, group: str) -> None:
        if self.segments is not None:
            self.segments.choose(group)

    def _on_self_row_changed(self, row: object) -> None:
        if not isinstance(row, StagedRow) or not row.problems:
            self.row_bar.hide()
            return
        first = min(row.problems, key=lambda one: one.severity != "error")
        more = len(row.problems) - 1
        words = f"{first.column}：{first.message}" if first.column else first.message
        if more:
            words += " " + tr("({n} more in this row)", n=more)
        tone = "error" if first.severity == "error" else "warn"
        walk = [Remedy(N_("Previous"), self._previous, "quiet"), Remedy(N_("Next"), self._next, "quiet")]
        self.row_bar.say(tone, words, code=first.code, remedies=walk)  # type: ignore[arg-type]

    def _previous(self) -> None:
        self.next_problem(-1)

    def _next(self) -> None:
        self.next_problem(1)

    # Inside

    def _go_to(self, place: int, code: str = "") -> None:
        row = self._shown[place]
        if self.staging is None:
            return
        found = next((one for one in row.problems if one.code == code), None)
        found = found or min(row.problems, key=lambda one: one.severity != "error")
        form = next(table.form for table in self.staging.plan.tables if table.sheet.name == row.sheet)
        key = cell_of(found, form)
        column = next((n for n, one in enumerate(self.COLUMNS) if one.key == key), 1)
        self.table.go_to(place, 1 if self.table.isColumnHidden(column) else column)
        self.table.setFocus()

    def _why_not(self) -> str:
        if self.staging is None:
            return tr("choose a file first")
        if self.result is not None:
            return tr("imported")
        if not self.staging.news:
            return tr("nothing new")
        wrong = self.staging.count(FIX)
        if wrong and self.all_or_nothing.isChecked():
            return tr("{n} rows to put right first", n=wrong)
        return ""

    def _sum(self) -> str:
        return self.staging.sum if self.staging is not None else ""

    def _show_buttons(self) -> None:
        buttons, staging = self.header.buttons, self.staging
        if not buttons:
            return
        waiting = staging is not None and self.result is None and bool(staging.news)
        buttons["imports.apply"].set_words(
            tr("Import {n} rows", n=staging.news) if waiting and staging else tr("Import")
        )
        buttons["imports.open"].setVisible(not waiting)
        buttons["imports.leave"].setVisible(waiting)

    def pane_is_open(self) -> bool:
        """Only beside a file; closed at first where it would lie over the rows."""
        return self.staging is not None and super().pane_is_open()

    def entered(self) -> None:
        """The window made the buttons meanwhile."""
        self._show_buttons()

    def _show_file(self) -> None:
        staging = self.staging
        self.header.title.setText(tr(TITLES[staging.plan.kind if staging is not None else ""]))
        self.steps.setVisible(staging is not None or bool(self._busy))
        self.steps.set_steps(
            [tr(one) for one in STEPS], _DONE if self.result is not None else (_CHECK if staging else 1)
        )
        self.file_words.setText(
            tr("{file}, {n} rows", file=staging.plan.file, n=staging.plan.read) if staging is not None else ""
        )
        if self.segments is not None:
            self.segments.setVisible(staging is not None)
        self.all_or_nothing.setVisible(staging is not None and bool(staging.count(FIX)))
        if "sheet" in self.filter_boxes:
            self.filter_boxes["sheet"].setVisible(staging is not None and len(staging.sheets) > 1)
        if staging is None:
            self.findings.show_nothing()
        else:
            self.findings.show_staging(staging)
        self.kind_box.setVisible(staging is None)
        self.rejects_button.setVisible(staging is not None and bool(staging.count(FIX)))
        self._show_buttons()
        self._arrange()
        self.refresh()
