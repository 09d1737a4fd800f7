"""Pages to a printer: the same drawing as preview and PDF, with the office's offset for its printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from cjdesk.domain.errors import NoPrinter, PrintFailed
from cjdesk.printing.pages import Pages
from cjdesk.printing.pdf import page_layout

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What to print: pages ``first`` to ``last`` (from 1), so often, moved by so many millimetres (A11, U-11)."""

    first: int
    last: int
    copies: int = 1
    right_mm: float = 0.0
    down_mm: float = 0.0


def printers() -> tuple[str, ...]:
    """The names of the printers, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return tuple(sorted(names, key=lambda name: (name != usual, name)))


def printer(name: str) -> QPrinter:
    """A printer by name, at its full resolution. NO_PRINTER when there is none of that name."""
    if name not in QPrinterInfo.availablePrinterNames():
        raise NoPrinter(field="printer")
    made = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    made.setCreator("CJDesk")
    return made


def print_pages(pages: Pages[Any], device: QPrinter, job: Job, progress: Progress | None = None) -> None:
    """Print on a device; may run on any thread. PRINT_FAILED names the page to go on from."""
    device.setPageLayout(page_layout(pages))
    device.setFullPage(True)
    device.setDocName(pages.title)
    device.setCopyCount(job.copies)
    indexes = range(max(job.first, 1) - 1, min(job.last, pages.count))
    painter = QPainter()
    if not painter.begin(device):
        raise PrintFailed(field="printer", printer=device.printerName(), page=0, next=job.first)
    try:
        scale = device.resolution() / 25.4
        painter.scale(scale, scale)
        painter.translate(job.right_mm, job.down_mm)
        painter.scale(pages.enlarged, pages.enlarged)
        for done, index in enumerate(indexes):
            if done:
                _turn(device, index)
            pages.paint(painter, index)
            if progress is not None:
                progress(done + 1, len(indexes))
    except BaseException:
        device.abort()
        raise
    finally:
        painter.end()


def _turn(device: QPrinter, index: int) -> None:
    if not device.newPage():
        raise PrintFailed(field="printer", printer=device.printerName(), page=index, next=index + 1)
