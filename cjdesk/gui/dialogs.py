"""The few boxes of the desk: confirmation of outward acts, display settings, keys, about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

import cjdesk
from cjdesk.gui import shapes, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.commands import Command, plain
from cjdesk.gui.desk import Desk
from cjdesk.gui.idle_lock import MINUTES, USUAL
from cjdesk.gui.labels import Rule, label
from cjdesk.gui.prefs import ZOOMS, Prefs
from cjdesk.i18n import tr


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts box: what, how many, how much, remark; all in the clerk's language."""

    what: str
    count: str = ""
    amount: str = ""
    remark: str = ""
    bold: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A line below the facts: warning or info."""

    shape: str
    text: str


class _Strip(QWidget):
    """A surface of one colour, for the foot."""

    def __init__(self, token: str, height: int) -> None:
        super().__init__()
        self._token = token
        self.setFixedHeight(height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(self._token))
        painter.fillRect(0, 0, self.width(), 1, theme.color("grid"))
        painter.end()


class _NoteLine(QWidget):
    def __init__(self, note: Note) -> None:
        super().__init__()
        self._shape = note.shape
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 0, 0)
        row.addWidget(label(note.text, "cell", wraps=True))
        self.setMinimumHeight(24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = {"error": "mark_error", "warning": "mark_warn"}.get(self._shape, "info")
        shapes.draw(painter, self._shape, 0, (self.height() - shapes.SIZE) / 2, theme.color(ink))
        painter.end()


class ConfirmDialog(QDialog):
    """Asks before an irreversible or outward act: question with object, facts, consequence, verb buttons.

    The focus is on the safe button and Enter never does the act; ``typed`` asks for a word to be typed first.
    """

    def __init__(
        self,
        owner: QWidget,
        *,
        title: str,
        question: str,
        verb: str,
        subject: str = "",
        facts: Sequence[Fact] = (),
        notes: Sequence[Note] = (),
        safe: str = "",
        code: str = "",
        typed: str = "",
        other: str = "",
    ) -> None:
        """All words are already in the clerk's language; ``verb``, ``other`` and ``safe`` carry their letters.

        ``other`` is a second way to do it: who opens the dialog listens to its button.
        """
        super().__init__(owner.window())
        self.setWindowTitle(title)
        self.setFixedWidth(520)
        self.setModal(True)
        self._typed = typed
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inside = QVBoxLayout()
        inside.setContentsMargins(20, 14, 20, 14)
        inside.setSpacing(8)
        inside.addWidget(label(question, "title", wraps=True))
        if subject:
            inside.addWidget(label(subject, "body", "muted", wraps=True))
        if facts:
            box = _facts_box(facts)
            inside.addWidget(box if len(facts) <= _FACTS else _scrolled(box))
        for note in notes:
            inside.addWidget(_NoteLine(note))
        self.word_field = QLineEdit()
        self.word_field.setAccessibleName(tr("Type “{word}” to go on", word=typed) if typed else "")
        self.word_field.setPlaceholderText(tr("Type “{word}” to go on", word=typed) if typed else "")
        self.word_field.setVisible(bool(typed))
        self.word_field.textChanged.connect(self._on_word_field_text_changed)
        inside.addWidget(self.word_field)
        column.addLayout(inside)
        column.addWidget(self._foot(verb, safe or tr("&Cancel"), code, other))
        self.do_it.setEnabled(not typed)
        self.safe.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the focused button only if that is the safe one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.safe.hasFocus():
                self.reject()
            return
        super().keyPressEvent(event)

    def _foot(self, verb: str, safe: str, code: str, other: str) -> QWidget:
        foot = _Strip("app", 52)
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(12)
        row.addWidget(label(code, "hint", "muted"))
        row.addStretch(1)
        self.safe = Button(safe)
        self.do_it = Button(verb)
        self.other = Button(other) if other else None
        for button in filter(None, (self.safe, self.do_it, self.other)):
            button.setMinimumWidth(96)
            button.setAutoDefault(False)
            row.addWidget(button)
        self.safe.clicked.connect(self.reject)
        self.do_it.clicked.connect(self.accept)
        return foot

    def _on_word_field_text_changed(self, text: str) -> None:
        self.do_it.setEnabled(text.strip() == self._typed)


def confirm(dialog: QDialog, act: Callable[[], None]) -> None:
    """Open the dialog; ``act`` is called only when the verb was chosen."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(act)
    dialog.open()


_FACTS = 11
"""So many facts stand in the box at once; more are scrolled, so that the buttons stay on a small screen."""


def _scrolled(box: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFixedHeight(_FACTS * 26)
    area.setWidget(box)
    return area


def _facts_box(facts: Sequence[Fact]) -> QWidget:
    box = QWidget()
    box.setObjectName("facts")
    tokens = theme.tokens()
    box.setStyleSheet(f"#facts {{ background: {tokens.app}; border: 1px solid {tokens.grid}; }}")
    grid = QGridLayout(box)
    grid.setContentsMargins(11, 6, 11, 6)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(0)
    row = 0
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for fact in facts:
        if fact.total:
            grid.addWidget(Rule("line"), row, 0, 1, 4)
            row += 1
        role = "bold" if fact.bold else "body"
        grid.addWidget(label(fact.what, "body", "muted"), row, 0)
        grid.addWidget(label(fact.count, role), row, 1, right)
        grid.addWidget(label(fact.amount, role), row, 2, right)
        grid.addWidget(label(fact.remark, "cell", "muted"), row, 3)
        grid.setRowMinimumHeight(row, 26)
        row += 1
    grid.setColumnStretch(3, 1)
    return box


class DisplayDialog(QDialog):
    """Language, theme and zoom; they hold from the next start."""

    def __init__(self, owner: QWidget, prefs: Prefs) -> None:
        """Reads and writes the preferences of this computer."""
        super().__init__(owner)
        self._prefs = prefs
        self.setWindowTitle(tr("Display and language"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.language = self._choice((("zh_CN", "简体中文"), ("en", "English")), prefs.text("language", "zh_CN"))
        themes = (("", tr("As Windows says")), ("light", tr("Light")), ("high_contrast", tr("High contrast")))
        self.theme_choice = self._choice(themes, prefs.text("theme"))
        self.zoom = self._choice([(str(one), f"{one}%") for one in ZOOMS], str(prefs.zoom))
        minutes = [(str(one), tr("{n} minutes", n=one)) for one in MINUTES]
        self.lock_minutes = self._choice(minutes, str(prefs.number("lock_minutes", USUAL)))
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(6)
        for words, box in (
            (tr("Language"), self.language),
            (tr("Theme"), self.theme_choice),
            (tr("Zoom"), self.zoom),
            (tr("Locks after"), self.lock_minutes),
        ):
            box.setAccessibleName(words)
            form.addRow(label(words, "body", "muted"), box)
        save = Button(tr("&Save"), "primary")
        save.clicked.connect(self._on_save_clicked)
        leave = Button(tr("&Cancel"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(label(tr("Holds from the next start."), "hint", "muted"), 1)
        foot.addWidget(leave)
        foot.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(16)
        column.addLayout(form)
        column.addLayout(foot)

    def _choice(self, values: Sequence[tuple[str, str]], now: str) -> QComboBox:
        box = QComboBox()
        box.setMinimumWidth(220)
        for value, words in values:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(now)))
        return box

    def _on_save_clicked(self) -> None:
        self._prefs.set("language", str(self.language.currentData()))
        self._prefs.set("theme", str(self.theme_choice.currentData()))
        self._prefs.set("zoom", int(str(self.zoom.currentData())))
        self._prefs.set("lock_minutes", int(str(self.lock_minutes.currentData())))
        self._prefs.sync()
        self.accept()


class KeysDialog(QDialog):
    """Every command that has a key."""

    def __init__(self, owner: QWidget, commands: Sequence[tuple[Command, QAction]]) -> None:
        """Lists what the menus have now."""
        super().__init__(owner)
        self.setWindowTitle(tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(460, 480)
        lines = [(plain(tr(command.text)), action.shortcuts()) for command, action in commands]
        lines = [(words, keys) for words, keys in lines if keys]
        table = QTableWidget(len(lines), 2)
        table.setAccessibleName(tr("Keys"))
        table.setHorizontalHeaderLabels([tr("Command"), tr("Shortcut")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setColumnWidth(0, 240)
        table.horizontalHeader().setStretchLastSection(True)
        for row, (words, keys) in enumerate(lines):
            shown = "  ".join(one.toString(QKeySequence.SequenceFormat.NativeText) for one in keys)
            table.setItem(row, 0, QTableWidgetItem(words))
            table.setItem(row, 1, QTableWidgetItem(shown))
        leave = Button(tr("&Close"))
        leave.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.addWidget(table)
        column.addWidget(leave, 0, Qt.AlignmentFlag.AlignRight)


class AboutDialog(QDialog):
    """Version, office, where the data lie."""

    def __init__(self, owner: QWidget, desk: Desk) -> None:
        """Only facts."""
        super().__init__(owner)
        self.setWindowTitle(tr("About CJDesk"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        office = desk.office
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        column.addWidget(label(f"CJDesk {cjdesk.__version__}", "title"))
        column.addWidget(label(tr("Public-welfare posts and subsidies"), "body", "muted"))
        column.addWidget(label(f"{office.county_name}{office.township_name}（{office.township}）"))
        column.addWidget(label(tr("Data: {path}", path=str(desk.database.path or "")), "hint", "muted", wraps=True))
        leave = Button(tr("&Close"))
        leave.clicked.connect(self.accept)
        column.addWidget(leave, 0, Qt.AlignmentFlag.AlignRight)
