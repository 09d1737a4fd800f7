"""The pay sheet of 7,462 lines as PDF, against a bare run of QPainter and against LibreOffice printing its Excel twin.

Run by name: ``python -m pytest tests/benchmarks/bench_sheet.py -s``. Aims: at most twice the bare run, at least four
times faster than LibreOffice, in one run. Needs ``soffice`` (Debian: ``libreoffice-calc-nogui``) and
``fonts-noto-cjk``. Each side is a process of its own and the better of two runs counts; the program's start is left
out on our side and on the bare one, and stated. The bare run writes the same texts with the same fonts on as many
pages: one ``drawText`` a cell and one line a row, no head, sums, QR codes, fitting or choice of font by name.
"""

from __future__ import annotations

import dataclasses
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF, QPointF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from cjdesk.domain.sheet import Sheet
from cjdesk.printing import list_pages, payroll_sheet, pdf
from cjdesk.printing.fonts import faces
from tests.printing.sample_sheets import STAMP, sheet

LINES = 7_462


def large() -> Sheet:
    """The 管水员 of 贯洞镇 over and over, numbered through."""
    run = sheet("GS")
    lines = (
        dataclasses.replace(run.lines[index % len(run.lines)], number=index + 1, id=f"line-{index}")
        for index in range(LINES)
    )
    return dataclasses.replace(run, lines=tuple(lines))


def write_ours(path: Path) -> None:
    """Lay out and write the form."""
    run = large()
    faces()  # the machine's fonts are found when the program starts, on both sides
    began = _begin()
    pdf.write_pdf(payroll_sheet.layout(run, payroll_sheet.SheetOptions(STAMP)), path)
    _say(began)


def write_bare(path: Path) -> None:
    """The same texts with QPainter alone."""
    form = payroll_sheet.layout(large(), payroll_sheet.SheetOptions(STAMP)).content
    texts = [
        [[part.says(row) for one in form.columns for part in one.parts] for row in page.rows] for page in form.pages
    ]
    places, x = [], 15.0
    for one in form.columns:
        places += [(x + 1, part.size, faces().role(part.role).family) for part in one.parts]
        x += one.width
    began = _begin()
    writer = QPdfWriter(str(path))
    writer.setResolution(1200)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))
    )
    painter = QPainter(writer)
    unit = 1200 / 25.4
    fonts = []
    for _, size, family in places:
        font = QFont(family)
        font.setPointSizeF(size)
        fonts.append(font)
    for number, page in enumerate(texts):
        if number:
            writer.newPage()
        for index, row in enumerate(page):
            y = (40.5 + 9 * index) * unit
            painter.drawLine(QPointF(15 * unit, y + 3 * unit), QPointF(287 * unit, y + 3 * unit))
            for (left, _, _), font, text in zip(places, fonts, row, strict=True):
                if text:
                    painter.setFont(font)
                    painter.drawText(QPointF(left * unit, y), text)
    painter.end()
    _say(began)


def write_twin(path: Path) -> None:
    """The workbook that LibreOffice prints."""
    list_pages.write_twin(payroll_sheet.layout(large(), payroll_sheet.SheetOptions(STAMP)), path)


def _begin() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _say(began: tuple[float, float]) -> None:
    wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{wall:.2f} {cpu:.2f} {peak:.0f}")


def timed(command: list[str], folder: Path) -> tuple[float, str, float]:
    """Wall seconds, what was said, and processor seconds of the process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    said = subprocess.run(command, check=True, capture_output=True, cwd=folder, text=True).stdout
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def page_count(path: Path) -> str:
    info = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True).stdout
    return next(row.split()[1] for row in info.splitlines() if row.startswith("Pages"))


def _ours(function: str, path: Path) -> list[str]:
    code = "import sys; from pathlib import Path; from cjdesk.printing import pdf; pdf.without_window(); "
    code += f"from tests.benchmarks import bench_sheet; bench_sheet.{function}(Path(sys.argv[1]))"
    return [sys.executable, "-c", code, str(path)]


def test_sheet_against_a_bare_run_and_libreoffice(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("no LibreOffice here")
    root = Path(__file__).parents[2]
    timed(_ours("write_twin", tmp_path / "twin.xlsx"), root)
    theirs = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    theirs += ["--outdir", str(tmp_path), str(tmp_path / "twin.xlsx")]
    small = tmp_path / "small.csv"
    small.write_text("1")
    timed([*theirs[:-1], str(small)], tmp_path)  # its first start makes a profile
    bare = min(tuple(map(float, timed(_ours("write_bare", tmp_path / "bare.pdf"), root)[1].split())) for _ in range(2))
    ours = min(tuple(map(float, timed(_ours("write_ours", tmp_path / "ours.pdf"), root)[1].split())) for _ in range(2))
    cold, _, _ = min(timed(_ours("write_ours", tmp_path / "ours.pdf"), root) for _ in range(2))
    other, _, other_cpu = min(timed(theirs, tmp_path) for _ in range(2))
    for name, (wall, cpu, peak) in {"ours": ours, "bare QPainter": bare}.items():
        print(f"\n{LINES} lines, {name}: {wall:.2f} s ({cpu:.2f} s cpu), peak {peak:.0f} MB", end="")
    pages = ", ".join(f"{name} {page_count(tmp_path / f'{name}.pdf')}" for name in ("ours", "bare", "twin"))
    print(f"\nLibreOffice printing the twin: {other:.1f} s ({other_cpu:.1f} s cpu); pages: {pages}")
    print(f"ours / bare: {ours[0] / bare[0]:.2f} by the clock, {ours[1] / bare[1]:.2f} by cpu (aim: at most 2)")
    print(f"LibreOffice / ours: {other / ours[0]:.1f}, with our program's start {other / cold:.1f} (aim: at least 4)")
