"""Icons: the program's own SVGs, drawn in a colour of the theme."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cjdesk import paths


def draw(painter: QPainter, name: str, box: QRectF, ink: str) -> None:
    """Draw an icon of ``resources/icons`` into a box, stroked in ``ink`` (#RRGGBB)."""
    _renderer(name, ink).render(painter, box)


def icon(name: str, ink: str) -> QIcon:
    """An icon for menus, sharp at 100 to 200 %."""
    made = QIcon()
    for ratio in (1, 2):
        picture = QPixmap(16 * ratio, 16 * ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        draw(painter, name, QRectF(0, 0, 16 * ratio, 16 * ratio), ink)
        painter.end()
        picture.setDevicePixelRatio(ratio)
        made.addPixmap(picture)
    return made


def window_icon() -> QIcon:
    """The white check mark on blue: title bar and task bar."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        _renderer("cjdesk", "").render(painter, QRectF(0, 0, size, size))
        painter.end()
        made.addPixmap(picture)
    return made


@functools.cache
def drawn_file(name: str, ink: str) -> str:
    """An inked SVG as a file, for the style sheet, which takes addresses only."""
    file = Path(_folder().name) / f"{name}-{ink.lstrip('#')}.svg"
    file.write_text(_text(name, ink), encoding="utf-8")
    return file.as_posix()


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="cjdesk-icons-", ignore_cleanup_errors=True)


@functools.lru_cache(maxsize=256)
def _renderer(name: str, ink: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_text(name, ink).encode()))


def _text(name: str, ink: str) -> str:
    source = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return source.replace("currentColor", ink) if ink else source
