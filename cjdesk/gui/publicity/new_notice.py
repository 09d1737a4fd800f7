"""The form of a new notice: what is made public and from when; all else as last time, with a live masked preview."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain import money
from cjdesk.domain.errors import UserError
from cjdesk.domain.month import Month
from cjdesk.domain.publicity import CALENDAR, WORKING
from cjdesk.domain.sheet import Sheet
from cjdesk.gui import messages
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import Desk
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Choice
from cjdesk.gui.labels import label
from cjdesk.gui.lines import label_width
from cjdesk.gui.publicity import words
from cjdesk.gui.publicity.poster_preview import PosterPreview
from cjdesk.gui.record_form import RecordForm
from cjdesk.i18n import N_, tr
from cjdesk.printing import notice_poster
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.poster_page import PosterOptions
from cjdesk.printing.proposal_poster import Where
from cjdesk.services import payroll, publicity
from cjdesk.services.publicity import Poster, Subject
from cjdesk.services.publicity.words import GUESSED

PROPOSED = "proposed"
"""The choice that stands for the people proposed."""

_CTRL = Qt.KeyboardModifier.ControlModifier


class _Verb(Button):
    """The end of the Enter chain: Enter does it, as Space does on any button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CTRL:
            self.click()
            return
        super().keyPressEvent(event)


class NewNoticeForm(QWidget):
    """Signals: ``saved(notice id)``, ``left()``. Enter, Enter, Enter is the usual case once a place is known."""

    saved = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Offers the locked runs that are not public yet, and the people proposed."""
        super().__init__(parent)
        self._desk = desk
        self._usual = desk.ask(publicity.usual)
        self._settings = desk.ask(publicity.settings)
        self._proposed = desk.ask(publicity.proposed)
        self._runs = desk.ask(publicity.candidates)
        self._sheets: dict[str, Sheet] = {}
        place = Field("place", N_("Place"), required=True)
        known = bool(self._usual.place)
        self.form = RecordForm(
            (
                Field("what", N_("Notice of"), "choice", required=True, choices=self._choices),
                Field("start", N_("Begins"), "date", required=True),
                *(() if known else (place,)),
            ),
            label_width=label_width(),
        )
        self.more = RecordForm(
            (
                *((place,) if known else ()),
                Field("days", N_("How many days"), "number", required=True),
                Field("counting", N_("Counted"), "choice", required=True, choices=_countings),
                Field("phones", N_("Phones")),
                Field("reception", N_("Reception")),
                Field("ids", N_("ID numbers"), "choice", required=True, choices=_ids),
                Field("names", N_("Names"), "choice", required=True, choices=_names),
            ),
            label_width=label_width(),
        )
        self._period = label("", "hint", "muted", wraps=True)
        self._period.setObjectName("period")
        self.preview = PosterPreview(self._work)
        self.verb = _Verb(tr("Make public"), key="Ctrl+Enter")
        self.verb.clicked.connect(self.act)
        self.cancel = Button(tr("Cancel"), "quiet")
        self.cancel.clicked.connect(self.left)
        self._lay_out()
        self._fill()
        for one in (self.form, self.more):
            one.edited.connect(self._on_edited)
            one.state_changed.connect(self._on_edited)
        self.form.completed.connect(self.verb.setFocus)
        self.more.completed.connect(self.verb.setFocus)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+Return"), self, self.act, context=context)
        QShortcut(QKeySequence("Esc"), self, self.left.emit, context=context)

    def focus_first(self) -> None:
        """Begin."""
        self.form.focus_first()

    def act(self) -> None:
        """Check both forms, then make it public."""
        if not (self.form.check_all() and self.more.check_all()):
            return
        values = self._values()
        try:
            made = self._open(values)
        except UserError as error:
            if not (self.form.show_error(error) or self.more.show_error(error)):
                messages.tell(self, error)
            return
        except Exception as error:  # noqa: BLE001 - the top of a slot
            messages.tell(self, error)
            return
        self.saved.emit(made)

    # Inside

    def _open(self, values: Mapping[str, object]) -> str:
        start, days = values.get("start"), values.get("days")
        poster = Poster(
            start=start if isinstance(start, date) else date.today(),
            place=str(values.get("place") or ""),
            days=days if isinstance(days, int) else None,
            counting=str(values.get("counting") or "") or None,
            phones=str(values.get("phones") or ""),
            reception=str(values.get("reception") or ""),
            show_ids=values.get("ids") == "tail",
            mask_names=values.get("names") == "mask",
        )
        by, action = self._desk.clerk.login, N_("Make a public notice")
        if values.get("what") == PROPOSED:
            chosen = [one.assignment_id for one in self._proposed]
            return self._desk.do(action, publicity.open_for_posts, chosen, poster, by=by)
        return self._desk.do(action, publicity.open_for_run, str(values.get("what") or ""), poster, by=by)

    def _choices(self) -> tuple[Choice, ...]:
        runs = tuple(
            Choice(
                one.run_id,
                tr("{post} {year}-{month:02d}", post=one.post, year=one.month.year, month=one.month.month),
                one.number,
            )
            for one in sorted(self._runs, key=lambda one: one.month != self._desk.month)
        )
        people = (Choice(PROPOSED, tr("{n} people proposed", n=len(self._proposed))),) if self._proposed else ()
        return runs + people

    def _fill(self) -> None:
        choices = self._choices()
        self.form.show_record(
            {"what": choices[0].value if choices else "", "start": date.today(), "place": self._usual.place}
        )
        self.more.show_record(
            {
                "place": self._usual.place,
                "days": self._settings.days,
                "counting": self._settings.counting,
                "phones": self._usual.phones,
                "reception": self._usual.reception,
                "ids": "tail" if self._usual.show_ids else "hide",
                "names": "mask" if self._usual.mask_names else "full",
            }
        )
        self._on_edited()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.form)
        column.addWidget(self._period)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.verb)
        column.addLayout(row)
        column.addWidget(label(tr("On the paper"), "cell_bold", "muted"))
        column.addWidget(self.more)
        column.addWidget(
            label(tr("This is how it will hang; nothing hidden is in the file."), "hint", "muted", wraps=True)
        )
        column.addWidget(self.preview)

    def _values(self) -> dict[str, object]:
        return {**self.more.values(), **self.form.values()}

    def _on_edited(self, _key: str = "") -> None:
        self._say_period()
        self.preview.look_again()

    def _say_period(self) -> None:
        values = self._values()
        start, days, counting = values.get("start"), values.get("days"), values.get("counting")
        if not (isinstance(start, date) and isinstance(days, int)):
            self._period.setText("")
            return
        try:
            found = self._desk.ask(publicity.period_from, start, days=days, counting=str(counting or "") or None)
        except UserError:  # said under the field when it is left
            self._period.setText("")
            return
        said = f"{words.span(found)}{self._how_many(values.get('what'))}"
        if found.guessed_years:
            said = f"{said}\n{tr(GUESSED, years='、'.join(map(str, found.guessed_years)))}"
        self._period.setText(said)

    def _how_many(self, what: object) -> str:
        """How many people and how much money would be made public."""
        run = next((one for one in self._runs if one.run_id == what), None)
        if run is None:
            return ""
        return f"；{tr('{n} people, {amount} yuan', n=run.people, amount=money.show(run.amount_fen))}"

    def _work(self) -> Callable[[], Pages[Any]] | None:
        values, database = self._values(), self._desk.database
        options = self._options(values)
        what = str(values.get("what") or "")
        if what == PROPOSED:
            people, where = self._proposed, self._where()
            return lambda: notice_poster.of_people(people, where, options)
        if not what:
            return None

        def lay_out() -> Pages[Any]:
            sheet = self._sheets.get(what)
            if sheet is None:
                sheet = self._sheets[what] = database.ask(payroll.sheet, what)
            return notice_poster.of_run(sheet, options)

        return lay_out

    def _options(self, values: Mapping[str, object]) -> PosterOptions:
        start, days, counting = values.get("start"), values.get("days"), str(values.get("counting") or CALENDAR)
        end = None
        if isinstance(start, date) and isinstance(days, int):
            try:
                end = self._desk.ask(publicity.period_from, start, days=days, counting=counting).end
            except UserError:
                end = None
        return PosterOptions(
            Stamp(datetime.now(UTC), self._desk.clerk.name),
            ids=Numbers.TAIL if values.get("ids") == "tail" else Numbers.HIDDEN,
            mask_names=values.get("names") == "mask",
            first=start if isinstance(start, date) and end else None,
            last=end,
            days=days if isinstance(days, int) else self._settings.days,
            counting=counting,
            phones=str(values.get("phones") or ""),
            reception=str(values.get("reception") or ""),
        )

    def _where(self) -> Where:
        office = self._desk.office
        return Where(office.county_name, office.township_name, office.demo, Month.of(date.today()))

    @property
    def proposed(self) -> tuple[Subject, ...]:
        """Who would hang as proposed."""
        return self._proposed


def _countings() -> tuple[Choice, ...]:
    return (Choice(CALENDAR, tr("calendar days")), Choice(WORKING, tr("working days")))


def _ids() -> tuple[Choice, ...]:
    return (Choice("hide", tr("not shown")), Choice("tail", tr("first 3 and last 2")))


def _names() -> tuple[Choice, ...]:
    return (Choice("full", tr("whole")), Choice("mask", tr("only the surname")))
