"""A small live picture of the first page of a poster, laid out off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cjdesk.gui import tasks, theme
from cjdesk.gui.paper_view import paint_image
from cjdesk.i18n import tr
from cjdesk.printing.measures import PORTRAIT
from cjdesk.printing.pages import Pages

PAUSE = 250
"""Milliseconds of rest in typing before the picture is made anew."""


class PosterPreview(QWidget):
    """Shows what ``make`` lays out; ``look_again()`` after each change."""

    def __init__(self, make: Callable[[], Callable[[], Pages[Any]] | None]) -> None:
        """``make()`` is called on the GUI thread and gives the work for the pool, or None for an empty page."""
        super().__init__()
        self._make = make
        self._image: QImage | None = None
        self._asked = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._draw)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Preview of the notice"))

    @property
    def image(self) -> QImage | None:
        """The picture that is shown."""
        return self._image

    def look_again(self) -> None:
        """Something was changed."""
        self._pause.start()

    def sizeHint(self) -> QSize:
        """A4."""
        return QSize(300, round(300 * PORTRAIT.height / PORTRAIT.width))

    def heightForWidth(self, width: int) -> int:
        """A4."""
        return round(width * PORTRAIT.height / PORTRAIT.width)

    def hasHeightForWidth(self) -> bool:
        """The paper keeps its proportions."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page with a frame."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        if self._image is not None:
            painter.drawImage(self.rect(), self._image)
        painter.setPen(theme.color("grid"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _draw(self) -> None:
        self._asked += 1
        asked, work = self._asked, self._make()
        if work is None:
            self._show(None)
            return
        lay_out, size, ratio = work, self.size(), self.devicePixelRatioF()

        def paint(_progress: tasks.Progress) -> QImage:
            return paint_image(lay_out(), 0, size, ratio)

        def then(image: QImage) -> None:
            if asked == self._asked:
                self._show(image)

        tasks.run(self, paint, then=then, failed=lambda _error: self._show(None), progress=False)

    def _show(self, image: QImage | None) -> None:
        self._image = image
        self.update()
