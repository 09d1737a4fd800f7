"""One field of a form: label with its pin, box, tick, and the note below that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from cjdesk.domain.errors import UserError, ValueNotInList
from cjdesk.gui import shapes, theme
from cjdesk.gui.editors import Box, ChoiceBox
from cjdesk.gui.fields import KINDS, Field, group_account, group_id
from cjdesk.gui.filters import Choice
from cjdesk.gui.labels import label
from cjdesk.i18n import error_text, tr

_GROUPS: dict[str, Callable[[str], str]] = {"id": group_id, "account": group_account}


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
        return value is None or not same(value, self.saved)

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


def same(one: object, other: object) -> bool:
    """Whether nothing was changed: an empty text is as good as none."""
    return (one or None) == (other or None) if not isinstance(one, int) else one == other


def _some(choices: Sequence[Choice]) -> str:
    shown = "、".join(one.words for one in choices[:8] if one.words)
    return f"{shown}…" if len(choices) > 8 else shown
