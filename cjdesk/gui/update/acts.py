"""Update and way back as the clerk meets them: choose or press, look at what will happen, agree, the desk closes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from cjdesk.domain.errors import UserError
from cjdesk.gui import messages, tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog, confirm
from cjdesk.gui.messages import MessageBar, Remedy
from cjdesk.gui.update import words
from cjdesk.i18n import N_, error_text, tr
from cjdesk.services import update
from cjdesk.services.update import Applied, Offer, Plan, WentBack

_FOLDER = "update folder"


class Updates(QObject):
    """The acts of one window; what it says stands in the window's bar, its progress in the window's foot."""

    def __init__(self, window: QWidget, desk: Desk, bar: MessageBar, lock: Callable[[], object]) -> None:
        """``lock`` closes the data and brings the unlock window."""
        super().__init__(window)
        self._window, self._desk, self._bar, self._lock = window, desk, bar, lock

    def choose(self) -> None:
        """Ask for the file."""
        start = self._desk.prefs.text(_FOLDER, str(Path.home()))
        dialog = QFileDialog(self._window, tr("Choose the update package"), start)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Updates of CJDesk (*.cju)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.look(Path(chosen)))
        dialog.open()

    def look(self, path: Path) -> None:
        """Check the package on the pool, then show what it brings."""
        self._desk.prefs.set(_FOLDER, str(path.parent))
        database, folder = self._desk.database, self._folder()
        tasks.run(
            self._window,
            lambda _progress: database.ask(update.offer, path, folder),
            then=self.ask,
            title=tr("Checking {name}", name=path.name),
        )

    def ask(self, offer: Offer) -> ConfirmDialog:
        """What would be installed and what will happen; Enter does not do it."""
        dialog = ConfirmDialog(
            self._window,
            title=tr("Update"),
            question=tr("Install CJDesk {version}?", version=offer.version),
            verb=tr("&Install and close"),
            subject=words.short_notes(offer),
            facts=words.facts(offer),
            notes=words.notes(offer),
        )
        confirm(dialog, lambda: self.install(offer))
        return dialog

    def install(self, offer: Offer) -> None:
        """Check once more, back up, start the installer; then the desk closes."""
        if self._busy():
            return
        database = self._desk.database

        def work(progress: tasks.Progress) -> Applied:
            return update.apply(database, offer.path, confirmed=offer.sha256, progress=progress, start_again=True)

        title = tr("Backing up, then the installer starts")
        tasks.run(self._window, work, then=lambda _done: self._window.close(), title=title)

    def back(self) -> None:
        """Find out what going back would do, then ask."""
        database, folder = self._desk.database, self._folder()
        tasks.run(
            self._window,
            lambda _progress: database.ask(update.plan, folder),
            then=self.ask_back,
            progress=False,
        )

    def ask_back(self, plan: Plan) -> ConfirmDialog:
        """With which data one would go on; where it is a backup, a word has to be typed."""
        dialog = ConfirmDialog(
            self._window,
            title=tr("Back to the previous version"),
            question=tr("Go back to CJDesk {version}?", version=plan.version),
            verb=tr("&Go back and close"),
            facts=words.back_facts(plan),
            notes=words.back_notes(plan),
            typed=tr("go back") if plan.backup is not None else "",
        )
        confirm(dialog, lambda: self.go_back(plan))
        return dialog

    def go_back(self, plan: Plan) -> None:
        """Back up or exchange the data, start the exchange of the programs; then the desk closes."""
        if self._busy():
            return
        database, older = self._desk.database, plan.backup is not None

        def work(_progress: tasks.Progress) -> WentBack:
            return update.back(database, older_data=older, start_again=True)

        tasks.run(self._window, work, then=lambda _done: self._window.close(), failed=self._stayed, progress=False)

    def tell_news(self) -> bool:
        """Say once how the last update ended, with the way back at hand; whether there was something to say."""
        found = update.news(self._folder())
        if found is None:
            return False
        remedies = [Remedy(N_("Back to the previous version..."), self.back)] if found.back_to else []
        self._bar.say("ok" if found.ended == "done" else "warn", words.news(found), remedies=remedies)
        return True

    def _stayed(self, error: Exception) -> None:
        """Going back failed. Where the data were closed for it, the desk is locked once the clerk has read why."""
        if not self._desk.database.closed or not isinstance(error, UserError):
            messages.tell(self._window, error)
            return
        ok = QMessageBox.StandardButton.Ok
        box = QMessageBox(QMessageBox.Icon.Warning, "CJDesk", error_text(error), ok, self._window)
        box.setInformativeText(error.code)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.finished.connect(lambda _code: self._lock())
        box.open()

    def _busy(self) -> bool:
        if tasks.running():
            self._bar.say("warn", tr("Work is still under way. Wait for it or cancel it in the foot."))
        return tasks.running()

    def _folder(self) -> Path:
        assert self._desk.database.path is not None
        return self._desk.database.path.parent
