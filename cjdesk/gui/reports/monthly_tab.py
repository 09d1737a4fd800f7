"""The tabs of a month on page 统计: what was read of it, the sheets, the names of a figure, paper and reporting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from cjdesk.domain.month import Month
from cjdesk.gui import tasks
from cjdesk.gui.header import month_words
from cjdesk.gui.list_page import ListPage
from cjdesk.gui.reports import monthly_file, monthly_pane, monthly_rows
from cjdesk.gui.reports.figure_sheet import FigureSheet
from cjdesk.gui.reports.monthly_rows import MonthRow
from cjdesk.i18n import tr
from cjdesk.services import monthly
from cjdesk.services.monthly import Cause, Comparison, MonthlyReport, Named, Place

POSTS, HOMES, CHANGED = "month_posts", "month_homes", "month_changed"
_NO_NAMES = frozenset({"name", "insured", ""})


class MonthlyTab:
    """What the page shows of a month: two sheets of figures and what changed since it was reported."""

    def __init__(self, page: ListPage, was_read: Callable[[], None]) -> None:
        """The sheets belong into the page's middle; ``was_read`` is called when a month is here."""
        self._page = page
        self._was_read = was_read
        self._month = page.desk.month
        self._report: MonthlyReport | None = None
        self._compared: Comparison | None = None
        self._asked = 0
        self.sheets = {
            POSTS: FigureSheet(monthly_rows.POSTS, monthly_rows.GROUPS, name=tr("Month’s report: posts")),
            HOMES: FigureSheet(
                monthly_rows.HOMES, monthly_rows.GROUPS, name=tr("Month’s report: cooperatives, relocation")
            ),
            CHANGED: FigureSheet(monthly_rows.DIFFERENCES, {}, name=tr("Changed since it was reported")),
        }
        for key in (POSTS, HOMES):
            self.sheets[key].opened.connect(self._on_sheet_opened)
            self.sheets[key].asked.connect(self._on_sheet_asked)

    # Reading

    @property
    def report(self) -> MonthlyReport | None:
        """The month that is shown, once it is read."""
        return self._report

    def read(self, month: Month) -> None:
        """Read a month off the GUI thread."""
        self._asked += 1
        self._month = month
        asked, database = self._asked, self._page.desk.database

        def work(_progress: tasks.Progress) -> tuple[MonthlyReport, Comparison | None]:
            today = date.today()
            found = database.ask(monthly.report, month, today=today)
            differs = found.reported_on is None and found.revision > 1
            return found, database.ask(monthly.compare, month, today=today) if differs else None

        def then(result: tuple[MonthlyReport, Comparison | None]) -> None:
            if asked == self._asked:
                self._show(*result)

        tasks.run(self._page, work, then=then, progress=False)

    # What the page asks

    def has_rows(self) -> bool:
        """Whether the month has anything to show."""
        return self._report is not None and not self._report.total.nothing

    def empty(self) -> str:
        """What an empty month says."""
        if self._report is None:
            return tr("The month is being counted.")
        return tr(
            "{month} has no data yet. Look at {before}.",
            month=month_words(self._month),
            before=month_words(self._month.plus(-1)),
        )

    def words(self) -> str:
        """As of when, which revision, reported or not."""
        found = self._report
        if found is None or found.total.nothing:
            return ""
        said = tr("as of {day}, revision {revision}", day=found.as_of.isoformat(), revision=found.revision)
        if found.reported_on is not None:
            return f"{said} · {tr('reported on {day}', day=found.reported_on.isoformat())}"
        return f"{said} · {tr('changed since it was reported') if found.revision > 1 else tr('not reported')}"

    def status(self) -> str:
        """How many villages."""
        if self._report is None:
            return ""
        return tr("{n} villages", n=sum(row.kind is Place.VILLAGE for row in self._report.rows))

    def blocked(self, command: str) -> str:
        """Nothing to print in an empty month; a year is turned on its own tabs."""
        if command in {"reports.earlier", "reports.later"}:
            return tr("only on the tabs of a year")
        if command in {"reports.print", "reports.export", "file.preview", "file.export"} and not self.has_rows():
            return tr("nothing in this month")
        return ""

    def why_not_submit(self) -> str:
        """Why the month cannot be reported now."""
        if not self.has_rows() or self._report is None:
            return tr("nothing in this month")
        if self._report.reported_on is not None:
            return tr("these figures are reported already")
        return ""

    # Acting

    def print_report(self) -> None:
        """F7."""
        if self._report is not None and self.has_rows():
            monthly_file.open_preview(self._page, self._report, self._compared)

    def export(self) -> None:
        """F7 as a workbook."""
        if self._report is not None and self.has_rows():
            monthly_file.ask_export(self._page, self._report)

    def submit(self) -> None:
        """Keep the figures as reported, after a question."""
        if self._report is not None and not self.why_not_submit():
            told = self._page.desk.changes.tell
            monthly_file.ask_submit(self._page, self._report, lambda: told({"monthly_report"}))

    # Inside

    def _show(self, report: MonthlyReport, compared: Comparison | None) -> None:
        self._report, self._compared = report, compared
        overlap = tr("The categories overlap and must not be added up.")
        others = frozenset() if report.total.posts_other else frozenset({"posts_other"})
        posts = monthly_rows.rows(report, monthly_rows.POSTS, above=False)
        self.sheets[POSTS].set_rows(posts, _foot(report, overlap), hidden=others)
        self.sheets[HOMES].set_rows(monthly_rows.rows(report, monthly_rows.HOMES, above=True), overlap)
        changed = monthly_rows.differences(compared) if compared is not None else ()
        self.sheets[CHANGED].set_rows(changed, _changed_foot(report, compared))
        monthly_pane.nothing(self._page.pane)
        self._was_read()

    def _on_sheet_opened(self, row: object, figure: str) -> None:
        """Enter or a double click on a number: its names."""
        if figure in _NO_NAMES:
            self._on_sheet_asked(figure)
            return
        if not isinstance(row, MonthRow) or self._report is None:
            return
        report, database, page = self._report, self._page.desk.database, self._page

        def then(found: Sequence[Named]) -> None:
            if report is self._report:
                monthly_pane.names(page.pane, figure, row.name, found, open_thing=page.desk.open)
                page.set_pane_open(value=True)

        tasks.run(
            page,
            lambda _progress: database.ask(monthly.names, report, figure, row.key),
            then=then,
            progress=False,
        )

    def _on_sheet_asked(self, figure: str) -> None:
        """Shift+F1: what it means."""
        if figure not in {"name", ""}:
            monthly_pane.meaning(self._page.pane, figure)
            self._page.set_pane_open(value=True)


def _foot(report: MonthlyReport, overlap: str) -> str:
    """What is not in the figures stands under them."""
    words = [overlap]
    if report.open_runs:
        words.append(tr("Not locked yet, so not in it: {names}", names="、".join(report.open_runs)))
    if report.quotas:
        quotas = "、".join(f"{name} {posts}" for name, posts in report.quotas.items())
        words.append(tr("Quota of the county: {quotas}", quotas=quotas))
    return "  ".join(words)


def _changed_foot(report: MonthlyReport, compared: Comparison | None) -> str:
    """When it was reported, and what was done since."""
    if compared is None:
        reported = report.reported_on is not None
        return tr("Nothing differs from what was reported.") if reported else tr("This month was not reported yet.")
    at = compared.at.astimezone().strftime("%Y-%m-%d %H:%M")
    done = "；".join(map(_cause, compared.causes)) or tr("no entry of these registers; a day passed, or a rule changed")
    return tr("Reported {at} by {clerk}. Since then: {done}", at=at, clerk=compared.by, done=done)


def _cause(one: Cause) -> str:
    if one.reason:
        return tr("late entry by {clerk}: {reason}", clerk=one.clerk, reason=one.reason)
    return tr("{action} by {clerk}: {n} records", action=tr(one.action), clerk=one.clerk, n=one.count)
