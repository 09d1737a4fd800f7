"""Pages to a printer: the same drawing as preview and PDF, with the office's offset for its printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from cjdesk.domain.errors import NoPrinter, PaperNotSupported, PrinterGone, PrintFailed
from cjdesk.printing import margins
from cjdesk.printing.measures import NO_EDGES, Edges
from cjdesk.printing.pages import Pages
from cjdesk.printing.pdf import page_layout

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ability:
    """What a printer can do with a form: ``papers`` it takes (empty if it does not say), ``edges`` it leaves white."""

    papers: frozenset[QPageSize.PageSizeId] = frozenset()
    edges: Edges = NO_EDGES


@dataclass(frozen=True, slots=True)
class Job:
    """What to print: pages ``first`` to ``last`` (from 1), so often, moved by so many millimetres (A11, U-11).

    ``start`` is the page at which the first copy begins, after a paper jam. ``within`` are edges that the printer
    leaves white: the drawing shrinks until it stands inside them. ``reduced`` puts an A3 form on A4.
    """

    first: int
    last: int
    copies: int = 1
    right_mm: float = 0.0
    down_mm: float = 0.0
    start: int = 0
    within: Edges = NO_EDGES
    reduced: bool = False

    def after(self, error: PrintFailed) -> Job:
        """What is left of it when the printer stopped."""
        copy, page = int(str(error.facts["copy"])), int(str(error.facts["next"]))
        return replace(self, start=page, copies=self.copies - copy + 1)


def printers() -> tuple[str, ...]:
    """The names of the printers, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return tuple(sorted(names, key=lambda name: (name != usual, name)))


def printer(name: str) -> QPrinter:
    """A printer by name, at its full resolution. NO_PRINTER when there is none at all, PRINTER_GONE for another."""
    names = printers()
    if not names:
        raise NoPrinter(field="printer")
    if name not in names:
        raise PrinterGone(field="printer", printer=name)
    made = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    made.setCreator("CJDesk")
    return made


def ability(device: QPrinter, pages: Pages[Any]) -> Ability:
    """Ask a printer about the paper of a form; may run on any thread."""
    device.setPageLayout(page_layout(pages))
    papers = frozenset(size.id() for size in QPrinterInfo(device).supportedPageSizes())
    layout = QPageLayout(device.pageLayout())
    layout.setUnits(QPageLayout.Unit.Millimeter)
    least: QMarginsF = layout.minimumMargins()
    return Ability(papers, Edges(least.left(), least.top(), least.right(), least.bottom()))


def takes(able: Ability, pages: Pages[Any]) -> bool:
    """Whether the printer has the form's paper, as far as it says."""
    return not able.papers or page_layout(pages).pageSize().id() in able.papers


def reduced(job: Job) -> Job:
    """The same job on A4."""
    return replace(job, reduced=True, within=Edges())


def check_paper(name: str, able: Ability, pages: Pages[Any]) -> None:
    """PAPER_NOT_SUPPORTED when the printer says that it has not the form's paper."""
    if not takes(able, pages):
        paper = "A3" if pages.enlarged > 1 else "A4"
        raise PaperNotSupported(field="printer", printer=name, paper=paper)


def lost(able: Ability, pages: Pages[Any]) -> Edges | None:
    """The edges that would take something of the form away; None when all of it can be printed."""
    free = margins.ink(pages)
    pairs = [
        (cut, cut > room * pages.enlarged + 0.05) for cut, room in zip(_sides(able.edges), _sides(free), strict=True)
    ]
    return Edges(*(cut if loses else 0.0 for cut, loses in pairs)) if any(loses for _, loses in pairs) else None


def print_pages(pages: Pages[Any], device: QPrinter, job: Job, progress: Progress | None = None) -> None:
    """Print on a device; may run on any thread. PRINT_FAILED names the page to go on from."""
    if job.reduced:
        pages = margins.on_a4(pages)
    device.setPageLayout(page_layout(pages))
    device.setFullPage(True)
    device.setDocName(pages.title)
    sheets = _sheets(device, pages, job)
    painter = QPainter()
    if not painter.begin(device):
        raise PrintFailed(field="printer", printer=device.printerName(), page=0, next=sheets[0][1] + 1, copy=1)
    try:
        resolution = device.resolution() / 25.4
        painter.scale(resolution, resolution)
        place = margins.placed(pages, job.within)
        painter.translate(job.right_mm + place.x, job.down_mm + place.y)
        painter.scale(place.scale * pages.enlarged, place.scale * pages.enlarged)
        for done, (copy, index) in enumerate(sheets):
            if done:
                _turn(device, copy, sheets[done - 1][1], index)
            pages.paint(painter, index)
            if progress is not None:
                progress(done + 1, len(sheets))
    except BaseException:
        device.abort()
        raise
    finally:
        painter.end()


def _turn(device: QPrinter, copy: int, before: int, index: int) -> None:
    if not device.newPage():
        raise PrintFailed(field="printer", printer=device.printerName(), page=before + 1, next=index + 1, copy=copy)


def _sheets(device: QPrinter, pages: Pages[Any], job: Job) -> list[tuple[int, int]]:
    """Copy and page of every sheet that is drawn; a printer that can copy draws each page once, sorted by copies."""
    indexes = range(max(job.first, 1) - 1, min(job.last, pages.count))
    begun = range(max(job.start - 1, indexes.start), indexes.stop)
    itself = device.supportsMultipleCopies() and begun == indexes
    device.setCollateCopies(True)
    device.setCopyCount(job.copies if itself else 1)
    more = 1 if itself else job.copies
    return [(copy, index) for copy in range(1, more + 1) for index in (begun if copy == 1 else indexes)]


def _sides(edges: Edges) -> tuple[float, float, float, float]:
    return edges.left, edges.top, edges.right, edges.bottom
