"""The program's icon for Windows and the installer's picture, drawn from the icon in ``resources``."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 48, 64, 256)
BANNER = QSize(164, 314)
BLUE, WARM = "#0b5cad", "#e9edf3"


def write(svg: Path, target: Path) -> None:
    """An .ico with a picture for each of SIZES."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(svg))
    pictures = [_picture(renderer, size) for size in SIZES]
    del application
    offset = 6 + 16 * len(pictures)
    entries = b""
    for size, picture in zip(SIZES, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    target.write_bytes(struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures))


def banner(svg: Path, target: Path) -> None:
    """The picture at the left of the installer's first and last page: the icon on its own blue, 164×314 as BMP."""
    renderer = QSvgRenderer(str(svg))
    image = QImage(BANNER, QImage.Format.Format_RGB32)
    image.fill(QColor(BLUE))
    painter = QPainter(image)
    painter.fillRect(0, 0, BANNER.width(), 6, QColor(WARM))
    renderer.render(painter, QRectF(34, 96, 96, 96))
    painter.end()
    image.save(str(target), "BMP")


def _picture(renderer: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(store.data())
