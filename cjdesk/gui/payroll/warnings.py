"""The list of what stands before a lock: each △ gets its reason here, one by one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import label
from cjdesk.gui.payroll.rows import SEVERITY, SHORT
from cjdesk.gui.reason_box import ReasonBox, ReasonTable
from cjdesk.gui.row_model import Column, Order, RowModel, Slice
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr
from cjdesk.services.rules import Finding

COLUMNS = (
    Column("chip", N_("Problem"), 128, "chip", order=""),
    Column("rule", N_("Rule"), 56, muted=True, order=""),
    Column("name", N_("Name"), 84, order=""),
    Column("message", N_("What it is"), 336, order=""),
    Column("reason", N_("Reason"), 240, order=""),
)


@dataclass(frozen=True, slots=True)
class WarningRow:
    """One finding as the list shows it."""

    finding: Finding
    chip: Chip
    rule: str
    name: str
    message: str
    reason: str


class WarningList(QWidget):
    """Table above, the reason below. Signal: ``given(findings, reason)`` when the clerk gives one."""

    given = Signal(object, str)

    def __init__(self) -> None:
        """Empty until ``show_findings``."""
        super().__init__()
        self._rows: tuple[WarningRow, ...] = ()
        self._earlier: dict[tuple[str | None, ...], str] = {}
        self.model = RowModel(COLUMNS, self._fetch, spoken=lambda row, _column: getattr(row, "message", ""))
        self.table = ReasonTable(self.model, name=tr("Problems before the lock"))
        self.table.setMinimumHeight(180)
        self.sentence = label("", "cell", wraps=True)
        self.reason = ReasonBox()
        self.give = Button(tr("&Give this reason"), height=26)
        self.same_kind = Button(tr("Select the same &kind"), "quiet", height=26)
        self.as_before = Button("", "quiet", height=26)
        self._build()
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.selection_counted.connect(self._name_button)
        self.table.picked.connect(self._on_table_picked)
        self.table.opened.connect(self._on_table_opened)
        self.give.clicked.connect(self._on_give_clicked)
        self.same_kind.clicked.connect(self._on_same_kind_clicked)
        self.as_before.clicked.connect(self._on_as_before_clicked)
        self.reason.entered.connect(self._on_give_clicked)

    def show_findings(self, findings: Sequence[Finding], earlier: dict[tuple[str | None, ...], str]) -> None:
        """The errors and warnings, what waits first; ``earlier`` are last month's reasons by the finding's key."""
        kept = self.table.currentIndex().row()
        serious = [one for one in findings if one.severity != "note"]
        serious.sort(key=lambda one: (one.severity != "error", not one.unanswered, one.rule or "~", one.code))
        self._rows = tuple(_row(one) for one in serious)
        self._earlier = earlier
        self.as_before.set_words(tr("As last &month ({n})", n=len(earlier)))
        self.as_before.setVisible(bool(earlier))
        self.model.refresh()
        if self._rows:
            self.table.go_to(min(max(kept, 0), len(self._rows) - 1))
        self._on_table_current_changed(self.table.current_row())

    def next_waiting(self, step: int) -> bool:
        """F8: the next row that still waits; False if none does."""
        places = [place for place, row in enumerate(self._rows) if row.finding.open]
        if not places:
            return False
        now = self.table.currentIndex().row()
        after = [place for place in places if (place > now if step > 0 else place < now)]
        self.table.go_to((after or places)[0 if step > 0 else -1])
        self.table.setFocus()
        return True

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.reason, 1)
        row.addWidget(self.give)
        row.addWidget(self.same_kind)
        row.addWidget(self.as_before)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addWidget(self.sentence)
        column.addLayout(row)
        keys = label(tr("Digits pick a reason, Ctrl+A selects all, F8 goes to the next one."), "hint", "muted")
        column.addWidget(keys)

    def _fetch(self, _order: Sequence[Order], offset: int, limit: int) -> Slice:
        return Slice(self._rows[offset : offset + limit], len(self._rows))

    def _chosen(self) -> list[Finding]:
        """The selected warnings; errors cannot be answered."""
        rows = [row for row in self.table.selected_rows() if isinstance(row, WarningRow)]
        return [row.finding for row in rows if row.finding.severity == "warning"]

    def _name_button(self) -> None:
        count = len(self._chosen())
        words = tr("&Give this reason to {n}", n=count) if count > 1 else tr("&Give this reason")
        self.give.set_words(words)
        self.give.block("" if count or not self._rows else tr("an error: put it right"))

    def _on_table_current_changed(self, row: object) -> None:
        if not isinstance(row, WarningRow):
            self.sentence.setText("")
            return
        self.sentence.setText(row.message)
        self.reason.show_reasons(row.finding.reasons, row.reason)
        self._name_button()

    def _on_table_picked(self, number: int) -> None:
        self._send(self.reason.pick(number))

    def _on_table_opened(self, _row: object) -> None:
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_give_clicked(self) -> None:
        self._send(self.reason.reason())

    def _send(self, reason: str) -> None:
        chosen = self._chosen()
        if chosen and reason:
            self.given.emit(chosen, reason)

    def _on_same_kind_clicked(self) -> None:
        row = self.table.current_row()
        if not isinstance(row, WarningRow):
            return
        whole = QItemSelection()
        for place, one in enumerate(self._rows):
            if one.finding.code == row.finding.code and one.finding.unanswered:
                whole.select(self.model.index(place, 0), self.model.index(place, len(COLUMNS) - 1))
        self.table.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_as_before_clicked(self) -> None:
        by_reason: dict[str, list[Finding]] = {}
        for row in self._rows:
            reason = self._earlier.get(row.finding.key)
            if reason is not None:
                by_reason.setdefault(reason, []).append(row.finding)
        for reason, findings in by_reason.items():
            self.given.emit(findings, reason)


def _row(one: Finding) -> WarningRow:
    shape, tone = SEVERITY[one.severity]
    short = SHORT.get(one.code, one.code)
    chip = Chip("done", tr(short), "ok", quiet=True) if one.given is not None else Chip(shape, tr(short), tone)
    reason = one.given.reason if one.given is not None else ""
    return WarningRow(one, chip, one.rule or "", one.name or "", one.message, reason)
