"""Buttons in the four kinds of the desk, with icon, key hint, and the reason in the label when they are blocked."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cjdesk.gui import icons, theme

Kind = Literal["primary", "standard", "quiet"]


class Button(QPushButton):
    """A push button painted whole: primary (one per page), standard or quiet. ``block(reason)`` says why not."""

    def __init__(
        self,
        text: str,
        kind: Kind = "standard",
        *,
        icon: str = "",
        key: str = "",
        height: int = 28,
        parent: QWidget | None = None,
    ) -> None:
        """``text`` may carry a mnemonic; ``key`` is only shown."""
        super().__init__(text, parent)
        self.kind: Kind = kind
        self._icon_name = icon
        self._key = key
        self._reason = ""
        self._tight = self.crowded = False
        self.wanted = True
        self._words = text
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name()

    def set_words(self, text: str) -> None:
        """Change the label."""
        self._words = text
        self._show_words()

    def set_key(self, key: str) -> None:
        """Show another key beside the words."""
        self._key = key
        self.updateGeometry()
        self.update()

    def block(self, reason: str) -> None:
        """Disable with the reason in the label; an empty reason enables."""
        self._reason = reason
        self.setEnabled(not reason)
        self._show_words()

    def _show_words(self) -> None:
        self.setText(f"{self._words}（{self._reason}）" if self._reason else self._words)
        self._name()
        self.updateGeometry()

    def set_tight(self, *, value: bool) -> None:
        """Leave the key away where there is no room."""
        if value != self._tight:
            self._tight = value
            self.updateGeometry()
            self.update()

    def set_crowded(self, *, value: bool) -> None:
        """Step aside where there is no room at all; the command is still in its menu."""
        self.crowded = value
        super().setVisible(self.wanted and not value)

    def setVisible(self, visible: bool) -> None:
        """What the page wishes; ``wanted`` remembers it while there is no room."""
        self.wanted = visible
        super().setVisible(visible and not self.crowded)

    def sizeHint(self) -> QSize:
        """Text, icon and key with the padding of the kind."""
        metrics = QFontMetricsF(theme.font(self._role()))
        padding = 8 if self.kind == "quiet" else 12
        width = metrics.horizontalAdvance(_plain(self.text())) + 2 * padding
        if self._icon_name:
            width += 20
        if self._shows_key():
            width += 8 + QFontMetricsF(theme.font("hint")).horizontalAdvance(self._key)
        return QSize(round(width + 0.5), self.height())

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Hover shows only on enabled buttons."""
        super().enterEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when enabled or disabled."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, icon, words, key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._box(painter)
        padding = 8 if self.kind == "quiet" else 12
        metrics = QFontMetricsF(theme.font(self._role()))
        wanted = self.sizeHint().width() - 2 * padding
        left = max(padding, (self.width() - wanted) / 2)
        if self._icon_name:
            icons.draw(painter, self._icon_name, QRectF(left, (self.height() - 16) / 2, 16, 16), ink.name())
            left += 20
        painter.setPen(ink)
        painter.setFont(theme.font(self._role()))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        words = metrics.horizontalAdvance(_plain(self.text()))
        painter.drawText(
            QRectF(left, 0, words + 2, self.height()), int(flags) | int(Qt.TextFlag.TextShowMnemonic), self.text()
        )
        if self._shows_key():
            painter.setFont(theme.font("hint"))
            painter.setPen(ink if self.kind == "primary" else theme.color("muted"))
            painter.drawText(QRectF(left + words + 8, 0, self.width(), self.height()), flags, self._key)
        painter.end()

    def _box(self, painter: QPainter) -> QColor:
        tokens = theme.tokens()
        box = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        if not self.isEnabled():
            pen = Qt.PenStyle.DashLine if tokens.framed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(tokens.border), 1, pen) if self.kind != "quiet" else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.app))
            if self.kind != "quiet":
                painter.drawRoundedRect(box, 3, 3)
            return QColor(tokens.disabled)
        hover = self.underMouse() or self.isDown()
        if self.kind == "primary":
            painter.setPen(Qt.PenStyle.NoPen)
            fill = QColor(tokens.accent)
            painter.setBrush(fill.darker(115) if hover else fill)
            painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
            return QColor(tokens.on_accent)
        if self.kind == "quiet":
            if hover:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(tokens.info_back))
                painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
            return QColor(tokens.accent)
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.setBrush(QColor(tokens.app if hover else tokens.surface))
        painter.drawRoundedRect(box, 3, 3)
        return QColor(tokens.text)

    def _shows_key(self) -> bool:
        return bool(self._key) and not self._reason and not self._tight

    def _role(self) -> str:
        if self.kind == "primary":
            return "bold"
        return "cell" if self.height() <= 24 else "body"

    def _name(self) -> None:
        self.setAccessibleName(_plain(self._words))
        self.setAccessibleDescription(self._reason or self._key)


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
