"""A form that is declared: FIELDS become labelled boxes that check on leaving, save on leaving, and keep drafts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from cjdesk.domain.errors import UserError
from cjdesk.gui import messages
from cjdesk.gui.editors import Box, ChoiceBox
from cjdesk.gui.field_line import FieldLine, same
from cjdesk.gui.fields import Field, half_width
from cjdesk.i18n import tr

LABEL_WIDTH = 64


class RecordForm(QWidget):
    """Built from ``Field`` declarations.

    Signals: ``edited(key)`` while typing, ``completed()`` after the last Enter, ``state_changed()`` when errors or the
    draft state change.

    Use: ``form.show_record(values, key=person_id)`` fills it; on leaving a changed, valid field ``save(changes)`` is
    called with ``{key: value}`` — usually ``desk.do(...)`` and ``desk.changes.tell(...)``; a UserError from it is shown
    under the field it names. With ``save=None`` nothing is written until the page asks for ``values()``: the way new
    records are made. ``form.values()`` reads all; ``form.missing()`` names required fields that are empty.
    What is typed but not valid stays as draft text per record (``draft_of(key)``) and comes back with the record.
    """

    edited = Signal(str)
    completed = Signal()
    state_changed = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        save: Callable[[dict[str, object]], None] | None = None,
        label_width: int = LABEL_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        """``save`` writes changed valid fields; see the class."""
        super().__init__(parent)
        self.fields = tuple(fields)
        self._save = save
        self._lines: dict[str, FieldLine] = {}
        self._record = ""
        self._drafts: dict[str, dict[str, str]] = {}
        self._pins: dict[str, object] = {}
        self._saving = False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, label_width)
        grid.setColumnStretch(1, 1)
        row = -1
        beside: QHBoxLayout | None = None
        for field in self.fields:
            line = FieldLine(field)
            self._lines[field.key] = line
            if field.beside and beside is not None:
                beside.addWidget(line.label)
                beside.addWidget(line.box, 0 if field.width else 1)
            else:
                row += 1
                beside = QHBoxLayout()
                beside.setContentsMargins(0, 0, 0, 0)
                beside.setSpacing(8)
                beside.addWidget(line.box, 0 if field.width else 1)
                line.label.setMinimumWidth(label_width)
                grid.addWidget(line.label, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
                grid.addLayout(beside, row, 1)
            if field.kind == "id":
                beside.addWidget(line.tick)
            row += 1
            grid.addWidget(line.note, row, 1)
            self._wire(line)

    def show_record(self, values: Mapping[str, object], *, key: str = "") -> None:
        """Fill the boxes; ``key`` is the record's id, "" a new one (pinned values are put in)."""
        self._keep_draft()
        self._record = key
        draft = self._drafts.get(key, {})
        for name, line in self._lines.items():
            value = values.get(name)
            if value in (None, "") and not key and name in self._pins:
                value = self._pins[name]
            line.show_value(value)
            if name in draft:
                line.show_draft(draft[name])
        self.state_changed.emit()

    def values(self) -> dict[str, object]:
        """All values that can be read; a field that is wrong or empty is None."""
        return {key: line.read() for key, line in self._lines.items()}

    def missing(self) -> tuple[str, ...]:
        """Labels of required fields that are empty or wrong, in the clerk's language."""
        return tuple(
            tr(line.field.label) for line in self._lines.values() if line.field.required and line.read() in (None, "")
        )

    def check_all(self) -> bool:
        """Check every field as if it were left; puts the focus into the first that is wrong."""
        wrong = [line for line in self._lines.values() if not line.check(demand=True)]
        if wrong:
            wrong[0].box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.state_changed.emit()
        return not wrong

    def problems(self) -> dict[str, str]:
        """What stands under the fields that are wrong now."""
        return {key: line.error for key, line in self._lines.items() if line.error}

    def show_error(self, error: UserError) -> bool:
        """Put an error under the field it names; False if it names none of this form."""
        line = self._lines.get(error.field or "")
        if line is None:
            return False
        line.show_error(error)
        self.state_changed.emit()
        return True

    def draft_of(self, key: str) -> dict[str, str]:
        """Typed texts of a record that are not saved."""
        if key == self._record:
            self._keep_draft()
        return dict(self._drafts.get(key, {}))

    def line(self, key: str) -> FieldLine:
        """One field's widgets."""
        return self._lines[key]

    def box(self, key: str) -> Box | ChoiceBox:
        """The box of a field."""
        return self._lines[key].box

    def set_choices(self) -> None:
        """Ask the choices of every choice field again."""
        for line in self._lines.values():
            line.ask_choices()

    def focus_first(self) -> None:
        """The first field that can be typed into."""
        for line in self._lines.values():
            if not line.field.read_only:
                line.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def leave(self) -> None:
        """Check and save the field that has the focus, before the page goes on."""
        for line in self._lines.values():
            if line.box.hasFocus() or line.box.isAncestorOf(self.focusWidget() or self):
                self._on_left(line)

    def pinned(self) -> dict[str, object]:
        """What stays for the next record."""
        return dict(self._pins)

    def _wire(self, line: FieldLine) -> None:
        key = line.field.key
        line.box.next_wanted.connect(lambda: self._on_next(key, 1))
        line.box.back_wanted.connect(lambda: self._on_next(key, -1))
        line.box.left.connect(lambda: self._on_left(line))
        line.box.undone.connect(lambda: self._on_undone(line))
        line.label.pin_toggled.connect(lambda: self._on_pin(line))
        if isinstance(line.box, ChoiceBox):
            line.box.chosen.connect(lambda _value: self._on_chosen(line))
        else:
            line.box.textEdited.connect(lambda _text: self._on_edited(line))

    def _on_edited(self, line: FieldLine) -> None:
        line.clear_note()
        if line.field.kind == "id" and len(half_width(line.text()).replace(" ", "")) == 18:
            line.check()
        self.edited.emit(line.field.key)

    def _on_chosen(self, line: FieldLine) -> None:
        if shiboken6.isValid(self):  # as below
            self.edited.emit(line.field.key)

    def _on_left(self, line: FieldLine) -> None:
        # A box that loses the focus because its window is being taken down says so when the form is gone already.
        if self._saving or not shiboken6.isValid(self) or not shiboken6.isValid(line.note):
            return
        valid = line.check()
        self.state_changed.emit()
        if not valid or line.field.read_only:
            return
        value = line.read()
        if line.field.key in self._pins:
            self._pins[line.field.key] = value
        if same(value, line.saved):
            return
        if self._save is not None:
            self._saving = True
            try:
                self._save({line.field.key: value})
            except UserError as error:
                if not self.show_error(error):
                    line.show_error(error)
                return
            except Exception as error:  # noqa: BLE001 - the top of a slot
                messages.tell(self, error)
                return
            finally:
                self._saving = False
            line.saved = value
            self._drafts.get(self._record, {}).pop(line.field.key, None)

    def _on_next(self, key: str, step: int) -> None:
        order = [one for one in self._lines.values() if not one.field.read_only and one.box.isVisibleTo(self)]
        place = next((n for n, one in enumerate(order) if one.field.key == key), 0) + step
        if 0 <= place < len(order):
            box = order[place].box
            box.setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(box, Box):
                box.selectAll()
        elif step > 0:
            self._on_left(self._lines[key])
            self.completed.emit()

    def _on_undone(self, line: FieldLine) -> None:
        line.show_value(line.saved)
        self.state_changed.emit()

    def _on_pin(self, line: FieldLine) -> None:
        if not line.field.pin:
            return
        key = line.field.key
        if key in self._pins:
            del self._pins[key]
        else:
            self._pins[key] = line.read()
        line.label.set_pinned(value=key in self._pins)

    def _keep_draft(self) -> None:
        texts = {key: line.text() for key, line in self._lines.items() if line.is_draft()}
        if texts:
            self._drafts[self._record] = texts
        else:
            self._drafts.pop(self._record, None)
