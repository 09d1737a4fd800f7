"""Page 合作社: the tree at the left, members and teams of the chosen co-operative, taking in, leaving, transfer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cjdesk.domain.errors import NothingToPrint
from cjdesk.gui import export_file, theme
from cjdesk.gui.commands import Command
from cjdesk.gui.cooperatives import award_paper
from cjdesk.gui.cooperatives.awards import AwardsTab
from cjdesk.gui.cooperatives.pane import CooperativePane
from cjdesk.gui.cooperatives.rows import (
    AWARD_COLUMNS,
    COLUMNS,
    MEMBER_COLUMNS,
    TEAM_COLUMNS,
    MemberLine,
    TeamLine,
    member_line,
    team_line,
)
from cjdesk.gui.cooperatives.tree import WIDTH, CooperativeTree
from cjdesk.gui.cooperatives.words import state_chip
from cjdesk.gui.copies import Copies
from cjdesk.gui.desk import Desk
from cjdesk.gui.filters import Choice, Filter, FilterBox
from cjdesk.gui.labels import label
from cjdesk.gui.list_page import Empty, ListPage
from cjdesk.gui.page import Hit, StatusNote
from cjdesk.gui.paper_page import Form, preview
from cjdesk.gui.row_menu import RowMenu
from cjdesk.gui.row_model import Column, Look, Slice, View
from cjdesk.gui.shapes import Chip
from cjdesk.gui.table import Total
from cjdesk.gui.tabs import Tabs
from cjdesk.i18n import N_, tr, yuan
from cjdesk.printing import members_register
from cjdesk.printing.pages import Pages
from cjdesk.services import cooperatives
from cjdesk.services.cooperatives import CooperativeNode, MemberPage, TeamRow
from cjdesk.services.member_register import member_register
from cjdesk.services.people.choices import choices

_MEMBERS, _TEAMS, _AWARDS = "members", "teams", "awards"
_ON_TAB = {_MEMBERS: MEMBER_COLUMNS, _TEAMS: TEAM_COLUMNS, _AWARDS: AWARD_COLUMNS}


class CooperativesPage(ListPage):
    """The register of labour co-operatives."""

    KEY = "cooperatives"
    TITLE = N_("Co-operatives")
    COLUMNS = COLUMNS
    TABLES = frozenset({"cooperative", "membership", "team", "person", "person_category", "award", "award_round"})
    OPENS = ("cooperative",)
    SEARCH_GROUP = N_("Co-operatives")
    SEARCH_HINT = N_("Name, pinyin")
    FILTERS = (Filter("team", N_("Team")), Filter("away", N_("Work away")))
    COMMANDS = (
        Command("cooperatives.member", N_("&New member"), "add", shortcut="Ctrl+N", icon="add", button="primary",
                words=N_("New member")),
        Command("cooperatives.print", N_("&Print the register..."), "print_page", icon="print", button="standard",
                words=N_("Print the register")),
        Command("cooperatives.export", N_("&Export this list..."), "export_list", icon="export", button="quiet",
                words=N_("Export")),
        Command("cooperatives.leave", N_("&Leave the co-operative..."), "leave", separate=True),
        Command("cooperatives.transfer", N_("&Transfer..."), "transfer"),
        Command("cooperatives.team", N_("New tea&m..."), "add_team", separate=True),
        Command("cooperatives.captain", N_("Choose the &captain..."), "choose_captain"),
        Command("cooperatives.new", N_("New c&o-operative..."), "add_cooperative", separate=True),
        Command("cooperatives.import", N_("&Import a register of members..."), "import_file", icon="import"),
        Command("cooperatives.round", N_("New award &round..."), "new_round", separate=True),
        Command("cooperatives.nominate", N_("Nominate &a co-operative..."), "nominate"),
        Command("cooperatives.captain_award", N_("Nominate a captai&n..."), "nominate_captain"),
        Command("cooperatives.score", N_("&Score..."), "score"),
        Command("cooperatives.take_out", N_("Take the nomination o&ut..."), "take_out"),
        Command("cooperatives.publish", N_("The list han&gs on the wall"), "publish", separate=True),
        Command("cooperatives.decide", N_("&Decide the awards..."), "decide"),
        Command("cooperatives.hand_out", N_("&Hand out the awards..."), "hand_out"),
        Command("cooperatives.reopen", N_("Open the award round a&gain..."), "reopen"),
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Tree, tabs, list, pane."""
        super().__init__(desk, parent)
        self.tree = CooperativeTree(self)
        self.tree.chosen.connect(self._on_tree_chosen)
        self.tabs = Tabs([(_MEMBERS, tr("Members")), (_TEAMS, tr("Teams and captains")), (_AWARDS, tr("Awards"))])
        self.tabs.chosen.connect(self._on_tabs_chosen)
        self.tabs_place.addWidget(self.tabs)
        self._nodes: tuple[CooperativeNode, ...] = ()
        self._teams: tuple[TeamRow, ...] = ()
        self._found = MemberPage((), 0, 0, 0)
        self._categories: dict[str, str] = {}
        self._current = ""
        self.round_box = FilterBox(tr("Round"), [Choice("", "—")])
        self.round_box.chosen.connect(self._on_round_box_chosen)
        self.header.add_left(self.round_box)
        self._award_words = label("", "cell", "muted", wraps=True)
        self._award_words.setContentsMargins(theme.MARGIN, 4, theme.MARGIN, 6)
        self.foot_place.addWidget(self._award_words)
        self.card = CooperativePane(self, self.pane)
        self.awards = AwardsTab(self, self.round_box)
        keys = ("cooperatives.leave", "cooperatives.transfer", "cooperatives.captain")
        self.row_menu = RowMenu(self, (*keys, "cooperatives.score", "cooperatives.take_out"))
        self.row_opened.connect(self._on_self_row_opened)

    @property
    def current(self) -> str:
        """The chosen co-operative's id."""
        return self._current

    @property
    def nodes(self) -> tuple[CooperativeNode, ...]:
        """Every co-operative."""
        return self._nodes

    @property
    def teams(self) -> tuple[TeamRow, ...]:
        """The teams of the chosen one."""
        return self._teams

    @property
    def node(self) -> CooperativeNode | None:
        """The chosen co-operative."""
        return next((one for one in self._nodes if one.id == self._current), None)

    # What the list asks

    def refresh(self) -> None:
        """Ask again for the tree and the list."""
        self._nodes = self.desk.ask(cooperatives.tree)
        self._categories = dict(self.desk.ask(choices).categories)
        self._current = self.tree.show_nodes(self._nodes, self._current, county=self.desk.office.county_name)
        self._teams = self.desk.ask(cooperatives.teams, self._current) if self._current else ()
        self.awards.refresh()
        self._show_node()
        super().refresh()

    def fetch(self, view: View) -> Slice:
        """Members, or teams on their tab."""
        if not self._current:
            return Slice((), 0)
        if self.tabs.value() == _AWARDS:
            return self.awards.fetch(view)
        if self.tabs.value() == _TEAMS:
            lines = [team_line(one) for one in self._teams]
            return Slice(lines[view.offset : view.offset + view.limit], len(lines))
        order = view.order[0] if view.order else None
        self._found = self.desk.ask(
            cooperatives.members,
            self._current,
            view.text,
            team_id=view.filters.get("team"),
            away_only=view.filters.get("away") == "away",
            sort=order.by if order else "name",
            descending=bool(order and order.descending),
            offset=view.offset,
            limit=view.limit,
        )
        return Slice([member_line(one, self._categories) for one in self._found.rows], self._found.total)

    def choices(self, key: str) -> Sequence[Choice]:
        """Teams; who works away."""
        if key == "team":
            return [Choice(one.id, one.name) for one in self._teams]
        return [Choice("away", tr("working away"))]

    def hidden_columns(self) -> frozenset[str]:
        """Those of the other tab."""
        now = self.tabs.value()
        return frozenset(one.key for tab, columns in _ON_TAB.items() if tab != now for one in columns)

    def look(self, row: object, column: Column) -> Look | None:  # noqa: ARG002 - whole rows
        """Those who left are grey."""
        return Look(ink="disabled") if isinstance(row, MemberLine) and row.value.left is not None else None

    def totals(self) -> Sequence[Total]:
        """Members, shares, how many work away."""
        if not self._current:
            return ()
        if self.tabs.value() == _AWARDS:
            return self.awards.totals()
        if self.tabs.value() == _TEAMS:
            led = sum(one.members for one in self._teams)
            units = sum(one.captain_units for one in self._teams)
            return (
                Total("team_name", tr("{n} teams", n=len(self._teams))),
                Total("led", str(led)),
                Total("units", str(units)),
            )
        found = self._found
        return (
            Total("name", tr("{n} people", n=found.total)),
            Total("share_fen", yuan(found.share_fen)),
            Total("work", tr("{n} working away", n=found.away), bold=False),
        )

    def empty(self) -> Empty:
        """No co-operative, no member, no team."""
        if not self._nodes:
            return Empty(
                tr("No co-operatives yet. Import a register of members, or add one."),
                ("cooperatives.import", "cooperatives.new"),
            )
        if self.tabs.value() == _AWARDS:
            return self._no_awards()
        if self.tabs.value() == _TEAMS:
            return Empty(tr("No teams yet."), ("cooperatives.team",))
        if self.filtered():
            return Empty(tr("No member fits. Clear the filter (Esc)."))
        return Empty(
            tr("No members yet. Take people in from the register, or import a register of members."),
            ("cooperatives.member", "cooperatives.import"),
        )

    def status(self) -> StatusNote:
        """Members and who works away."""
        if self.tabs.value() == _AWARDS:
            nominated = len(self.awards.found.lines) if self.awards.found is not None else 0
            return StatusNote(tr("{n} nominated", n=nominated))
        if self.tabs.value() == _TEAMS:
            return StatusNote(tr("{n} teams", n=len(self._teams)))
        found = self._found
        words = tr("{n} people, {away} working away", n=found.total, away=found.away)
        return StatusNote(words) if self._current else StatusNote()

    def state_chip(self) -> Chip | None:
        """✓ 运营, or where the round of awards stands."""
        if self.tabs.value() == _AWARDS:
            return self.awards.chip()
        node = self.node
        return state_chip(node.state) if node is not None else None

    def hits(self, text: str, limit: int) -> list[Hit]:
        """Co-operatives whose name has the words."""
        nodes = self._nodes or self.desk.ask(cooperatives.tree)
        found = [one for one in nodes if text.strip() and text.strip() in one.name]
        return [Hit("cooperative", one.id, one.name, tr("{n} members", n=one.members)) for one in found[:limit]]

    def open_thing(self, kind: str, key: str) -> None:  # noqa: ARG002 - one kind of thing
        """Show a co-operative."""
        self.refresh_if_stale()
        self.tree.choose(key)

    def show_row(self, row: object | None) -> None:
        """The pane follows the cursor."""
        self.card.show_row(row)

    def pane_is_open(self) -> bool:
        """Closed until something is opened."""
        return bool(self._pane_open)

    def regions(self) -> list[QWidget]:
        """Tree, filter, list, pane."""
        return [self.tree.tree, *super().regions()]

    # Commands

    def blocked(self, command: str) -> str:
        """What the cursor allows."""
        of_award = self.awards.blocked(command, shown=self.tabs.value() == _AWARDS)
        return self._tab_blocked(command) if of_award is None else of_award

    def _tab_blocked(self, command: str) -> str:
        row = self.table.current_row()
        if command in {"cooperatives.member", "cooperatives.team"}:
            return "" if self._current else tr("no co-operative yet")
        if command in {"cooperatives.leave", "cooperatives.transfer"}:
            return "" if isinstance(row, MemberLine) and row.value.left is None else tr("choose a member first")
        if command == "cooperatives.captain":
            return "" if isinstance(row, TeamLine) else tr("choose a team first")
        if command in {"cooperatives.print", "file.preview", "cooperatives.export", "file.export"}:
            node = self.node
            return "" if node is not None and node.members else tr("no members")
        return super().blocked(command)

    def add(self) -> None:
        """新增: a member, or a team on its tab."""
        if self.tabs.value() == _TEAMS:
            self.add_team()
            return
        if self.tabs.value() == _AWARDS:
            self.nominate()
            return
        self._open_pane()
        self.card.start_member()

    def leave(self) -> None:
        """退社."""
        self._open_pane()
        self.card.start_leave()

    def transfer(self) -> None:
        """转社."""
        self._open_pane()
        self.card.start_transfer()

    def add_team(self) -> None:
        """新增劳务队."""
        self.tabs.choose(_TEAMS)
        self._open_pane()
        self.card.start_team()

    def choose_captain(self) -> None:
        """设队长."""
        self._open_pane()
        self.card.start_captain()

    def add_cooperative(self) -> None:
        """新增合作社."""
        self._open_pane()
        self.card.start_cooperative()

    def new_round(self) -> None:
        """新建表彰批次."""
        self._on_awards(self.awards.new_round)

    def nominate(self) -> None:
        """推荐合作社; the round first where there is none."""
        self._on_awards(self.awards.nominate if self.awards.found is not None else self.awards.new_round)

    def nominate_captain(self) -> None:
        """推荐劳务队长."""
        self._on_awards(self.awards.nominate_captain)

    def score(self) -> None:
        """打分."""
        self._on_awards(self.awards.score)

    def take_out(self) -> None:
        """撤下推荐."""
        self._on_awards(self.awards.take_out)

    def publish(self) -> None:
        """名单公示."""
        self._on_awards(self.awards.publish)

    def decide(self) -> None:
        """评定."""
        self._on_awards(self.awards.decide)

    def hand_out(self) -> None:
        """登记发放."""
        self._on_awards(self.awards.hand_out)

    def reopen(self) -> None:
        """重新打开."""
        self._on_awards(self.awards.reopen)

    def import_file(self) -> None:
        """Go to page 导入 for a register of members."""
        self.desk.open("import", "members")

    def export_list(self) -> None:
        """F12: every co-operative with its members as a workbook."""
        export_file.begin(self, "members", tr("Register of members"))

    def print_page(self) -> None:
        """F6 名册 of the chosen co-operative; on the awards' tab F15 表彰名单 of the round."""
        if self.tabs.value() == _AWARDS and self.awards.found is not None:
            award_paper.ask(self, self.awards.found)
            return
        node = self.node
        if node is None or not node.members:
            raise NothingToPrint(form=tr("Register of members"), month="")
        copies = Copies(self.desk, members_register.FORM, [node.id])
        make = partial(_pages, self.desk, node.id, copies)
        summary = tr("{n} members", n=node.members)
        title = tr("Register of members")
        preview(self, node.name, [Form(title, f"{node.name}社员名册", make, summary, done=copies.count)])

    # What happens

    def _on_awards(self, act: Callable[[], None]) -> None:
        if self.tabs.value() != _AWARDS:
            self.tabs.choose(_AWARDS)
        self._open_pane()
        act()

    def _no_awards(self) -> Empty:
        if self.awards.found is None:
            return Empty(tr("No award round yet. Make one with its quotas and amounts."), ("cooperatives.round",))
        return Empty(tr("Nobody is nominated yet."), ("cooperatives.nominate", "cooperatives.captain_award"))

    def _on_round_box_chosen(self, _value: str) -> None:
        self.guarded(self.refresh)

    def _open_pane(self) -> None:
        if not self.pane_is_open():
            self.set_pane_open(value=True)

    def _arrange(self) -> None:
        super()._arrange()
        if hasattr(self, "tree"):
            self.tree.setGeometry(0, 0, WIDTH, self.height())
            main = self._main.geometry()
            self._main.setGeometry(WIDTH, 0, max(0, main.width() - WIDTH), main.height())
            self.pane.raise_()
            self._show_node()

    def _show_node(self) -> None:
        node = self.node
        tab = self.tabs.value()
        here = node.name if node is not None else tr(self.TITLE)
        self.header.title.setText(tr("Awards") if tab == _AWARDS else here)
        shows_chair = node is not None and not self.pane_is_open() and tab != _AWARDS
        chair = node.chair_name if node is not None and shows_chair else None
        self.header.set_count(tr("chairperson {name}", name=chair) if chair else "")
        self.tabs.setVisible(node is not None)
        if node is not None:
            self.tabs.set_words(_MEMBERS, tr("Members {n}", n=node.members))
            self.tabs.set_words(_TEAMS, tr("Teams and captains {n}", n=len(self._teams)))
        self._filters.setVisible(node is not None and tab == _MEMBERS)
        self.round_box.setVisible(node is not None and tab == _AWARDS)
        self._award_words.setVisible(tab == _AWARDS and self.awards.found is not None)
        self._award_words.setText(self.awards.words())
        button = self.header.buttons.get("cooperatives.member")
        if button is not None:
            words = {_MEMBERS: tr("New member"), _TEAMS: tr("New team"), _AWARDS: tr("Nominate")}
            button.set_words(words[tab])
        button = self.header.buttons.get("cooperatives.print")
        if button is not None:
            button.set_words(tr("Award list") if tab == _AWARDS else tr("Print the register"))

    def _on_tree_chosen(self, key: str) -> None:
        self._current = key
        self.guarded(self._another)

    def _another(self) -> None:
        self.card.stop()
        self._teams = self.desk.ask(cooperatives.teams, self._current)
        if self.search is not None:
            self.search.clear()
        for box in self.filter_boxes.values():
            box.set_value("")
        self._show_node()
        super().refresh()

    def _on_tabs_chosen(self, _tab: str) -> None:
        self.card.stop()
        self._show_node()
        self._arrange()
        self.guarded(super().refresh)

    def _on_self_row_opened(self, _row: object) -> None:
        self._open_pane()
        if self.card.form.isVisible():
            self.card.form.focus_first()


def _pages(desk: Desk, cooperative: str, copies: Copies) -> Pages[Any]:
    return members_register.layout(desk.database.ask(member_register, cooperative), copies.stamp())
