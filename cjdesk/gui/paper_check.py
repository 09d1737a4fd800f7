"""工具 › 核对纸件: a scanned code, a number with its check code, or a PDF, and what the data file says of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cjdesk.domain import money, paper
from cjdesk.domain.errors import PaperTooOld, PaperUnknown, UserError
from cjdesk.domain.paper import Verdict
from cjdesk.gui import tasks, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import Desk
from cjdesk.gui.labels import ChipLabel, Rule, label
from cjdesk.gui.messages import Cancelled
from cjdesk.gui.shapes import Chip
from cjdesk.gui.status_bar import TaskStrip
from cjdesk.i18n import error_text, tr
from cjdesk.printing import pdf_origin
from cjdesk.printing.pdf_origin import Examined
from cjdesk.services import paper as papers
from cjdesk.services.paper import VERDICTS, Finding

_SHAPES: Mapping[Verdict, tuple[str, str]] = {
    Verdict.TRUE_COPY: ("done", "ok"),
    Verdict.SUPERSEDED: ("warning", "warn"),
    Verdict.ALTERED: ("failed", "error"),
    Verdict.UNKNOWN: ("info", "neutral"),
}

_MOST = 6
"""So many differences are said; one is enough to send the paper back."""


class PaperCheckDialog(QDialog):
    """One field: Enter, or the scanner's own, looks it up; the next scan overwrites it. Esc closes.

    A PDF is opened, or dropped on the window; each of its pages is held against the data inside it, and these against
    the data file.
    """

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
        self.open_button = Button(tr("&Open a PDF..."))
        self.open_button.clicked.connect(self.ask_pdf)
        leave = Button(tr("&Close"), key="Esc")
        leave.clicked.connect(self.reject)
        for button in (self.check_button, self.open_button, leave):
            button.setAutoDefault(False)
        self.strip = TaskStrip()
        self.setAcceptDrops(True)
        said, column = QVBoxLayout(), QVBoxLayout(self)
        self._columns = (said, column)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        words = tr(
            "Scan the square of the paper with a scanner, or type the number and the check code from its foot. "
            "A PDF can be dropped here."
        )
        column.addWidget(label(words, "body", "muted", wraps=True))
        entry = QHBoxLayout()
        entry.addWidget(self.code, 1)
        entry.addWidget(self.check_button)
        column.addLayout(entry)
        column.addSpacing(4)
        column.addWidget(Rule())
        column.addWidget(self._result(said))
        foot = QHBoxLayout()
        foot.addWidget(self.open_button)
        foot.addWidget(self.strip)
        foot.addStretch(1)
        foot.addWidget(leave)
        column.addLayout(foot)
        self.code.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks up and never closes; a scanner sends it behind every code."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.check_button.isEnabled():  # else a PDF's answer would come over that of the next paper
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
            words = tr(VERDICTS[Verdict.UNKNOWN]) if known else tr("not recognised")
            self._say(Chip("info", words, "neutral"), "", error_text(error), "")
        self.code.setFocus()
        self.code.selectAll()

    def ask_pdf(self) -> None:
        """打开 PDF: ask for the file."""
        dialog = QFileDialog(self, tr("Open a PDF"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("PDF documents (*.pdf)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.check_pdf(Path(name)))
        dialog.open()

    def check_pdf(self, path: Path) -> None:
        """Prove a PDF, off the GUI thread; the next one waits until this is said."""
        database = self._desk.database
        self._wait(path.name)
        tasks.run(
            self,
            lambda progress: pdf_origin.examine(path, database, progress),
            then=self._show_pdf,
            failed=self._on_pdf_failed,
            title=tr("Checking"),
        )

    def show_task(self, task: tasks.Task[object]) -> None:
        """Progress and 取消 at the foot (``tasks.TaskHost``)."""
        self.strip.follow(task)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A PDF may be dropped."""
        if len(_dropped(event)) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Prove it."""
        for path in _dropped(event)[:1]:
            event.acceptProposedAction()
            self.check_pdf(path)

    def _wait(self, name: str) -> None:
        self._busy(busy=True)
        self._say(Chip("running", tr("Checking"), "info"), name, "", "")

    def _busy(self, *, busy: bool) -> None:
        for button in (self.open_button, self.check_button):
            button.setEnabled(not busy)
        self.setAcceptDrops(not busy)

    def _on_pdf_failed(self, error: Exception) -> None:
        self._busy(busy=False)
        if isinstance(error, Cancelled):
            self._say(Chip("info", tr("Cancelled"), "neutral"), "", "", "")
        elif isinstance(error, UserError):
            self._say(Chip("info", tr("not recognised"), "neutral"), "", error_text(error), "")
        else:
            raise error

    def _show_pdf(self, found: Examined) -> None:
        self._busy(busy=False)
        shape, tone = _SHAPES[found.verdict]
        self._say(Chip(shape, tr(VERDICTS[found.verdict]), tone), found.name, _pages_words(found), _papers_words(found))

    def _result(self, column: QVBoxLayout) -> QWidget:
        box = QWidget()
        box.setLayout(column)
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
        for one in self._columns:
            one.activate()
        self.resize(self.width(), self._columns[-1].totalHeightForWidth(self.width()))


def _dropped(event: QDropEvent) -> list[Path]:
    paths = (Path(one.toLocalFile()) for one in event.mimeData().urls() if one.isLocalFile())
    return [path for path in paths if path.suffix.lower() == ".pdf"]


def _pages_words(found: Examined) -> str:
    if not found.differences:
        return tr(
            "All {pages} pages say what the data inside it say ({rows} rows).",
            pages=found.report.pages,
            rows=found.report.rows,
        )
    lines = [pdf_origin.words(one) for one in found.differences[:_MOST]]
    if len(found.differences) > _MOST:
        lines.append(tr("and {n} more differences", n=len(found.differences) - _MOST))
    return "\n".join(lines)


def _papers_words(found: Examined) -> str:
    """What the data file says of each paper in it; a true code on an altered page is no comfort."""
    papers = [one for one in found.papers if not found.differences or one.verdict is not Verdict.TRUE_COPY]
    said = dict.fromkeys(f"{one.form} {one.number} · {tr(VERDICTS[one.verdict])} · {one.why}" for one in papers)
    lines = list(said)[:_MOST]
    if len(said) > _MOST:
        lines.append(tr("and {n} more papers", n=len(said) - _MOST))
    return "\n".join(lines)
