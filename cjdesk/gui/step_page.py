"""A page of numbered steps: the list at the left, the step's content at the right, the way on at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cjdesk.gui import shapes, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import label
from cjdesk.gui.messages import MessageBar
from cjdesk.i18n import tr

WIDTH = 224
_PITCH = 56


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``title``, ``detail`` in the list, ``words`` above the content; message ids."""

    key: str
    title: str
    detail: str = ""
    words: str = ""


class StepList(QWidget):
    """Circles with numbers, ✓ for what is done, a line between them; only shows where one is."""

    def __init__(self, title: str, subtitle: str, steps: Sequence[Step]) -> None:
        """Words are message ids."""
        super().__init__()
        self._title, self._subtitle = tr(title), subtitle
        self._steps = tuple(steps)
        self._current = 0
        self.setFixedWidth(WIDTH)
        self.set_current(0)

    def set_current(self, place: int) -> None:
        """Mark a step; those before it are done."""
        self._current = place
        if place < len(self._steps):
            self.setAccessibleName(
                tr(
                    "Step {n} of {total}: {title}",
                    n=place + 1,
                    total=len(self._steps),
                    title=tr(self._steps[place].title),
                )
            )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title, steps."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("nav"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("grid"))
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font("title"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(21, 20, 195, 28), middle, self._title)
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font("cell"))
        painter.drawText(QRectF(21, 48, 195, 24), middle, self._subtitle)
        for place, step in enumerate(self._steps):
            self._draw(painter, place, step)
        painter.end()

    def _draw(self, painter: QPainter, place: int, step: Step) -> None:
        top = 82 + place * _PITCH
        current, done = place == self._current, place < self._current
        if current:
            painter.fillRect(QRectF(0, top, self.width() - 1, 52), theme.color("plate"))
            painter.fillRect(QRectF(0, top, 3, 52), theme.color("accent"))
        circle = QRectF(21.5, top + 13.5, 23, 23)
        if place < len(self._steps) - 1:
            painter.fillRect(QRectF(32.5, top + 38, 1, _PITCH - 26), theme.color("line"))
        painter.setPen(QPen(theme.color("accent" if current else "border"), 1))
        painter.setBrush(theme.color("accent" if current else "nav"))
        painter.drawEllipse(circle)
        if done:
            shapes.draw(painter, "done", 28, top + 20, theme.color("mark_ok"))
        else:
            painter.setPen(theme.color("on_accent" if current else "muted"))
            painter.setFont(theme.font("cell_bold"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(place + 1))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font("bold" if current else "body"))
        painter.drawText(QRectF(57, top + 5, 160, 24), middle, tr(step.title))
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font("cell"))
        painter.drawText(QRectF(57, top + 27, 160, 20), middle, tr(step.detail) if step.detail else "")


class StepPage(QWidget):
    """Signals: ``next_wanted(key)``, ``back_wanted(key)``. The owner decides what happens and calls ``go(key)``.

    ``set_content(key, widget)`` gives each step its widget; ``block(reason)`` says what is still missing beside 下一步;
    ``next_button`` and ``back_button`` may be renamed. Ctrl+Enter is the next step.
    """

    next_wanted = Signal(str)
    back_wanted = Signal(str)

    message_bar: MessageBar

    def __init__(self, title: str, steps: Sequence[Step], *, subtitle: str = "", parent: QWidget | None = None) -> None:
        """``title`` is a message id, ``subtitle`` is in the clerk's language."""
        super().__init__(parent)
        self.steps = tuple(steps)
        self.list = StepList(title, subtitle, steps)
        self.message_bar = MessageBar()
        self._stack = QStackedWidget()
        self._places: dict[str, int] = {}
        self._title = label("", "title")
        self._count = label("", "cell", "muted")
        self._words = label("", "body", "muted", wraps=True)
        self.missing = label("", "cell", "muted")
        self.back_button = Button(tr("Previous step"), height=32)
        self.next_button = Button(tr("Next step"), "primary", key="Enter", height=32)
        self.aside = QHBoxLayout()
        self._build()
        self.next_button.clicked.connect(self._on_next_button_clicked)
        self.back_button.clicked.connect(self._on_back_button_clicked)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.next_button.click)
        self._current = self.steps[0].key

    @property
    def current(self) -> str:
        """The step that is shown."""
        return self._current

    def set_content(self, key: str, widget: QWidget) -> None:
        """The widget of a step."""
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(widget)
        self._places[key] = self._stack.addWidget(scroll)

    def go(self, key: str) -> None:
        """Show a step."""
        place = next(n for n, one in enumerate(self.steps) if one.key == key)
        step = self.steps[place]
        self._current = key
        self.list.set_current(place)
        self._title.setText(tr(step.title))
        self._count.setText(tr("Step {n} of {total}", n=place + 1, total=len(self.steps)))
        self._words.setText(tr(step.words) if step.words else "")
        self._stack.setCurrentIndex(self._places[key])
        self.back_button.setVisible(place > 0)
        self.message_bar.hide()

    def block(self, reason: str) -> None:
        """Say what is missing; empty = the way is free."""
        self.missing.setText(reason)
        self.next_button.setEnabled(not reason)
        self.next_button.setAccessibleDescription(reason)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        content = QVBoxLayout()
        content.setContentsMargins(32, 18, 34, 8)
        content.setSpacing(0)
        content.addLayout(head)
        content.addSpacing(10)
        content.addWidget(self._words)
        content.addSpacing(12)
        content.addWidget(self._stack, 1)
        foot = _Foot()
        row = QHBoxLayout(foot)
        row.setContentsMargins(32, 1, 34, 0)
        row.setSpacing(8)
        row.addLayout(self.aside)
        row.addStretch(1)
        row.addWidget(self.missing)
        row.addWidget(self.back_button)
        row.addWidget(self.next_button)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(content, 1)
        right.addWidget(self.message_bar)
        right.addWidget(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.list)
        whole.addLayout(right, 1)

    def _on_next_button_clicked(self) -> None:
        self.next_wanted.emit(self._current)

    def _on_back_button_clicked(self) -> None:
        self.back_wanted.emit(self._current)


class _Foot(QWidget):
    """56 high."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(56)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("app"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("grid"))
        painter.end()
