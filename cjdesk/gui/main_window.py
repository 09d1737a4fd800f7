"""The window: menus, search box, navigation, the page in front, the foot. It knows pages by declaration only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenuBar,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cjdesk.domain.errors import UserError
from cjdesk.gui import dialogs, icons, manual, paper_check, tasks, theme, window_search
from cjdesk.gui.banner import Banner
from cjdesk.gui.commands import Command
from cjdesk.gui.desk import Desk, role_words
from cjdesk.gui.filters import SearchBox
from cjdesk.gui.list_page import ListPage
from cjdesk.gui.messages import MessageBar
from cjdesk.gui.navigation import PLACES, Navigation
from cjdesk.gui.page import Page
from cjdesk.gui.search import Group, MenuRow, SearchFrame, SearchPopup
from cjdesk.gui.status_bar import StatusBar
from cjdesk.gui.table import RowTable
from cjdesk.gui.update.acts import Updates
from cjdesk.gui.window_menus import WindowMenus
from cjdesk.i18n import tr


class MainWindow(QMainWindow):
    """Signals: ``lock_wanted()``, ``closed()``. Pages are built when first shown; F6 walks the regions."""

    lock_wanted = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, pages: Sequence[type[Page]]) -> None:
        """``pages`` is ``screens.SCREENS``, or what a test wants."""
        super().__init__()
        self.desk = desk
        order = {place.key: number for number, place in enumerate(PLACES)}
        self._kinds = {kind.KEY: kind for kind in sorted(pages, key=lambda one: order[one.KEY])}
        self._pages: dict[str, Page] = {}
        self._trail: list[str] = []
        self._place = -1
        self.setWindowTitle(self._title())
        self.setWindowIcon(icons.window_icon())
        room = self.screen().availableSize()  # with the program's zoom the whole screen may be smaller than 1024
        self.setMinimumSize(min(1024, room.width()), min(560, room.height()))
        self.navigation = Navigation(self._kinds)
        self.banner = Banner()
        self.message_bar = MessageBar()
        self.stack = QStackedWidget()
        self.status = StatusBar()
        self.updates = Updates(self, desk, self.message_bar, self.lock)
        self.menu_bar = QMenuBar()
        self.search_box = SearchBox(tr("Find name, pinyin, last 4 of the ID, batch"), width=300, key="F3")
        self.search_frame = SearchFrame(self.search_box)
        self._put_together()
        self.search_popup = SearchPopup(self.search_box, self._find)
        self.menus = WindowMenus(self.menu_bar, self)
        self.menus.add_places(list(self._kinds))
        for key in self._kinds:
            self.menus.actions[f"page.{key}"].triggered.connect(self._on_place_triggered)
        self._listen()
        if desk.office.demo:
            self.banner.say(
                "practice", tr("Practice data: the people are fictional, and only a practice county takes the batches.")
            )
        self.restoreGeometry(desk.prefs.blob("geometry"))
        first = desk.prefs.text("page")
        if self._kinds:
            self.go(first if first in self._kinds else next(iter(self._kinds)))

    # The pages

    def page(self, key: str) -> Page:
        """The page of a place, built when first needed."""
        if key not in self._pages:
            made = self._kinds[key](self.desk)
            self._pages[key] = made
            header = getattr(made, "header", None)
            if header is not None:
                header.add_buttons(made.COMMANDS, lambda command: self.menus.page_action(made, command))
            made.status_changed.connect(self._on_page_status_changed)
            made.commands_changed.connect(self._on_page_commands_changed)
            made.badge_changed.connect(self.navigation.items[key].set_badge)
            self.stack.addWidget(made)
        return self._pages[key]

    def current_page(self) -> Page | None:
        """The page in front."""
        found = self.stack.currentWidget()
        return found if isinstance(found, Page) else None

    def go(self, key: str) -> None:
        """Bring a page to the front and remember the way back."""
        del self._trail[self._place + 1 :]
        if not self._trail or self._trail[-1] != key:
            self._trail.append(key)
        self._place = len(self._trail) - 1
        self._show(key)

    def show_task(self, task: tasks.Task[object]) -> None:
        """Progress in the foot (``tasks.TaskHost``)."""
        self.status.tasks.follow(task)

    def say_lock_soon(self) -> None:
        """Nobody is here, it seems."""
        self.status.say(tr("Locks in 30 seconds. Press any key to stay."), stays=True)

    def say_not_locked(self) -> None:
        """The clerk came back."""
        self.status.say("")

    # Slots of the commands

    def lock(self) -> None:
        """Close the data; the unlock window comes."""
        self.lock_wanted.emit()

    def export_list(self) -> None:
        """F12."""
        self._on_page("export_list")

    def print_page(self) -> None:
        """Ctrl+P."""
        self._on_page("print_page")

    def save_now(self) -> None:
        """Ctrl+S: everything is saved already; the field being typed in is left first."""
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.say(tr("Everything is saved."))

    def copy(self) -> None:
        """Ctrl+C: the text of the field, or the selected rows as text cells."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit):
            focus.copy()
            return
        page = self.current_page()
        if isinstance(page, ListPage):
            page.guarded((focus if isinstance(focus, RowTable) else page.table).copy)

    def select_all(self) -> None:
        """Ctrl+A."""
        focus = QApplication.focusWidget()
        if isinstance(focus, (QLineEdit, QTableView)):
            focus.selectAll()

    def find_here(self) -> None:
        """Ctrl+F: the page's text box."""
        page = self.current_page()
        box = getattr(page, "search", None)
        if isinstance(box, QLineEdit):
            box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            box.selectAll()
        else:
            self.search()

    def search(self) -> None:
        """F3."""
        self.search_popup.open(commands_only=False)

    def search_commands(self) -> None:
        """Alt+Q."""
        self.search_popup.open(commands_only=True)

    def refresh(self) -> None:
        """F5."""
        page = self.current_page()
        if page is not None:
            page.make_stale()

    def toggle_pane(self) -> None:
        """F4 opens the list of a drop-down that has the focus, else shows or hides the pane."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QComboBox):
            focus.showPopup()
            return
        page = self.current_page()
        if isinstance(page, ListPage):
            page.set_pane_open(value=not page.pane_is_open())

    def toggle_filter(self) -> None:
        """Ctrl+Shift+L."""
        page = self.current_page()
        if isinstance(page, ListPage):
            page.toggle_filter_bar()

    def reset_columns(self) -> None:
        """The declared columns again."""
        page = self.current_page()
        if isinstance(page, ListPage):
            page.reset_columns()

    def next_region(self) -> None:
        """F6."""
        self._walk(1)

    def previous_region(self) -> None:
        """Shift+F6."""
        self._walk(-1)

    def go_back(self) -> None:
        """Alt+Left."""
        self._step(-1)

    def go_forward(self) -> None:
        """Alt+Right."""
        self._step(1)

    def previous_month(self) -> None:
        """Ctrl+PgUp."""
        self.desk.set_month(self.desk.month.plus(-1))

    def next_month(self) -> None:
        """Ctrl+PgDn."""
        self.desk.set_month(self.desk.month.plus(1))

    def next_problem(self) -> None:
        """F8."""
        self._walk_problems(1)

    def previous_problem(self) -> None:
        """Shift+F8."""
        self._walk_problems(-1)

    def check_paper(self) -> None:
        """Whether paper is a true copy."""
        paper_check.PaperCheckDialog(self, self.desk).open()

    def settings(self) -> None:
        """Language and theme, from the next start."""
        dialogs.DisplayDialog(self, self.desk.prefs).open()

    def show_manual(self) -> None:
        """F1."""
        manual.ManualWindow(self).show()

    def show_keys(self) -> None:
        """All keys on one page."""
        lines = self.menus.all_commands(self.current_page())
        dialogs.KeysDialog(self, lines).open()

    def update_program(self) -> None:
        """A package from a stick, checked, then installed."""
        self.updates.choose()

    def back_to_previous(self) -> None:
        """The version before the last update."""
        self.updates.back()

    def about(self) -> None:
        """Version and whose file this is."""
        dialogs.AboutDialog(self, self.desk).open()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Compact below 1180."""
        super().resizeEvent(event)
        self.navigation.set_compact(value=self.width() < theme.COMPACT_BELOW)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard starts in the page, not in the search box."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._focus_page)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Work under way is finished or cancelled first; the place of the window is remembered."""
        if tasks.running():
            self.message_bar.say("warn", tr("Work is still under way. Wait for it or cancel it in the foot."))
            event.ignore()
            return
        self.desk.prefs.set("geometry", self.saveGeometry())
        page = self.current_page()
        if page is not None:
            self.desk.prefs.set("page", page.KEY)
        self.desk.prefs.sync()
        super().closeEvent(event)
        self.closed.emit()

    # Building

    def _title(self) -> str:
        office = self.desk.office
        return f"CJDesk · {office.county_name}{office.township_name}"

    def _put_together(self) -> None:
        self.menu_bar.setNativeMenuBar(False)
        self.menu_bar.setFixedHeight(theme.MENU)
        row = MenuRow()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.menu_bar, 1)
        line.addWidget(self.search_frame)
        self.setMenuWidget(row)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(self.stack, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.message_bar)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)

    def _search_in_menu(self) -> None:
        box = SearchBox(tr("Find name, pinyin, last 4 of the ID, batch"), width=300, key="F3")
        box.setProperty("low", True)
        self.search_frame = SearchFrame(box)
        self.menuBar().setCornerWidget(self.search_frame, Qt.Corner.TopRightCorner)
        self.search_box = box
        self.search_popup = SearchPopup(box, self._find)

    def _listen(self) -> None:
        desk, foot = self.desk, self.status
        self.navigation.chosen.connect(self.go)
        desk.open_wanted.connect(self._on_desk_open_wanted)
        desk.said.connect(foot.say)
        desk.changes.saving.connect(foot.show_saving)
        desk.changes.saved.connect(foot.show_saved)
        desk.changes.not_saved.connect(self._on_changes_not_saved)
        foot.user.set_words(f"{desk.clerk.name} · {role_words(desk.clerk.role)}")
        foot.zoom.set_words(f"{desk.prefs.zoom}%")
        foot.zoom.clicked.connect(self.settings)
        foot.problems.clicked.connect(self.next_problem)
        desk.changes.stamp()

    # What happens

    def _show(self, key: str) -> None:
        page = self.page(key)
        before = self.current_page()
        self.stack.setCurrentWidget(page)
        self.navigation.set_current(key)
        page.refresh_if_stale()
        self.menus.show_page(page)
        self._on_page_status_changed()
        page.entered()
        if before is not page:
            QTimer.singleShot(0, page, self._focus_page)

    def _focus_page(self) -> None:
        page = self.current_page()
        focus = QApplication.focusWidget()
        if page is None:
            return
        header = getattr(page, "header", None)
        # Qt itself puts the focus on the first thing of a new page, its header; where a page put it, it stays.
        passed_on = isinstance(header, QWidget) and focus is not None and header.isAncestorOf(focus)
        if focus is None or passed_on or not page.isAncestorOf(focus):
            regions = page.regions()
            tables = [one for one in regions if isinstance(one, QTableView) and one.isVisible()]
            (tables or regions or [page])[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self, text: str, commands_only: bool) -> list[Group]:
        commands: Iterable[tuple[Command, object]] = self.menus.all_commands(self.current_page())
        pages = [self.page(key) for key in self._kinds]
        return window_search.find(
            text,
            commands_only=commands_only,
            desk=self.desk,
            pages=pages,
            commands=commands,  # type: ignore[arg-type]
            go=self.go,
        )

    def _on_page(self, name: str) -> None:
        page = self.current_page()
        if page is not None:
            page.guarded(getattr(page, name))

    def _on_place_triggered(self) -> None:
        sender = self.sender()
        key = sender.data() if sender is not None else None  # type: ignore[attr-defined]
        if isinstance(key, str):
            self.go(key)

    def _on_desk_open_wanted(self, kind: str, key: str) -> None:
        for place, page_kind in self._kinds.items():
            if kind in page_kind.OPENS:
                self.go(place)
                page = self.page(place)
                page.guarded(page.open_thing, kind, key)
                return

    def _on_changes_not_saved(self, error: object) -> None:
        if isinstance(error, UserError):
            self.status.show_not_saved(error)
        elif isinstance(error, BaseException):
            self.status.saved.set_words(tr("The last step was not saved."), "failed", "error")

    def _on_page_status_changed(self) -> None:
        page = self.current_page()
        if page is None:
            return
        note = page.status()
        self.status.rows.set_words(note.rows)
        words = note.problem_words or (tr("{n} problems", n=note.problems) if note.problems else "")
        shape = {"error": "error", "warn": "warning", "info": "info"}[note.tone]
        self.status.problems.set_words(words, shape)

    def _on_page_commands_changed(self) -> None:
        page = self.current_page()
        if page is not None and page is self.sender():
            self.menus.update(page)

    def _step(self, step: int) -> None:
        if 0 <= self._place + step < len(self._trail):
            self._place += step
            self._show(self._trail[self._place])

    def _walk_problems(self, step: int) -> None:
        page = self.current_page()
        if page is None:
            return
        found = False

        def look() -> None:
            nonlocal found
            found = page.next_problem(step)
            if not found:
                self.desk.say(tr("No problems on this page."))

        page.guarded(look)

    def _walk(self, step: int) -> None:
        page = self.current_page()
        if page is None:
            return
        regions: list[QWidget] = [self.navigation, *[one for one in page.regions() if one.isVisible()], self.status]
        focus = QGuiApplication.focusObject()
        now = next((n for n, one in enumerate(regions) if one is focus or _inside(one, focus)), 0 if step > 0 else 1)
        for away in range(1, len(regions)):
            wanted = regions[(now + step * away) % len(regions)]
            if wanted is self.navigation:
                self.navigation.focus_current()
                return
            target = wanted if wanted.focusPolicy() != Qt.FocusPolicy.NoFocus else _first_inside(wanted)
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return


def _inside(region: QWidget, focus: object) -> bool:
    return isinstance(focus, QWidget) and region.isAncestorOf(focus)


def _first_inside(region: QWidget) -> QWidget | None:
    for one in region.findChildren(QWidget):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled():
            return one
    return None
