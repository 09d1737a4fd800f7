"""Pages as a PDF file: whole or not at all, fonts inside, with or without a window."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMarginsF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

import cjdesk
from cjdesk.db import files
from cjdesk.domain.errors import NoRoomForPdf, PdfNotWritten
from cjdesk.printing import drawn, text_layer
from cjdesk.printing.measures import LANDSCAPE
from cjdesk.printing.pages import Pages
from cjdesk.services.pause import in_one_go

Progress = Callable[[int, int], None]
"""Called as ``progress(done, total)`` after each page; it may raise to cancel, then no file is left."""

RESOLUTION = 2540
_application: QGuiApplication | None = None


def without_window() -> None:
    """Make sure that fonts can be used when no desk is open; call it on the main thread."""
    global _application  # noqa: PLW0603 - Qt knows one application and forgets it when nobody holds it
    if QCoreApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _application = QGuiApplication(sys.argv[:1] or ["cjdesk"])


def write_pdf(pages: Pages[Any], path: Path, progress: Progress | None = None, *, folders: bool = False) -> Path:
    """Write all pages to ``path``; on any trouble what was there before stays. ``folders`` makes missing ones.

    Errors: NO_ROOM_FOR_PDF when the disk is full, PDF_NOT_WRITTEN when the folder or file refuses.
    """
    content = pdf_bytes(pages, progress)
    try:
        if folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        files.write_whole(path, content)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise NoRoomForPdf(field="pdf", folder=str(path.parent)) from error
        raise PdfNotWritten(field="pdf", file=path.name, folder=str(path.parent)) from error
    return path


@in_one_go
def pdf_bytes(pages: Pages[Any], progress: Progress | None = None) -> bytes:
    """The PDF in memory; may run on any thread."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setTitle(pages.title)
    writer.setCreator(f"CJDesk {cjdesk.__version__}")
    writer.setPageLayout(page_layout(pages))
    for attachment in pages.attachments():
        writer.addFileAttachment(attachment.name, QByteArray(attachment.content), "application/json")
    with drawn.recording() as record:
        painter = QPainter(writer)
        try:
            scale = RESOLUTION / 25.4 * pages.enlarged
            painter.scale(scale, scale)
            for index in range(pages.count):
                if index:
                    writer.newPage()
                pages.paint(painter, index)
                if progress is not None:
                    progress(index + 1, pages.count)
        finally:
            painter.end()
    buffer.close()
    return text_layer.mended(bytes(store.data()), record)


def page_layout(pages: Pages[Any]) -> QPageLayout:
    """A4 the right way round (A3 for an enlarged form), without margins: the forms bring their own."""
    turned = QPageLayout.Orientation.Landscape if pages.paper is LANDSCAPE else QPageLayout.Orientation.Portrait
    size = QPageSize.PageSizeId.A3 if pages.enlarged > 1 else QPageSize.PageSizeId.A4
    layout = QPageLayout(QPageSize(size), turned, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
