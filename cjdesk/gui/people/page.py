"""Page 人员: who is registered, found by any word, filtered by village, post and state; the card in the pane."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cjdesk.gui import attendance_paper, export_file
from cjdesk.gui.commands import Command
from cjdesk.gui.desk import Desk
from cjdesk.gui.filters import Choice, Filter, Segment
from cjdesk.gui.list_page import Empty, ListPage
from cjdesk.gui.page import Hit, StatusNote
from cjdesk.gui.people import paper
from cjdesk.gui.people.exits import open_exits
from cjdesk.gui.people.pane import PersonPane
from cjdesk.gui.people.rows import COLUMNS, PersonLine, line_of
from cjdesk.gui.people.words import STATES
from cjdesk.gui.row_menu import RowMenu
from cjdesk.gui.row_model import Column, Look, Slice, View
from cjdesk.gui.stored_words import word
from cjdesk.gui.table import Total
from cjdesk.i18n import N_, tr
from cjdesk.services import people
from cjdesk.services.people.choices import Choices, choices

_STATE_WORDS = {state: look[0] for state, look in STATES.items()}
_SHOWN_STATES = {"在岗": 0, "公示中": 1, "拟聘": 2, "停岗": 3, "离岗": 4, "未上岗": 5}
_ROW_COMMANDS = (
    "people.on_post", "people.suspend", "people.resume", "people.leave", "people.agreement", "people.account",
    "people.category", "people.file", "people.application", "people.agreement_form", "people.exit_form", "people.why",
)  # fmt: skip
_ALWAYS = frozenset({"add", "import", "exits", "attendance"})
"""Commands that need nobody chosen."""
_SEARCHED = 5
"""So many windows of rows are looked through for a person that another page asked for."""


class PeoplePage(ListPage):
    """The register of persons."""

    KEY = "people"
    TITLE = N_("People")
    COLUMNS = COLUMNS
    TABLES = frozenset(
        {
            "person", "person_category", "bank_account", "assignment", "suspension", "agreement", "insurance", "post",
            "membership", "household", "pay_run", "pay_line",
        }
    )  # fmt: skip
    OPENS = ("person",)
    SEARCH_GROUP = N_("People")
    SEARCH_HINT = N_("Name, pinyin, last 4 of the ID")
    FILTERS = (
        Filter("village", N_("Village")),
        Filter("post_type", N_("Post")),
        Filter("state", N_("State")),
        Filter("category", N_("Category")),
    )
    SEGMENTS = (Segment("all", N_("All")), Segment("problems", N_("With problems"), problem=True))
    COMMANDS = (
        Command("people.add", N_("&New person"), "add_person", shortcut="Ctrl+N", icon="add", button="primary",
                words=N_("New")),
        Command("people.import", N_("&Import a roster..."), "import_file", icon="import", button="quiet",
                words=N_("Import"), shortcut="Ctrl+O", show_key=False),
        Command("people.export", N_("&Export this list..."), "export_list", icon="export", button="quiet",
                words=N_("Export")),
        Command("people.on_post", N_("Put on &post..."), "put_on_post", separate=True),
        Command("people.suspend", N_("&Suspend..."), "suspend"),
        Command("people.resume", N_("&Back on post..."), "resume"),
        Command("people.leave", N_("&Leave the post..."), "leave"),
        Command("people.agreement", N_("Register an a&greement..."), "sign_agreement"),
        Command("people.exits", N_("&Dynamic exit..."), "dynamic_exit"),
        Command("people.account", N_("Change the &account..."), "change_account", separate=True),
        Command("people.category", N_("Add a &category..."), "add_category"),
        Command("people.file", N_("Print the personal &file..."), "print_page", icon="print", separate=True),
        Command("people.full_file", N_("Print the file with full nu&mbers..."), "print_full_file"),
        Command("people.application", N_("Print the applicati&on form..."), "print_application"),
        Command("people.agreement_form", N_("Print the ag&reement..."), "print_agreement"),
        Command("people.exit_form", N_("Print the e&xit form..."), "print_exit_form"),
        Command("people.attendance", N_("Print a&ttendance sheets..."), "print_attendance"),
        Command("people.why", N_("Wh&y this amount"), "explain", shortcut="Shift+F1", separate=True),
        Command("people.undo", N_("&Undo"), "undo", "edit", "Ctrl+Z"),
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Builds the list and the card beside it."""
        super().__init__(desk, parent)
        self.card = PersonPane(self, self.pane)
        self.row_menu = RowMenu(self, _ROW_COMMANDS)
        self.row_opened.connect(self._on_self_row_opened)
        if self.search is not None:
            self.search.returnPressed.connect(self._on_search_return_pressed)
        self._facets = people.Facets((), (), (), 0)
        self._found = self._facets
        self._graver = False
        self._states: list[tuple[str, int]] = []
        self._choices: Choices | None = None
        self._read: people.PersonCard | None = None
        self._totals = {"all": 0, "problems": 0}

    # What the list asks

    def refresh(self) -> None:
        """Ask again, with the lists that filters and forms offer."""
        self._choices, self._read = self.desk.ask(choices), None
        if self.view().text:
            self._take_facets(self.desk.ask(people.find, limit=1).facets)
        super().refresh()
        for one in self.FILTERS:
            self.filter_boxes[one.key].set_choices([Choice("", tr("All")), *self.choices(one.key)])

    def fetch(self, view: View) -> Slice:
        """One window of persons."""
        order = view.order[0] if view.order else None
        found = self.desk.ask(
            people.find,
            view.text,
            village=view.filters.get("village"),
            post_type=view.filters.get("post_type"),
            state=view.filters.get("state"),
            category=view.filters.get("category"),
            problems_only=view.segment == "problems",
            sort=order.by if order else "name",
            descending=bool(order and order.descending),
            offset=view.offset,
            limit=view.limit,
        )
        self._totals[view.segment or "all"] = found.total
        if not view.offset:
            self._found = found.facets
            if not view.text:
                self._take_facets(found.facets)
            self._graver = any(one.severity == "error" for row in found.rows for one in row.problems)
        words = dict(self.offered.categories)
        return Slice([line_of(row, words) for row in found.rows], found.total)

    @property
    def offered(self) -> Choices:
        """The lists of the county and of this office."""
        if self._choices is None:
            self._choices = self.desk.ask(choices)
        return self._choices

    def choices(self, key: str) -> Sequence[Choice]:
        """What is in use, with how many persons each has."""
        names = dict(self.offered.post_types)
        if key == "village":
            return [Choice(name, f"{name} {count}") for name, count in self._facets.villages]
        if key == "post_type":
            return [Choice(code, f"{names.get(code, code)} {count}") for code, count in self._facets.post_types]
        if key == "state":
            return [Choice(one, f"{word(_STATE_WORDS, one)} {count}") for one, count in self._states]
        return [Choice(code, name) for code, name in self.offered.categories]

    def counts(self) -> dict[str, int]:
        """All and with problems, as the other filters leave them."""
        view = self.view()
        if not view.filters:
            everybody = sum(count for _, count in self._found.states)
            self._totals = {"all": everybody, "problems": self._found.with_problems}
            return dict(self._totals)
        other = "all" if view.segment == "problems" else "problems"
        self._totals[other] = self.fetch(View(view.text, view.filters, other, limit=1)).total
        return dict(self._totals)

    def totals(self) -> Sequence[Total]:
        """How many, and in which state."""
        shown = self.rows.rowCount()
        self.header.set_count(tr("{n} people", n=shown))
        if self.filtered():
            everybody = sum(count for _, count in self._facets.states)
            said = tr("filtered, of {n} in all", n=everybody)
        else:
            said = " · ".join(f"{word(_STATE_WORDS, one)} {count}" for one, count in self._states)
        return (Total("state", tr("{n} people", n=shown)), Total("name", said, bold=False))

    def empty(self) -> Empty:
        """A fresh office, or a filter that leaves nobody."""
        if not self.filtered():
            return Empty(
                tr("Nobody is registered yet. Import the roster first, or add people one by one."),
                ("people.import", "people.add"),
            )
        typed = self.view().text
        if typed:
            return Empty(
                tr("Nobody fits. Clear the filter (Esc) or add “{name}” (Ctrl+N).", name=typed), ("people.add",)
            )
        return Empty(tr("Nobody fits. Clear the filter (Esc)."))

    def look(self, row: object, column: Column) -> Look | None:
        """Leavers grey, a missing account marked."""
        if not isinstance(row, PersonLine):
            return None
        if column.key == "account" and row.no_account:
            return Look(mark="error")
        return Look(ink="disabled") if row.left else None

    def status(self) -> StatusNote:
        """Selection, and what F8 walks through."""
        rows, wrong = super().status().rows, self._totals["problems"]
        words = tr("{n} with problems", n=wrong) if wrong else ""
        return StatusNote(rows, wrong, words, tone="error" if self._graver else "warn")

    def hits(self, text: str, limit: int) -> list[Hit]:
        """Persons for the global search; they open on what they were paid."""
        found = self.desk.ask(people.find, text, limit=limit)
        return [
            Hit("person", f"{row.id}#pay", row.name,
                " · ".join(part for part in (f"{row.village} {row.group}".strip(), row.post_type_name,
                                             f"…{row.id_no[-4:]}") if part))
            for row in found.rows
        ]  # fmt: skip

    def open_thing(self, kind: str, key: str) -> None:  # noqa: ARG002 - this page opens persons only
        """Show a person's card; ``key`` is the id, then # and the tab to show."""
        person, _, tab = key.partition("#")
        if self._stale:
            self.refresh_if_stale()
        if not self._find_row(person):
            self.clear_filters()
            if not self._find_row(person) and self.search is not None:
                self.search.setText(self.desk.ask(people.card, person).name)
                self._refetch()
                self.select(person)
        if not self.pane_is_open():
            self.set_pane_open(value=True)
        self.card.choose(tab or "basic")
        if not self.card.focus_first_line():
            self.table.setFocus()

    def next_problem(self, step: int) -> bool:
        """The next person in the list who has a problem."""
        total = self.rows.rowCount() if self._totals["problems"] else 0
        now = max(0, self.table.currentIndex().row())
        for distance in range(1, total + 1):
            place = (now + step * distance) % total
            row = self.rows.row_value(place)
            if isinstance(row, PersonLine) and row.problem is not None:
                self.table.go_to(place)
                if self.pane_is_open():
                    self.card.choose("basic")
                return True
        return False

    def show_row(self, row: object | None) -> None:
        """The card beside the list."""
        self.card.show_person(row.id if isinstance(row, PersonLine) else None)

    def entered(self) -> None:
        """The card is filled once it can be seen."""
        if self.pane.isVisible() and self.card.card is None:
            self.show_row(self.table.current_row())

    # Commands

    def blocked(self, command: str) -> str:
        """What the chosen person's state allows."""
        room, _, name = command.partition(".")
        if room != "people" or name in _ALWAYS:
            return super().blocked(command)
        if name == "export":
            return "" if self.rows.rowCount() else tr("Nothing is listed")
        if name == "undo":
            return "" if self.card.can_undo else tr("Nothing to undo")
        if name in paper.COMMANDS:
            return paper.blocked(name, self._card())
        if name == "why":
            card = self._card()
            return "" if card is not None and card.pay else tr("nothing was calculated yet")
        return self.card.blocked(command)

    def add_person(self) -> None:
        """An empty form in the pane; what was typed into the search box becomes the name."""
        self.set_pane_open(value=True)
        self.card.start_new(self.view().text if not self.rows.rowCount() else "")

    def import_file(self) -> None:
        """Go to page 导入 for a roster."""
        self.desk.open("import", "roster")

    def export_list(self) -> None:
        """F12: the whole roster as a workbook."""
        export_file.begin(self, "roster", tr("Roster"))

    def put_on_post(self) -> None:
        """上岗."""
        self._act("on_post")

    def suspend(self) -> None:
        """停岗."""
        self._act("suspend")

    def resume(self) -> None:
        """复岗."""
        self._act("resume")

    def leave(self) -> None:
        """离岗."""
        self._act("leave")

    def sign_agreement(self) -> None:
        """登记协议."""
        self._act("agreement")

    def dynamic_exit(self) -> None:
        """动态退出 of the month."""
        open_exits(self, self.desk)

    def change_account(self) -> None:
        """更换账号."""
        self._act("account")

    def add_category(self) -> None:
        """添加类别."""
        self._act("category")

    def print_page(self) -> None:
        """打印人员档案: the papers of the person in the row, the file first."""
        self._print("file")

    def print_full_file(self) -> None:
        """The file with full numbers, after asking what for."""
        card = self._card()
        if card is not None:
            paper.ask_purpose(self, self.desk, card)

    def print_application(self) -> None:
        """打印申请表 (F8)."""
        self._print("application")

    def print_agreement(self) -> None:
        """打印协议 (F9)."""
        self._print("agreement_form")

    def print_exit_form(self) -> None:
        """打印离岗表 (F10)."""
        self._print("exit_form")

    def print_attendance(self) -> None:
        """打印考勤表 of the month (F3)."""
        self.guarded(attendance_paper.open_preview, self, self.desk, self.desk.month)

    def explain(self) -> None:
        """这个数怎么来的: the sum that the focus is on, else the newest one, explained on page 工资."""
        self.set_pane_open(value=True)
        self.card.show_person(getattr(self.table.current_row(), "id", None))
        self.card.explain()

    def _on_self_row_opened(self, row: object) -> None:
        if isinstance(row, PersonLine):
            self.guarded(self._open_card)

    def _on_search_return_pressed(self) -> None:
        self.guarded(self._refetch)
        if self.table.current_row() is not None:
            self.guarded(self._open_card)

    def _open_card(self) -> None:
        self.set_pane_open(value=True)
        self.card.focus_first()

    def undo(self) -> None:
        """撤销: the last change of a field comes back."""
        field = self.card.undo()
        if field:
            self.desk.say(tr("Undone: {what}", what=field))

    def _act(self, act: str) -> None:
        self.set_pane_open(value=True)
        self.card.start(act)

    def _print(self, kind: str) -> None:
        card = self._card()
        if card is not None and not paper.blocked(kind, card):
            paper.open_preview(self, self.desk, card, kind)

    def _card(self) -> people.PersonCard | None:
        """The card of the row; while the pane is closed it is read here, once for each row."""
        row = self.table.current_row()
        if not isinstance(row, PersonLine):
            return None
        known = next((one for one in (self.card.card, self._read) if one is not None and one.id == row.id), None)
        self._read = known or self.desk.ask(people.card, row.id)
        return self._read

    def _take_facets(self, facets: people.Facets) -> None:
        self._facets = facets
        self._states = sorted(facets.states, key=lambda one: _SHOWN_STATES.get(one[0], 9))

    def _find_row(self, person: str) -> bool:
        for start in range(0, min(self.rows.rowCount(), _SEARCHED * 200), 200):
            self.rows.row_value(start)
        return self.select(person)
