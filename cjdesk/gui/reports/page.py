"""统计: the month's report by village; the year by person with what became of the money; the tax office's list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from cjdesk.domain import money
from cjdesk.gui import tasks
from cjdesk.gui.commands import Command
from cjdesk.gui.desk import Desk
from cjdesk.gui.filters import Choice, Filter, FilterBox, Segment
from cjdesk.gui.header import month_words
from cjdesk.gui.list_page import Empty, ListPage
from cjdesk.gui.page import StatusNote
from cjdesk.gui.reports import rows, year_file, year_pane
from cjdesk.gui.reports.monthly_tab import CHANGED, HOMES, POSTS, MonthlyTab
from cjdesk.gui.reports.rows import YearRow
from cjdesk.gui.row_model import Column, Look, Slice, View
from cjdesk.gui.table import Total
from cjdesk.gui.tabs import Tabs
from cjdesk.i18n import N_, tr
from cjdesk.services import year as years
from cjdesk.services.year import Year

YEAR, TAX = "year", "tax"


class ReportsPage(ListPage):
    """One year or one month at a time, read whole off the GUI thread: worked out from the registers each time.

    The lists of a year stand in the page's own table, the sheets of a month in ``MonthlyTab``.
    """

    KEY = "reports"
    TITLE = N_("Statistics")
    MONTHLY = True
    TABLES = frozenset({
        "pay_run", "pay_line", "payment", "adjustment", "person", "person_category", "post", "assignment", "suspension",
        "insurance", "cooperative", "team", "membership", "household", "monthly_report",
    })  # fmt: skip
    COLUMNS = rows.COLUMNS
    SEGMENTS = (
        Segment("", N_("All")),
        Segment("unpaid", N_("Not arrived")),
        Segment("failed", N_("Returned, not paid again"), problem=True),
    )
    SEARCH_HINT = N_("Name, pinyin")
    FILTERS = (Filter("kind", N_("Post type")), Filter("fund", N_("Fund")), Filter("village", N_("Village")))
    COMMANDS = (
        Command("reports.print", N_("&Print the report..."), "print_page", icon="print", button="standard",
                words=N_("Print")),
        Command("reports.export", N_("&Export the report..."), "export_list", icon="export", button="standard",
                words=N_("Export")),
        Command("reports.submit", N_("&Mark as reported..."), "submit_month", button="standard",
                words=N_("Mark as reported")),
        Command("reports.earlier", N_("Year &before"), "year_before", shortcut="Ctrl+Alt+PgUp", separate=True),
        Command("reports.later", N_("Year &after"), "year_after", shortcut="Ctrl+Alt+PgDown"),
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """The year stands beside the title, its lists are tabs."""
        super().__init__(desk, parent)
        self.year_box = FilterBox(tr("Year"), [Choice(str(desk.month.year), str(desk.month.year))])
        self.year_box.chosen.connect(self._on_year_box_chosen)
        self.header.add_left(self.year_box, before_count=True)
        self.tabs = Tabs(
            [
                (YEAR, tr("Annual summary")),
                (TAX, tr("Annual tax list")),
                (POSTS, tr("Month’s report: posts")),
                (HOMES, tr("Month’s report: cooperatives, relocation")),
                (CHANGED, tr("Changed since it was reported")),
            ]
        )
        self.tabs.chosen.connect(self._on_tabs_chosen)
        self.tabs_place.addWidget(self.tabs)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.row_opened.connect(self._on_self_row_opened)
        self._wanted = desk.month.year
        self._year: Year | None = None
        self._lists: dict[str, tuple[YearRow, ...]] = {YEAR: (), TAX: ()}
        self._known: tuple[int, ...] = ()
        self._asked = 0
        self._read: set[str] = set()
        self._names_open = False
        self.monthly = MonthlyTab(self, self._show_parts)
        for sheet in self.monthly.sheets.values():
            self._middle.addWidget(sheet)
        self._show_parts()

    # Reading

    @property
    def year(self) -> Year | None:
        """The year that is shown, once it is read."""
        return self._year

    @property
    def of_month(self) -> bool:
        """Whether a tab of the month is shown."""
        return self.tabs.value() in self.monthly.sheets

    def refresh(self) -> None:
        """Read what is shown off the GUI thread; the old rows stay until the new ones are here."""
        self._read.clear()
        self._read_shown()

    def _read_shown(self) -> None:
        if self.of_month:
            self._read.add("month")
            self.monthly.read(self.desk.month)
        else:
            self._read.add("year")
            self._read_year()

    def _read_year(self) -> None:
        self._asked += 1
        asked, wanted, database = self._asked, self._wanted, self.desk.database

        def work(_progress: tasks.Progress) -> tuple[tuple[int, ...], Year, dict[str, tuple[YearRow, ...]]]:
            known = database.ask(years.years)
            found = database.ask(years.year, wanted, today=date.today())
            return known, found, {YEAR: rows.rows(found), TAX: rows.tax_rows(found)}

        def then(result: tuple[tuple[int, ...], Year, dict[str, tuple[YearRow, ...]]]) -> None:
            if asked == self._asked:
                self._show(*result)

        tasks.run(self, work, then=then, progress=False)

    def fetch(self, view: View) -> Slice:
        """Narrow and sort the year that was read."""
        found = rows.chosen(self._rows(), view)
        return Slice(found[view.offset : view.offset + view.limit], len(found))

    def choices(self, key: str) -> Sequence[Choice]:
        """What the year has."""
        found = self._rows()
        if key == "kind":
            return [
                Choice(code, name) for code, name in dict.fromkeys((row.kind, row.post_type) for row in found) if code
            ]
        name = "fund" if key == "fund" else "village"
        return [Choice(one, one) for one in dict.fromkeys(getattr(row, name) for row in found)]

    def counts(self) -> dict[str, int]:
        """Over the whole list."""
        found = self._rows()
        return {
            "": len(found),
            "unpaid": sum(row.net_fen != row.paid_fen for row in found),
            "failed": sum(row.failed for row in found),
        }

    def totals(self) -> Sequence[Total]:
        """People and the sums of the rows that are shown."""
        found = rows.chosen(self._rows(), self.view())
        if not found:
            return ()
        sums = [
            Total(column.key, money.show(sum(getattr(row, column.key) for row in found)))
            for column in self.COLUMNS
            if column.kind == "money"
        ]
        people = tr("{n} people", n=len({row.person_id for row in found}))
        word = tr("Filtered") if self.filtered() else tr("Total")
        return [Total("number", word), Total("name", people), *sums]

    def hidden_columns(self) -> frozenset[str]:
        """Those of the other tab, and what is zero for everybody."""
        found = self._rows()
        hidden = {key for key in rows.HIDE_WHEN_ZERO if not any(getattr(row, key) for row in found)}
        if self.tabs.value() == TAX:
            return frozenset(hidden | rows.YEAR_COLUMNS)
        if not any(row.tax_fen for row in found):
            hidden |= {"tax_fen", "gross_fen"}
        return frozenset(hidden)

    def look(self, row: object, column: Column) -> Look | None:
        """Money that came back stands out."""
        if isinstance(row, YearRow) and column.key == "failed_fen" and row.failed:
            return Look(ink="error", bold=True)
        return None

    def empty(self) -> Empty:
        """What to do first."""
        if self.of_month:
            return Empty(self.monthly.empty())
        if self.filtered():
            return Empty(tr("Nobody fits the filter."))
        return Empty(tr("{year} has no locked pay yet. Look at another year, or lock a month.", year=self._wanted))

    def show_row(self, row: object | None) -> None:
        """The months of this person."""
        if self.of_month:
            return
        if isinstance(row, YearRow):
            year_pane.fill(self.pane, row, open_thing=self.desk.open)
        else:
            year_pane.empty(self.pane)

    def status(self) -> StatusNote:
        """The selection's sum; what came back are the problems."""
        if self.of_month:
            return StatusNote(self.monthly.status())
        chosen = [row for row in self.table.selected_rows() if isinstance(row, YearRow)]
        net = sum(row.net_fen for row in chosen)
        words = tr("{n} selected, net {net_fen} yuan", n=len(chosen), net_fen=net) if chosen else ""
        return StatusNote(words, sum(row.failed for row in self._lists[YEAR]), tone="warn")

    def next_problem(self, step: int) -> bool:
        """F8: the next whose money came back."""
        if self.of_month:
            return False
        ids = [row.id for row in rows.chosen(self._rows(), self.view()) if row.failed]
        if not ids:
            return False
        row = self.table.current_row()
        now = ids.index(row.id) if isinstance(row, YearRow) and row.id in ids else -1 if step > 0 else 0
        return self.select(ids[(now + step) % len(ids)])

    def blocked(self, command: str) -> str:
        """Nothing to print or export in an empty year or month; only a month is reported."""
        if command == "reports.submit":
            return self.monthly.why_not_submit() if self.of_month else tr("only a month is reported")
        if self.of_month:
            return self.monthly.blocked(command)
        if command in {"reports.earlier", "reports.later"}:
            return ""
        if command in {"reports.print", "reports.export", "file.preview", "file.export"}:
            return "" if self._rows() else tr("nothing paid in this year")
        return ""

    # Acting

    def show_year(self, wanted: int) -> None:
        """Another year."""
        self._wanted = wanted
        self.refresh()

    def year_before(self) -> None:
        """One back."""
        self.show_year(self._wanted - 1)

    def year_after(self) -> None:
        """One on."""
        self.show_year(self._wanted + 1)

    def print_page(self) -> None:
        """F7, or F14 and the tax list."""
        if self.of_month:
            self.monthly.print_report()
        elif self._year is not None and self._year.lines:
            year_file.open_preview(self, self._year, self.tabs.value())

    def export_list(self) -> None:
        """F12: the list of this tab as a workbook."""
        if self.of_month:
            self.monthly.export()
        elif self._year is not None and self._year.lines:
            year_file.ask_export(self, self._year, self.tabs.value())

    def submit_month(self) -> None:
        """登记上报: keep the month's figures as reported."""
        if self.of_month:
            self.monthly.submit()

    def pane_is_open(self) -> bool:
        """On the tabs of a month the pane opens for a figure only, so that the sheet has the width."""
        return self._names_open if self.of_month else super().pane_is_open()

    def set_pane_open(self, *, value: bool) -> None:
        """F4, and the names of a figure."""
        if self.of_month:
            self._names_open = value
            self._arrange()
        else:
            super().set_pane_open(value=value)

    def regions(self) -> list[QWidget]:
        """The sheet of a month stands for table and filter."""
        if not self.of_month:
            return super().regions()
        found: list[QWidget] = [self.monthly.sheets[self.tabs.value()].table]
        return [*found, self.pane] if self.pane.isVisible() else found

    # Inside

    def _on_pane_closed(self) -> None:
        """Back to the number that was asked about."""
        self.set_pane_open(value=False)
        (self.monthly.sheets[self.tabs.value()].table if self.of_month else self.table).setFocus()

    def _rows(self) -> tuple[YearRow, ...]:
        return self._lists.get(self.tabs.value(), ())

    def _show(self, known: tuple[int, ...], found: Year, lists: dict[str, tuple[YearRow, ...]]) -> None:
        self._known, self._year, self._lists = known, found, lists
        offered = sorted({*known, found.year, self.desk.month.year}, reverse=True)
        self.year_box.set_choices([Choice(str(one), str(one)) for one in offered])
        self.year_box.set_value(str(found.year))
        super().refresh()
        self._show_parts()

    def _on_year_box_chosen(self, value: str) -> None:
        if value and int(value) != self._wanted:
            self.show_year(int(value))

    def _on_tabs_chosen(self, _key: str) -> None:
        self._names_open = False
        if ("month" if self.of_month else "year") not in self._read:
            self._read_shown()
        elif not self.of_month:
            super().refresh()
        self._show_parts()
        self.regions()[-1 if self.of_month else 1].setFocus()

    def _show_parts(self) -> None:
        """What belongs to the year or to the month, and the words in the header."""
        month = self.of_month
        self.year_box.setVisible(not month)
        if self.month_switch is not None:
            self.month_switch.setVisible(month)
            self.month_switch.set_month(self.desk.month)
        self._filters.setVisible(not month)
        if "reports.submit" in self.header.buttons:
            self.header.buttons["reports.submit"].setVisible(month)
        self.total_row.setVisible(not month)
        if month:
            self.header.set_count(self.monthly.words())
            self._show_empty(0)
        else:
            until = self._year.until if self._year is not None else None
            words = tr("until {month}, by the month it is for", month=month_words(until)) if until else ""
            self.header.set_count(words)
            self._show_empty(self.rows.rowCount())
        self.refresh_commands()
        self.status_changed.emit()
        self._arrange()

    def _show_empty(self, total: int) -> None:
        if self.of_month and self.monthly.has_rows():
            self._middle.setCurrentWidget(self.monthly.sheets[self.tabs.value()])
            return
        super()._show_empty(0 if self.of_month else total)

    def _on_self_row_opened(self, _row: object) -> None:
        self.set_pane_open(value=True)
        self.pane.setFocus()
