"""What to print, and in which way: the forms of a preview and the options that the chosen one declares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from cjdesk.gui.labels import Rule, label
from cjdesk.gui.paper_form import NO, NUMBERS, PAGING, YES, Chosen, Form, Option
from cjdesk.gui.prefs import Prefs
from cjdesk.i18n import N_, tr

LABEL_WIDTH = 54
"""The words before a drop-down."""

_GROUPS = {PAGING: N_("How to page"), NUMBERS: N_("Numbers")}


class PaperChoices(QWidget):
    """Signals: ``form_chosen(index)``, ``options_changed()``.

    How the lines are paged is remembered for the next time; how much of a number is shown begins anew each time.
    """

    form_chosen = Signal(int)
    options_changed = Signal()

    def __init__(self, forms: Sequence[Form], prefs: Prefs | None) -> None:
        """Shows the forms; ``show_form`` shows the options."""
        super().__init__()
        self.forms = tuple(forms)
        self._prefs = prefs
        self._values: dict[str, str] = {}
        self._group = QButtonGroup(self)
        self._options = QVBoxLayout()
        self._options.setSpacing(4)
        self._place: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(tr("What to print"), "hint_bold", "muted"))
        for index, form in enumerate(self.forms):
            button = QRadioButton(form.title)
            self._group.addButton(button, index)
            column.addWidget(button)
        column.addLayout(self._options)
        self._group.idClicked.connect(self.form_chosen)

    def show_form(self, form: Form | None) -> None:
        """Mark the form and show its options; None marks none."""
        self._group.setExclusive(form is not None)
        for index, one in enumerate(self.forms):
            self._group.button(index).setChecked(one is form)
        if self._place is not None:
            self._options.removeWidget(self._place)
            self._place.deleteLater()
            self._place = None
        if form is not None and form.options:
            self._place = self._made(form.options)
            self._options.addWidget(self._place)

    def chosen(self, form: Form) -> Chosen:
        """The value of each option of a form."""
        return {option.key: self._value(option) for option in form.options}

    def choose(self, form: Form, key: str, value: str) -> None:
        """Set an option as a click does."""
        self._set(next(one for one in form.options if one.key == key), value)
        self.show_form(form)

    # Inside

    def _made(self, options: Sequence[Option]) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        for group, words in _GROUPS.items():
            found = [option for option in options if option.group == group]
            if found:
                column.addWidget(Rule("line"))
                column.addSpacing(4)
                column.addWidget(label(tr(words), "hint_bold", "muted"))
            for option in found:
                column.addWidget(self._widget(option))
        return place

    def _widget(self, option: Option) -> QWidget:
        if not option.choices:
            tick = QCheckBox(option.words)
            tick.setObjectName(option.key)
            tick.setChecked(self._value(option) == YES)
            tick.toggled.connect(lambda on: self._set(option, YES if on else NO))
            return tick
        box = QComboBox()
        narrow(box)
        box.setObjectName(option.key)
        box.setAccessibleName(option.words)
        for value, words in option.choices:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(self._value(option))))
        act: Callable[[int], None] = partial(self._on_box_activated, option, box)
        box.activated.connect(act)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        named = label(option.words, "body", "muted")
        named.setFixedWidth(LABEL_WIDTH)
        row.addWidget(named)
        row.addWidget(box, 1)
        return line

    def _on_box_activated(self, option: Option, box: QComboBox, index: int) -> None:
        self._set(option, str(box.itemData(index)))

    def _value(self, option: Option) -> str:
        if option.memory not in self._values:
            kept = self._prefs.text(f"paper/{option.memory}") if self._prefs is not None and _remembered(option) else ""
            known = {value for value, _ in option.choices} or {YES, NO}
            self._values[option.memory] = kept if kept in known else option.default
        return self._values[option.memory]

    def _set(self, option: Option, value: str) -> None:
        if value == self._value(option):
            return
        self._values[option.memory] = value
        if self._prefs is not None and _remembered(option):
            self._prefs.set(f"paper/{option.memory}", value)
        self.options_changed.emit()


def narrow(box: QComboBox) -> None:
    """Let a drop-down be as narrow as its place; its words are cut, not the place."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)


def _remembered(option: Option) -> bool:
    return option.group != NUMBERS
