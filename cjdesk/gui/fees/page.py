"""Page 水费: receipts by scheme or by household, typed into the grid; the rest is computed live (experience.md 3.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from cjdesk.domain import money
from cjdesk.domain.errors import UserError
from cjdesk.gui import export_file, tasks
from cjdesk.gui.commands import Command
from cjdesk.gui.desk import Desk
from cjdesk.gui.fees import entry, paper, rows
from cjdesk.gui.fees.acts import TABLES_OF_FEES, FeesPane
from cjdesk.gui.fees.rows import HouseRow, Row, SchemeRow
from cjdesk.gui.filters import Choice, Filter, FilterBox, Segment
from cjdesk.gui.grid import GridKeys, GridModel
from cjdesk.gui.header import month_words
from cjdesk.gui.labels import label
from cjdesk.gui.list_page import Empty, ListPage
from cjdesk.gui.messages import Remedy
from cjdesk.gui.page import StatusNote
from cjdesk.gui.row_model import Column, Look, RowModel, Slice, View
from cjdesk.gui.scan_dialog import open_scans
from cjdesk.gui.shapes import Chip
from cjdesk.gui.table import Total
from cjdesk.i18n import N_, tr
from cjdesk.services import fees
from cjdesk.services.fees import ERROR, HouseholdRow, MonthFees, SchemeValue

BY_SCHEME, BY_HOUSEHOLD = "", "household"
"""The usual mode is no filter."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read off the GUI thread."""

    month: MonthFees
    schemes: tuple[SchemeValue, ...]
    households: tuple[HouseholdRow, ...]


class FeesPage(ListPage):
    """The month of the water schemes; only received, refunds and numbers are typed."""

    KEY = "fees"
    TITLE = N_("Water fees")
    MONTHLY = True
    OPENS = ("water_scheme",)
    TABLES = TABLES_OF_FEES | {"assignment", "person", "pay_run", "pay_standard", "policy"}
    COLUMNS = rows.COLUMNS
    GRID = True
    SEGMENTS = (Segment("", N_("All")), Segment("problems", N_("With problems"), problem=True))
    SEARCH_HINT = N_("Scheme, warden, number")
    FILTERS = (Filter("village", N_("Village")),)
    COMMANDS = (
        Command("fees.receipt", N_("&New receipt..."), "new_receipt", shortcut="Ctrl+N", icon="add", button="primary",
                words=N_("New receipt")),
        Command("fees.mode", N_("By &household"), "switch_mode", button="standard", words=N_("By household")),
        Command("fees.print", N_("&Print ledger and receipts..."), "print_page", icon="print", button="standard",
                words=N_("Print ledger")),
        Command("fees.scans", N_("&Scans of signed paper..."), "show_scans", icon="import"),
        Command("fees.none", N_("N&o income this month"), "no_income", words=N_("No income this month")),
        Command("fees.refund", N_("&Refund..."), "refund", separate=True),
        Command("fees.void", N_("&Void a receipt..."), "void"),
        Command("fees.meter", N_("Replace a &meter..."), "new_meter"),
        Command("fees.flat", N_("Make the &flat-fee bills"), "flat_fees"),
        Command("fees.book", N_("Hand a receipt &book out..."), "hand_out", separate=True),
        Command("fees.back", N_("&Take a book back..."), "take_back"),
        Command("fees.scheme", N_("New water &scheme..."), "new_scheme", separate=True),
        Command("fees.rate", N_("Comm&ission rate..."), "set_rate"),
        Command("fees.shares", N_("Wardens and sh&ares..."), "set_shares"),
        Command("fees.price", N_("Water pri&ce..."), "set_price"),
        Command("fees.household", N_("New ho&usehold..."), "new_household"),
        Command("fees.import", N_("Import receip&ts..."), "import_file", icon="import", separate=True),
        Command("fees.export", N_("&Export the receipts..."), "export_list", icon="export"),
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Mode and scheme stand beside the month."""
        super().__init__(desk, parent)
        self.mode = FilterBox(
            tr("Mode"), [Choice(BY_SCHEME, tr("by scheme")), Choice(BY_HOUSEHOLD, tr("by household"))]
        )
        self.mode.chosen.connect(self._on_mode_chosen)
        self.scheme_box = FilterBox(tr("Scheme"), [Choice("", "—")])
        self.scheme_box.chosen.connect(self._on_scheme_box_chosen)
        self.header.add_left(self.mode)
        self.filter_row.insertWidget(0, self.scheme_box)
        self.filter_row.addWidget(label("Enter ↓", "hint", "muted"))
        self.keys = GridKeys(self.table, self.grid_model)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.grid_model.refused.connect(self._on_grid_refused)
        self.row_changed.connect(self._on_self_row_changed)
        self.card = FeesPane(self, self.pane)
        self._read: _Read | None = None
        self._rows: tuple[Row, ...] = ()
        self._asked = 0
        self._switched = False
        self._show_mode()

    # Reading

    @property
    def grid_model(self) -> GridModel:
        """The model as what it is."""
        assert isinstance(self.rows, GridModel)
        return self.rows

    @property
    def schemes(self) -> tuple[SchemeValue, ...]:
        """Every scheme as it is in the month."""
        return self._read.schemes if self._read else ()

    @property
    def scheme(self) -> SchemeValue | None:
        """The scheme of the cursor, or of the household grid."""
        row = self.table.current_row()
        wanted = self.scheme_box.value() if self.by_household else getattr(getattr(row, "line", None), "scheme_id", "")
        return next((one for one in self.schemes if one.id == wanted), None)

    @property
    def by_household(self) -> bool:
        """Whether the grid shows the households of a scheme."""
        return self.mode.value() == BY_HOUSEHOLD

    def make_rows(self) -> RowModel:
        """Cells can be typed into."""
        return GridModel(
            self.COLUMNS, self._fetch, look=self.look, spoken=self.spoken, editable=self._editable, commit=self._commit,
            key=self.ROW_KEY, parent=self,
        )  # fmt: skip

    def refresh(self) -> None:
        """Read the month off the GUI thread; what stands there stays until the new rows are here."""
        self._asked += 1
        asked, month, database = self._asked, self.desk.month, self.desk.database
        wanted = self.scheme_box.value() if self.by_household else ""

        def work(_: tasks.Progress) -> _Read:
            found = database.ask(fees.of_month, month)
            known = database.ask(fees.schemes, month.last)
            houses = database.ask(fees.households, wanted, month) if wanted else ()
            return _Read(found, known, houses)

        def then(read: _Read) -> None:
            if asked == self._asked:
                self._show(read)

        tasks.run(self, work, then=then, progress=False)

    def fetch(self, view: View) -> Slice:
        """Narrow and sort the rows that were read."""
        found = rows.chosen(self._rows, view)
        return Slice(found[view.offset : view.offset + view.limit], len(found))

    def choices(self, key: str) -> Sequence[Choice]:
        """The villages of the schemes."""
        if key != "village":
            return ()
        return [Choice(one, one) for one in dict.fromkeys(one.village for one in self.schemes) if one]

    def counts(self) -> dict[str, int]:
        """Over the whole month."""
        return {"": len(self._rows), "problems": sum(rows.serious(row) for row in self._rows)}

    def totals(self) -> Sequence[Total]:
        """The sums of the rows that are shown."""
        found = rows.chosen(self._rows, self.view())
        if self.by_household:
            houses = [row for row in found if isinstance(row, HouseRow)]
            first = tr("{n} households", n=len(houses))
            sums = [("bill_fen", sum(row.value.bill_fen or 0 for row in houses)),
                    ("paid_fen", sum(row.value.received_fen for row in houses))]  # fmt: skip
            return [Total("house", first), *(Total(key, money.show(fen)) for key, fen in sums)]
        lines = [row.line for row in found if isinstance(row, SchemeRow)]
        count = len({line.scheme_id for line in lines})
        words = tr("Filtered {n} schemes", n=count) if self.filtered() else tr("Total {n} schemes", n=count)
        sums = [
            ("received_fen", sum(line.received_fen for line in lines)),
            ("refund_fen", sum(line.refund_fen for line in lines)),
            ("net_fen", sum(line.net_fen for line in lines)),
            ("commission_fen", sum(line.commission_fen for line in lines)),
            ("change_fen", sum(line.change_fen or 0 for line in lines)),
        ]
        return [Total("scheme", words), *(Total(key, money.show(fen)) for key, fen in sums)]

    def empty(self) -> Empty:
        """What to do first."""
        if self._rows:
            return Empty(tr("Nothing fits the filter."))
        if self.by_household:
            return Empty(tr("No household is registered for this scheme."), ("fees.household",))
        words = tr("There is no water scheme yet. Import the receipts with the sheet 工程, or register a scheme.")
        return Empty(words, ("fees.import", "fees.scheme"))

    def hidden_columns(self) -> frozenset[str]:
        """Those of the other mode."""
        other = rows.SCHEME_COLUMNS if self.by_household else rows.HOUSE_COLUMNS
        return frozenset(one.key for one in other)

    def look(self, row: object, column: Column) -> Look | None:
        """Computed cells are grey; overlapping numbers are red; a void or left scheme is muted."""
        if isinstance(row, SchemeRow) and column.key == "numbers":
            wrong = any(one.code == "RECEIPT_OVERLAP" for one in row.line.problems)
            return Look(back="error", ink="error") if wrong else None
        if column.key in {"net_fen", "rate", "commission_fen", "change_fen", "used", "price", "bill_fen"}:
            return Look(back="readonly")
        return None if self._editable(row, column) or column.kind == "chip" else Look(ink="text")

    def spoken(self, row: object, column: Column) -> str:
        """A screen reader hears why a cell is red."""
        error = self.grid_model.error(row, column)
        if error is not None:
            return str(error)
        if isinstance(row, SchemeRow) and column.key in {"numbers", "problem"}:
            return " ".join(one.message for one in row.line.problems)
        return ""

    def status(self) -> StatusNote:
        """Schemes, net, problems."""
        if self._read is None:
            return StatusNote()
        month = self._read.month
        words = tr("{n} schemes, net {net_fen} yuan", n=month.schemes, net_fen=month.net_fen)
        count = sum(rows.serious(row) for row in self._rows) + self.grid_model.errors()
        wrong = any(one.severity == ERROR for one in month.problems) or self.grid_model.errors()
        return StatusNote(words, count, tone="error" if wrong else "warn")

    def badge(self) -> int:
        """Errors only."""
        return sum(rows.has_error(row) for row in self._rows) if not self.by_household else 0

    def state_chip(self) -> Chip | None:
        """✓ 35/35 已录, or ▣ when the month is locked."""
        if self._read is None or not self._read.month.schemes:
            return None
        month = self._read.month
        if month.locked:
            return Chip("locked", tr("locked"), "info")
        done = month.entered == month.schemes
        words = tr("{n}/{total} entered", n=month.entered, total=month.schemes)
        return Chip("done" if done else "running", words, "ok" if done else "neutral")

    def show_row(self, row: object | None) -> None:
        """The pane follows the cursor."""
        self.card.show_row(row)

    def pane_is_open(self) -> bool:
        """Closed until something is opened: the grid needs the width."""
        return bool(self._pane_open)

    def next_problem(self, step: int) -> bool:
        """F8: the next line with a problem, round the end."""
        found = rows.chosen(self._rows, self.view())
        places = [
            place for place, row in enumerate(found) if rows.serious(row) or self.grid_model.error(row) is not None
        ]
        if not places:
            return False
        now = self.table.currentIndex().row()
        after = [place for place in places if (place > now if step > 0 else place < now)]
        self.table.go_to((after or places)[0 if step > 0 else -1])
        return True

    def open_thing(self, kind: str, key: str) -> None:  # noqa: ARG002 - one kind of thing
        """The households of a scheme."""
        self.refresh_if_stale()
        self._open_households(key)

    # Typing

    def _editable(self, row: object, column: Column) -> bool:
        return not (self._read and self._read.month.locked) and rows.editable(row, column)

    def _commit(self, row: object, column: Column, text: str) -> None:
        entry.store(self.desk, self.desk.month, row, column.key, text)
        self.message_bar.hide()
        self.desk.changes.tell(TABLES_OF_FEES)

    # Commands

    def blocked(self, command: str) -> str:
        """One reason, in words."""
        locked = self._read is not None and self._read.month.locked
        if locked and command in {"fees.receipt", "fees.none", "fees.refund", "fees.void", "fees.meter", "fees.flat"}:
            return tr("the month is locked")
        needs_scheme = {
            "fees.mode", "fees.none", "fees.refund", "fees.void", "fees.flat", "fees.book", "fees.rate", "fees.shares",
            "fees.price", "fees.household", "fees.scans",
        }  # fmt: skip
        if command in needs_scheme | {"fees.receipt"} and not self.schemes:
            return tr("no water scheme yet")
        if command == "fees.meter" and not isinstance(self.table.current_row(), HouseRow):
            return tr("choose a household first")
        if command in {"fees.print", "file.preview"} and not self._printable():
            return tr("nothing entered yet")
        return super().blocked(command)

    def new_receipt(self) -> None:
        """Ctrl+N."""
        self._open_pane()
        self.card.start_receipt()

    def switch_mode(self) -> None:
        """By household of the scheme under the cursor, and back."""
        if self.by_household:
            self._set_mode(BY_SCHEME)
        elif self.scheme is not None:
            self._open_households(self.scheme.id)

    def no_income(self) -> None:
        """本月无收入: zero as a statement."""
        scheme = self.scheme
        if scheme is None:
            return
        who = self.desk.clerk.login
        self.desk.do(N_("State that nothing came in"), fees.state_no_income, scheme.id, self.desk.month, by=who)
        self.desk.changes.tell(TABLES_OF_FEES)
        self.desk.say(tr("{scheme}: no income in {month}", scheme=scheme.name, month=month_words(self.desk.month)))

    def flat_fees(self) -> None:
        """包月: bills for every household without one."""
        scheme = self.scheme
        if scheme is None:
            return
        count = self.desk.do(N_("Make the flat-fee bills"), fees.bill_all, scheme.id, self.desk.month)
        self.desk.changes.tell(TABLES_OF_FEES)
        self.desk.say(tr("{count} bills made", count=count))

    def refund(self) -> None:
        """退款."""
        self._act(self.card.start_refund)

    def void(self) -> None:
        """作废收据."""
        self._act(self.card.start_void)

    def new_meter(self) -> None:
        """换表."""
        self._act(self.card.start_meter)

    def hand_out(self) -> None:
        """领用收据本."""
        self._act(self.card.start_book)

    def take_back(self) -> None:
        """收回收据本."""
        self._act(self.card.start_back)

    def new_scheme(self) -> None:
        """新增供水工程."""
        self._act(self.card.start_scheme)

    def set_rate(self) -> None:
        """提成比例."""
        self._act(self.card.start_rate)

    def set_shares(self) -> None:
        """管水员与分成."""
        self._act(self.card.start_shares)

    def set_price(self) -> None:
        """水价."""
        self._act(self.card.start_price)

    def new_household(self) -> None:
        """新增用水户."""
        self._act(self.card.start_household)

    def import_file(self) -> None:
        """Go to page 导入 for receipts."""
        self.desk.open("import", "receipts")

    def export_list(self) -> None:
        """F12: the receipts of the month as a workbook."""
        export_file.begin(self, "receipts", tr("Receipts"), month=self.desk.month)

    def print_page(self) -> None:
        """F11 and the receipts of the scheme under the cursor and of all schemes, and blank receipts of its books."""
        paper.open_preview(self, self.desk, self.scheme, self.desk.month)

    def show_scans(self) -> None:
        """签字扫描件 of the ledger of the scheme under the cursor."""
        if self.scheme is not None:
            open_scans(self, self.desk, self.desk.ask(fees.ledger_number, self.scheme.id, self.desk.month))

    # What happens

    def _show(self, read: _Read) -> None:
        before = self.table.current_row()
        self._read = read
        if self.by_household:
            self._rows = tuple(rows.house_row(one) for one in read.households)
        else:
            self._rows = tuple(rows.scheme_row(one) for one in read.month.lines)
        self.scheme_box.set_choices([Choice(one.id, one.name) for one in read.schemes] or [Choice("", "—")])
        self._arrange()
        super().refresh()
        self._stay(before)
        if self._switched:
            self._switched = False
            self.table.setFocus()
        self.badge_changed.emit(self.badge())

    def _stay(self, before: object) -> None:
        """Where new shares made other lines of a scheme, the cursor stays on the scheme."""
        now = self.table.current_row()
        if isinstance(before, SchemeRow) and isinstance(now, SchemeRow) and now.id != before.id:
            kept = (n for n in range(self.rows.rowCount()) if self._scheme_at(n) == before.line.scheme_id)
            place = next(kept, -1)
            if place >= 0:
                self.table.go_to(place)

    def _scheme_at(self, place: int) -> str:
        row = self.rows.row_value(place)
        return row.line.scheme_id if isinstance(row, SchemeRow) else ""

    def _printable(self) -> bool:
        return self._read is not None and any(line.entered for line in self._read.month.lines)

    def _show_mode(self) -> None:
        houses = self.by_household
        self.scheme_box.setVisible(houses)
        for box in self.filter_boxes.values():
            box.setVisible(not houses)
        button = self.header.buttons.get("fees.mode")
        if button is not None:
            button.set_words(tr("By scheme") if houses else tr("By household"))

    def _set_mode(self, mode: str) -> None:
        self.mode.set_value(mode)
        self._switched = True
        self._rows = ()
        if self.search is not None:
            self.search.clear()
        self.card.stop()
        self._show_mode()
        self.refresh()

    def _open_households(self, scheme_id: str) -> None:
        self.scheme_box.set_choices([Choice(one.id, one.name) for one in self.schemes] or [Choice("", "—")])
        self.scheme_box.set_value(scheme_id)
        self._set_mode(BY_HOUSEHOLD)

    def _open_pane(self) -> None:
        if not self.pane_is_open():
            self.set_pane_open(value=True)

    def _act(self, start: object) -> None:
        assert callable(start)
        self._open_pane()
        start()

    def _on_mode_chosen(self, mode: str) -> None:
        if mode == BY_HOUSEHOLD and not self.scheme_box.value() and self.schemes:
            row = self.table.current_row()
            wanted = row.line.scheme_id if isinstance(row, SchemeRow) else self.schemes[0].id
            self._open_households(wanted)
        else:
            self._set_mode(mode)

    def _on_scheme_box_chosen(self, _scheme: str) -> None:
        self.card.stop()
        self.refresh()

    def _on_grid_refused(self, error: UserError) -> None:
        self.message_bar.show_error(error)
        self.status_changed.emit()

    def _on_self_row_changed(self, row: object | None) -> None:
        """The line under the total says what is wrong in the current row."""
        error = self.grid_model.error(row)
        if error is not None:
            self.message_bar.show_error(error)
            return
        problems = row.line.problems if isinstance(row, SchemeRow) else ()
        if not problems:
            self.message_bar.hide()
            return
        first = problems[0]
        ways = (
            Remedy(N_("Previous one"), self._previous, "quiet"),
            Remedy(N_("Next one F8"), self._next, "quiet"),
        )
        self.message_bar.say(
            "error" if first.severity == ERROR else "warn", first.message, code=first.code, remedies=ways
        )

    def _previous(self) -> None:
        self.next_problem(-1)

    def _next(self) -> None:
        self.next_problem(1)
