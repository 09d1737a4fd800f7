"""A photo or scan of signed paper made small enough to be kept: upright, 2,000 pixels long, some 300 KB."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter, QTransform

from cjdesk.domain.errors import (
    ScanBroken,
    ScanEmpty,
    ScanFileNotRead,
    ScanNotAPicture,
    ScanTooLarge,
    ScanTooManyPixels,
)
from cjdesk.i18n import N_, tr
from cjdesk.printing import scan_pdf
from cjdesk.services.scans.values import Picture

MOST_MEGABYTES = 50
LONGEST = 2000
"""Pixels of the longer side: 171 dots to the inch on A4, where a character of 9 points is 21 pixels high."""

WANTED = 300 * 1024
QUALITIES = (80, 70, 60, 50, 40)
SHORTER = 1700
"""Where a restless picture is still too large at the last quality, it is kept a little smaller instead."""

FORMATS = frozenset({"jpeg", "jpg", "png", "bmp", "webp", "tiff", "tif"})
SUFFIXES = ("jpg", "jpeg", "jfif", "png", "bmp", "webp", "tif", "tiff", "pdf")
"""What files are called that can be taken in."""

MEMORY_MEGABYTES = 256
"""What one opened picture may take: 64 million pixels; a JPEG is opened smaller where it has more."""

_MOST_PIXELS = MEMORY_MEGABYTES * 1024 * 1024 // 4
_MOST_JPEG_PIXELS = 4 * _MOST_PIXELS
_MOST_PAGES = 500
_GREY, _COLOURED_SHARE = 24, 5000
UNKNOWN = N_("it is no JPEG, PNG, BMP, WebP, TIFF or PDF.")

Progress = Callable[[int, int], None]
"""Called as ``progress(done, total)`` after each page; it may raise to cancel."""


@dataclass(frozen=True, slots=True)
class _Source:
    """One page before it is made small: a file's bytes, which of its pages, how far it is turned clockwise."""

    name: str
    content: bytes
    page: int = 0
    turned: int = 0

    @property
    def sha256(self) -> str:
        """Of the picture as it came; a later page of one file has its number behind the bytes."""
        found = hashlib.sha256(self.content)
        if self.page:
            found.update(b"#%d" % self.page)
        return found.hexdigest()


def of_file(path: Path, progress: Progress | None = None) -> tuple[Picture, ...]:
    """Every page of a file, made small; may run on any thread.

    Errors: SCAN_FILE_NOT_READ, SCAN_EMPTY, SCAN_TOO_LARGE, SCAN_TOO_MANY_PIXELS, SCAN_BROKEN, SCAN_NOT_A_PICTURE.
    """
    try:
        size = path.stat().st_size
        if size > MOST_MEGABYTES * 1024 * 1024:
            raise ScanTooLarge(name=path.name, megabytes=size // (1024 * 1024), most=MOST_MEGABYTES)
        data = path.read_bytes()
    except OSError as error:
        raise ScanFileNotRead(name=path.name) from error
    return of_bytes(data, path.name, progress)


def of_bytes(data: bytes, name: str, progress: Progress | None = None) -> tuple[Picture, ...]:
    """The same for bytes; ``name`` is what their file is called."""
    if not data:
        raise ScanEmpty(name=name)
    if len(data) > MOST_MEGABYTES * 1024 * 1024:
        raise ScanTooLarge(name=name, megabytes=len(data) // (1024 * 1024), most=MOST_MEGABYTES)
    sources = list(_sources(data, name))
    found = []
    for done, source in enumerate(sources, start=1):
        found.append(_small(source))
        if progress is not None:
            progress(done, len(sources))
    return tuple(found)


def _sources(data: bytes, name: str) -> Iterator[_Source]:
    if data[:1024].lstrip().startswith(b"%PDF-"):
        for one in scan_pdf.pictures(data, name):
            yield _Source(name, one.content, turned=one.turned)
        return
    count = _pages(data) if data[:4] in {b"II*\0", b"MM\0*"} else 1
    if count > _MOST_PAGES:
        raise ScanBroken(name=name)
    for page in range(count):
        yield _Source(name, data, page)


def _pages(data: bytes) -> int:
    reader, _buffer = _reader(data)
    return max(1, reader.imageCount())


def _reader(data: bytes) -> tuple[QImageReader, QBuffer]:
    """A reader and the buffer that has to live as long."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(MEMORY_MEGABYTES)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    return reader, buffer


def _small(source: _Source) -> Picture:
    image = _opened(source)
    if source.turned:
        image = image.transformed(QTransform().rotate(source.turned))
    image = _at_most(_on_white(image), LONGEST)
    if not _coloured(image):
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    content = _packed(image, QUALITIES)
    if len(content) > WANTED:
        image = _at_most(image, SHORTER)
        content = _packed(image, QUALITIES[-3:])
    return Picture(
        file_name=source.name,
        content=content,
        width=image.width(),
        height=image.height(),
        original_size=len(source.content),
        original_sha256=source.sha256,
    )


def _opened(source: _Source) -> QImage:
    """The whole picture, upright; a very large JPEG by half, which its decoder does without the memory for all."""
    reader, _buffer = _reader(source.content)
    kind = bytes(reader.format().data()).decode()
    if kind not in FORMATS:
        raise ScanNotAPicture(name=source.name, reason=tr(UNKNOWN))
    if source.page and not reader.jumpToImage(source.page):
        raise ScanBroken(name=source.name)
    jpeg = kind in {"jpeg", "jpg"}
    size = reader.size()
    pixels = size.width() * size.height()
    if pixels > (_MOST_JPEG_PIXELS if jpeg else _MOST_PIXELS):
        raise ScanTooManyPixels(name=source.name, width=size.width(), height=size.height())
    if not size.isValid() or not pixels or (jpeg and _cut_off(source.content)):
        raise ScanBroken(name=source.name)
    if pixels > _MOST_PIXELS:
        reader.setScaledSize(QSize(size.width() // 2, size.height() // 2))
    image = reader.read()
    if image.isNull():
        raise ScanBroken(name=source.name)
    return image


def _cut_off(jpeg: bytes) -> bool:
    """Whether the end mark is missing behind the last picture data: half a photo would be read as a whole one."""
    return jpeg.rfind(b"\xff\xd9") < jpeg.rfind(b"\xff\xda")


def _at_most(image: QImage, longest: int) -> QImage:
    if max(image.width(), image.height()) <= longest:
        return image
    return image.scaled(
        longest, longest, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _on_white(image: QImage) -> QImage:
    """Without transparency, which a JPEG would make black."""
    if not image.hasAlphaChannel():
        return image.convertToFormat(QImage.Format.Format_RGB32)
    page = QImage(image.size(), QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    painter.drawImage(0, 0, image)
    painter.end()
    return page


def _coloured(image: QImage) -> bool:
    """Whether there is more than grey on the page: a red seal or a thumb print must stay red."""
    look = _at_most(image, 500).convertToFormat(QImage.Format.Format_RGB888)
    raw, row = bytes(look.constBits()), look.bytesPerLine()
    many = 0
    for line in range(look.height()):
        pixels = raw[line * row : line * row + 3 * look.width()]
        many += sum(max(rgb) - min(rgb) > _GREY for rgb in zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True))
    return many * _COLOURED_SHARE > look.width() * look.height()


def _packed(image: QImage, qualities: tuple[int, ...]) -> bytes:
    """As JPEG at the best quality that is small enough; at the last one whatever it takes."""
    content = b""
    for quality in qualities:
        store = QByteArray()
        buffer = QBuffer(store)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QImageWriter(buffer, QByteArray(b"jpeg"))
        writer.setQuality(quality)
        writer.setOptimizedWrite(True)
        writer.write(image)
        buffer.close()
        content = bytes(store.data())
        if len(content) <= WANTED:
            break
    return content
