"""The form of a new member: a person picked from the register by pinyin, the day, the share, the team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain.errors import UserError
from cjdesk.gui import messages
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import Desk
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Choice
from cjdesk.gui.labels import label
from cjdesk.gui.lines import label_width
from cjdesk.gui.person_picker import PersonPicker, Picked
from cjdesk.gui.record_form import RecordForm
from cjdesk.i18n import N_, tr
from cjdesk.services import cooperatives, people
from cjdesk.services.cooperatives import TeamRow
from cjdesk.services.people import PersonRow


class NewMemberForm(QWidget):
    """Signals: ``saved()``, ``left()``."""

    saved = Signal()
    left = Signal()

    def __init__(self, desk: Desk, cooperative: str, teams: Sequence[TeamRow], parent: QWidget | None = None) -> None:
        """For one co-operative."""
        super().__init__(parent)
        self._desk, self._cooperative = desk, cooperative
        self.person: Picked | None = None
        self.picker = PersonPicker(self._look)
        self.picker.picked.connect(self._on_picker_picked)
        self.chosen = label(tr("Choose a person of the register."), "hint", "muted", wraps=True)
        choices = tuple(Choice(one.id, one.name) for one in teams)
        self.form = RecordForm(
            (
                Field("joined", N_("Joined"), "date", required=True, pin=True),
                Field("share_fen", N_("Share"), "money", pin=True),
                Field("team_id", N_("Team"), "choice", pin=True, choices=lambda: choices),
            ),
            label_width=label_width(),
        )
        self.form.show_record({"joined": date.today()})
        self.save_button = Button(tr("Take in"), key="Ctrl+Enter")
        self.save_button.clicked.connect(self.save)
        self.cancel_button = Button(tr("Cancel"), "quiet")
        self.cancel_button.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.picker)
        column.addWidget(self.chosen)
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        column.addLayout(row)
        self.form.completed.connect(self.save_button.setFocus)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save, context=context)
        QShortcut(QKeySequence("Esc"), self, self.left.emit, context=context)

    def save(self) -> None:
        """Take the person in."""
        if self.person is None:
            self.picker.box.setFocus()
            return
        if not self.form.check_all():
            return
        values = self.form.values()
        joined, share, team = values.get("joined"), values.get("share_fen"), values.get("team_id")
        try:
            self._desk.do(
                N_("Add a member"),
                cooperatives.add_member,
                self._cooperative,
                self.person.id,
                joined=joined if isinstance(joined, date) else date.today(),
                share_fen=share if isinstance(share, int) else 0,
                team_id=str(team) if team else None,
            )
        except UserError as error:
            if not self.form.show_error(error):
                messages.tell(self, error)
            return
        except Exception as error:  # noqa: BLE001 - the top of a slot
            messages.tell(self, error)
            return
        self.saved.emit()

    def _look(self, text: str, limit: int) -> list[Picked]:
        found = self._desk.ask(people.find, text, limit=limit)
        return [Picked(row.id, row.name, _detail(row)) for row in found.rows]

    def _on_picker_picked(self, person: Picked) -> None:
        self.person = person
        self.chosen.setText(f"{person.name} · {person.detail}")
        self.form.focus_first()


def _detail(row: PersonRow) -> str:
    """What tells people of one name apart."""
    place = f"{row.village} {row.group}".strip()
    return " · ".join(part for part in (place, f"…{row.id_no[-4:]}") if part)
