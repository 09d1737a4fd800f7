"""这个数怎么来的: the steps of one line, its problems, and the way to their causes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain import money
from cjdesk.domain.sheet import Line, Sheet, Step
from cjdesk.gui.buttons import Button
from cjdesk.gui.header import month_words, span_words
from cjdesk.gui.labels import Rule, label
from cjdesk.gui.lines import InfoBand, ProblemLine
from cjdesk.gui.pane import Pane
from cjdesk.gui.payroll.rows import SEVERITY, PayRow
from cjdesk.i18n import N_, tr
from cjdesk.services.payroll import RunProblem, words

COMPONENTS = (
    ("base", N_("Base pay"), "base_fen"),
    ("commission", N_("Commission"), "commission_fen"),
    ("topup", N_("Floor top-up"), "topup_fen"),
    ("allowance", N_("Allowance"), "allowance_fen"),
    ("back_pay", N_("Back pay"), "back_pay_fen"),
    ("deduction", N_("Deduction"), "deduction_fen"),
    ("clawback", N_("Claw-back"), "clawback_fen"),
    ("tax", N_("Tax"), "tax_fen"),
)
"""The parts of a line in the order of PR-09."""


SLIP = "print the slip"
"""The name of the button that has the focus when the explanation is asked for by key."""


def fill(
    pane: Pane,
    sheet: Sheet,
    row: PayRow,
    *,
    open_person: Callable[[str], None],
    print_slip: Callable[[], None],
) -> None:
    """Show why this amount, and offer the slip that says the same."""
    line = row.line
    if line is None:
        return
    pane.clear()
    pane.set_title(tr("Why this amount"))
    pane.band.addWidget(_band(sheet, row))
    inside = QVBoxLayout()
    inside.setContentsMargins(0, 4, 0, 0)
    inside.setSpacing(0)
    pane.body.addLayout(inside)
    number = 0
    parts = sheet.by_assignment.get(line.id, (line,))
    for part in parts:
        if len(parts) > 1:
            month = label(month_words(part.month), "bold", "text")
            month.setContentsMargins(0, 8, 0, 2)
            inside.addWidget(month)
        number = _line(inside, part, number)
    if len(parts) > 1:
        inside.addWidget(Rule("line"))
        inside.addLayout(_sum(tr("Net pay"), line.net_fen, bold=True))
    if row.difference_fen:
        inside.addWidget(label(_compared(row), "cell", "muted", wraps=True))
    if row.problems:
        pane.add_section(tr("Problems {n}", n=len(row.problems)))
        for problem in row.problems:
            pane.body.addWidget(_problem(problem))
    slip = Button(tr("Print the slip"), icon="print", key="Ctrl+P")
    slip.setObjectName(SLIP)
    slip.clicked.connect(print_slip)
    pane.foot.addWidget(slip)
    button = Button(tr("Open the person"), icon="people")
    button.clicked.connect(lambda: open_person(row.person_id))
    pane.foot.addWidget(button)


def focus(pane: Pane) -> None:
    """Put the focus into the explanation."""
    for place in range(pane.foot.count()):
        item = pane.foot.itemAt(place)
        button = item.widget() if item is not None else None
        if button is not None and button.objectName() == SLIP:
            button.show()  # a widget just put into a layout is shown later, and could not take the focus before
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _line(inside: QVBoxLayout, line: Line, number: int) -> int:
    """The components of one line with their steps, numbered on; gives the last number."""
    for component, title, amount in COMPONENTS:
        steps = [step for step in line.steps if step.component == component]
        fen = getattr(line, amount)
        if not steps and not fen:
            continue
        for step in steps:
            number += 1
            inside.addWidget(_StepLine(number, step))
            inside.addWidget(Rule("grid_soft"))
        inside.addLayout(_sum(tr(title), fen, bold=False))
        inside.addWidget(Rule("line"))
    inside.addLayout(_sum(tr("Net pay"), line.net_fen, bold=True))
    _others(inside, line)
    return number


def _problem(one: RunProblem) -> ProblemLine:
    """The sentence, its rule, and the reason it goes on for."""
    words = f"{one.message}（{one.rule}）" if one.rule else one.message
    if one.given is None:
        return ProblemLine(words, SEVERITY[one.severity][0])
    reason = tr("Reason: {reason} ({by})", reason=one.given.reason, by=one.given.by)
    return ProblemLine(f"{words} {reason}", "done")


def empty(pane: Pane) -> None:
    """Nothing is chosen."""
    pane.clear()
    pane.set_title(tr("Why this amount"))


def _others(inside: QVBoxLayout, line: Line) -> None:
    known = {component for component, _, _ in COMPONENTS}
    for step in line.steps:
        if step.component not in known:
            sentence = label(words(step), "hint", "muted", wraps=True)
            sentence.setContentsMargins(0, 4, 0, 0)
            inside.addWidget(sentence)


def _compared(row: PayRow) -> str:
    """比上月少 136.36 元：缺勤3天."""
    fen = row.difference_fen or 0
    facts = {"amount": money.show(abs(fen)), "reason": row.reason}
    if fen > 0:
        return tr("{amount} yuan more than last month: {reason}", **facts)
    return tr("{amount} yuan less than last month: {reason}", **facts)


def _sum(title: str, fen: int, *, bold: bool) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 5, 0, 5)
    role = "bold" if bold else "cell"
    row.addWidget(label(title, role, "text" if bold else "muted"))
    row.addStretch(1)
    row.addWidget(label(tr("{amount} yuan", amount=money.show(fen)), "bold" if bold else "cell_bold"))
    return row


def _band(sheet: Sheet, row: PayRow) -> InfoBand:
    """Who, which post and month, and the net in large figures."""
    band = InfoBand(f"{row.name} · {sheet.post_type_name} · {span_words(sheet)}")
    line = QHBoxLayout()
    line.setSpacing(6)
    line.addWidget(label(tr("Net pay"), "body"))
    line.addWidget(label(money.show(row.net_fen or 0), "result"))
    line.addWidget(label(tr("yuan"), "body"))
    line.addStretch(1)
    band.column.addLayout(line)
    return band


class _StepLine(QWidget):
    """A numbered sentence."""

    def __init__(self, number: int, step: Step) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 5, 0, 5)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        place = label(str(number), "cell_bold", "muted")
        place.setFixedWidth(18)
        grid.addWidget(place, 0, 0, Qt.AlignmentFlag.AlignTop)
        text = words(step)
        sentence = label(text, "cell_bold" if "=" in text and "×" in text else "cell", wraps=True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(sentence, 0, 1)
        grid.setColumnStretch(1, 1)
