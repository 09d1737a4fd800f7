"""动态退出: who may have to leave this month; each one is kept with a reason, or the post is ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain.errors import DateMissing
from cjdesk.gui import tasks, theme
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import Desk
from cjdesk.gui.fields import Field
from cjdesk.gui.header import month_words
from cjdesk.gui.labels import label
from cjdesk.gui.lines import ProblemLine, empty_out
from cjdesk.gui.messages import MessageBar
from cjdesk.gui.people.acts import ACTS
from cjdesk.gui.reason_box import ReasonBox, ReasonTable
from cjdesk.gui.row_model import Column, Order, RowModel, Slice
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr
from cjdesk.services import months, people, rules
from cjdesk.services.rules import ExitCase

KEEP = N_("Keep on post")
END = N_("Leave the post")

COLUMNS = (
    Column("chip", N_("State"), 104, "chip", order=""),
    Column("name", N_("Name"), 84, order=""),
    Column("place", N_("Village, group"), 132, order=""),
    Column("post", N_("Post"), 84, order=""),
    Column("start", N_("On post since"), 100, "date", order=""),
    Column("why", N_("What it is"), 420, order=""),
)

LATE = Field("late", N_("Known late"), hint=N_("Only if that month is locked: why it becomes known now."))
"""A day in a locked month is entered as a late change; what was paid too much is then proposed to be taken back."""

_SHAPES = {"error": ("error", "error"), "warning": ("warning", "warn"), "note": ("info", "info")}


@dataclass(frozen=True, slots=True)
class ExitRow:
    """One case as the list shows it."""

    case: ExitCase
    chip: Chip
    name: str
    place: str
    post: str
    start: date
    why: str


class ExitsDialog(QDialog):
    """A list with two ways for each row: keep (a digit, or words and Enter), end (Del). Esc closes."""

    message_bar: MessageBar

    def __init__(self, owner: QWidget, desk: Desk) -> None:
        """The month of the desk."""
        super().__init__(owner.window())
        self.desk = desk
        self.message_bar = MessageBar(self)
        self._rows: tuple[ExitRow, ...] = ()
        self.setWindowTitle(tr("Dynamic exit"))
        self.resize(min(1180, owner.window().width()), min(640, owner.window().height()))
        model = RowModel(COLUMNS, self._fetch, spoken=lambda row, _column: getattr(row, "why", ""))
        self.table = ReasonTable(model, name=tr("Dynamic exit"))
        self.table.horizontalHeader().setStretchLastSection(True)
        self.count = label("", "bold")
        self.reason = ReasonBox()
        self.keep = Button(tr("&Keep"), height=26)
        self.end = Button(tr("&End the post..."), height=26)
        self.card = Button(tr("&Open the card"), "quiet", height=26)
        self.leave = Button(tr("&Close"), height=26)
        self.said = QVBoxLayout()
        self.form_place = QVBoxLayout()
        self._build()
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.picked.connect(self._on_table_picked)
        self.table.opened.connect(lambda _row: self.reason.setFocus(Qt.FocusReason.OtherFocusReason))
        self.reason.entered.connect(self._on_keep_clicked)
        self.keep.clicked.connect(self._on_keep_clicked)
        self.end.clicked.connect(self._on_end_clicked)
        self.card.clicked.connect(self._on_card_clicked)
        self.leave.clicked.connect(self.accept)
        QShortcut(QKeySequence("Del"), self.table, self._on_end_clicked, context=Qt.ShortcutContext.WidgetShortcut)
        self.read()

    def read(self) -> None:
        """Ask again, off the GUI thread; the cursor stays at its height."""
        database, month = self.desk.database, self.desk.month
        tasks.run(self, lambda _: database.ask(rules.exit_list, month), then=self._show, progress=False)

    def _build(self) -> None:
        title = label(tr("Dynamic exit of {month}", month=month_words(self.desk.month)), "title")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.count)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.reason, 1)
        for button in (self.keep, self.end, self.card, self.leave):
            button.setAutoDefault(False)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(
            label(
                tr("Over age, over the term, on a list of the county, or long absent: keep with a reason, or end."),
                "cell",
                "muted",
                wraps=True,
            )
        )
        column.addWidget(self.table, 1)
        column.addLayout(self.said)
        column.addLayout(row)
        column.addLayout(self.form_place)
        column.addWidget(label(tr("Digits keep with that reason, Del ends the post, Esc closes."), "hint", "muted"))
        column.addWidget(self.message_bar)

    def _fetch(self, _order: Sequence[Order], offset: int, limit: int) -> Slice:
        return Slice(self._rows[offset : offset + limit], len(self._rows))

    def _show(self, cases: tuple[ExitCase, ...]) -> None:
        kept = max(0, self.table.currentIndex().row())
        self._rows = tuple(_row(case) for case in cases)
        waiting = sum(case.open for case in cases)
        self.count.setText(tr("{count} people, {waiting} to decide.", count=len(cases), waiting=waiting))
        self.table.rows.refresh()
        if self._rows:
            self.table.go_to(min(kept, len(self._rows) - 1))
            self.table.setFocus()
        self._on_table_current_changed(self.table.current_row())

    def _case(self) -> ExitCase | None:
        row = self.table.current_row()
        return row.case if isinstance(row, ExitRow) else None

    def _on_table_current_changed(self, _row: object) -> None:
        empty_out(self.said)
        empty_out(self.form_place)
        case = self._case()
        for button in (self.end, self.card):
            button.setEnabled(case is not None)
        if case is None:
            self.keep.block("")
            self.keep.setEnabled(False)
            self.said.addWidget(label(tr("Nobody is on the list this month."), "cell", "muted"))
            return
        for one in case.findings:
            self.said.addWidget(ProblemLine(f"{one.message}（{one.rule}）", _SHAPES[one.severity][0]))
        self.reason.show_reasons(case.findings[0].reasons, case.reason)
        self.keep.block("" if case.can_be_kept else tr("only ending helps"))

    def _on_table_picked(self, number: int) -> None:
        self._keep(self.reason.pick(number))

    def _on_keep_clicked(self) -> None:
        self._keep(self.reason.reason())

    def _keep(self, reason: str) -> None:
        case = self._case()
        if case is None or not case.can_be_kept or not reason:
            return
        tasks.guarded(self, partial(self.desk.do, KEEP, rules.keep, case, reason, by=self.desk.clerk.login))
        self._told("clearance")

    def _on_end_clicked(self) -> None:
        """The form proposes the last day and the reason that the rule means."""
        case = self._case()
        if case is None:
            return
        empty_out(self.form_place)
        values = {"end": case.end, "exit_reason": case.exit_reason}
        form = ActForm(
            tr("End the post of {name}", name=case.name),
            (*ACTS["leave"].fields, LATE),
            tr("Leave the post"),
            partial(self._end, case),
            values=values,
        )
        form.done.connect(partial(self._told, "assignment"))
        form.left.connect(partial(self._on_table_current_changed, None))
        self.form_place.addWidget(form)
        form.focus_first()

    def _end(self, case: ExitCase, values: Mapping[str, object]) -> None:
        end = values.get("end")
        if not isinstance(end, date):
            raise DateMissing(field="end")
        note = str(values.get("exit_note") or "") or None
        reason = str(values.get("exit_reason") or "")
        late = str(values.get("late") or "")
        if late:
            why = months.Late(late, self.desk.clerk.login)
            self.desk.do(END, months.late, why, people.leave, case.assignment_id, end=end, reason=reason, note=note)
        else:
            self.desk.do(END, people.leave, case.assignment_id, end=end, reason=reason, note=note)

    def _told(self, table: str) -> None:
        self.desk.changes.tell({table, "person"})
        self.read()

    def _on_card_clicked(self) -> None:
        case = self._case()
        if case is not None:
            self.accept()
            self.desk.open("person", case.person_id)


def _row(case: ExitCase) -> ExitRow:
    worst = case.findings[0]
    if not case.open and case.reason:
        chip = Chip("done", tr("Kept"), "ok", quiet=True)
    else:
        shape, tone = _SHAPES[worst.severity]
        chip = Chip(shape, tr("To decide") if case.open else tr("Note"), tone, quiet=not case.open)
    why = case.reason or " ".join(one.message for one in case.findings)
    place = f"{case.village} {case.group}".strip()
    return ExitRow(case, chip, case.name, place, case.post_type_name, case.start, why)


def open_exits(owner: QWidget, desk: Desk) -> ExitsDialog:
    """Show the list over the desk."""
    dialog = ExitsDialog(owner, desk)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
