"""The form that proposes a person for a post: who, which post, from which planned day."""

from __future__ import annotations

from datetime import date, timedelta

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
from cjdesk.services import people, publicity
from cjdesk.services.people.choices import choices

USUAL_WAIT = 14
"""Days until the planned start that are proposed: a notice, and time to hear what comes of it."""


class ProposalForm(QWidget):
    """Signals: ``saved()``, ``left()``."""

    saved = Signal()
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """For anybody of the register."""
        super().__init__(parent)
        self._desk = desk
        self.person: Picked | None = None
        self.picker = PersonPicker(self._look)
        self.picker.picked.connect(self._on_picker_picked)
        self.chosen = label(tr("Choose a person of the register."), "hint", "muted", wraps=True)
        kinds = tuple(Choice(code, name, code) for code, name in desk.ask(choices).post_types)
        self.form = RecordForm(
            (
                Field("post_type", N_("Post type"), "choice", required=True, pin=True, choices=lambda: kinds),
                Field("post_name", N_("Post"), required=True),
                Field("start", N_("Planned start"), "date", required=True, pin=True),
            ),
            label_width=label_width(),
        )
        self.form.show_record({"start": date.today() + timedelta(days=USUAL_WAIT)})
        self.verb = Button(tr("Propose"), key="Ctrl+Enter")
        self.verb.clicked.connect(self.act)
        self.cancel = Button(tr("Cancel"), "quiet")
        self.cancel.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        for part in (self.picker, self.chosen, self.form):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.verb)
        column.addLayout(row)
        self.form.completed.connect(self.verb.setFocus)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+Return"), self, self.act, context=context)
        QShortcut(QKeySequence("Esc"), self, self.left.emit, context=context)

    def focus_first(self) -> None:
        """Begin to type."""
        self.picker.box.setFocus()

    def act(self) -> None:
        """Propose the person."""
        if self.person is None:
            self.picker.box.setFocus()
            return
        if not self.form.check_all():
            return
        values = self.form.values()
        start = values.get("start")
        try:
            self._desk.do(
                N_("Propose a person for a post"),
                publicity.propose,
                self.person.id,
                post_type=str(values.get("post_type") or ""),
                post_name=str(values.get("post_name") or ""),
                start=start if isinstance(start, date) else date.today(),
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
        return [
            Picked(row.id, row.name, f"{row.village} {row.group} · …{row.id_no[-4:]}".strip()) for row in found.rows
        ]

    def _on_picker_picked(self, person: Picked) -> None:
        self.person = person
        self.chosen.setText(f"{person.name} · {person.detail}")
        self.form.focus_first()
