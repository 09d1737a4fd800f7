"""The card of one person in the detail pane: tabs that work, one act at a time, a new person's form in their place."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject

from cjdesk.domain.states import AssignmentState
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.desk import Desk
from cjdesk.gui.lines import LinkLine
from cjdesk.gui.messages import MessageBar
from cjdesk.gui.pane import Pane
from cjdesk.gui.people import acts, other_tabs
from cjdesk.gui.people.basic_tab import BasicTab
from cjdesk.gui.people.history import FIELDS
from cjdesk.gui.people.new_person import NewPersonForm
from cjdesk.gui.people.other_tabs import Tab
from cjdesk.gui.people.words import SEXES, state_chip
from cjdesk.gui.second_entry import SecondEntry
from cjdesk.gui.stored_words import word
from cjdesk.gui.tabs import Tabs
from cjdesk.gui.tasks import guarded
from cjdesk.i18n import N_, tr
from cjdesk.services import people
from cjdesk.services.people import PersonCard
from cjdesk.services.people.choices import Choices
from cjdesk.services.people.register import Registered

TABS = (
    ("basic", N_("Basic")),
    ("bank", N_("Bank")),
    ("post", N_("Post")),
    ("pay", N_("Pay")),
    ("household", N_("Family")),
    ("cooperative", N_("Co-op")),
    ("history", N_("History")),
)
_BUILDERS = {
    "bank": other_tabs.bank,
    "post": other_tabs.posts,
    "pay": other_tabs.pay,
    "household": other_tabs.household,
    "cooperative": other_tabs.cooperatives,
    "history": other_tabs.changes,
}
_REGISTER_TABLES = frozenset({"person", "person_category", "bank_account", "assignment", "post", "agreement"})
_NO_POST = "未上岗"


class Host(Protocol):
    """What the card needs of its page."""

    desk: Desk
    message_bar: MessageBar

    @property
    def offered(self) -> Choices:
        """The lists of the county and of this office."""
        ...

    def refresh_commands(self) -> None:
        """Look again which commands are possible."""

    def select(self, wanted: object) -> bool:
        """Put the cursor on a row."""
        ...


class PersonPane(QObject):
    """Fills a Pane; the page tells it which person and which act."""

    def __init__(self, page: Host, pane: Pane) -> None:
        """Builds tabs when they are first shown."""
        super().__init__(pane)
        self._page, self._pane, self._desk = page, pane, page.desk
        self.card: PersonCard | None = None
        self.tabs = Tabs([(key, tr(words)) for key, words in TABS], small=True)
        self.tabs.chosen.connect(lambda _tab: guarded(pane, self._show_tab))
        pane.tabs.addWidget(self.tabs)
        self._parts: dict[str, BasicTab | Tab] = {}
        self._new: NewPersonForm | None = None
        self._act: ActForm | None = None
        self._undone: list[tuple[str, str, object]] = []

    # Showing

    def show_person(self, person_id: str | None) -> None:
        """Another card, or the same one anew; a form that is being filled in stays."""
        if self.adding:
            return
        self.tabs.setVisible(person_id is not None)
        if person_id is None:
            self.card = None
            self._pane.set_title("")
            for part in self._parts.values():
                part.hide()
            return
        if self.card is not None and self.card.id != person_id:
            self.stop()
        self.card = self._desk.ask(people.card, person_id)
        self._title(self.card)
        self._show_tab()
        self._page.refresh_commands()

    def choose(self, tab: str) -> None:
        """Go to a tab."""
        if self.adding:
            self._leave_new()
        self.tabs.choose(tab)

    def focus_first(self) -> None:
        """Put the focus into the card: its form, else the first line that opens something."""
        part = self.part(self.tabs.value())
        if isinstance(part, BasicTab):
            part.form.focus_first()
        else:
            self.focus_first_line()

    def explain(self) -> None:
        """Open the explanation of the line that has the focus, else of the newest month."""
        self.choose("pay")
        lines = self.part("pay").findChildren(LinkLine)
        chosen = next((one for one in lines if one.hasFocus()), next(iter(lines), None))
        if chosen is not None:
            chosen.click()

    def focus_first_line(self) -> bool:
        """Put the focus on the first line that opens something; False if the tab has none."""
        line = self.part(self.tabs.value()).findChild(LinkLine)
        if line is None:
            return False
        line.setFocus()
        return True

    def part(self, key: str) -> BasicTab | Tab:
        """A tab's widget, built when first needed."""
        if key not in self._parts:
            made: BasicTab | Tab
            if key == "basic":
                made = BasicTab(lambda: self._page.offered, self._save)
                made.category_ended.connect(lambda category: guarded(self._pane, self._end_category, category))
            else:
                made = Tab(_BUILDERS[key])
                made.open_wanted.connect(self._desk.open)
            made.act_wanted.connect(lambda name: guarded(self._pane, self._go_on, name))
            self._parts[key] = made
            self._pane.body.addWidget(made)
        return self._parts[key]

    # Acts

    def blocked(self, command: str) -> str:
        """Why a command of the page cannot be done with this person."""
        if self.card is None:
            return tr("Choose a person first")
        return acts.blocked(command.removeprefix("people."), self.card)

    def start(self, name: str) -> None:
        """Open an act's form on its tab."""
        if self.adding:
            self._leave_new()
        card = self.card
        if card is None or acts.blocked(name, card):
            return
        self.stop()
        act = acts.act_of(name, self._page.offered)
        self.tabs.choose(act.tab)

        def do(values: acts.Values) -> None:
            self._told(act.do(self._desk, card, values))
            self._act = None
            self.part(act.tab).show_act(None)
            self._desk.changes.tell(act.tables)

        second = SecondEntry()
        self._act = ActForm(tr(act.title), second.fields(act.fields), tr(act.verb), do, values=act.values(card))
        self._act.left.connect(self.stop)
        if name == "account":
            second.watch(self._act.form)
        self.part(act.tab).show_act(self._act)
        self._act.focus_first()

    def stop(self) -> None:
        """Put an act's form away; nothing was done."""
        if self._act is not None:
            self._act = None
            for part in self._parts.values():
                part.show_act(None)

    @property
    def act(self) -> ActForm | None:
        """The act that is being filled in."""
        return self._act

    # A new person

    @property
    def adding(self) -> bool:
        """Whether a new person is being written."""
        return self._new is not None and not self._new.isHidden()

    @property
    def new_form(self) -> NewPersonForm:
        """The new person's form."""
        if self._new is None:
            self._new = NewPersonForm(self._desk, lambda: self._page.offered)
            self._new.saved.connect(self._on_new_saved)
            self._new.left.connect(self._leave_new)
            self._new.open_wanted.connect(self._on_new_open_wanted)
            self._pane.body.addWidget(self._new)
        return self._new

    def start_new(self, name: str = "") -> None:
        """Show the form of a new person in place of the card."""
        self.stop()
        for part in self._parts.values():
            part.hide()
        self.tabs.hide()
        self._pane.set_title(tr("New person"))
        self.new_form.show()
        self.new_form.begin(name)

    def undo(self) -> str:
        """Take the last change of a field back; says what, or nothing if there is none."""
        if not self._undone:
            return ""
        person_id, field, old = self._undone.pop()
        self._desk.do(N_("Undo a change"), people.edit, person_id, field, old)
        self._desk.changes.tell({"person"})
        return word(FIELDS, field)

    @property
    def can_undo(self) -> bool:
        """Whether a field was changed since the desk was opened."""
        return bool(self._undone)

    # What happens

    def _save(self, changes: dict[str, object]) -> None:
        card = self.card
        if card is None:
            return
        for field, value in changes.items():
            self._desk.do(N_("Change a person"), people.edit, card.id, field, value)
            self._undone.append((card.id, field, card.fields.get(field)))
        self._desk.changes.tell({"person"})

    def _title(self, card: PersonCard) -> None:
        now = card.assignment
        state = _NO_POST if now is None else now.state
        if now is not None and now.end is not None and now.end < acts.today():
            state = AssignmentState.LEFT.value
        about = tr("{sex} · {age} years", sex=word(SEXES, card.sex), age=card.age)
        self._pane.set_title(card.name, about, state_chip(state))

    def _show_tab(self) -> None:
        card, key = self.card, self.tabs.value()
        if card is None:
            return
        shown = self.part(key)
        for part in self._parts.values():
            part.setVisible(part is shown)
        shown.show_card(card)

    def _told(self, warnings: tuple[str, ...]) -> None:
        if warnings:
            said = tr("; ").join(word(acts.WARNINGS, code) for code in warnings)
            self._page.message_bar.say("warn", tr("Done, but: {what}.", what=said))

    def _go_on(self, name: str) -> None:
        if name.startswith("#"):
            self.tabs.choose(name[1:])
        elif name == "insured":
            self._save({"insured": True})
        else:
            self.start(name)

    def _end_category(self, category: str) -> None:
        self._desk.do(N_("End a category"), people.end_category, category, end=acts.today())
        self._desk.changes.tell({"person_category"})

    def _on_new_saved(self, made: Registered, wants_next: bool) -> None:
        self._told(made.warnings)
        self._desk.changes.tell(_REGISTER_TABLES)
        self._desk.say(tr("Registered."))
        if wants_next:
            self.new_form.begin()
            return
        self._leave_new()
        self._desk.open("person", made.id)

    def _on_new_open_wanted(self, person: str) -> None:
        self._leave_new()
        self._desk.open("person", person)

    def _leave_new(self) -> None:
        if self._new is not None:
            self._new.hide()
        person = self.card.id if self.card is not None else None
        self.show_person(person)
