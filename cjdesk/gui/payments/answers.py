"""登记结果: ticks in the table or the bank's file, looked at, asked once, booked whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cjdesk.db import failures
from cjdesk.domain.states import ListState, PaymentState
from cjdesk.gui import tasks
from cjdesk.gui.payments import export, results
from cjdesk.gui.payments.results import AnswerFile
from cjdesk.i18n import N_, tr
from cjdesk.services import payments
from cjdesk.services.payments import PaymentList, ReadAnswer, Row

if TYPE_CHECKING:
    from cjdesk.gui.payments.page import PaymentsPage

TICK = N_("Book the bank's answer")


class Answers:
    """What the clerk ticks on each list, and the file that was read; nothing is booked before the question."""

    def __init__(self, page: PaymentsPage) -> None:
        """Works for the page."""
        self._page = page
        self._desk = page.desk
        self._ticks: dict[str, dict[int, str]] = {}
        self._file: AnswerFile | None = None

    def ticks(self, made: PaymentList | None) -> dict[int, str]:
        """Row number and reason of what is ticked on a list."""
        return self._ticks.setdefault(made.list_id, {}) if made is not None and made.list_id else {}

    def may_tick(self, made: PaymentList | None) -> bool:
        """Whether the bank has the list."""
        return made is not None and made.state in {ListState.SENT, ListState.BOOKED}

    def forget_file(self) -> None:
        """The ticks are the clerk's own from now on."""
        self._file = None

    def toggle(self, chosen: Sequence[Row]) -> None:
        """Tick rows as returned, or take the ticks away when all have one."""
        made = self._page.chosen
        mine = [row for row in chosen if row.state in {PaymentState.PENDING, PaymentState.PAID}]
        if not mine or not self.may_tick(made):
            return
        ticks = self.ticks(made)
        if all(row.number in ticks for row in mine):
            for row in mine:
                ticks.pop(row.number)
        else:
            for row in mine:
                ticks.setdefault(row.number, payments.FAILURES[0])
        self._ticked()

    def say_why(self, chosen: Sequence[Row], reason: str) -> None:
        """Tick rows for this reason; for one that came back before it corrects the reason."""
        made = self._page.chosen
        mine = [row for row in chosen if row.state != PaymentState.REISSUED]
        if mine and self.may_tick(made):
            self.ticks(made).update({row.number: reason for row in mine})
            self._ticked()

    def ask(self, made: PaymentList) -> None:
        """登记完成: one question."""
        results.ask_ticks(self._page, made, self.ticks(made), partial(self._book_ticks, made))

    def read_file(self, path: Path) -> None:
        """Look at a file; then ask, or say what does not fit. The chosen list counts when the file fits several."""
        database, made = self._desk.database, self._page.chosen
        number = made.number if made is not None else None

        def work(_: tasks.Progress) -> tuple[ReadAnswer, AnswerFile]:
            with failures.in_words(path):
                file = AnswerFile(path, path.read_bytes())
            try:
                return database.ask(payments.look, path, file.content), file
            except payments.SEVERAL:
                return database.ask(payments.look, path, file.content, number=number), file

        tasks.run(self._page, work, then=self._on_looked, title=tr("Reading the bank's answer"))

    def _ticked(self) -> None:
        self._file = None
        self._page.show_again()

    def _on_looked(self, looked: tuple[ReadAnswer, AnswerFile]) -> None:
        read, file = looked
        page = self._page
        page.wish(str(read.made.list_id))
        if read.taken_at is not None:
            day = f"{read.taken_at.astimezone():%Y-%m-%d %H:%M}"
            words = tr("This file was booked on {day} by {by}: nothing new.", day=day, by=read.taken_by)
            page.message_bar.say("info", words)
        elif read.problems:
            page.message_bar.say("error", results.problem_words(read), code="RESULT_ROWS_WRONG")
        elif read.silent and not read.count("paid", "same"):
            self._ticks[str(read.made.list_id)] = results.ticks_of(read)
            self._file = file
            count = read.count("failed")
            words = tr("The file names only what came back: {n} rows are ticked. Look, then book.", n=count)
            page.message_bar.say("info", words)
        else:
            results.ask_file(page, read, partial(self._take, read, file))
        page.refresh()

    def _take(self, read: ReadAnswer, file: AnswerFile) -> None:
        database, by, number = self._desk.database, self._desk.clerk.login, read.made.number

        def work(_: tasks.Progress) -> PaymentList:
            return database.do(TICK, payments.take, file.path, file.content, by=by, number=number).made

        tasks.run(self._page, work, then=self._on_booked, title=tr("Booking the bank's answer"))

    def _book_ticks(self, made: PaymentList) -> None:
        database, by, ticks, file = self._desk.database, self._desk.clerk.login, dict(self.ticks(made)), self._file
        lines = results.failed_lines(made, ticks)

        def work(_: tasks.Progress) -> PaymentList:
            if file is None:
                return database.do(TICK, payments.register, str(made.list_id), lines, by=by)
            return database.do(
                TICK, payments.take, file.path, file.content, by=by, number=made.number, rest_paid=True
            ).made

        tasks.run(self._page, work, then=self._on_booked, title=tr("Booking the bank's answer"))

    def _on_booked(self, made: PaymentList) -> None:
        self._ticks.pop(str(made.list_id), None)
        self._file = None
        self._desk.changes.stamp()
        self._desk.changes.tell(export.TABLES)
        back = [row for row in made.rows if row.state in {PaymentState.FAILED, PaymentState.REISSUED}]
        waiting = made.in_state(PaymentState.PENDING)
        self._desk.say(
            tr(
                "{number}: paid {paid} + returned {back} + waiting {waiting} = {listed_fen} yuan",
                number=made.number or "",
                paid=len(made.rows) - len(back) - len(waiting),
                back=len(back),
                waiting=len(waiting),
                listed_fen=made.listed_fen,
            )
        )
