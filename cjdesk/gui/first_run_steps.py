"""What stands in the steps of the first run: passphrase with its ticks, folder, recovery code."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cjdesk.db import place
from cjdesk.domain import passphrase as rules
from cjdesk.domain.errors import DataOnNetwork, UserError
from cjdesk.gui import shapes, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import label
from cjdesk.i18n import error_text, tr

LABEL = 96


class SecretTwice(QWidget):
    """A passphrase typed twice; its rules get ticks while typing. Signals: ``changed()``, ``completed()``."""

    changed = Signal()
    completed = Signal()

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.first, self.second = QLineEdit(), QLineEdit()
        self.ticks = Ticks()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, LABEL)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, (words, box) in enumerate(((tr("Passphrase"), self.first), (tr("Once more"), self.second))):
            box.setEchoMode(QLineEdit.EchoMode.Password)
            box.setAccessibleName(words)
            box.textChanged.connect(self._on_text_changed)
            grid.addWidget(label(words, "body", "muted"), row, 0, right)
            grid.addWidget(box, row, 1)
        grid.addWidget(self.ticks, 2, 1)
        self.first.returnPressed.connect(self.second.setFocus)
        self.second.returnPressed.connect(self.completed)

    def reason(self) -> str:
        """What is still missing."""
        if not rules.ticks(self.first.text()).enough:
            return tr("Missing: {what}", what=tr("Passphrase"))
        if self.first.text() != self.second.text():
            return tr("The two passphrases differ yet")
        return ""

    def empty(self) -> None:
        """Forget."""
        self.first.clear()
        self.second.clear()

    def _on_text_changed(self, _text: str) -> None:
        found = rules.ticks(self.first.text())
        same = bool(self.second.text()) and self.first.text() == self.second.text()
        self.ticks.show_state((found.long_enough, found.kinds >= rules.KINDS, same))
        self.changed.emit()


class Ticks(QWidget):
    """✓ or ○ before each rule."""

    def __init__(self) -> None:
        """Nothing fulfilled."""
        super().__init__()
        self._words = (
            tr("At least {n} characters", n=rules.LENGTH),
            tr("{n} of: capitals, small letters, digits, signs, Chinese", n=rules.KINDS),
            tr("Typed twice the same"),
        )
        self._state = (False, False, False)
        self.setFixedHeight(24 * len(self._words))

    def show_state(self, state: tuple[bool, bool, bool]) -> None:
        """Tick."""
        self._state = state
        done = [words for words, on in zip(self._words, state, strict=True) if on]
        self.setAccessibleName("，".join(done))
        self.update()

    def state(self) -> tuple[bool, bool, bool]:
        """What is ticked."""
        return self._state

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines."""
        painter = QPainter(self)
        painter.setFont(theme.font("cell"))
        for row, (words, on) in enumerate(zip(self._words, self._state, strict=True)):
            shapes.draw(painter, "done" if on else "todo", 1, row * 24 + 7, theme.color("mark_ok" if on else "muted"))
            painter.setPen(theme.color("text" if on else "muted"))
            painter.drawText(QRectF(18, row * 24, 500, 24), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


class PlaceStep(QWidget):
    """The folder, its free space, another one. Signal: ``chosen()``."""

    chosen = Signal()

    def __init__(self, folder: Path) -> None:
        """Starts with the usual folder."""
        super().__init__()
        self.folder = folder
        self.path = QLineEdit(str(folder))
        self.path.setReadOnly(True)
        self.path.setAccessibleName(tr("Folder"))
        self.space = label("", "cell", "muted")
        self.other_button = Button(tr("&Other folder..."))
        self.other_button.clicked.connect(self._on_other_clicked)
        row = QHBoxLayout()
        row.setSpacing(8)
        name = label(tr("Folder"), "body", "muted")
        name.setFixedWidth(LABEL)
        name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(name)
        row.addWidget(self.path, 1)
        below = QHBoxLayout()
        below.setContentsMargins(LABEL + 8, 4, 0, 0)
        below.addWidget(self.space, 1)
        below.addWidget(self.other_button)
        self.warning = label("", "cell", wraps=True)
        self.warning.setContentsMargins(LABEL + 8, 8, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(row)
        column.addLayout(below)
        column.addWidget(self.warning)
        self._problem: UserError | None = None
        self._show()

    def set_folder(self, folder: Path) -> None:
        """Take another one."""
        self.folder = folder
        self._show()
        self.chosen.emit()

    def reason(self) -> str:
        """Why not here."""
        if (self.folder / "keys.json").exists() or (self.folder / "cjdesk.db").exists():
            return tr("There are data in this folder already")
        if isinstance(self._problem, DataOnNetwork):
            return tr("Choose a folder on this computer")
        return ""

    def _show(self) -> None:
        self.path.setText(str(self.folder))
        near = self.folder
        while not near.exists() and near != near.parent:
            near = near.parent
        free = shutil.disk_usage(near).free // 2**20
        self.space.setText(tr("{free:,} MB free here", free=free))
        self._problem = place.problem(self.folder)
        self.warning.setText("" if self._problem is None else error_text(self._problem))
        self.warning.setVisible(self._problem is not None)

    def _on_other_clicked(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Folder for the data"), str(self.folder.parent))
        if name:
            self.set_folder(Path(name))


class RecoveryStep(QWidget):
    """The code in large groups, saving the sheet, the last four characters typed back.

    Signals: ``changed()``, ``completed()``.
    """

    changed = Signal()
    completed = Signal()

    def __init__(self) -> None:
        """Without a code yet."""
        super().__init__()
        self._code = ""
        self.code = label("", "figure")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.code.setAccessibleName(tr("Recovery code"))
        self.save_button = Button(tr("&Save the sheet as PDF..."), icon="print")
        self.saved = label("", "cell", "muted", wraps=True)
        self.typed = QLineEdit()
        self.typed.setFixedWidth(120)
        self.typed.setMaxLength(8)
        self.typed.setAccessibleName(tr("Last 4 characters"))
        self.typed.textChanged.connect(self._on_typed_changed)
        self.typed.returnPressed.connect(self.completed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save_button)
        row.addWidget(self.saved, 1)
        back = QHBoxLayout()
        back.setSpacing(8)
        back.addWidget(label(tr("Type the last 4 characters from the paper"), "body", "muted"))
        back.addWidget(self.typed)
        back.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.code)
        column.addLayout(row)
        column.addWidget(
            label(
                tr("Print it or copy it by hand, seal it in an envelope, put it into the safe. Do not keep a photo."),
                "cell",
                "muted",
                wraps=True,
            )
        )
        column.addLayout(back)

    def show_code(self, code: str) -> None:
        """Two lines of four groups."""
        self._code = code
        groups = code.split()
        self.code.setText("   ".join(groups[:4]) + "\n" + "   ".join(groups[4:]))
        self.typed.clear()

    def say_saved(self, path: Path) -> None:
        """Where the sheet lies."""
        self.saved.setText(tr("Saved as {path}. Print it and delete the file.", path=str(path)))
        self.typed.setFocus()

    def reason(self) -> str:
        """Until the end of the code was typed back."""
        wanted = "".join(self._code.split())[-4:]
        typed = "".join(self.typed.text().split()).upper()
        return "" if wanted and typed == wanted else tr("Missing: {what}", what=tr("Last 4 characters"))

    def _on_typed_changed(self, _text: str) -> None:
        self.changed.emit()
