"""What stands in the unlock window: the passphrase box, the line that says what is wrong, the recovery panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cjdesk.gui import caps_lock, shapes, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import label
from cjdesk.i18n import tr


class Secret(QLineEdit):
    """A passphrase. Signal: ``caps_seen(bool)``."""

    caps_seen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._caps = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Watch the letters for Caps Lock."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            now = caps_lock.seems_on(event, self._caps)
            if now != self._caps:
                self._caps = now
                self.caps_seen.emit(now)
        return False


class HintLine(QWidget):
    """A shape and a sentence, its code small behind."""

    def __init__(self) -> None:
        """Silent."""
        super().__init__()
        self._shape = ""
        self._words = label("", "cell", wraps=True)
        self._code = label("", "hint", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(17, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._code)

    def say(self, shape: str, text: str, ink: str = "text", code: str = "") -> None:
        """Say something; empty is silent."""
        self._shape = shape
        self._words.setText(text)
        self._words.setStyleSheet(f"color: {getattr(theme.tokens(), ink)}; background: transparent;")
        self._code.setText(code)
        self.setAccessibleName(text)
        self.update()

    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def code(self) -> str:
        """The stable code that is shown."""
        return self._code.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The shape."""
        if self._shape:
            painter = QPainter(self)
            marks = {"error": "mark_error", "warning": "mark_warn", "waiting": "mark_warn", "done": "mark_ok"}
            ink = theme.color(marks.get(self._shape, "muted"))
            shapes.draw(painter, self._shape, 0, (self.height() - shapes.SIZE) / 2, ink)
            painter.end()


class RecoveryPanel(QWidget):
    """The code from paper and a new passphrase twice."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.code = QLineEdit()
        self.first, self.second = Secret(), Secret()
        self.hint = HintLine()
        self.hint.setFixedHeight(40)
        self.go_button = Button(tr("&Set and unlock"), "primary", height=32)
        self.back_button = Button(tr("&Back"), height=32)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        rows = (
            (tr("Recovery code"), self.code),
            (tr("New passphrase"), self.first),
            (tr("Once more"), self.second),
        )
        for row, (words, box) in enumerate(rows):
            box.setAccessibleName(words)
            grid.addWidget(label(words, "body", "muted"), row, 0, right)
            grid.addWidget(box, row, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(41, 20, 41, 12)
        column.setSpacing(6)
        column.addLayout(grid)
        column.addWidget(self.hint)
        column.addStretch(1)
        column.addLayout(buttons)
        self.code.setPlaceholderText(tr("8 groups of 4 from the recovery sheet"))
        self.second.returnPressed.connect(self.go_button.click)

    def check(self) -> bool:
        """Whether the two entries agree."""
        if self.first.text() != self.second.text():
            self.hint.say("error", tr("The two passphrases differ. Type both again."), "error")
            self.second.setFocus()
            return False
        return bool(self.first.text() and self.code.text())

    def empty(self) -> None:
        """Forget what was typed."""
        for box in (self.code, self.first, self.second):
            box.clear()
