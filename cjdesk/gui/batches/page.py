"""上报: the batches of this desk, what the month still has to report, and the county's answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cjdesk.domain.states import BatchState
from cjdesk.gui import tasks
from cjdesk.gui.batches import carry, facts, paper, words
from cjdesk.gui.commands import Command
from cjdesk.gui.desk import Desk
from cjdesk.gui.filters import Choice, Filter, Segment
from cjdesk.gui.header import month_words
from cjdesk.gui.list_page import Empty, ListPage
from cjdesk.gui.messages import Remedy
from cjdesk.gui.page import Hit, StatusNote
from cjdesk.gui.row_model import Column, Look, Slice, View
from cjdesk.gui.table import Total
from cjdesk.i18n import N_, tr
from cjdesk.services import batches
from cjdesk.services.batches import BatchRow, Made

MAKE = N_("Make the month's batches")


class _Row:
    """A batch as the list shows it."""

    __slots__ = ("answered", "batch", "id", "kind", "made", "month", "name", "people", "post_type", "state", "total")

    def __init__(self, batch: BatchRow) -> None:
        self.batch = batch
        self.id = batch.id
        self.name = words.short(batch)
        self.kind = words.kind(batch.kind)
        self.month = words.month_of(batch)
        self.post_type = batch.post_type_name
        self.people = batch.people
        self.total = batch.total_fen or None
        self.state = words.chip(batch.state)
        self.made = words.when(batch.made_at)
        self.answered = _answer(batch)


class BatchesPage(ListPage):
    """What was sealed, where each file is, what came back."""

    KEY = "batches"
    TITLE = N_("County reports")
    MONTHLY = True
    OPENS = ("batch", "file")
    TABLES = frozenset({"batch", "pay_run"})
    SEARCH_GROUP = N_("Batches")
    COLUMNS = (
        Column("name", N_("Batch number"), 180, "code", order="made"),
        Column("kind", N_("Kind"), 72, order=""),
        Column("month", N_("Month"), 84, order="", pane=False),
        Column("post_type", N_("Post type"), 84, order=""),
        Column("people", N_("People"), 72, "count", order=""),
        Column("total", N_("Amount"), 112, "money", bold=True, order=""),
        Column("state", N_("State"), 104, "chip", order=""),
        Column("made", N_("Made"), 104, "code", compact=False, order="made"),
        Column("answered", N_("Receipt of the county"), 168, order=""),
    )
    SEGMENTS = (Segment("", N_("All")), Segment("open", N_("Unfinished"), problem=True))
    SEARCH_HINT = N_("Batch number")
    FILTERS = (Filter("kind", N_("Kind")), Filter("state", N_("State")))
    COMMANDS = (
        Command("batches.make", N_("&Make the batches"), "make", shortcut="Ctrl+N", icon="batches", button="standard"),
        Command("batches.read", N_("&Read a file of the county..."), "read", shortcut="Ctrl+O", icon="import",
                button="standard", words=N_("Read county file")),
        Command("batches.export", N_("&Export to stick..."), "export", icon="usb", button="primary",
                words=N_("Export to stick")),
        Command("batches.cover", N_("Print the &cover..."), "print_page", icon="print", words=N_("Print cover")),
        Command("batches.key", N_("&Key file for the county..."), "key_file", separate=True),
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """A list like others; the month only says what is made next."""
        super().__init__(desk, parent)
        self.table.horizontalHeader().setStretchLastSection(True)

    def fetch(self, view: View) -> Slice:
        """One question."""
        every = self.desk.ask(
            batches.status,
            text=view.text,
            kind=view.filters.get("kind", ""),
            state=view.filters.get("state", ""),
            open_only=view.segment == "open",
            descending=not view.order or view.order[0].descending,
        )
        found = [_Row(one) for one in every]
        return Slice(found[view.offset : view.offset + view.limit], len(found))

    def choices(self, key: str) -> Sequence[Choice]:
        """Kinds and states."""
        if key == "kind":
            return [Choice(code, tr(word)) for code, word in words.KINDS.items()]
        return [Choice(state.value, words.chip(state).word) for state in BatchState]

    def counts(self) -> dict[str, int]:
        """All, and those that are not finished."""
        every = self.desk.ask(batches.status)
        return {"": len(every), "open": sum(one.state not in batches.ENDED for one in every)}

    def totals(self) -> Sequence[Total]:
        """How many, and how many have no receipt."""
        open_ones = self.desk.ask(batches.waiting)
        texts = [Total("name", tr("{n} batches", n=self.rows.rowCount()))]
        if open_ones:
            texts.append(Total("state", tr("{n} without a receipt", n=open_ones), bold=False))
        return texts

    def empty(self) -> Empty:
        """What to do first."""
        if self.filtered():
            return Empty(tr("No batch fits the filter."))
        return Empty(
            tr("Nothing is to be reported. Lock and approve the pay of {month}, then make the batches.",
               month=month_words(self.desk.month)),
            ("batches.make", "batches.read"),
        )  # fmt: skip

    def refresh(self) -> None:
        """The list, and whether the county is known at all."""
        super().refresh()
        if self.desk.ask(batches.county_or_none) is None:
            self.message_bar.say(
                "info",
                tr("This desk does not know the county's key yet. Read the key file that the county gave you."),
                remedies=[Remedy(N_("Read county file"), self.read)],
            )

    def look(self, row: object, column: Column) -> Look | None:
        """A withdrawn batch is grey."""
        if isinstance(row, _Row) and row.batch.state == BatchState.WITHDRAWN and column.key != "state":
            return Look(ink="disabled")
        return None

    def show_row(self, row: object | None) -> None:
        """The batch in the pane."""
        if isinstance(row, _Row):
            facts.fill(self.pane, row.batch, export=self.export, cover=self.print_page, open_thing=self._open_person)
        else:
            facts.empty(self.pane)

    def status(self) -> StatusNote:
        """The chosen batch; returned ones are the problems."""
        row = self.table.current_row()
        text = ""
        if isinstance(row, _Row):
            text = tr(
                "{name}: {n} people, {total_fen} yuan", name=row.name, n=row.people, total_fen=row.batch.total_fen
            )
        returned = self._returned()
        return StatusNote(text, len(returned), tone="warn")

    def badge(self) -> int:
        """What came back and is not made again."""
        return len(self._returned())

    def hits(self, text: str, limit: int) -> list[Hit]:
        """Batches by number."""
        found = self.desk.ask(batches.status, text=text)[:limit]
        return [Hit("batch", one.id, words.short(one), words.chip(one.state).word) for one in found]

    def open_thing(self, kind: str, key: str) -> None:
        """A batch from the search, or a file that was double-clicked."""
        if kind == "file":
            self.read_files([Path(key)])
            return
        self.clear_filters()
        self.select(key)

    def next_problem(self, step: int) -> bool:
        """The next returned batch."""
        ids = [one.id for one in self._returned()]
        if not ids:
            return False
        row = self.table.current_row()
        now = ids.index(row.id) if isinstance(row, _Row) and row.id in ids else -1
        return self.select(ids[(now + step) % len(ids)])

    def blocked(self, command: str) -> str:
        """Why not."""
        row = self.table.current_row()
        if command == "batches.export" and not isinstance(row, _Row):
            return tr("no batch chosen")
        if command in {"batches.cover", "file.preview"} and not self._covered():
            return tr("no pay batch chosen")
        if command == "file.export":
            return tr("nothing to print here")
        return ""

    # Acts

    def make(self) -> None:
        """Seal what the month has to report and has not reported yet."""
        database, month, by = self.desk.database, self.desk.month, self.desk.clerk.login

        def work(progress: tasks.Progress) -> tuple[Made, ...]:
            progress(0, 0)
            return database.do(MAKE, carry.make_all, month, by, progress.check)

        tasks.run(self, work, then=self._on_made, title=tr("Sealing the batches"))

    def export(self) -> None:
        """Put the chosen batches on a stick, after a question."""
        chosen = [row.batch for row in self.table.selected_rows() if isinstance(row, _Row)]
        if chosen:
            carry.ask_export(self, chosen, partial(self._choose_folder, chosen))

    def print_page(self) -> None:
        """The covers of the chosen pay batches."""
        chosen = self._covered()
        if chosen:
            paper.open_preview(self, self.desk, chosen)

    def export_to(self, chosen: Sequence[BatchRow], folder: Path) -> None:
        """Write, flush, rename, read back; only then it may be pulled out."""
        tasks.run(
            self,
            partial(carry.export, self.desk.database, [one.id for one in chosen], folder),
            then=self._on_exported,
            title=tr("Writing to the stick"),
        )

    def read(self) -> None:
        """A receipt, a return or the county's key file."""
        start = self.desk.prefs.text("batches/folder") or str(Path.home())
        names, _ = QFileDialog.getOpenFileNames(
            self.window(), tr("Read county file"), start, tr("Files of the county (*.cjp *.json)")
        )
        if names:
            self.desk.prefs.set("batches/folder", str(Path(names[0]).parent))
            self.read_files([Path(name) for name in names])

    def read_files(self, paths: Sequence[Path]) -> None:
        """Take each in; what is refused says why and changes nothing."""
        tasks.run(
            self,
            partial(carry.read, self.desk.database, paths),
            then=self._on_read,
            title=tr("Reading the county's files"),
        )

    def key_file(self) -> None:
        """This desk's public keys, for the county."""
        folder = QFileDialog.getExistingDirectory(self.window(), tr("Where to put the key file"))
        if folder:
            tasks.run(self, partial(carry.key_file, self.desk.database, Path(folder)), then=self._on_key_written)

    # Inside

    def _covered(self) -> list[BatchRow]:
        """The chosen batches that carry pay."""
        return [row.batch for row in self.table.selected_rows() if isinstance(row, _Row) and row.batch.kind == "PAY"]

    def _choose_folder(self, chosen: Sequence[BatchRow]) -> None:
        start = self.desk.prefs.text("batches/folder") or str(Path.home())
        folder = QFileDialog.getExistingDirectory(self.window(), tr("Stick or folder"), start)
        if folder:
            self.desk.prefs.set("batches/folder", folder)
            self.export_to(chosen, Path(folder))

    def _on_made(self, made: tuple[Made, ...]) -> None:
        self.desk.changes.stamp()
        self.desk.changes.tell({"batch"})
        if made:
            self.desk.say(tr("{n} batches made: {names}", n=len(made), names="、".join(one.name for one in made)))
        else:
            month = month_words(self.desk.month)
            self.message_bar.say("info", tr("Nothing new is to be reported for {month}.", month=month))

    def _on_exported(self, exported: tuple[batches.Exported, ...]) -> None:
        self.desk.changes.stamp()
        self.desk.changes.tell({"batch"})
        last = exported[-1]
        self.message_bar.say(
            "ok",
            tr(
                "The stick can be removed: {name}, {people} people, {total_fen} yuan, checked.",
                name=last.batch,
                people=last.people,
                total_fen=last.total_fen,
            )
            if len(exported) == 1
            else tr("The stick can be removed: {n} files, checked.", n=len(exported)),
        )

    def _on_read(self, outcome: carry.Outcome) -> None:
        self.desk.changes.stamp()
        self.desk.changes.tell({"batch", "pay_run"})
        if outcome.card is not None:
            carry.tell_card(self, outcome.card)
        said = [carry.answer_words(one) for one in outcome.answers]
        if outcome.refused is not None:
            self.message_bar.show_error(outcome.refused)
        elif said:
            self.message_bar.say("ok", "；".join(said))

    def _on_key_written(self, result: tuple[Path, str]) -> None:
        path, fingerprint = result
        self.desk.changes.stamp()
        self.message_bar.say(
            "ok",
            tr("Key file for the county: {path}. Fingerprint {fingerprint}", path=path, fingerprint=fingerprint),
        )

    def _returned(self) -> list[BatchRow]:
        every = self.desk.ask(batches.status, state=BatchState.RETURNED)
        return [*every, *self.desk.ask(batches.status, state=BatchState.PARTLY_RETURNED)]

    def _open_person(self, key: str) -> None:
        self.desk.open("person", key)


def _answer(batch: BatchRow) -> str | None:
    if batch.answered_at is None:
        return tr("not received") if batch.state == BatchState.EXPORTED else None
    count = len(batch.reasons)
    back = tr(", {n} lines returned", n=count) if count else ""
    return f"{words.when(batch.answered_at)}{back}"
