"""The boxes a clerk types into: input-method rules, Enter to the next field, grouped numbers, choosing by pinyin."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from cjdesk.gui import theme
from cjdesk.gui.filters import Choice

_SEARCH = Qt.ItemDataRole.UserRole + 1
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Box(QLineEdit):
    """A one-line field. Signals: ``next_wanted()``, ``back_wanted()`` (Enter, Shift+Enter), ``left()``, ``undone()``.

    While a composition is open, Enter, Esc and arrows belong to the input method; the key that closes it does not
    move on either. ``grouped`` is a function that sets blanks for the eye; copying leaves them out.
    """

    next_wanted = Signal()
    back_wanted = Signal()
    left = Signal()
    undone = Signal()

    def __init__(self, *, input_method: bool = True, grouped: Callable[[str], str] | None = None) -> None:
        """``input_method=False`` for codes, amounts and dates."""
        super().__init__()
        self._composing = False
        self._just_closed = False
        self._grouped = grouped
        if not input_method:
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            self.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText)
        if grouped is not None:
            self.textEdited.connect(self._on_text_edited)

    def set_wrong(self, *, value: bool) -> None:
        """Red frame."""
        if bool(self.property("wrong")) != value:
            self.setProperty("wrong", value)
            self.style().unpolish(self)
            self.style().polish(self)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a composition is open, and when it was just closed."""
        was = self._composing
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())
        if was and not self._composing:
            self._just_closed = True
            QTimer.singleShot(0, self, self._forget_closing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc, copy."""
        if event.key() in _ENTER:
            if not (self._composing or self._just_closed):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                (self.back_wanted if back else self.next_wanted).emit()
            return
        if event.key() == Qt.Key.Key_Escape and not self._composing and self.isModified():
            self.undone.emit()
            return
        if self._grouped is not None and event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.selectedText().replace(" ", ""))
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits what is being composed, then checks."""
        if self._composing:
            QGuiApplication.inputMethod().commit()
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _forget_closing(self) -> None:
        self._just_closed = False

    def _on_text_edited(self, text: str) -> None:
        if self._grouped is None:
            return
        before = text[: self.cursorPosition()].replace(" ", "")
        grouped = self._grouped(text)
        if grouped == text:
            return
        self.setText(grouped)
        self.setModified(True)
        place, seen = 0, 0
        while seen < len(before) and place < len(grouped):
            seen += grouped[place] != " "
            place += 1
        self.setCursorPosition(place)


class ChoiceBox(QComboBox):
    """A drop-down that may be typed into: words, pinyin, initials or code find the line; Enter takes the first.

    Signals as :class:`Box`, and ``chosen(value)``.
    """

    next_wanted = Signal()
    back_wanted = Signal()
    left = Signal()
    undone = Signal()
    chosen = Signal(str)

    def __init__(self, choices: Sequence[Choice], *, new_words: bool = False) -> None:
        """``new_words``: what is in no list may be typed too."""
        super().__init__()
        self._new_words = new_words
        self._choices: tuple[Choice, ...] = ()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(2)
        self._box = _ChoiceLine()
        self.setLineEdit(self._box)
        self._completer = _Completer(self)
        self.setCompleter(self._completer)
        self.set_choices(choices)
        self._box.next_wanted.connect(self._on_box_next_wanted)
        self._box.back_wanted.connect(self.back_wanted)
        self._box.left.connect(self._on_box_left)
        self._box.undone.connect(self.undone)
        self.activated.connect(self._on_activated)

    def setAccessibleName(self, name: str) -> None:
        """The part that is typed into has the name too."""
        super().setAccessibleName(name)
        self._box.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        """As the name."""
        super().setAccessibleDescription(description)
        self._box.setAccessibleDescription(description)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is offered."""
        return self._choices

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other values; the text stays."""
        if tuple(choices) == self._choices:
            return
        kept, typed, modified = self.value(), self.typed(), self._box.isModified()
        self._choices = tuple(choices)
        lines = QStandardItemModel(self)
        for choice in self._choices:
            item = QStandardItem(choice.words)
            item.setData(f"{choice.words} {choice.search} {choice.value}".casefold(), _SEARCH)
            lines.appendRow(item)
        self._completer.setModel(lines)
        blocked = self.blockSignals(True)
        self.clear()
        for choice in self._choices:
            self.addItem(choice.words, choice.value)
        self.blockSignals(blocked)
        self.set_value(kept)
        if modified:
            self.setEditText(typed)
            self._box.setModified(True)
            if self._box.hasFocus() and typed:
                self._completer.setCompletionPrefix(typed.casefold())
                self._completer.complete()

    def value(self) -> str:
        """The value of the line that the text means; the text itself where new words are allowed; else empty."""
        found = self._meant(self.currentText())
        if found is not None:
            return found.value
        return self.currentText().strip() if self._new_words else ""

    def typed(self) -> str:
        """What stands in the box."""
        return self.currentText().strip()

    def set_value(self, value: str) -> None:
        """Show a value without telling."""
        blocked = self.blockSignals(True)
        place = next((n for n, one in enumerate(self._choices) if one.value == value), -1)
        self.setCurrentIndex(place)
        self.setEditText(self._choices[place].words if place >= 0 else (value if self._new_words else ""))
        self._box.setModified(False)
        self.blockSignals(blocked)

    def set_wrong(self, *, value: bool) -> None:
        """Red frame."""
        if bool(self.property("wrong")) != value:
            self.setProperty("wrong", value)
            self.style().unpolish(self)
            self.style().polish(self)

    def _meant(self, text: str) -> Choice | None:
        wanted = text.strip().casefold()
        if not wanted:
            return next((one for one in self._choices if one.value == ""), None)
        for one in self._choices:
            if wanted in (one.words.casefold(), one.value.casefold()):
                return one
        if self._new_words:
            return None
        starts = [one for one in self._choices if any(w.startswith(wanted) for w in one.search.casefold().split())]
        inside = [one for one in self._choices if wanted in one.words.casefold()]
        return next(iter([*starts, *inside]), None)

    def _take(self) -> None:
        found = self._meant(self.currentText())
        if found is not None and self.currentText() != found.words:
            self.set_value(found.value)
        self.chosen.emit(self.value())

    def _on_box_next_wanted(self) -> None:
        popup = self._completer.popup()
        if popup is not None and popup.isVisible():
            popup.hide()
        self._take()
        self.next_wanted.emit()

    def _on_box_left(self) -> None:
        self._take()
        self.left.emit()

    def _on_activated(self, _index: int) -> None:
        self.chosen.emit(self.value())


class _ChoiceLine(Box):
    """The text part of a ChoiceBox: no frame of its own, and a click selects all."""

    def __init__(self) -> None:
        super().__init__()
        self.setStyleSheet("QLineEdit { border: 0; padding: 0; background: transparent; min-height: 20px; }")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


class _Completer(QCompleter):
    """Finds by words, pinyin and code, and fills in the words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(QStringListModel(), parent)
        self.setCompletionRole(_SEARCH)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        popup = self.popup()
        assert popup is not None
        popup.setStyleSheet(f"QAbstractItemView {{ border: 1px solid {theme.tokens().border}; }}")

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")

    def splitPath(self, path: str) -> list[str]:
        return [path.strip().casefold()]
