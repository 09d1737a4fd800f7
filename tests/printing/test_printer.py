"""Paper out of a printer (a file stands for it): range, copies, offset, edges, paper, where it stopped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage, QPageSize
from PySide6.QtPrintSupport import QPrinter

from cjdesk.domain.errors import NoPrinter, PaperNotSupported, PrinterGone, PrintFailed
from cjdesk.printing import margins, payroll_poster, payroll_sheet, printer
from cjdesk.printing.measures import A3, LANDSCAPE, PORTRAIT, Edges, Paper
from cjdesk.printing.pages import Pages
from cjdesk.printing.printer import Ability, Job
from tests.printing.conftest import texts
from tests.printing.sample_sheets import STAMP, sheet
from tests.printing.test_pdf import rastered

DPI = 127
"""Five dots a millimetre."""


@pytest.fixture(scope="module")
def pages() -> Pages[Any]:
    return payroll_sheet.layout(sheet("HH"), payroll_sheet.SheetOptions(STAMP))


@pytest.fixture(scope="module")
def poster() -> Pages[Any]:
    return payroll_poster.layout(sheet("HH"), payroll_poster.PosterOptions(STAMP, a3=True))


def blank(paper: Paper, enlarged: float) -> Pages[None]:
    return Pages("T", "blank", paper, 1, None, lambda *_: None, enlarged=enlarged)


def put(pages: Pages[Any], job: Job, path: Path) -> Path:
    """Print into a file."""
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(path))
    printer.print_pages(pages, device, job)
    return path


def numbers(path: Path) -> list[str]:
    """The page numbers at the foot."""
    return [re.findall(r"第(\d+)[页\u2eda]共", text)[0] for text in texts(path)]


def ink(path: Path, page: int = 1, darker: int = 160) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn so dark, in millimetres from the left top corner."""
    image = rastered(path, DPI, page)
    width, height = image.width(), image.height()
    rows = [bytes(image.constScanLine(y))[:width] for y in range(height)]
    down = [y for y, row in enumerate(rows) if min(row) < darker]
    across = [x for x in range(width) if any(row[x] < darker for row in rows)]
    return tuple(value / DPI * 25.4 for value in (across[0], down[0], across[-1] + 1, down[-1] + 1))  # type: ignore[return-value]


def test_the_range_is_printed_and_copies_are_sorted(pages: Pages[Any], tmp_path: Path) -> None:
    assert numbers(put(pages, Job(2, 4), tmp_path / "a.pdf")) == ["2", "3", "4"]
    assert numbers(put(pages, Job(7, 8, copies=2), tmp_path / "b.pdf")) == ["7", "8", "7", "8"]
    assert numbers(put(pages, Job(1, 99), tmp_path / "c.pdf")) == [str(number) for number in range(1, 9)]


def test_progress_counts_every_sheet(pages: Pages[Any], tmp_path: Path) -> None:
    device = QPrinter()
    device.setOutputFileName(str(tmp_path / "a.pdf"))
    told: list[tuple[int, int]] = []
    printer.print_pages(pages, device, Job(1, 3, copies=2), lambda done, total: told.append((done, total)))
    assert told == [(number, 6) for number in range(1, 7)]


def test_the_offset_moves_the_drawing(pages: Pages[Any], tmp_path: Path) -> None:
    straight = ink(put(pages, Job(1, 1), tmp_path / "a.pdf"))
    moved = ink(put(pages, Job(1, 1, right_mm=3.5, down_mm=-2), tmp_path / "b.pdf"))
    for index, wanted in enumerate((3.5, -2, 3.5, -2)):
        assert moved[index] - straight[index] == pytest.approx(wanted, abs=0.25)


@pytest.mark.parametrize("edges", [Edges(0, 0, 0, 20), Edges(25, 5, 5, 5), Edges(20, 20, 20, 20)])
def test_the_drawing_shrinks_inside_the_printers_edges(pages: Pages[Any], tmp_path: Path, edges: Edges) -> None:
    left, top, right, bottom = ink(put(pages, Job(1, 1, within=edges), tmp_path / "a.pdf"))
    assert left >= edges.left - 0.25
    assert top >= edges.top - 0.25
    assert right <= 297 - edges.right + 0.25
    assert bottom <= 210 - edges.bottom + 0.25


@pytest.mark.parametrize("paper", [LANDSCAPE, PORTRAIT])
@pytest.mark.parametrize("enlarged", [1.0, A3])
def test_what_fits_is_left_alone(paper: Paper, enlarged: float) -> None:
    for edges in (Edges(), Edges(5, 5, 5, 5)):
        place = margins.placed(blank(paper, enlarged), edges)
        assert place.scale == 1
        assert (place.x, place.y) == pytest.approx((0, 0))


def test_the_drawing_of_the_forms_stays_in_its_ink_box(pages: Pages[Any], tmp_path: Path) -> None:
    left, top, right, bottom = ink(put(pages, Job(8, 8), tmp_path / "a.pdf"))
    box = margins.ink(pages)
    assert left >= box.left - 0.3
    assert top >= box.top - 0.3
    assert right <= 297 - box.right + 0.3
    assert bottom <= 210 - box.bottom + 0.3


def test_edges_that_take_something_away_are_named(pages: Pages[Any], poster: Pages[Any]) -> None:
    assert printer.lost(Ability(edges=Edges(6, 6, 6, 8)), pages) is None
    assert printer.lost(Ability(edges=Edges(6, 6, 6, 12)), pages) == Edges(0, 0, 0, 12)
    assert printer.lost(Ability(edges=Edges(6, 6, 6, 12)), poster) is None


def test_paper_that_a_printer_has_not_is_said(pages: Pages[Any], poster: Pages[Any]) -> None:
    able = Ability(frozenset({QPageSize.PageSizeId.A4}))
    printer.check_paper("HP", able, pages)
    printer.check_paper("HP", Ability(), poster)
    with pytest.raises(PaperNotSupported) as caught:
        printer.check_paper("HP", able, poster)
    assert caught.value.facts["paper"] == "A3"


def test_an_a3_form_is_printed_smaller_on_a4(poster: Pages[Any], tmp_path: Path) -> None:
    large = QImage(rastered(put(poster, Job(1, 1), tmp_path / "a.pdf"), 50, 1))
    small = QImage(rastered(put(poster, printer.reduced(Job(1, 1)), tmp_path / "b.pdf"), 50, 1))
    assert large.width() / small.width() == pytest.approx(A3, abs=0.01)
    assert texts(tmp_path / "a.pdf") == texts(tmp_path / "b.pdf")


def test_a_real_device_says_what_it_can(pages: Pages[Any]) -> None:
    device = QPrinter()
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    able = printer.ability(device, pages)
    assert able.edges == Edges()
    printer.check_paper("PDF", able, pages)


class Stopping(QPrinter):
    """Takes so many pages, then no more."""

    def __init__(self, path: Path, pages: int) -> None:
        super().__init__()
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.setOutputFileName(str(path))
        self._left = pages - 1

    def newPage(self) -> bool:  # noqa: N802 - Qt's name
        self._left -= 1
        return self._left >= 0 and super().newPage()


@pytest.mark.parametrize(("after", "rest"), [(3, ["6", "7", "4", "5", "6", "7"]), (2, ["7", "4", "5", "6", "7"])])
def test_what_is_left_after_a_stop(pages: Pages[Any], tmp_path: Path, after: int, rest: list[str]) -> None:
    job = Job(4, 7, copies=2)
    stop = {3: 2, 2: 3}[after]
    with pytest.raises(PrintFailed) as caught:
        printer.print_pages(pages, Stopping(tmp_path / "a.pdf", stop), job)
    assert caught.value.facts["page"] == 3 + stop
    assert caught.value.facts["next"] == 4 + stop
    assert numbers(put(pages, job.after(caught.value), tmp_path / "b.pdf")) == rest


def test_a_stop_in_the_second_copy_leaves_only_its_rest(pages: Pages[Any], tmp_path: Path) -> None:
    job = Job(4, 7, copies=2)
    with pytest.raises(PrintFailed) as caught:
        printer.print_pages(pages, Stopping(tmp_path / "a.pdf", 5), job)
    assert numbers(put(pages, job.after(caught.value), tmp_path / "b.pdf")) == ["5", "6", "7"]


def test_printers_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "printers", tuple)
    with pytest.raises(NoPrinter):
        printer.printer("HP")
    monkeypatch.setattr(printer, "printers", lambda: ("HP",))
    with pytest.raises(PrinterGone):
        printer.printer("EPSON")
