"""The focus ring: 2 px around the focused button or switch with 1 px gap, on an overlay; fields ring themselves."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton, QWidget

from cjdesk.gui import theme


class FocusRing(QWidget):
    """One overlay for the whole program; it follows the focus from window to window."""

    def __init__(self, app: QApplication) -> None:
        """Start following."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = None
        app.focusChanged.connect(self._on_app_focus_changed)

    @classmethod
    def follow(cls, app: QApplication) -> FocusRing:
        """The program's ring; made once."""
        found = _rings.get(id(app))
        if found is None or not shiboken6.isValid(found):
            found = _rings[id(app)] = cls(app)
        return found

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Move, show and hide with the control."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        elif event.type() in (QEvent.Type.Hide, QEvent.Type.ParentAboutToChange, QEvent.Type.DeferredDelete):
            self._leave()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("ring"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _on_app_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._leave()
        ringed = isinstance(new, QAbstractButton) and not isinstance(new, (QCheckBox, QRadioButton))
        if new is None or not ringed or new.property("ownRing"):
            return
        self._target = new
        new.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.hide()
            return
        window = target.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = target.mapTo(window, target.rect().topLeft())
        self.setGeometry(corner.x() - 3, corner.y() - 3, target.width() + 6, target.height() + 6)
        self.raise_()
        self.show()

    def _leave(self) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._target = None
        self.hide()
        self.setParent(None)


_rings: dict[int, FocusRing] = {}
