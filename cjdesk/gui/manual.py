"""帮助 › 用户手册: the manual that the program carries, in a window of its own beside the work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from cjdesk import paths
from cjdesk.gui import theme
from cjdesk.gui.buttons import Button
from cjdesk.i18n import tr


class ManualWindow(QDialog):
    """Not modal: the clerk reads it while working. Ctrl+F finds, Enter goes on."""

    def __init__(self, owner: QWidget) -> None:
        """Read from the program's own resources."""
        super().__init__(owner)
        self.setWindowTitle(tr("Manual"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 600)
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("Manual"))
        self.text.setOpenLinks(False)
        self.text.setFont(theme.font("body"))
        self.text.setMarkdown((paths.resources() / "help" / "manual.md").read_text(encoding="utf-8"))
        self.text.document().setDocumentMargin(theme.MARGIN)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Find in the manual"))
        self.words.setAccessibleName(tr("Find in the manual"))
        self.words.returnPressed.connect(self._on_words_return_pressed)
        leave = Button(tr("&Close"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.addWidget(self.text, 1)
        column.addLayout(row)
        QShortcut(QKeySequence.StandardKey.Find, self, self.words.setFocus)

    def _on_words_return_pressed(self) -> None:
        """The next place; from the beginning again after the last one."""
        sought = self.words.text().strip()
        if sought and not self.text.find(sought):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(sought)
