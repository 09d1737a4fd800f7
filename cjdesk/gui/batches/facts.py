"""The pane of one batch: count and sum, what the file is, how far it has come, what the county says."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain import money, rmb
from cjdesk.domain.states import BatchState
from cjdesk.gui import shapes, theme
from cjdesk.gui.batches import words
from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import label
from cjdesk.gui.lines import InfoBand
from cjdesk.gui.pane import Pane
from cjdesk.i18n import tr
from cjdesk.services.batches import BatchRow

_AFTER_EXPORT = frozenset(BatchState) - {BatchState.WAITING, BatchState.WITHDRAWN}
_AFTER_RECEIPT = _AFTER_EXPORT - {BatchState.EXPORTED}
_VERDICTS = frozenset({BatchState.PASSED, BatchState.RETURNED, BatchState.PARTLY_RETURNED})


def fill(
    pane: Pane,
    row: BatchRow,
    *,
    export: Callable[[], None],
    cover: Callable[[], None],
    open_thing: Callable[[str], None],
) -> None:
    """Show a batch."""
    pane.clear()
    pane.set_title(tr("Batch {number:04d}", number=row.seq), tr("version {n}", n=row.version), words.chip(row.state))
    pane.band.addWidget(_band(row))
    inside = QVBoxLayout()
    inside.setContentsMargins(0, 8, 0, 0)
    inside.setSpacing(0)
    pane.body.addLayout(inside)
    inside.addWidget(_head(tr("The file")))
    inside.addLayout(_facts(row))
    inside.addWidget(_head(tr("How far it is")))
    for done, current, text, moment in _way(row):
        inside.addWidget(_StepRow(text, moment, done=done, current=current))
    if row.reasons or row.note:
        inside.addWidget(_head(tr("What the county says")))
        if row.note:
            inside.addWidget(label(row.note, "cell", wraps=True))
        for reason in row.reasons:
            line = label(f"{reason.code}  {reason.text}", "cell", wraps=True)
            line.setContentsMargins(0, 3, 0, 3)
            inside.addWidget(line)
            if reason.part == "person" and reason.id:
                go = Button(tr("Go and correct"), height=24)
                go.clicked.connect(lambda _=False, key=reason.id: open_thing(key))
                inside.addWidget(go)
    if row.kind == "PAY":
        printed = Button(tr("Print cover"), icon="print")
        printed.clicked.connect(cover)
        pane.foot.addWidget(printed)
    if row.state in (BatchState.WAITING, BatchState.EXPORTED):
        button = Button(tr("Export to stick"), icon="usb")
        button.clicked.connect(export)
        pane.foot.addWidget(button)


def empty(pane: Pane) -> None:
    """No batch is chosen."""
    pane.clear()
    pane.set_title(tr("Batch"))


def _head(text: str) -> QWidget:
    made = label(text, "cell_bold", "muted")
    made.setFixedHeight(28)
    return made


def _facts(row: BatchRow) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 4)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    lines = (
        (tr("Records"), f"{row.rows:,}"),
        (tr("Made"), f"{row.made_by} {words.when(row.made_at)}"),
        (tr("Check code"), f"{row.sha256[:4]} {row.sha256[4:8]}".upper()),
        (tr("File name"), row.name.replace("_", "_\u200b")),
    )
    for place, (what, text) in enumerate(lines):
        grid.addWidget(label(what, "cell", "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text, "cell", wraps=True), place, 1)
    grid.setColumnMinimumWidth(0, 68)
    grid.setColumnStretch(1, 1)
    return grid


def _way(row: BatchRow) -> list[tuple[bool, bool, str, str]]:
    """(done, current, words, time) of each step; the first that is not done is the current one."""
    state = BatchState(row.state)
    steps = [
        (True, tr("Made"), words.when(row.made_at)),
        (state in _AFTER_EXPORT, tr("Exported"), words.when(row.exported_at)),
        (state in _AFTER_RECEIPT, tr("Receipt of the county"), words.when(row.answered_at)),
        (state in _VERDICTS, words.chip(state).word if state in _VERDICTS else tr("Passed"), "—"),
    ]
    now = next((place for place, (done, _, _) in enumerate(steps) if not done), len(steps))
    return [(done, place == now, text, moment) for place, (done, text, moment) in enumerate(steps)]


def _band(row: BatchRow) -> InfoBand:
    """Which kind and month, people and money."""
    band = InfoBand(f"{row.post_type_name or words.kind(row.kind)} {words.month_of(row)}")
    line = QHBoxLayout()
    line.setSpacing(12)
    line.addWidget(label(tr("{n} people", n=row.people), "figure"))
    if row.total_fen:
        line.addWidget(label(tr("{amount} yuan", amount=money.show(row.total_fen)), "figure"))
    line.addStretch(1)
    band.column.addLayout(line)
    if row.total_fen:
        band.column.addWidget(label(rmb.words(row.total_fen), "cell", "muted", wraps=True))
    return band


class _StepRow(QWidget):
    """✓ ● or ○, words, time."""

    def __init__(self, text: str, moment: str, *, done: bool, current: bool) -> None:
        super().__init__()
        self.setFixedHeight(26)
        self._shape = "done" if done else "current" if current else "todo"
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 0, 0)
        row.addWidget(label(text, "cell_bold" if current else "cell"))
        row.addStretch(1)
        row.addWidget(label(moment if done else "—", "cell", "muted"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        ink = {"done": "mark_ok", "current": "accent", "todo": "muted"}[self._shape]
        painter = QPainter(self)
        shapes.draw(painter, self._shape, 0, 8, theme.color(ink))
        painter.end()
