"""The page header: name, count, month switch, state, and the buttons that the page's commands ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.gui import icons, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.commands import Command, plain
from cjdesk.gui.labels import ChipLabel, label
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import tr


class _Arrow(QAbstractButton):
    """One end of the month switch."""

    def __init__(self, icon: str, name: str) -> None:
        super().__init__()
        self._icon_name = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(26, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.draw(painter, self._icon_name, QRectF(5, 5, 16, 16), theme.tokens().text)
        painter.end()


class MonthSwitch(QWidget):
    """‹ 2026年3月 ›, 132×26. Signal: ``turned(int)`` with -1 or 1."""

    turned = Signal(int)

    def __init__(self, month: Month) -> None:
        """Shows a month."""
        super().__init__()
        self.setFixedSize(132, 26)
        self._month = month
        back, forth = _Arrow("chevron-left", tr("Previous month")), _Arrow("chevron-right", tr("Next month"))
        back.clicked.connect(self._on_back_clicked)
        forth.clicked.connect(self._on_forth_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(forth)
        self.set_month(month)

    def set_month(self, month: Month) -> None:
        """Show another one."""
        self._month = month
        self.setAccessibleName(month_words(month))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box in three parts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        for place in (26, 105):
            painter.fillRect(QRectF(place, 1, 1, 24), theme.color("grid"))
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font("cell"))
        painter.drawText(QRectF(26, 0, 80, 26), Qt.AlignmentFlag.AlignCenter, month_words(self._month))
        painter.end()

    def _on_back_clicked(self) -> None:
        self.turned.emit(-1)

    def _on_forth_clicked(self) -> None:
        self.turned.emit(1)


def month_words(month: Month) -> str:
    """2026年3月."""
    return tr("{year}-{month:02d}", year=month.year, month=month.month)


def span_words(sheet: Sheet) -> str:
    """The months of a run: 2026年3月, or 2026年1月 – 2026年3月."""
    last = month_words(sheet.month)
    return last if sheet.first_month == sheet.month else f"{month_words(sheet.first_month)} – {last}"


class PageHeader(QWidget):
    """44 high; left: title, count, month, state, the page's own widgets; right: buttons."""

    def __init__(self, title: str) -> None:
        """``title`` is a message id; empty for a header without one."""
        super().__init__()
        self.setFixedHeight(theme.HEADER)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.title = label(tr(title) if title else "", "title")
        self.count = label("", "body", "muted")
        self.chip = ChipLabel()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.title)
        self._row.addSpacing(8)
        self._row.addWidget(self.count)
        self._row.addWidget(self.chip)
        self._row.addStretch(1)
        self._left = 4
        self.buttons: dict[str, Button] = {}
        self.count.hide()

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(400, theme.HEADER)

    def add_left(self, widget: QWidget, *, before_count: bool = False) -> None:
        """Put a widget of the page's own behind the title."""
        self._row.insertWidget(2 if before_count else self._left, widget)
        self._left += 1

    def set_count(self, text: str) -> None:
        """The muted words behind the title: 126 人."""
        self.count.setText(text)
        self.count.setVisible(bool(text))

    def set_chip(self, chip: Chip | None) -> None:
        """The state."""
        self.chip.set_chip(chip)

    def event(self, event: QEvent) -> bool:
        """Fit again when words or buttons changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Without room, first the keys go, then the least of the buttons; never is one cut."""
        shown = [one for one in self.buttons.values() if not one.isHidden()]
        gap = self._row.spacing()
        rest = self._row.minimumSize().width() - sum(one.sizeHint().width() + gap for one in shown)
        wanted = [one for one in self.buttons.values() if one.wanted]
        for tight in (False, True):
            for one in wanted:
                one.set_tight(value=tight)
            if rest + sum(one.sizeHint().width() + gap for one in wanted) <= self.width():
                break
        while wanted and rest + sum(one.sizeHint().width() + gap for one in wanted) > self.width():
            if wanted[0].kind == "primary":
                break
            wanted.pop(0)
        for one in self.buttons.values():
            aside = one.wanted and one not in wanted
            if aside != one.crowded:
                one.set_crowded(value=aside)

    def add_buttons(self, commands: Sequence[Command], action: Callable[[Command], QAction]) -> None:
        """Buttons of the commands that want one: quiet ones first, the primary one at the right."""
        rank = {"quiet": 0, "standard": 1, "primary": 2}
        wanted = sorted((one for one in commands if one.button), key=lambda one: rank[one.button])
        for command in wanted:
            if command.button == "":
                continue
            words = tr(command.words) if command.words else plain(tr(command.text))
            key = command.shortcut if command.show_key else ""
            button = Button(words, command.button, icon=command.icon, key=key)
            button.setObjectName(f"button {command.key}")
            button.clicked.connect(action(command).trigger)
            self.buttons[command.key] = button
            self._row.addWidget(button)
