"""The form of a new person in the pane: ID first, duplicates seen at once, all saved in one act, then the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain import bank_no
from cjdesk.domain.errors import BankTwiceDiffers, DateMissing, UserError
from cjdesk.gui import messages
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import Desk
from cjdesk.gui.lines import ProblemLine, empty_out, label_width
from cjdesk.gui.people.fields import new_fields
from cjdesk.gui.record_form import RecordForm
from cjdesk.gui.second_entry import SecondEntry
from cjdesk.i18n import N_, tr
from cjdesk.services import people
from cjdesk.services.people.choices import Choices
from cjdesk.services.people.register import NewAccount, NewPost, Registered, register

_PERSON = ("ethnicity", "village", "village_group", "phone")


class NewPersonForm(QWidget):
    """Signals: ``saved(Registered, next)``, ``left()``, ``open_wanted(id)``; ``next``: the clerk wants another one."""

    saved = Signal(object, bool)
    left = Signal()
    open_wanted = Signal(str)

    def __init__(self, desk: Desk, lists: Callable[[], Choices], parent: QWidget | None = None) -> None:
        """Empty, the cursor goes to the ID number."""
        super().__init__(parent)
        self._desk = desk
        second = SecondEntry()
        self.form = RecordForm(second.fields(new_fields(lists)), label_width=label_width())
        second.watch(self.form)
        self.form.show_record({"start": None})
        self.known = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.known)
        column.addWidget(self.form)
        self.next_button = Button(tr("Save, next one"), "standard", key="Ctrl+Enter")
        self.save_button = Button(tr("Save"), "standard")
        self.cancel_button = Button(tr("Cancel"), "quiet")
        self.next_button.clicked.connect(self.save_and_next)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        row.addWidget(self.save_button)
        row.addWidget(self.next_button)
        column.addLayout(row)
        self.form.edited.connect(self._on_form_edited)
        self.form.completed.connect(self.next_button.setFocus)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save_and_next, context=context)

    def begin(self, name: str = "") -> None:
        """A fresh record; a name that was looked for in vain is filled in."""
        empty_out(self.known)
        self.form.set_choices()
        self.form.show_record({"name": name} if name else {})
        self.form.focus_first()

    def save(self) -> None:
        """Write all at once, then show the card."""
        self._save(wants_next=False)

    def save_and_next(self) -> None:
        """Write all at once, then begin the next one; pinned values stay."""
        self._save(wants_next=True)

    def _save(self, *, wants_next: bool) -> None:
        if not self.form.check_all():
            return
        try:
            made = self._register()
        except UserError as error:
            if not self.form.show_error(error):
                messages.tell(self, error)
            return
        except Exception as error:  # noqa: BLE001 - the top of a slot
            messages.tell(self, error)
            return
        for field in self.form.fields:
            self.form.line(field.key).show_value(None)
        self.form.show_record({})
        self.saved.emit(made, wants_next)

    def _register(self) -> Registered:
        values = self.form.values()

        def text(key: str) -> str | None:
            value = values.get(key)
            return str(value) if value not in (None, "") else None

        try:
            number = bank_no.same_twice(text("bank_no") or "", text("again") or "") or None
        except BankTwiceDiffers as error:
            raise BankTwiceDiffers(field="again", **error.facts) from None
        post = None
        if text("post_type"):
            start = values.get("start")
            if not isinstance(start, date):
                raise DateMissing(field="start")
            until = values.get("agreement_end")
            post = NewPost(
                post_type=text("post_type") or "",
                post_name=text("post_name") or text("village") or "",
                start=start,
                agreement_end=until if isinstance(until, date) else None,
            )
        return self._desk.do(
            N_("Register a person"),
            register,
            name=text("name") or "",
            id_no=text("id_no") or "",
            fields={key: values[key] for key in _PERSON if values.get(key)},
            category=text("category"),
            account=NewAccount(text("bank"), number) if number or text("bank") else None,
            post=post,
        )

    def _on_form_edited(self, key: str) -> None:
        if key != "id_no":
            return
        empty_out(self.known)
        typed = self.form.line("id_no").read()
        if not typed:
            return
        found = [row for row in self._desk.ask(people.find, str(typed), limit=1).rows if row.id_no == typed]
        if found:
            row = found[0]
            said = tr(
                "Registered already: {name} {village} {group}", name=row.name, village=row.village, group=row.group
            ).strip()
            self.known.addWidget(ProblemLine(said, "warning", tr("Open"), lambda: self.open_wanted.emit(row.id)))
