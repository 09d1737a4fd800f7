"""工具 › 核对纸件: a scanned code or a number with its check code, and what the data file says of that paper."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cjdesk.domain import money, paper
from cjdesk.domain.errors import PaperTooOld, PaperUnknown, UserError
from cjdesk.domain.paper import Verdict
from cjdesk.gui import theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import Desk
from cjdesk.gui.labels import ChipLabel, Rule, label
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import error_text, tr
from cjdesk.services import paper as papers
from cjdesk.services.paper import VERDICTS, Finding

_SHAPES: Mapping[Verdict, tuple[str, str]] = {
    Verdict.TRUE_COPY: ("done", "ok"),
    Verdict.SUPERSEDED: ("warning", "warn"),
    Verdict.ALTERED: ("failed", "error"),
}


class PaperCheckDialog(QDialog):
    """One field: Enter, or the scanner's own, looks it up; the next scan overwrites it. Esc closes."""

    def __init__(self, owner: QWidget, desk: Desk) -> None:
        """Nothing is asked before something is entered."""
        super().__init__(owner)
        self._desk = desk
        self.setWindowTitle(tr("Check paper"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(560)
        self.code = QLineEdit()
        self.code.setAccessibleName(tr("QR code, or number and check code"))
        self.code.setPlaceholderText("PAY-202011-0003 592B 138D")
        self.code.setFont(theme.font("body"))
        self.verdict = ChipLabel()
        self.subject = label("", "bold", wraps=True)
        self.why = label("", "body", wraps=True)
        self.original = label("", "body", "muted", wraps=True)
        self.check_button = Button(tr("Chec&k"), "primary", key="Enter")
        self.check_button.clicked.connect(self.check)
        leave = Button(tr("&Close"), key="Esc")
        leave.clicked.connect(self.reject)
        for button in (self.check_button, leave):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        words = tr("Scan the square of the paper with a scanner, or type the number and the check code from its foot.")
        column.addWidget(label(words, "body", "muted", wraps=True))
        entry = QHBoxLayout()
        entry.addWidget(self.code, 1)
        entry.addWidget(self.check_button)
        column.addLayout(entry)
        column.addSpacing(4)
        column.addWidget(Rule())
        column.addWidget(self._result())
        column.addWidget(leave, 0, Qt.AlignmentFlag.AlignRight)
        self.code.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks up and never closes; a scanner sends it behind every code."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.check()
            return
        super().keyPressEvent(event)

    def check(self) -> None:
        """Look up what stands in the field, and say it in words; the field is ready for the next paper."""
        try:
            code = paper.read(self.code.text())
            self._show(self._desk.database.ask(papers.look_up, code))
        except UserError as error:
            known = isinstance(error, PaperUnknown | PaperTooOld)
            words = tr("unknown number") if known else tr("not recognised")
            self._say(Chip("info", words, "neutral"), "", error_text(error), "")
        self.code.setFocus()
        self.code.selectAll()

    def _result(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.verdict)
        row.addWidget(self.subject, 1)
        column.addLayout(row)
        column.addWidget(self.why)
        column.addWidget(self.original)
        column.addStretch(1)
        box.setMinimumHeight(112)
        return box

    def _show(self, found: Finding) -> None:
        shape, tone = _SHAPES[found.verdict]
        revision = tr("revision {revision}", revision=found.revision) if found.revision else ""
        original = ""
        if found.lines is not None:
            amount = money.show(found.amount_fen or 0)
            original = tr(
                "The original: {subject}, {lines} lines, {amount} yuan.",
                subject=found.subject,
                lines=found.lines,
                amount=amount,
            )
        subject = " · ".join(filter(None, (found.form, found.number, revision)))
        self._say(Chip(shape, tr(VERDICTS[found.verdict]), tone), subject, found.why, original)

    def _say(self, chip: Chip, subject: str, why: str, original: str) -> None:
        self.verdict.set_chip(chip)
        self.subject.setText(subject)
        self.why.setText(why)
        self.original.setText(original)
        self.setAccessibleDescription(f"{chip.word} {subject} {why}")
