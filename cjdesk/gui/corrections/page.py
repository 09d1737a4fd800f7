"""更正: differences of locked months, person by person, and what the clerk decides about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from cjdesk.domain import money
from cjdesk.domain.month import Month
from cjdesk.gui import tasks
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.buttons import Button
from cjdesk.gui.commands import Command
from cjdesk.gui.corrections import rows
from cjdesk.gui.corrections.rows import CorrectionRow
from cjdesk.gui.desk import Desk
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Segment
from cjdesk.gui.labels import Rule, label
from cjdesk.gui.lines import InfoBand
from cjdesk.gui.list_page import Empty, ListPage
from cjdesk.gui.page import StatusNote
from cjdesk.gui.row_model import Slice, View
from cjdesk.gui.table import Total
from cjdesk.i18n import N_, tr
from cjdesk.services import payroll, standards
from cjdesk.services.payroll import corrections, recomputed

EVER = Month(9999, 12)


class CorrectionsPage(ListPage):
    """What is listed here is booked by the next computed run by itself, unless it is put off or left out."""

    KEY = "corrections"
    TITLE = N_("Corrections")
    TABLES = frozenset(
        {"pay_run", "pay_line", "assignment", "suspension", "attendance", "fee_receipt", "standard", "late_change",
         "correction_hold"}
    )  # fmt: skip
    COLUMNS = rows.COLUMNS
    SEGMENTS = (
        Segment("", N_("All")),
        Segment("open", N_("To be booked")),
        Segment("held", N_("Put off or left out")),
    )
    SEGMENTS_LEFT = True
    SEARCH_HINT = N_("Name, pinyin")
    COMMANDS = (
        Command("corrections.later", N_("&Put off..."), "put_off", button="standard", words=N_("Put off")),
        Command("corrections.never", N_("&Leave out for good..."), "leave_out"),
        Command("corrections.release", N_("&Book after all"), "release"),
        Command("corrections.everything", N_("Check &every locked month"), "check_everything", icon="check",
                button="standard", words=N_("Check every locked month"), separate=True),
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Nothing is read before the page is shown."""
        super().__init__(desk, parent)
        self._rows: tuple[CorrectionRow, ...] = ()
        self._asked = 0
        self._form: ActForm | None = None

    # Reading

    def refresh(self) -> None:
        """Compute the changed months again, off the GUI thread."""
        self._read(everything=False)

    def fetch(self, view: View) -> Slice:
        """Narrow and sort what was found."""
        found = rows.chosen(self._rows, view)
        return Slice(found[view.offset : view.offset + view.limit], len(found))

    def counts(self) -> dict[str, int]:
        """Over all differences."""
        held = sum(one.difference.hold is not None for one in self._rows)
        return {"": len(self._rows), "open": len(self._rows) - held, "held": held}

    def totals(self) -> Sequence[Total]:
        """People, and the sum of the differences that are shown."""
        found = rows.chosen(self._rows, self.view())
        if not found:
            return ()
        people = len({one.difference.person_id for one in found})
        return [
            Total("state", tr("Filtered") if self.filtered() else tr("Total")),
            Total("name", tr("{n} people", n=people)),
            Total("amount_fen", money.show(sum(one.amount_fen for one in found))),
        ]

    def empty(self) -> Empty:
        """Nothing to correct is good news, said as such."""
        if self._rows:
            return Empty(tr("Nobody fits the filter."))
        return Empty(
            tr("No locked month differs from what is known now. What is entered late for a locked month appears here."),
            ("corrections.everything",),
        )

    def show_row(self, row: object | None) -> None:
        """How the difference comes about, and what is decided."""
        self.pane.clear()
        self._form = None
        if not isinstance(row, CorrectionRow):
            self.pane.set_title(tr("Why this difference"))
            return
        one = row.difference
        self.pane.set_title(tr("Why this difference"), chip=row.state)
        band = InfoBand(f"{one.name} · {row.post} · {one.month}")
        sign = "+" if one.amount_fen > 0 else ""
        band.column.addWidget(label(sign + money.show(one.amount_fen), "result"))
        self.pane.band.addWidget(band)
        for words in payroll.part_words(one):
            self._sentence(words, "cell_bold")
            self.pane.body.addWidget(Rule("grid_soft"))
        if one.reason:
            self._sentence(tr("Entered late: {reason}", reason=one.reason))
        if one.hold is not None:
            words = tr("{hold}: {reason}", hold=row.state.word, reason=one.hold_reason)
            self._sentence(words)
        if one.steps:
            self.pane.add_section(tr("The month by what is known now"))
            for step in one.steps:
                self._sentence(payroll.words(step))
        button = Button(tr("Open the person"), icon="people")
        button.clicked.connect(lambda: self.desk.open("person", one.person_id))
        self.pane.foot.addWidget(button)

    def status(self) -> StatusNote:
        """What waits to be booked."""
        waiting = [one for one in self._rows if one.difference.hold is None]
        fen = sum(one.amount_fen for one in waiting)
        return StatusNote(
            tr("{n} differences wait for the next run, {amount_fen} yuan", n=len(waiting), amount_fen=fen)
        )

    def badge(self) -> int:
        """Differences that wait."""
        return sum(one.difference.hold is None for one in self._rows)

    # Acting

    def blocked(self, command: str) -> str:
        """One reason, in words."""
        row = self.table.current_row()
        if command in {"corrections.later", "corrections.never", "corrections.release"}:
            if not isinstance(row, CorrectionRow):
                return tr("no difference chosen")
            if command == "corrections.release":
                return "" if row.difference.hold is not None else tr("is booked by the next run anyway")
        return super().blocked(command)

    def put_off(self) -> None:
        """暂缓: leave it out until it is released."""
        self._ask(corrections.LATER, tr("Put off"), N_("Put off a difference"))

    def leave_out(self) -> None:
        """不处理: leave it out for good."""
        self._ask(corrections.NEVER, tr("Leave out for good"), N_("Leave a difference out"))

    def release(self) -> None:
        """Book it after all."""
        row = self.table.current_row()
        if isinstance(row, CorrectionRow):
            one = row.difference
            self.desk.do(N_("Book a difference after all"), corrections.release, one.assignment_id, one.month)
            self._told()

    def check_everything(self) -> None:
        """Compute every locked month again, also those that nothing was entered late for."""
        self._read(everything=True)

    # Inside

    def _read(self, *, everything: bool) -> None:
        self._asked += 1
        asked, database = self._asked, self.desk.database

        def work(progress: tasks.Progress) -> tuple[CorrectionRow, ...]:
            progress(0, 0)
            found = database.ask(recomputed.differences, EVER, everything=everything)
            names = database.ask(standards.post_type_names)
            return tuple(rows.row(one, names) for one in found)

        def then(found: tuple[CorrectionRow, ...]) -> None:
            if asked != self._asked:
                return
            self._rows = found
            super(CorrectionsPage, self).refresh()
            self.badge_changed.emit(self.badge())
            if everything:
                self.desk.say(tr("Every locked month was computed again: {n} differences.", n=len(found)))

        tasks.run(self, work, then=then, progress=everything, title=tr("Computing the locked months again"))

    def _sentence(self, words: str, role: str = "cell") -> None:
        sentence = label(words, role, wraps=True)
        sentence.setContentsMargins(0, 5, 0, 5)
        self.pane.body.addWidget(sentence)

    def _ask(self, kind: str, title: str, action: str) -> None:
        row = self.table.current_row()
        if not isinstance(row, CorrectionRow):
            return
        one = row.difference
        self.set_pane_open(value=True)
        self.show_row(row)

        def act(values: Mapping[str, object]) -> None:
            self.desk.do(
                action,
                corrections.hold,
                one.assignment_id,
                one.month,
                kind=kind,
                reason=str(values.get("reason") or ""),
                by=self.desk.clerk.login,
            )

        form = ActForm(title, (Field("reason", N_("Reason"), required=True),), title, act)
        form.done.connect(self._told)
        form.left.connect(lambda: self.show_row(self.table.current_row()))
        self.pane.body.insertWidget(0, form)
        self._form = form
        form.focus_first()

    def _told(self) -> None:
        self.desk.changes.tell({"correction_hold"})
        self.desk.say(tr("Done. A draft that is computed already has to be computed again."))
