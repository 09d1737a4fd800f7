"""The pane of page 公示: one notice with its objections, or the act that is under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain import money
from cjdesk.domain.publicity import Outcome
from cjdesk.domain.states import AssignmentState, PublicityState
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import Desk
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Choice
from cjdesk.gui.labels import label
from cjdesk.gui.lines import InfoBand, LinkLine, ProblemLine, empty_out, fact
from cjdesk.gui.pane import Pane
from cjdesk.gui.publicity import words
from cjdesk.gui.publicity.new_notice import NewNoticeForm
from cjdesk.gui.publicity.proposal import ProposalForm
from cjdesk.gui.publicity.rows import NoticeRow, short_title
from cjdesk.gui.tasks import guarded
from cjdesk.i18n import N_, tr
from cjdesk.services import publicity, scans
from cjdesk.services.publicity import Notice, ObjectionValue, Subject
from cjdesk.services.publicity.words import GUESSED
from cjdesk.services.search_text import name_readings

TABLES = frozenset({"publicity", "objection", "assignment"})
Values = Mapping[str, object]
EVERYBODY = "everybody"


class Host(Protocol):
    """What the pane needs of its page."""

    desk: Desk

    def show_notice(self, notice_id: str) -> None:
        """Put the cursor on it."""
        ...

    def show_scans(self) -> None:
        """The photos and scans of the notice under the cursor."""
        ...


class NoticePane(QObject):
    """Fills a Pane with the notice the cursor is on, or with an act."""

    def __init__(self, page: Host, pane: Pane) -> None:
        """Empty until a row is shown."""
        super().__init__(pane)
        self._page, self._pane, self._desk = page, pane, page.desk
        self._row: NoticeRow | None = None
        self.act: ActForm | NewNoticeForm | ProposalForm | None = None
        self._place = QVBoxLayout()
        self._about = QVBoxLayout()
        for part in (self._place, self._about):
            pane.body.addLayout(part)

    def show_row(self, row: object | None) -> None:
        """Another notice; an act under way stays."""
        changed = getattr(row, "id", None) != getattr(self._row, "id", None)
        self._row = row if isinstance(row, NoticeRow) else None
        if isinstance(self.act, (NewNoticeForm, ProposalForm)) or (self.act is not None and not changed):
            return
        self.stop()

    def stop(self) -> None:
        """Put the act away and show the notice."""
        self.act = None
        for layout in (self._place, self._about, self._pane.band):
            empty_out(layout)
        if self._row is None:
            self._pane.set_title(tr("Public notice"))
        else:
            self._show(self._row.notice)

    # Acts

    def start_new(self) -> None:
        """生成公示表."""
        form = NewNoticeForm(self._desk)
        form.saved.connect(self._on_made)
        form.left.connect(self.stop)
        self._begin(form, tr("New notice"))
        form.focus_first()

    def start_proposal(self) -> None:
        """拟聘."""
        form = ProposalForm(self._desk)
        form.saved.connect(lambda: self._finished(tr("Proposed; make the notice next.")))
        form.left.connect(self.stop)
        self._begin(form, tr("Propose for a post"))
        form.focus_first()

    def start_hang(self) -> None:
        """登记张贴."""
        notice = self._notice()
        if notice is None:
            return
        self._act(
            N_("Register hanging"),
            (
                Field("start", N_("Begins"), "date", required=True, hint=N_("The last day is counted from it.")),
                Field("place", N_("Place"), required=True),
                Field("photo", N_("Photo"), hint=N_("Where the photo is kept: a file name or a note.")),
            ),
            {"start": notice.start, "place": notice.place, "photo": notice.photo},
            lambda values: self._desk.do(
                N_("Register how a notice hangs"), publicity.hang, notice.id, start=_day(values, "start"),
                place=_text(values, "place"), photo=_text(values, "photo"),
            ),
        )  # fmt: skip

    def start_objection(self) -> None:
        """登记异议."""
        notice = self._notice()
        if notice is None:
            return
        people = self._desk.ask(publicity.subjects, notice.id)
        against = (Choice(EVERYBODY, tr("everybody")), *(_choice(one) for one in people))
        self._act(
            N_("Register an objection"),
            (
                Field("against", N_("Against"), "choice", required=True, choices=lambda: against),
                Field("content", N_("Objection"), required=True),
                Field("raised", N_("Came on"), "date", required=True),
                Field("raised_by", N_("Raised by"), hint=N_("Kept confidential; never printed.")),
            ),
            {"against": EVERYBODY, "raised": date.today()},
            lambda values: self._desk.do(
                N_("Write down an objection"), publicity.register, notice.id, content=_text(values, "content"),
                raised=_day(values, "raised"), today=date.today(), raised_by=_text(values, "raised_by"),
                assignment_id=None if values.get("against") in (EVERYBODY, None) else _text(values, "against"),
            ),
        )  # fmt: skip

    def start_decide(self, objection: ObjectionValue | None = None) -> None:
        """处理异议: the one given, else the first that waits."""
        notice = self._notice()
        chosen = objection or next(iter(notice.undecided if notice else ()), None)
        if chosen is None:
            return
        outcomes = tuple(Choice(one.value, tr(words.OUTCOMES[one]), one.value) for one in Outcome)
        self._act(
            N_("Decide the objection"),
            (
                Field("outcome", N_("Outcome"), "choice", required=True, choices=lambda: outcomes),
                Field("note", N_("Found out"), hint=N_("What was looked into, and what was found.")),
            ),
            {},
            lambda values: self._desk.do(
                N_("Decide an objection"), publicity.decide, chosen.id, outcome=_text(values, "outcome"),
                note=_text(values, "note"), by=self._desk.clerk.login, today=date.today(),
            ),
            about=f"{chosen.name or tr('everybody')}：{chosen.content}",
        )  # fmt: skip

    def start_withdraw(self) -> None:
        """撤回."""
        notice = self._notice()
        if notice is None:
            return
        self._act(
            N_("Take down the notice"),
            (Field("reason", N_("Reason"), required=True),),
            {},
            lambda values: self._desk.do(
                N_("Withdraw a public notice"), publicity.withdraw, notice.id, reason=_text(values, "reason"),
                by=self._desk.clerk.login,
            ),
        )  # fmt: skip

    def start_take(self, subject: Subject) -> None:
        """上岗."""
        self._act(
            N_("Take the post"),
            (Field("start", N_("First day"), "date", required=True, hint=N_("The first day that is paid.")),),
            {"start": subject.start},
            lambda values: self._desk.do(
                N_("Put a proposed person on post"), publicity.take_post, subject.assignment_id,
                start=_day(values, "start"),
            ),
            about=f"{subject.name} · {subject.post}",
        )  # fmt: skip

    def start_refuse(self, subject: Subject) -> None:
        """不上岗."""
        self._act(
            N_("Turn down"),
            (Field("reason", N_("Reason"), required=True),),
            {},
            lambda values: self._desk.do(
                N_("Turn a proposed person down"), publicity.turn_down, subject.assignment_id,
                reason=_text(values, "reason"), today=date.today(),
            ),
            about=f"{subject.name} · {subject.post}",
        )  # fmt: skip

    # Inside

    def _notice(self) -> Notice | None:
        return self._row.notice if self._row is not None else None

    def _begin(self, form: ActForm | NewNoticeForm | ProposalForm, title: str) -> None:
        self.stop()
        for layout in (self._about, self._pane.band):
            empty_out(layout)
        self._pane.set_title(title)
        self.act = form
        self._place.addWidget(form)
        form.show()

    def _act(
        self,
        title: str,
        fields: tuple[Field, ...],
        values: Values,
        do: Callable[[Values], object],
        *,
        about: str = "",
    ) -> None:
        def act(typed: Values) -> None:
            do(typed)
            self._finished("")

        form = ActForm(tr(title), fields, tr(title), act, values=values)
        form.left.connect(self.stop)
        number = self._row.notice.number if self._row else ""
        self._begin(form, number)
        if about:
            self._place.insertWidget(0, label(about, "cell", "muted", wraps=True))
        form.focus_first()

    def _on_made(self, notice_id: str) -> None:
        self.act = None
        self._desk.changes.tell(TABLES)
        self._page.show_notice(notice_id)
        self.stop()

    def _finished(self, said: str) -> None:
        self.act = None
        self.stop()
        self._desk.changes.tell(TABLES)
        if said:
            self._desk.say(said)

    def _show(self, notice: Notice) -> None:
        today = date.today()
        self._pane.set_title(tr("Notice {number}", number=notice.number), "", words.chip(notice, today))
        self._pane.band.addWidget(_band(notice))
        if notice.may_close:
            self._about.addWidget(ProblemLine(tr("The last day is over and nothing is open. End the notice."), "info"))
        if notice.guessed_years and notice.state == PublicityState.OPEN:
            years = "、".join(map(str, notice.guessed_years))
            self._about.addWidget(ProblemLine(tr(GUESSED, years=years), "warning"))
        for title, said in _facts(notice, today):
            self._about.addWidget(fact(title, said))
        if notice.run_id is not None:
            line = LinkLine(notice.run_number, tr("pay sheet"))
            line.clicked.connect(lambda _checked=False, run=notice.run_id: self._desk.open("pay_run", run))
            self._about.addWidget(line)
        kept = self._desk.ask(scans.progress, notice.number)
        paper = LinkLine(tr("Photos and scans"), tr("{n} pages", n=kept.here))
        paper.clicked.connect(self._caller(self._page.show_scans))
        self._about.addWidget(paper)
        self._show_objections(notice)
        if not notice.is_pay:
            self._show_people(notice)

    def _show_objections(self, notice: Notice) -> None:
        self._head(tr("Objections {n}", n=len(notice.objections)))
        if not notice.objections:
            self._about.addWidget(label(tr("Nobody objected."), "cell", "muted"))
        for one in notice.objections:
            who = one.name or tr("everybody")
            said = f"{words.day(one.raised)} {who}：{one.content}"
            if one.outcome is None:
                act = self._caller(partial(self.start_decide, one))
                self._about.addWidget(ProblemLine(said, "error", tr("Decide"), act))
                continue
            note = f"，{one.outcome_note}" if one.outcome_note else ""
            self._about.addWidget(ProblemLine(f"{said}。{words.decision(one.outcome)}{note}", "info"))

    def _show_people(self, notice: Notice) -> None:
        people = self._desk.ask(publicity.subjects, notice.id)
        states = self._desk.ask(publicity.states_of, [one.assignment_id for one in people])
        self._head(tr("People {n}", n=len(people)))
        for one in people:
            state = states.get(one.assignment_id, "")
            line = LinkLine(one.name, state, one.post)
            line.clicked.connect(lambda _checked=False, person=one.person_id: self._desk.open("person", person))
            self._about.addWidget(line)
            if state == AssignmentState.PUBLISHED and notice.state == PublicityState.CLOSED:
                self._buttons(
                    (tr("Take the post"), partial(self.start_take, one)),
                    (tr("Turn down"), partial(self.start_refuse, one)),
                )

    def _head(self, text: str) -> None:
        made = label(text, "cell_bold", "muted")
        made.setFixedHeight(28)
        self._about.addWidget(made)

    def _buttons(self, *buttons: tuple[str, Callable[[], object]]) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        for said, slot in buttons:
            button = Button(said, height=24)
            button.clicked.connect(self._caller(slot))
            row.addWidget(button)
        row.addStretch(1)
        self._about.addWidget(line)

    def _caller(self, slot: Callable[[], object]) -> Callable[..., None]:
        return lambda *_arguments: guarded(self._pane, slot)


def _band(notice: Notice) -> InfoBand:
    """What hangs, until when."""
    band = InfoBand(short_title(notice))
    band.column.addWidget(label(words.span(notice), "bold", wraps=True))
    count = tr("{n} people", n=notice.people)
    amount = f"，{tr('{amount} yuan', amount=money.show(notice.amount_fen))}" if notice.is_pay else ""
    band.column.addWidget(label(f"{count}{amount}", "cell", "muted"))
    return band


def _facts(notice: Notice, today: date) -> list[tuple[str, str]]:
    masked = tr("first 3 and last 2") if notice.show_ids else tr("not shown")
    names = tr("only the surname") if notice.mask_names else tr("whole")
    facts = [
        (tr("Notice name"), notice.title),
        (tr("Remaining"), words.left(notice, today)),
        (tr("Place"), notice.place),
        (tr("Phones"), notice.phones or "—"),
        (tr("Reception"), notice.reception or "—"),
        (tr("ID numbers"), masked),
        (tr("Names"), names),
        (tr("Photo"), notice.photo or "—"),
        (tr("Result"), words.outcome(notice)),
        (tr("Made by"), f"{notice.opened_by} {notice.opened_at.astimezone():%m-%d %H:%M}"),
    ]
    if notice.closed_by and notice.closed_at:
        facts.append((tr("Ended by"), f"{notice.closed_by} {notice.closed_at.astimezone():%m-%d %H:%M}"))
    if notice.withdrawn:
        facts.append((tr("Reason"), notice.withdrawn))
    if notice.remark:
        facts.append((tr("Remark"), notice.remark))
    return facts


def _choice(one: Subject) -> Choice:
    place = f"{one.village}{one.group}"
    return Choice(one.assignment_id, f"{one.name} {place}", " ".join((one.name, *name_readings(one.name))))


def _text(values: Values, key: str) -> str:
    value = values.get(key)
    return str(value) if value not in (None, "") else ""


def _day(values: Values, key: str) -> date:
    value = values.get(key)
    return value if isinstance(value, date) else date.today()
