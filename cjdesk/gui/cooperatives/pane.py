"""The pane of page 合作社: one member with what can be changed, a new member, a team, a co-operative."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain import masks, money
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.buttons import Button
from cjdesk.gui.cooperatives.new_member import NewMemberForm
from cjdesk.gui.cooperatives.rows import AwardRow, MemberLine, TeamLine
from cjdesk.gui.cooperatives.words import TIERS
from cjdesk.gui.desk import Desk
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Choice
from cjdesk.gui.labels import label
from cjdesk.gui.lines import LinkLine, empty_out, fact, label_width
from cjdesk.gui.pane import Pane
from cjdesk.gui.record_form import RecordForm
from cjdesk.gui.stored_words import WORK, word
from cjdesk.gui.tasks import guarded
from cjdesk.i18n import N_, tr
from cjdesk.services import cooperatives
from cjdesk.services.cooperatives import CooperativeNode, TeamRow
from cjdesk.services.search_text import name_readings

MEMBER_TABLES = frozenset({"membership", "team"})
Values = Mapping[str, object]


class Host(Protocol):
    """What the pane needs of its page."""

    desk: Desk

    @property
    def current(self) -> str:
        """The chosen co-operative."""
        ...

    @property
    def nodes(self) -> tuple[CooperativeNode, ...]:
        """Every co-operative."""
        ...

    @property
    def teams(self) -> tuple[TeamRow, ...]:
        """The teams of the chosen one."""
        ...


class CooperativePane(QObject):
    """Fills a Pane with what the cursor is on, or with the act that is under way."""

    def __init__(self, page: Host, pane: Pane) -> None:
        """Empty until a row is shown."""
        super().__init__(pane)
        self._page, self._pane, self._desk = page, pane, page.desk
        self._row: MemberLine | TeamLine | AwardRow | None = None
        self.act: ActForm | NewMemberForm | None = None
        self.form = RecordForm(self._member_fields(), save=self._save, label_width=label_width())
        self._about = QVBoxLayout()
        self._below = QVBoxLayout()
        self._place = QVBoxLayout()
        for part in (self._place, self._about):
            pane.body.addLayout(part)
        pane.body.addWidget(self.form)
        pane.body.addLayout(self._below)
        self.form.hide()

    def show_row(self, row: object | None) -> None:
        """Another member or team; an act under way stays."""
        changed = getattr(row, "id", None) != getattr(self._row, "id", None)
        self._row = row if isinstance(row, (MemberLine, TeamLine, AwardRow)) else None
        if self.act is not None and not changed:
            return
        if isinstance(self.act, NewMemberForm):
            return
        self.stop()

    def stop(self) -> None:
        """Put the act away and show the row."""
        self.act = None
        for layout in (self._place, self._about, self._below):
            empty_out(layout)
        row = self._row
        self.form.setVisible(isinstance(row, MemberLine))
        if isinstance(row, MemberLine):
            self._show_member(row)
        elif isinstance(row, TeamLine):
            self._show_team(row)
        elif isinstance(row, AwardRow):
            self._show_award(row)
        else:
            self._pane.set_title("")

    # Acts

    def start_member(self) -> None:
        """新增社员."""
        self.stop()
        self._hide_row(tr("New member"))
        form = NewMemberForm(self._desk, self._page.current, self._page.teams)
        form.saved.connect(self._on_saved)
        form.left.connect(self.stop)
        self.act = form
        self._place.addWidget(form)
        form.show()
        form.picker.box.setFocus()

    def start_leave(self) -> None:
        """退社."""
        self._member_act(
            N_("Leave the co-operative"),
            (Field("left", N_("Last day"), "date", required=True),),
            {"left": date.today()},
            lambda row, values: self._desk.do(
                N_("Leave the co-operative"), cooperatives.leave, row.id, left=_day(values, "left")
            ),
        )

    def start_transfer(self) -> None:
        """转社."""
        others = tuple(
            Choice(node.id, node.name, " ".join(name_readings(node.name)))
            for node in self._page.nodes
            if node.id != self._page.current
        )
        self._member_act(
            N_("Transfer"),
            (
                Field("to", N_("To"), "choice", required=True, choices=lambda: others),
                Field("day", N_("On"), "date", required=True, hint=N_("Out and in on this day; the share goes along.")),
            ),
            {"day": date.today()},
            lambda row, values: self._desk.do(
                N_("Transfer a member"), cooperatives.transfer, row.id, str(values.get("to") or ""),
                day=_day(values, "day"),
            ),
        )  # fmt: skip

    def start_team(self) -> None:
        """新增劳务队."""
        self._free_act(
            N_("New team"),
            (Field("name", N_("Team name"), required=True),),
            lambda values: self._desk.do(
                N_("Add a team"), cooperatives.add_team, self._page.current, name=str(values.get("name") or "")
            ),
            {"team"},
        )

    def start_captain(self) -> None:
        """设队长."""
        row = self._row
        if not isinstance(row, TeamLine):
            return
        found = self._desk.ask(cooperatives.members, self._page.current, limit=5000).rows
        people = tuple(
            Choice(one.id, f"{one.name} …{one.id_no[-4:]}", " ".join((one.name, *name_readings(one.name))))
            for one in found
        )
        self._free_act(
            N_("Choose the captain"),
            (Field("captain", N_("Captain"), "choice", required=True, choices=lambda: people),),
            lambda values: self._desk.do(
                N_("Choose the captain"), cooperatives.set_captain, row.id, str(values.get("captain") or "") or None
            ),
            {"team", "membership"},
        )

    def start_cooperative(self) -> None:
        """新增合作社."""
        above = tuple(Choice(node.id, node.name, " ".join(name_readings(node.name))) for node in self._page.nodes)
        tiers = tuple(Choice(code, tr(words), code) for code, words in TIERS.items())
        self._free_act(
            N_("New co-operative"),
            (
                Field("name", N_("Name"), required=True),
                Field("tier", N_("Tier"), "choice", required=True, choices=lambda: tiers),
                Field("parent_id", N_("Above it"), "choice", choices=lambda: above),
                Field("chair_name", N_("Chairperson"), "name"),
                Field("founded", N_("Founded"), "date"),
                Field("credit_code", N_("Credit code"), "code"),
            ),
            lambda values: self._desk.do(
                N_("Add a co-operative"), cooperatives.add, name=str(values.get("name") or ""),
                tier=str(values.get("tier") or ""), parent_id=_word(values, "parent_id"),
                credit_code=_word(values, "credit_code"), founded=_maybe_day(values, "founded"),
                chair_name=_word(values, "chair_name"),
            ),
            {"cooperative"},
        )  # fmt: skip

    def start(
        self,
        title: str,
        fields: tuple[Field, ...],
        do: Callable[[Values], object],
        tables: frozenset[str],
        *,
        values: Values | None = None,
        about: str = "",
    ) -> None:
        """An act of the page's: its form here, what it is about above it; ``tables`` change when it is done."""
        self._free_act(title, fields, do, set(tables), values=values, verb=title)
        if about:
            self._place.insertWidget(0, label(about, "cell", "muted", wraps=True))

    # Inside

    def _member_fields(self) -> tuple[Field, ...]:
        return (
            Field("share_fen", N_("Share"), "money"),
            Field("team_id", N_("Team"), "choice", choices=self._team_choices),
            Field("skill", N_("Skill")),
            Field("work_status", N_("Work state"), "choice", choices=_work_choices),
            Field("work_unit", N_("Works at")),
            Field("work_wage_fen", N_("Monthly wage"), "money"),
        )

    def _team_choices(self) -> tuple[Choice, ...]:
        return tuple(Choice(one.id, one.name, " ".join(name_readings(one.name))) for one in self._page.teams)

    def _show_member(self, row: MemberLine) -> None:
        self._pane.set_title(row.name, row.place)
        one = row.value
        self._about.addWidget(fact(tr("ID number"), masks.id_draft(one.id_no)))
        self._about.addWidget(fact(tr("Joined"), one.joined.isoformat()))
        self.form.set_choices()
        self.form.show_record(
            {
                "share_fen": one.share_fen, "team_id": one.team_id, "skill": one.skill, "work_status": one.work_status,
                "work_unit": one.work_unit, "work_wage_fen": one.work_wage_fen,
            },
            key=one.id,
        )  # fmt: skip
        self._buttons(
            (tr("Leave the co-operative"), self.start_leave),
            (tr("Transfer"), self.start_transfer),
            (tr("Person's card"), lambda: self._desk.open("person", row.person_id)),
        )

    def _show_team(self, row: TeamLine) -> None:
        self._pane.set_title(row.team_name)
        self._about.addWidget(fact(tr("Captain"), row.captain_name))
        self._about.addWidget(fact(tr("People led"), str(row.led)))
        self._about.addWidget(fact(tr("Due captains"), str(row.units)))
        rule = tr("Fewer than 10 people: none; fewer than 30: one; then one more for every full 30.")
        self._about.addWidget(fact("", rule))
        found = self._desk.ask(cooperatives.members, self._page.current, team_id=row.id, limit=500).rows
        for one in found:
            line = LinkLine(one.name, word(WORK, one.work_status))
            line.clicked.connect(lambda _checked=False, person=one.person_id: self._desk.open("person", person))
            self._below.addWidget(line)
        self._buttons((tr("Choose the captain"), self.start_captain))

    def _show_award(self, row: AwardRow) -> None:
        self._pane.set_title(row.award_name, row.award_kind, row.award_chosen)
        line = row.value
        if line.id_no:
            self._about.addWidget(fact(tr("ID number"), masks.id_draft(line.id_no)))
        for words, said in (
            (tr("Team") if line.id_no else tr("Chairperson"), row.award_unit),
            (tr("Village"), row.award_village),
            (tr("People led"), str(row.award_people)),
            (tr("Score"), f"{row.award_score} · {tr('place {n}', n=row.award_place)}"),
            (tr("Amount"), tr("{amount} yuan", amount=money.show(row.award_fen))),
            (tr("Remark"), line.remark),
        ):
            if said:
                self._about.addWidget(fact(words, said))

    def _buttons(self, *buttons: tuple[str, Callable[[], object]]) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(8)
        for words, slot in buttons:
            button = Button(words, height=24)
            button.clicked.connect(lambda _checked=False, act=slot: guarded(self._pane, act))
            row.addWidget(button)
        row.addStretch(1)
        self._below.addWidget(line)

    def _hide_row(self, title: str) -> None:
        for layout in (self._about, self._below):
            empty_out(layout)
        self.form.hide()
        self._pane.set_title(title)

    def _member_act(
        self, title: str, fields: tuple[Field, ...], values: Values, do: Callable[[MemberLine, Values], object]
    ) -> None:
        row = self._row
        if not isinstance(row, MemberLine):
            return
        self.stop()

        def act(typed: Values) -> None:
            do(row, typed)
            self._finished(MEMBER_TABLES)

        self._open(ActForm(tr(title), fields, tr(title), act, values=values))

    def _free_act(
        self,
        title: str,
        fields: tuple[Field, ...],
        do: Callable[[Values], object],
        tables: set[str],
        *,
        values: Values | None = None,
        verb: str = "",
    ) -> None:
        self.stop()
        self._hide_row(tr(title))

        def act(typed: Values) -> None:
            do(typed)
            self._finished(frozenset(tables))

        self._open(ActForm(tr(title), fields, tr(verb) if verb else tr("Save"), act, values=values))

    def _open(self, form: ActForm) -> None:
        form.left.connect(self.stop)
        self.act = form
        self._place.addWidget(form)
        form.show()
        form.focus_first()

    def _finished(self, tables: frozenset[str]) -> None:
        self.act = None
        self.stop()
        self._desk.changes.tell(tables)

    def _on_saved(self) -> None:
        self.act = None
        self._desk.changes.tell(MEMBER_TABLES)
        self.stop()

    def _save(self, changes: dict[str, object]) -> None:
        row = self._row
        if not isinstance(row, MemberLine):
            return
        for field, value in changes.items():
            stored = 0 if field == "share_fen" and value is None else value
            self._desk.do(N_("Change a member"), cooperatives.edit_member, row.id, field, stored)
        self._desk.changes.tell({"membership"})


def _work_choices() -> tuple[Choice, ...]:
    return tuple(Choice(value, tr(words), " ".join((value, *name_readings(value)))) for value, words in WORK.items())


def _word(values: Values, key: str) -> str | None:
    value = values.get(key)
    return str(value) if value not in (None, "") else None


def _maybe_day(values: Values, key: str) -> date | None:
    value = values.get(key)
    return value if isinstance(value, date) else None


def _day(values: Values, key: str) -> date:
    return _maybe_day(values, key) or date.today()
