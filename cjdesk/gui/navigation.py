"""The navigation strip: always words, groups, a white plate for the current page, badges for open problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from cjdesk.gui import icons, theme
from cjdesk.i18n import N_, tr


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: its key, words, group, icon and the digit of Ctrl+digit (0 = none)."""

    key: str
    words: str
    group: str
    icon: str
    digit: int = 0


PLACES: tuple[Place, ...] = (
    Place("month", N_("This month"), "", "month", 1),
    Place("people", N_("People"), N_("Daily"), "people", 2),
    Place("posts", N_("Posts"), N_("Daily"), "posts", 3),
    Place("attendance", N_("Attendance"), N_("Daily"), "attendance", 4),
    Place("fees", N_("Water fees"), N_("Daily"), "fees", 5),
    Place("payroll", N_("Payroll"), N_("Payment"), "payroll", 6),
    Place("corrections", N_("Corrections"), N_("Payment"), "history"),
    Place("notices", N_("Notices"), N_("Payment"), "notices", 7),
    Place("payments", N_("Bank"), N_("Payment"), "payments", 8),
    Place("batches", N_("County reports"), N_("To the county"), "batches", 9),
    Place("reports", N_("Statistics"), N_("To the county"), "reports"),
    Place("cooperatives", N_("Co-operatives"), N_("More"), "cooperatives"),
    Place("programmes", N_("Support register"), N_("More"), "programmes"),
    Place("imports", N_("Import"), N_("More"), "import"),
    Place("history", N_("History"), N_("More"), "history"),
    Place("settings", N_("Settings"), N_("More"), "settings"),
)
"""All places in order; the strip shows those that have a page."""


class NavigationItem(QAbstractButton):
    """One page: icon, word, badge."""

    def __init__(self, place: Place) -> None:
        """28 high."""
        super().__init__()
        self.place = place
        self.compact = False
        self._badge = 0
        self.setCheckable(True)
        self.setFixedHeight(28)
        self.setProperty("ownRing", True)
        self.setText(tr(place.words))
        self.setAccessibleName(tr(place.words))
        if place.digit:
            self.setToolTip(f"{tr(place.words)}  Ctrl+{place.digit}")

    def set_badge(self, count: int) -> None:
        """Open problems of this page; 0 shows nothing."""
        self._badge = count
        self.setAccessibleDescription(tr("{n} problems", n=count) if count else "")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Enter are the strip's; a button group would choose while the focus only passes by."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def badge(self) -> int:
        """The number shown."""
        return self._badge

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Plate, bar, icon, word, badge, ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme.tokens()
        current = self.isChecked()
        if current:
            painter.setPen(QPen(theme.color("border"), 1) if tokens.framed else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("plate"))
            painter.drawRoundedRect(QRectF(6, 1, self.width() - 12, 26), 3, 3)
            painter.fillRect(QRectF(6, 6, 3, 16), theme.color("accent"))
        left = 16 if self.compact else 38
        if not self.compact:
            ink = tokens.accent if current else tokens.muted
            icons.draw(painter, self.place.icon, QRectF(14, 6, 16, 16), ink)
        painter.setFont(theme.font("bold" if current else "body"))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(left, 0, self.width() - left, 28), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._badge:
            self._draw_badge(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(QRectF(4, 1, self.width() - 8, 26), 4, 4)
        painter.end()

    def _draw_badge(self, painter: QPainter) -> None:
        words = str(self._badge)
        font = theme.font("hint_bold")
        width = max(18.0, QFontMetricsF(font).horizontalAdvance(words) + 10)
        box = QRectF(self.width() - 12 - width, 5.5, width, 17)
        painter.setPen(QPen(theme.color("error"), 1) if theme.tokens().framed else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("error_back"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font)
        painter.setPen(theme.color("error"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class _GroupLabel(QWidget):
    """The muted word above a group; a rule where there is no room for it."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words)
        self.setFixedHeight(24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.height() < 14:
            painter.fillRect(12, self.height() // 2, self.width() - 24, 1, theme.color("line"))
        else:
            painter.setFont(theme.font("hint"))
            painter.setPen(theme.color("muted"))
            box = QRectF(12, 0, self.width() - 12, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.end()


class Navigation(QWidget):
    """The strip at the left. Signal: ``chosen(key)``; arrows move, Enter and Space choose."""

    chosen = Signal(str)

    def __init__(self, keys: Iterable[str]) -> None:
        """Shows the places that have a page, in the order of PLACES."""
        super().__init__()
        self.setAccessibleName(tr("Navigation"))
        wanted = set(keys)
        self.items: dict[str, NavigationItem] = {}
        self._labels: list[_GroupLabel] = []
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        group = ""
        for place in PLACES:
            if place.key not in wanted:
                continue
            if place.group and place.group != group:
                words = _GroupLabel(tr(place.group))
                self._labels.append(words)
                column.addWidget(words)
            group = place.group
            item = NavigationItem(place)
            self.items[place.key] = item
            self._group.addButton(item)
            column.addWidget(item)
        column.addStretch(1)
        self._group.buttonClicked.connect(self._on_group_clicked)
        self.set_compact(value=False)

    def set_compact(self, *, value: bool) -> None:
        """104 without icons, else 120."""
        metrics = QFontMetricsF(theme.font("bold"))
        widest = max((metrics.horizontalAdvance(item.text()) for item in self.items.values()), default=0)
        least, left = (theme.NAVIGATION_COMPACT, 16) if value else (theme.NAVIGATION, 38)
        self.setFixedWidth(max(least, round(left + widest + 12)))  # Chinese words fit the least, English ones may not
        for item in self.items.values():
            item.compact = value
            item.update()

    def set_current(self, key: str) -> None:
        """Mark a page without telling."""
        if key in self.items:
            self.items[key].setChecked(True)

    def focus_current(self) -> None:
        """F6 came here."""
        item = next((one for one in self.items.values() if one.isChecked()), None)
        if item is not None:
            item.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move the focus without choosing; Enter chooses."""
        order = list(self.items.values())
        now = next((n for n, one in enumerate(order) if one.hasFocus()), -1)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and now >= 0:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            order[(now + step) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and now >= 0:
            order[now].click()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Labels of 24, of 18 when the strip is short, rules when it is very short."""
        super().resizeEvent(event)
        height = 24 if self.height() >= 520 else (18 if self.height() >= 430 else 9)
        for words in self._labels:
            words.setFixedHeight(height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface and the line at the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("nav"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("grid"))
        painter.end()

    def _on_group_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, NavigationItem):
            self.chosen.emit(button.place.key)
