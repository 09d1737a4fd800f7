"""The first run in four steps: office, clerk, place of the data, recovery sheet; then the desk opens."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cjdesk.domain import passphrase as rules
from cjdesk.domain.errors import UserError
from cjdesk.gui import icons, messages, shapes, tasks, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Choice
from cjdesk.gui.labels import label
from cjdesk.gui.record_form import RecordForm
from cjdesk.gui.step_page import Step, StepPage
from cjdesk.i18n import N_, tr

if TYPE_CHECKING:
    from cjdesk.db.database import Database
    from cjdesk.gui.opening import Townships

STEPS = (
    Step(
        "office",
        N_("Office"),
        N_("Which township this is for"),
        N_(
            "People, posts, quotas and reports all belong to this township. It cannot be changed later, only made anew."
        ),
    ),
    Step("me", N_("I"), N_("Name, login, passphrase"), N_("Every change is recorded under your name.")),
    Step(
        "place",
        N_("Data folder"),
        N_("Where the data lie"),
        N_("All data are one encrypted file in this folder; daily backups lie beside it."),
    ),
    Step(
        "recovery",
        N_("Recovery code"),
        N_("On paper, in the safe"),
        N_("If a passphrase is forgotten, only this code opens the data. It is shown once and kept nowhere."),
    ),
)
BOX = 440
LABEL = 96


class FirstRun(StepPage):
    """The wizard, 1024×600. Signals: ``finished(Database, folder)``, ``left()``."""

    finished = Signal(object, object)
    left = Signal()

    def __init__(
        self,
        folder: Path,
        *,
        townships: Callable[[], Townships],
        create: Callable[[Path, dict[str, str], bool], tuple[Database, str]],
        login_for: Callable[[str], str],
        save_sheet: Callable[[Path, str, str], None],
    ) -> None:
        """``create(folder, answers, demo)`` runs on a pool thread; ``save_sheet(pdf, office, code)`` paints it."""
        super().__init__(N_("First use"), STEPS, subtitle=tr("Four steps, about 4 minutes"))
        self.setWindowTitle(f"CJDesk · {tr('New office')}")
        self.setWindowIcon(icons.window_icon())
        self.resize(1024, 569)
        self.setMinimumSize(900, 520)
        self._townships, self._create, self._login_for, self._save_sheet = townships, create, login_for, save_sheet
        self._county: Townships | None = None
        self._database: Database | None = None
        self._code = ""
        self._own_words: set[str] = set()
        self.office_form = RecordForm(self._office_fields(), label_width=LABEL)
        self.demo = QCheckBox(tr("This is for practice: no county reports, no bank lists"))
        self.me_form = RecordForm(_ME_FIELDS, label_width=LABEL)
        self.secret = SecretTwice()
        self.place = PlaceStep(folder)
        self.recovery = RecoveryStep()
        self._fill_steps()
        self._wire()
        self.go("office")
        self._look_again()
        QTimer.singleShot(0, self, self._load)

    @property
    def folder(self) -> Path:
        """Where the data will lie."""
        return self.place.folder

    def closeEvent(self, event: QCloseEvent) -> None:
        """Left half-way: what was made stays closed and complete."""
        if tasks.running():
            event.ignore()
            return
        if self._database is not None:
            self._database.close()
            self._database = None
        super().closeEvent(event)
        self.left.emit()

    def _office_fields(self) -> tuple[Field, ...]:
        return (
            Field("county", N_("County"), read_only=True),
            Field("township", N_("Township"), "choice", required=True, choices=self._choices),
            Field(
                "office_name", N_("Full name"), required=True, hint=N_("Printed on rosters, notices and cover sheets")
            ),
            Field("employer", N_("Seal of"), required=True),
            Field("station", N_("This computer"), "code", required=True, hint=N_("Tells several computers apart")),
        )

    def _choices(self) -> tuple[Choice, ...]:
        return self._county.choices if self._county is not None else ()

    def _fill_steps(self) -> None:
        self.set_content("office", _narrow(self.office_form, self.demo))
        self.set_content("me", _narrow(self.me_form, self.secret))
        self.set_content("place", _narrow(self.place))
        self.set_content("recovery", _narrow(self.recovery))
        self.office_form.box("township").setFixedWidth(BOX)
        self.demo.setContentsMargins(LABEL + 8, 0, 0, 0)

    def _wire(self) -> None:
        self.next_wanted.connect(self._on_self_next_wanted)
        self.back_wanted.connect(self._on_self_back_wanted)
        for form in (self.office_form, self.me_form):
            form.edited.connect(self._on_form_edited)
            form.state_changed.connect(self._look_again)
        self.office_form.completed.connect(self.next_button.click)
        self.me_form.completed.connect(self.secret.first.setFocus)
        self.secret.changed.connect(self._look_again)
        self.secret.completed.connect(self.next_button.click)
        self.recovery.changed.connect(self._look_again)
        self.recovery.completed.connect(self.next_button.click)
        self.recovery.save_button.clicked.connect(self._on_save_clicked)
        self.place.chosen.connect(self._look_again)

    def _load(self) -> None:
        tasks.run(self, lambda _progress: self._townships(), then=self._on_townships_read)

    def _on_townships_read(self, county: Townships) -> None:
        self._county = county
        self.office_form.line("county").show_value(f"{county.county_name}（{county.county_code}）")
        self.office_form.set_choices()
        if not self.office_form.line("township").text():
            self.office_form.box("township").setFocus()
        self._look_again()

    def _on_form_edited(self, key: str) -> None:
        if key == "township":
            self._propose_names()
        elif key == "name":
            self._propose_login()
        else:
            self._own_words.add(key)
        self._look_again()

    def _propose_names(self) -> None:
        box = self.office_form.box("township")
        code = str(self.office_form.line("township").read() or "")
        township = next((one for one in self._choices() if one.value == code), None)
        if township is None or self._county is None or not box:
            return
        whole = f"{self._county.county_name}{township.words}"
        for key, value in (
            ("office_name", f"{whole}人力资源和社会保障服务中心"),
            ("employer", f"{whole}人民政府"),
            ("station", f"{(township.search.split() or ['PC'])[-1].upper()}-01"),
        ):
            if key not in self._own_words:
                self.office_form.line(key).show_value(value)

    def _propose_login(self) -> None:
        if "login" not in self._own_words:
            self.me_form.line("login").show_value(self._login_for(self.me_form.line("name").text()))

    def _look_again(self) -> None:
        self.block(self._reason())

    def _reason(self) -> str:
        if self.current == "office":
            return _lacking(self.office_form.missing())
        if self.current == "me":
            lacking = list(self.me_form.missing())
            reason = _lacking(tuple(lacking))
            return reason or self.secret.reason()
        if self.current == "place":
            return self.place.reason()
        return self.recovery.reason()

    def _on_self_back_wanted(self, key: str) -> None:
        self.go({"me": "office", "place": "me"}.get(key, "office"))
        self._arrive()

    def _on_self_next_wanted(self, key: str) -> None:
        if key == "office" and self.office_form.check_all():
            self.go("me")
        elif key == "me" and self.me_form.check_all():
            self.go("place")
        elif key == "place":
            self._make()
            return
        elif key == "recovery":
            self._finish()
            return
        self._arrive()

    def _arrive(self) -> None:
        self._look_again()
        self.next_button.set_words(tr("Make the data file") if self.current == "place" else tr("Next step"))
        if self.current == "office":
            self.office_form.focus_first()
        elif self.current == "me":
            self.me_form.focus_first()
        elif self.current == "place":
            self.next_button.setFocus()
        else:
            self.recovery.save_button.setFocus()

    def _make(self) -> None:
        answers = {
            key: str(value or "") for key, value in {**self.office_form.values(), **self.me_form.values()}.items()
        }
        answers["passphrase"] = self.secret.first.text()
        folder, demo = self.place.folder, self.demo.isChecked()
        self.block(tr("Making the data file..."))
        self.back_button.setEnabled(False)
        tasks.run(self, lambda _p: self._create(folder, answers, demo), then=self._on_made, failed=self._on_not_made)

    def _on_made(self, made: tuple[Database, str]) -> None:
        self._database, self._code = made
        self.recovery.show_code(self._code)
        self.go("recovery")
        self.back_button.hide()
        self._arrive()
        self.next_button.set_words(tr("Open the desk"))
        self.recovery.save_button.setFocus()

    def _on_not_made(self, error: Exception) -> None:
        self.back_button.setEnabled(True)
        self._look_again()
        if isinstance(error, UserError) and error.field in ("login", "name", "passphrase"):
            self.go("me")
            self._arrive()
            self.me_form.show_error(error)
        messages.tell(self, error)

    def _on_save_clicked(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the recovery sheet"), str(Path.home() / f"{tr('Recovery sheet')}.pdf"), "PDF (*.pdf)"
        )
        if name:
            self.save_sheet(Path(name))

    def save_sheet(self, path: Path) -> None:
        """Write the sheet as PDF off this thread."""
        office, code = str(self.office_form.values()["office_name"]), self._code
        tasks.run(
            self,
            lambda _progress: self._save_sheet(path, office, code),
            then=lambda _none: self.recovery.say_saved(path),
        )

    def _finish(self) -> None:
        database = self._database
        if database is None or self.recovery.reason():
            return
        self._database = None
        self._code = ""
        self.recovery.show_code("")
        self.secret.empty()
        self.finished.emit(database, self.place.folder)


_ME_FIELDS = (
    Field("name", N_("Name"), "name", required=True),
    Field("login", N_("Login"), "code", required=True, hint=N_("Small letters and digits, such as lifang")),
)


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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(row)
        column.addLayout(below)
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
        return ""

    def _show(self) -> None:
        self.path.setText(str(self.folder))
        near = self.folder
        while not near.exists() and near != near.parent:
            near = near.parent
        free = shutil.disk_usage(near).free // 2**20
        self.space.setText(tr("{free:,} MB free here", free=free))

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


def _narrow(*widgets: QWidget) -> QWidget:
    """Forms are 544 wide at the left."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for one in widgets:
        one.setFixedWidth(LABEL + 8 + BOX)
        row = QHBoxLayout()
        row.setContentsMargins(
            LABEL + 8 if isinstance(one, QCheckBox) else 0, 10 if isinstance(one, QCheckBox) else 0, 0, 0
        )
        row.addWidget(one)
        row.addStretch(1)
        column.addLayout(row)
    column.addStretch(1)
    return whole


def _lacking(labels: tuple[str, ...]) -> str:
    return tr("Missing: {what}", what="、".join(labels)) if labels else ""
