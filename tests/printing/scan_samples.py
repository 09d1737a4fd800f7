"""Photos, scans and scanners' PDFs made for tests: a real printed page, as a phone or an office scanner gives it."""

from __future__ import annotations

import functools
import os
import zlib

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QPen

from cjdesk.gui.paper_view import paint_image
from cjdesk.printing import payroll_sheet
from tests.printing.sample_sheets import STAMP, sheet


@functools.cache
def page(wide: int = 2480, high: int = 1754) -> QImage:
    """The first page of a pay sheet with a red seal, 210 dots to the inch."""
    image = paint_image(payroll_sheet.layout(sheet("GS"), payroll_sheet.SheetOptions(STAMP)), 0, QSize(wide, high))
    painter = QPainter(image)
    painter.scale(wide / 297, wide / 297)
    painter.setPen(QPen(QColor(200, 30, 30), 0.9))
    painter.drawEllipse(QPointF(255, 170), 21, 21)
    painter.end()
    return image


def grainy(image: QImage, amount: float) -> QImage:
    """With the noise of a phone's camera."""
    wide, high = image.width(), image.height()
    noise = QImage(os.urandom(wide * high), wide, high, wide, QImage.Format.Format_Grayscale8).copy()
    made = image.copy()
    painter = QPainter(made)
    painter.setOpacity(amount)
    painter.drawImage(0, 0, noise)
    painter.end()
    return made


def as_bytes(image: QImage, kind: str, quality: int = 88) -> bytes:
    """A picture as a file of this kind."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind.encode()))
    writer.setQuality(quality)
    assert writer.write(image), writer.errorString()
    buffer.close()
    return bytes(store.data())


def turned(jpeg: bytes, orientation: int) -> bytes:
    """With a camera's note which way it was held (EXIF 0112)."""
    entry = b"\x12\x01\x03\x00\x01\x00\x00\x00" + orientation.to_bytes(2, "little") + b"\0\0"
    tiff = b"II*\x00\x08\x00\x00\x00\x01\x00" + entry + b"\0\0\0\0"
    body = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + jpeg[2:]


def pdf(*images: bytes, way: str = "/DCTDecode", facts: str = "", packed: bool = False, pieces: int = 1) -> bytes:
    """A scanner's PDF, a page for each image; ``packed`` hides pages and catalogue in an object stream.

    Where the objects stand is told by a cross-reference stream when packed, and by nothing (they are to be searched)
    otherwise; Qt's own PDF has a table.
    """
    small: dict[int, bytes] = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    streams: dict[int, bytes] = {}
    kids, number = [], 3
    for image in images:
        names = " ".join(f"/Im{piece} {number + 1 + piece} 0 R" for piece in range(pieces))
        kids.append(f"{number} 0 R")
        drawing = b"q 842 0 0 595 0 0 cm /Im0 Do Q"
        content = number + 1 + pieces
        streams[content] = f"<< /Length {len(drawing)} >>\nstream\n".encode() + drawing + b"\nendstream"
        small[number] = (
            f"<< /Type /Page /Parent 2 0 R /Contents {content} 0 R /Resources << /XObject << {names} >> >> /MediaBox [0 0 842 595] >>".encode()
        )
        for piece in range(pieces):
            head = f"<< /Type /XObject /Subtype /Image /Width 2480 /Height 1754 /BitsPerComponent 8 {facts}"
            filters = f" /Filter {way}" if way else ""
            head += f" /ColorSpace /DeviceRGB{filters} /Length {len(image)} >>"
            streams[number + 1 + piece] = head.encode() + b"\nstream\n" + image + b"\nendstream"
        number += 2 + pieces
    small[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    objects = {**streams} if packed else {**small, **streams}
    if packed:
        places, body = [], b""
        for key, value in small.items():
            places.append(f"{key} {len(body)}")
            body += value + b" "
        first = " ".join(places).encode() + b" "
        content = zlib.compress(first + body)
        head = f"<< /Type /ObjStm /N {len(small)} /First {len(first)} /Filter /FlateDecode /Length {len(content)} >>"
        objects[number] = head.encode() + b"\nstream\n" + content + b"\nendstream"
    written = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
    stands: dict[int, bytes] = {}
    for key, value in objects.items():
        stands[key] = b"\1" + len(written).to_bytes(4, "big") + b"\0"
        written += f"{key} 0 obj\n".encode() + value + b"\nendobj\n"
    if not packed:
        return written + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    stands |= {key: b"\2" + number.to_bytes(4, "big") + bytes([index]) for index, key in enumerate(small)}
    content = zlib.compress(b"".join(stands.get(key, bytes(6)) for key in range(number + 1)))
    head = f"<< /Type /XRef /Size {number + 1} /W [1 4 1] /Root 1 0 R /Filter /FlateDecode /Length {len(content)} >>"
    last = f"{number + 1} 0 obj\n{head}\nstream\n".encode() + content + b"\nendstream\nendobj\n"
    return written + last + f"startxref\n{len(written)}\n%%EOF\n".encode()
