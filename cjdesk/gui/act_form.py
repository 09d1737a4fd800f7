"""A short form for one act in the pane: its title, a few fields, a verb and a way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain.errors import UserError
from cjdesk.gui import messages
from cjdesk.gui.buttons import Button
from cjdesk.gui.fields import Field
from cjdesk.gui.labels import label
from cjdesk.gui.lines import label_width
from cjdesk.gui.record_form import RecordForm
from cjdesk.i18n import tr


class ActForm(QWidget):
    """Signals: ``done()`` after the verb succeeded, ``left()`` when the clerk gave up.

    ``do(values)`` does the act; a UserError from it stands under the field it names, else in the page.
    """

    done = Signal()
    left = Signal()

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        verb: str,
        do: Callable[[Mapping[str, object]], None],
        *,
        values: Mapping[str, object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``title`` and ``verb`` are in the clerk's language; ``values`` are proposed."""
        super().__init__(parent)
        self._do = do
        self.setAccessibleName(title)
        self.form = RecordForm(fields, label_width=label_width())
        self.form.show_record(values or {})
        self.verb = Button(verb, "standard")
        self.verb.clicked.connect(self.act)
        self.cancel = Button(tr("Cancel"), "quiet")
        self.cancel.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        column.addWidget(label(title, "bold"))
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.verb)
        column.addLayout(row)
        self.form.completed.connect(self.verb.setFocus)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(QKeySequence("Esc"), self, self.left.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def focus_first(self) -> None:
        """Begin to type."""
        self.form.focus_first()

    def act(self) -> None:
        """Check everything, then do it."""
        if not self.form.check_all():
            return
        try:
            self._do(self.form.values())
        except UserError as error:
            if not self.form.show_error(error):
                messages.tell(self, error)
            return
        except Exception as error:  # noqa: BLE001 - the top of a slot
            messages.tell(self, error)
            return
        self.done.emit()
