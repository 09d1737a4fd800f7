"""Tab 基本: the form that saves itself, categories, post, what is wrong, the last changes, the rarer fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain import masks
from cjdesk.domain.states import AssignmentState
from cjdesk.gui.buttons import Button
from cjdesk.gui.editors import Box
from cjdesk.gui.labels import Rule, label
from cjdesk.gui.lines import Flow, ProblemLine, Tag, empty_out, fact, history_line, label_width
from cjdesk.gui.people import history
from cjdesk.gui.people.fields import card_fields, more_fields
from cjdesk.gui.people.masking import Mask
from cjdesk.gui.record_form import RecordForm
from cjdesk.i18n import N_, tr
from cjdesk.services.people import PersonCard, Problem
from cjdesk.services.people.choices import Choices

LAST_CHANGES = 5
_REMEDIES = {
    "AGREEMENT_MISSING": (N_("Agreement..."), "agreement"),
    "BANK_MISSING": (N_("Add the account"), "account"),
    "BANK_SHARED": (N_("Compare accounts"), "#bank"),
    "INSURANCE_MISSING": (N_("Insured"), "insured"),
    "AGE_PASSED": (N_("Leave the post"), "leave"),
    "TWO_OPEN_POSTS": (N_("See the posts"), "#post"),
}


class BasicTab(QWidget):
    """Signals: ``act_wanted(name)`` (``#tab`` goes to a tab), ``category_ended(id)``."""

    act_wanted = Signal(str)
    category_ended = Signal(str)

    def __init__(
        self, lists: Callable[[], Choices], save: Callable[[dict[str, object]], None], parent: QWidget | None = None
    ) -> None:
        """``save(changes)`` writes a field; it may raise a UserError."""
        super().__init__(parent)
        self._lists, self._offered = lists, lists()
        self.form = RecordForm(card_fields(lists), save=save, label_width=label_width())
        self.more = RecordForm(more_fields(), save=save, label_width=label_width())
        _mask(self.form.box("id_no"), lambda text: _grouped(masks.id_draft(text)))
        _mask(self.form.box("phone"), masks.phone)
        self.tags = Flow()
        self._act_place = QVBoxLayout()
        self._facts = QVBoxLayout()
        self._problems = QVBoxLayout()
        self._history = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.form)
        column.addSpacing(4)
        column.addWidget(_labelled(tr("Categories"), self.tags))
        column.addLayout(self._act_place)
        column.addLayout(self._facts)
        column.addLayout(self._problems)
        column.addLayout(self._history)
        column.addLayout(heading(tr("More")))
        column.addWidget(self.more)

    def show_card(self, card: PersonCard) -> None:
        """Fill everything."""
        if self._lists() is not self._offered:
            self._offered = self._lists()
            self.form.set_choices()
        self.form.show_record(card.fields, key=card.id)
        self.more.show_record(card.fields, key=card.id)
        self._show_tags(card)
        empty_out(self._facts)
        for title, value in _post_facts(card):
            self._facts.addWidget(fact(title, value))
        self._show_problems(card)
        self._show_history(card)

    def show_act(self, form: QWidget | None) -> None:
        """Put an act's form below the categories, or take it away."""
        empty_out(self._act_place)
        if form is not None:
            self._act_place.addWidget(form)
            form.show()

    def _show_tags(self, card: PersonCard) -> None:
        parts: list[QWidget] = []
        for one in card.categories:
            if one.valid_to is None or one.valid_to >= date.today():
                tag = Tag(one.name)
                tag.clicked.connect(lambda _checked=False, key=one.id: self.category_ended.emit(key))
                parts.append(tag)
        add = Button(tr("Add"), "quiet", height=24)
        add.setAccessibleName(tr("Add a category"))
        add.clicked.connect(lambda: self.act_wanted.emit("category"))
        self.tags.set_parts([*parts, add])

    def _show_problems(self, card: PersonCard) -> None:
        empty_out(self._problems)
        if not card.problems:
            return
        self._problems.addLayout(heading(tr("Problems {n}", n=len(card.problems)), tr("F8 next")))
        for problem in card.problems:
            words, act = _REMEDIES[problem.code]
            shape = "error" if problem.severity == "error" else "warning"
            line = ProblemLine(sentence(problem, card), shape, tr(words), partial(self._on_remedy_clicked, act))
            self._problems.addWidget(line)

    def _on_remedy_clicked(self, act: str, _checked: bool = False) -> None:
        self.act_wanted.emit(act)

    def _show_history(self, card: PersonCard) -> None:
        empty_out(self._history)
        if not card.history:
            return
        self._history.addLayout(heading(tr("History")))
        for entry in [one for one in card.history if one.field not in history.HIDDEN][:LAST_CHANGES]:
            when = history.when(entry)
            self._history.addWidget(history_line(when, history.words(entry), entry.clerk))


def sentence(problem: Problem, card: PersonCard) -> str:
    """What is wrong, with the value and the rule."""
    start = card.assignment.start.isoformat() if card.assignment is not None else ""
    rule = problem.rule
    match problem.code:
        case "AGREEMENT_MISSING":
            return tr("On post since {day}, no agreement ({rule})", day=start, rule=rule)
        case "BANK_MISSING":
            return tr("No bank account, so not in the bank list")
        case "BANK_SHARED":
            return tr("Somebody else has the same account ({rule})", rule=rule)
        case "INSURANCE_MISSING":
            return tr("No accident insurance ({rule})", rule=rule)
        case "AGE_PASSED":
            return tr("{age} years old, over the age ({rule})", age=card.age, rule=rule)
        case _:
            return tr("Two open posts ({rule})", rule=rule)


def _post_facts(card: PersonCard) -> list[tuple[str, str]]:
    now = card.assignment
    if now is None or now.state == AssignmentState.LEFT.value:
        return []
    found = [(tr("Employer"), now.employer)] if now.employer else []
    found.append((tr("Post"), f"{now.post_type_name} · {now.post_name}"))
    return [(title, value) for title, value in found if value]


def _labelled(title: str, widget: QWidget) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    head = label(title, "body", "muted")
    head.setFixedSize(label_width(), 26)
    head.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(widget, 1)
    return line


def heading(title: str, aside: str = "") -> QVBoxLayout:
    """A rule and a heading of 28; both words are in the clerk's language."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(0)
    column.addWidget(Rule())
    row = QHBoxLayout()
    head = label(title, "cell_bold", "muted")
    head.setFixedHeight(28)
    row.addWidget(head)
    row.addStretch(1)
    if aside:
        row.addWidget(label(aside, "hint", "muted"))
    column.addLayout(row)
    return column


def _grouped(text: str) -> str:
    return f"{text[:6]} {text[6:14]} {text[14:]}" if len(text) == 18 else text


def _mask(box: QWidget, masked: Callable[[str], str]) -> None:
    if isinstance(box, Box):
        Mask(box, masked)
