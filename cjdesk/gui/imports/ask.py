"""The two questions about files on page 导入: which workbook comes in, where the corrections go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from cjdesk.i18n import tr


def ask_workbook(owner: QWidget, then: Callable[[Path], None]) -> None:
    """Let the clerk choose a file that exists."""
    dialog = QFileDialog(owner.window(), tr("Choose a workbook"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([tr("Workbooks (*.xlsx *.xls *.ods *.csv *.et)"), tr("All files (*)")])
    _open(dialog, then)


def ask_place(owner: QWidget, source: Path, then: Callable[[Path], None]) -> None:
    """Let the clerk say where the corrections of ``source`` go; beside it is proposed."""
    name = tr("{name} corrections.xlsx", name=source.stem)
    dialog = QFileDialog(owner.window(), tr("Save the corrections workbook"), str(source.with_name(name)))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(tr("Workbooks (*.xlsx)"))
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(name)
    _open(dialog, then)


def _open(dialog: QFileDialog, then: Callable[[Path], None]) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
