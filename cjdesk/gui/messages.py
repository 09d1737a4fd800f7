"""How the clerk is told: a bar in the page with words and code, one dialog for outward acts, never a pile of boxes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QSizePolicy, QWidget

from cjdesk.domain.errors import UserError
from cjdesk.gui import crash, shapes, theme
from cjdesk.gui.buttons import Button
from cjdesk.i18n import error_text, tr

log = logging.getLogger(__name__)

Tone = Literal["error", "warn", "info", "ok"]
_SHAPE = {"error": "error", "warn": "warning", "info": "info", "ok": "done"}
_MARK = {"error": "mark_error", "warn": "mark_warn", "info": "info", "ok": "mark_ok"}


class Cancelled(Exception):
    """Raised inside long work when the clerk pressed 取消; the transaction around it rolls back."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A button in a message bar; ``words`` are a message id."""

    words: str
    act: Callable[[], None]
    kind: Literal["standard", "quiet"] = "standard"


class MessageBar(QWidget):
    """A line of 30: shape, message, code muted, buttons, ×. ``closed()`` when the clerk puts it away."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Hidden until something is said."""
        super().__init__(parent)
        self._tone: Tone = "info"
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._code = QLabel()
        self._code.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons: list[Button] = []
        self._close = Button("×", "quiet", height=24, parent=self)
        self._close.setAccessibleName(tr("Close the message"))
        self._close.clicked.connect(self.put_away)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.MARGIN + shapes.SIZE + 8, 3, 6, 3)
        self._row.setSpacing(8)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._code)
        self._row.addWidget(self._close)
        self.setMinimumHeight(30)
        self.hide()

    @property
    def code(self) -> str:
        """The code that is shown; empty for plain news."""
        return self._code.text()

    @property
    def text(self) -> str:
        """The words that are shown."""
        return self._text.text()

    def show_error(self, error: UserError, remedies: Sequence[Remedy] = ()) -> None:
        """An error of the clerk's: what is wrong, how to put it right, the stable code."""
        self.say("error", error_text(error), code=error.code, remedies=remedies)

    def say(self, tone: Tone, text: str, *, code: str = "", remedies: Sequence[Remedy] = ()) -> None:
        """Say something; replaces what stood here."""
        self._tone = tone
        ink = getattr(theme.tokens(), tone)
        self._text.setText(text)
        self._text.setFont(theme.font("cell"))
        self._text.setStyleSheet(f"color: {ink}; background: transparent;")
        self._code.setText(code)
        self._code.setVisible(bool(code))
        self._code.setFont(theme.font("hint"))
        self._code.setStyleSheet(f"color: {theme.tokens().muted}; background: transparent;")
        self._code.setAccessibleName(tr("Code {code}", code=code) if code else "")
        for old in self._buttons:
            self._row.removeWidget(old)
            old.deleteLater()
        self._buttons = []
        for remedy in remedies:
            button = Button(tr(remedy.words), remedy.kind, height=24)
            button.clicked.connect(remedy.act)
            self._row.insertWidget(self._row.count() - 1, button)
            self._buttons.append(button)
        self.setAccessibleName(text)
        self.setAccessibleDescription(code)
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def put_away(self) -> None:
        """The clerk has read it."""
        self.hide()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint on enable."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Back colour and shape."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(f"{self._tone}_back"))
        if theme.tokens().framed:
            painter.setPen(theme.color(self._tone))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        top = (self.height() - shapes.SIZE) / 2
        shapes.draw(painter, _SHAPE[self._tone], theme.MARGIN, top, theme.color(_MARK[self._tone]))
        painter.end()


@runtime_checkable
class Barred(Protocol):
    """A page or window with a message bar; the nearest one above the cause is used."""

    message_bar: MessageBar


def tell(owner: QWidget, error: BaseException) -> None:
    """Show any exception where it belongs: the clerk's in the nearest bar, ours as a report, 取消 as one line."""
    if isinstance(error, Cancelled):
        cancelled(owner)
    elif isinstance(error, UserError):
        log.info("refused: %s", error.code)
        bar = _bar(owner)
        if bar is not None:
            bar.show_error(error)
        else:
            _box(owner, error)
    else:
        crash.report(owner, error)


def cancelled(owner: QWidget) -> None:
    """Say that nothing was done."""
    bar = _bar(owner)
    if bar is not None:
        bar.say("info", tr("Cancelled. Nothing was changed."))


def _bar(owner: QWidget) -> MessageBar | None:
    one: QWidget | None = owner
    while one is not None:
        if isinstance(one, Barred):
            return one.message_bar
        one = one.parentWidget()
    return None


def _box(owner: QWidget, error: UserError) -> None:
    box = QMessageBox(QMessageBox.Icon.Warning, "CJDesk", error_text(error), QMessageBox.StandardButton.Ok, owner)
    box.setInformativeText(error.code)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
