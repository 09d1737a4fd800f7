"""The first run in four steps: office, clerk, place of the data, recovery sheet; then the desk opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain import places
from cjdesk.domain.errors import UserError
from cjdesk.gui import icons, messages, tasks
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Choice
from cjdesk.gui.first_run_steps import LABEL, PlaceStep, RecoveryStep, SecretTwice
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
        save_sheet: Callable[[Path, Database, Path, str], None],
    ) -> None:
        """``create(folder, answers, demo)`` and ``save_sheet(pdf, database, folder, code)`` run on a pool thread."""
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
        self.demo = QCheckBox(tr("This is for practice: only a practice county takes its reports"))
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
            ("employer", places.government(whole)),
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
        database, folder, code = self._database, self.place.folder, self._code
        if database is None:
            return
        tasks.run(
            self,
            lambda _progress: self._save_sheet(path, database, folder, code),
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
