"""A form that is declared: FIELDS become labelled boxes that check on leaving, save on leaving, and keep drafts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import shiboken6
from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from cjdesk.domain.errors import UserError, ValueNotInList
from cjdesk.gui import messages, shapes, theme
from cjdesk.gui.editors import Box, ChoiceBox
from cjdesk.gui.fields import KINDS, Field, group_account, group_id, half_width
from cjdesk.gui.filters import Choice
from cjdesk.gui.labels import label
from cjdesk.i18n import error_text, tr

LABEL_WIDTH = 64
_GROUPS: dict[str, Callable[[str], str]] = {"id": group_id, "account": group_account}


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
            line.box.chosen.connect(lambda _value: self.edited.emit(key))
        else:
            line.box.textEdited.connect(lambda _text: self._on_edited(line))

    def _on_edited(self, line: FieldLine) -> None:
        line.clear_note()
        if line.field.kind == "id" and len(half_width(line.text()).replace(" ", "")) == 18:
            line.check()
        self.edited.emit(line.field.key)

    def _on_left(self, line: FieldLine) -> None:
        if self._saving or not shiboken6.isValid(line.note):  # the window is being taken down
            return
        valid = line.check()
        self.state_changed.emit()
        if not valid or line.field.read_only:
            return
        value = line.read()
        if line.field.key in self._pins:
            self._pins[line.field.key] = value
        if _same(value, line.saved):
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


class FieldLabel(QLabel):
    """The word before a box; a small square shows that the value is pinned. Signal: ``pin_toggled()``."""

    pin_toggled = Signal()

    def __init__(self, field: Field) -> None:
        """Right-aligned, level with the box."""
        super().__init__(tr(field.label))
        self._can_pin = field.pin
        self._pinned = False
        self.setFont(theme.font("body"))
        self.setStyleSheet(f"color: {theme.tokens().muted}; background: transparent;")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(26)
        if field.pin:
            self.setContentsMargins(0, 0, 10, 0)

    def set_pinned(self, *, value: bool) -> None:
        """Show the square."""
        self._pinned = value
        self.setAccessibleDescription(tr("pinned") if value else "")
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click pins or frees."""
        super().mouseReleaseEvent(event)
        if self._can_pin:
            self.pin_toggled.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same by menu."""
        if self._can_pin:
            menu = QMenu(self)
            menu.addAction(tr("Do not pin") if self._pinned else tr("Pin for the next record"), self.pin_toggled.emit)
            menu.popup(self.mapToGlobal(QPoint(event.x(), event.y())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Word and square."""
        super().paintEvent(event)
        if self._pinned:
            painter = QPainter(self)
            painter.fillRect(QRectF(self.width() - 7, self.height() / 2 - 3, 6, 6), theme.color("accent"))
            painter.end()


class _Note(QWidget):
    """What stands under a field: shape and words."""

    def __init__(self) -> None:
        super().__init__()
        self._shape = ""
        self.words = label("", "hint", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.addWidget(self.words)
        self.hide()

    def say(self, text: str, ink: str, shape: str = "") -> None:
        self._shape = shape
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(shapes.SIZE + 4 if shape else 0, 0, 0, 2)
        self.words.setText(text)
        self.words.setStyleSheet(f"color: {getattr(theme.tokens(), ink)}; background: transparent;")
        self.setVisible(bool(text))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._shape:
            painter = QPainter(self)
            ink = theme.color({"error": "mark_error", "warning": "mark_warn"}.get(self._shape, "muted"))
            shapes.draw(painter, self._shape, 0, 4, ink)
            painter.end()


class _Tick(QWidget):
    """✓ 有效 beside an ID."""

    def __init__(self) -> None:
        super().__init__()
        self._on = False
        self.setFixedSize(48, 26)

    def set_on(self, *, value: bool) -> None:
        self._on = value
        self.setAccessibleName(tr("valid") if value else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._on:
            painter = QPainter(self)
            shapes.draw(painter, "done", 0, 8, theme.color("mark_ok"))
            painter.setFont(theme.font("hint"))
            painter.setPen(theme.color("text"))
            painter.drawText(QRectF(14, 0, 40, 26), Qt.AlignmentFlag.AlignVCenter, tr("valid"))
            painter.end()


class FieldLine:
    """Label, box and note of one field, and what was last saved in it."""

    def __init__(self, field: Field) -> None:
        """Made by the form."""
        self.field = field
        self.kind = KINDS[field.kind]
        self.saved: object = None
        self.error = ""
        self.warning = ""
        self.label = FieldLabel(field)
        self.note = _Note()
        self.tick = _Tick()
        self.box: Box | ChoiceBox
        if field.kind == "choice":
            self.box = ChoiceBox(field.choices() if field.choices else (), new_words=field.new_words)
            self.box.setEnabled(not field.read_only)
        else:
            self.box = Box(input_method=self.kind.input_method, grouped=_GROUPS.get(field.kind))
            self.box.setReadOnly(field.read_only)
            if field.read_only:
                self.box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.box.setAccessibleName(tr(field.label))
        if field.width:
            self.box.setFixedWidth(field.width)
        if field.placeholder and isinstance(self.box, Box):
            self.box.setPlaceholderText(tr(field.placeholder))
        self.label.setBuddy(self.box)
        self.clear_note()

    def text(self) -> str:
        """What stands in the box."""
        return self.box.typed() if isinstance(self.box, ChoiceBox) else self.box.text().strip()

    def ask_choices(self) -> None:
        """Offer the choices of now."""
        if isinstance(self.box, ChoiceBox) and self.field.choices is not None:
            self.box.set_choices(self.field.choices())

    def show_value(self, value: object) -> None:
        """Fill in a saved value."""
        self.saved = value
        words = "" if value is None else self.kind.show(value)
        if isinstance(self.box, ChoiceBox):
            self.box.set_value("" if value is None else str(value))
        else:
            self.box.setText(words)
            self.box.setCursorPosition(0)
            self.box.setModified(False)
        self.error = self.warning = ""
        self.box.set_wrong(value=False)
        self.clear_note()
        if words and self.kind.aside is not None:
            self.check()

    def show_draft(self, text: str) -> None:
        """Fill in what was typed but not saved."""
        if isinstance(self.box, ChoiceBox):
            self.box.setEditText(text)
        else:
            self.box.setText(text)
        self.check()

    def read(self) -> object | None:
        """The value; None if empty or wrong."""
        if isinstance(self.box, ChoiceBox):
            return self.box.value() or None
        text = self.text()
        if not text:
            return None
        try:
            return self.kind.read(text, self.field.key)
        except UserError:
            return None

    def is_draft(self) -> bool:
        """Whether the box holds something that is not saved."""
        if self.field.read_only or not self.text():
            return False
        value = self.read()
        return value is None or not _same(value, self.saved)

    def check(self, *, demand: bool = False) -> bool:
        """Read and check; shows the outcome under the box. ``demand``: a required field must be filled."""
        self.error = self.warning = ""
        text = self.text()
        if not text:
            if demand and self.field.required:
                self._wrong(tr("{label} is missing.", label=tr(self.field.label)))
                return False
            self.box.set_wrong(value=False)
            self.clear_note()
            return True
        try:
            value = self._value(text)
            self.warning = (self.field.check(value) or "") if self.field.check is not None else ""
        except UserError as error:
            self.show_error(error)
            return False
        self._right(value)
        return True

    def show_error(self, error: UserError) -> None:
        """What is wrong, with the value, and how to put it right."""
        self._wrong(error_text(error))

    def clear_note(self) -> None:
        """Only the hint stays."""
        self.tick.set_on(value=False)
        hint = tr(self.field.hint) if self.field.hint else ""
        self.note.say(hint, "muted")
        self.box.setAccessibleDescription(hint)

    def _value(self, text: str) -> object:
        if isinstance(self.box, ChoiceBox):
            value = self.box.value()
            if not value:
                raise ValueNotInList(field=self.field.key, value=text, choices=_some(self.box.choices))
            return value
        return self.kind.read(text, self.field.key)

    def _right(self, value: object) -> None:
        self.box.set_wrong(value=False)
        if isinstance(self.box, Box) and self.box.text() != self.kind.show(value):
            modified = self.box.isModified()
            self.box.setText(self.kind.show(value))
            self.box.setModified(modified)
        aside = self.kind.aside(value) if self.kind.aside is not None else ""
        if self.warning:
            self.note.say(self.warning, "warn", "warning")
        elif aside:
            self.note.say(aside, "muted")
        else:
            self.clear_note()
        self.tick.set_on(value=self.field.kind == "id")
        self.box.setAccessibleDescription(self.warning or aside)

    def _wrong(self, text: str) -> None:
        self.error = text
        self.box.set_wrong(value=True)
        self.tick.set_on(value=False)
        self.note.say(text, "error", "error")
        self.box.setAccessibleDescription(text)


def _same(one: object, other: object) -> bool:
    return (one or None) == (other or None) if not isinstance(one, int) else one == other


def _some(choices: Sequence[Choice]) -> str:
    shown = "、".join(one.words for one in choices[:8] if one.words)
    return f"{shown}…" if len(choices) > 8 else shown
