"""The first window: who, the passphrase, unlock. It shows before the database is even imported."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cjdesk.domain.errors import FileIsNewer, TooManyAttempts, UpgradeFailed, UserError, WrongPassphrase
from cjdesk.gui import icons, tasks, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import role_words
from cjdesk.gui.labels import ChipLabel, Rule, label
from cjdesk.gui.shapes import Chip
from cjdesk.gui.unlock_parts import HintLine, RecoveryPanel, Secret
from cjdesk.i18n import error_text, tr

if TYPE_CHECKING:
    from cjdesk.db.database import Database


@dataclass(frozen=True, slots=True)
class Door:
    """What may be known before unlocking: the office and who works there (login, name, role)."""

    office: str
    clerks: tuple[tuple[str, str, str], ...]


class UnlockWindow(QWidget):
    """Signals: ``opened(Database)``, ``left()``. 560×344 below the title bar; opening runs off the GUI thread."""

    opened = Signal(object)
    left = Signal()

    def __init__(
        self,
        *,
        look: Callable[[], Door],
        warm: Callable[[], str],
        unlock: Callable[[str, str], Database],
        recover: Callable[[str, str, str], None],
        previous: Callable[[str], str] = lambda _schema: "",
        leave: Callable[[], None] = lambda: None,
        locked_at: datetime | None = None,
        remembered: str = "",
    ) -> None:
        """``look`` reads the key file, ``warm`` imports the rest and gives the backup's age in words.

        ``unlock(login, passphrase)``; ``recover(login, code, new passphrase)``. Where this program cannot open the
        data at all, ``previous(schema)`` names the kept version that can, if any, and ``leave`` goes back to it.
        """
        super().__init__()
        self._previous, self._leave = previous, leave
        self._look, self._warm, self._unlock, self._recover = look, warm, unlock, recover
        self._remembered = remembered
        self._busy = self._eager = False
        self._looking = True
        self._closed_until = 0.0
        self._caps = False
        self.setWindowTitle("CJDesk")
        self.setWindowIcon(icons.window_icon())
        self.setFixedSize(560, 344)
        self.office = label("CJDesk", "title")
        self.locked = ChipLabel(
            Chip("locked", tr("Locked {time}", time=locked_at.strftime("%H:%M"))) if locked_at is not None else None
        )
        self.clerks = QComboBox()
        self.passphrase = Secret()
        self.hint = HintLine()
        self.unlock_button = Button(tr("&Unlock"), "primary", height=32)
        self.quit_button = Button(tr("E&xit the program"), height=32)
        self.forgot_button = Button(tr("Forgot the passphrase..."), "quiet", height=32)
        self.previous_button = Button("", "quiet", height=32)
        self.previous_button.hide()
        self.note = HintLine()
        self.backup = label("", "cell", "muted")
        self._stack = QStackedWidget()
        self.recovery = RecoveryPanel()
        self._build()
        self._wire()
        if locked_at is not None:
            self.note.say("done", tr("Everything before locking is saved."), "muted")
        self._clock = QTimer(self)
        self._clock.setInterval(500)
        self._clock.timeout.connect(self._on_clock_timeout)
        # The window is painted first; the key file's reader costs some 0.2 s more, SQLAlchemy, Alembic and the pages
        # behind ``warm`` over a second: they are imported from the next turn of the event loop on, off this thread.
        QTimer.singleShot(0, self, self.load)

    def load(self) -> None:
        """Ask who may come in."""
        tasks.run(self, lambda _progress: self._look(), then=self._on_door_looked_at, failed=self._on_failed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, mark, foot."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 311, self.width(), 33, theme.color("app"))
        painter.fillRect(0, 311, self.width(), 1, theme.color("grid"))
        icons.draw(painter, "cjdesk", QRectF(41, 20, 36, 36), "")
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing means leaving, unless the desk opened."""
        super().closeEvent(event)
        self.left.emit()

    def _build(self) -> None:
        head = QGridLayout()
        head.setContentsMargins(89, 14, 41, 0)
        head.setVerticalSpacing(0)
        head.addWidget(self.office, 0, 0)
        head.addWidget(label(f"CJDesk · {tr('Public-welfare posts and subsidies')}", "cell", "muted"), 1, 0)
        head.addWidget(self.locked, 0, 1, 2, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        self._stack.addWidget(self._door_panel())
        self._stack.addWidget(self.recovery)
        column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(41, 0, 41, 0)
        foot.addWidget(label(tr("5 wrong tries in a row: 15 minutes pause."), "cell", "muted"))
        foot.addStretch(1)
        foot.addWidget(self.backup)
        foot.addSpacing(12)
        foot.addWidget(label(_today(), "cell", "muted"))
        strip = QWidget()
        strip.setFixedHeight(33)
        strip.setLayout(foot)
        column.addWidget(strip)

    def _door_panel(self) -> QWidget:
        panel = QWidget()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(12)
        grid.setColumnMinimumWidth(0, 56)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, (words, box) in enumerate(((tr("User"), self.clerks), (tr("Passphrase"), self.passphrase))):
            box.setProperty("tall", True)
            box.setAccessibleName(words)
            name = label(words, "body", "muted")
            name.setBuddy(box)
            grid.addWidget(name, row, 0, right)
            grid.addWidget(box, row, 1)
        grid.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(64, 0, 0, 0)
        buttons.setSpacing(8)
        self.unlock_button.setMinimumWidth(96)
        buttons.addWidget(self.unlock_button)
        buttons.addWidget(self.quit_button)
        buttons.addStretch(1)
        buttons.addWidget(self.forgot_button)
        buttons.addWidget(self.previous_button)
        column = QVBoxLayout(panel)
        column.setContentsMargins(41, 24, 41, 0)
        column.setSpacing(0)
        column.addLayout(grid)
        column.addSpacing(4)
        hint = QHBoxLayout()
        hint.setContentsMargins(64, 0, 0, 0)
        hint.addWidget(self.hint)
        self.hint.setFixedHeight(42)  # two lines
        column.addLayout(hint)
        column.addLayout(buttons)
        column.addStretch(1)
        column.addWidget(Rule())
        self.note.setFixedHeight(40)
        column.addWidget(self.note)
        return panel

    def _wire(self) -> None:
        self.unlock_button.clicked.connect(self._on_unlock_button_clicked)
        self.passphrase.returnPressed.connect(self._on_unlock_button_clicked)
        self.passphrase.caps_seen.connect(self._on_passphrase_caps_seen)
        self.quit_button.clicked.connect(self.close)
        self.forgot_button.clicked.connect(self._on_forgot_button_clicked)
        self.previous_button.clicked.connect(self._on_previous_button_clicked)
        self.recovery.back_button.clicked.connect(self._on_recovery_back_clicked)
        self.recovery.go_button.clicked.connect(self._on_recovery_go_clicked)
        self.clerks.activated.connect(self._on_clerks_activated)
        self.passphrase.setFocus()

    def _on_door_looked_at(self, door: Door) -> None:
        self.office.setText(door.office)
        self.clerks.clear()
        for login, name, role in door.clerks:
            self.clerks.addItem(f"{name} · {role_words(role)}", login)
        place = self.clerks.findData(self._remembered)
        self.clerks.setCurrentIndex(max(0, place))
        tasks.run(self, lambda _progress: self._warm(), then=self.backup.setText, failed=_not_now)
        self.unlock_button.setEnabled(self.clerks.count() > 0)
        self._looking = False
        if self._eager:
            self._eager = False
            self._on_unlock_button_clicked()

    def _on_clerks_activated(self, _place: int) -> None:
        self.hint.say("", "")
        self.passphrase.setFocus()

    def _on_unlock_button_clicked(self) -> None:
        if self._busy or time.monotonic() < self._closed_until:
            return
        if not self.passphrase.text():
            self.passphrase.setFocus()
            return
        if self.clerks.count() == 0:  # typed faster than the key file was read: go on as soon as it is
            self._eager = self._looking
            return
        login, passphrase = str(self.clerks.currentData()), self.passphrase.text()
        self._set_busy(value=True)
        self.hint.say("running", tr("Opening..."), "muted")
        tasks.run(self, lambda _p: self._unlock(login, passphrase), then=self._on_opened, failed=self._on_failed)

    def _on_opened(self, database: Database) -> None:
        self.passphrase.clear()
        self.recovery.empty()
        self.opened.emit(database)

    def _on_failed(self, error: Exception) -> None:
        self._looking = self._eager = False
        self._set_busy(value=False)
        if isinstance(error, TooManyAttempts):
            self._closed_until = time.monotonic() + 60 * int(str(error.facts["minutes"]))
            self._clock.start()
            self._on_clock_timeout()
        elif isinstance(error, WrongPassphrase):
            words = error_text(error)
            self.hint.say("warning", f"{tr('Caps Lock is on.')}{words}" if self._caps else words, "warn", error.code)
        elif isinstance(error, UserError):
            self.hint.say("error", error_text(error), "error", error.code)
            self.note.say("", "")
            if isinstance(error, UpgradeFailed | FileIsNewer):
                schema = str(error.facts["found"])
                tasks.run(self, lambda _progress: self._previous(schema), then=self._offer_previous, failed=_not_now)
        else:
            raise error
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _offer_previous(self, version: str) -> None:
        """The data are as they were, and another version here opens them."""
        self.previous_button.set_words(tr("Back to version {version}", version=version))
        self.previous_button.setVisible(bool(version))
        self.forgot_button.setVisible(not version)

    def _on_previous_button_clicked(self) -> None:
        self._set_busy(value=True)
        tasks.run(self, lambda _progress: self._leave(), then=lambda _done: self.close(), failed=self._on_failed)

    def _on_clock_timeout(self) -> None:
        remains = math.ceil(self._closed_until - time.monotonic())
        waiting = remains > 0
        self.passphrase.setEnabled(not waiting)
        self.unlock_button.setEnabled(not waiting)
        if waiting:
            clock = f"{remains // 60}:{remains % 60:02d}"
            self.hint.say(
                "waiting", tr("Wrong 5 times. Try again in {clock}.", clock=clock), "warn", TooManyAttempts.code
            )
        else:
            self._clock.stop()
            self.hint.say("", "")
            self.passphrase.setFocus()

    def _on_passphrase_caps_seen(self, on: bool) -> None:
        self._caps = on
        if on:
            self.hint.say("warning", tr("Caps Lock is on."), "warn")
        elif self.hint.text() == tr("Caps Lock is on."):
            self.hint.say("", "")

    def _on_forgot_button_clicked(self) -> None:
        self._stack.setCurrentWidget(self.recovery)
        self.recovery.code.setFocus()

    def _on_recovery_back_clicked(self) -> None:
        self._stack.setCurrentIndex(0)
        self.passphrase.setFocus()

    def _on_recovery_go_clicked(self) -> None:
        if self._busy or self.clerks.count() == 0 or not self.recovery.check():
            return
        login, code, new = str(self.clerks.currentData()), self.recovery.code.text(), self.recovery.first.text()

        def work(_progress: tasks.Progress) -> Database:
            self._recover(login, code, new)
            return self._unlock(login, new)

        self._set_busy(value=True)
        tasks.run(self, work, then=self._on_opened, failed=self._on_recovery_failed)

    def _on_recovery_failed(self, error: Exception) -> None:
        self._set_busy(value=False)
        if not isinstance(error, UserError):
            raise error
        self.recovery.hint.say("error", error_text(error), "error", error.code)

    def _set_busy(self, *, value: bool) -> None:
        self._busy = value
        for one in (
            self.unlock_button,
            self.clerks,
            self.forgot_button,
            self.previous_button,
            self.recovery.go_button,
        ):
            one.setEnabled(not value)


def _not_now(_error: Exception) -> None:
    """What is wrong with imports or backups is said on opening, where it can be dealt with."""


def _today() -> str:
    now = datetime.now().astimezone()
    days = (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))
    return tr(
        "{year}-{month:02d}-{day:02d} {weekday}",
        year=now.year,
        month=now.month,
        day=now.day,
        weekday=days[now.weekday()],
    )
