"""Writing PDFs: whole or not at all, on any thread, with progress and cancel; preview and printer draw the same."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from cjdesk.db import files
from cjdesk.domain.errors import NoPrinter, NoRoomForPdf, PdfNotWritten, UserError
from cjdesk.gui.paper_page import paint_image
from cjdesk.printing import payroll_sheet, pdf, printer
from cjdesk.printing.pages import Pages, bound
from cjdesk.printing.payroll_sheet import SheetOptions
from tests.printing.conftest import texts
from tests.printing.sample_sheets import STAMP, sheet


@pytest.fixture(scope="module")
def pages() -> Pages[Any]:
    return payroll_sheet.layout(sheet("GS"), SheetOptions(STAMP))


def test_cancel_leaves_no_file_and_keeps_the_old_one(pages: Pages[Any], tmp_path: Path) -> None:
    path = tmp_path / "f1.pdf"
    path.write_bytes(b"older")

    def stop(done: int, total: int) -> None:
        assert total == pages.count
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        pdf.write_pdf(pages, path, stop)
    assert path.read_bytes() == b"older"
    assert [one.name for one in tmp_path.iterdir()] == ["f1.pdf"]


def test_progress_counts_every_page(pages: Pages[Any], tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    pdf.write_pdf(pages, tmp_path / "f1.pdf", lambda done, total: told.append((done, total)))
    assert told == [(number, 8) for number in range(1, 9)]


def test_full_disk_is_said_in_words(pages: Pages[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(NoRoomForPdf) as caught:
        pdf.write_pdf(pages, tmp_path / "f1.pdf")
    assert caught.value.code == "NO_ROOM_FOR_PDF"
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
def test_device_without_room_is_refused(pages: Pages[Any]) -> None:
    with pytest.raises(UserError):
        pdf.write_pdf(pages, Path("/dev/full/f1.pdf"))


@pytest.mark.parametrize("where", ["missing/f1.pdf", "file/f1.pdf"])
def test_folder_that_is_none_is_said_in_words(pages: Pages[Any], tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(PdfNotWritten) as caught:
        pdf.write_pdf(pages, tmp_path / where)
    assert caught.value.facts["file"] == "f1.pdf"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="read-only folders work otherwise on Windows")
def test_read_only_folder_is_said_in_words(pages: Pages[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    if os.geteuid() == 0:

        def refuse(*_args: object, **_more: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(files.Path, "open", refuse)
    with pytest.raises(PdfNotWritten):
        pdf.write_pdf(pages, folder / "f1.pdf")


def test_another_thread_writes_the_same_text(pages: Pages[Any], tmp_path: Path) -> None:
    here = pdf.write_pdf(pages, tmp_path / "here.pdf")
    errors: list[Exception] = []

    def work() -> None:
        try:
            pdf.write_pdf(pages, tmp_path / "there.pdf")
        except Exception as error:  # noqa: BLE001 - shown by the test
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert texts(tmp_path / "there.pdf") == texts(here)


def test_no_window_is_needed(tmp_path: Path) -> None:
    code = (
        "from cjdesk.printing import pdf, payroll_sheet\n"
        "from tests.printing.sample_sheets import STAMP, sheet\n"
        "from pathlib import Path\n"
        "pdf.without_window()\n"
        "pages = payroll_sheet.layout(sheet('HH'), payroll_sheet.SheetOptions(STAMP))\n"
        "pdf.write_pdf(pages, Path('f1.pdf'))\n"
    )
    environment = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path, env=environment)
    assert len(texts(tmp_path / "f1.pdf")) == 8


def grey(image: QImage) -> QImage:
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def rastered(path: Path, dpi: int, page: int) -> QImage:
    stem = path.with_suffix("")
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-gray", "-png", "-singlefile", "-f", str(page), str(path), str(stem)], check=True
    )
    return grey(QImage(f"{stem}.png"))


def difference(one: QImage, other: QImage) -> float:
    """The mean difference of darkness over blocks of 8 pixels, so that two ways to smooth an edge are the same."""
    small = QSize(one.width() // 8, one.height() // 8)
    first, second = (
        bytes(grey(image.scaled(small, mode=Qt.TransformationMode.SmoothTransformation)).constBits())
        for image in (one, other)
    )
    return sum(abs(left - right) for left, right in zip(first, second, strict=True)) / len(first)


def test_preview_is_the_printed_page(pages: Pages[Any], tmp_path: Path) -> None:
    path = pdf.write_pdf(pages, tmp_path / "f1.pdf")
    for index in (0, 7):
        raster = rastered(path, 220, index + 1)
        assert difference(raster, grey(paint_image(pages, index, raster.size()))) < 6
    assert difference(raster, grey(paint_image(pages, 6, raster.size()))) > 8


def test_nothing_is_printed_on_the_margins(pages: Pages[Any]) -> None:
    scale = 4
    image = grey(paint_image(pages, 7, QSize(297 * scale, 210 * scale)))
    inside = QRect(58, 30, 288 * scale - 58, 201 * scale - 30)
    painter = QPainter(image)
    painter.fillRect(inside, QColor("white"))
    painter.end()
    assert min(bytes(image.constBits())) > 250


def test_printer_gets_the_chosen_pages(pages: Pages[Any], tmp_path: Path) -> None:
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "printer.pdf"))
    printer.print_pages(pages, device, printer.Job(2, 3))
    found = texts(tmp_path / "printer.pdf")
    # A driver's file is not mended: 页 comes out as its radical.
    pages_found = [re.search(r"第(\d+)[页\u2eda]", text) for text in found]
    assert [one[1] for one in pages_found if one] == ["2", "3"]
    info = subprocess.run(["pdfinfo", str(tmp_path / "printer.pdf")], check=True, capture_output=True).stdout.decode()
    assert "(A4)" in info


def test_unknown_printer_is_said_in_words() -> None:
    with pytest.raises(NoPrinter):
        printer.printer("无此打印机")


def test_bound_forms_keep_their_own_numbers(pages: Pages[Any], tmp_path: Path) -> None:
    both = bound([pages, payroll_sheet.layout(sheet("HH"), SheetOptions(STAMP))])
    found = texts(pdf.write_pdf(both, tmp_path / "both.pdf"))
    assert len(found) == 16
    assert "第1页共8页" in found[8]
    assert "护河员" in found[8]
    with pytest.raises(IndexError):
        pages.paint(None, 8)  # type: ignore[arg-type]
