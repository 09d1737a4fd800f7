"""Our own bugs: a report on this computer that the clerk may read before keeping it; nothing is sent."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from cjdesk import log as reports
from cjdesk import paths
from cjdesk.gui import theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import label
from cjdesk.i18n import tr

log = logging.getLogger(__name__)


class CrashDialog(QDialog):
    """Says that this step was not saved, shows the report, offers to keep it."""

    def __init__(self, owner: QWidget | None, error: BaseException) -> None:
        """The report holds no names and numbers (``cjdesk.log.bug_report``)."""
        super().__init__(owner)
        self._error = error
        self.setWindowTitle(tr("CJDesk has a fault"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 360)
        words = label(
            tr(
                "The program has a fault; this last step was not saved, everything before is. You can go on working; "
                "“Save the report” keeps a text that you can read first, without names and numbers."
            ),
            wraps=True,
        )
        self.report_text = QPlainTextEdit(reports.bug_report(error))
        self.report_text.setReadOnly(True)
        self.report_text.setAccessibleName(tr("Report"))
        self.report_text.setFont(theme.font("hint"))
        self.where = label("", "hint", "muted", wraps=True)
        keep = Button(tr("&Save the report"))
        keep.clicked.connect(self._on_keep_clicked)
        go_on = Button(tr("&Go on"))
        go_on.clicked.connect(self.accept)
        self._keep = keep
        foot = QHBoxLayout()
        foot.addWidget(self.where, 1)
        foot.addWidget(keep)
        foot.addWidget(go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(self.report_text, 1)
        column.addLayout(foot)
        go_on.setFocus()

    def _on_keep_clicked(self) -> None:
        path = reports.keep_report(self._error, paths.reports_dir())
        self.where.setText(tr("Kept as {path}.", path=str(path)))
        self._keep.setEnabled(False)


def report(owner: QWidget | None, error: BaseException) -> CrashDialog:
    """Log the bug by its kind and show the dialog; the window stays usable afterwards."""
    log.error("bug: %s", type(error).__qualname__)
    dialog = CrashDialog(owner.window() if owner is not None else None, error)
    dialog.open()
    return dialog


class Hook(QObject):
    """Takes what nobody caught, from any thread, to the dialog on the GUI thread."""

    _caught = Signal(object)

    def __init__(self, app: QApplication, tell: Callable[[QWidget, BaseException], None]) -> None:
        """``tell`` shows any exception in a window; call ``install`` to become ``sys.excepthook``."""
        super().__init__(app)
        self._tell = tell
        self._caught.connect(self._on_self_caught)

    def install(self) -> None:
        """From now on."""
        sys.excepthook = self.take

    def take(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """Show it, unless the clerk pressed Ctrl+C in a terminal."""
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
        elif QThread.currentThread() is self.thread():
            self._on_self_caught(error)
        else:
            self._caught.emit(error)

    def _on_self_caught(self, error: BaseException) -> None:
        window = QApplication.activeWindow()
        if window is not None:
            self._tell(window, error)
        else:
            report(None, error)
