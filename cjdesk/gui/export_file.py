"""F12: ask once because of the full numbers, ask where, write the workbook off the GUI thread, say it in one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from cjdesk.domain.month import Month
from cjdesk.gui import tasks
from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.gui.page import Page
from cjdesk.i18n import tr
from cjdesk.services import exports

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def begin(page: Page, kind: str, name: str, *, month: Month | None = None) -> None:
    """Count the rows, then ask before full numbers leave the desk; ``name`` is what the file is called."""
    database = page.desk.database
    tasks.run(
        page,
        lambda _progress: database.ask(_count, kind, month),
        then=lambda rows: _ask(page, kind, name, rows=rows, month=month),
        progress=False,
    )


def _count(session: Session, kind: str, month: Month | None) -> int:
    return sum(rows for _, rows in exports.KINDS[kind](session, month))


def _ask(page: Page, kind: str, name: str, *, rows: int, month: Month | None) -> None:
    dialog = ConfirmDialog(
        page,
        title=tr("Export"),
        question=tr("Export {name}?", name=name),
        verb=tr("&Export"),
        facts=[Fact(name, tr("{n} rows", n=rows), bold=True)],
        notes=[
            Note("warning", tr("The file holds full ID numbers and accounts. Keep it where others cannot read it.")),
            Note("info", tr("The same file can be imported again; then nothing changes.")),
        ],
    )
    confirm(dialog, lambda: _choose(page, kind, name, month))


def _choose(page: Page, kind: str, name: str, month: Month | None) -> None:
    dialog = QFileDialog(page.window(), tr("Export to Excel"), str(Path.home()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(tr("Workbooks (*.xlsx)"))
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(f"{page.desk.office.township_name}{name}.xlsx")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: write(page, kind, Path(chosen), month=month))
    dialog.open()


def write(page: Page, kind: str, path: Path, *, month: Month | None = None) -> None:
    """Write the workbook on the pool."""
    database = page.desk.database

    def work(progress: tasks.Progress) -> int:
        progress.check()
        return database.ask(exports.export, kind, path, month=month)

    tasks.run(
        page,
        work,
        then=lambda rows: page.message_bar.say("ok", tr("{rows} rows written to {path}.", rows=rows, path=path.name)),
        title=tr("Writing {name}", name=path.name),
    )
